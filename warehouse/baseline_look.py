"""A look at the baseline of plans, locked or not: summed up in temporary tables, nothing frozen or written.

The same few statements answer for every plan at once, however many; no pupil's key is in any answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import duckdb

from halfterm.cycles.baseline_contrast import AttributeCount, BaselineCell
from halfterm.cycles.impact.moments import Moments
from halfterm.cycles.plan import Plan
from halfterm.cycles.plan_look import BaselineSums
from halfterm.cycles.programme import Programme
from halfterm.warehouse.cycles_in_hand import check_scales, lay_out
from halfterm.warehouse.database import sql
from halfterm.warehouse.freezing import match_within_schools


@dataclass(slots=True)
class _Rows:
    shift: float = 0.0
    cells: list[BaselineCell] = field(default_factory=list)
    attributes: list[AttributeCount] = field(default_factory=list)


def read_baselines(
    connection: duckdb.DuckDBPyConnection,
    plans: Iterable[Plan],
    *,
    programme: Programme,
    listed: Mapping[str, tuple[str, ...]],
    matching: bool = True,
) -> dict[tuple[str, str], BaselineSums]:
    """The baseline of every measure of every plan, summed, by (cycle, measure); read-only will do.

    A locked plan is looked at in its frozen groups, another in those that a lock would make now. A measure
    of a cycle at whose schools nobody is enrolled is left out. `listed`: as for `lay_out`. Not `matching`:
    everybody of both groups is looked at, before anybody is matched or frozen.

    Raises:
        BadInput: a measure is not loaded at baseline on the plan's scale.
    """
    plans = tuple(plans)
    lay_out(connection, plans, programme=programme, listed=listed)
    check_scales(connection, follow_up=False)
    connection.execute(sql("freeze"))
    if matching:
        match_within_schools(connection, {p.id: p for p in plans if p.comparison.kind == "matched"})
        connection.execute(sql("baseline_look_locked"))
    connection.execute(sql("baseline_look_row"))
    rows: dict[tuple[str, str], _Rows] = defaultdict(_Rows)
    _read_cells(connection, rows)
    _read_attributes(connection, rows)
    connection.execute("DROP TABLE freezing; DROP TABLE baseline_look_row")
    return {
        key: BaselineSums(held.shift, tuple(held.cells), tuple(held.attributes)) for key, held in rows.items()
    }


def locked_cycles(connection: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """The cycles whose groups are frozen."""
    rows = connection.execute("SELECT DISTINCT cycle FROM frozen_group").fetchall()
    return frozenset(row[0] for row in rows)


def _read_cells(connection: duckdb.DuckDBPyConnection, rows: dict[tuple[str, str], _Rows]) -> None:
    found = connection.execute(sql("baseline_look")).fetchall()
    for cycle, measure, shift, school, side, treated, pupils, scored, b, bb, *ends in found:
        held = rows[cycle, measure]
        held.shift = shift
        held.cells.append(BaselineCell(school, side, treated, pupils, Moments(n=scored, b=b, bb=bb), *ends))


def _read_attributes(connection: duckdb.DuckDBPyConnection, rows: dict[tuple[str, str], _Rows]) -> None:
    found = connection.execute(sql("baseline_look_attribute")).fetchall()
    for cycle, measure, *count in found:
        rows[cycle, measure].attributes.append(AttributeCount(*count))
