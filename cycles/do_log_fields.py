"""What the fields of a do-log hold: days as schools write them, money, words that are safe to keep."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Final, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from halfterm.cycles.model import Words

LONGEST: Final = 2_000
"""Characters of one field."""

_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[T ]00:00(?::00(?:[.]0+)?)?)?")
_BRITISH = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})(?: 00:00(?::00)?)?")
_UPN = re.compile(r"\b[A-HJ-NP-RT-Z][0-9]{11}[0-9A-HJ-NP-RT-Z]\b", re.IGNORECASE)

Choice = TypeVar("Choice")


def folded(text: str) -> str:
    """A word as it is compared: lower case, single spaces, hyphens and underscores as spaces.

    >>> folded(" Learning_Walk "), folded("not-asked")
    ('learning walk', 'not asked')
    """
    return " ".join(text.replace("-", " ").replace("_", " ").split()).casefold()


def written_day(text: str) -> bool:
    """Whether a text is a date in the British order of day, month and year.

    >>> written_day("03/02/2025"), written_day("2025-02-03")
    (True, False)
    """
    return _BRITISH.fullmatch(text.strip()) is not None


def _day(value: object) -> object:
    """A date from `2025-02-03` or `3/2/2025`: day before month, as in Britain.

    Pydantic's own reading takes a bare number for seconds since 1970, and a spreadsheet's dates are bare
    numbers when their format is lost.
    """
    if not isinstance(value, str):
        return value
    text = value.strip()
    if iso := _ISO.fullmatch(text):
        year, month, day = iso.groups()
    elif british := _BRITISH.fullmatch(text):
        day, month, year = british.groups()
    else:
        raise ValueError("not a date; write 2025-02-03 or 03/02/2025 (day/month/year)")
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise ValueError("no such day; write 2025-02-03 or 03/02/2025 (day/month/year)") from None


def _pounds(value: object) -> object:
    """A sum of money with or without its sign and its commas: `£1,200.50`."""
    return re.sub(r"[£,\s]", "", value) if isinstance(value, str) else value


def _choice(value: object) -> object:
    """A choice however its capitals, hyphens and spaces are written; a teaching assistant may be a TA."""
    if not isinstance(value, str):
        return value
    word = folded(value)
    return "teaching assistant" if word == "ta" else word.replace("teacher or ta ", "teacher or TA ")


def _sound(text: str) -> str:
    """Words that can do no harm: of sane length, nothing that steers a terminal, no pupil's number."""
    if len(text) > LONGEST:
        raise ValueError(f"longer than {LONGEST:,} characters")
    if any(not character.isprintable() for character in text):
        raise ValueError("holds a character that cannot be printed")
    if _UPN.search(text):
        raise ValueError("holds what looks like a pupil's number (UPN); leave it out")
    return text


Day = Annotated[date, BeforeValidator(_day)]
"""A day, from ISO or British writing."""

Pounds = Annotated[float, BeforeValidator(_pounds), Field(ge=0, le=10_000_000)]
"""A sum of money in pounds."""

Pseudonym = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""A pupil as the warehouse knows one: HMAC-SHA256 in hexadecimal."""

Written = Annotated[Words, AfterValidator(_sound)]
"""Words that a person wrote, kept to one line."""

Sought = Annotated[Choice, BeforeValidator(_choice)]
"""One of some choices, however its capitals, hyphens and spaces are written."""
