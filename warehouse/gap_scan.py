"""Every pupil group of a half-term beside the others, summed up in SQL for the gap finder.

A fixed number of statements answers for every group, school and measure; only counts and sums leave.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np

from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.cycles.gap_differences import Strata, spreads
from halfterm.cycles.gap_finder import BANDS, Group
from halfterm.warehouse.as_at import view_loads
from halfterm.warehouse.database import sql

MOST_PAIRED = 12
"""An attribute with more values than this (a class code, say) is scanned alone: its pairs would be many and
tiny, and each comparison more makes every true gap harder to tell from chance."""

MOST_VALUES = 200
"""An attribute with more values than this (a date of birth, a postcode) names pupils, not groups."""

FEWEST_TO_CUT = 15
"""Pupils of one year group, measure and half-term whose scores can be cut in three: five to a band."""


@dataclass(frozen=True, slots=True)
class GapScan:
    """The groups large enough to compare, their sums, and what could not be compared and why.

    `numbers` are the groups' numbers in the warehouse, for `gap_series`. `spread` holds the SD of all pupils
    about the means of their school and year group, by measure, scale and school ('': all).
    """

    groups: tuple[Group, ...]
    numbers: tuple[int, ...]
    strata: Strata
    spread: dict[tuple[str, str, str], float]
    too_small: int
    pupils: int
    banded: int
    alone: tuple[str, ...]
    left_out: tuple[str, ...]


def loaded_half_terms(connection: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """The half-terms of which anything is loaded."""
    return frozenset(row[0] for row in connection.execute("SELECT DISTINCT half_term FROM load").fetchall())


def scan_groups(
    connection: duckdb.DuckDBPyConnection,
    half_terms: Sequence[str],
    *,
    measure: str | None = None,
    school: str | None = None,
    smallest: int,
) -> GapScan:
    """Sum up every group of the last of these half-terms; the earlier ones, in order, give the bands.

    Args:
        connection: the warehouse; reading is enough.
        half_terms: what is loaded, up to the half-term to scan.
        measure: one measure only.
        school: one school only; bands are cut over all schools all the same.
        smallest: pupils that a group, and the others, must have.

    Raises:
        BadInput: nobody has a score there, or no such measure or school.
    """
    _lay_out(connection, half_terms, measure=measure)
    _check_words(connection, half_terms[-1], measure=measure, school=school)
    most = {"most_values": MOST_VALUES, "most_paired": MOST_PAIRED}
    connection.execute(sql("gap_scan_cell"), most)
    connection.execute(sql("gap_scan_comparison"), {"school": school, "smallest": smallest})
    named = connection.execute(sql("gap_scan_named")).fetchall()
    numbers = tuple(row[0] for row in named)
    pupils, banded = _pupils(connection, school)
    return GapScan(
        groups=tuple(_group(*row[1:]) for row in named),
        numbers=numbers,
        strata=_strata(connection.execute(sql("gap_scan_strata")).fetchnumpy(), numbers),
        spread=spreads(connection.execute(sql("gap_scan_spread")).fetchall()),
        too_small=connection.execute(
            "SELECT count(DISTINCT same) FROM gap_comparison WHERE too_small"
        ).fetchall()[0][0],
        pupils=pupils,
        banded=banded,
        alone=_attributes(connection, MOST_PAIRED, MOST_VALUES),
        left_out=_attributes(connection, MOST_VALUES, None),
    )


def gap_series(connection: duckdb.DuckDBPyConnection, numbers: Collection[int]) -> dict[int, Strata]:
    """The sums of scanned groups at every half-term, by its place among those given to `scan_groups`.

    Within each, comparisons count from 0 in the order of `numbers`. The connection must be the scan's own.
    """
    wanted = tuple(numbers)
    columns = connection.execute(sql("gap_scan_series"), {"wanted": list(wanted)}).fetchnumpy()
    positions = columns.pop("position")
    return {
        int(position): _strata({name: c[positions == position] for name, c in columns.items()}, wanted)
        for position in np.unique(positions)
    }


def _lay_out(
    connection: duckdb.DuckDBPyConnection, half_terms: Sequence[str], *, measure: str | None
) -> None:
    view_loads(connection)
    connection.execute(
        """
        CREATE OR REPLACE TEMPORARY TABLE gap_half_term AS
        SELECT unnest($half_terms) AS half_term, unnest(range(len($half_terms))) AS position
        """,
        {"half_terms": list(half_terms)},
    )
    connection.execute(sql("gap_scan"))
    connection.execute(sql("gap_scan_measure"), {"measure": measure})
    connection.execute(sql("gap_scan_band"), {"fewest": FEWEST_TO_CUT})
    connection.execute(sql("gap_scan_held"))


def _check_words(
    connection: duckdb.DuckDBPyConnection, half_term: str, *, measure: str | None, school: str | None
) -> None:
    """See that there are scores, and that the measure and the school asked for have some."""
    seen = connection.execute(
        """
        SELECT DISTINCT measure, school FROM gap_score
        WHERE position = (SELECT max(position) FROM gap_half_term)
        """
    ).fetchall()
    if not seen:
        raise BadInput(f"{half_term}: no pupil has a score there")
    measures, schools = {row[0] for row in seen}, {row[1] for row in seen}
    problems = [
        f"{half_term}: no {kind} '{wanted}' has scores there{did_you_mean(wanted, sorted(known))}"
        for kind, wanted, known in (("measure", measure, measures), ("school", school, schools))
        if wanted is not None and wanted not in known
    ]
    if problems:
        raise BadInput(*problems)


def _group(
    measure: str,
    scale: str,
    school: str,
    band: int,
    same: int,
    *names_and_values: str | None,
) -> Group:
    pairs = zip(names_and_values[::2], names_and_values[1::2], strict=True)
    terms = tuple((name or "", value) for name, value in pairs if value is not None)
    return Group(measure, scale, school, BANDS[band], terms, same)


def _strata(columns: dict[str, Any], numbers: Sequence[int]) -> Strata:
    """Columns as SQL gives them, the groups' numbers replaced by their places in `numbers`."""
    order = np.argsort(numbers)
    places = order[np.searchsorted(np.asarray(numbers), columns.pop("comparison"), sorter=order)]
    return Strata(places, **{name: np.asarray(column, dtype=np.float64) for name, column in columns.items()})


def _pupils(connection: duckdb.DuckDBPyConnection, school: str | None) -> tuple[int, int]:
    """How many pupils have a score in the scanned half-term, and how many of them a band."""
    return connection.execute(
        """
        SELECT count(DISTINCT pupil), count(DISTINCT pupil) FILTER (band IS NOT NULL) FROM gap_held
        WHERE position = (SELECT max(position) FROM gap_half_term) AND coalesce(school = $school, true)
        """,
        {"school": school},
    ).fetchall()[0]


def _attributes(connection: duckdb.DuckDBPyConnection, above: int, most: int | None) -> tuple[str, ...]:
    """The attributes with more than `above` values, and at most `most`."""
    rows = connection.execute(
        """
        SELECT name FROM gap_attribute
        WHERE value_count > $above AND coalesce(value_count <= $most, true) ORDER BY name
        """,
        {"above": above, "most": most},
    ).fetchall()
    return tuple(row[0] for row in rows)
