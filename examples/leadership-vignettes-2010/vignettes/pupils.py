"""Made-up pupils of six groups: drawn from a seed, so that the printed figures come out exactly.

The report prints shares and means, and no numbers of pupils but the eight who were coached. Groups are of a size
at which the shares are whole pupils, and large enough that a cluster's page may show them.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from typing import Final

PUPIL: Final = "Synthetic pupil"

Row = Mapping[str, object]

LEVELS: Final = {
    6 * level + 3 + place: f"{level}{letter}"
    for level in range(1, 9)
    for letter, place in (("c", -2), ("b", 0), ("a", 2))
}
"""National Curriculum levels by their points."""

LETTERS: Final = ("U", "G", "F", "E", "D", "C", "B", "A", "A*")


def _rows(prefix: str, school: str, columns: Mapping[str, Sequence[object]]) -> list[Row]:
    """A row a pupil."""
    return [
        {PUPIL: f"{prefix}-{place + 1:03}", "School": school} | dict(zip(columns, values, strict=True))
        for place, values in enumerate(zip(*columns.values(), strict=True))
    ]


def _shuffled(chance: random.Random, yes: int, of: int) -> list[bool]:
    found = [place < yes for place in range(of)]
    chance.shuffle(found)
    return found


def _near(value: float) -> int:
    """The points of the sub-level nearest to a value, from 1c to 8a."""
    return min(max(7, 7 + 2 * round((value - 7) / 2)), 53)


def _grades(points: Sequence[int]) -> list[str]:
    return [LEVELS[one] for one in points]


def _gains(chance: random.Random, pupils: int, *, mean: int, most: int) -> list[int]:
    """Even gains from 0 to `most` points, that are `mean` on average to the last digit."""
    found = [min(max(0, 2 * round(chance.gauss(mean, 2.4) / 2)), most) for _ in range(pupils)]
    while left := pupils * mean - sum(found):
        place, step = chance.randrange(pupils), 2 if left > 0 else -2
        if 0 <= found[place] + step <= most:
            found[place] += step
    return found


def hope_valley(chance: random.Random) -> list[Row]:
    """128 pupils, of whom 32 had maths intensively: 16 girls and 16 boys.

    Nothing is printed of them, so all are made to gain alike: the scores favour neither cycle.
    """
    intensive = [place < 32 for place in range(128)]
    autumn = [_near(chance.gauss(24 if one else 30, 3)) for one in intensive]
    winter = [_near(one + chance.gauss(1.1, 1.4)) for one in autumn]
    spring = [_near(one + chance.gauss(1.4, 1.5)) for one in winter]
    return _rows(
        "HOP",
        "HOPE-VALLEY",
        {
            "Sex": ["FM"[place % 2] for place in range(128)],
            "Intensive maths": ["NY"[one] for one in intensive],
            "Maths Aut1": _grades(autumn),
            "Maths Aut2": _grades(winter),
            "Maths Spr2": _grades(spring),
        },
    )


def boys_writing(chance: random.Random) -> list[Row]:
    """Year 2: of 45 boys 21 and then 36 are expected to reach level 2, of 45 girls 39 and 39 again."""
    before = [place < 21 for place in range(45)] + [place < 39 for place in range(45)]
    after = [place < 36 for place in range(45)] + [1 < place < 41 for place in range(45)]
    return _rows(
        "BOY",
        "BOYS-WRITING",
        {
            "Year": [2] * 90,
            "Sex": ["M"] * 45 + ["F"] * 45,
            "Writing expected Aut1": [_expected(chance, on_track) for on_track in before],
            "Writing expected Spr1": [_expected(chance, on_track) for on_track in after],
        },
    )


def _expected(chance: random.Random, on_track: bool) -> str:
    return chance.choice(("2c", "2c", "2b", "2a") if on_track else ("1b", "1a", "1a"))


def coaching(chance: random.Random) -> list[Row]:
    """Eight girls of Year 10: seven grades more in all than ten weeks before."""
    closed = [2, 2, 2, 1, 1, 0, 0, -1]
    chance.shuffle(closed)
    before = [chance.choice((2, 3, 3, 4, 5)) for _ in closed]
    return _rows(
        "COA",
        "COACHING",
        {
            "Year": [10] * 8,
            "Sex": ["F"] * 8,
            "Coached": ["Y"] * 8,
            "Target grade": [LETTERS[one + 2] for one in before],
            "Grade Aut2": [LETTERS[one] for one in before],
            "Grade Spr2": [LETTERS[one + more] for one, more in zip(before, closed, strict=True)],
        },
    )


def kings_oak(chance: random.Random) -> list[Row]:
    """Ninety children: 84 below what is expected on entry, 59 on track in July."""
    before, after = _shuffled(chance, 6, 90), _shuffled(chance, 53, 84)
    later = iter(after)
    return _rows(
        "KIN",
        "KINGS-OAK",
        {
            "Year": ["R"] * 90,
            "Speaking and listening Aut1": [
                "at" if one else chance.choice(("well below", "below", "below")) for one in before
            ],
            "Speaking and listening Sum2": [
                chance.choice(("at", "at", "above")) if one or next(later) else "below" for one in before
            ],
        },
    )


def parkfield(chance: random.Random) -> list[Row]:
    """24 accelerated pupils gain 8 points on average, 96 others 4."""
    before = [_near(chance.gauss(14.5, 3)) for _ in range(24)]
    before += [_near(chance.gauss(20, 4)) for _ in range(96)]
    gains = _gains(chance, 24, mean=8, most=12) + _gains(chance, 96, mean=4, most=8)
    return _rows(
        "PAR",
        "PARKFIELD",
        {
            "Accelerated": ["Y"] * 24 + ["N"] * 96,
            "Maths Aut1": _grades(before),
            "Maths Sum1": _grades([one + gain for one, gain in zip(before, gains, strict=True)]),
        },
    )


ASSESSED: Final = {
    "Aut1": "2009-10-12",
    "Aut2": "2009-12-02",
    "Spr1": "2010-01-25",
    "Spr2": "2010-03-15",
    "Sum1": "2010-05-05",
    "Sum2": "2010-06-23",
}
"""Every six to eight weeks."""


def st_helens(chance: random.Random) -> list[Row]:
    """Sixty pupils, six times. Nothing is printed of them."""
    behind = [place < 20 for place in range(60)]
    score = [chance.gauss(17 if one else 21, 3) for one in behind]
    columns: dict[str, Sequence[object]] = {"Behind in October": ["NY"[one] for one in behind]}
    for called, day in ASSESSED.items():
        columns[f"Assessed {called}"] = [day] * 60
        columns[f"Reading {called}"] = _grades([_near(one) for one in score])
        score = [one + chance.gauss(0.75, 0.5) for one in score]
    return _rows("STH", "ST-HELENS-1", columns)


PUPILS: Final[dict[str, Callable[[random.Random], list[Row]]]] = {
    "hope-valley": hope_valley,
    "boys-writing": boys_writing,
    "coaching": coaching,
    "kings-oak": kings_oak,
    "parkfield": parkfield,
    "st-helens": st_helens,
}
