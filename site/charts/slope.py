"""The slope chart: one line a school from before to after, told apart by tone and shape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from halfterm.cycles.disclosure import Shown
from halfterm.cycles.words import listed
from halfterm.site.charts.axis import BOLD, WIDTH, Axis, axis_over, width_of
from halfterm.site.charts.drawing import HOUSE, Drawing, Line, Mark, Words, draw
from halfterm.site.charts.lettering import (
    LINE,
    Placed,
    Sample,
    apart,
    footnotes,
    heading,
    keys,
    not_drawn,
    point,
    told,
    wrapped,
)
from halfterm.site.pieces import Chart, ChartTable
from halfterm.site.rendering import Templates

LEAST: Final = 150.0
"""The least height of the plot."""
LEADER: Final = 14.0
COURSE: Final = 105.0
"""Width that the lines themselves have, or more."""
NAMED: Final = 155.0
"""Width that a row's name is given before it is broken."""

TONES: Final[dict[str, tuple[str, str]]] = {
    "closer": ("circle", "gap closing"),
    "wider": ("diamond", "gap widening"),
    "nearer": ("wedge", "less far ahead"),
    "further": ("triangle", "further ahead"),
    "crossed": ("square", "gap changed sides"),
    "fell": ("wedge", "fell"),
    "rose": ("triangle", "rose"),
    "plain": ("circle", "change could be chance"),
}
"""The shape of the ends and the words of each tone, as `predicted.tone` gives them."""


@dataclass(frozen=True, slots=True)
class SlopeRow:
    """One school's figure before and after. `tone` is one of `TONES`."""

    label: str
    before: Shown
    after: Shown
    tone: str

    @property
    def hidden(self) -> Shown | None:
        """The figure for which the row cannot be drawn."""
        return next((f for f in (self.before, self.after) if f.value is None), None)


def slope_chart(
    name: str,
    title: str,
    rows: Sequence[SlopeRow],
    *,
    before: str,
    after: str,
    unit: str,
    zero: bool = True,
    span: float = 0.0,
    templates: Templates = HOUSE,
) -> Chart:
    """One line a row between two times, each end with its figure; hidden rows are named beneath.

    Gaps are seen against no gap, lest a small change fill the chart.

    Args:
        name: of the chart, its own on the page.
        title: what is compared, as its heading.
        rows: in the order of the table.
        before: what the first time is called.
        after: what the second is called.
        unit: of the figures, as said behind the title.
        zero: whether nought is on the scale, as it must be for gaps and need not for means.
        span: the least that the scale reaches over, for charts that stand together.
        templates: those of the workspace.

    Raises:
        ValueError: a row's tone is none of `TONES`.
    """
    unknown = sorted({row.tone for row in rows} - TONES.keys())
    if unknown:
        raise ValueError(f"no such tone: {unknown[0]}")
    table = ChartTable(
        title, ("School", before, after), tuple((row.label, row.before, row.after) for row in rows)
    )
    marks = _lay_out(heading(title, unit), rows, (before, after), zero=zero, span=span)
    described = _described(rows, before, after, unit)
    drawing = Drawing(name, title, described, WIDTH, marks.bottom + 4, marks.marks)
    return Chart(name, draw(drawing, templates=templates), table)


def _lay_out(
    top: Placed, rows: Sequence[SlopeRow], times: tuple[str, str], *, zero: bool, span: float
) -> Placed:
    seen = [row for row in rows if row.hidden is None]
    values = [figure.value for row in seen for figure in (row.before, row.after) if figure.value is not None]
    scale = axis_over(values, left=0.0, right=1.0, span=span, zero=zero)
    no_gap = [(_no_gap, "no gap")] if seen and zero else []
    key = keys([*_key_entries(seen), *no_gap], top.bottom)
    plot = _plot(seen, times, scale, key.bottom, zero=zero) if seen else Placed((), key.bottom)
    below = footnotes(not_drawn([(row.label, row.hidden) for row in rows if row.hidden]), plot.bottom)
    return Placed((*top.marks, *key.marks, *plot.marks, *below.marks), below.bottom)


def _key_entries(rows: Sequence[SlopeRow]) -> list[tuple[Sample, str]]:
    return [
        (partial(_sample, tone), words)
        for tone, (_, words) in TONES.items()
        if any(row.tone == tone for row in rows)
    ]


def _sample(tone: str, x: float, y: float) -> tuple[Mark, Mark]:
    return (_course(x - 7, y, x + 7, y, tone), _end(x, y, tone))


def _no_gap(x: float, y: float) -> tuple[Mark]:
    return (Line(x - 7, y, x + 7, y, "zero"),)


@dataclass(frozen=True, slots=True)
class Columns:
    """Where both times are, and where the figures and names behind the second begin."""

    left: float
    right: float
    figures: float
    names: float


