"""Matched comparison pupils: nearest on the baseline score within one school and year."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment


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
    allowed = np.full(distance.shape, True) if caliper is None else distance <= caliper
    # One pair beyond the caliper costs more than any set of allowed pairs.
    beyond = (min(distance.shape) + 1) * (float(distance[allowed].max(initial=0.0)) + 1)
    rows, columns = linear_sum_assignment(np.where(allowed, distance, beyond))
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    return [(row, column) for row, column in pairs if allowed[row, column]]
