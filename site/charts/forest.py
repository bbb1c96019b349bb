"""The forest plot: each effect with its interval, the pooled one, and what a new school may expect."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from math import sqrt
from typing import Final

from halfterm.cycles.disclosure import Shown
from halfterm.site.charts.axis import BOLD, WIDTH, Axis, axis_over, width_of
from halfterm.site.charts.drawing import HOUSE, Box, Drawing, Line, Mark, Path, Words, draw
from halfterm.site.charts.lettering import (
    LINE,
    Placed,
    Sample,
    absent_keys,
    heading,
    keys,
    told,
    wrapped,
)
from halfterm.site.charts.scale_marks import foot, rules
from halfterm.site.pieces import Chart, ChartTable
from halfterm.site.rendering import Templates

PAD: Final = 12.0
BAR: Final = 22.0
"""Height of the part of a row that holds its interval."""
BETWEEN: Final = 4.0
LARGEST: Final = 8.0
"""Half the side of the square of the heaviest row."""
EXPECTED: Final = "A new school may expect"


@dataclass(frozen=True, slots=True)
class ForestRow:
    """An effect with its interval; `weight` is its percent of the pool."""

    label: str
    effect: Shown
    lower: Shown
    upper: Shown
    weight: Shown
    is_pooled: bool = False

    @property
    def ends(self) -> tuple[Shown, Shown, Shown]:
        return (self.lower, self.effect, self.upper)

    @property
    def at(self) -> float:
        """Where the effect is; nought where it is hidden and not drawn."""
        return self.effect.value or 0.0

    @property
    def words(self) -> str:
        """Effect and interval for those who hear the chart."""
        return self.said if self.effect.visible else told(self.effect)

    @property
    def said(self) -> str:
        """Effect and interval in words, or the symbol in their place."""
        if not self.effect.visible:
            return self.effect.text
        return f"{self.effect} ({self.lower} to {self.upper})" if self.lower.visible else self.effect.text


def forest_chart(
    name: str,
    title: str,
    rows: Sequence[ForestRow],
    *,
    unit: str,
    expected: tuple[Shown, Shown] | None,
    templates: Templates = HOUSE,
) -> Chart:
    """Effects in the order given, areas of squares by weight, a diamond for what is pooled.

    Args:
        name: of the chart, its own on the page.
        title: what is pooled, as its heading.
        rows: the effects, and the pooled one, in `unit`, with intervals of 95 %.
        unit: said under the scale, such as "standard deviations, above nought is better".
        expected: lower and upper end of the prediction interval, of 95 % too; None where there is none.
        templates: those of the workspace.
    """
    table_rows = [(r.label, r.effect, r.lower, r.upper, r.weight) for r in rows]
    heads = ("", "Effect", "From", "To", "Weight, %")
    last = [] if expected is None else [(EXPECTED, "", expected[0], expected[1], "")]
    table = ChartTable(f"{title}, {unit}", heads, (*table_rows, *last))
    return Chart(name, draw(_lay_out(name, title, rows, unit, expected), templates=templates), table)


def _lay_out(
    name: str, title: str, rows: Sequence[ForestRow], unit: str, expected: tuple[Shown, Shown] | None
) -> Drawing:
    top = heading(title)
    key = keys(_key_entries(rows, expected), top.bottom)
    figures = [f for row in rows if row.effect.visible for f in row.ends]
    values = [f.value for f in (*figures, *(expected or ())) if f.value is not None]
    axis = axis_over(values, left=PAD + 14, right=WIDTH - PAD - 14, zero=True)
    plot = _plot(rows, expected, axis, key.bottom)
    below = foot(axis, plot.bottom, unit, width=WIDTH)
    marks = (*top.marks, *key.marks, *plot.marks)
    described = _described(rows, unit, expected)
    return Drawing(name, title, described, WIDTH, below.bottom + 6, (*marks, *below.marks))


def _key_entries(rows: Sequence[ForestRow], expected: tuple[Shown, Shown] | None) -> list[tuple[Sample, str]]:
    entries: list[tuple[Sample, str]] = []
    if any(row.effect.visible and not row.is_pooled for row in rows):
        entries.append(
            (
                lambda x, y: (*_whisker(x - 7, x + 8, y), _square(x, y, 4)),
                "effect, 95% interval; size: weight",
            )
        )
    if any(row.effect.visible and row.is_pooled for row in rows):
        entries.append((lambda x, y: (_diamond(x - 8, x, x + 8, y),), "pooled"))
    if expected and all(figure.visible for figure in expected):
        entries.append((lambda x, y: _expected(x - 8, x + 8, y), "to be expected (95%)"))
    return [*entries, *absent_keys([row.effect for row in rows])]


@dataclass(frozen=True, slots=True)
class _Strip:
    """One line of the plot: its words, and what is drawn under them about a middle, if anything may be."""

    label: str
    said: str
    strong: bool
    hidden: bool
    drawn: Callable[[float], Sequence[Mark]] | None


def _strips(rows: Sequence[ForestRow], expected: tuple[Shown, Shown] | None, axis: Axis) -> list[_Strip]:
    heaviest = max((r.weight.value or 0.0 for r in rows if not r.is_pooled), default=0.0)
    strips = []
    for row in rows:
        drawn = partial(_drawn, row, axis, heaviest) if row.effect.value is not None else None
        strips.append(_Strip(row.label, row.said, row.is_pooled, not row.effect.visible, drawn))
    if expected is not None:
        ends = [figure.value for figure in expected]
        if ends[0] is not None and ends[1] is not None:
            said, reach = f"{expected[0]} to {expected[1]}", (axis.x(ends[0]), axis.x(ends[1]))
            strips.append(_Strip(EXPECTED, said, False, False, partial(_expected, *reach)))
        else:
            why = next(figure.text for figure in expected if figure.value is None)
            strips.append(_Strip(EXPECTED, why, False, True, None))
    return strips


def _plot(rows: Sequence[ForestRow], expected: tuple[Shown, Shown] | None, axis: Axis, top: float) -> Placed:
    """Strip under strip; the scale's lines begin where the first mark is, lest they cross its words."""
    marks: list[Mark] = []
    y, begin = top + 4, 0.0
    for strip in _strips(rows, expected, axis):
        words = _words(strip.label, strip.said, y, strong=strip.strong, hidden=strip.hidden)
        marks += words.marks
        y = words.bottom
        if strip.drawn is not None:
            begin = begin or y - 3
            marks += strip.drawn(y + BAR / 2 - 3)
            y += BAR
        y += BETWEEN
    return Placed((*rules(axis, begin or top, y, zero=True), *marks), y)


