"""Following pupils over half-terms and schools by their pseudonyms, which are the same wherever they go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.cycles.following import Cover, PupilCount, ScoreSum
from halfterm.warehouse.as_at import view_loads
from halfterm.warehouse.database import sql

Values = Sequence[tuple[str, str]]
"""Attributes with the value that each must have."""

LEAST_NAMED = 10
"""A value that fewer pupils have is offered to nobody as a near miss."""


@dataclass(frozen=True, slots=True)
class Following:
    """What SQL says of a group and of all others. Positions count the half-terms from 0.

    `not_known` are the pupils, in any half-term, of whom it is not known whether they are of the group.
    """

    counts: tuple[PupilCount, ...]
    scores: tuple[ScoreSum, ...]
    covers: tuple[Cover, ...]
    not_known: int


def follow_pupils(
    connection: duckdb.DuckDBPyConnection,
    values: Values,
    half_terms: Sequence[str],
    *,
    measure: str | None = None,
) -> Following:
    """Count and sum up a group of pupils half-term by half-term, beside the others; read-only will do.

    Args:
        connection: the warehouse.
        values: what makes a pupil one of the group, as the loads of each half-term have it.
        half_terms: which, oldest first; none may be missing between them.
        measure: one measure only.

    Raises:
        BadInput: no pupil has such an attribute or value, or there are no scores of the measure.
    """
    view_loads(connection)
    _check_words(connection, values, half_terms, measure)
    times = {"half_terms": list(half_terms)}
    names = {"names": [name for name, _ in values], "values": [value for _, value in values]}
    connection.execute(sql("follow_pupil"), times | names)
    counted = connection.execute(sql("follow_half_term")).fetchall()
    asked = times | {"measure": measure}
    scores = connection.execute(sql("follow_score"), asked).fetchall()
    covers = connection.execute(sql("follow_cover"), asked).fetchall()
    unknown = "SELECT count(DISTINCT pupil) FROM follow_pupil WHERE followed IS NULL"
    not_known = connection.execute(unknown).fetchall()[0][0]
    connection.execute("DROP TABLE follow_pupil")
    return Following(
        counts=tuple(PupilCount(*row) for row in counted if row[1] is not None),
        scores=tuple(ScoreSum(*row) for row in scores),
        covers=tuple(Cover(*row) for row in covers),
        not_known=not_known,
    )


def _check_words(
    connection: duckdb.DuckDBPyConnection, values: Values, half_terms: Sequence[str], measure: str | None
) -> None:
    known = connection.execute(
        "SELECT name, value, count(DISTINCT pupil) FROM pupil_attribute WHERE list_contains(?, half_term) "
        "GROUP BY ALL ORDER BY ALL",
        [list(half_terms)],
    ).fetchall()
    attributes = {name for name, _, _ in known}
    problems = []
    for name, value in values:
        if name not in attributes:
            problems.append(f"--attribute: no attribute '{name}' is loaded{did_you_mean(name, attributes)}")
        elif (name, value) not in {(n, v) for n, v, _ in known}:
            near = did_you_mean(value, [v for n, v, pupils in known if n == name and pupils >= LEAST_NAMED])
            problems.append(f"--attribute: no pupil has '{name}' as '{value}'{near}")
    scored = connection.execute("SELECT DISTINCT measure FROM pupil_result").fetchall()
    measures = {row[0] for row in scored}
    if measure is not None and measure not in measures:
        problems.append(f"--measure: no scores of '{measure}' are loaded{did_you_mean(measure, measures)}")
    if problems:
        raise BadInput(*problems)
