"""Where everything of a dumbbell chart goes: places in chart units, and the marks made of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from halfterm.site.charts.axis import BOLD, WIDTH, Axis, Tick, axis_over, fitted, width_of
from halfterm.site.charts.drawing import HOUSE, Drawing, Line, Mark, Words, draw
from halfterm.site.charts.dumbbell import Dumbbell, EndKind, Key, Row
from halfterm.site.charts.lettering import LINE, keyed, wrapped
from halfterm.site.pieces import Chart, ChartTable
from halfterm.site.rendering import Templates

BESIDE: Final = 11.0
"""From the middle of an end to the figure beside it."""
KEY_TEXT: Final = 18.0
"""From the mark of a legend's entry to its words."""
TOP, LEGEND_LINE, GROUP_HEAD, AXIS_FOOT = 24.0, 19.0, 25.0, 28.0
LOW_ROW: Final = 25.0
"""Height of a row with its words at both sides of the bar."""
HIGH_ROW: Final = 40.0
"""Height of a row with its words above the bar."""
AT_SIDES: Final = 92.0
"""The most room that words at the side of a bar may take."""


@dataclass(frozen=True, slots=True)
class EndMark:
    x: float
    kind: EndKind
    label: str
    label_x: float
    anchor: Literal["start", "end"]


@dataclass(frozen=True, slots=True)
class RowMark:
    """`y` is the middle of the bar, `words_y` the line that label and note stand on."""

    y: float
    words_y: float
    label: str
    note: str
    ends: tuple[EndMark, ...]
    instead: str
    instead_x: float


@dataclass(frozen=True, slots=True)
class Heading:
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class KeyMark:
    """An entry of the legend; `more` are the lines below the first."""

    x: float
    y: float
    kind: EndKind
    words: str
    more: tuple[str, ...] = ()

    @property
    def bottom(self) -> float:
        """Where its last line stands."""
        return self.y + LINE * len(self.more)


@dataclass(frozen=True, slots=True)
class Layout:
    """Every place of the chart."""

    name: str
    title: str
    description: str
    width: float
    height: float
    heading: str
    keys: tuple[KeyMark, ...]
    headings: tuple[Heading, ...]
    rows: tuple[RowMark, ...]
    ticks: tuple[Tick, ...]
    zero_x: float | None
    bottom: float


@dataclass(frozen=True, slots=True)
class Sides:
    """Whether the words of all rows stand at the sides of the bars, and the room they take there."""

    beside: bool
    left: float
    right: float


def dumbbell_chart(chart: Dumbbell, *, span: float = 0.0, templates: Templates = HOUSE) -> Chart:
    """The chart. `span` (points) makes charts that stand together use one length for one point."""
    return Chart(chart.name, draw(drawn(lay_out(chart, span=span)), templates=templates), table_of(chart))


def table_of(chart: Dumbbell) -> ChartTable:
    """Both ends of every row, and what is said at its right."""
    first, second = (key.words for key in chart.keys)
    rows = tuple(
        (", ".join(filter(None, (group.heading, row.label))), *row.figures, _note(row) or row.instead)
        for group in chart.groups
        for row in group.rows
    )
    return ChartTable(chart.title, ("When" if not chart.zero else "Where", first, second, "In words"), rows)


def drawn(layout: Layout) -> Drawing:
    """The layout as marks, figures last so that nothing covers them."""
    marks: list[Mark] = [Words(0.0, 16.0, layout.heading, "head")]
    for key in layout.keys:
        marks.append(keyed(key.kind, key.x + 7, key.y - 4))
        for i, line in enumerate((key.words, *key.more)):
            marks.append(Words(key.x + KEY_TEXT, key.y + LINE * i, line, "soft"))
    for tick in layout.ticks:
        marks.append(Line(tick.x, layout.bottom, tick.x, layout.bottom + 5, "grid"))
        marks.append(Words(tick.x, layout.bottom + 18, tick.label, "soft", "middle"))
    marks += [Words(0.0, heading.y, heading.text, "halo strong") for heading in layout.headings]
    for row in layout.rows:
        marks += _row_marks(row, layout)
    return Drawing(layout.name, layout.title, layout.description, layout.width, layout.height, tuple(marks))


