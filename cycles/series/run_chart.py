"""The run chart: how long points stay on one side of the centre line, and how often they cross it.

Anhøj's rules: Anhøj and Olesen, "Run charts revisited", PLoS ONE 9(11), 2014. Trend rules are not used.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median
from typing import Final

from scipy import stats

ON_THE_LINE: Final = 1e-9
"""As part of the centre (or of 1): nearer than this is on the line, whatever binary fractions add."""


@dataclass(frozen=True, slots=True)
class Run:
    """Useful points on one side: the places of its first and last point in the series, and how many."""

    first: int
    last: int
    length: int
    above: bool

    def holds(self, place: int) -> bool:
        return self.first <= place <= self.last


@dataclass(frozen=True, slots=True)
class RunChart:
    """The runs of a series about its centre, against what chance gives.

    `useful` counts the points off the line. A run longer than `longest_allowed`, or fewer crossings than
    `fewest_allowed`, is a signal.
    """

    centre: float
    useful: int
    runs: tuple[Run, ...]
    longest_allowed: int
    fewest_allowed: int

    @property
    def longest(self) -> int:
        """How many useful points the longest run has."""
        return max((run.length for run in self.runs), default=0)

    @property
    def crossings(self) -> int:
        return max(len(self.runs) - 1, 0)

    @property
    def long_runs(self) -> tuple[Run, ...]:
        """The runs that are a signal."""
        return tuple(run for run in self.runs if run.length > self.longest_allowed)

    @property
    def few_crossings(self) -> bool:
        return self.crossings < self.fewest_allowed

    @property
    def signal(self) -> bool:
        return bool(self.long_runs) or self.few_crossings


def longest_allowed(useful: int) -> int:
    """The longest run that chance explains: round(log2 n) + 3 useful points, halves to even.

    >>> [longest_allowed(n) for n in (6, 10, 12, 24)]
    [6, 6, 7, 8]
    """
    return round(math.log2(useful)) + 3 if useful else 0


def fewest_allowed(useful: int) -> int:
    """The fewest crossings that chance explains: the 5 % quantile of a binomial of n - 1 fair coins.

    >>> [fewest_allowed(n) for n in (6, 10, 12, 24)]
    [1, 2, 3, 8]
    """
    return int(stats.binom.ppf(0.05, useful - 1, 0.5)) if useful > 1 else 0


def centre_of(baseline: Sequence[float]) -> float:
    """The centre line: the median of the baseline points; there must be one."""
    return float(median(baseline))


def run_chart(values: Sequence[float], *, centre: float) -> RunChart:
    """Judge the runs of a series about a centre line.

    Args:
        values: the points in their order; missing ones are left out before.
        centre: of the baseline points (`centre_of`), or known from elsewhere.

    Points on the line neither break a run nor add to it.
    """
    near = ON_THE_LINE * max(1.0, abs(centre))
    sided = [(place, value > centre) for place, value in enumerate(values) if abs(value - centre) > near]
    runs = []
    for above, held in groupby(sided, key=lambda item: item[1]):
        places = [place for place, _ in held]
        runs.append(Run(places[0], places[-1], len(places), above))
    useful = len(sided)
    return RunChart(centre, useful, tuple(runs), longest_allowed(useful), fewest_allowed(useful))


def moving_ranges(values: Sequence[float]) -> list[float]:
    """The distances between neighbours, one fewer than there are values.

    >>> moving_ranges([3.0, 5.0, 4.0])
    [2.0, 1.0]
    """
    return [abs(after - before) for before, after in pairwise(values)]
