"""A school of a programme: its identifiers, its predecessors, and from when to when it takes part."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from halfterm.cycles.model import Record, Slug, Words

Phase = Literal["nursery", "infant", "junior", "primary", "secondary", "special", "all-through"]

Urn = Annotated[str, Field(pattern=r"^[0-9]{6}$")]
"""The national register's six digits; they carry no check digit."""

Laestab = Annotated[
    str, Field(pattern=r"^[0-9]{3}/?[0-9]{4}$"), AfterValidator(lambda text: text.replace("/", ""))
]
"""Authority (3 digits) and establishment (4), `3302071` or `330/2071`; kept without the stroke."""

Percent = Annotated[float, Field(ge=0, le=100)]


class SchoolContext(Record):
    """What a school is like: shares of its pupils in percent, and how many there are."""

    fsm_pct: Percent | None = None
    sen_pct: Percent | None = None
    eal_pct: Percent | None = None
    pupils: int | None = Field(default=None, gt=0)


class Predecessor(Record):
    """The closed school that a school continues: an academy opens under a new URN, often a new code."""

    urn: Urn
    code: str | None = None
    laestab: Laestab | None = None
    closed: date


class Withdrawal(Record):
    """The day from which a school takes part no more, and why."""

    on: date
    reason: Words


class PremiumYear(Record):
    """What a school gets for its disadvantaged pupils in one school year, in pounds, and what it is for."""

    year: Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}$")]
    pounds: float = Field(ge=0)
    objectives: tuple[Words, ...] = ()


class School(Record):
    """A school of a cluster. `code` is how the schools' own files name it; `la` its local authority.

    `joined` is its first day in the programme, when that is not the programme's. `pupil_premium` is what
    the school says of its funding, year by year.
    """

    id: Slug
    name: Words
    code: str
    urn: Urn | None = None
    laestab: Laestab | None = None
    la: Words | None = None
    phase: Phase | None = None
    setting: Words | None = None
    context: SchoolContext | None = None
    predecessors: tuple[Predecessor, ...] = ()
    joined: date | None = None
    withdrawn: Withdrawal | None = None
    pupil_premium: tuple[PremiumYear, ...] = ()

    @model_validator(mode="after")
    def _joined_first(self) -> Self:
        if self.joined and self.withdrawn and self.withdrawn.on <= self.joined:
            raise ValueError(f"school '{self.id}' is withdrawn before it has joined")
        return self

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code that names the school in files: its own first, then its predecessors'."""
        return tuple(dict.fromkeys([self.code, *(p.code for p in self.predecessors if p.code is not None)]))

    @property
    def urns(self) -> tuple[str, ...]:
        """Its own URN first, then its predecessors'."""
        own = [] if self.urn is None else [self.urn]
        return (*own, *(p.urn for p in self.predecessors))

    @property
    def laestabs(self) -> tuple[str, ...]:
        """Its own LAESTAB first, then its predecessors'; a converter may keep it, so each once."""
        known = [self.laestab, *(p.laestab for p in self.predecessors)]
        return tuple(dict.fromkeys(laestab for laestab in known if laestab is not None))

    @property
    def numbers(self) -> tuple[str, ...]:
        """Every official number that names the school in files: URNs; LAESTABs with and without stroke."""
        stroked = [f"{laestab[:3]}/{laestab[3:]}" for laestab in self.laestabs]
        return (*self.urns, *self.laestabs, *stroked)

    def is_member(self, day: date) -> bool:
        """Whether the school takes part on this day."""
        if self.joined is not None and day < self.joined:
            return False
        return self.withdrawn is None or day < self.withdrawn.on