def _columns(rows: Sequence[SlopeRow]) -> Columns:
    left = max(width_of(row.before.text) for row in rows) + LEADER + 6
    figures = max(BOLD * width_of(row.after.text) for row in rows) + 8
    named = 1 + min(max(width_of(row.label) for row in rows), NAMED)
    right = max(left + COURSE, WIDTH - LEADER - 6 - figures - named)
    return Columns(left, right, right + LEADER + 6, right + LEADER + 6 + figures)


def _plot(rows: Sequence[SlopeRow], times: tuple[str, str], scale: Axis, top: float, *, zero: bool) -> Placed:
    """Both columns of figures kept apart, the lines between them, and each row's name at its end."""
    columns = _columns(rows)
    names = [wrapped(row.label, WIDTH - columns.names, most=4) for row in rows]
    heights = [LINE * len(lines) + 3 for lines in names]
    heads = _heads(times, columns, top)
    upper = heads.bottom + 4
    lower = upper + max(LEAST, sum(heights))

    def y(value: float) -> float:
        share = (value - scale.low) / (scale.high - scale.low)
        return round(lower - 9 - share * (lower - upper - 18), 1)

    begins, ends = [y(row.before.value or 0.0) for row in rows], [y(row.after.value or 0.0) for row in rows]
    firsts = apart(begins, [LINE] * len(rows), top=upper, bottom=lower)
    places = apart(ends, heights, top=upper, bottom=lower)
    marks: list[Mark] = [Line(x, upper, x, lower, "grid") for x in (columns.left, columns.right)]
    marks += [Line(columns.left, y(0.0), columns.right, y(0.0), "zero")] if zero else []
    for row, begin, end in zip(rows, begins, ends, strict=True):
        marks.append(_course(columns.left, begin, columns.right, end, row.tone))
    for i, row in enumerate(rows):
        marks += _first(row, columns, begins[i], firsts[i])
        marks += _second(row, columns, ends[i], places[i], names[i])
    return Placed((*heads.marks, *marks), lower + 4)


def _first(row: SlopeRow, columns: Columns, y: float, place: float) -> list[Mark]:
    """The end before, and its figure, led to where it had to give way."""
    x = columns.left - LEADER
    figure = Words(x - 3, place + 4.5, row.before.text, "soft", "end")
    return [_end(columns.left, y, row.tone), *_led(columns.left - 5, y, x, place), figure]


def _second(row: SlopeRow, columns: Columns, y: float, place: float, name: list[str]) -> list[Mark]:
    """The end after, its figure, and the row's name, the first line of it beside the figure."""
    line = place - LINE * (len(name) - 1) / 2
    return [
        _end(columns.right, y, row.tone),
        *_led(columns.right + 5, y, columns.right + LEADER, line),
        Words(columns.figures, line + 4.5, row.after.text, "strong"),
        *(Words(columns.names, line + 4.5 + LINE * i, words) for i, words in enumerate(name)),
    ]


def _heads(times: tuple[str, str], columns: Columns, top: float) -> Placed:
    """What both times are called, over their columns."""
    left, right = columns.left, columns.right
    room = 2 * min((right - left) / 2 - 6, WIDTH - right)
    before, after = wrapped(times[0], (left + right) / 2, bold=True), wrapped(times[1], room, bold=True)
    most = max(len(before), len(after))
    marks: list[Mark] = [
        Words(0.0, top + 12 + LINE * (i + most - len(before)), line, "strong")
        for i, line in enumerate(before)
    ]
    marks += [
        Words(right, top + 12 + LINE * (i + most - len(after)), line, "strong", "middle")
        for i, line in enumerate(after)
    ]
    return Placed(tuple(marks), top + LINE * most + 2)


def _led(x: float, y: float, to_x: float, to_y: float) -> list[Mark]:
    """A thin line from an end to its figure, where the figure had to give way."""
    return [] if abs(y - to_y) < 1.5 else [Line(x, y, to_x, to_y, "lead")]


def _course(x1: float, y1: float, x2: float, y2: float, tone: str) -> Line:
    return Line(x1, y1, x2, y2, f"course {tone}")


def _end(x: float, y: float, tone: str) -> Mark:
    return point(TONES[tone][0], x, y, f"end {tone}", 4.5)


def _described(rows: Sequence[SlopeRow], before: str, after: str, unit: str) -> str:
    counts = [
        f"{sum(row.tone == tone and row.hidden is None for row in rows)} {words}"
        for tone, (_, words) in TONES.items()
        if any(row.tone == tone and row.hidden is None for row in rows)
    ]
    hidden = sum(row.hidden is not None for row in rows)
    said = listed([*counts, *([f"{hidden} not drawn"] if hidden else [])])
    each = " ".join(f"{row.label}: {told(row.before)} to {told(row.after)}." for row in rows)
    return f"From {before} to {after}, in {unit}: {said}. {each}"
