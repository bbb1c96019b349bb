"""The look at a plan before its lock: what its baseline says, and what its pupils can show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from halfterm.cycles.baseline_contrast import (
    NO_TARGET_SCORE,
    AttributeCount,
    BaselineCell,
    Contrast,
    Side,
    contrast_of_target,
    contrast_of_treated,
)
from halfterm.cycles.impact.detectable import detectable_gap_change
from halfterm.cycles.impact.effect_size import pooled_variance
from halfterm.cycles.impact.finding import Finding, undefined
from halfterm.cycles.impact.gap import gap_baseline
from halfterm.cycles.impact.moments import Cell, Moments, PanelSummary, Shift
from halfterm.cycles.impact.reasons import NO_COMPARISON_PLANNED, ONLY_A_BENCHMARK
from halfterm.cycles.impact.regression_to_mean import drift_matters, expected_drift, expected_gap_drift
from halfterm.cycles.impact.sample import baseline_of
from halfterm.cycles.impact.sides import Benchmark, Sides, sides_of
from halfterm.cycles.plan import Measure, Plan

AimedAt = Literal["gap", "mean", "each pupil"]

NO_COMPARISON_SCORE: Final = "no comparison pupil has a baseline score"


@dataclass(frozen=True, slots=True)
class BaselineSums:
    """Everything a look at one measure of one cycle needs, summed; `shift` was taken off every score."""

    shift: float = 0.0
    cells: tuple[BaselineCell, ...] = ()
    attributes: tuple[AttributeCount, ...] = ()


@dataclass(frozen=True, slots=True)
class SchoolPupils:
    """One school's pupils on each side, and how many of them have no baseline score."""

    school: str
    target: int
    comparison: int
    unclassified: int
    target_unscored: int
    comparison_unscored: int


@dataclass(frozen=True, slots=True)
class Ends:
    """Of `pupils` with a baseline score, those at the highest and lowest score that anybody has."""

    pupils: int
    at_top: int
    at_bottom: int


@dataclass(frozen=True, slots=True)
class Aimed:
    """A gain or change of the gap that the plan aims for, points, and how much of it is expected drift."""

    at: AimedAt
    points: float
    drift: Finding
    largely_drift: bool


@dataclass(frozen=True, slots=True)
class MeasureLook:
    """One measure at baseline. `treated` is None where the plan does not say who is treated.

    `gap` is that of everybody with a baseline score; the study's own will be of pupils with both scores.
    """

    measure: str
    name: str
    scale: str
    schools: tuple[SchoolPupils, ...]
    gap: Finding
    detectable_gap_change: Finding
    groups: Contrast
    treated: Contrast | None
    drift: Finding
    aims: tuple[Aimed, ...]
    target_ends: Ends
    comparison_ends: Ends


def look_at_measure(
    plan: Plan,
    measure: Measure,
    sums: BaselineSums,
    *,
    schools: Iterable[str],
    benchmark: Benchmark | None = None,
) -> MeasureLook:
    """What the baseline of one measure says, and what it can show under the plan's assumptions.

    `schools` are the cycle's, in the order to show them. Nobody in a group, or no scatter, gives findings
    with a reason in place of a number.
    """
    sides = sides_of(_summary(sums), comparison=plan.comparison.kind, benchmark=benchmark)
    why_not, gap, drift = _why_no_groups(sides), _gap(sides), _drift(sums, plan.assumes.reliability)
    counted = (sums.cells, sums.attributes)
    return MeasureLook(
        measure=measure.id,
        name=measure.name,
        scale=measure.scale,
        schools=tuple(_school(sums.cells, school) for school in schools),
        gap=gap,
        detectable_gap_change=_gap_change(sides, plan.assumes.correlation),
        groups=contrast_of_target(*counted, assumes=plan.assumes, why_not=why_not),
        treated=contrast_of_treated(*counted, assumes=plan.assumes) if plan.names_treated else None,
        drift=drift,
        aims=tuple(_aims(plan, measure, sides=sides, gap=gap, drift=drift)),
        target_ends=_ends(sums.cells, "target"),
        comparison_ends=_ends(sums.cells, "comparison"),
    )


