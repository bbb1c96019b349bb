"""Tollgate: nine schools' Year 5, pupils with free school meals beside their whole class, autumn and spring.

One class is the published report; four schools close the gap in everything, that class's school in reading and
writing only, another only in one of its classes, and three in nothing.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Final

from .scores import drawn, grades, moved, near_total, summing_to
from .tables import PUPIL, named

SUBJECTS: Final = ("Reading", "Writing", "Numeracy")

# Subject -> free school meals and whole class in autumn, the same in spring, as printed.
REPORT: Final = {
    "Reading": ((19.9, 22.1), (22.3, 23.4)),
    "Writing": ((17.5, 20.4), (19.9, 21.2)),
    "Numeracy": ((17.0, 19.0), (18.9, 21.6)),
}
FSM, WHOLE = 15, 30

Scores = dict[str, tuple[list[int], list[int]]]
"""Subject -> scores of the pupils of one group in autumn and spring."""


@dataclass(frozen=True, slots=True)
class SchoolClass:
    """A class: its school, its sizes, and in how many points its gap is to close, by subject; None: as reported."""

    school: str
    name: str
    fsm: int
    others: int
    closing: tuple[float, float, float] | None = None


CLASSES: Final = (
    SchoolClass("NEWHAM-1", "5A", 12, 16, (1.0, 0.8, 0.6)),
    SchoolClass("NEWHAM-2", "5A", 11, 17, (0.7, 1.1, 0.9)),
    SchoolClass("NEWHAM-3", "5A", 13, 15, (0.5, 0.6, 1.2)),
    SchoolClass("NEWHAM-4", "5A", 10, 18, (0.9, 0.5, 0.7)),
    SchoolClass("NEWHAM-5", "5A", FSM, WHOLE - FSM),
    SchoolClass("NEWHAM-6", "5A", 11, 15, (0.9, 0.8, 0.7)),
    SchoolClass("NEWHAM-6", "5B", 12, 16, (-2.0, -1.8, -1.9)),
    SchoolClass("NEWHAM-7", "5A", 12, 17, (-0.6, -0.8, -0.5)),
    SchoolClass("NEWHAM-8", "5A", 10, 16, (-0.9, -0.4, -0.7)),
    SchoolClass("NEWHAM-9", "5A", 13, 14, (-0.5, -0.6, -1.0)),
)


def tollgate(chance: random.Random) -> list[dict[str, object]]:
    """A row a pupil of the ten classes."""
    rows: list[dict[str, object]] = []
    for one in CLASSES:
        target, others = _class(chance, one)
        for fsm, scores, pupils in (("Y", target, one.fsm), ("N", others, one.others)):
            levels = {
                f"{subject} {when}": grades(scores[subject][time])
                for subject in SUBJECTS
                for time, when in enumerate(("Aut2", "Spr2"))
            }
            for place in range(pupils):
                number = len(rows) + 1
                rows.append(
                    {
                        PUPIL: named("TOL", number),
                        "School": one.school,
                        "Year": 5,
                        "Class": one.name,
                        "FSM": fsm,
                    }
                    | {header: column[place] for header, column in levels.items()}
                )
    return rows


def _class(chance: random.Random, one: SchoolClass) -> tuple[Scores, Scores]:
    """The scores of the pupils with free school meals, and of the others."""
    target: Scores = {}
    others: Scores = {}
    for place, subject in enumerate(SUBJECTS):
        if one.closing is None:
            (autumn_fsm, autumn_all), (spring_fsm, spring_all) = REPORT[subject]
            totals = [
                _totals(one, autumn_fsm, autumn_all),
                _totals(one, spring_fsm, spring_all),
            ]
        else:
            start = 18.5 + chance.uniform(-0.8, 0.8)
            behind = chance.uniform(2.4, 3.2)
            gain = chance.uniform(1.4, 2.0)
            totals = [
                (near_total(one.fsm, start), near_total(one.others, start + behind)),
                (
                    near_total(one.fsm, start + gain + one.closing[place]),
                    near_total(one.others, start + behind + gain),
                ),
            ]
        target[subject] = _two_times(chance, one.fsm, totals[0][0], totals[1][0])
        others[subject] = _two_times(chance, one.others, totals[0][1], totals[1][1])
    return target, others


def _totals(one: SchoolClass, fsm: float, whole: float) -> tuple[int, int]:
    """Totals of both groups whose means, and the gap between them, are the printed ones when rounded."""
    pupils = one.fsm + one.others
    for of_fsm in _tried(one.fsm, fsm):
        for of_all in _tried(pupils, whole):
            gap = of_fsm / one.fsm - of_all / pupils
            if abs(gap - (fsm - whole)) < 0.05:
                return of_fsm, of_all - of_fsm
    raise ValueError("no scores of so many pupils have these means")


def _tried(n: int, mean: float) -> list[int]:
    """The totals whose mean rounds to this one, the nearest first."""
    nearest = near_total(n, mean)
    near = [nearest + 2 * steps for steps in range(-2, 3)]
    return sorted((t for t in near if abs(t / n - mean) < 0.05), key=lambda t: (abs(t / n - mean), t))


def _two_times(chance: random.Random, n: int, before: int, after: int) -> tuple[list[int], list[int]]:
    first = summing_to(chance, drawn(chance, n, mean=before / n, sd=3.4), before)
    second = moved(chance, first, gain=(after - before) / n, sd=1.4)
    return first, summing_to(chance, second, after)
