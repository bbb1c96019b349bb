"""Holm's adjustment: p-values of several tests, so that the chance of any false find stays at 5 %."""

from __future__ import annotations

from collections.abc import Sequence


def holm(ps: Sequence[float]) -> tuple[float, ...]:
    """Adjusted p-values in the order given (R: p.adjust(p, "holm")).

    The i-th smallest of m is multiplied by m - i + 1; none is smaller than one before it, nor above 1.
    Holm (1979), Scandinavian Journal of Statistics 6: 65-70.

    >>> [round(p, 3) for p in holm([0.01, 0.04, 0.03])]
    [0.03, 0.06, 0.06]
    """
    adjusted = [0.0] * len(ps)
    largest = 0.0
    for rank, place in enumerate(sorted(range(len(ps)), key=ps.__getitem__)):
        largest = max(largest, min((len(ps) - rank) * ps[place], 1.0))
        adjusted[place] = largest
    return tuple(adjusted)
