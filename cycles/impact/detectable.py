"""The minimum detectable effect: how small a difference these pupils can tell from chance.

Two-sided 5 %, 80 % power. The multiplier M is the noncentrality at which a t test rejects four times in five
(Bloom 1995, "Minimum detectable effects", Evaluation Review 19: 547-556), here from the noncentral t itself:
the usual t(.975) + t(.8) agrees with it to 0.001 only from 13 degrees of freedom; few clusters leave fewer.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from scipy.optimize import brentq
from scipy.special import nctdtr, stdtrit

from halfterm.cycles.impact.estimate import COVERAGE
from halfterm.cycles.impact.finding import Finding, undefined
from halfterm.cycles.impact.multilevel import FEWEST_SCHOOLS
from halfterm.cycles.impact.reasons import NO_SCATTER, NotDefined

POWER: Final = 0.8
CORRELATION: Final = 0.7
"""Of baseline and follow-up scores, where a plan assumes no other."""
ICC: Final = 0.15
"""The share of the scores' variance that lies between schools, where a plan assumes no other."""

TESTED: Final = "two-sided 5 %, power 80 %, noncentral t"
NOBODY: Final = "there is nobody on one side"
TOO_FEW_PUPILS: Final = "too few pupils: a model with a baseline needs four or more on both sides together"
TOO_FEW_GAINS: Final = "too few pupils: one pupil's gain shows no scatter"
TOO_FEW_CLUSTERS: Final = "too few clusters: they leave nothing to measure the scatter between clusters by"
NO_MIXED_SCHOOL: Final = "no school has pupils of both sides"


def multiplier(degrees_of_freedom: float) -> float:
    """M: the detectable difference in standard errors; degrees of freedom must be at least 1.

    The rejection in the wrong direction is left out of the power, as in R's power.t.test.

    >>> [round(multiplier(degrees), 3) for degrees in (5, 27, 1e6)]
    [3.514, 2.906, 2.802]
    """
    if not degrees_of_freedom >= 1:
        raise ValueError("a multiplier needs at least one degree of freedom")
    critical = float(stdtrit(degrees_of_freedom, (1 + COVERAGE) / 2))

    def missed(noncentrality: float) -> float:
        return float(nctdtr(degrees_of_freedom, noncentrality, critical)) - (1 - POWER)

    return float(brentq(missed, 0.0, critical + 10, xtol=1e-12, rtol=1e-13))


def detectable_between_pupils(n: tuple[int, int], *, correlation: float = CORRELATION) -> Finding:
    """Two groups of pupils, one by one, adjusted for the baseline: M sqrt((1 - r^2) (1/n1 + 1/n2)).

    M has n1 + n2 - 3 degrees of freedom. In SDs of the follow-up; `n` counts the target (or treated) pupils,
    then the others. That the two groups start apart costs a little more, which is not in it.
    """
    try:
        _check(correlation)
        left = _unexplained(correlation) * _inverse_sum(n)
        value = _detectable(left, degrees=sum(n) - 3, too_few=TOO_FEW_PUPILS)
    except NotDefined as missing:
        return _undefined(missing, n)
    return _finding(value, n, f"pupils one by one, adjusted for the baseline (correlation {correlation:g})")


def detectable_within_schools(
    schools: Sequence[tuple[int, int]], *, correlation: float = CORRELATION, icc: float = ICC
) -> Finding:
    """Both groups inside each school, the schools' own levels removed; in SDs of the follow-up.

    M sqrt((1 - ICC) (1 - r^2) / sum(n1 n2 / (n1 + n2))) with N - schools - 2 degrees of freedom: least
    squares with a constant a school (Bloom et al. 2007, Educational Evaluation and Policy Analysis 29:
    30-59, each school's own numbers in place of one proportion). `schools` are (target, others) of each
    school; a school with pupils on one side only tells nothing and is left out.
    """
    mixed = [school for school in schools if min(school) > 0]
    n = sum(target for target, _ in mixed), sum(others for _, others in mixed)
    try:
        _check(correlation, icc)
        if not mixed:
            raise NotDefined(NO_MIXED_SCHOOL)
        weight = sum(1 / _inverse_sum(school) for school in mixed)
        left = (1 - icc) * _unexplained(correlation) / weight
        value = _detectable(left, degrees=sum(n) - len(mixed) - 2, too_few=TOO_FEW_PUPILS)
    except NotDefined as missing:
        return _undefined(missing, n)
    method = (
        f"pupils within {_schools(len(mixed))}, adjusted for the baseline (correlation {correlation:g}, "
        f"ICC {icc:g})"
    )
    return _finding(value, n, method)


