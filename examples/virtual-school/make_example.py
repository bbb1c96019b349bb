"""Make this example's made-up children.

    python examples/virtual-school/make_example.py

The same seed makes the same files. Programme, plan and source are written by hand.
"""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
SEED = "one record"
HALF_TERMS = ("autumn-2-201112", "spring-1-201112", "spring-2-201112")
PUPILS = 120
LOOKED_AFTER = {"E1": 9, "F2": 4}
MOVES = "E1001"  # from the first school to the other at Christmas, with everything that is known
GRADES = [f"{level}{part}" for level in range(2, 8) for part in "cba"]
LOWEST = 13  # points of 2c
HEADER = ("Authority number", "School", "Sex", "Looked after", "English")


@dataclass
class Child:
    """One made-up child; `english` is in points and moves on from half-term to half-term."""

    number: str
    school: str
    sex: str
    looked_after: bool
    english: float


def main(folder: Path = HERE) -> None:
    """Write the files of `data/`, and Fir's own file of the last half-term."""
    chance = random.Random(SEED)  # noqa: S311 - made-up scores
    children = [_child(chance, school, number) for school in LOOKED_AFTER for number in range(PUPILS)]
    for half_term in HALF_TERMS:
        if half_term == HALF_TERMS[1]:
            next(child for child in children if child.number == MOVES).school = "F2"
        rows = [_row(chance, child) for child in children]
        _write(folder / "data" / f"year-8-{half_term}.csv", rows)
        for child in children:
            child.english += (0.9 if child.looked_after else 0.6) + chance.gauss(0, 0.6)
    _write(folder / "data" / "fir-own-file.csv", [row for row in rows if row[1] == "F2"])


def _child(chance: random.Random, school: str, number: int) -> Child:
    looked_after = number < LOOKED_AFTER[school]
    english = chance.gauss(30.5, 4.0) - 3.5 * looked_after
    return Child(f"{school}{number:03}", school, chance.choice("FM"), looked_after, english)


def _row(chance: random.Random, child: Child) -> list[str]:
    grade = min(max(round((child.english + chance.gauss(0, 0.6) - LOWEST) / 2), 0), len(GRADES) - 1)
    return [child.number, child.school, child.sex, "NY"[child.looked_after], GRADES[grade]]


def _write(path: Path, rows: list[list[str]]) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([HEADER, *rows])


if __name__ == "__main__":
    main()
