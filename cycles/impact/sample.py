"""One group's scores, or gains, as number, mean and variance, and the t intervals between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from halfterm.cycles.impact.estimate import Estimate
from halfterm.cycles.impact.moments import Moments
from halfterm.cycles.impact.reasons import CHANGED_ALIKE, NO_SCATTER, ONE_PUPIL

ROUNDING_UNIT = 2.0**-52


@dataclass(frozen=True, slots=True)
class Sample:
    """`variance` is the sample variance (n - 1), None for one pupil; `mean` is of shifted scores.

    `still` says in words that it is 0.
    """

    n: int
    mean: float
    variance: float | None
    still: str = NO_SCATTER

    def of_changes(self) -> Sample:
        """The same, of gains or of changes."""
        return replace(self, still=CHANGED_ALIKE)

    @property
    def squared_error(self) -> float:
        """Squared standard error of the mean; 0 for one pupil, who shows no scatter."""
        return 0.0 if self.variance is None else self.variance / self.n


def rounding_floor(n: int, scale: float) -> float:
    """How large a centred sum of squares can be from rounding alone; `scale` is the sum before centring.

    Sums of equal scores rarely cancel to exactly 0 in binary, so anything at or under this counts as 0.
    """
    return min(4 * ROUNDING_UNIT * max(n, 4), 1e-9) * scale


def centred(n: int, *, square: float, total: float, scale: float) -> float:
    """Sum of squares about the mean, with rounding residue taken as 0.

    >>> centred(2, square=5.0, total=3.0, scale=5.0)
    0.5
    """
    about_mean = square - total * total / n
    return about_mean if about_mean > rounding_floor(n, scale) else 0.0


def _sample(n: int, *, square: float, total: float, scale: float) -> Sample:
    if n < 2:
        return Sample(n, total / n, None)
    return Sample(n, total / n, centred(n, square=square, total=total, scale=scale) / (n - 1))


def baseline_of(group: Moments) -> Sample:
    """The baseline scores of a group of at least one pupil."""
    return _sample(group.n, square=group.bb, total=group.b, scale=group.bb)


def follow_up_of(group: Moments) -> Sample:
    """The follow-up scores of a group of at least one pupil."""
    return _sample(group.n, square=group.ff, total=group.f, scale=group.ff)


def gain_of(group: Moments) -> Sample:
    """The gains (follow-up minus baseline, both shifted) of a group of at least one pupil."""
    square = group.ff - 2 * group.bf + group.bb
    return _sample(group.n, square=square, total=group.f - group.b, scale=group.ff + group.bb).of_changes()


Score = Callable[[Moments], Sample]


def welch(one: Sample, other: Sample) -> Estimate:
    """Difference of two means, `one - other`, with Welch's interval and p (R: t.test).

    >>> made = welch(Sample(10, 5.0, 4.0), Sample(20, 3.0, 9.0))
    >>> [round(number, 4) for number in (made.value, made.lower, made.upper, made.p)]
    [2.0, 0.1027, 3.8973, 0.0396]
    """
    difference = one.mean - other.mean
    if one.variance is None or other.variance is None:
        return Estimate.bare(difference, ONE_PUPIL)
    squared = one.squared_error + other.squared_error
    if squared <= 0:
        return Estimate.bare(difference, one.still)
    share = one.squared_error / squared
    degrees = 1 / (share**2 / (one.n - 1) + (1 - share) ** 2 / (other.n - 1))
    return Estimate.from_t(difference, squared**0.5, degrees)


def one_sample(sample: Sample, *, against: float = 0.0) -> Estimate:
    """Mean minus a constant, with Student's interval and p (R: t.test(x, mu)).

    >>> made = one_sample(Sample(9, 2.0, 9.0))
    >>> [round(number, 4) for number in (made.value, made.lower, made.upper, made.p)]
    [2.0, -0.306, 4.306, 0.0805]
    """
    difference = sample.mean - against
    if sample.variance is None:
        return Estimate.bare(difference, ONE_PUPIL)
    if sample.variance <= 0:
        return Estimate.bare(difference, sample.still)
    return Estimate.from_t(difference, sample.squared_error**0.5, sample.n - 1)
