"""A whole series: its segments, the cycles on it, its target, and what may be said of the last point."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from halfterm.cycles.series.assurance import (
    Assurance,
    Good,
    SpecialCause,
    Variation,
    assurance,
    special_cause,
    variation,
)
from halfterm.cycles.series.limits import ChartKind
from halfterm.cycles.series.segment import ChartPoint, Point, Segment, judge_segment


@dataclass(frozen=True, slots=True)
class CycleMark:
    """Where a cycle begins on a chart: after the last point that ends by `after`."""

    label: str
    after: date


@dataclass(frozen=True, slots=True)
class SeriesRequest:
    """How a series is judged.

    `cycle` is the mark of the cycle that it is about: the points before it may make the centre. `rebase`
    holds the ids of points at which a new segment begins, as was planned. `targets` are levels by point id,
    each of which holds until the next.
    """

    kind: ChartKind
    good: Good = "higher"
    cycle: CycleMark | None = None
    marks: tuple[CycleMark, ...] = ()
    rebase: tuple[str, ...] = ()
    targets: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SeriesChart:
    """A series with its lines and verdicts. `marks` are (label, how many points stand before it).

    `targets` has an entry for every point; variation, cause and assurance are of the last known point.
    """

    kind: ChartKind
    good: Good
    segments: tuple[Segment, ...]
    marks: tuple[tuple[str, int], ...]
    targets: tuple[float | None, ...]
    variation: Variation
    cause: SpecialCause | None
    assurance: Assurance | None

    @property
    def points(self) -> tuple[ChartPoint, ...]:
        return tuple(point for segment in self.segments for point in segment.points)

    @property
    def now(self) -> Segment:
        """The last segment: what holds today."""
        return self.segments[-1]

    @property
    def target(self) -> float | None:
        """The target at the last point."""
        return self.targets[-1]


def series_chart(points: Sequence[Point], request: SeriesRequest) -> SeriesChart:
    """Judge a series, segment by segment.

    Args:
        points: in their order; there must be one.
        request: how. A re-base at the first point, or at one that is not there, begins nothing.
    """
    before = None if request.cycle is None else places_before(points, request.cycle.after)
    segments = []
    for start, end in _stretches(points, request.rebase):
        here = None if before is None or before <= start else min(before, end) - start
        segments.append(judge_segment(points[start:end], kind=request.kind, before=here))
    now = segments[-1]
    targets = targets_along([point.id for point in points], request.targets)
    last = max((i for i, point in enumerate(points) if point.value is not None), default=None)
    own = now.known[-1] if now.known else None
    return SeriesChart(
        kind=request.kind,
        good=request.good,
        segments=tuple(segments),
        marks=tuple((mark.label, places_before(points, mark.after)) for mark in request.marks),
        targets=targets,
        variation=variation(now, request.good),
        cause=special_cause(now),
        assurance=assurance(own, targets[last] if last is not None else None, request.good),
    )


def places_before(points: Sequence[Point], day: date) -> int:
    """How many points, known or not, end by a day."""
    return sum(point.ends <= day for point in points)


def targets_along(ids: Sequence[str], targets: Mapping[str, float]) -> tuple[float | None, ...]:
    """The target at every point: each one holds from its own point on, until the next.

    >>> targets_along(["a", "b", "c", "d"], {"b": 40.0, "d": 50.0})
    (None, 40.0, 40.0, 50.0)
    """
    held: float | None = None
    along = []
    for name in ids:
        held = targets.get(name, held)
        along.append(held)
    return tuple(along)


def _stretches(points: Sequence[Point], rebase: Collection[str]) -> list[tuple[int, int]]:
    """From where to where the segments go."""
    starts = [i for i, point in enumerate(points) if i and point.id in rebase]
    return list(pairwise([0, *starts, len(points)]))
