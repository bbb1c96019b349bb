"""The slope chart: one line a school from before to after, told apart by tone and shape."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from halfterm.cycles.disclosure import Shown
from halfterm.cycles.words import listed
from halfterm.site.charts.axis import BOLD, WIDTH, width_of
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
    templates: Templates = HOUSE,
) -> Chart:
    """One line a row between two times, each end with its figure; hidden rows are named beneath.

    Args:
        name: of the chart, its own on the page.
        title: what is compared, as its heading.
        rows: in the order of the table.
        before: what the first time is called.
        after: what the second is called.
        unit: of the figures, as said behind the title.
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
    drawing = _lay_out(name, title, rows, before, after, unit)
    return Chart(name, draw(drawing, templates=templates), table)


def _lay_out(name: str, title: str, rows: Sequence[SlopeRow], before: str, after: str, unit: str) -> Drawing:
    seen = [row for row in rows if row.hidden is None]
    top = heading(title, unit)
    key = keys(_key_entries(seen), top.bottom)
    plot = _plot(seen, before, after, key.bottom) if seen else Placed((), key.bottom)
    below = footnotes(not_drawn([(row.label, row.hidden) for row in rows if row.hidden]), plot.bottom)
    return Drawing(
        name,
        title,
        _described(rows, before, after, unit),
        WIDTH,
        below.bottom + 4,
        (*top.marks, *key.marks, *plot.marks, *below.marks),
    )


def _key_entries(rows: Sequence[SlopeRow]) -> list[tuple[Sample, str]]:
    return [
        (lambda x, y, tone=tone: (_course(x - 7, y, x + 7, y, tone), _end(x, y, tone)), words)
        for tone, (_, words) in TONES.items()
        if any(row.tone == tone for row in rows)
    ]


def _plot(rows: Sequence[SlopeRow], before: str, after: str, top: float) -> Placed:
    """Both columns of figures kept apart, the lines between them, and each row's name at its end."""
    left = max(width_of(row.before.text) for row in rows) + LEADER + 6
    figures = max(BOLD * width_of(row.after.text) for row in rows)
    named = min(max(width_of(row.label) for row in rows), NAMED)
    right = max(left + COURSE, WIDTH - LEADER - 6 - figures - 8 - named)
    at = right + LEADER + 6
    names = [wrapped(row.label, WIDTH - at - figures - 8, most=4) for row in rows]
    heights = [LINE * len(lines) + 3 for lines in names]
    heads = _heads(before, after, left, right, top)
    upper = heads.bottom + 4
    lower = upper + max(LEAST, sum(heights))
    scale = _scale(rows, upper + 9, lower - 9)
    begins = [scale(row.before) for row in rows]
    ends = [scale(row.after) for row in rows]
    places = apart(ends, heights, top=upper, bottom=lower)
    firsts = apart(begins, [LINE] * len(rows), top=upper, bottom=lower)
    marks: list[Mark] = [*heads.marks, *(Line(x, upper, x, lower, "grid") for x in (left, right))]
    for row, y, end in zip(rows, begins, ends, strict=True):
        marks.append(_course(left, y, right, end, row.tone))
    for i, row in enumerate(rows):
        marks += [_end(left, begins[i], row.tone), _end(right, ends[i], row.tone)]
        marks += _led(left - 5, begins[i], left - LEADER, firsts[i])
        marks.append(Words(left - LEADER - 3, firsts[i] + 4.5, row.before.text, "soft", "end"))
        first_line = places[i] - LINE * (len(names[i]) - 1) / 2
        marks += _led(right + 5, ends[i], right + LEADER, first_line)
        marks.append(Words(at, first_line + 4.5, row.after.text, "strong"))
        marks += [
            Words(at + figures + 8, first_line + 4.5 + LINE * j, line) for j, line in enumerate(names[i])
        ]
    return Placed(tuple(marks), lower + 4)


def _heads(before: str, after: str, left: float, right: float, top: float) -> Placed:
    """What both times are called, over their columns."""
    lines = (wrapped(before, (left + right) / 2 - 6), wrapped(after, WIDTH - (left + right) / 2 - 6))
    most = max(map(len, lines))
    marks = []
    for x, said in ((0.0, lines[0]), ((left + right) / 2 + 6, lines[1])):
        marks += [
            Words(x, top + 12 + LINE * (i + most - len(said)), line, "strong") for i, line in enumerate(said)
        ]
    return Placed(tuple(marks), top + LINE * most + 2)


def _scale(rows: Sequence[SlopeRow], upper: float, lower: float) -> Callable[[Shown], float]:
    values = [f.value for row in rows for f in (row.before, row.after) if f.value is not None]
    low, high = min(values), max(values)
    span = high - low if high - low > 1e-9 * max(1.0, abs(high), abs(low)) else 1.0
    middle = (upper + lower) / 2 if span != high - low else upper

    def y(figure: Shown) -> float:
        value = high if figure.value is None else figure.value
        return round(middle + (high - value) / span * (lower - upper), 1)

    return y


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
