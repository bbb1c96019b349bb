"""Synthetic coded reports, made to the printed counts of the 2008-10 programme's map of 129 reports.

    python examples/closing-the-gap-2012/generator/coded_reports.py

Only the counts are the report's; which codes go together is nobody's, but that a
report's kinds of evidence allow its project type. The same seed makes the same file.
"""

from __future__ import annotations

import csv
import random
from pathlib import Path

import yaml

FOLDER = Path(__file__).parent.parent / "coded"
NAME = "programme-map-2010"
SEED = "the map of 129 reports"
ALONE = ("not specified", "none of these", "unclear")
"""Codes that stand alone: a report with one of them has no other code of that table."""


EVIDENCE = "9_evidence"
TYPES = "10_project_type"
TRACKING = ("test or assessment data", "teacher or TA assessment")
"""The kinds of evidence that track pupils: monitoring has one of them, and mere description none."""


def main(folder: Path = FOLDER) -> None:
    """Write the reports beside the printed tables that they are made to."""
    said = yaml.safe_load((folder / f"{NAME}.yaml").read_text(encoding="utf-8"))
    reports = int(said["reports"])
    tables = {name: _drawn(name, rows, reports) for name, rows in said["printed"].items() if name != TYPES}
    tables[TYPES] = _typed(tables[EVIDENCE], said["printed"][TYPES])
    with (folder / f"{NAME}.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["id", *tables])
        for number in range(reports):
            codes = ["; ".join(held[number]) for held in tables.values()]
            writer.writerow([f"report-{number + 1:03}", *codes])


def _drawn(table: str, rows: list[list[object]], reports: int) -> list[list[str]]:
    """The codes of each report in one table: as many of each as printed, in the table's order."""
    chance = random.Random(f"{SEED} {table}")  # noqa: S311 - synthetic data, no secret
    counts = {str(code): int(str(n)) for code, n, _ in rows}
    held: list[list[str]] = [[] for _ in range(reports)]
    free = list(range(reports))
    for code in [code for code in counts if code in ALONE]:
        chosen = set(chance.sample(free, counts[code]))
        free = [number for number in free if number not in chosen]
        for number in chosen:
            held[number].append(code)
    # Reports without a code come first, so that as many as can be have one.
    for code, n in sorted(counts.items(), key=lambda pair: -pair[1]):
        if code not in ALONE:
            chance.shuffle(free)
            free.sort(key=lambda number: len(held[number]))
            for number in free[:n]:
                held[number].append(code)
    return [[code for code in counts if code in codes] for codes in held]


def _typed(evidence: list[list[str]], rows: list[list[object]]) -> list[list[str]]:
    """The project type of each report, such that its kinds of evidence allow it; as many of each as printed.

    Where the printed rows do not add up to all reports, the rest have no type.
    """
    chance = random.Random(f"{SEED} {TYPES}")  # noqa: S311 - synthetic data, no secret
    counts = {str(code): int(str(n)) for code, n, _ in rows}
    held: list[list[str]] = [[] for _ in evidence]
    order = list(range(len(evidence)))
    chance.shuffle(order)
    for code in sorted(counts, key=("description", "monitoring", "research", "evaluation").index):
        free = [number for number in order if not held[number] and _allows(evidence[number], code)]
        for number in free[: counts[code]]:
            held[number].append(code)
    return held


def _allows(kinds: list[str], code: str) -> bool:
    """Whether a report with these kinds of evidence can be of a type by the rules of the map."""
    tracks = any(kind in TRACKING for kind in kinds)
    return {"description": not tracks, "monitoring": tracks}.get(code, True)


if __name__ == "__main__":
    main()