def _summary(sums: BaselineSums) -> PanelSummary:
    """The baseline as a panel without follow-up, for the arithmetic that knows panels."""
    return PanelSummary(
        shift=Shift(baseline=sums.shift),
        cells=tuple(
            Cell(cell.school, cell.side == "target", cell.treated, cell.moments)
            for cell in sums.cells
            if cell.side in ("target", "comparison")
        ),
        follow_up_counts=(),
        unclassified=_total(cell.moments for cell in sums.cells if cell.side == "unclassified"),
    )


def _total(parts: Iterable[Moments]) -> Moments:
    return sum(parts, start=Moments())


def _school(cells: Iterable[BaselineCell], school: str) -> SchoolPupils:
    pupils: Counter[Side] = Counter()
    unscored: Counter[Side] = Counter()
    for cell in cells:
        if cell.school == school:
            pupils[cell.side] += cell.pupils
            unscored[cell.side] += cell.pupils - cell.moments.n
    return SchoolPupils(
        school,
        target=pupils["target"],
        comparison=pupils["comparison"],
        unclassified=pupils["unclassified"],
        target_unscored=unscored["target"],
        comparison_unscored=unscored["comparison"],
    )


def _ends(cells: Iterable[BaselineCell], side: Side) -> Ends:
    held = [cell for cell in cells if cell.side == side]
    return Ends(
        sum(cell.moments.n for cell in held),
        sum(cell.at_top for cell in held),
        sum(cell.at_bottom for cell in held),
    )


def _why_no_groups(sides: Sides) -> str:
    """Why there are no two groups of pupils at baseline; empty when there are."""
    if not sides.target.n:
        return NO_TARGET_SCORE
    if sides.comparison == "none":
        return NO_COMPARISON_PLANNED
    if sides.comparison == "national":
        return ONLY_A_BENCHMARK
    return "" if sides.others.n else NO_COMPARISON_SCORE


def _gap(sides: Sides) -> Finding:
    if (why := _why_no_groups(sides)) and why != ONLY_A_BENCHMARK:
        return undefined("gap_baseline", why, n_target=sides.target.n, n_comparison=sides.others.n)
    return gap_baseline(sides)


def _gap_change(sides: Sides, correlation: float) -> Finding:
    name, target = "detectable_gap_change", sides.target
    if (why := _why_no_groups(sides)) and why != ONLY_A_BENCHMARK:
        return undefined(name, why, n_target=target.n, n_comparison=sides.others.n)
    if sides.comparison == "national":
        spread = (baseline_of(target).variance or 0.0) ** 0.5
        return detectable_gap_change((target.n,), spread=spread, correlation=correlation)
    pupils = target.n + sides.rest.n
    spread = pooled_variance(baseline_of(target), baseline_of(sides.rest)) ** 0.5 if pupils > 2 else 0.0
    return detectable_gap_change(
        (target.n, sides.rest.n), spread=spread, correlation=correlation, share=sides.rest_share
    )


def _drift(sums: BaselineSums, reliability: float) -> Finding:
    """The target group's drift towards the mean of everybody of the cycle's schools with a score."""
    target = _total(cell.moments for cell in sums.cells if cell.side == "target")
    everybody = _total(cell.moments for cell in sums.cells)
    group, population = (
        (part.n, sums.shift + part.b / part.n if part.n else 0.0) for part in (target, everybody)
    )
    return expected_drift(group, population, reliability=reliability)


def _aims(plan: Plan, measure: Measure, *, sides: Sides, gap: Finding, drift: Finding) -> Iterator[Aimed]:
    """The gains the plan aims for in points, each beside the drift that would look like it."""
    gap_drift = expected_gap_drift(gap, reliability=plan.assumes.reliability)
    if sides.comparison == "national":
        gap_drift = drift
    for target in plan.targets:
        if target.measure != measure.id or not sides.target.n:
            continue
        if target.statistic == "gap" and gap.value is not None:
            yield _aimed("gap", target.goal - gap.value, gap_drift)
        elif target.statistic == "mean":
            mean = sides.shift.baseline + sides.target.b / sides.target.n
            yield _aimed("mean", target.goal - mean, drift)
    for goal in plan.pupil_targets:
        if goal.measure == measure.id and goal.gain is not None:
            yield _aimed("each pupil", goal.gain, drift)


def _aimed(at: AimedAt, points: float, drift: Finding) -> Aimed:
    return Aimed(at, points, drift, drift.value is not None and drift_matters(points, drift.value))
