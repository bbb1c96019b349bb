"""Lights: what to look at first, each told by shape and colour, with a few words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, Literal

from halfterm.site.charts.axis import width_of
from halfterm.site.charts.drawing import HOUSE, Drawing, Line, Mark, Words, draw
from halfterm.site.charts.grid import Grid, column_heads, explained, grid_over, name_height, row_name, widest
from halfterm.site.charts.lettering import LINE, Sample, heading, keys, point, wrapped
from halfterm.site.pieces import Chart, ChartTable
from halfterm.site.rendering import Templates

Colour = Literal["red", "amber", "green", "grey"]

SHAPES: Final[dict[Colour, tuple[str, float]]] = {
    "red": ("triangle", 7.5),
    "amber": ("diamond", 6.5),
    "green": ("circle", 6.0),
    "grey": ("circle", 3.0),
}
"""The shapes that reports print too: nobody has to tell colours apart."""

MEANINGS: Final[dict[Colour, str]] = {
    "red": "red",
    "amber": "amber",
    "green": "green",
    "grey": "not judged",
}
LEAST_WIDTH: Final = 21.0
MOST_LABEL: Final = 135.0
BESIDE: Final = 13.0
"""From the middle of a light to the words beside it."""


@dataclass(frozen=True, slots=True)
class LightCell:
    """A light and the few words with it, which may be none."""

    light: Colour
    text: str


def lights_chart(
    name: str,
    title: str,
    cells: Sequence[Sequence[LightCell]],
    *,
    rows: Sequence[str],
    columns: Sequence[str],
    meanings: Mapping[Colour, str] = MEANINGS,
    row_head: str = "School",
    templates: Templates = HOUSE,
) -> Chart:
    """A table of lights, with words beside or beneath each.

    Args:
        name: of the chart, its own on the page.
        title: as its heading.
        cells: a row of lights for each of `rows`, one for each of `columns`.
        rows: what is judged.
        columns: by what.
        meanings: what the key says of each colour.
        row_head: what the rows are, for the table.
        templates: those of the workspace.

    Raises:
        ValueError: the lights are not as many as rows and columns ask for.
    """
    if len(cells) != len(rows) or any(len(row) != len(columns) for row in cells):
        raise ValueError("the lights are not as many as rows and columns ask for")
    table = ChartTable(
        title,
        (row_head, *columns),
        tuple(
            (name, *(_said(cell, meanings) for cell in row)) for name, row in zip(rows, cells, strict=True)
        ),
    )
    drawing = _lay_out(name, title, cells, rows, columns, meanings)
    return Chart(name, draw(drawing, templates=templates), table)


def _said(cell: LightCell, meanings: Mapping[Colour, str]) -> str:
    return f"{meanings[cell.light]}: {cell.text}" if cell.text else meanings[cell.light]


def _lay_out(
    name: str,
    title: str,
    cells: Sequence[Sequence[LightCell]],
    rows: Sequence[str],
    columns: Sequence[str],
    meanings: Mapping[Colour, str],
) -> Drawing:
    texts = [cell.text for row in cells for cell in row]
    longest = widest([word for text in texts for word in text.split()])
    grid = grid_over(rows, columns, least=max(LEAST_WIDTH, min(longest, 60.0) + 6), most_label=MOST_LABEL)
    beside = widest(texts) + BESIDE + 12 <= grid.step
    top = heading(title, width=grid.width)
    used = {cell.light for row in cells for cell in row}
    entries: list[tuple[Sample, str]] = [
        (partial(_sample, light), meanings[light]) for light in SHAPES if light in used
    ]
    key = keys(entries, top.bottom, width=grid.width)
    named = column_heads(grid, key.bottom)
    marks: list[Mark] = [*top.marks, *key.marks, *named.marks]
    y = named.bottom
    for label, row in zip(rows, cells, strict=True):
        height = _height(label, row, grid, beside=beside)
        marks += [Line(0.0, y, grid.width, y, "grid"), *row_name(label, grid, y, height)]
        for j, cell in enumerate(row):
            marks += _cell(cell, grid, j, y, height, beside=beside)
        y += height
    below = explained(grid, y)
    described = [_told(label, row, columns, meanings) for label, row in zip(rows, cells, strict=True)]
    return Drawing(name, title, " ".join(described), grid.width, below.bottom + 6, (*marks, *below.marks))


def _told(
    label: str, row: Sequence[LightCell], columns: Sequence[str], meanings: Mapping[Colour, str]
) -> str:
    each = (f"{column} {_said(cell, meanings)}" for column, cell in zip(columns, row, strict=True))
    return f"{label}: {', '.join(each)}."


def _height(label: str, row: Sequence[LightCell], grid: Grid, *, beside: bool) -> float:
    said = 0 if beside else max((len(_lines(cell, grid)) for cell in row), default=0)
    return max(name_height(label, grid) + 6, 26 + (LINE * said if said else 0))


def _lines(cell: LightCell, grid: Grid) -> list[str]:
    return wrapped(cell.text, grid.step - 4, most=3) if cell.text else []


def _cell(cell: LightCell, grid: Grid, column: int, top: float, height: float, *, beside: bool) -> list[Mark]:
    middle = grid.middle(column)
    if beside:
        y = top + height / 2
        x = middle - (width_of(cell.text) + BESIDE) / 2 if cell.text else middle
        said = [Words(x + BESIDE, y + 4.5, cell.text)] if cell.text else []
        return [_light(cell.light, x, y), *said]
    lines = _lines(cell, grid)
    first = top + (height - LINE * len(lines)) / 2
    words = [Words(middle, first + 18 + LINE * i, line, "", "middle") for i, line in enumerate(lines)]
    return [_light(cell.light, middle, first if lines else top + height / 2), *words]


def _light(light: Colour, x: float, y: float) -> Mark:
    shape, size = SHAPES[light]
    return point(shape, x, y, f"light-{light}", size)


def _sample(light: Colour, x: float, y: float) -> tuple[Mark]:
    return (_light(light, x, y),)
