"""The rules of the exception report: named conditions in a file, each with the light that it shows."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from halfterm.cycles.model import Record, Slug, Words

Alarm = Literal["red", "amber"]

YES = ("yes", "y", "true")
NO = ("no", "n", "false")


class Conditions(Record):
    """What must hold together. Only what is written is asked.

    `gap_wider_than`: the group is behind the others of its school and year group by so many SDs or more.
    `gap_sure`: the gap's whole 95 % interval is below 0. `gap_closing`: whether the same pupils' gap shrank
    since the earlier half-term. `expected_progress_below`: percent of the group that made it.
    `expected_progress_behind_by`: percentage points that this share is behind the others' share or more.
    `coverage_below`: percent of the group's pupils with a score.
    """

    gap_wider_than: float | None = Field(default=None, gt=0)
    gap_sure: Literal["yes"] | None = None
    gap_closing: bool | None = None
    expected_progress_below: float | None = Field(default=None, gt=0, le=100)
    expected_progress_behind_by: float | None = Field(default=None, gt=0, le=100)
    coverage_below: float | None = Field(default=None, gt=0, le=100)

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("a rule needs a condition, such as gap_wider_than")
        return self

    @property
    def about_gap(self) -> bool:
        """Whether it asks for a gap of some width or sureness, which chance can show."""
        return self.gap_wider_than is not None or self.gap_sure is not None


class ExceptionRule(Record):
    """A light, and when it is shown."""

    id: Slug
    light: Alarm
    when: Conditions
    about: Words | None = None


class ExceptionRules(Record):
    """The whole of a rules file.

    `fewest` pupils a side must have, else the light is grey. `over` is how many half-terms back the earlier
    one may lie. `groups` are the groups to report on, each by the values that must all hold; where none is
    written, every value of every attribute with at most `most_values` of them, of yes/no attributes the yes,
    without those that `leave_out` names.
    """

    fewest: int = Field(default=10, ge=5)
    over: int = Field(default=6, ge=1, le=36)
    groups: tuple[dict[str, str], ...] = ()
    most_values: int = Field(default=12, ge=2, le=40)
    leave_out: tuple[str, ...] = ("year",)
    rules: tuple[ExceptionRule, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _told_apart(self) -> Self:
        ids = [rule.id for rule in self.rules]
        twice = next((name for name in ids if ids.count(name) > 1), None)
        if twice is not None:
            raise ValueError(f"rule '{twice}' is there twice")
        if any(not group for group in self.groups):
            raise ValueError("a group needs an attribute and its value")
        return self

    @property
    def thresholds(self) -> tuple[tuple[Alarm, float, bool], ...]:
        """Of every rule that asks for a gap: its light, how wide in SDs, and whether it must be sure."""
        asked = [(rule.light, rule.when) for rule in self.rules if rule.when.about_gap]
        return tuple((light, when.gap_wider_than or 0.0, when.gap_sure is not None) for light, when in asked)


def group_words(terms: dict[str, str] | tuple[tuple[str, str], ...]) -> str:
    """A group in the words of the data.

    >>> group_words({"fsm": "yes", "sex": "M"}), group_words({"fsm": "no"})
    ('fsm, sex M', 'not fsm')
    """
    pairs = terms.items() if isinstance(terms, dict) else terms
    return ", ".join(_term(name, value) for name, value in pairs)


def _term(name: str, value: str) -> str:
    said = name if value.lower() in YES else f"not {name}" if value.lower() in NO else f"{name} {value}"
    return "".join(sign if sign.isprintable() else "?" for sign in said)
