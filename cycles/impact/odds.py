"""The conditional odds ratio of a two-by-two table with the exact interval that goes with Fisher's test."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import gammaln

from halfterm.cycles.impact.estimate import COVERAGE
from halfterm.cycles.impact.reached import Reached

Floats = NDArray[np.float64]


def conditional_odds_ratio(group: Reached, others: Reached) -> tuple[float, float, float]:
    """Value, lower and upper bound (R: fisher.test, to more digits); no cell of the table may be empty.

    Given the totals, the group's count with the outcome is noncentral hypergeometric. The value makes its
    mean the count seen; at the bounds as many or more, or as few or fewer, have a chance of 2.5 %. SciPy's
    own (scipy.stats.contingency.odds_ratio) is the same and takes minutes for a table of 100,000 pupils.
    """
    reached, seen = group.reached + others.reached, group.reached
    at = np.arange(max(0, reached - others.n), min(reached, group.n) + 1, dtype=float)
    weights = _log_choose(group.n, at) + _log_choose(others.n, reached - at)

    def chances(log_odds: float) -> Floats:
        logs = weights + log_odds * at
        found = np.exp(logs - logs.max())
        shares: Floats = found / found.sum()
        return shares

    tail = (1 - COVERAGE) / 2
    return (
        _solved(lambda log_odds: float(chances(log_odds) @ at) - seen),
        _solved(lambda log_odds: float(chances(log_odds)[at >= seen].sum()) - tail),
        _solved(lambda log_odds: tail - float(chances(log_odds)[at <= seen].sum())),
    )


def _solved(rising: Callable[[float], float]) -> float:
    """The odds at which a function that rises with their logarithm is nought."""
    reach = 1.0
    while rising(-reach) > 0 or rising(reach) < 0:
        reach *= 2
    return math.exp(float(brentq(rising, -reach, reach, xtol=1e-13)))


def _log_choose(n: int, k: Floats) -> Floats:
    chosen: Floats = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
    return chosen
