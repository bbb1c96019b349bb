"""How often a run chart signals though nothing has changed: exact, by counting every course it can take.

Points are taken as independent, alike and never on the line. Their sides are then fair coins where the centre
is known beforehand; where it is the median of points on the chart they are not, and both rates are given.
"""

from __future__ import annotations

from fractions import Fraction
from math import comb
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import special

from halfterm.cycles.series.run_chart import fewest_allowed, longest_allowed

_Courses = NDArray[np.float64]  # side, length of the last run less one, crossings, points above

MOST_POINTS: Final = 120
"""Of a chart whose rate is computed: twenty years of half-terms."""


def fixed_centre_rate(useful: int) -> Fraction:
    """The chance that Anhøj's rules signal on n useful points about a centre known beforehand.

    1 - 2 sum over k > fewest crossings of (the ways to part n points into k runs, none too long) / 2^n.

    >>> round(float(fixed_centre_rate(12)), 3)
    0.043
    """
    if not useful:
        return Fraction(0)
    ways = _partings(useful, longest_allowed(useful))
    quiet = 2 * sum(ways[fewest_allowed(useful) + 1 :])
    return 1 - Fraction(quiet, 2**useful)


def _partings(points: int, longest: int) -> list[int]:
    """In how many ways the points part into k runs of at most `longest`, for k = 0, 1, ..."""
    ways = [[1] + [0] * points]
    for whole in range(1, points + 1):
        shorter = ways[max(whole - longest, 0) : whole]
        ways.append([0] + [sum(row[runs - 1] for row in shorter) for runs in range(1, points + 1)])
    return ways[points]


def own_centre_rate(points: int, baseline: int) -> float:
    """The same chance where the centre is the median of the chart's first `baseline` points.

    Half of those lie above it by construction. Each later point lies above with a chance that is itself
    Beta((b + 1)/2, (b + 1)/2): exact for an odd number b of baseline points and where all are baseline,
    fractional order statistics (Stigler, 1977) for an even one.

    Raises:
        ValueError: there is no baseline point, or there are more than points.
    """
    if not 1 <= baseline <= points:
        raise ValueError("the centre is the median of one point or more of the chart")
    half, later = baseline // 2, points - baseline
    useful = 2 * half + later  # of an odd number, one is on the line
    rules = (longest_allowed(useful), fewest_allowed(useful))
    courses = _at_the_start(longest_allowed(useful), useful)
    for _ in range(2 * half):
        courses = _one_more(courses)
    balanced = np.zeros_like(courses)
    balanced[..., half] = courses[..., half] / comb(2 * half, half)
    for _ in range(later):
        balanced = _one_more(balanced)
    above = np.arange(later + 1)
    a = (baseline + 1) / 2
    chance = np.exp(special.betaln(a + above, a + later - above) - special.betaln(a, a))
    quiet = balanced[:, :, rules[1] :, half : half + later + 1].sum(axis=(0, 1, 2)) @ chance
    return float(min(max(1.0 - quiet, 0.0), 1.0))


def _at_the_start(longest: int, useful: int) -> _Courses:
    """No point yet: a run of no length on neither side, kept in the last place of the lengths."""
    courses = np.zeros((2, max(longest, 1) + 1, useful + 1, useful + 1))
    courses[0, -1, 0, 0] = 1.0
    return courses


def _one_more(courses: _Courses) -> _Courses:
    """Every course with one more point, below or above; those whose run grows too long drop out."""
    after = np.zeros_like(courses)
    begun = courses[:, :-1]
    lengthened, ended = begun[:, :-1], begun.sum(axis=1)
    # Below (side 0) the number above stays; above (side 1) it grows by one.
    after[0, 1:-1] += lengthened[0]
    after[1, 1:-1, :, 1:] += lengthened[1][..., :-1]
    after[0, 0, 1:] += ended[1][:-1]
    after[1, 0, 1:, 1:] += ended[0][:-1, :-1]
    first = courses[0, -1]
    after[0, 0] += first
    after[1, 0, :, 1:] += first[:, :-1]
    return after


def false_signal_rate(points: int, *, useful: int, baseline: int | None) -> float | None:
    """The rate that fits a chart: about a centre known beforehand (`baseline` None), or about its own median.

    None for a chart too long to count.
    """
    if points > MOST_POINTS:
        return None
    if baseline is None:
        return float(fixed_centre_rate(useful))
    return own_centre_rate(points, baseline)
