"""Make this example's made-up pupils, their answers and the log of what was done.

    python examples/york-four-activities/make_example.py

The same seed makes the same files. Programme, plan and sources are written by hand.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
SEED = "four activities, one scan"
SCHOOLS = "ABCD"
PUPILS = 60
HALF_TERMS = (
    "summer-2-201011",
    "autumn-1-201112",
    "autumn-2-201112",
    "spring-1-201112",
    "spring-2-201112",
)
BEFORE, AFTER = HALF_TERMS[2], HALF_TERMS[4]
GRADES = [f"{level}{part}" for level in range(1, 7) for part in "cba"]
LOWEST = 7  # points of 1c
COMMUNITIES = ("Riverside", "Hilltop", "Station Road")
HEADER = ("Synthetic pupil", "School", "Sex", "FSM", "SEN", "EAL", "Community", "Maths", "Reading")
ITEMS = (
    "I try hard problems even if I may get them wrong",
    "I say what I think in maths lessons",
    "I enjoy maths",
)


@dataclass
class Pupil:
    """One made-up child; `maths` and `reading` are points that move on from half-term to half-term."""

    number: str
    school: str
    sex: str
    fsm: bool
    sen: bool
    eal: bool
    community: str
    maths: float
    reading: float
    band: int = 0

    @property
    def flagged(self) -> bool:
        return self.fsm or self.sen or self.eal


def main(folder: Path = HERE) -> None:
    """Write the files of `data/`."""
    chance = random.Random(SEED)  # noqa: S311 - made-up scores
    pupils = [_pupil(chance, school, number) for school in SCHOOLS for number in range(PUPILS)]
    _band(pupils)
    for half_term in HALF_TERMS:
        rows = [_row(chance, pupil) for pupil in pupils]
        _write(folder / "data" / f"tracking-{half_term}.csv", HEADER, rows)
        for pupil in pupils:
            _move_on(chance, pupil, changed=half_term in HALF_TERMS[2:])
    listed = [
        [pupil.number] for pupil in pupils if pupil.band == 1 and not pupil.flagged and pupil.school in "BD"
    ]
    _write(folder / "data" / "quiet-middle.csv", HEADER[:1], listed)
    for half_term, courage in ((BEFORE, 2.3), (AFTER, 3.1)):
        answers = [_answers(chance, school, courage) for school in SCHOOLS for _ in range(10)]
        _write(folder / "data" / f"voice-{half_term}.csv", ("School", *ITEMS), answers)


def _pupil(chance: random.Random, school: str, number: int) -> Pupil:
    ability = chance.gauss(0, 1)
    fsm, sen, eal = (chance.random() < share for share in (0.17, 0.14, 0.12))
    return Pupil(
        number=f"{school}{number:03}",
        school=school,
        sex="FM"[number % 2],
        fsm=fsm,
        sen=sen,
        eal=eal,
        community=chance.choice(COMMUNITIES),
        maths=26.0 + 3.6 * ability - 1.5 * sen - 0.8 * fsm,
        reading=25.0 + 3.0 * ability + chance.gauss(0, 2) - 1.5 * sen - 0.8 * fsm + 0.6 * (number % 2 == 0),
    )


def _band(pupils: list[Pupil]) -> None:
    """Thirds by where they were at the end of Year 5: 0 lower, 1 middle, 2 upper."""
    for place, pupil in enumerate(sorted(pupils, key=lambda each: each.maths)):
        pupil.band = 3 * place // len(pupils)


def _move_on(chance: random.Random, pupil: Pupil, *, changed: bool) -> None:
    """A half-term's progress. Two groups are held back, and no longer once things are `changed`."""
    gain = 0.7
    if pupil.band == 2:
        held = 1.3 if changed else -0.2
        gain = held if pupil.sex == "F" else 0.9
    if pupil.band == 1:
        held = 0.9 if changed else -0.6
        gain = 1.4 if pupil.flagged else held
    pupil.maths += gain + chance.gauss(0, 0.5)
    pupil.reading += 0.6 + chance.gauss(0, 0.5)


def _row(chance: random.Random, pupil: Pupil) -> list[str]:
    flags = ["NY"[flag] for flag in (pupil.fsm, pupil.sen, pupil.eal)]
    grades = [_grade(points + chance.gauss(0, 0.7)) for points in (pupil.maths, pupil.reading)]
    absent = chance.random() < 0.01
    return [
        pupil.number,
        pupil.school,
        pupil.sex,
        *flags,
        pupil.community,
        "A" if absent else grades[0],
        grades[1],
    ]


def _grade(points: float) -> str:
    place = round((points - LOWEST) / 2)
    return GRADES[min(max(place, 0), len(GRADES) - 1)]


def _answers(chance: random.Random, school: str, courage: float) -> list[str]:
    def answer(about: float) -> str:
        return str(min(max(round(chance.gauss(about, 0.9)), 1), 5))

    return [school, answer(courage), answer(courage - 0.2), answer(3.4)]


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([header, *rows])


if __name__ == "__main__":
    main()
