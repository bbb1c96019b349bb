"""The small workspace with reading in National Curriculum levels, loaded for autumn 2 and spring 2."""

from __future__ import annotations

import csv
import random
from datetime import date
from pathlib import Path

from halfterm.flows.find_gaps import Asked, scan_workspace
from tests.flows.small_workspace import make_workspace

GRADES = ("1c", "1b", "1a", "2c", "2b", "2a", "3c", "3b", "3a", "4c", "4b", "4a")
_HEADER = ("UPN", "School", "FSM", "Pairs Aut2", "Reading Aut2", "Pairs Spr1", "Reading Spr1", "Pairs Spr2")


def make_levels(folder: Path) -> Path:
    """Four schools of 40; every other pupil has free meals, begins lower and moves up less often."""
    make_workspace(folder)
    for path in (*(folder / "cycles").glob("*.yaml"), folder / "sources" / "marks.yaml"):
        path.write_text(path.read_text().replace("scale: points", "scale: nc-levels"))
    chance = random.Random(3)
    with (folder / "inbox" / "marks.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*_HEADER, "Reading Spr2"])
        for school in ("A1", "B2", "C3", "D4"):
            for number in range(40):
                writer.writerow(_pupil(chance, school, number))
    for half_term in ("autumn-2", "spring-2"):
        scan_workspace(folder, Asked(half_term), load_first=True, today=date(2025, 5, 1))
    return folder


def _pupil(chance: random.Random, school: str, number: int) -> list[str]:
    fsm = number % 2
    place = min(max(round(6 - 1.5 * fsm + chance.gauss(0, 1.6)), 0), 9)
    row = [f"{school}{number:04}", school, "NY"[fsm], "out", GRADES[place], "out", GRADES[place], "out"]
    place += chance.choice((0, 0, 1, -1 if fsm else 1))
    return [*row, "A" if chance.random() < 0.04 else GRADES[min(max(place, 0), 11)]]
