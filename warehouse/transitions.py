"""From scores before to scores after, counted in SQL: a fixed number of statements, whatever the groups."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.cycles.impact.moments import ScoreCount
from halfterm.cycles.impact.score_pairs import PairCount
from halfterm.warehouse.as_at import view_loads
from halfterm.warehouse.database import sql
from halfterm.warehouse.following import LEAST_NAMED

Values = Sequence[tuple[str, str]]
"""Attributes with the value that each must have; none: everybody."""


@dataclass(frozen=True, slots=True)
class PairRequest:
    """Which pupils, measured when. A `school` is that of the half-term before (see `transition_pair.sql`)."""

    measure: str
    before: str
    after: str
    school: str | None = None


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pupils by score before and after; schools of which one of the two half-terms is not loaded."""

    counts: tuple[PairCount, ...]
    not_loaded: tuple[tuple[str, str], ...]

    @property
    def not_known(self) -> int:
        """Pupils with a score of whom it is not known whether they are of the group."""
        return sum(count.pupils for count in self.counts if count.group is None)


def lay_out_pupils(connection: duckdb.DuckDBPyConnection, values: Values, half_terms: Sequence[str]) -> None:
    """Say of every pupil of these half-terms whether it is of the group; reading is enough.

    Raises:
        BadInput: no pupil has such an attribute or value.
    """
    view_loads(connection)
    _check_words(connection, values, half_terms)
    names = {"names": [name for name, _ in values], "values": [value for _, value in values]}
    connection.execute(sql("transition_pupil"), names | {"half_terms": list(half_terms)})


def _check_words(connection: duckdb.DuckDBPyConnection, values: Values, half_terms: Sequence[str]) -> None:
    names = [name for name, _ in values]
    twice = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    if twice:
        raise BadInput(f"--group: '{twice[0]}' is there twice; a pupil has one value of it")
    known = connection.execute(
        "SELECT name, value, count(DISTINCT pupil) FROM pupil_attribute WHERE list_contains(?, half_term) "
        "GROUP BY ALL ORDER BY ALL",
        [list(half_terms)],
    ).fetchall()
    attributes = {name for name, _, _ in known}
    problems = []
    for name, value in values:
        if name not in attributes:
            problems.append(f"--group: no attribute '{name}' is loaded{did_you_mean(name, attributes)}")
        elif (name, value) not in {(n, v) for n, v, _ in known}:
            near = did_you_mean(value, [v for n, v, pupils in known if n == name and pupils >= LEAST_NAMED])
            problems.append(f"--group: no pupil has '{name}' as '{value}'{near}")
    if problems:
        raise BadInput(*problems)


def scales_by_half_term(
    connection: duckdb.DuckDBPyConnection, measure: str, half_terms: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    """The half-terms, in order, that have scores of a measure, with the scales these are on.

    Raises:
        BadInput: none has any; the near misses are offered.
    """
    view_loads(connection)
    asked = {"measure": measure, "half_terms": list(half_terms)}
    found: dict[str, list[str]] = defaultdict(list)
    for half_term, scale in connection.execute(sql("transition_scale"), asked).fetchall():
        found[half_term].append(scale)
    if not found:
        known = connection.execute("SELECT DISTINCT measure FROM measure_scale ORDER BY measure").fetchall()
        near = did_you_mean(measure, [row[0] for row in known])
        raise BadInput(f"no scores of measure '{measure}' are loaded{near}")
    return {half_term: tuple(found[half_term]) for half_term in half_terms if half_term in found}


def read_pairs(connection: duckdb.DuckDBPyConnection, request: PairRequest) -> Pairs:
    """Count pupils by their two scores, after `lay_out_pupils` of both half-terms."""
    when = {"before": request.before, "after": request.after, "school": request.school}
    rows = connection.execute(sql("transition_pair"), when | {"measure": request.measure}).fetchall()
    not_loaded = connection.execute(sql("transition_loaded"), when).fetchall()
    return Pairs(tuple(PairCount(*row) for row in rows), tuple((row[0], row[1]) for row in not_loaded))


def read_scores(
    connection: duckdb.DuckDBPyConnection, measure: str, *, school: str | None = None
) -> dict[tuple[str, str], tuple[ScoreCount, ...]]:
    """Pupils of both sides by score, for each half-term laid out and scale: what the gap index is made of."""
    counts: dict[tuple[str, str], list[ScoreCount]] = defaultdict(list)
    asked = {"measure": measure, "school": school}
    for half_term, scale, inside, score, pupils in connection.execute(
        sql("transition_index"), asked
    ).fetchall():
        counts[half_term, scale].append(ScoreCount(inside, score, pupils))
    return {place: tuple(scores) for place, scores in counts.items()}
