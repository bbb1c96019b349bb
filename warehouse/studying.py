"""Studying: everything the arithmetic needs about every due cycle, from a fixed number of SQL statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

import duckdb

from halfterm.cycles.impact.flow import Flow, FrozenCount
from halfterm.cycles.impact.moments import PanelSummary, Shift
from halfterm.cycles.impact.targets import SAME
from halfterm.cycles.missing import MissingCounts
from halfterm.cycles.plan import Plan
from halfterm.cycles.programme import Programme
from halfterm.cycles.record import LoadRecord, PupilTargetCount
from halfterm.cycles.status_codes import IN_DENOMINATOR
from halfterm.warehouse.cycles_in_hand import check_scales, lay_out, scale_problems
from halfterm.warehouse.database import sql
from halfterm.warehouse.missing import read_missing
from halfterm.warehouse.panel import UNCLASSIFIED, Panel, read_panels


@dataclass(slots=True)
class MeasureRows:
    """What SQL says of one measure of one cycle. A flow's place is a school, or '' for the whole cycle."""

    panel: Panel | None = None
    flows: list[tuple[str, Flow]] = field(default_factory=list)
    frozen: list[tuple[str, FrozenCount]] = field(default_factory=list)
    pupil_targets: dict[str, PupilTargetCount] = field(default_factory=dict)
    missing: MissingCounts | None = None

    def summary(self, schools: Collection[str]) -> PanelSummary:
        """The sums over these schools; empty when no pupil of the cycle has both scores."""
        if self.panel is None:
            return PanelSummary(shift=Shift(), cells=(), follow_up_counts=())
        return self.panel.summary(schools)

    def frozen_at(self, schools: Collection[str]) -> tuple[FrozenCount, ...]:
        return tuple(count for school, count in self.frozen if school in schools)

    def flows_at(self, place: str) -> tuple[Flow, ...]:
        return tuple(flow for where, flow in self.flows if where == place)

    def missing_at(self, schools: Collection[str]) -> MissingCounts | None:
        """Everyone with a baseline score at these schools; None when nobody of the cycle has one."""
        return None if self.missing is None else self.missing.at(schools)

    def pupil_targets_at(self, schools: Collection[str]) -> PupilTargetCount | None:
        """Pupils against their own goals, added up; None when the plan sets none."""
        held = [count for school, count in self.pupil_targets.items() if school in schools]
        if not held:
            return None
        return PupilTargetCount(
            sum(c.not_met for c in held), sum(c.met for c in held), sum(c.exceeded for c in held)
        )


@dataclass(frozen=True, slots=True)
class StudyRows:
    """All due cycles: rows by (cycle, measure), and the loads each cycle rests on."""

    measures: Mapping[tuple[str, str], MeasureRows]
    loads: Mapping[str, tuple[str, ...]]


def misscaled(
    connection: duckdb.DuckDBPyConnection, plans: Iterable[Plan], *, programme: Programme
) -> dict[str, tuple[str, ...]]:
    """The cycles that cannot be studied, with what is wrong: scores missing, or on another scale."""
    plans = tuple(plans)
    lay_out(connection, plans, programme=programme, listed={})
    _lay_out_goals(connection, plans)
    wrong = scale_problems(connection, follow_up=True)
    for cycle, said in _goal_problems(connection).items():
        wrong[cycle] = (*wrong.get(cycle, ()), *said)
    return wrong


def read_study_rows(
    connection: duckdb.DuckDBPyConnection,
    plans: Iterable[Plan],
    *,
    programme: Programme,
    listed: Mapping[str, tuple[str, ...]],
) -> StudyRows:
    """Sum up every due cycle.

    Raises:
        BadInput: a measure has no follow-up scores, or they are on another scale than the plan's.
    """
    plans = tuple(plans)
    lay_out(connection, plans, programme=programme, listed=listed)
    check_scales(connection, follow_up=True)
    connection.execute(sql("panel_row"))
    connection.execute(sql("cycle_panel"), {"in_denominator": list(IN_DENOMINATOR)})
    rows: dict[tuple[str, str], MeasureRows] = defaultdict(MeasureRows)
    for key, panel in read_panels(connection, by_school=True).items():
        rows[key].panel = panel
    for cycle, measure, place, side, kind, pupils, baseline, follow_up in connection.execute(
        sql("cycle_flow")
    ).fetchall():
        rows[cycle, measure].flows.append((place, Flow(side == "target", kind, pupils, baseline, follow_up)))
    for cycle, measure, school, side, *counts in connection.execute(sql("frozen_count")).fetchall():
        if side != UNCLASSIFIED:
            rows[cycle, measure].frozen.append((school, FrozenCount(side == "target", *counts)))
    for key, counts_of in read_missing(connection).items():
        rows[key].missing = counts_of
    _read_pupil_targets(connection, plans, rows)
    loads = _loads_of(connection)
    connection.execute("DROP TABLE panel_row")
    return StudyRows(rows, loads)


def _lay_out_goals(connection: duckdb.DuckDBPyConnection, plans: Iterable[Plan]) -> None:
    connection.execute(
        """
        CREATE OR REPLACE TEMPORARY TABLE pupil_target
            (cycle VARCHAR, measure VARCHAR, gain DOUBLE, goals VARCHAR, step DOUBLE)
        """
    )
    goals = [
        [plan.id, goal.measure, goal.gain, goal.goals, goal.step]
        for plan in plans
        for goal in plan.pupil_targets
    ]
    if goals:
        connection.executemany("INSERT INTO pupil_target VALUES (?, ?, ?, ?, ?)", goals)


def _read_pupil_targets(
    connection: duckdb.DuckDBPyConnection, plans: Iterable[Plan], rows: dict[tuple[str, str], MeasureRows]
) -> None:
    _lay_out_goals(connection, plans)
    for cycle, measure, school, *counts in connection.execute(
        sql("pupil_targets"), {"same": SAME}
    ).fetchall():
        rows[cycle, measure].pupil_targets[school] = PupilTargetCount(*counts)
    connection.execute("DROP TABLE pupil_target")


def _goal_problems(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """By cycle: goals set pupil by pupil that are not loaded with the baseline, or on another scale."""
    problems: dict[str, list[str]] = defaultdict(list)
    for cycle, goals, planned, half_term, loaded in connection.execute(sql("pupil_target_scale")).fetchall():
        problems[cycle].append(
            f"cycle '{cycle}': no goals of pupils ('{goals}') are loaded for {half_term}"
            if loaded is None
            else f"cycle '{cycle}': the goals '{goals}' are on scale '{loaded}', the scores on '{planned}'"
        )
    return problems


def _loads_of(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, ...]]:
    return {cycle: tuple(loads) for cycle, loads in connection.execute(sql("cycle_loads")).fetchall()}


def load_records(connection: duckdb.DuckDBPyConnection) -> tuple[LoadRecord, ...]:
    """Every load of the warehouse, oldest first: scores taken in, rows rejected, scores missing."""
    connection.execute(sql("as_at"))
    return tuple(
        LoadRecord(*row)
        for row in connection.execute(
            "SELECT load, source, half_term, scores, rejected, scores_missing FROM known_load ORDER BY number"
        ).fetchall()
    )


def loads_of(connection: duckdb.DuckDBPyConnection, half_terms: Collection[str]) -> tuple[str, ...]:
    """The loads of these half-terms, in order of their ids."""
    connection.execute(sql("as_at"))
    rows = connection.execute(
        "SELECT load FROM known_load WHERE list_contains(?, half_term) ORDER BY load", [list(half_terms)]
    ).fetchall()
    return tuple(row[0] for row in rows)
