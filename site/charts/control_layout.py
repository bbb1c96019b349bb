"""Where everything of a run or control chart goes: points in time, centre, limits, target, cycles, icons."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from halfterm.cycles.disclosure import Shown
from halfterm.cycles.series.shown import ShownPoint, ShownSeries
from halfterm.site.charts.axis import WIDTH, fitted, width_of
from halfterm.site.charts.control_frame import RIGHT, Frame, Label, frame_of, time_ticks, value_ticks
from halfterm.site.charts.icons import icons
from halfterm.site.charts.lettering import Placed, heading

KeyKind = Literal["point", "special", "centre", "limit", "goal", "cycle", "rebase", "absent"]
Figure = Callable[[ShownPoint], Shown]

KEY_LINE, MARK_LINE, FOOT = 19.0, 15.0, 24.0
KEY_WORDS: Final[dict[KeyKind, str]] = {
    "point": "value",
    "special": "more than chance",
    "centre": "centre (median)",
    "limit": "limits, 3 sigma",
    "goal": "target",
    "cycle": "a cycle begins",
    "rebase": "re-based",
    "absent": "c hidden, x none",
}
_MARK_LINES: Final = 3
"""Lines of labels above the plot; a label that fits on none of them is left out."""


@dataclass(frozen=True, slots=True)
class KeyPlace:
    kind: KeyKind
    words: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Spot:
    """A point of the series; `text` stands in the place of one that is hidden or not there."""

    x: float
    y: float
    special: bool
    text: str = ""


@dataclass(frozen=True, slots=True)
class MarkLine:
    x: float
    top: float


@dataclass(frozen=True, slots=True)
class RunLayout:
    """Every place of the chart in chart units, every line as an SVG path."""

    name: str
    title: str
    description: str
    width: float
    height: float
    over: Placed
    keys: tuple[KeyPlace, ...]
    marks: tuple[MarkLine, ...]
    mark_labels: tuple[Label, ...]
    spots: tuple[Spot, ...]
    courses: tuple[str, ...]
    centres: tuple[str, ...]
    limits: tuple[str, ...]
    goals: tuple[str, ...]
    rebases: tuple[float, ...]
    value_ticks: tuple[Label, ...]
    time_ticks: tuple[Label, ...]
    left: float
    right: float
    top: float
    bottom: float
    zero_y: float | None


def lay_out(series: ShownSeries, *, name: str) -> RunLayout:
    """Where everything goes. A gap's chart always has the place of no gap on it."""
    kinds = _kinds(series)
    over = _over(series)
    keys = _keys(kinds, over.bottom + 14)
    below_keys = keys[-1].y + 10
    frame = frame_of(series, top=below_keys)
    places = [(label, frame.x(before - 0.5)) for label, before in series.marks]
    labels, used = _mark_labels(places, below_keys)
    frame = frame_of(series, top=below_keys + MARK_LINE * used + 4)
    return RunLayout(
        name=name,
        title=series.title,
        description=describe(series),
        width=WIDTH,
        height=frame.bottom + FOOT,
        over=over,
        keys=keys,
        marks=tuple(MarkLine(x, frame.top - 2) for x in sorted({x for _, x in places})),
        mark_labels=labels,
        spots=tuple(_spot(frame, i, point) for i, point in enumerate(series.points)),
        courses=_courses(series, frame),
        centres=_steps(series, frame, lambda p: p.centre),
        limits=(*_steps(series, frame, lambda p: p.lower), *_steps(series, frame, lambda p: p.upper)),
        goals=_steps(series, frame, lambda p: p.target, through=True),
        rebases=tuple(frame.x(s.start - 0.5) for s in series.segments[1:]),
        value_ticks=value_ticks(frame),
        time_ticks=time_ticks(series.points, frame),
        left=frame.left,
        right=RIGHT,
        top=frame.top,
        bottom=frame.bottom,
        zero_y=frame.y(0.0) if frame.low <= 0 <= frame.high else None,
    )


def _over(series: ShownSeries) -> Placed:
    """The title and, under it, the icons of variation and assurance with their words."""
    title = heading(series.title, "" if series.unit.behind else series.unit.name)
    signs = icons(series, title.bottom + 4)
    return Placed((*title.marks, *signs.marks), signs.bottom)


