"""Coverage of the warehouse: which scores are there, by school, measure and half-term, and which are not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Final

import duckdb

from halfterm.cycles.coverage import BLANK, CoverageCell, CoverageCounts, GroupCell
from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.warehouse.as_at import view_loads
from halfterm.warehouse.database import sql

MOST_VALUES: Final = 12
"""An attribute with more values than this is no group of pupils."""

MOST_HALF_TERMS: Final = 120
"""Bits in which a pupil's half-terms fit; longer programmes show their last ones."""

_Place = tuple[str, str, str]  # measure, half-term, school


def read_coverage(
    connection: duckdb.DuckDBPyConnection,
    half_terms: Sequence[str],
    *,
    schools: Sequence[str],
    measure: str | None = None,
    by_group: bool = False,
) -> CoverageCounts:
    """Count the pupils with and without scores in the current loads; read-only will do.

    Args:
        connection: the warehouse, as at the moment that it is set to.
        half_terms: those that are wanted, in order; what is before the first that is loaded, or after the
            last, is left out.
        schools: those of the programme, in the order wanted.
        measure: one only.
        by_group: also count the groups of the last half-term.

    Raises:
        BadInput: nothing is loaded of these half-terms, or no such measure.
    """
    view_loads(connection)
    wanted = _loaded(connection, half_terms)[-MOST_HALF_TERMS:]
    _lay_out(connection, wanted, measure)
    columns = _columns(connection, measure)
    measures = tuple(sorted({place[0] for place in columns}))
    pupils = _pupils(connection)
    held = _held(connection)
    cells = tuple(
        _cell((name, half_term, school), columns, pupils, held)
        for name in measures
        for school in schools
        for half_term in wanted
    )
    return CoverageCounts(
        half_terms=wanted,
        measures=measures,
        cells=cells,
        without=_without(cells, held),
        matched=_matched(connection, wanted),
        groups=_groups(connection, wanted[-1]) if by_group else (),
    )


def _loaded(connection: duckdb.DuckDBPyConnection, half_terms: Sequence[str]) -> tuple[str, ...]:
    rows = connection.execute("SELECT DISTINCT half_term FROM current_load").fetchall()
    held = {row[0] for row in rows}
    places = [place for place, half_term in enumerate(half_terms) if half_term in held]
    if not places:
        raise BadInput(f"nothing is loaded of {', '.join(half_terms[:3])}{' ...' * (len(half_terms) > 3)}")
    return tuple(half_terms[places[0] : places[-1] + 1])


def _lay_out(connection: duckdb.DuckDBPyConnection, half_terms: Sequence[str], measure: str | None) -> None:
    connection.execute(
        "CREATE OR REPLACE TEMPORARY TABLE coverage_half_term (position INTEGER, half_term VARCHAR)"
    )
    rows = [[place, half_term] for place, half_term in enumerate(half_terms)]
    connection.executemany("INSERT INTO coverage_half_term VALUES (?, ?)", rows)
    connection.execute(sql("coverage_pupil"))
    connection.execute(sql("coverage_result"), {"measure": measure})
    connection.execute(sql("coverage_column"), {"measure": measure})


def _columns(connection: duckdb.DuckDBPyConnection, measure: str | None) -> frozenset[_Place]:
    rows = connection.execute("SELECT measure, half_term, school FROM coverage_column").fetchall()
    if measure is not None and not rows:
        known = connection.execute("SELECT DISTINCT measure FROM measure_scale ORDER BY measure").fetchall()
        near = did_you_mean(measure, [row[0] for row in known])
        raise BadInput(f"no measure '{measure}' is loaded{near}")
    return frozenset(rows)


def _pupils(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], int]:
    """Pupils by half-term and school."""
    query = "SELECT half_term, school, count(*) FROM coverage_pupil GROUP BY ALL"
    return {(half_term, school): n for half_term, school, n in connection.execute(query).fetchall()}


def _held(connection: duckdb.DuckDBPyConnection) -> dict[_Place, dict[str | None, int]]:
    """Pupils by what is held of them: None for a score, or a status."""
    held: dict[_Place, dict[str | None, int]] = defaultdict(dict)
    for *place, status, pupils in connection.execute(sql("coverage_held")).fetchall():
        measure, half_term, school = place
        held[measure, half_term, school][status] = pupils
    return held


def _cell(
    place: _Place,
    columns: frozenset[_Place],
    pupils: Mapping[tuple[str, str], int],
    held: Mapping[_Place, Mapping[str | None, int]],
) -> CoverageCell:
    measure, half_term, school = place
    enrolled = pupils.get((half_term, school), 0)
    if not enrolled:
        return CoverageCell(school, half_term, measure, "no load")
    if place not in columns:
        return CoverageCell(school, half_term, measure, "no column", enrolled)
    scored = held[place].get(None, 0) if place in held else 0
    return CoverageCell(school, half_term, measure, "scores", enrolled, scored)


def _without(
    cells: Iterable[CoverageCell], held: Mapping[_Place, Mapping[str | None, int]]
) -> dict[tuple[str, str], dict[str, int]]:
    """Pupils without a score by what stands in its place, over all schools that have the column."""
    without: dict[tuple[str, str], dict[str, int]] = {}
    for cell in cells:
        if cell.state != "scores":
            continue
        counts = without.setdefault((cell.measure, cell.half_term), {})
        found = held.get((cell.measure, cell.half_term, cell.school), {})
        statuses = {status: n for status, n in found.items() if status is not None}
        statuses[BLANK] = cell.pupils - cell.scored - sum(statuses.values())
        for status, pupils in statuses.items():
            counts[status] = counts.get(status, 0) + pupils
    return {place: {s: n for s, n in counts.items() if n} for place, counts in without.items()}


def _matched(
    connection: duckdb.DuckDBPyConnection, half_terms: Sequence[str]
) -> dict[tuple[str, str, str], int]:
    """Pupils with a score of one scale in both of two half-terms."""
    matched: dict[tuple[str, str, str], int] = defaultdict(int)
    for measure, bits, pupils in connection.execute(sql("coverage_together")).fetchall():
        there = [half_term for place, half_term in enumerate(half_terms) if int(bits) >> place & 1]
        for earlier, later in combinations(there, 2):
            matched[measure, earlier, later] += pupils
    return dict(matched)


def _groups(connection: duckdb.DuckDBPyConnection, half_term: str) -> tuple[GroupCell, ...]:
    rows = connection.execute(
        sql("coverage_group"), {"half_term": half_term, "most_values": MOST_VALUES}
    ).fetchall()
    return tuple(GroupCell(*row) for row in rows)
