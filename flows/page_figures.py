"""The figures that a drafted page shows, read from the data file beside it."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.flows.drafts import DraftPage

NO_NUMBER: Final = ("z", "x")
"""The symbols of what was not computed: nobody can doubt that."""

HIDDEN: Final = "c"


@dataclass(frozen=True, slots=True)
class PageFigure:
    """One figure of a page by its name in the data; `value` as the file has it, `c` where it is hidden."""

    measure: str
    statistic: str
    level: str
    place: str
    value: str


def figures_on(drafts: Path, page: DraftPage) -> tuple[PageFigure, ...]:
    """The figures of the page's current cycle: a school's own, or all schools' where its own are hidden.

    `drafts` is the folder of the half-term's drafts.
    """
    rows = [row for path in sorted((drafts / page.path).glob("*.csv")) for row in _rows(path)]
    # A case study tells of a whole chain of cycles, the current one last.
    cycle = rows[-1]["cycle"] if rows else ""
    found: dict[tuple[str, str], PageFigure] = {}
    for row in rows:
        name = (row["measure"], row["statistic"])
        if row["cycle"] == cycle and row["value"] not in NO_NUMBER:
            figure = PageFigure(*name, row["level"], row["place"], row["value"])
            if name not in found or _nearer(figure, found[name], page):
                found[name] = figure
    return tuple(found.values())


def _nearer(one: PageFigure, other: PageFigure, page: DraftPage) -> bool:
    """Whether one of two figures of the same name is rather what the page shows."""

    def near(figure: PageFigure) -> tuple[bool, bool]:
        return figure.value != HIDDEN, (figure.level, figure.place) == ("school", page.school)

    return near(one) > near(other)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def figure_named(
    figures: Sequence[PageFigure], *, page: DraftPage, measure: str, statistic: str
) -> PageFigure:
    """The figure of these names.

    Raises:
        BadInput: the page shows no such figure; the near misses are offered.
    """
    for figure in figures:
        if (figure.measure, figure.statistic) == (measure, statistic):
            return figure
    measures = {figure.measure for figure in figures}
    if measure not in measures:
        raise BadInput(f"{page.path}: no figures of measure '{measure}'{did_you_mean(measure, measures)}")
    names = [figure.statistic for figure in figures if figure.measure == measure]
    near = did_you_mean(statistic, names) or "; `halfterm review show` lists its figures"
    raise BadInput(f"{page.path}: no figure '{statistic}' of {measure}{near}")