def describe(series: ShownSeries) -> str:
    """The chart in words, for those who do not see it: its verdicts first, then point by point."""
    told = [f"{p.name}: {_told(p)}." for p in series.points]
    begun = [
        f"Start of {label}: before {series.points[before].name}."
        for label, before in series.marks
        if before < len(series.points)
    ]
    return " ".join([*series.sentences, *begun, *told])


def _told(point: ShownPoint) -> str:
    if not point.value.visible:
        return point.why or "no value"
    limits = f" (limits {point.lower} to {point.upper})" if point.lower.visible else ""
    return f"{point.value}{limits}" + (f", {point.signal}" if point.signal else "")


def _kinds(series: ShownSeries) -> list[KeyKind]:
    points = series.points
    there: dict[KeyKind, bool] = {
        "point": any(p.value.visible for p in points),
        "special": any(p.signal for p in points),
        "centre": any(p.centre.visible for p in points),
        "limit": any(p.lower.visible for p in points),
        "goal": any(p.target.visible for p in points),
        "cycle": bool(series.marks),
        "rebase": len(series.segments) > 1,
        "absent": any(not p.value.visible for p in points),
    }
    return [kind for kind, is_there in there.items() if is_there]


def _keys(kinds: Sequence[KeyKind], top: float) -> tuple[KeyPlace, ...]:
    """The keys one after the other, on as many lines as they need."""
    keys: list[KeyPlace] = []
    x, y = 0.0, top
    for kind in kinds:
        room = width_of(KEY_WORDS[kind]) + (14 if kind == "absent" else 34)
        if keys and x + room - 14 > WIDTH:
            x, y = 0.0, y + KEY_LINE
        keys.append(KeyPlace(kind, KEY_WORDS[kind], round(x, 1), y))
        x += room
    return tuple(keys)


def _mark_labels(places: Iterable[tuple[str, float]], top: float) -> tuple[tuple[Label, ...], int]:
    """Labels of the cycles above the plot, on as many lines as keep them apart; and how many lines."""
    labels: list[Label] = []
    ends = [0.0] * _MARK_LINES
    for text, x in places:
        short = fitted(text, WIDTH / 2)
        start = min(x, WIDTH - width_of(short))
        line = next((i for i in range(_MARK_LINES) if start >= ends[i]), None)
        if line is not None:
            ends[line] = start + width_of(short) + 8
            labels.append(Label(round(max(start, 0.0), 1), top + MARK_LINE * (line + 1) - 2, short, "start"))
    used = sum(end > 0 for end in ends)
    return tuple(labels), used


def _spot(frame: Frame, place: int, point: ShownPoint) -> Spot:
    if point.value.value is None:
        return Spot(frame.x(place), frame.bottom - 5, special=False, text=point.value.text)
    return Spot(frame.x(place), frame.y(point.value.value), special=bool(point.signal))


def _courses(series: ShownSeries, frame: Frame) -> tuple[str, ...]:
    """The line from point to point, broken where there is none and where a segment ends."""
    paths = []
    for segment in series.segments:
        path: list[str] = []
        for place in range(segment.start, segment.end):
            value = series.points[place].value.value
            if value is None:
                paths.append(path)
                path = []
            else:
                path.append(f"{frame.x(place)} {frame.y(value)}")
        paths.append(path)
    return tuple("M " + " L ".join(path) for path in paths if len(path) > 1)


def _steps(series: ShownSeries, frame: Frame, figure: Figure, *, through: bool = False) -> tuple[str, ...]:
    """A line that has its own level at every point; broken where it has none and where a segment ends."""
    breaks = {0} if through else {segment.start for segment in series.segments}
    paths: list[list[str]] = [[]]
    for place, point in enumerate(series.points):
        level = figure(point).value
        if place in breaks or level is None:
            paths.append([])
        if level is not None:
            joint = "V" if paths[-1] else f"M {frame.x(place - 0.5)}"
            paths[-1].append(f"{joint} {frame.y(level)} H {frame.x(place + 0.5)}")
    return tuple(" ".join(path) for path in paths if path)
