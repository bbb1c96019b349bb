"""Wilcoxon's signed-rank test of changes, those of nought kept in the ranking (Pratt)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

MOST_CHANGED_EXACT = 50
SAME_TO = 9  # decimals: 4.1 - 3.1 and 2.1 - 1.1 are the same change
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SignedRank:
    """`lead` is the sum of the ranks of rises less that of falls; `test` names what gave `p`."""

    lead: float
    p: float
    test: str


def signed_rank(changes: Floats, times: NDArray[np.int64]) -> SignedRank:
    """Two-sided test that changes are as often up as down (R: coin::wilcoxsign_test, Pratt).

    Respondents who did not change are ranked with the others, then left out (Pratt 1959, Journal of the
    American Statistical Association 54: 655-667). Exact, ties and noughts and all, where at most 50 changed:
    SciPy has that without ties only. Else its normal approximation, corrected for ties and not for
    continuity. p is 1 where nobody changed.

    Args:
        changes: after minus before, shape (k,); each may stand there more than once.
        times: how many respondents changed by that much, shape (k,).
    """
    sizes, place = np.unique(np.round(np.abs(changes), SAME_TO), return_inverse=True)
    alike = np.zeros(len(sizes), dtype=np.int64)
    np.add.at(alike, place, times)
    # Twice the middle rank of each size: a whole number.
    doubled = 2 * np.cumsum(alike) - alike + 1
    moved = times * (np.round(changes, SAME_TO) != 0)
    lead = int(np.sum(np.sign(changes) * moved * doubled[place]))
    ranks = np.repeat(doubled[place], moved)
    if not len(ranks):
        return SignedRank(0.0, 1.0, "nobody changed")
    if len(ranks) <= MOST_CHANGED_EXACT:
        return SignedRank(lead / 2, _exact(ranks, lead), "exact Wilcoxon signed-rank p (Pratt)")
    p = 2 * float(ndtr(-abs(lead) / np.sqrt(np.sum(ranks.astype(float) ** 2))))
    return SignedRank(lead / 2, min(p, 1.0), "Wilcoxon signed-rank p (Pratt), normal, corrected for ties")


def _exact(ranks: NDArray[np.int64], lead: int) -> float:
    """How often signs by chance lead as far: the sum of ranks of rises, one respondent at a time."""
    whole = int(ranks.sum())
    chance = np.zeros(whole + 1)
    chance[0] = 1.0
    for rank in ranks:
        chance *= 0.5
        chance[rank:] += chance[:-rank].copy()
    leads = np.abs(2 * np.arange(whole + 1) - whole)
    return min(float(chance[leads >= abs(lead)].sum()), 1.0)
