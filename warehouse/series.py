"""Series: what every measure's scores sum up to in every half-term, by side, from one SQL statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb

from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.cycles.intervention import Attributes
from halfterm.cycles.series.sums import SideSum
from halfterm.cycles.status_codes import IN_DENOMINATOR
from halfterm.warehouse.as_at import view_loads
from halfterm.warehouse.database import sql

LEAST_NAMED = 10
"""A value that fewer pupils have is offered to nobody as a near miss."""


def group_sums(
    connection: duckdb.DuckDBPyConnection,
    attributes: Attributes,
    half_terms: Sequence[str],
    *,
    school: str | None = None,
    thresholds: Mapping[str, float],
) -> tuple[SideSum, ...]:
    """Every measure in every half-term: the pupils who are of the group then, and the others.

    Args:
        connection: the warehouse; read-only will do.
        attributes: what makes a pupil one of the group, as the loads of each half-term have it; with none,
            everybody is of it.
        half_terms: which, oldest first.
        school: the pupils of one school only.
        thresholds: by measure; without one, nobody is counted as having reached it.

    Raises:
        BadInput: no pupil has such an attribute or value.
    """
    view_loads(connection)
    _check_attributes(connection, attributes, half_terms)
    pairs = [(name, value) for name, values in attributes.items() for value in values]
    connection.execute(
        sql("series_side_group"),
        {
            "half_terms": list(half_terms),
            "names": [name for name, _ in pairs],
            "values": [value for _, value in pairs],
            "school": school,
        },
    )
    return _sums(connection, thresholds)


def frozen_sums(
    connection: duckdb.DuckDBPyConnection,
    cycle: str,
    half_terms: Sequence[str],
    *,
    school: str | None = None,
    thresholds: Mapping[str, float],
) -> tuple[SideSum, ...]:
    """Every measure of a locked cycle in every half-term: its frozen groups, followed back and on.

    `school` is where pupils were at the lock; the rest is as for `group_sums`.
    """
    view_loads(connection)
    asked = {"half_terms": list(half_terms), "cycle": cycle, "school": school}
    connection.execute(sql("series_side_frozen"), asked)
    return _sums(connection, thresholds)


def _sums(connection: duckdb.DuckDBPyConnection, thresholds: Mapping[str, float]) -> tuple[SideSum, ...]:
    asked = {
        "measures": list(thresholds),
        "thresholds": list(thresholds.values()),
        "in_denominator": list(IN_DENOMINATOR),
    }
    rows = connection.execute(sql("series_sums"), asked).fetchall()
    connection.execute("DROP TABLE series_side")
    return tuple(SideSum(*row) for row in rows)


def loaded_measures(connection: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """The measures of which any load has a column."""
    rows = connection.execute("SELECT DISTINCT measure FROM measure_scale").fetchall()
    return frozenset(row[0] for row in rows)


def loaded_by_measure(connection: duckdb.DuckDBPyConnection) -> dict[str, frozenset[str]]:
    """The half-terms in which any load has a column of a measure, by measure."""
    held: dict[str, set[str]] = {}
    for measure, half_term in connection.execute(
        "SELECT DISTINCT m.measure, l.half_term FROM measure_scale AS m JOIN load AS l USING (load)"
    ).fetchall():
        held.setdefault(measure, set()).add(half_term)
    return {measure: frozenset(half_terms) for measure, half_terms in held.items()}


def _check_attributes(
    connection: duckdb.DuckDBPyConnection, attributes: Attributes, half_terms: Sequence[str]
) -> None:
    known = connection.execute(
        "SELECT name, value, count(DISTINCT pupil) FROM pupil_attribute WHERE list_contains(?, half_term) "
        "GROUP BY ALL ORDER BY ALL",
        [list(half_terms)],
    ).fetchall()
    names = {name for name, _, _ in known}
    problems = []
    for name, values in attributes.items():
        if name not in names:
            problems.append(f"--group: no attribute '{name}' is loaded{did_you_mean(name, names)}")
            continue
        held = {value: pupils for n, value, pupils in known if n == name}
        often = [value for value, pupils in held.items() if pupils >= LEAST_NAMED]
        problems += [
            f"--group: no pupil has '{name}' as '{value}'{did_you_mean(value, often)}"
            for value in values
            if value not in held
        ]
    if problems:
        raise BadInput(*problems)
