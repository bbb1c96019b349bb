"""The evidence of each synthetic report, item by item, as the project type of the report asks for.

    python examples/closing-the-gap-2012/generator/evidence_items.py

The map prints how many reports hold each kind of evidence and how many are of each type, and nothing of which kinds
go together, of sources, or of when and about whom. Kinds and type here are those of the coded reports; the rest is
made up, so that the map's rules for the types can be tried on whole reports. The same seed makes the same file.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "coded"
NAME = "programme-map-2010.csv"
SEED = "evidence of 129 reports"
COLUMNS = ("report", "kind", "source", "project_specific", "when", "about")

ABOUT = {
    "staff reflections and perceptions": "staff",
    "meeting notes": "staff",
    "observation": "staff",
    "review or consultation outcomes": "staff",
    "parental perceptions": "families",
}
"""Whom a kind is about, unless it is about learners."""

OF_LEADERS = (
    *("staff reflections and perceptions", "meeting notes", "review or consultation outcomes", "observation"),
    *("other", "video or audio", "photo", "student perceptions", "parental perceptions"),
)
"""The kinds that may track what leaders do, the likeliest first."""

Item = tuple[str, str, str, str, str, str]


def main(folder: Path = FOLDER) -> None:
    """Write an item or two for each kind of evidence of each report that has a project type."""
    chance = random.Random(SEED)  # noqa: S311 - synthetic data, no secret
    with (folder / NAME).open(encoding="utf-8", newline="") as file:
        reports = list(csv.DictReader(file))
    into = folder / "evidence" / NAME
    into.parent.mkdir(exist_ok=True)
    with into.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        for report in reports:
            if project_type := report["10_project_type"]:
                writer.writerows(_items(report["id"], report["9_evidence"].split("; "), project_type, chance))


def _items(report: str, kinds: list[str], project_type: str, chance: random.Random) -> Iterator[Item]:
    own = _project_specific(kinds, project_type, chance)
    leaders = next((kind for kind in OF_LEADERS if kind in kinds), "") if project_type == "evaluation" else ""
    for kind in kinds:
        about = "leaders" if kind == leaders else ABOUT.get(kind, "learners")
        for when in _times(kind, project_type):
            yield report, kind, _source(kind, project_type), "yes" if kind in own else "no", when, about


def _project_specific(kinds: list[str], project_type: str, chance: random.Random) -> set[str]:
    """Most kinds of a research report were made for the project, one or two of an evaluation, none of others."""
    if project_type == "research":
        return set(chance.sample(kinds, len(kinds) // 2 + 1))
    if project_type == "evaluation":
        return set(chance.sample(kinds, chance.randint(1, len(kinds) // 2)))
    return set()


def _times(kind: str, project_type: str) -> tuple[str, ...]:
    """Research compares before and after; so does who tracks pupils, with what the school has anyway."""
    if project_type == "research" or (project_type == "monitoring" and "assessment" in kind):
        return ("before", "after")
    return ("during",)


def _source(kind: str, project_type: str) -> str:
    """Research and evaluation draw each kind from a source of its own, the others all from one or two."""
    if project_type in ("research", "evaluation"):
        return f"Gathered: {kind}"
    return "The school's tracking of pupils" if "assessment" in kind else "The school's own files"


if __name__ == "__main__":
    main()
