"""What is done: the change idea and its theory, and the intervention with its dosage and costs."""

from __future__ import annotations

from typing import Any, Final, Literal, Self

from pydantic import Field, model_validator

from halfterm.cycles.model import OneOrMore, Record, Slug, Words

Attributes = dict[Slug, OneOrMore]
"""Attribute -> the values that count: `{fsm: [yes], sex: [M]}`. All attributes must match."""

Assigned = Literal["random", "chosen", "waiting list", "not known"]

THEMES: Final = (
    "Using data on pupils' progress to find gaps and focus support",
    "Improving an aspect of teaching and learning",
    "Mentoring, one-to-one or small-group support",
    "Pupils' engagement, voice, resilience and attitudes",
    "Engaging parents in their children's learning",
    "Staff development",
)
"""The five themes of the 2012 programme and the one that ran across them; others may be named."""

STRANDS: Final = (
    "arts participation",
    "aspiration interventions",
    "behaviour interventions",
    "collaborative learning",
    "extending school time",
    "feedback",
    "homework",
    "individualised instruction",
    "learning styles",
    "mastery learning",
    "mentoring",
    "metacognition and self-regulation",
    "one to one tuition",
    "oral language interventions",
    "outdoor adventure learning",
    "parental engagement",
    "peer tutoring",
    "performance pay",
    "phonics",
    "physical activity",
    "reading comprehension strategies",
    "reducing class size",
    "repeating a year",
    "school uniform",
    "setting or streaming",
    "small group tuition",
    "social and emotional learning",
    "summer schools",
    "teaching assistant interventions",
    "within-class attainment grouping",
)
"""Strands of the Education Endowment Foundation's Teaching and Learning Toolkit, to name evidence alike."""

FUNDING: Final = (
    "pupil premium",
    "school budget",
    "programme grant",
    "special educational needs",
    "other grant",
    "donation",
    "none",
)
"""Where money comes from; `none` for time and things that cost nobody anything."""


class Dosage(Record):
    """How much is planned for each pupil: sessions a week, minutes a session, weeks; or in words, or both.

    A sentence written instead of the record is taken as its `words`.
    """

    sessions_per_week: float | None = Field(default=None, gt=0)
    minutes: float | None = Field(default=None, gt=0)
    weeks: float | None = Field(default=None, gt=0)
    words: Words | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_words(cls, content: Any) -> Any:
        return {"words": content} if isinstance(content, str) else content

    @model_validator(mode="after")
    def _whole(self) -> Self:
        missing = [name for name in ("sessions_per_week", "minutes", "weeks") if getattr(self, name) is None]
        if len(missing) == 3 and self.words is None:
            raise ValueError("say how much: sessions_per_week, minutes and weeks, or words")
        if 0 < len(missing) < 3:
            raise ValueError(f"a dosage in numbers also needs {' and '.join(missing)}")
        return self

    @property
    def planned_sessions(self) -> float | None:
        """Sessions a pupil is meant to have; None where the dosage is in words."""
        if self.sessions_per_week is None or self.weeks is None:
            return None
        return self.sessions_per_week * self.weeks

    @property
    def planned_minutes(self) -> float | None:
        """Minutes a pupil is meant to have over all sessions; None where the dosage is in words."""
        if self.planned_sessions is None or self.minutes is None:
            return None
        return self.planned_sessions * self.minutes

    @property
    def said(self) -> str:
        """The dosage as it is spoken.

        >>> Dosage(sessions_per_week=2, minutes=20, weeks=6).said
        '2 sessions of 20 minutes a week for 6 weeks'
        """
        parts = []
        if self.sessions_per_week is not None and self.minutes is not None and self.weeks is not None:
            sessions, minutes = _many(self.sessions_per_week, "session"), _many(self.minutes, "minute")
            parts.append(f"{sessions} of {minutes} a week for {_many(self.weeks, 'week')}")
        return "; ".join([*parts, *([self.words] if self.words else [])])


def _many(number: float, noun: str) -> str:
    return f"{number:g} {noun}{'' if number == 1 else 's'}"


class Cost(Record):
    """What is paid for: `pounds` in all, or for each pupil; `recurring` when it is paid again each year."""

    what: Words
    pounds: float = Field(ge=0)
    funding: Words
    per_pupil: bool = False
    recurring: bool = False


class Intervention(Record):
    """What is delivered, by whom, how much and at what cost.

    `strand` says where evidence on such interventions is found; `group_size` is pupils taught together.
    """

    name: Words
    theme: Words
    strand: Words | None = None
    dosage: Dosage | None = None
    delivered_by: Words | None = None
    group_size: int | None = Field(default=None, ge=1)
    costs: tuple[Cost, ...] = ()

    @property
    def planned_sessions(self) -> float | None:
        """Sessions a pupil is meant to have; None where no number is planned."""
        return self.dosage.planned_sessions if self.dosage else None

    @property
    def planned_minutes(self) -> float | None:
        """Minutes a pupil is meant to have over all sessions; None where no number is planned."""
        return self.dosage.planned_minutes if self.dosage else None

    def planned_cost(self, *, pupils: int) -> float:
        """What the intervention costs for this many pupils, in pounds."""
        return sum(cost.pounds * (pupils if cost.per_pupil else 1) for cost in self.costs)


class ChangeIdea(Record):
    """What is done differently, why it should work, who got it, and how it was settled who did.

    `adapts` says what differs from the cycle before, and why.
    """

    name: Words
    theory: Words
    treated: Attributes = Field(default_factory=dict)
    untreated: Words | None = None
    assigned: Assigned = "not known"
    adapts: Words | None = None
