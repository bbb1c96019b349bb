"""The threshold gap: who reaches a threshold, in percentage points and in pupils."""

from __future__ import annotations

import math

from scipy.special import ndtr

from halfterm.cycles.impact.estimate import NORMAL_QUANTILE, Estimate
from halfterm.cycles.impact.finding import Finding, undefined
from halfterm.cycles.impact.moments import PanelSummary
from halfterm.cycles.impact.reached import Reached, reached_at_baseline, reached_at_follow_up
from halfterm.cycles.impact.reasons import ONLY_A_BENCHMARK
from halfterm.cycles.impact.sides import Sides

NO_THRESHOLD = "no threshold was given"
SMALL_EXPECTED_COUNT = 5


def wilson(reached: int, n: int) -> tuple[float, float]:
    """Wilson's 95 % score interval of a share, without continuity correction; n must be at least 1.

    >>> [round(bound, 4) for bound in wilson(0, 10)]
    [0.0, 0.2775]
    """
    share, square = reached / n, NORMAL_QUANTILE**2
    middle = share + square / (2 * n)
    reach = NORMAL_QUANTILE * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
    whole = 1 + square / n
    # At 0 % and 100 % the bound is exact; rounding must not carry it past the edge.
    lower = 0.0 if reached == 0 else (middle - reach) / whole
    upper = 1.0 if reached == n else (middle + reach) / whole
    return lower, upper


def newcombe(reached_1: int, n_1: int, reached_2: int, n_2: int) -> tuple[float, float, float]:
    """Difference of two independent shares with the hybrid-score 95 % interval, as proportions.

    Method 10 of Newcombe (1998), Statistics in Medicine 17: 873-890, without continuity correction.

    >>> [round(number, 4) for number in newcombe(56, 70, 48, 80)]
    [0.2, 0.0524, 0.3339]
    """
    share_1, share_2 = reached_1 / n_1, reached_2 / n_2
    (lower_1, upper_1), (lower_2, upper_2) = wilson(reached_1, n_1), wilson(reached_2, n_2)
    difference = share_1 - share_2
    below = math.hypot(share_1 - lower_1, upper_2 - share_2)
    above = math.hypot(upper_1 - share_1, share_2 - lower_2)
    return difference, difference - below, difference + above


def pupils_equivalent(gap_pp: float, n_target: int) -> float:
    """How many target pupils a threshold gap in percentage points amounts to.

    >>> pupils_equivalent(-20.0, 15)
    -3.0
    """
    return gap_pp * n_target / 100


def shares_p(one: Reached, other: Reached) -> tuple[float, str]:
    """Two-sided p of a difference of shares and the name of its test.

    Score test (pooled z, no continuity correction), or Fisher's exact test where an expected count is
    under 5.
    """
    whole = one + other
    smallest = min(one.n, other.n) * min(whole.reached, whole.n - whole.reached) / whole.n
    if smallest < SMALL_EXPECTED_COUNT:
        # Only here: it takes a second to import, and most commands that come this way need no exact test.
        import numpy as np
        from scipy.stats import fisher_exact

        table = np.asarray([[group.reached, group.n - group.reached] for group in (one, other)])
        return min(float(fisher_exact(table).pvalue), 1.0), "Fisher exact p (an expected count under 5)"
    error = math.sqrt(whole.share * (1 - whole.share) * (1 / one.n + 1 / other.n))
    return min(2 * float(ndtr(-abs(one.share - other.share) / error)), 1.0), "score p (pooled z)"


def threshold_gap_baseline(summary: PanelSummary, sides: Sides) -> Finding:
    """Share of target reaching the threshold before, minus the comparison's, percentage points."""
    target, rest = reached_at_baseline(summary, sides)
    return _threshold_gap("threshold_gap_baseline", summary, sides=sides, target=target, rest=rest)


def threshold_gap_followup(summary: PanelSummary, sides: Sides) -> Finding:
    """Share of target reaching the threshold after, minus the comparison's, percentage points."""
    target, rest = reached_at_follow_up(summary, sides)
    return _threshold_gap("threshold_gap_followup", summary, sides=sides, target=target, rest=rest)


def _threshold_gap(
    statistic: str, summary: PanelSummary, *, sides: Sides, target: Reached, rest: Reached
) -> Finding:
    whole_class = sides.comparison == "whole_class"
    n_comparison = rest.n + (target.n if whole_class else 0)
    if summary.threshold is None:
        return undefined(statistic, NO_THRESHOLD, n_target=sides.target.n, n_comparison=sides.n_comparison)
    why = ONLY_A_BENCHMARK if sides.comparison == "national" else sides.why_no_comparison()
    if why:
        return undefined(statistic, why, n_target=sides.target.n, n_comparison=sides.n_comparison)
    difference, lower, upper = newcombe(target.reached, target.n, rest.reached, rest.n)
    p, test = shares_p(target, rest)
    factor = rest.n / n_comparison if whole_class else 1.0
    made = Estimate(difference, None, lower, upper, p).times(100 * factor)
    interval = "Newcombe hybrid-score interval (method 10)"
    if whole_class:
        interval = f"(1 - q) x {interval} of target v the rest"
    shares = f"share of target at or above the threshold minus {sides.named}, absent pupils counted"
    method = f"{shares}; {interval}; {test}"
    return made.finding(statistic, n_target=target.n, n_comparison=n_comparison, method=method)
