"""What a plan arranges: who collects which data and when, who does what, milestones, risks, assumptions."""

from __future__ import annotations

import re
from datetime import date
from typing import Final, Literal, Self

from pydantic import Field, model_validator

from halfterm.cycles.model import Record, Slug, Words

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class DataTask(Record):
    """Who collects the data of one measure, when and how.

    `who` is the id of a person, or words: more than one, so that a mistyped id is noticed. `when` is the id
    of a half-term, or a date.
    """

    measure: Slug
    who: Words
    when: Slug
    how: Words

    @model_validator(mode="after")
    def _a_day_there_is(self) -> Self:
        if _DAY.fullmatch(self.when):
            try:
                date.fromisoformat(self.when)
            except ValueError:
                raise ValueError(f"there is no day {self.when}") from None
        return self

    @property
    def on(self) -> date | None:
        """The day, where `when` is a date."""
        return date.fromisoformat(self.when) if _DAY.fullmatch(self.when) else None

    @property
    def person(self) -> str | None:
        """The id of the person, where `who` is one."""
        is_id = self.who == self.who.lower() and self.who.replace("-", "").isalnum()
        return self.who if is_id else None


class Duty(Record):
    """What one person of the programme does in this cycle."""

    person: Slug
    does: Words


class Milestone(Record):
    """What must have been done by a day of the cycle."""

    on: date
    what: Words


class Risk(Record):
    """What could go wrong, how likely that is, and what is done then."""

    risk: Words
    likelihood: Literal["low", "medium", "high"] | None = None
    contingency: Words | None = None


class Assumptions(Record):
    """What is taken as known before there are data; the look at a plan and cautions about change use it.

    `correlation` is that of baseline and follow-up scores, `icc` the share of their variance that lies
    between schools or classes, `reliability` that of the baseline score.
    """

    correlation: float = Field(default=0.7, ge=0, lt=1)
    icc: float = Field(default=0.15, ge=0, lt=1)
    reliability: float = Field(default=0.8, gt=0, le=1)
