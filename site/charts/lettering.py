"""Words in a chart: broken into lines that fit, headings, keys, and places that keep them apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from halfterm.cycles.disclosure import Shown, Symbol
from halfterm.site.charts.axis import BOLD, LETTER, WIDTH, fitted, width_of
from halfterm.site.charts.drawing import Box, Disc, Mark, Path, Words

LINE: Final = 15.0
"""From one line of a broken text to the next."""
HEAD_LINE, HEAD_SIZE = 19.0, 15.0
KEY_LINE: Final = 19.0
KEY_TEXT: Final = 20.0
"""From the left edge of a key's sample to its words."""

ABSENT: Final[dict[Symbol, str]] = {
    "c": "hidden to protect pupils",
    "z": "does not apply",
    "x": "not available",
    "low": "rounds to nought",
}


def told(figure: Shown) -> str:
    """A figure for those who hear a chart, or in words why it is not there."""
    return figure.text if figure.symbol is None else ABSENT[figure.symbol]


Sample = Callable[[float, float], Sequence[Mark]]
"""Draws what a key explains about a middle: x, y."""


def wrapped(text: str, room: float, *, most: int = 2, size: float = LETTER, bold: bool = False) -> list[str]:
    """A text broken between words into `most` lines at most; what does not fit ends in an ellipsis.

    >>> wrapped("Our Lady of Perpetual Help", 110, most=2)
    ['Our Lady of', 'Perpetual Help']
    """
    room = room / BOLD if bold else room
    lines: list[str] = []
    words = text.split()
    while words and len(lines) < most - 1:
        taken = 1
        while taken < len(words) and width_of(" ".join(words[: taken + 1]), size) <= room:
            taken += 1
        lines.append(fitted(" ".join(words[:taken]), room, size))
        words = words[taken:]
    return [*lines, fitted(" ".join(words), room, size)] if words or not lines else lines


@dataclass(frozen=True, slots=True)
class Placed:
    """Marks, and where what comes below them may begin."""

    marks: tuple[Mark, ...]
    bottom: float


def heading(title: str, unit: str = "", *, width: float = WIDTH) -> Placed:
    """The title of a chart on as many lines as it needs, with its unit."""
    said = f"{title}, {unit}" if unit else title
    lines = wrapped(said, width, most=4, size=HEAD_SIZE, bold=True)
    marks = tuple(Words(0.0, 16.0 + HEAD_LINE * i, line, "head") for i, line in enumerate(lines))
    return Placed(marks, 16.0 + HEAD_LINE * (len(lines) - 1) + 6)


def keys(entries: Sequence[tuple[Sample, str]], top: float, *, width: float = WIDTH) -> Placed:
    """Keys one after the other from `top`, on as many lines as they need; none without entries."""
    marks: list[Mark] = []
    x, y = 0.0, top + 14
    for sample, words in entries:
        lines = wrapped(words, width - KEY_TEXT, most=3)
        room = KEY_TEXT + max(width_of(line) for line in lines) + 16
        if x and x + room - 16 > width:
            x, y = 0.0, y + KEY_LINE
        marks += sample(x + 7, y - 4.5)
        marks += [Words(x + KEY_TEXT, y + LINE * i, line, "soft") for i, line in enumerate(lines)]
        x, y = x + room, y + LINE * (len(lines) - 1)
    return Placed(tuple(marks), y + 8 if entries else top)


def absent_keys(figures: Sequence[Shown]) -> list[tuple[Sample, str]]:
    """A key for every symbol that stands in the place of a figure."""
    seen = {figure.symbol for figure in figures}
    return [
        (partial(_symbol, symbol, "soft italic"), words) for symbol, words in ABSENT.items() if symbol in seen
    ]


def letter_key(letter: str, words: str) -> tuple[Sample, str]:
    """A key for a letter that stands for words."""
    return (partial(_symbol, letter, "strong"), words)


def _symbol(text: str, look: str, x: float, y: float) -> tuple[Mark]:
    return (Words(x, y + 4.5, text, look, "middle"),)


def footnotes(lines: Sequence[str], top: float, *, width: float = WIDTH) -> Placed:
    """Sentences under a chart, broken to its width."""
    broken = [part for line in lines for part in wrapped(line, width, most=12)]
    marks = tuple(Words(0.0, top + 14 + LINE * i, part, "soft") for i, part in enumerate(broken))
    return Placed(marks, top + 8 + LINE * len(broken) if broken else top)


def not_drawn(rows: Sequence[tuple[str, Shown]]) -> list[str]:
    """Which rows are not drawn and why, said with their symbols, as lines."""
    return [
        f"Not drawn, {words} ({symbol}): {', '.join(names)}."
        for symbol, words in ABSENT.items()
        if (names := [label for label, figure in rows if figure.symbol == symbol])
    ]


def apart(wanted: Sequence[float], heights: Sequence[float], *, top: float, bottom: float) -> list[float]:
    """Middles as near as can be to the wanted ones, such that nothing overlaps nor leaves top and bottom.

    Least squares under an order: neighbours that would overlap are pooled and share their shift. The
    heights fit between `top` and `bottom` together.

    >>> apart([10, 11], [10, 10], top=0, bottom=40)
    [5.5, 15.5]
    """
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    offsets, so_far = [0.0] * len(wanted), 0.0
    for i in order:
        offsets[i] = so_far + heights[i] / 2
        so_far += heights[i]
    pools: list[tuple[float, int]] = []
    for i in order:
        total, count = wanted[i] - offsets[i], 1
        while pools and pools[-1][0] / pools[-1][1] > total / count:
            above, many = pools.pop()
            total, count = total + above, count + many
        pools.append((total, count))
    shifts = [min(max(total / n, top), bottom - so_far) for total, n in pools for _ in range(n)]
    places = [0.0] * len(wanted)
    for i, shift in zip(order, shifts, strict=True):
        places[i] = round(shift + offsets[i], 1)
    return places


def point(kind: str, x: float, y: float, look: str, r: float = 6.0) -> Mark:
    """A mark of one of the shapes that are told apart without colour; `r` is about its radius."""
    x, y = round(x, 1), round(y, 1)
    match kind:
        case "circle":
            return Disc(x, y, r, look)
        case "square":
            s = round(r * 0.9, 1)
            return Path(f"M {x - s:g} {y - s:g} h {2 * s:g} v {2 * s:g} h {-2 * s:g} z", look)
        case "diamond":
            s = round(r * 1.15, 1)
            return Path(f"M {x:g} {y - s:g} l {s:g} {s:g} l {-s:g} {s:g} l {-s:g} {-s:g} z", look)
        case "triangle":
            s = round(r * 1.1, 1)
            return Path(f"M {x:g} {y - s:g} l {s:g} {1.8 * s:g} h {-2 * s:g} z", look)
        case "wedge":
            s = round(r * 1.1, 1)
            return Path(f"M {x:g} {y + s:g} l {s:g} {-1.8 * s:g} h {-2 * s:g} z", look)
    raise ValueError(f"no such shape: {kind}")


SIGNS: Final[dict[str, tuple[str, float]]] = {
    "target": ("circle", 6.5),
    "found": ("circle", 6.5),
    "comparison": ("square", 6.5),
    "before": ("circle", 5.5),
    "after": ("circle", 6.5),
    "goal": ("wedge", 6.0),
}


def keyed(kind: str, x: float, y: float) -> Mark:
    """The mark of one of the sides or times that charts compare, in its own shape; its look is its name."""
    if kind == "predicted":
        return Box(x - 7, y - 6, 14, 12, kind)
    shape, size = SIGNS[kind]
    return point(shape, x, y, kind, size)
