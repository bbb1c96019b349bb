"""How many school days each step of a cycle is given, and when clusters meet: what a programme may set."""

from __future__ import annotations

from datetime import time
from typing import Self

from pydantic import Field, model_validator

from halfterm.cycles.model import Record


class Timing(Record):
    """The dates of a cycle, counted in school days; `[timing]` in `halfterm.toml` changes them.

    `window` is how long data are collected, at the end of a half-term. A plan is locked by the `lock`th
    school day of its half-term. `review` days after the study its pages have been read; `publication` days
    after that the edition is out.
    """

    window: int = Field(default=10, ge=1, le=30)
    lock: int = Field(default=5, ge=1, le=20)
    review: int = Field(default=5, ge=1, le=20)
    publication: int = Field(default=3, ge=1, le=20)
    meeting_starts: time = time(13, 30)
    meeting_ends: time = time(16, 0)

    @model_validator(mode="after")
    def _meeting_lasts(self) -> Self:
        if self.meeting_starts.tzinfo or self.meeting_ends.tzinfo:
            raise ValueError("meeting times are those of the wall clock, without a time zone")
        if self.meeting_ends <= self.meeting_starts:
            raise ValueError("meetings end after they start: meeting_ends is not after meeting_starts")
        return self
