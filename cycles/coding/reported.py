"""A claim that a report made as a count: so many of so many were positive."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from halfterm.cycles.model import Record, Words

ClaimLimit = Literal["self-reported", "selected", "low baseline", "no comparison", "no prediction"]
"""What is known to be wanting in how a claim came about."""


class ReportedClaim(Record):
    """A claim that a report made as a count: `k` of `n`, and what is known to be wanting (`limits`)."""

    words: Words
    k: int = Field(ge=0)
    n: int = Field(ge=1)
    source: Words
    limits: tuple[ClaimLimit, ...] = ()

    @model_validator(mode="after")
    def _no_more_than_all(self) -> Self:
        if self.k > self.n:
            raise ValueError("k is more than n")
        if len(set(self.limits)) < len(self.limits):
            raise ValueError("a limit is there twice")
        return self
