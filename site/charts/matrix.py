"""The progress matrix: from each band to each band, shaded by how many, the same band outlined."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Final

from halfterm.cycles.disclosure import Shown
from halfterm.site.charts.drawing import HOUSE, Box, Drawing, Mark, Words, draw
from halfterm.site.charts.grid import Grid, column_heads, explained, grid_over, name_height, row_name, widest
from halfterm.site.charts.lettering import LINE, Placed, Sample, absent_keys, heading, keys, wrapped
from halfterm.site.pieces import Chart, ChartTable
from halfterm.site.rendering import Templates

CELL: Final = 30.0
"""The least height of a cell."""
LEAST_WIDTH: Final = 30.0
MOST_LABEL: Final = 110.0
SHADES: Final = 4


def matrix_chart(
    name: str,
    title: str,
    cells: Sequence[Sequence[Shown]],
    *,
    rows: Sequence[str],
    columns: Sequence[str],
    row_head: str,
    column_head: str,
    templates: Templates = HOUSE,
) -> Chart:
    """A matrix of figures, darker where they are larger; hidden cells say so and have no shade.

    Args:
        name: of the chart, its own on the page.
        title: as its heading, with the unit of the figures.
        cells: a row of figures for each of `rows`, one for each of `columns`.
        rows: bands before, lowest first.
        columns: bands after, lowest first.
        row_head: what the rows are, such as "Key Stage 1".
        column_head: what the columns are.
        templates: those of the workspace.

    Raises:
        ValueError: the cells are not as many as rows and columns ask for.
    """
    if len(cells) != len(rows) or any(len(row) != len(columns) for row in cells):
        raise ValueError("the cells are not as many as rows and columns ask for")
    table = ChartTable(
        f"{title}: {row_head} in rows, {column_head} in columns",
        (row_head, *columns),
        tuple((band, *row) for band, row in zip(rows, cells, strict=True)),
    )
    drawing = _lay_out(name, title, cells, (rows, columns), (row_head, column_head))
    return Chart(name, draw(drawing, templates=templates), table)


def _lay_out(
    name: str,
    title: str,
    cells: Sequence[Sequence[Shown]],
    bands: tuple[Sequence[str], Sequence[str]],
    heads: tuple[str, str],
) -> Drawing:
    rows, columns = bands
    figures = [figure for row in cells for figure in row]
    least = max(LEAST_WIDTH, widest([figure.text for figure in figures]) + 10)
    grid = grid_over(rows, columns, least=least, most_label=MOST_LABEL)
    top = heading(title, width=grid.width)
    key = keys(_key_entries(rows, columns, figures), top.bottom, width=grid.width)
    over = _heads(heads, grid, key.bottom)
    named = column_heads(grid, over.bottom)
    marks = [*top.marks, *key.marks, *over.marks, *named.marks]
    largest = max((abs(figure.value) for figure in figures if figure.value is not None), default=0.0)
    same: list[Mark] = []
    y = named.bottom
    for i, row in enumerate(cells):
        height = max(CELL, name_height(rows[i], grid))
        marks += row_name(rows[i], grid, y, height)
        for j, figure in enumerate(row):
            x = grid.left + grid.step * j
            marks += _cell(figure, (x, y, grid.step, height), largest)
            if rows[i] == columns[j]:
                same.append(Box(x + 1, y + 1, grid.step - 2, height - 2, "same"))
        y += height
    below = explained(grid, y)
    described = _described(cells, rows, columns, heads)
    return Drawing(name, title, described, grid.width, below.bottom + 6, (*marks, *same, *below.marks))


def _key_entries(
    rows: Sequence[str], columns: Sequence[str], figures: Sequence[Shown]
) -> list[tuple[Sample, str]]:
    entries: list[tuple[Sample, str]] = []
    if set(rows) & set(columns):
        entries.append((lambda x, y: (Box(x - 7, y - 6, 14, 12, "same"),), "the same band"))
    return [*entries, *absent_keys(figures)]


def _heads(heads: tuple[str, str], grid: Grid, top: float) -> Placed:
    """What columns and rows are, over both, pointing their way."""
    lines = wrapped(f"{heads[0]} ↓   {heads[1]} →", grid.width, most=3)
    marks = tuple(Words(0.0, top + 13 + LINE * i, line, "soft") for i, line in enumerate(lines))
    return Placed(marks, top + LINE * len(lines) + 4)


def _cell(figure: Shown, place: tuple[float, float, float, float], largest: float) -> list[Mark]:
    x, y, width, height = place
    shade = 0
    if figure.value is not None and largest:
        shade = ceil(SHADES * abs(figure.value) / largest - 1e-9)
    look = f"cell shade-{shade}" if shade else "cell"
    words = "" if figure.visible else "soft italic"
    return [
        Box(x, y, width, height, look),
        Words(x + width / 2, y + height / 2 + 4.5, figure.text, words, "middle"),
    ]


def _described(
    cells: Sequence[Sequence[Shown]],
    rows: Sequence[str],
    columns: Sequence[str],
    heads: tuple[str, str],
) -> str:
    told = [f"{heads[0]} in rows, {heads[1]} in columns."]
    for band, row in zip(rows, cells, strict=True):
        seen = [f"to {to} {f}" for to, f in zip(columns, row, strict=True) if f.value]
        hidden = sum(not f.visible for f in row)
        said = [*seen, *([f"{hidden} not shown"] if hidden else [])] or ["none"]
        told.append(f"From {band}: {', '.join(said)}.")
    return " ".join(told)
