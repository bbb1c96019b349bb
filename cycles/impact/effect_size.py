"""Effect sizes: differences in units of the scores' own scatter."""

from __future__ import annotations

import math

from scipy.optimize import brentq
from scipy.special import gammaincinv, nctdtr

from halfterm.cycles.impact.estimate import COVERAGE, NORMAL_QUANTILE, Estimate
from halfterm.cycles.impact.finding import Finding, undefined
from halfterm.cycles.impact.reasons import NO_SCATTER, reason
from halfterm.cycles.impact.sample import Sample, follow_up_of
from halfterm.cycles.impact.sides import Sides

FEW = "a correction for few pupils needs four pupils or more"


def small_sample_correction(degrees_of_freedom: int) -> float:
    """J = 1 - 3 / (4 df - 1), Hedges (1981); df must be at least 2.

    >>> round(small_sample_correction(18), 6)
    0.957746
    """
    return 1 - 3 / (4 * degrees_of_freedom - 1)


def hedges_g(sides: Sides) -> Finding:
    """Standardised difference of follow-up means, target minus others, with the noncentral t interval.

    d = difference / pooled SD; g = J d; both bounds are J times those of d. p is the pooled t test's.
    """
    counts = {"n_target": sides.target.n, "n_comparison": sides.others.n}
    if why := sides.why_no_two_groups():
        return undefined("hedges_g", why, **counts)
    target, others = follow_up_of(sides.target), follow_up_of(sides.others)
    degrees = target.n + others.n - 2
    if degrees < 2:
        return undefined("hedges_g", FEW, **counts)
    pooled = pooled_variance(target, others)
    if pooled <= 0:
        return undefined("hedges_g", NO_SCATTER, **counts)
    made, interval = standardised(target.mean - others.mean, pooled**0.5, n=(target.n, others.n))
    method = f"difference of follow-up means / pooled SD, x J = 1 - 3/(4 df - 1); {interval}"
    method = f"{method}{sides.disjoint()}"
    return made.finding("hedges_g", method=method, **counts)


def pooled_variance(one: Sample, other: Sample) -> float:
    """Squares about each group's own mean over n1 + n2 - 2, which must be above 0."""
    squares = sum((group.n - 1) * (group.variance or 0.0) for group in (one, other))
    return squares / (one.n + other.n - 2)


def standardised(difference: float, spread: float, *, n: tuple[int, int]) -> tuple[Estimate, str]:
    """Hedges' g with its interval and p, and the name of the interval used.

    >>> made, name = standardised(2.0, 4.0, n=(20, 20))
    >>> [round(number, 4) for number in (made.value, made.lower, made.upper, made.p)], name
    ([0.4901, -0.1304, 1.1043, 0.1221], 'noncentral t interval')
    """
    degrees = sum(n) - 2
    correction = small_sample_correction(degrees)
    d, root = difference / spread, math.sqrt(1 / n[0] + 1 / n[1])
    g, error = d * correction, large_sample_error(d * correction, n=n)
    p = Estimate.from_t(d, root, degrees).p
    bounds = noncentral_bounds(d / root, degrees)
    if bounds is None:
        reach = NORMAL_QUANTILE * error
        return Estimate(g, error, g - reach, g + reach, p), "large-sample interval"
    lower, upper = (correction * root * bound for bound in bounds)
    return Estimate(g, error, lower, upper, p), "noncentral t interval"


def large_sample_error(g: float, *, n: tuple[int, int]) -> float:
    """Standard error of g: se^2 = (n1 + n2)/(n1 n2) + g^2 / (2 (n1 + n2))."""
    return math.sqrt(sum(n) / (n[0] * n[1]) + g * g / (2 * sum(n)))


def noncentral_bounds(t: float, degrees_of_freedom: int) -> tuple[float, float] | None:
    """The noncentralities for which `t` is the 97.5 % and the 2.5 % point; None where they cannot be solved.

    >>> [round(bound, 4) for bound in noncentral_bounds(2.0, 8)]
    [-0.2331, 4.1349]
    """
    size = abs(t)
    # t = (z + noncentrality) / sqrt(chi2 / df): the bracket takes z and chi2 far into their tails. For t >= 0
    # no bound lies below minus the normal quantile, and far below it SciPy's function gives NaN.
    half = degrees_of_freedom / 2
    least, most = (float(gammaincinv(half, q)) / half for q in (1e-6, 1 - 1e-6))  # of chi2 / df
    bracket = (max(size * math.sqrt(least) - 8, -2.0), size * math.sqrt(most) + 8)
    low = _noncentrality(size, degrees_of_freedom, share=(1 + COVERAGE) / 2, bracket=bracket)
    high = _noncentrality(size, degrees_of_freedom, share=(1 - COVERAGE) / 2, bracket=bracket)
    if low is None or high is None:
        return None
    return (low, high) if t >= 0 else (-high, -low)


def _noncentrality(t: float, degrees: int, *, share: float, bracket: tuple[float, float]) -> float | None:
    def excess(noncentrality: float) -> float:
        return float(nctdtr(degrees, noncentrality, t)) - share

    ends = excess(bracket[0]), excess(bracket[1])
    # Far in the tails the distribution function itself fails: NaN compares false and is caught here too.
    if not (ends[0] > 0 > ends[1]):
        return None
    found = float(brentq(excess, *bracket, xtol=1e-12, rtol=1e-13))
    return found if abs(excess(found)) < 1e-8 else None


def effect_size_adjusted(relative_progress: Finding, sides: Sides) -> Finding:
    """The ANCOVA coefficient over the SD (n - 1) of all the panel's follow-up scores, with its interval."""
    counts = {"n_target": sides.target.n, "n_comparison": sides.others.n}
    if not relative_progress.defined:
        return undefined("effect_size_adjusted", reason(relative_progress), **counts)
    whole = follow_up_of(sides.target + sides.others)
    method = f"coefficient / SD of all follow-up scores of both groups; {relative_progress.method}"
    return over_spread(relative_progress, whole, statistic="effect_size_adjusted", method=method)


def over_spread(coefficient: Finding, scores: Sample, *, statistic: str, method: str) -> Finding:
    """A defined coefficient and its interval in units of the SD of some scores; p stays the coefficient's."""
    counts = {"n_target": coefficient.n_target, "n_comparison": coefficient.n_comparison}
    if coefficient.value is None or not scores.variance:
        return undefined(statistic, NO_SCATTER, **counts)
    made = Estimate(
        coefficient.value,
        coefficient.standard_error,
        coefficient.lower,
        coefficient.upper,
        coefficient.p,
        "" if coefficient.lower is not None else "the coefficient has none",
    )
    return made.times(1 / scores.variance**0.5).finding(statistic, method=method, **counts)
