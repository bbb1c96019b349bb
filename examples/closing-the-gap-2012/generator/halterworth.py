"""Halterworth: six classes of three schools, fifteen assessed areas, and pupils' own word on what they understand.

Pupils with free school meals are few in each class. Reading and maths are assessed in all six classes, writing
in the three of Halterworth; in ten areas the gap shrinks, in one it stays, in four it grows.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Final

from .scores import SUB_LEVEL, drawn, grades, summing_to
from .tables import PUPIL, named

SUBJECTS: Final = ("Reading", "Writing", "Maths")
TIMES: Final = ("Sum1", "Aut2")


@dataclass(frozen=True, slots=True)
class Area:
    """One class: its school, its sizes, and by how many sub-levels a pupil its gap shrinks in each subject."""

    school: str
    name: str
    year: int
    fsm: int
    others: int
    shrinks: tuple[float | None, float | None, float | None]

    @property
    def pupils(self) -> int:
        """All of the class."""
        return self.fsm + self.others


CLASSES: Final = (
    Area("HALTERWORTH", "H3", 3, 3, 24, (1, 1, 1)),
    Area("HALTERWORTH", "H4", 4, 4, 24, (1, -1, 1)),
    Area("HALTERWORTH", "H5", 5, 3, 21, (1, 1, 0)),
    Area("WELLOW", "W3", 3, 3, 18, (1, None, -1)),
    Area("WELLOW", "W5", 5, 4, 20, (-1, None, 1)),
    Area("AWBRIDGE", "A4", 4, 3, 18, (-1, None, 1)),
)


def halterworth(chance: random.Random) -> list[dict[str, object]]:
    """A row a pupil of the six classes."""
    rows: list[dict[str, object]] = []
    classes = [
        (area, [_scores(chance, area, shrinks) for shrinks in area.shrinks], _said(chance, area))
        for area in CLASSES
    ]
    for area, assessed, said in classes:
        columns: dict[str, list[str]] = {}
        for subject, times in zip(SUBJECTS, assessed, strict=True):
            _spread(chance, times[1], area.fsm)
            for header, scores in zip(TIMES, times, strict=True):
                columns[f"{subject} {header}"] = grades(scores) if scores else [""] * area.pupils
        columns |= said
        for place in range(area.pupils):
            rows.append(
                {
                    PUPIL: named("HAL", len(rows) + 1),
                    "School": area.school,
                    "Year": area.year,
                    "Class": area.name,
                    "FSM": "Y" if place < area.fsm else "N",
                }
                | {header: column[place] for header, column in columns.items()}
            )
    return rows


def _scores(chance: random.Random, area: Area, shrinks: float | None) -> tuple[list[int], list[int]]:
    """Both groups, before and after, the pupils with free school meals first; nothing where it is not assessed.

    Every pupil of the others gains one sub-level on average, and the target pupils that many more.
    """
    if shrinks is None:
        return [], []
    mean = 15 + 3 * (area.year - 3)
    target = drawn(chance, area.fsm, mean=mean - 5, sd=2)
    others = summing_to(
        chance, drawn(chance, area.others, mean=mean, sd=3.5), (mean + (mean % 2 == 0)) * area.others
    )
    gained = [0, SUB_LEVEL, SUB_LEVEL, 2 * SUB_LEVEL] * (area.others // 4 + 1)
    gains = summing_to_gain(chance, gained[: area.others], SUB_LEVEL * area.others)
    after = [score + gain for score, gain in zip(others, gains, strict=True)]
    further = [score + SUB_LEVEL + int(SUB_LEVEL * shrinks) for score in target]
    return target + others, further + after


def _spread(chance: random.Random, after: list[int], fsm: int) -> None:
    """Take a sub-level from one target pupil for another, pair by pair: their gains differ, their sum stays."""
    if not after:
        return
    places = chance.sample(range(fsm), fsm)
    for giver, taker in zip(places[::2], places[1::2], strict=False):
        after[giver] -= SUB_LEVEL
        after[taker] += SUB_LEVEL


def _said(chance: random.Random, area: Area) -> dict[str, list[str]]:
    """Answers on the learning scale: the others' move by half a place, those of pupils with free meals by more."""
    return {
        f"Learning scale {header}": [
            _answer(chance.gauss(about + (0.5 if place < area.fsm and header == TIMES[0] else 0), 0.9))
            for place in range(area.pupils)
        ]
        for header, about in zip(TIMES, (3.1, 2.5), strict=True)
    }


def _answer(value: float) -> str:
    return str(min(max(round(value), 1), 5))


def summing_to_gain(chance: random.Random, gains: list[int], total: int) -> list[int]:
    """Gains in sub-levels, shuffled, with single steps added or taken until they add up."""
    found = list(gains)
    chance.shuffle(found)
    while sum(found) != total:
        place = chance.randrange(len(found))
        step = SUB_LEVEL if sum(found) < total else -SUB_LEVEL
        if 0 <= found[place] + step <= 3 * SUB_LEVEL:
            found[place] += step
    return found
