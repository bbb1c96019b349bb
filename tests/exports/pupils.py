"""Made-up pupils of twelve schools: UPNs that hold, ages right for their years, joiners, leavers, movers."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final

_LETTERS: Final = "ABCDEFGHJKLMNPQRTUVWXYZ"

_SURNAMES: Final = (
    *("Smith", "O'Connor", "Begum", "Jones", "Nowak", "Müller", "Adeyemi", "Hughes-Jones", "Ferrão", "Iqbal"),
    *("Taylor", "Nuñez", "D'Souza", "Evans", "Björk", "Khan", "Lefèvre", "Williams"),
)
_FORENAMES: Final = (
    *("Zoë", "Amara", "Chloé", "Oliver", "Aisha", "José", "Mia", "Noah", "Siân", "Renée", "Leo", "Freya"),
    *("Ibrahim", "Ella", "Oscar", "Priya", "Jürgen", "Ava", "Théo", "Grace", "Ethan", "Anaïs"),
)
_NAMES: Final = (
    "Ash",
    "Beech",
    "Cedar",
    "Dogwood",
    "Elm",
    "Fir",
    "Gorse",
    "Hazel",
    "Ivy",
    "Juniper",
    "Kerria",
)
_AUTHORITIES: Final = ("801", "838", "941", "330")  # an old one, two of the newer ones, a large one


@dataclass(frozen=True, slots=True)
class MadeSchool:
    """A school: `code` is its LAESTAB, as exports name it."""

    id: str
    name: str
    code: str
    urn: str


@dataclass(frozen=True, slots=True)
class Pupil:
    """One pupil. `schools`, `levels` (sub-levels from 1c = 0) and `scores` (standardised) are by half-term.

    The school is None while the pupil is at none of them. `levels` and `scores` are by subject too.
    """

    upn: str
    surname: str
    forename: str
    birth: date
    sex: str
    year: int
    fsm: bool
    premium: bool
    sen: str
    eal: bool
    looked_after: bool
    schools: tuple[MadeSchool | None, MadeSchool | None]
    levels: dict[str, tuple[int, int]]
    scores: dict[str, tuple[int, int]]
    absent: frozenset[tuple[str, int]]
    blank: frozenset[tuple[str, int]]

    @property
    def number(self) -> str:
        """A number of the school's own, that is no UPN."""
        return f"P{self.upn[-6:]}"


SUBJECTS: Final = ("reading", "writing", "maths")


def upn(authority: str, establishment: str, year: int, serial: int, *, temporary: bool = False) -> str:
    """A UPN with its check letter; a temporary one ends in a letter.

    >>> upn("801", "2000", 5, 1)
    'B801200005001'
    """
    body = f"{authority}{establishment}{year:02}{serial:03}"
    if temporary:
        body = body[:-1] + _LETTERS[serial % len(_LETTERS)]
    values = [int(sign) if sign.isdigit() else _LETTERS.index(sign) for sign in body]
    return _LETTERS[sum(weight * value for weight, value in enumerate(values, start=2)) % 23] + body


def schools() -> tuple[MadeSchool, ...]:
    """The twelve schools, in four authorities."""
    return tuple(
        MadeSchool(
            id=f"{name.lower()}-primary",
            name=f"{name} Primary School",
            code=f"{_AUTHORITIES[i % 4]}{2040 + i}",
            urn=str(100400 + i),
        )
        for i, name in enumerate((*_NAMES, "Larch"))
    )


@cache
def pupils(seed: int = 2026, *, a_school: int = 25) -> tuple[Pupil, ...]:
    """Every pupil of the programme in its two half-terms, the same for a seed."""
    chance = random.Random(seed)
    everywhere = schools()
    return tuple(
        _pupil(chance, everywhere, here, number=number)
        for here in range(len(everywhere))
        for number in range(a_school)
    )


def _pupil(chance: random.Random, everywhere: tuple[MadeSchool, ...], here: int, *, number: int) -> Pupil:
    school = everywhere[here]
    year = number % 6 + 1
    # Born between 1 September and 31 August, so that the year group is the one of 2026/27.
    birth = date(2026 - 5 - year, 9, 1) + timedelta(days=chance.randrange(365))
    fsm = chance.random() < 0.3
    looked_after = chance.random() < 0.03
    levels = {subject: _levels(chance, year) for subject in SUBJECTS}
    return Pupil(
        upn=upn(
            school.code[:3], school.code[3:], (2026 - year) % 100, here * 30 + number, temporary=number == 7
        ),
        surname=chance.choice(_SURNAMES),
        forename=chance.choice(_FORENAMES),
        birth=birth,
        sex=chance.choice("FM"),
        year=year,
        fsm=fsm,
        premium=fsm or looked_after or chance.random() < 0.05,
        sen=chance.choices("NKE", (80, 16, 4))[0],
        eal=chance.random() < 0.2,
        looked_after=looked_after,
        schools=_stay(everywhere, here, number=number),
        levels=levels,
        scores={subject: _scores(chance) for subject in SUBJECTS},
        absent=frozenset(_some(chance, 0.02)),
        blank=frozenset(_some(chance, 0.03)),
    )


def _stay(
    everywhere: tuple[MadeSchool, ...], here: int, *, number: int
) -> tuple[MadeSchool | None, MadeSchool | None]:
    """Most stay; one of each school leaves, one joins, one moves to the next school."""
    school = everywhere[here]
    if number == 22:
        return school, None
    if number == 23:
        return None, school
    if number == 24:
        return school, everywhere[(here + 1) % len(everywhere)]
    return school, school


def _levels(chance: random.Random, year: int) -> tuple[int, int]:
    before = min(max(2 * year - 1 + chance.randrange(-2, 3), 0), 16)
    return before, before + chance.choice((0, 0, 1))


def _scores(chance: random.Random) -> tuple[int, int]:
    before = round(min(max(chance.gauss(100, 12), 75), 125))
    return before, before + chance.randrange(-3, 5)


def _some(chance: random.Random, share: float) -> Iterator[tuple[str, int]]:
    for subject in SUBJECTS:
        for half_term in (0, 1):
            if chance.random() < share:
                yield subject, half_term


def level(sub_level: int) -> str:
    """The National Curriculum level of a sub-level counted from 1c.

    >>> level(0), level(7)
    ('1c', '3b')
    """
    return f"{sub_level // 3 + 1}{'cba'[sub_level % 3]}"
