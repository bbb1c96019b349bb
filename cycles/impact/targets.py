"""Targets: how much of the way to a goal was gone, and which pupils met theirs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from halfterm.cycles.impact.estimate import Estimate
from halfterm.cycles.impact.finding import Finding, undefined
from halfterm.cycles.impact.gap import gap_baseline, gap_followup
from halfterm.cycles.impact.moments import Moments, ScoreCount
from halfterm.cycles.impact.reasons import NO_SCATTER, NO_TARGET, ONE_PUPIL, NotDefined, reason
from halfterm.cycles.impact.sample import baseline_of, follow_up_of, gain_of
from halfterm.cycles.impact.sides import Sides

GOAL_IS_BASELINE = "the goal equals the baseline, so there is no way to go"
METHOD = "100 (follow-up - baseline) / (goal - baseline); delta-method normal interval"
# Scores such as 4.1 + 0.1 differ from 4.2 in their last binary digit.
SAME = 1e-9


class Judgement(StrEnum):
    """How a pupil stands to a goal."""

    NOT_MET = "not met"
    MET = "met"
    EXCEEDED = "exceeded"


def judge_pupil(follow_up: float, goal: float, *, step: float) -> Judgement:
    """Not met below the goal, exceeded a `step` of the scale or more above it, met between.

    Raises `ValueError` unless `step` is above 0.

    >>> [str(judge_pupil(score, 21, step=2)) for score in (19, 21, 22, 23)]
    ['not met', 'met', 'met', 'exceeded']
    """
    if step <= 0:
        raise ValueError("a step of the scale is above 0")
    if follow_up < goal - SAME:
        return Judgement.NOT_MET
    return Judgement.EXCEEDED if follow_up >= goal + step - SAME else Judgement.MET


def judge_group(counts: Iterable[ScoreCount], goal: float, *, step: float) -> Mapping[Judgement, int]:
    """How many target pupils stand where to one common goal; every judgement is there."""
    judged = Counter(dict.fromkeys(Judgement, 0))
    for count in counts:
        if count.target:
            judged[judge_pupil(count.score, goal, step=step)] += count.pupils
    return judged


def percent_of_goal(
    base: float, follow: float, *, goal: float, var_base: float, var_follow: float, cov: float
) -> Estimate:
    """Percent of the way from baseline to goal, 100 (follow - base) / (goal - base), with its interval.

    `var_base`, `var_follow` and `cov` are the squared standard errors and the sampling covariance of the two
    means; the interval is the delta method's. Raises `NotDefined` when the goal equals the baseline.

    >>> made = percent_of_goal(10, 13, goal=14, var_base=0.25, var_follow=0.25, cov=0.125)
    >>> [round(number, 2) for number in (made.value, made.lower, made.upper)]
    [75.0, 52.92, 97.08]
    """
    way = goal - base
    if abs(way) <= SAME:
        raise NotDefined(GOAL_IS_BASELINE)
    value = 100 * (follow - base) / way
    by_base, by_follow = 100 * (follow - goal) / way**2, 100 / way
    squared = by_base**2 * var_base + by_follow**2 * var_follow + 2 * by_base * by_follow * cov
    if squared <= 0:
        return Estimate.bare(value, NO_SCATTER)
    return Estimate.from_normal(value, squared**0.5)


def mean_goal(sides: Sides, goal: float) -> Finding:
    """Percent of the way to a goal for the target group's mean; `goal` is on the measure's scale."""
    if sides.target.n == 0:
        return undefined("percent_of_goal", NO_TARGET)
    base = baseline_of(sides.target).mean + sides.shift.baseline
    follow = follow_up_of(sides.target).mean + sides.shift.follow_up
    made = _estimate(base, follow, goal=goal, groups=(sides.target,), factor=1.0)
    return _goal_finding(made, "mean of the target group", n_target=sides.target.n, n_comparison=0)


def gap_goal(sides: Sides, goal: float) -> Finding:
    """Percent of the way to a goal for the gap, e.g. 0 to close it; `goal` is in points, signed like it."""
    counts = {"n_target": sides.target.n, "n_comparison": sides.n_comparison}
    base, follow = gap_baseline(sides), gap_followup(sides)
    if base.value is None or follow.value is None:
        return undefined("percent_of_goal", reason(follow if base.defined else base), **counts)
    groups = (sides.target,) if sides.comparison == "national" else (sides.target, sides.rest)
    made = _estimate(base.value, follow.value, goal=goal, groups=groups, factor=sides.rest_share)
    return _goal_finding(made, f"gap between target and {sides.named}", **counts)


def _goal_finding(made: Estimate | str, what: str, *, n_target: int, n_comparison: int) -> Finding:
    counts = {"n_target": n_target, "n_comparison": n_comparison}
    if isinstance(made, str):
        return undefined("percent_of_goal", made, **counts)
    return made.finding("percent_of_goal", method=f"{what}; {METHOD}", **counts)


def _estimate(
    base: float, follow: float, *, goal: float, groups: Sequence[Moments], factor: float
) -> Estimate | str:
    """The percent with its interval, or why there is none; `factor` is that of the gap (1 - q)."""
    var_base = factor**2 * sum(baseline_of(group).squared_error for group in groups)
    var_follow = factor**2 * sum(follow_up_of(group).squared_error for group in groups)
    var_gain = factor**2 * sum(gain_of(group).squared_error for group in groups)
    cov = (var_base + var_follow - var_gain) / 2
    try:
        made = percent_of_goal(base, follow, goal=goal, var_base=var_base, var_follow=var_follow, cov=cov)
    except NotDefined as missing:
        return str(missing)
    lone = any(group.n < 2 for group in groups)
    return Estimate.bare(made.value, ONE_PUPIL) if lone else made
