"""What an export is: its columns, its rows, its source, how it is written, and what may go wrong in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.exports.pupils import MadeSchool, Pupil, level, pupils
from tests.exports.sheets import Sheet

HALF_TERMS = ("autumn-1-202627", "autumn-2-202627")
DAYS = ("2026-10-12", "2026-12-07")
"""A day of assessment in each half-term."""

Row = list[str]
Where = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Marks:
    """A column of scores that faults are planted in; in a long file, the rows that have a word elsewhere.

    `wrong` are texts by rule; `far` is a score that no pupil can have come to in one half-term.
    """

    column: str
    where: Where | None = None
    wrong: dict[str, str] = field(default_factory=dict)
    far: str = ""
    mixed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Roles:
    """Which column is what; blank where an export has none.

    `of_pupil` are those of a long export that say the same in every row of a pupil, because it keeps them
    once a pupil.
    """

    pupil: str
    upn: bool = True
    school: str = ""
    birth: str = ""
    year: str = ""
    date: str = ""
    mapped: str = ""
    steady: str = ""
    marks: tuple[Marks, ...] = ()
    long: bool = False
    of_pupil: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Export:
    """One format. `place` is where a half-term's file lies, a file a school where it has `{school}`."""

    name: str
    source: str
    place: str
    roles: Roles
    header: Callable[[int], tuple[str, ...]]
    rows: Callable[[Pupil, MadeSchool, int], list[Row]]
    write: Callable[[Sheet, Path], object]
    titles: tuple[str, ...] = ()
    numeric: Callable[[int], tuple[str, ...]] = lambda half: ()
    dates: tuple[str, ...] = ()
    history: bool = False

    def sheets(self, half: int) -> dict[str, Sheet]:
        """The files of a half-term by their path in the workspace; a history holds the earlier rows too."""
        by_place: dict[str, Sheet] = {}
        for then in range(0 if self.history else half, half + 1):
            for pupil in pupils():
                school = pupil.schools[then]
                if school is not None:
                    place = self.place.format(half_term=HALF_TERMS[half], school=school.id)
                    sheet = by_place.setdefault(place, self._empty(half))
                    added = self.rows(pupil, school, then)
                    if then == half:
                        sheet.mine += range(len(sheet.rows), len(sheet.rows) + len(added))
                    sheet.rows += added
        return by_place

    def _empty(self, half: int) -> Sheet:
        return Sheet(self.header(half), [], [], self.titles, "Marks", self.numeric(half), self.dates)


def british(pupil: Pupil) -> str:
    return pupil.birth.strftime("%d/%m/%Y")


def grade_of(pupil: Pupil, subject: str, half: int) -> str:
    """A level, a code or nothing."""
    if (subject, half) in pupil.blank:
        return ""
    return "A" if (subject, half) in pupil.absent else level(pupil.levels[subject][half])


def score_of(pupil: Pupil, subject: str, half: int) -> str:
    """A standardised score, a code or nothing."""
    if (subject, half) in pupil.blank:
        return ""
    return "A" if (subject, half) in pupil.absent else str(pupil.scores[subject][half])


def judgement_of(pupil: Pupil, subject: str, half: int) -> str:
    """A teacher's assessment against the standard of the year."""
    if (subject, half) in pupil.blank:
        return ""
    score = pupil.scores[subject][half]
    return "WTS" if score < 95 else "EXS" if score < 112 else "GDS"


def yes(flag: bool, words: str = "YN") -> str:
    return words[0] if flag else words[1]


LEVELS_WRONG = {"unknown-grade": "9q", "excel-date": "2026-03-04"}
SCORES_WRONG = {"not-a-number": "ninety", "out-of-range": "185", "excel-date": "04/03/2026"}
OTHER_SYSTEM = ("102", "98", "107")
"""Scaled scores, where levels should be."""


def levels(column: str, where: Where | None = None) -> Marks:
    return Marks(column, where, LEVELS_WRONG, far="6a")


def scores(column: str, where: Where | None = None) -> Marks:
    return Marks(column, where, SCORES_WRONG, far="158")
