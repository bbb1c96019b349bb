"""The dumbbell chart: two ends and the distance between them, row by row.

Drawn in two ways. Means: the target group and its comparison at one time, the gap being the bar. Gaps:
one gap before and after, on an axis that shows where no gap would be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from halfterm.cycles.disclosure import Shown
from halfterm.site.axis import WIDTH, Axis, Tick, axis_over, fitted, width_of
from halfterm.site.rendering import Templates

EndKind = Literal["target", "comparison", "before", "after"]

BESIDE: Final = 11.0
"""From the middle of an end to the figure beside it."""
TOP, LEGEND_LINE, GROUP_HEAD, ROW, AXIS_FOOT = 24.0, 19.0, 26.0, 42.0, 30.0


@dataclass(frozen=True, slots=True)
class Row:
    """One dumbbell: its ends, the words at its left and right; or `why_hidden` in place of the ends."""

    label: str
    note: str
    first: Shown
    second: Shown
    why_hidden: str = ""

    @property
    def values(self) -> tuple[float, ...]:
        """Both ends, or nothing if either is hidden."""
        if self.why_hidden or self.first.value is None or self.second.value is None:
            return ()
        return (self.first.value, self.second.value)


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading; an empty heading takes no room."""

    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of the legend."""

    kind: EndKind
    words: str


@dataclass(frozen=True, slots=True)
class Dumbbell:
    """What a dumbbell chart shows. `zero` names the place of no gap on the axis, if the axis has one."""

    name: str
    heading: str
    title: str
    keys: tuple[Key, Key]
    groups: tuple[Group, ...]
    unit: str = "points"
    zero: str = ""

    @property
    def values(self) -> list[float]:
        return [v for group in self.groups for row in group.rows for v in row.values]

    @property
    def figures(self) -> list[str]:
        """The texts of all ends."""
        return [end.text for group in self.groups for row in group.rows for end in (row.first, row.second)]


@dataclass(frozen=True, slots=True)
class EndMark:
    x: float
    y: float
    kind: EndKind
    label: str
    label_x: float
    anchor: Literal["start", "end"]


@dataclass(frozen=True, slots=True)
class RowMark:
    y: float
    label: str
    note: str
    ends: tuple[EndMark, ...]
    instead: str


@dataclass(frozen=True, slots=True)
class Words:
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class KeyMark:
    y: float
    kind: EndKind
    words: str


@dataclass(frozen=True, slots=True)
class Layout:
    """The chart as the template draws it: every place in chart units."""

    name: str
    title: str
    description: str
    width: float
    height: float
    heading: str
    unit: str
    keys: tuple[KeyMark, ...]
    headings: tuple[Words, ...]
    rows: tuple[RowMark, ...]
    ticks: tuple[Tick, ...] = field(default=())
    zero_x: float | None = None
    zero: str = ""
    grid_top: float = 0.0
    grid_bottom: float = 0.0


def draw_dumbbell(chart: Dumbbell, *, templates: Templates, span: float = 0.0) -> str:
    """The chart as SVG. `span` (points) makes charts that stand together use one length for one point."""
    return templates.markup("dumbbell.svg", chart=lay_out(chart, span=span))


def shared_span(charts: Sequence[Dumbbell]) -> float:
    """The widest range of values among charts that stand together, in points."""
    spans = [max(chart.values) - min(chart.values) for chart in charts if chart.values]
    return max(spans, default=0.0)


def lay_out(chart: Dumbbell, *, span: float = 0.0) -> Layout:
    """Where everything goes."""
    edge = BESIDE + 3 + max((width_of(text) for text in chart.figures), default=0.0)
    axis = axis_over(chart.values, left=edge, right=WIDTH - edge, span=span, zero=bool(chart.zero))
    keys = tuple(
        KeyMark(TOP + (i + 1) * LEGEND_LINE, key.kind, fitted(key.words, WIDTH - 20))
        for i, key in enumerate(chart.keys)
    )
    grid_top = TOP + len(keys) * LEGEND_LINE + 14
    headings, rows, bottom = _rows(chart, axis, grid_top)
    return Layout(
        name=chart.name,
        title=chart.title,
        description=describe(chart),
        width=WIDTH,
        height=bottom + AXIS_FOOT,
        heading=fitted(chart.heading, WIDTH, size=15),
        unit=chart.unit,
        keys=keys,
        headings=headings,
        rows=rows,
        ticks=axis.ticks if chart.values else (),
        zero_x=axis.x(0.0) if chart.zero and chart.values else None,
        zero=chart.zero,
        grid_top=grid_top,
        grid_bottom=bottom,
    )


def _rows(chart: Dumbbell, axis: Axis, top: float) -> tuple[tuple[Words, ...], tuple[RowMark, ...], float]:
    headings, rows, y = [], [], top
    for group in chart.groups:
        if group.heading:
            headings.append(Words(y + 16, fitted(group.heading, WIDTH)))
            y += GROUP_HEAD
        for row in group.rows:
            rows.append(_row(row, chart, axis, y))
            y += ROW
    return tuple(headings), tuple(rows), y


def _row(row: Row, chart: Dumbbell, axis: Axis, y: float) -> RowMark:
    note = "" if row.why_hidden else row.note
    label = fitted(row.label, WIDTH - width_of(note) - 12)
    return RowMark(y, label, note, _ends(row, chart, axis, y + 27), row.why_hidden or _undefined(row))


def _undefined(row: Row) -> str:
    return "" if row.values else "not available"


def _ends(row: Row, chart: Dumbbell, axis: Axis, y: float) -> tuple[EndMark, ...]:
    """The ends with their figures outwards, so that figures never meet however near the ends are."""
    if not row.values:
        return ()
    first, second = row.values
    marks = []
    for figure, value, key, leftmost in (
        (row.first, first, chart.keys[0], first <= second),
        (row.second, second, chart.keys[1], second < first),
    ):
        x = axis.x(value)
        beside = round(x - BESIDE if leftmost else x + BESIDE, 1)
        marks.append(EndMark(x, y, key.kind, figure.text, beside, "end" if leftmost else "start"))
    return tuple(marks)


def describe(chart: Dumbbell) -> str:
    """The chart in words, for those who do not see it."""
    said = []
    for group in chart.groups:
        for row in group.rows:
            where = ", ".join(filter(None, [group.heading, row.label]))
            if not row.values:
                said.append(f"{where}: {row.why_hidden or _undefined(row)}.")
                continue
            ends = f"{chart.keys[0].words} {row.first}, {chart.keys[1].words} {row.second}"
            said.append(f"{where}: {ends}" + (f"; {row.note}." if row.note else "."))
    return " ".join(said)
