"""`halfterm benchmark add`: a published figure out of official open data, noted with where it came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from halfterm.cycles.benchmark import BenchmarkRecord, Benchmarks
from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.cycles.impact.request import Pairs
from halfterm.flows.whole_file import write_whole
from halfterm.flows.workspace import Workspace, open_workspace
from halfterm.warehouse.published_figures import figure

_ABOUT = "# Published figures, as of the day they were published; a revision is another entry."


@dataclass(frozen=True, slots=True)
class FigureWish:
    """Which figure of a file is the mean of which measure in which half-term, and whose it is."""

    benchmark: str
    name: str
    dated: date
    measure: str
    half_term: str
    scale: str
    indicator: str
    where: Pairs
    area: str = "England"


def add_figure(folder: Path, file: Path, wish: FigureWish) -> float:
    """Put a figure into `benchmarks.yaml`; figures of the same benchmark and day join it.

    Raises:
        BadInput: there is no such half-term or scale, the figure is not found or not given, or another one is
            noted in its place.
    """
    workspace = open_workspace(folder)
    _check_words(workspace, wish)
    mean = figure(file, wish.indicator, dict(wish.where))
    held = [r for r in workspace.benchmarks if (r.id, r.dated) == (wish.benchmark, wish.dated)]
    others = tuple(r for r in workspace.benchmarks if r not in held)
    record = _with(held[0] if held else _first(wish, file), wish, mean)
    _write(folder / "benchmarks.yaml", (*others, record))
    return mean


def _check_words(workspace: Workspace, wish: FigureWish) -> None:
    half_terms = [half_term.id for half_term in workspace.programme.half_terms]
    problems = [
        f"--{kind}: there is no {kind} '{wanted}'{did_you_mean(wanted, known)}"
        for kind, wanted, known in (
            ("half-term", wish.half_term, half_terms),
            ("scale", wish.scale, list(workspace.scales)),
        )
        if wanted not in known
    ]
    if problems:
        raise BadInput(*problems)


def _first(wish: FigureWish, file: Path) -> BenchmarkRecord:
    return BenchmarkRecord.model_validate(
        {
            "id": wish.benchmark,
            "name": wish.name,
            "dated": wish.dated,
            "means": {},
            "area": wish.area,
            "source": file.name,
        }
    )


def _with(record: BenchmarkRecord, wish: FigureWish, mean: float) -> BenchmarkRecord:
    means = dict(record.means.get(wish.measure, {}))
    if means.setdefault(wish.half_term, mean) != mean:
        raise BadInput(
            f"benchmarks.yaml: '{wish.benchmark}' of {wish.dated} has another figure of '{wish.measure}' for "
            f"{wish.half_term}; a revision has a day of its own (--dated)"
        )
    if record.scales.get(wish.measure, wish.scale) != wish.scale:
        raise BadInput(f"benchmarks.yaml: '{wish.measure}' is on scale '{record.scales[wish.measure]}' there")
    return record.model_copy(
        update={
            "means": {**record.means, wish.measure: means},
            "scales": {**record.scales, wish.measure: wish.scale},
        }
    )


def _write(path: Path, records: tuple[BenchmarkRecord, ...]) -> None:
    whole = Benchmarks(benchmarks=records).model_dump(mode="json", exclude_defaults=True)
    text = yaml.safe_dump(whole, sort_keys=False, allow_unicode=True, width=110)
    held = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    if any(line.lstrip().startswith("#") and line != _ABOUT for line in held):
        raise BadInput(
            f"{path.name}: it has comments, which would be lost; add the figure to it by hand:", text
        )
    write_whole(path, f"{_ABOUT}\n{text}".encode())
