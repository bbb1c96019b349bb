"""Panels for the impact tests: a small factory, and Project STAR with what R says of it."""

from __future__ import annotations

import csv
import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from halfterm.cycles.impact.moments import Cell, Gain, Moments, PanelSummary, ScoreCount, Shift

# school, target, baseline, follow-up and, where it is known, treated
Row = tuple[str, bool, float, float] | tuple[str, bool, float, float, bool | None]

NO_SHIFT = Shift()
ROOT = Path(__file__).parents[3]
STAR_PLACES = (ROOT / "examples/project-star/data", ROOT.parent / "shared/data")


def _moments(pairs: Iterable[tuple[float, float]], shift: Shift, threshold: float | None) -> Moments:
    scores = list(pairs)
    shifted = [(b - shift.baseline, f - shift.follow_up) for b, f in scores]
    return Moments(
        n=len(scores),
        b=sum(b for b, _ in shifted),
        f=sum(f for _, f in shifted),
        bb=sum(b * b for b, _ in shifted),
        ff=sum(f * f for _, f in shifted),
        bf=sum(b * f for b, f in shifted),
        reached_baseline=sum(threshold is not None and b >= threshold for b, _ in scores),
        reached_follow_up=sum(threshold is not None and f >= threshold for _, f in scores),
    )


def _summary(
    rows: Iterable[Row],
    *,
    threshold: float | None = None,
    shift: Shift = NO_SHIFT,
    unclassified: Iterable[tuple[float, float]] = (),
    single_gains: bool = True,
    **absent: int,
) -> PanelSummary:
    cells: dict[tuple[str, bool, bool | None], list[tuple[float, float]]] = defaultdict(list)
    counts: Counter[tuple[bool, float]] = Counter()
    gains = []
    for school, target, before, after, *known in rows:
        cells[school, target, known[0] if known else None].append((before, after))
        counts[target, after] += 1
        gains.append(Gain(school, target, after - before))
    return PanelSummary(
        shift=shift,
        cells=tuple(Cell(*kind, _moments(pairs, shift, threshold)) for kind, pairs in cells.items()),
        follow_up_counts=tuple(ScoreCount(*side, pupils) for side, pupils in counts.items()),
        gains=tuple(gains) if single_gains else (),
        unclassified=_moments(unclassified, shift, threshold),
        threshold=threshold,
        **absent,
    )


@pytest.fixture(scope="session")
def summary_from_rows() -> Callable[..., PanelSummary]:
    """Sums a panel as SQL would, from rows (school, target, baseline, follow-up[, treated])."""
    return _summary


def _star_table() -> list[dict[str, str]]:
    for place in STAR_PLACES:
        for path in sorted(place.glob("project-star.csv*")):
            with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as lines:
                return list(csv.DictReader(lines))
    raise FileNotFoundError("project-star.csv is not among the examples")


@pytest.fixture(scope="session")
def star_table() -> list[dict[str, str]]:
    """Pupils of Project STAR with a kindergarten and a grade 1 reading score and a known school."""
    return [row for row in _star_table() if row["readk"] and row["read1"] and row["schoolidk"]]


@pytest.fixture(scope="session")
def star_rows(star_table: list[dict[str, str]]) -> list[Row]:
    """Target: free lunch; treated: a small class in grade 1."""
    treated = {"small": True, "regular": False, "regular+aide": False}
    return [
        (
            row["schoolidk"],
            row["lunchk"] == "free",
            float(row["readk"]),
            float(row["read1"]),
            treated.get(row["star1"]),
        )
        for row in star_table
        if row["lunchk"]
    ]


@pytest.fixture(scope="session")
def star_unclassified(star_table: list[dict[str, str]]) -> list[tuple[float, float]]:
    """The scores of pupils whose lunch status is not known."""
    return [(float(row["readk"]), float(row["read1"])) for row in star_table if not row["lunchk"]]


@pytest.fixture(scope="session")
def star(star_rows: list[Row], star_unclassified: list[tuple[float, float]]) -> PanelSummary:
    """Project STAR, summed about round numbers near its means."""
    return _summary(
        star_rows, threshold=500, shift=Shift(440, 525), unclassified=star_unclassified, single_gains=False
    )


@pytest.fixture(scope="session")
def reference() -> dict[str, Any]:
    """What R says: references/star.R wrote references/star.json."""
    path = Path(__file__).parent / "references/star.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found
