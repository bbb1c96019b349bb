"""Reading a cell by its scale: a score, a status, or the rule by which it is neither. Nothing is guessed.

The warehouse does the same in SQL (`warehouse/scale_cells.py`); a test holds the two together.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final, Literal

from halfterm.cycles.rounding import half_away
from halfterm.cycles.scale import Scale, key_of, number_in

Problem = Literal["not-a-number", "unknown-grade", "out-of-range", "excel-date"]
"""The rule of `load_rules` by which a cell is rejected."""

SPACES: Final = " \t\n\r\u00a0\u200b\ufeff"
"""What may stand around the text of a cell, as the macro `text_of` trims it."""

MONTHS: Final = 12  # in a year
CLOSE: Final = 1e-9  # of a step: numbers of decimals miss their step by a rounding error

COLON_TIME: Final = "([0-9]{1,2}):([0-9]{1,2})(:00)?"
"""Years and months as `7:06`, or as a spreadsheet shows them that took them for a time of day."""

WORD_TIME: Final = "([0-9]{1,2})(?:Y|YR|YRS|YEAR|YEARS)(?:([0-9]{1,2})(?:M|MTH|MTHS|MONTH|MONTHS))?"
"""Years and months as `7y6m` or `7 years 6 months`, in the spelling of `key_of`."""

_MONTH: Final = "(JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)"
EXCEL_DATE: Final = "|".join(
    (
        "[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9:.]+)?",
        "[0-9]{1,2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?",
        "[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}",
        f"[0-9]{{1,2}}[- ]{_MONTH}([- ][0-9]{{2,4}})?",
        f"{_MONTH}[- ][0-9]{{2,4}}",
    )
)
"""Dates and times as spreadsheets leave them where a grade or score was typed; for text in upper case."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell holds: a score in points, or a status, or a problem; nothing of these when it is blank."""

    score: float | None = None
    status: str | None = None
    problem: Problem | None = None

    @property
    def is_blank(self) -> bool:
        return self == Reading()


def points_of(text: str, scale: Scale) -> Reading:
    """What the text of a cell means on a scale.

    Where a letter is both a grade and a status code, it is the grade: `A` is a grade of a GCSE.
    """
    text = text.strip(SPACES)
    if not text:
        return Reading()
    number = _number(text, scale)
    return _of_word(text, scale) if number is None else _of_number(number, scale)


def _number(text: str, scale: Scale) -> float | None:
    if scale.percent_sign and text.endswith("%"):
        text = text.removesuffix("%").rstrip(" ")
    return number_in(text)


def _of_number(number: float, scale: Scale) -> Reading:
    said = scale.spellings
    if number in said.numerals:
        return Reading(score=said.numerals[number])
    if number in said.number_codes:
        return Reading(status=said.number_codes[number])
    problem = _number_problem(number, scale)
    return Reading(score=number) if problem is None else Reading(problem=problem)


def _number_problem(number: float, scale: Scale) -> Problem | None:
    if scale.numbers == "none" or (scale.numbers == "grades" and number not in scale.grade_at):
        return "unknown-grade"
    if not on_step(number, scale):
        return "unknown-grade"
    return None if within(number, scale) else "out-of-range"


def within(number: float, scale: Scale) -> bool:
    """Whether a number of points lies between the ends of a scale, so far as it has any."""
    lowest, highest = scale.ends
    return (lowest is None or number >= lowest) and (highest is None or number <= highest)


def on_step(number: float, scale: Scale) -> bool:
    """Whether a number lies on the steps of a scale, counted from its lowest; any does where it has none."""
    if scale.step is None:
        return True
    steps = (number - (scale.lowest or 0.0)) / scale.step
    return abs(steps - math.floor(steps + 0.5)) <= CLOSE


def _of_word(text: str, scale: Scale) -> Reading:
    said, key = scale.spellings, key_of(text)
    if key in said.grades:
        return Reading(score=said.grades[key])
    if key in said.codes:
        return Reading(status=said.codes[key])
    if scale.kind == "time" and (months := _months(key)) is not None:
        return Reading(score=months) if within(months, scale) else Reading(problem="out-of-range")
    if re.fullmatch(EXCEL_DATE, text.upper()):
        return Reading(problem="excel-date")
    return Reading(problem=other_problem(scale))


def other_problem(scale: Scale) -> Problem:
    """The rule that a cell breaks which holds nothing known."""
    return "unknown-grade" if scale.grades or scale.kind == "time" else "not-a-number"


def _months(key: str) -> float | None:
    """Years and months in months; twelve months and more beside years are a slip."""
    found = re.fullmatch(COLON_TIME, key) or re.fullmatch(WORD_TIME, key)
    if found is None:
        return None
    years, months = int(found[1]), int(found[2] or 0)
    return float(years * MONTHS + months) if months < MONTHS else None


def text_of(points: float, scale: Scale) -> str:
    """How points are written on a scale: as the grade that has exactly these, else as a number.

    An average is on no grade and stays a number, rounded to the scale's decimals, half away from zero.
    """
    if points in scale.grade_at:
        return scale.grade_at[points]
    if scale.kind == "time" and points == int(points) and points >= 0:
        return f"{int(points) // MONTHS}:{int(points) % MONTHS:02}"
    rounded = half_away(points, scale.decimals)
    places = 0 if rounded == int(rounded) else scale.decimals
    return f"{rounded:.{places}f}".replace("-", "\u2212")


def near(text: str, scale: Scale) -> tuple[str, ...]:
    """The grades of a scale that look like a text, nearest first; never the text itself."""
    spelt = {key_of(grade): grade for grade in scale.grades}
    found = get_close_matches(key_of(text.strip(SPACES)), list(spelt), n=3, cutoff=0.5)
    return tuple(spelt[key] for key in found)


def grades_in_words(scale: Scale) -> str:
    """What a cell of a scale may hold, for a message.

    Grades in their order, or the numbers between its ends.
    """
    if scale.grades:
        grades = ", ".join(scale.grades)
        return f"{grades}, or their points" if scale.numbers == "grades" else grades
    lowest, highest = scale.ends
    kind = "years and months" if scale.kind == "time" else "a number"
    whole = "a whole number" if scale.step == 1.0 and scale.kind != "time" else kind
    if lowest is None or highest is None:
        return whole + (f" from {text_of(lowest, scale)}" if lowest is not None else "")
    return f"{whole} from {text_of(lowest, scale)} to {text_of(highest, scale)}"
