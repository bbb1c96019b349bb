"""The I' chart: means of changing numbers of pupils. The more pupils, the narrower the limits.

Taylor, "Normalized individuals (I_N) control chart", 2018. With equal numbers it is XmR, unscreened.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from halfterm.cycles.series.limits import Limits, baseline_points, limits_about


def i_prime(values: Sequence[float], sizes: Sequence[float], *, baseline: int | None = None) -> Limits:
    """The pupil-weighted mean, plus and minus 3 mean(s) / sqrt(n_i).

    s_i = sqrt(pi / 2) |y_i - y_(i-1)| / sqrt(1 / n_i + 1 / n_(i-1)): the SD of one pupil's score, as two
    neighbouring means tell it.

    Args:
        values: means, or differences of means, in their order.
        sizes: pupils behind each; of a difference, `difference_size`. Above 0.
        baseline: how many of the first points the limits come from; by default all.

    Raises:
        NotDefined: fewer than two baseline points, or they do not scatter.
    """
    own = baseline_points(len(values), baseline)
    pairs = list(zip(values[:own], sizes[:own], strict=True))
    centre = sum(value * size for value, size in pairs) / sum(sizes[:own])
    told = [
        math.sqrt(math.pi / 2) * abs(after - before) / math.sqrt(1 / n_after + 1 / n_before)
        for (before, n_before), (after, n_after) in pairwise(pairs)
    ]
    one = sum(told) / len(told)
    return limits_about("I'", centre, [one / math.sqrt(size) for size in sizes])


def difference_size(n: int, n_others: int) -> float:
    """The number of pupils whose mean is as sure as the difference of two means: 1 / (1/n + 1/m).

    >>> difference_size(30, 60)
    20.0
    """
    return n * n_others / (n + n_others)
