"""A scale: how grades are ordered, which points they stand for, and what may be done with them.

Each scale is a small data file; this is its shape. `scale_reading` reads cells by it, `scale_use` subtracts
and converts, `scale_systems` tells which scale a column seems to be on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Annotated, Final, Literal, Self, TypeVar

from pydantic import Field, StringConstraints, model_validator

from halfterm.cycles.calendar_file import AcademicYear
from halfterm.cycles.errors import did_you_mean
from halfterm.cycles.model import Record, Slug, Words
from halfterm.cycles.status_codes import DENOMINATORS, STATUS_CODES

_Meant = TypeVar("_Meant")

ScaleKind = Literal["points", "ordered", "binary", "count", "time"]
"""Points: an interval scale. Ordered: grades in order. Binary: yes or no as 1 and 0. Count: whole numbers
from nought. Time: years and months, counted in months."""

Grade = Annotated[str, StringConstraints(pattern=r"^[!-~]+( [!-~]+)*$", max_length=40)]
"""A grade or code as it is written, in characters of ASCII: other letters change case in their own ways."""

NUMBER: Final = re.compile(r"[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]{1,3})?")
"""A decimal number in a cell."""

LARGEST: Final = 1e9
"""Beyond a thousand million a number is no score, and the squares of such numbers would not be finite."""

GAPS: Final = (" ", "\t", "\u00a0")
"""The spaces that do not tell grades apart: `Level 3b` and `level3B` are the same."""


class Threshold(Record):
    """A grade or number that matters: the same in every year (`at`), or by academic year, as written."""

    name: Words
    at: str | None = None
    by_year: dict[AcademicYear, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _somewhere(self) -> Self:
        if (self.at is None) == (not self.by_year):
            raise ValueError("a threshold is the same in every year (`at`), or has its years (`by_year`)")
        return self

    @property
    def written(self) -> tuple[str, ...]:
        """All places of the threshold, as written."""
        return tuple(self.by_year.values()) if self.at is None else (self.at,)


class Conversion(Record):
    """An officially defined way to another scale: `grades` to the grades there, or each to the same one."""

    rule: Words
    grades: dict[Grade, Grade] | None = None


class Expected(Record):
    """What is gained without anything done: points a half-term and a year."""

    half_term: float
    year: float


@dataclass(frozen=True, slots=True)
class Spellings:
    """All that a cell may say on a scale, for looking up.

    Words are upper case without spaces; what can be read as a number is looked up as one, so that `5`, `5.0`
    and `05` are the same grade. `plain` are the words without a prefix, which most cells hold.
    """

    grades: dict[str, float]
    plain: dict[str, float]
    numerals: dict[float, float]
    codes: dict[str, str]
    number_codes: dict[float, str]


class Scale(Record):
    """One scale.

    `grades` are in their order, with their points; equal points are allowed where the order between two is
    not defined. `prefixes` are words that may stand before a grade. `numbers` says which numbers a cell may
    hold besides: none, only the exact points of a grade, or any between `lowest` and `highest`, by `step`.
    `subtract` is whether differences mean anything. `sub_level` and `most_change` (the largest change in one
    half-term that nobody has to be asked about) are in points. `statuses` gives codes another meaning here;
    `not_codes` could be mistaken for grades and are refused. `replaces` lets a workspace's scale stand in
    for the built-in one of the same id.
    """

    id: Slug
    name: Words
    about: Words
    source: Words | None = None
    kind: ScaleKind
    unit: Words = "point"
    units: Words = "points"
    decimals: int = Field(default=1, ge=0, le=3)
    direction: Literal["higher", "lower"] = "higher"
    subtract: bool = True
    grades: dict[Grade, float] = Field(default_factory=dict)
    aliases: dict[Grade, Grade] = Field(default_factory=dict)
    prefixes: tuple[Grade, ...] = ()
    numbers: Literal["none", "grades", "any"] = "any"
    lowest: float | None = None
    highest: float | None = None
    step: float | None = Field(default=None, gt=0)
    percent_sign: bool = False
    statuses: dict[Grade, Words] = Field(default_factory=dict)
    not_codes: tuple[Grade, ...] = ()
    thresholds: dict[Slug, Threshold] = Field(default_factory=dict)
    sub_level: float | None = Field(default=None, gt=0)
    most_change: float | None = Field(default=None, gt=0)
    expected: Expected | None = None
    convert_to: dict[Slug, Conversion] = Field(default_factory=dict)
    replaces: bool = False

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        problems = [*self._grade_problems(), *self._number_problems(), *self._code_problems()]
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def _grade_problems(self) -> Iterator[str]:
        for before, after in pairwise(self.grades):
            if self.grades[before] > self.grades[after]:
                yield f"grade '{after}' has fewer points than '{before}' before it: lowest first"
        if any(abs(points) > LARGEST for points in self.grades.values()):
            yield f"points beyond {LARGEST:,.0f} are no score"
        for alias, grade in self.aliases.items():
            if grade not in self.grades:
                near = did_you_mean(grade, self.grades)
                yield f"alias '{alias}' names grade '{grade}', which the scale does not have{near}"
        if self.kind in ("ordered", "binary") and not self.grades:
            yield f"a scale of kind '{self.kind}' has grades"
        if self.kind == "binary" and set(self.grades.values()) != {0.0, 1.0}:
            yield "the grades of a binary scale have the points 0 and 1"
        if self.kind == "ordered" and "subtract" not in self.model_fields_set:
            yield "an ordered scale says in `subtract` whether its differences mean anything"
        written = [key_of(name) for name in (*self.grades, *self.aliases)]
        twice = next((name for name in written if written.count(name) > 1), None)
        if twice is not None:
            yield f"'{twice}' is there twice; capitals and spaces do not tell grades apart"

    def _number_problems(self) -> Iterator[str]:
        if self.numbers != "any" and not self.grades:
            yield "a scale has grades, or takes numbers"
        if self.lowest is not None and self.highest is not None and self.lowest >= self.highest:
            yield "`lowest` is not below `highest`"
        if self.kind == "count" and (self.lowest, self.step) != (0.0, 1.0):
            yield "a count has `lowest: 0` and `step: 1`"
        if self.kind == "time" and (self.grades or self.step != 1.0):
            yield "a time is counted in months: it has `step: 1` and no grades"
        if self.percent_sign and self.grades:
            yield "a scale with grades takes no percent sign"

    def _code_problems(self) -> Iterator[str]:
        words = {key_of(name) for name in (*self.grades, *self.aliases)}
        for code, status in self.statuses.items():
            if key_of(code) in words:
                yield f"'{code}' is a grade and cannot be a code too"
            if status not in DENOMINATORS:
                yield f"no status '{status}' for code '{code}'{did_you_mean(status, DENOMINATORS)}"
        both = [code for code in self.not_codes if code in self.statuses]
        if both:
            yield f"'{both[0]}' is refused in `not_codes` and has a meaning in `statuses`"

    @cached_property
    def codes(self) -> dict[str, str]:
        """Code -> status: the general codes less the scale's grades and what it refuses, and its own."""
        taken = {key_of(name) for name in (*self.grades, *self.aliases, *self.not_codes, *self.statuses)}
        general = {code: said.status for code, said in STATUS_CODES.items() if code not in taken}
        return general | {key_of(code): status for code, status in self.statuses.items()}

    @cached_property
    def spellings(self) -> Spellings:
        """Every way to write a grade or a code."""
        written = self.grades | {alias: self.grades[grade] for alias, grade in self.aliases.items()}
        prefixed = {
            key_of(prefix + name): points for prefix in self.prefixes for name, points in written.items()
        }
        plain = {key_of(name): points for name, points in written.items() if number_in(name) is None}
        return Spellings(
            grades=prefixed | plain,
            plain=plain,
            numerals=_numerals(written),
            codes={code: status for code, status in self.codes.items() if number_in(code) is None},
            number_codes=_numerals(self.codes),
        )

    @cached_property
    def grade_at(self) -> dict[float, str]:
        """Points -> the grade that has them; the first where several do."""
        return {points: grade for grade, points in reversed(self.grades.items())}

    @property
    def ends(self) -> tuple[float | None, float | None]:
        """The lowest and the highest points that there are; None where the scale has no such end."""
        points = self.grades.values()
        lowest = self.lowest if self.lowest is not None or self.numbers == "any" else min(points)
        highest = self.highest if self.highest is not None or self.numbers == "any" else max(points)
        return lowest, highest


def key_of(text: str) -> str:
    """A word as it is looked up: upper case, without spaces.

    A letter whose upper case is several letters stays, as the warehouse's engine leaves it.

    >>> key_of("Level 3b"), key_of("ß")
    ('LEVEL3B', 'ß')
    """
    for gap in GAPS:
        text = text.replace(gap, "")
    return "".join(upper if len(upper := letter.upper()) == 1 else letter for letter in text)


def number_in(text: str) -> float | None:
    """The number that a text holds; None where it holds anything else, or more than a score can be.

    >>> number_in("21.0"), number_in("1e9999"), number_in("3b")
    (21.0, None, None)
    """
    if not NUMBER.fullmatch(text):
        return None
    number = float(text)
    return number if abs(number) <= LARGEST else None


def _numerals(written: dict[str, _Meant]) -> dict[float, _Meant]:
    numbers = ((number_in(name), meant) for name, meant in written.items())
    return {number: meant for number, meant in numbers if number is not None}
