"""A chart made ready to be shown: every figure a `Shown`, in the unit that it is printed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from halfterm.cycles.disclosure import Audience, Shown, hidden, show_number
from halfterm.cycles.series.assurance import Assurance, Good, SpecialCause, Variation
from halfterm.cycles.series.chart import SeriesChart
from halfterm.cycles.series.limits import ChartKind
from halfterm.cycles.series.segment import ChartPoint, Segment
from halfterm.cycles.series.sums import HIDDEN, Of
from halfterm.cycles.series.words import chart_sentences

UP_TO: Final = {"above": "above limits", "below": "below limits"}


@dataclass(frozen=True, slots=True)
class Unit:
    """How the values of a series are printed: times `factor`, with so many decimals, and the sign behind."""

    name: str
    factor: float = 1.0
    decimals: int = 1
    signed: bool = False
    behind: str = ""

    def shown(self, value: float | None) -> Shown:
        """A value that may be seen; `z` for None."""
        if value is None:
            return hidden("z")
        scaled = value * self.factor
        return show_number(scaled, decimals=self.decimals, signed=self.signed, behind=self.behind)


@dataclass(frozen=True, slots=True)
class ShownPoint:
    """One row of a series. `signal` says what is more than chance about it; `why` that there is no value."""

    id: str
    name: str
    starts: str
    ends: str
    value: Shown
    n: Shown
    n_others: Shown
    centre: Shown
    lower: Shown
    upper: Shown
    target: Shown
    signal: str
    why: str


@dataclass(frozen=True, slots=True)
class ShownSegment:
    """What a stretch of the series was judged by. Rates are of false signals, from 0 to 1.

    `start` and `end` are places in the points, the end not included.
    """

    start: int
    end: int
    stage: str
    known: int
    centre_from: str
    centre_points: int
    limit_points: int | None
    locked: bool
    useful: int | None
    longest_run: int | None
    longest_allowed: int | None
    crossings: int | None
    fewest_allowed: int | None
    signal: bool
    false_signal: float | None
    false_signal_fixed: float | None
    no_limits: str


@dataclass(frozen=True, slots=True)
class ShownSeries:
    """A series as one audience may know it, for a table, a chart, a file."""

    title: str
    measure: str
    of: Of
    unit: Unit
    kind: ChartKind
    good: Good
    audience: Audience
    points: tuple[ShownPoint, ...]
    segments: tuple[ShownSegment, ...]
    marks: tuple[tuple[str, int], ...]
    variation: Variation
    cause: SpecialCause | None
    assurance: Assurance | None
    target: Shown
    sentences: tuple[str, ...]


def shown_series(
    chart: SeriesChart, *, title: str, measure: str, of: Of, unit: Unit, audience: Audience
) -> ShownSeries:
    """Print a chart whose points were made safe for this audience (`sums`); the lines come from those."""
    points = [point for segment in chart.segments for point in segment.points]
    return ShownSeries(
        title=title,
        measure=measure,
        of=of,
        unit=unit,
        kind=chart.kind,
        good=chart.good,
        audience=audience,
        points=tuple(
            _point(point, unit, target) for point, target in zip(points, chart.targets, strict=True)
        ),
        segments=tuple(_segments(chart.segments)),
        marks=chart.marks,
        variation=chart.variation,
        cause=chart.cause,
        assurance=chart.assurance,
        target=unit.shown(chart.target),
        sentences=chart_sentences(chart, lambda value: unit.shown(value).text),
    )


def _point(held: ChartPoint, unit: Unit, target: float | None) -> ShownPoint:
    point = held.point
    nothing = hidden("c" if point.why == HIDDEN else "x")
    return ShownPoint(
        id=point.id,
        name=point.name,
        starts=point.starts.isoformat(),
        ends=point.ends.isoformat(),
        value=nothing if point.value is None else unit.shown(point.value),
        n=nothing if point.value is None else show_number(point.n, decimals=0),
        n_others=nothing if point.value is None else show_number(point.n_others, decimals=0),
        centre=unit.shown(held.centre),
        lower=unit.shown(held.lower),
        upper=unit.shown(held.upper),
        target=unit.shown(target),
        signal=_signal(held),
        why=point.why,
    )


def _signal(held: ChartPoint) -> str:
    said = [UP_TO[held.beyond]] if held.beyond != "within" else []
    return ", ".join([*said, *(["long run"] if held.in_run else [])])


def _segments(segments: Sequence[Segment]) -> list[ShownSegment]:
    shown, start = [], 0
    for each in segments:
        allowed, runs = each.policy, each.runs
        end = start + len(each.points)
        shown.append(
            ShownSegment(
                start=start,
                end=end,
                stage=allowed.stage,
                known=allowed.points,
                centre_from=allowed.centre_from,
                centre_points=allowed.centre_points,
                limit_points=allowed.limit_points if each.limits else None,
                locked=each.locked,
                useful=runs.useful if runs else None,
                longest_run=runs.longest if runs else None,
                longest_allowed=runs.longest_allowed if runs else None,
                crossings=runs.crossings if runs else None,
                fewest_allowed=runs.fewest_allowed if runs else None,
                signal=each.signal,
                false_signal=each.false_signal,
                false_signal_fixed=each.false_signal_fixed,
                no_limits=each.no_limits,
            )
        )
        start = end
    return shown
