"""What to bear in mind of a series of a group: it is small, its pupils are others by now, or everybody rose.

The three warnings that go with any such figure (National Foundation for Educational Research for the Local
Government Association, 2009, on narrowing the gap), each where it applies, as on the exception report.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from halfterm.cycles.exception_report import SMALL_GROUP, SMALL_SHARE
from halfterm.cycles.impact.movement import LEVEL
from halfterm.cycles.series.segment import Point

OTHER_COHORT: Final = timedelta(days=330)
"""Half-terms whose first days are so far apart lie in two school years, or a whole one apart."""

SMALL: Final = "Few pupils are behind the last point: a few more or less would move it."
COHORT: Final = (
    "Each point is of who was of the group then, over a year or more: cohorts differ, so first and last are "
    "not like with like."
)
RISING: Final = (
    "Results rose for both sides since {first} and the gap did not shrink: what all gain closes no gap."
)


@dataclass(frozen=True, slots=True)
class SideMeans:
    """The means of both sides at one point, in points of the scale, as the series' readers may know them."""

    group: float
    others: float


def series_cautions(
    points: Sequence[Point], *, same_pupils: bool, means: tuple[SideMeans, SideMeans] | None = None
) -> tuple[str, ...]:
    """The warnings that apply, as sentences.

    Args:
        points: of the series, made safe; those without a value are passed over.
        same_pupils: whether every point is of the same frozen pupils.
        means: of both sides at the first and at the last point with a value, for a gap where more is better.
    """
    known = [point for point in points if point.value is not None]
    return tuple(_cautions(known, same_pupils, means)) if known else ()


def _cautions(
    known: Sequence[Point], same_pupils: bool, means: tuple[SideMeans, SideMeans] | None
) -> Iterator[str]:
    first, last = known[0], known[-1]
    n, whole = last.n or 0, (last.n or 0) + (last.n_others or 0)
    if 0 < n < SMALL_GROUP or 0 < n < SMALL_SHARE * whole:
        yield SMALL
    if not same_pupils and last.starts - first.starts >= OTHER_COHORT:
        yield COHORT
    if means is not None and _rose_alike(*means):
        yield RISING.format(first=first.name)


def _rose_alike(then: SideMeans, now: SideMeans) -> bool:
    """Both sides rose, the group is behind, and by no less than before."""
    rise, rise_others = now.group - then.group, now.others - then.others
    behind = now.group - now.others < -LEVEL
    return min(rise, rise_others) > LEVEL and behind and rise - rise_others <= LEVEL
