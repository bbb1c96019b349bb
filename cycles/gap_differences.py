"""The gap of a group over schools and year groups, with its interval: all comparisons of a scan at once.

A group is set beside the others of its own school and year group (and, within a band of prior attainment, of
its own band). The gap over several such strata, k, is the difference within them,

    gap = sum w_k (mean_1k - mean_2k) / sum w_k,    w_k = n_1k n_2k / (n_1k + n_2k),

the coefficient of the group in a regression on group and stratum, so that neither a school with low scores
nor a younger year group is mistaken for a group's gap. Its standard error is of Welch's type: with
u_k = w_k / sum w,

    se^2 = v_1 sum(u_k^2 / n_1k) + v_2 sum(u_k^2 / n_2k),

v_1 and v_2 the variance of each side about its own means, pooled over strata, with Satterthwaite's degrees of
freedom. In one stratum this is Welch's t test to the letter; in several, the two sides may scatter
differently, but a stratum need not have two pupils of each side to tell. Each side's mean in each stratum is
taken out of v_1 and v_2, so interval and p are about these schools, not about schools at large.

Five pupils whose marks happen to agree would be beyond doubt by Welch's test, and among thousands of groups
some always do. So a comparison counts for what the less sure of two tests gives: Welch's, or Student's with
one pooled variance v in place of v_1 and v_2 (and all the degrees of freedom).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

from halfterm.cycles.impact.estimate import COVERAGE
from halfterm.cycles.impact.sample import ROUNDING_UNIT

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Strata:
    """Columns, one row per comparison and stratum: counts above 0, and sums of scores about a shift.

    `comparison` counts from 0; sums are in points and squared points.
    """

    comparison: NDArray[np.int64]
    n: Numbers
    total: Numbers
    square: Numbers
    n_others: Numbers
    total_others: Numbers
    square_others: Numbers


@dataclass(frozen=True, slots=True)
class Differences:
    """Columns, one row per comparison; points. NaN where scores do not vary or no stratum shows scatter."""

    n: Numbers
    n_others: Numbers
    gap: Numbers
    standard_error: Numbers
    lower: Numbers
    upper: Numbers
    p: Numbers

    @property
    def testable(self) -> NDArray[np.bool_]:
        return np.isfinite(self.p)


def differences(strata: Strata, count: int) -> Differences:
    """The stratified difference of each of `count` comparisons, with its 95 % interval and two-sided p.

    Checked in R: `lm(score ~ group + stratum)` for the gap, `nlme::gls` with a variance for each side for the
    standard error, `t.test` in one stratum.
    """

    def summed(weights: Numbers) -> Numbers:
        totals = np.bincount(strata.comparison, weights=weights, minlength=count)
        return totals.astype(np.float64)  # of no rows, bincount makes whole numbers

    n, n_others = strata.n, strata.n_others
    weight = n * n_others / (n + n_others)
    share = weight / summed(weight)[strata.comparison]
    gap = summed(share * (strata.total / n - strata.total_others / n_others))
    # The others' sums are what is left of the whole's, so rounding is judged on the scale of the whole.
    scale = strata.square + strata.square_others
    squares = summed(_about_mean(n, strata.total, strata.square, scale))
    squares_others = summed(_about_mean(n_others, strata.total_others, strata.square_others, scale))
    degrees, degrees_others = summed(n - 1), summed(n_others - 1)
    both = degrees + degrees_others
    with np.errstate(invalid="ignore", divide="ignore"):
        one, other = summed(share**2 / n), summed(share**2 / n_others)
        mine, theirs = squares / degrees * one, squares_others / degrees_others * other
        welch = mine + theirs, (mine + theirs) ** 2 / (mine**2 / degrees + theirs**2 / degrees_others)
        pooled = (squares + squares_others) / both * (one + other), both
        error, freedom, p = _less_sure(gap, welch, pooled)
    reach = stdtrit(freedom, (1 + COVERAGE) / 2) * error
    return Differences(summed(n), summed(n_others), gap, error, gap - reach, gap + reach, p)


def _less_sure(gap: Numbers, *tests: tuple[Numbers, Numbers]) -> tuple[Numbers, Numbers, Numbers]:
    """Standard error, degrees of freedom and p of the less sure of two t tests (squared error, degrees)."""
    (error, freedom, p), second = (
        (np.sqrt(squared), degrees, np.minimum(2 * stdtr(degrees, -np.abs(gap / np.sqrt(squared))), 1.0))
        for squared, degrees in tests
    )
    take = second[2] > p
    return tuple(np.where(take, new, old) for new, old in zip(second, (error, freedom, p), strict=True))


def _about_mean(n: Numbers, total: Numbers, square: Numbers, scale: Numbers) -> Numbers:
    """Sums of squares about the means, with what only rounding left over taken as 0 (as `sample.centred`)."""
    about = square - total * total / n
    floor = np.minimum(4 * ROUNDING_UNIT * np.maximum(n, 4), 1e-9) * scale
    return np.where(about > floor, about, 0.0)


def spreads(strata: Iterable[tuple[str, str, str, int, float, float]]) -> dict[tuple[str, str, str], float]:
    """SD of all pupils about the means of their strata, by measure, scale and school ('': all together).

    Each stratum is measure, scale, school, number of pupils, sum and sum of squares of shifted scores.
    """
    squares: dict[tuple[str, str, str], float] = defaultdict(float)
    degrees: dict[tuple[str, str, str], int] = defaultdict(int)
    for measure, scale, school, n, total, square in strata:
        for scope in ("", school):
            squares[measure, scale, scope] += max(square - total * total / n, 0.0)
            degrees[measure, scale, scope] += n - 1
    return {key: (squares[key] / degrees[key]) ** 0.5 for key in squares if degrees[key] and squares[key] > 0}