def _row_marks(row: RowMark, layout: Layout) -> list[Mark]:
    marks: list[Mark] = [Words(0.0, row.words_y, row.label, "halo soft")]
    if row.note:
        marks.append(Words(layout.width, row.words_y, row.note, "halo strong", "end"))
    if row.instead:
        marks.append(Line(row.instead_x, row.y, row.instead_x + 18, row.y, "absent"))
        marks.append(Words(row.instead_x + 24, row.y + 4.5, row.instead, "halo soft italic"))
        return marks
    if layout.zero_x is not None:
        marks.append(Line(layout.zero_x, row.y - 9, layout.zero_x, row.y + 9, "zero"))
    marks.append(Line(row.ends[0].x, row.y, row.ends[1].x, row.y, "bar"))
    for end in row.ends:
        marks.append(keyed(end.kind, end.x, row.y))
        marks.append(Words(end.label_x, row.y + 4.5, end.label, "halo", end.anchor))
    return marks


def lay_out(chart: Dumbbell, *, span: float = 0.0) -> Layout:
    """Every place of the chart. No text overlaps another or leaves the box, whatever its length."""
    sides = _sides(chart)
    figures = [width_of(end.text) for row in chart.rows for end in (row.first, row.second)]
    edge = BESIDE + 3 + max(figures, default=0.0)
    left, right = sides.left + edge, WIDTH - sides.right - edge
    axis = axis_over(chart.values, left=left, right=right, span=span, zero=chart.zero)
    keys = _legend(chart.keys)
    headings, rows, bottom = _rows(chart, axis, sides, top=keys[-1].bottom + 12)
    return Layout(
        name=chart.name,
        title=chart.title,
        description=chart.description,
        width=WIDTH,
        height=bottom + AXIS_FOOT,
        heading=fitted(chart.heading, WIDTH / BOLD, size=15),
        keys=keys,
        headings=headings,
        rows=rows,
        ticks=axis.ticks if chart.values else (),
        zero_x=axis.x(0.0) if chart.zero and chart.values else None,
        bottom=bottom,
    )


def _sides(chart: Dumbbell) -> Sides:
    label = max((width_of(row.label) for row in chart.rows), default=0.0)
    note = max((BOLD * width_of(_note(row)) for row in chart.rows), default=0.0)
    beside = label <= AT_SIDES and note <= AT_SIDES
    return Sides(beside, label + 8, note + 8) if beside else Sides(False, 0.0, 0.0)


def _note(row: Row) -> str:
    return "" if row.instead else row.note


def _legend(keys: tuple[Key, Key]) -> tuple[KeyMark, ...]:
    """Both entries on one line where they fit, else one below the other, each on as many as two lines."""
    y, second = TOP + LEGEND_LINE, KEY_TEXT + width_of(keys[0].words) + 16
    if second + KEY_TEXT + width_of(keys[1].words) <= WIDTH:
        return (_key(keys[0], 0.0, y), _key(keys[1], round(second, 1), y))
    first = _key(keys[0], 0.0, y)
    return (first, _key(keys[1], 0.0, first.bottom + LEGEND_LINE))


def _key(key: Key, x: float, y: float) -> KeyMark:
    line, *more = wrapped(key.words, WIDTH - KEY_TEXT - x)
    return KeyMark(x, y, key.kind, line, tuple(more))


def _rows(
    chart: Dumbbell, axis: Axis, sides: Sides, *, top: float
) -> tuple[tuple[Heading, ...], tuple[RowMark, ...], float]:
    headings, rows, y = [], [], top
    for group in chart.groups:
        if group.heading:
            headings.append(Heading(y + 17, fitted(group.heading, WIDTH / BOLD)))
            y += GROUP_HEAD
        for row in group.rows:
            rows.append(_row(row, chart, axis, sides, y))
            y += LOW_ROW if sides.beside else HIGH_ROW
    return tuple(headings), tuple(rows), y


def _row(row: Row, chart: Dumbbell, axis: Axis, sides: Sides, y: float) -> RowMark:
    note = _note(row)
    room = sides.left if sides.beside else WIDTH - BOLD * width_of(note) - 12
    middle = y + (LOW_ROW / 2 if sides.beside else 27)
    return RowMark(
        y=middle,
        words_y=middle + 4.5 if sides.beside else y + 12,
        label=fitted(row.label, room),
        note=note,
        ends=_ends(row, chart, axis),
        instead=fitted(row.instead, WIDTH - sides.left - 24),
        instead_x=sides.left,
    )


def _ends(row: Row, chart: Dumbbell, axis: Axis) -> tuple[EndMark, ...]:
    """The ends with their figures outwards, so that figures never meet however near the ends are."""
    if row.instead:
        return ()
    first, second = row.values
    marks = []
    for figure, value, key, leftmost in (
        (row.first, first, chart.keys[0], first <= second),
        (row.second, second, chart.keys[1], second < first),
    ):
        x = axis.x(value)
        beside = round(x - BESIDE if leftmost else x + BESIDE, 1)
        marks.append(EndMark(x, key.kind, figure.text, beside, "end" if leftmost else "start"))
    return tuple(marks)
