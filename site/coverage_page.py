"""The coverage of the warehouse as one page: a picture a measure, with the same as a table beneath."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from markupsafe import Markup

from halfterm.cycles.coverage import ShownCell, ShownCoverage
from halfterm.site.rendering import Templates

_CELL: Final = (68, 26)  # width and height of a cell, in the picture's units
_NAMES: Final = 200  # width of the schools' names
_TOP: Final = 56  # height of the heads
_LONGEST: Final = 26  # letters of a name that fit


@dataclass(frozen=True, slots=True)
class CoveragePage:
    """What the page shows: the coverage made safe, and names of schools and half-terms by id."""

    programme: str
    coverage: ShownCoverage
    schools: Mapping[str, str]
    half_terms: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Square:
    """One cell of a picture; `shade` is the style's name."""

    x: int
    y: int
    shade: str
    words: str


@dataclass(frozen=True, slots=True)
class Head:
    """A half-term above its column, its name on two lines."""

    x: int
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Grid:
    """The picture of one measure."""

    name: str
    width: int
    height: int
    heads: tuple[Head, ...]
    rows: tuple[tuple[int, str], ...]
    squares: tuple[Square, ...]
    description: str


@dataclass(frozen=True, slots=True)
class MeasureBlock:
    """One measure: its picture, and its table (a school, and its words by half-term)."""

    measure: str
    grid: Grid
    table: tuple[tuple[str, tuple[str, ...]], ...]


def render_coverage(page: CoveragePage, *, overrides: Path | None = None) -> str:
    """One self-contained HTML page; `overrides` is a folder whose templates go before the house's own."""
    templates = Templates(overrides)
    style = templates.asset("style.css") + templates.asset("coverage.css")
    coverage = page.coverage
    return templates.markup(
        "coverage.html",
        title=f"{page.programme}: which scores are there",
        style=Markup(style),  # noqa: S704 - our own sheet, which the page's policy names by its hash
        style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        cell=_CELL,
        half_terms=[page.half_terms[half_term] for half_term in coverage.half_terms],
        measures=[_block(page, measure) for measure in coverage.measures],
        without=_without(page),
        instead=coverage.instead,
        groups=coverage.groups,
        matched=[
            (measure, page.half_terms[earlier], page.half_terms[later], shown.text)
            for (measure, earlier, later), shown in coverage.matched.items()
        ],
    )


def _block(page: CoveragePage, measure: str) -> MeasureBlock:
    rows = [
        (name, [page.coverage.cells[measure, school, half_term] for half_term in page.coverage.half_terms])
        for school, name in page.schools.items()
    ]
    return MeasureBlock(
        measure,
        _grid(page, measure, rows),
        tuple((name, tuple(_words(c) for c in cells)) for name, cells in rows),
    )


def _grid(page: CoveragePage, measure: str, rows: list[tuple[str, list[ShownCell]]]) -> Grid:
    width, height = _CELL
    return Grid(
        name=f"coverage-{measure}",
        width=_NAMES + width * len(page.coverage.half_terms),
        height=_TOP + height * len(rows),
        heads=tuple(
            Head(_NAMES + width * i + width // 2, *_two_lines(page.half_terms[half_term]))
            for i, half_term in enumerate(page.coverage.half_terms)
        ),
        rows=tuple((_TOP + height * i, _short(name)) for i, (name, _) in enumerate(rows)),
        squares=tuple(
            Square(_NAMES + width * j, _TOP + height * i, _shade(cell), _in_square(cell))
            for i, (_, cells) in enumerate(rows)
            for j, cell in enumerate(cells)
        ),
        description=" ".join(f"{name}: {', '.join(_words(cell) for cell in cells)}." for name, cells in rows),
    )


def _two_lines(name: str) -> tuple[str, str]:
    """A half-term's name broken near its middle.

    >>> _two_lines("Autumn 2, 2026/27"), _two_lines("Autumn")
    (('Autumn 2', '2026/27'), ('', 'Autumn'))
    """
    words = name.split()
    if len(words) < 2:
        return "", name
    cuts = range(1, len(words))
    best = min(cuts, key=lambda cut: abs(len(" ".join(words[:cut])) - len(" ".join(words[cut:]))))
    return " ".join(words[:best]).rstrip(","), " ".join(words[best:])


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"


def _shade(cell: ShownCell) -> str:
    if cell.state != "scores":
        return cell.state.replace(" ", "-")
    return "unknown" if cell.share.shade is None else f"shade-{cell.share.shade}"


def _in_square(cell: ShownCell) -> str:
    """The number alone; what is not there is drawn.

    >>> from halfterm.cycles.coverage import ShownShare
    >>> from halfterm.cycles.disclosure import hidden
    >>> share = ShownShare(hidden("c"), hidden("x"), None)
    >>> _in_square(ShownCell("ash", "spring", "reading", "no load", share))
    ''
    """
    return cell.share.percent.text if cell.state == "scores" else ""


def _words(cell: ShownCell) -> str:
    if cell.state == "no load":
        return "not loaded"
    if cell.state == "no column":
        return "no column"
    return f"{cell.share.percent.text} %" if cell.share.percent.visible else cell.share.percent.text


def _without(page: CoveragePage) -> list[tuple[str, str, list[str]]]:
    coverage = page.coverage
    return [
        (measure, page.half_terms[half_term], [str(counts.get(name, "")) for name in coverage.instead])
        for (measure, half_term), counts in coverage.without.items()
        if counts
    ]
