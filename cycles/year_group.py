"""Year groups: what a group of pupils is called when it has moved up by some school years."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from halfterm.cycles.school_year import academic_year

ATTRIBUTES: Final = ("year", "year-group")
"""The pupil attributes that hold a year group."""

_ORDER: Final = ("N1", "N2", "R", *(str(number) for number in range(1, 14)))
_ALIASES: Final = {"N": "N2", "NURSERY": "N2", "RECEPTION": "R", "YR": "R"}
_WRITTEN: Final = re.compile(r"(?P<word>(?:YEAR|YR|Y)? ?)(?P<number>[0-9]{1,2})", re.IGNORECASE)


def moved_up(year: str, years: int) -> str:
    """The year group after so many school years, written as before; what is no year group stays as it is.

    >>> moved_up("10", 1), moved_up("R", 1), moved_up("Year 5", 2), moved_up("mixed", 1)
    ('11', '1', 'Year 7', 'mixed')
    """
    if written := _WRITTEN.fullmatch(year):
        return f"{written['word']}{int(written['number']) + years}"
    early = _ALIASES.get(year.upper(), year.upper())
    if early not in _ORDER:
        return year
    return _ORDER[min(_ORDER.index(early) + years, len(_ORDER) - 1)]


def years_between(first: date, last: date) -> int:
    """How many times a school year has begun from one day to another.

    >>> years_between(date(2012, 4, 16), date(2012, 11, 5)), years_between(date(2012, 9, 4), date(2013, 2, 1))
    (1, 0)
    """
    return academic_year(last)[0].year - academic_year(first)[0].year
