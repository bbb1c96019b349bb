"""Rank statistics of the follow-up scores: any ordered scale will do, no distances are needed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import stats
from scipy.optimize import brentq
from scipy.special import ndtr

from halfterm.cycles.impact.estimate import NORMAL_QUANTILE
from halfterm.cycles.impact.finding import Finding, undefined
from halfterm.cycles.impact.moments import PanelSummary, ScoreCount
from halfterm.cycles.impact.reasons import NO_COMPARISON, NO_TARGET, reason
from halfterm.cycles.impact.sides import Sides

MOST_PAIRS_EXACT = 10_000
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """Pupils of each side at each score that occurs, scores rising."""

    scores: NDArray[np.float64]
    target: Counts
    comparison: Counts

    @property
    def n_target(self) -> int:
        return int(self.target.sum())

    @property
    def n_comparison(self) -> int:
        return int(self.comparison.sum())

    @property
    def pairs(self) -> int:
        """Pairs of one target and one comparison pupil."""
        return self.n_target * self.n_comparison

    @property
    def lead(self) -> int:
        """Pairs where the target pupil is higher, minus pairs where the comparison pupil is."""
        below = np.cumsum(self.comparison) - self.comparison
        above = self.n_comparison - below - self.comparison
        return int(self.target @ (below - above))

    @property
    def ties(self) -> float:
        """1 - sum(t^3 - t)/(n^3 - n) over groups of t equal scores: 1 without ties, 0 when all are tied."""
        at_score = (self.target + self.comparison).astype(float)
        n = float(at_score.sum())
        return 1 - float(np.sum(at_score**3 - at_score)) / (n**3 - n)

    @property
    def tied(self) -> bool:
        return bool(np.any(self.target + self.comparison > 1))


def ranking(counts: Sequence[ScoreCount]) -> Ranking:
    """The counts of both sides in the order of the scores; counts of one score are added up."""
    kept = [count for count in counts if count.pupils > 0]
    scores, place = np.unique(np.asarray([count.score for count in kept], dtype=float), return_inverse=True)
    sides = np.zeros((2, len(scores)), dtype=np.int64)
    rows = np.asarray([int(count.target) for count in kept], dtype=np.intp)
    np.add.at(sides, (rows, place), np.asarray([count.pupils for count in kept], dtype=np.int64))
    return Ranking(scores, target=sides[1], comparison=sides[0])


def cliffs_delta(summary: PanelSummary, sides: Sides) -> Finding:
    """P(target pupil higher) - P(target pupil lower) of the follow-up scores, -1 to 1.

    Interval by Newcombe's method 5 (`lead_interval`), p by Mann-Whitney. Fisher's z, the habit of other
    packages, covers too little for few pupils and for a wide gap, and too much on coarse scales.
    """
    counts = {"n_target": sides.target.n, "n_comparison": sides.others.n}
    if why := sides.why_no_two_groups():
        return undefined("cliffs_delta", why, **counts)
    ranks = ranking(summary.follow_up_counts)
    if not ranks.pairs:
        why = NO_COMPARISON if ranks.n_target else NO_TARGET
        return undefined("cliffs_delta", why, **counts)
    delta = ranks.lead / ranks.pairs
    p, test = mann_whitney(ranks)
    lower, upper, interval = delta_interval(delta, ranks)
    method = f"share of pairs higher minus share lower; {interval}; {test}{sides.disjoint()}"
    return Finding("cliffs_delta", delta, lower, upper, p, ranks.n_target, ranks.n_comparison, method)


def delta_interval(delta: float, ranks: Ranking) -> tuple[float | None, float | None, str]:
    """Bounds of Cliff's delta by Newcombe's method 5, and what they are; without bounds, why."""
    if len(ranks.scores) == 1:
        return None, None, "no interval: every score is the same"
    lower, upper = lead_interval(delta, n=(ranks.n_target, ranks.n_comparison), ties=ranks.ties)
    return lower, upper, "Newcombe interval (method 5 of U / n1 n2, corrected for ties)"


def lead_interval(delta: float, *, n: tuple[int, int], ties: float) -> tuple[float, float]:
    """95 % interval of Cliff's delta: all values from which the delta seen is within 1.96 standard errors.

    Newcombe (2006), Statistics in Medicine 25: 559-573, method 5, for theta = (1 + delta) / 2: variance
    theta (1 - theta) [1 + N ((1 - theta)/(2 - theta) + theta/(1 + theta))] / (n1 n2), N = (n1 + n2)/2 - 1,
    here times `Ranking.ties` as in the Mann-Whitney test. It exists where no pair overlaps.

    >>> [round(bound, 4) for bound in lead_interval(0.5, n=(10, 10), ties=1.0)]
    [-0.0185, 0.7941]
    """
    middle, more = (1 + delta) / 2, sum(n) / 2 - 1

    def excess(theta: float) -> float:
        wide = 1 + more * ((1 - theta) / (2 - theta) + theta / (1 + theta))
        variance = ties * theta * (1 - theta) * wide / (n[0] * n[1])
        return abs(middle - theta) - NORMAL_QUANTILE * math.sqrt(max(variance, 0.0))

    def bound(edge: float) -> float:
        if middle == edge:
            return 2 * edge - 1
        # At 0 and 1 the variance is 0, so that the value seen would be taken for the bound beyond it.
        inner = min(max(middle, 1e-12), 1 - 1e-12)
        return 2 * float(brentq(excess, edge, inner, xtol=1e-15, rtol=1e-14)) - 1

    return bound(0.0), bound(1.0)


def mann_whitney(ranks: Ranking) -> tuple[float, str]:
    """Two-sided p and the name of the test (R: wilcox.test); both sides need a pupil.

    Exact without ties and with at most 10,000 pairs, else the normal with correction for ties and
    continuity. 1 when every score is the same.
    """
    if ranks.pairs <= MOST_PAIRS_EXACT and not ranks.tied:
        target, comparison = ranks.scores[ranks.target > 0], ranks.scores[ranks.comparison > 0]
        found = stats.mannwhitneyu(target, comparison, method="exact")
        return min(float(found.pvalue), 1.0), "exact Mann-Whitney p"
    return _tie_corrected(ranks), "Mann-Whitney p, normal with correction for ties and continuity"


def _tie_corrected(ranks: Ranking) -> float:
    n = ranks.n_target + ranks.n_comparison
    at_score = (ranks.target + ranks.comparison).astype(float)
    ties = float(np.sum(at_score**3 - at_score)) / (n * (n - 1))
    variance = ranks.pairs / 12 * (n + 1 - ties)
    if variance <= 1e-9 * ranks.pairs:
        return 1.0
    # The lead is twice U's distance from its mean.
    distance = max(abs(ranks.lead) / 2 - 0.5, 0.0)
    return min(2 * float(ndtr(-distance / math.sqrt(variance))), 1.0)


def gap_index(delta: Finding) -> Finding:
    """10 x Cliff's delta of comparison over target: positive while the target is behind, p as Cliff's."""
    if delta.value is None:
        counts = {"n_target": delta.n_target, "n_comparison": delta.n_comparison}
        return undefined("gap_index", reason(delta), **counts)
    turned = delta.negated("gap_index")

    def tenfold(number: float | None) -> float | None:
        return None if number is None else 10 * number + 0.0

    return replace(
        turned,
        value=tenfold(turned.value),
        lower=tenfold(turned.lower),
        upper=tenfold(turned.upper),
        method=f"10 x Cliff's delta of comparison over target; {delta.method}",
    )
