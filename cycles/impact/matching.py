"""Matched comparison pupils: nearest on the baseline score within one school and year.

Each pupil is used once (matching without replacement): no pupil then counts for several, so that the numbers
of pupils and the intervals of a study hold as they are. The pairs are those that together are nearest, not
the nearest one by one, whose worth depends on who is served first: Rosenbaum (1989), Optimal matching for
observational studies, JASA 84. Of pupils with equal scores those come first whom
`sql/matching_candidates.sql` has first: by a hash of `TIES` and the pupil, never by their place in a file.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from scipy.optimize import linear_sum_assignment

CALIPER: Final = 0.2
"""The widest a pair may be apart, in SDs of the baseline scores, where the plan does not say another: Austin
(2011), Optimal caliper widths for propensity-score matching, Pharmaceutical Statistics 10 (there of the
logit)."""

TIES: Final = "halfterm-matching-1"
"""The seed of the order among pupils with equal scores."""


def caliper_points(scores: Sequence[float], *, caliper: float | None = None) -> float:
    """A caliper in points: `caliper` SDs (n - 1) of the baseline scores of all who might be matched.

    That is of everybody of both groups in the cycle's schools with a score, so that all blocks have the same
    caliper. Fewer than two scores, or equal ones, give 0: then only equal scores are paired.

    >>> round(caliper_points([10, 14, 18]), 6), caliper_points([10])
    (0.8, 0.0)

    Raises:
        ValueError: a negative caliper.
    """
    sds = CALIPER if caliper is None else caliper
    if sds < 0:
        raise ValueError("a caliper is not negative")
    return sds * float(np.std(np.sort(np.asarray(scores, dtype=float)), ddof=1)) if len(scores) > 1 else 0.0


def match_nearest(
    target_scores: Sequence[float], comparison_scores: Sequence[float], *, caliper: float | None = None
) -> list[tuple[int, int]]:
    """Pairs (place among target, place among comparison) of one school and year, each pupil used once.

    The pairs together have the smallest possible sum of distances; with a `caliper` (points) no pair is
    further apart than it, and as many pairs as possible are made before distances count. The same
    scores in the same order always give the same pairs. Raises `ValueError` for a negative caliper.

    >>> match_nearest([10, 14], [15, 30, 9])
    [(0, 2), (1, 0)]
    >>> match_nearest([10, 14], [15, 30], caliper=2)
    [(1, 0)]
    """
    if caliper is not None and caliper < 0:
        raise ValueError("a caliper is not negative")
    if not target_scores or not comparison_scores:
        return []
    target, comparison = (np.asarray(scores, dtype=float) for scores in (target_scores, comparison_scores))
    distance = np.abs(target[:, None] - comparison[None, :])
    # A distance that is the caliper, but for the rounding of either, is within it.
    widest = np.inf if caliper is None else caliper + 1e-12 * np.abs(target).max()
    allowed = distance <= widest
    # One pair beyond the caliper costs more than any set of allowed pairs.
    beyond = (min(distance.shape) + 1) * (float(distance[allowed].max(initial=0.0)) + 1)
    rows, columns = linear_sum_assignment(np.where(allowed, distance, beyond))
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    return [(row, column) for row, column in pairs if allowed[row, column]]