def detectable_between_clusters(
    sizes: tuple[Sequence[int], Sequence[int]], *, correlation: float = CORRELATION, icc: float = ICC
) -> Finding:
    """Whole classes or schools on each side, by their numbers of pupils; in SDs of the follow-up.

    M sqrt((1 - r^2) (D1/N1 + D2/N2)), design effect D = 1 + (m - 1) ICC, M with clusters - 2 degrees of
    freedom (Bloom 2005, Learning More from Social Experiments, ch. 4). Where clusters differ in size, m is
    each side's sum(m^2)/sum(m): the exact variance of a mean over pupils (Kish 1965, Survey Sampling).
    """
    held = tuple([size for size in side if size > 0] for side in sizes)
    n, clusters = (sum(held[0]), sum(held[1])), len(held[0]) + len(held[1])
    try:
        _check(correlation, icc)
        _inverse_sum(n)
        spread = sum(_design_effect(side, icc) / sum(side) for side in held)
        left = _unexplained(correlation) * spread
        value = _detectable(left, degrees=clusters - 2, too_few=TOO_FEW_CLUSTERS)
    except NotDefined as missing:
        return _undefined(missing, n)
    method = (
        f"{_schools(clusters, 'whole cluster')}, adjusted for the baseline (correlation {correlation:g}, "
        f"ICC {icc:g})"
    )
    few = min(len(side) for side in held) < FEWEST_SCHOOLS
    return _finding(
        value, n, f"{method}; fewer than {FEWEST_SCHOOLS} a side are too few to rely on it" if few else method
    )


def detectable_gap_change(
    n: tuple[int, int] | tuple[int], *, spread: float, correlation: float = CORRELATION, share: float = 1.0
) -> Finding:
    """The smallest change of a gap that would show, in points: M share spread sqrt(2 (1 - r) (1/n1 + 1/n2)).

    A change of the gap is a difference of mean gains, whose SD is spread sqrt(2 (1 - r)) where scores scatter
    alike at both times; M has n1 + n2 - 2 degrees of freedom. One number in `n` is a group against a
    benchmark, n - 1. `spread` is the SD of scores within the groups, points; `share` is
    `Sides.rest_share`, for a target group that is part of the class it is set beside.
    """
    try:
        _check(correlation)
        if not spread > 0:
            raise NotDefined(NO_SCATTER)
        left = 2 * (1 - correlation) * _inverse_sum(n)
        value = share * spread * _detectable(left, degrees=sum(n) - len(n), too_few=TOO_FEW_GAINS)
    except NotDefined as missing:
        return _undefined(missing, n, statistic="detectable_gap_change")
    method = f"difference of mean gains (correlation {correlation:g})"
    return _finding(value, n, method, statistic="detectable_gap_change")


def in_points(effect: Finding, spread: float) -> Finding:
    """An effect size as points of the scale; `spread` is the SD of the scores, points."""
    counts = {"n_target": effect.n_target, "n_comparison": effect.n_comparison}
    name = f"{effect.statistic}_points"
    if effect.value is None:
        return Finding(name, None, None, None, None, method=effect.method, **counts)
    if not spread > 0:
        return undefined(name, NO_SCATTER, **counts)
    method = f"effect size x SD of the baseline scores; {effect.method}"
    return Finding(name, effect.value * spread, None, None, None, method=method, **counts)


def _check(correlation: float, icc: float = 0.0) -> None:
    """Raises `NotDefined` for assumptions under which nothing is left to chance, or that cannot be."""
    if not -1 < correlation < 1:
        raise NotDefined("the correlation of baseline and follow-up lies between -1 and 1, both left out")
    if not 0 <= icc < 1:
        raise NotDefined("the ICC is 0 or more and below 1")


def _unexplained(correlation: float) -> float:
    return 1 - correlation * correlation


def _inverse_sum(n: Sequence[int]) -> float:
    if min(n) < 1:
        raise NotDefined(NOBODY)
    return sum(1 / count for count in n)


def _design_effect(sizes: Sequence[int], icc: float) -> float:
    return 1 + (sum(size * size for size in sizes) / sum(sizes) - 1) * icc


def _detectable(squared_error: float, *, degrees: int, too_few: str) -> float:
    if degrees < 1:
        raise NotDefined(too_few)
    return multiplier(degrees) * math.sqrt(squared_error)


def _schools(number: int, noun: str = "school") -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _finding(value: float, n: Sequence[int], method: str, *, statistic: str = "detectable_effect") -> Finding:
    n_comparison = n[1] if len(n) > 1 else 0
    return Finding(statistic, value, None, None, None, n[0], n_comparison, f"{method}; {TESTED}")


def _undefined(why: NotDefined, n: Sequence[int], *, statistic: str = "detectable_effect") -> Finding:
    return undefined(statistic, str(why), n_target=n[0], n_comparison=n[1] if len(n) > 1 else 0)
