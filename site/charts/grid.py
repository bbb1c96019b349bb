"""Charts made of cells: names of rows at the left, of columns on top, as wide as a phone if it can be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Final

from halfterm.site.charts.axis import BOLD, WIDTH, width_of
from halfterm.site.charts.drawing import Mark, Words
from halfterm.site.charts.lettering import LINE, Placed, keys, letter_key, wrapped

MOST_HEAD_LINES: Final = 4
NAME_LINES: Final = 4
GUTTER: Final = 10.0
"""Between the names of the rows and the first column."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Where the columns are, and how they are called there: by name, or by a letter explained beneath.

    `width` is that of the whole chart, more than a phone's where so many columns need it.
    """

    width: float
    left: float
    step: float
    heads: tuple[tuple[str, ...], ...]
    letters: tuple[tuple[str, str], ...]

    def middle(self, column: int) -> float:
        return self.left + self.step * (column + 0.5)


def grid_over(rows: Sequence[str], columns: Sequence[str], *, least: float, most_label: float) -> Grid:
    """A grid whose columns are `least` wide, or wider to fill the width of a chart."""
    label = min(max((width_of(row) for row in rows), default=0.0), most_label)
    left = label + GUTTER
    step = max(least, (WIDTH - left) / max(1, len(columns)))
    heads = [wrapped(column, step - 5, most=MOST_HEAD_LINES, bold=True) for column in columns]
    whole = all(
        " ".join(lines) == " ".join(column.split()) for lines, column in zip(heads, columns, strict=True)
    )
    letters = () if whole else tuple((_letter(i), column) for i, column in enumerate(columns))
    named = tuple((letter,) for letter, _ in letters) if letters else tuple(tuple(lines) for lines in heads)
    return Grid(max(WIDTH, left + step * len(columns)), left, step, named, letters)


def _letter(place: int) -> str:
    """A to Z, then AA, AB and so on.

    >>> _letter(0), _letter(25), _letter(26)
    ('A', 'Z', 'AA')
    """
    turn, letter = divmod(place, 26)
    return (ascii_uppercase[turn - 1] if turn else "") + ascii_uppercase[letter]


def column_heads(grid: Grid, top: float) -> Placed:
    """The names of the columns, standing on one line."""
    most = max((len(lines) for lines in grid.heads), default=1)
    marks: list[Mark] = [
        Words(grid.middle(i), top + 13 + LINE * (j + most - len(lines)), line, "strong", "middle")
        for i, lines in enumerate(grid.heads)
        for j, line in enumerate(lines)
    ]
    return Placed(tuple(marks), top + LINE * most + 4)


def row_name(name: str, grid: Grid, top: float, height: float) -> tuple[Mark, ...]:
    """A row's name about the middle of its row."""
    lines = wrapped(name, grid.left - GUTTER, most=NAME_LINES)
    first = top + height / 2 - LINE * (len(lines) - 1) / 2 + 4.5
    return tuple(Words(0.0, first + LINE * i, line) for i, line in enumerate(lines))


def name_height(name: str, grid: Grid) -> float:
    """The height that a row's name needs."""
    return LINE * len(wrapped(name, grid.left - GUTTER, most=NAME_LINES)) + 4


def explained(grid: Grid, top: float) -> Placed:
    """What the letters stand for; nothing where columns go by their names."""
    entries = [letter_key(letter, name) for letter, name in grid.letters]
    return keys(entries, top + 4, width=grid.width)


def widest(texts: Sequence[str], *, bold: bool = False) -> float:
    return (BOLD if bold else 1.0) * max(map(width_of, texts), default=0.0)