def _words(label: str, said: str, y: float, *, strong: bool, hidden: bool) -> Placed:
    """A row's name at the left, as broken as it needs, and its figures at the right."""
    room = WIDTH - BOLD * width_of(said) - 14
    lines = wrapped(label, room, most=3, bold=strong)
    look = "halo strong" if strong else "halo"
    marks: list[Mark] = [Words(0.0, y + 13 + LINE * i, line, look) for i, line in enumerate(lines)]
    figures = "halo soft italic" if hidden else look
    marks.append(Words(WIDTH, y + 13, said, figures, "end"))
    return Placed(tuple(marks), y + LINE * len(lines) + 3)


def _drawn(row: ForestRow, axis: Axis, heaviest: float, y: float) -> list[Mark]:
    """An interval with its effect; an effect without interval stands alone."""
    lower, effect, upper = (axis.x(f.value if f.value is not None else row.at) for f in row.ends)
    if row.is_pooled:
        return [_diamond(lower, effect, upper, y)]
    # Areas tell weights, so sides go by their roots; the lightest can still be seen.
    share = max(row.weight.value or 0.0, 0.0) / heaviest if heaviest > 0 else 0.4
    square = _square(effect, y, max(2.5, LARGEST * sqrt(share)))
    return [square] if lower == upper else [*_whisker(lower, upper, y), square]


def _whisker(left: float, right: float, y: float) -> list[Mark]:
    return [Line(left, y, right, y, "whisker"), *(Line(x, y - 4, x, y + 4, "whisker") for x in (left, right))]


def _square(x: float, y: float, half: float) -> Mark:
    return Box(x - half, y - half, 2 * half, 2 * half, "weight")


def _diamond(left: float, middle: float, right: float, y: float) -> Mark:
    left, middle, right = (round(x, 1) for x in (min(left, middle - 1), middle, max(right, middle + 1)))
    y = round(y, 1)
    return Path(
        f"M {left:g} {y:g} L {middle:g} {y - 7:g} L {right:g} {y:g} L {middle:g} {y + 7:g} z", "pooled"
    )


def _expected(left: float, right: float, y: float) -> list[Mark]:
    return [
        Line(left, y, right, y, "expected"),
        *(Line(x, y - 5, x, y + 5, "expected end") for x in (left, right)),
    ]


def _described(rows: Sequence[ForestRow], unit: str, expected: tuple[Shown, Shown] | None) -> str:
    """The pooled effect first, then what to expect, then row by row."""
    lines = [f"In {unit}."]
    lines += [f"{row.label}: {row.words}." for row in rows if row.is_pooled]
    if expected is not None and all(figure.visible for figure in expected):
        lines.append(f"{EXPECTED} {expected[0]} to {expected[1]}.")
    return " ".join([*lines, *(f"{row.label}: {row.words}." for row in rows if not row.is_pooled)])
