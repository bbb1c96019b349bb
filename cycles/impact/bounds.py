"""Bounds: what the figures could be at worst and at best, whatever the missing pupils would have scored.

Worst-case bounds of Manski (1989, Anatomy of the selection problem, Journal of Human Resources 24: 343-360;
Horowitz and Manski 2000, JASA 95: 77-84): each missing follow-up is set to the lowest or the highest score
that there is, and nothing is assumed of who is missing. They are not intervals of chance, which comes on top.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from halfterm.cycles.impact.attrition import NOBODY, NOBODY_ELSE, why_no_rest
from halfterm.cycles.impact.cohort import Cells, Cohort, Loss
from halfterm.cycles.impact.ends import Ends
from halfterm.cycles.impact.finding import Finding, undefined
from halfterm.cycles.impact.reasons import NotDefined
from halfterm.cycles.impact.sides import Benchmark, Comparison
from halfterm.cycles.impact.threshold import NO_THRESHOLD

NO_FOLLOW_UP = "nobody has a follow-up score, and the scale does not end on both sides"
NOT_CHANCE = "bounds, not an interval: chance comes on top"


@dataclass(frozen=True, slots=True)
class Extremes:
    """The lowest and the highest follow-up score that a missing pupil could have had, in points.

    `of_scale`: both are ends of the measure's scale; else one or both are of the scores that were observed.
    """

    lowest: float
    highest: float
    of_scale: bool

    @property
    def named(self) -> str:
        whose = "of the scale" if self.of_scale else "observed"
        return f"the lowest and highest scores {whose}, {self.lowest:g} and {self.highest:g}"


def extremes(cohort: Cohort, scale: Ends) -> Extremes:
    """The scale's ends; where it has none on a side, that of the follow-up scores of this cohort.

    Never narrower than what was observed. Raises `NotDefined` where there is neither.
    """
    lows = [cell.lowest for cell in cohort.cells if cell.lowest is not None]
    highs = [cell.highest for cell in cohort.cells if cell.highest is not None]
    low, high = scale
    if (low is None or high is None) and not lows:
        raise NotDefined(NO_FOLLOW_UP)
    lowest = min([*lows, *([] if low is None else [low])])
    highest = max([*highs, *([] if high is None else [high])])
    return Extremes(lowest, highest, low is not None and high is not None)


@dataclass(frozen=True, slots=True)
class _Group:
    """A group's two means in points, with the missing follow-ups set to one score."""

    cells: Cells
    shift: float

    @property
    def loss(self) -> Loss:
        return Loss.of(self.cells)

    @property
    def baseline(self) -> float:
        return math.fsum(cell.baseline * cell.pupils for cell in self.cells) / self.loss.pupils

    def follow_up(self, missing: float) -> float:
        known = math.fsum(cell.f for cell in self.cells)
        return self.shift + (known + self.loss.lost * (missing - self.shift)) / self.loss.pupils

    @property
    def of_kept(self) -> tuple[float, float] | None:
        """Both means of those with both scores; None for nobody."""
        if not self.loss.kept:
            return None
        before = math.fsum(cell.baseline * cell.kept for cell in self.cells)
        after = math.fsum(cell.f for cell in self.cells)
        return before / self.loss.kept, self.shift + after / self.loss.kept


@dataclass(frozen=True, slots=True)
class _Contrast:
    """Target less whatever it is set beside; `factor` is 1 - q where that is the whole class."""

    target: _Group
    rest: _Group | None
    factor: float = 1.0
    benchmark: tuple[float, float] = (0.0, 0.0)

    @property
    def counts(self) -> dict[str, int]:
        rest = self.rest.loss.pupils if self.rest else 0
        return {"n_target": self.target.loss.pupils, "n_comparison": rest}

    @property
    def gap_before(self) -> float:
        beside = self.rest.baseline if self.rest else self.benchmark[0]
        return self.factor * (self.target.baseline - beside)

    def gap_after(self, target: float, rest: float) -> float:
        beside = self.rest.follow_up(rest) if self.rest else self.benchmark[1]
        return self.factor * (self.target.follow_up(target) - beside)

    @property
    def of_kept(self) -> tuple[float, float] | None:
        """The gap before and after of those with both scores; None where a side has none."""
        target = self.target.of_kept
        beside = self.rest.of_kept if self.rest else self.benchmark
        if target is None or beside is None:
            return None
        factor = self.factor
        if self.rest and factor < 1:
            factor = self.rest.loss.kept / (self.rest.loss.kept + self.target.loss.kept)
        return factor * (target[0] - beside[0]), factor * (target[1] - beside[1])


