"""The XmR chart: single values, their scatter from the distances between neighbours.

Wheeler and Chambers, "Understanding Statistical Process Control"; the screening is Nelson's (1982).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from halfterm.cycles.series.limits import D2, Limits, baseline_points, limits_about
from halfterm.cycles.series.run_chart import moving_ranges

UPPER_RANGE: Final = 3.267
"""The upper limit of moving ranges of two, in their mean (D4)."""


def mean_range(values: Sequence[float]) -> float:
    """The mean moving range, those above 3.267 times the mean dropped once; needs two values.

    >>> mean_range([1.0, 2.0, 1.0, 2.0, 12.0, 2.0, 1.0, 2.0])
    3.5714285714285716
    >>> mean_range([0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 30.0])
    1.0
    """
    ranges = moving_ranges(values)
    most = UPPER_RANGE * sum(ranges) / len(ranges)
    kept = [each for each in ranges if each <= most]
    return sum(kept) / len(kept)


def xmr(values: Sequence[float], *, baseline: int | None = None) -> Limits:
    """The mean of the baseline points, plus and minus 3 x mean moving range / 1.128.

    Args:
        values: the points in their order.
        baseline: how many of the first points the limits come from; by default all.

    Raises:
        NotDefined: fewer than two baseline points, or they do not scatter.
    """
    own = values[: baseline_points(len(values), baseline)]
    sigma = mean_range(own) / D2
    return limits_about("XmR", sum(own) / len(own), [sigma] * len(values))
