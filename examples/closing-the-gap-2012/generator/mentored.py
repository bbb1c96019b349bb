"""Cases about pupils who were mentored or taught in small groups: Dunraven, Danehill, Kibworth, Yesoiday Hatorah."""

from __future__ import annotations

import random
from typing import Final

from .scores import LEVELS, Range, drawn, grades, moved, summing_to
from .tables import PUPIL, named

# Dunraven: before, own target, after, and key stage 1 four years earlier. Six gain two sub-levels and four three
# or more; six meet their target, two exceed it, two do not; all but one are two whole levels on from key stage 1.
MENTORED: Final = (
    (
        "2c",
        "3b",
        "3c",
        "1b",
    ),  # three sub-levels up, two short of the target, less than two levels from key stage 1
    ("3c", "3a", "3a", "1a"),
    ("3c", "4c", "3a", "1a"),  # one sub-level short of the target
    ("3b", "4c", "4c", "2c"),
    ("3b", "4c", "4b", "2b"),  # exceeds it
    ("3a", "4b", "4b", "2b"),
    ("3a", "4b", "4a", "2b"),  # exceeds it
    ("4c", "5c", "5c", "2a"),
    ("4b", "5c", "5c", "3c"),
    ("4b", "5c", "5c", "2a"),
)

NINE: Final = (
    # School's word on the family from 1 to 5, reading before, reading after; 2b is what is expected by then.
    (5, "2c", "2b"),
    (5, "2b", "2a"),
    (5, "2c", "2b"),
    (3, "1a", "2c"),
    (3, "2c", "2b"),
    (3, "1b", "1a"),
    (3, "1a", "1a"),
    (2, "1b", "1a"),
    (1, "1c", "1c"),
)


def dunraven(chance: random.Random) -> list[dict[str, object]]:
    """Year 6 of Crown Lane: ten pupils with a mentor and forty-four others."""
    rows: list[dict[str, object]] = [
        _of_crown_lane(place + 1, "Y", before, after, target=target, key_stage_1=earlier)
        for place, (before, target, after, earlier) in enumerate(MENTORED)
    ]
    before = drawn(chance, 44, mean=24.5, sd=4, within=Range(13, 33))
    after = moved(chance, before, gain=2.2, sd=1.3)
    earlier = moved(chance, before, gain=-9, sd=2, within=Range(7, 21))
    for place in range(44):
        was, now, then = (grades(scores)[place] for scores in (before, after, earlier))
        rows.append(_of_crown_lane(place + 11, "N", was, now, target="", key_stage_1=then))
    return rows


def _of_crown_lane(
    number: int, mentor: str, before: str, after: str, *, target: str, key_stage_1: str
) -> dict[str, object]:
    return {
        PUPIL: named("CRO", number),
        "School": "CROWN-LANE",
        "Year": 6,
        "Mentor": mentor,
        "Writing Aut2": before,
        "Writing target": target,
        "Writing KS1": key_stage_1,
        "Writing Sum1": after,
        "Writing now": after,
    }


def danehill() -> list[dict[str, object]]:
    """Year 2: nine pupils with free school meals."""
    return [
        {
            PUPIL: named("DAN", number),
            "School": "SUPPORTED-6",
            "Year Spr1": 2,
            "Year Aut1": 3,
            "FSM": "Y",
            "Family Spr1": family,
            "Family Aut1": family,
            "Family": {5: "strong", 3: "moderate"}.get(family, "weak"),
            "Progressed": "yes" if LEVELS[after] > LEVELS[before] else "no",
            "Age-related": "yes" if LEVELS[after] >= LEVELS["2b"] else "no",
            "Reading Spr1": before,
            "Reading Aut1": after,
        }
        for number, (family, before, after) in enumerate(NINE, start=1)
    ]


def kibworth(chance: random.Random) -> list[dict[str, object]]:
    """Twenty-five pupils of a holiday club: 21 at what is expected afterwards; 23 and then none who dislike maths;
    homework returned, 14 % and then 96 % of it on average.
    """
    before = drawn(chance, 25, mean=18.4, sd=1.8, within=Range(13, 21))
    after = [max(score, 21) if place < 21 else min(score, 19) for place, score in enumerate(before)]
    dislike = ["5"] * 12 + ["4"] * 11 + ["2"] * 2
    chance.shuffle(dislike)
    liked = [str(chance.choice((1, 1, 2, 2, 3))) for _ in before]
    tenths = Range(0, 100, 2)
    returned = summing_to(chance, drawn(chance, 25, mean=14, sd=9, within=tenths), 14 * 25, within=tenths)
    later = summing_to(chance, drawn(chance, 25, mean=95, sd=5, within=tenths), 96 * 25, within=tenths)
    return [
        {
            PUPIL: named("KIB", place + 1),
            "School": "SUPPORTED-4",
            "Club": "Y",
            "Maths Sum1": grades(before)[place],
            "Maths Aut1": grades(after)[place],
            "I do not like maths Sum1": dislike[place],
            "I do not like maths Aut1": liked[place],
            "Homework returned Sum1": returned[place],
            "Homework returned Aut1": later[place],
        }
        for place in range(25)
    ]


# Yesoiday Hatorah: pupils by who led their sessions, and how many moved up a sub-level or more in each term.
LED: Final = {"TA": (84, 27, 4), "teacher": (96, 80, 38)}


def yesoiday_hatorah(chance: random.Random) -> list[dict[str, object]]:
    """A row a pupil who had a mentor, in autumn and in spring."""
    rows: list[dict[str, object]] = []
    for led_by, (pupils, autumn, spring) in LED.items():
        before = drawn(chance, pupils, mean=17, sd=4, within=Range(7, 29))
        middle = [score + up for score, up in zip(before, _ups(chance, pupils, autumn), strict=True)]
        after = [score + up for score, up in zip(middle, _ups(chance, pupils, spring), strict=True)]
        for place in range(pupils):
            rows.append(
                {
                    PUPIL: named("YES", len(rows) + 1),
                    "School": "BURY-NEIGHBOUR",
                    "Mentored": "Y",
                    "Led by": led_by,
                    "Writing Aut1": grades(before)[place],
                    "Writing Aut2": grades(middle)[place],
                    "Writing Spr2": grades(after)[place],
                }
            )
    return rows


def _ups(chance: random.Random, pupils: int, progressed: int) -> list[int]:
    """Points gained: one sub-level, at times two, by so many of these pupils."""
    gains = [chance.choice((2, 2, 2, 4)) for _ in range(progressed)] + [0] * (pupils - progressed)
    chance.shuffle(gains)
    return gains