def gap_bounds(
    cohort: Cohort,
    *,
    comparison: Comparison,
    scale: Ends = (None, None),
    benchmark: Benchmark | None = None,
) -> tuple[Finding, ...]:
    """gap_baseline_everyone, gap_followup_bounds, gap_change_bounds, gap_change_alike; points.

    Of everyone with a baseline score. The value is that of the pupils with both scores; `lower` has every
    missing target pupil at the lowest score and every other missing pupil at the highest, `upper` the other
    way round. In gap_change_alike all missing pupils of both sides are at the lowest, or all at the highest.
    Without a comparison, these are of the target group's gain, gain_target_bounds, alone. `scale` holds the
    lowest and the highest points that the measure's scale knows, None where it has no such end.
    """
    names = ["gap_baseline_everyone", "gap_followup_bounds", "gap_change_bounds", "gap_change_alike"]
    if comparison == "none":
        names = ["gain_target_bounds"]
    try:
        contrast = _contrast(cohort, comparison, benchmark)
        ends = extremes(cohort, scale)
    except NotDefined as missing:
        counts = {"n_target": Loss.of(cohort.target).pupils}
        counts["n_comparison"] = Loss.of(cohort.rest(comparison)).pupils
        return tuple(undefined(name, str(missing), **counts) for name in names)
    if comparison == "none":
        return (_gain_bounds(contrast, ends),)
    return _four(contrast, ends)


def _contrast(cohort: Cohort, comparison: Comparison, benchmark: Benchmark | None) -> _Contrast:
    target = _Group(cohort.target, cohort.shift)
    if not target.loss.pupils:
        raise NotDefined(NOBODY)
    if comparison == "none":
        return _Contrast(target, None)
    if comparison == "national":
        if benchmark is None or benchmark.baseline is None or benchmark.follow_up is None:
            raise NotDefined("the benchmark lacks a value")
        return _Contrast(target, None, benchmark=(benchmark.baseline, benchmark.follow_up))
    rest = _Group(cohort.rest(comparison), cohort.shift)
    if not rest.loss.pupils:
        raise NotDefined(NOBODY_ELSE)
    whole = target.loss.pupils + rest.loss.pupils
    return _Contrast(target, rest, rest.loss.pupils / whole if comparison == "whole_class" else 1.0)


def _four(contrast: _Contrast, ends: Extremes) -> tuple[Finding, ...]:
    low, high = ends.lowest, ends.highest
    before = contrast.gap_before
    worst, best = contrast.gap_after(low, high), contrast.gap_after(high, low)
    alike = sorted(contrast.gap_after(end, end) - before for end in (low, high))
    kept = contrast.of_kept
    after_kept, change_kept = (None, None) if kept is None else (kept[1], kept[1] - kept[0])
    opposite = f"missing scores of the two sides at opposite ends: {ends.named}; {NOT_CHANCE}"
    same = f"missing scores of both sides at the same end: {ends.named}; {NOT_CHANCE}"
    counts = contrast.counts
    return (
        bounded("gap_baseline_everyone", before, None, "gap of everyone with a baseline score", counts),
        bounded("gap_followup_bounds", after_kept, (worst, best), opposite, counts),
        bounded("gap_change_bounds", change_kept, (worst - before, best - before), opposite, counts),
        bounded("gap_change_alike", change_kept, (alike[0], alike[1]), same, counts),
    )


def _gain_bounds(contrast: _Contrast, ends: Extremes) -> Finding:
    before = contrast.target.baseline
    bounds = tuple(contrast.target.follow_up(end) - before for end in (ends.lowest, ends.highest))
    kept = contrast.target.of_kept
    method = f"missing scores at one end or the other: {ends.named}; {NOT_CHANCE}"
    value = None if kept is None else kept[1] - kept[0]
    return bounded("gain_target_bounds", value, (bounds[0], bounds[1]), method, contrast.counts)


def bounded(
    statistic: str,
    value: float | None,
    bounds: tuple[float, float] | None,
    method: str,
    counts: dict[str, int],
) -> Finding:
    """A finding whose lower and upper are bounds, not an interval of chance."""
    lower, upper = bounds or (None, None)
    return Finding(statistic, value, lower, upper, None, **counts, method=method)


def threshold_bounds(cohort: Cohort, *, comparison: Comparison) -> Finding:
    """The threshold gap after, percentage points: nobody missing of one side reached it, all of the other.

    Of everyone with a baseline score; here an absent pupil is missing, not below the threshold. The value is
    that of the pupils with both scores.
    """
    target, rest = Loss.of(cohort.target), Loss.of(cohort.rest(comparison))
    counts = {"n_target": target.pupils, "n_comparison": rest.pupils}
    why = NO_THRESHOLD if cohort.threshold is None else ""
    why = why or why_no_rest(comparison)
    why = why or ("" if target.pupils else NOBODY) or ("" if rest.pupils else NOBODY_ELSE)
    if why:
        return undefined("threshold_gap_bounds", why, **counts)
    reached = [sum(c.reached for c in cells) for cells in (cohort.target, cohort.rest(comparison))]
    whole_class = comparison == "whole_class"
    factor = 100 * (rest.pupils / (target.pupils + rest.pupils) if whole_class else 1.0)
    worst = reached[0] / target.pupils - (reached[1] + rest.lost) / rest.pupils
    best = (reached[0] + target.lost) / target.pupils - reached[1] / rest.pupils
    value = None
    if target.kept and rest.kept:
        of_kept = 100 * (rest.kept / (target.kept + rest.kept) if whole_class else 1.0)
        value = of_kept * (reached[0] / target.kept - reached[1] / rest.kept)
    method = f"missing pupils of one side at or above the threshold, of the other below it; {NOT_CHANCE}"
    return bounded("threshold_gap_bounds", value, (factor * worst, factor * best), method, counts)
