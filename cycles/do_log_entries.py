"""What a do-log is made of: one record for each kind of entry."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, Self

from pydantic import Field, model_validator

from halfterm.cycles.do_log_fields import Day, Pounds, Pseudonym, Sought, Written
from halfterm.cycles.model import Record, Slug

LeaderRole = Literal["teacher", "teaching assistant", "mentor", "other"]
LeadershipStage = Literal[
    "getting started", "engaging staff and digging deep", "driving the work forward", "staying the course"
]
"""The four stages that leaders of the 2012 action-research programme told of."""

EvidenceKind = Literal[
    "student perceptions",
    "test or assessment data",
    "teacher or TA assessment",
    "staff reflections and perceptions",
    "meeting notes",
    "parental perceptions",
    "observation",
    "review or consultation outcomes",
    "photo",
    "video or audio",
    "other",
]
"""The kinds of evidence into which the reports of the 2008-10 programme were sorted."""

When = Literal["before", "during", "after"]
Release = Literal["not asked", "released", "refused"]


class LogEntry(Record):
    """What every entry says: its day, and the school it is about where it is about one."""

    on: Day
    school: Slug | None = None


class Session(LogEntry):
    """One session: who led it, who was awaited and who came, how long it took (minutes).

    Pupils are counted (`planned`, `present`) or named by pseudonym (`pupils` came, `absent` did not; the
    counts follow). `led_by` is a person's id or words; `group` tells groups apart that are taught apart.
    """

    entry: Literal["session"] = "session"
    led_by: Written
    role: Sought[LeaderRole]
    planned: int | None = Field(default=None, ge=0)
    present: int | None = Field(default=None, ge=0)
    pupils: tuple[Pseudonym, ...] = ()
    absent: tuple[Pseudonym, ...] = ()
    minutes: float | None = Field(default=None, gt=0, le=600)
    group: Written | None = None

    @model_validator(mode="after")
    def _counts_agree(self) -> Self:
        named = self.pupils + self.absent
        if named and (self.planned is not None or self.present is not None):
            raise ValueError("give counts of pupils or the pupils themselves: the counts follow from them")
        if len(set(named)) < len(named):
            raise ValueError("a pupil is there twice")
        if self.planned is not None and self.present is not None and self.present > self.planned:
            raise ValueError("more pupils present than planned")
        return self

    @property
    def awaited(self) -> int | None:
        """How many pupils were meant to come; None where nobody counted."""
        return len(self.pupils) + len(self.absent) if self.names_pupils else self.planned

    @property
    def came(self) -> int | None:
        """How many pupils came; None where nobody counted."""
        return len(self.pupils) if self.names_pupils else self.present

    @property
    def names_pupils(self) -> bool:
        """Whether a register was taken pupil by pupil."""
        return bool(self.pupils or self.absent)


class Fidelity(LogEntry):
    """How much a part of the change idea was carried out as planned: in a word, or as a share from 0 to 1."""

    entry: Literal["fidelity"] = "fidelity"
    part: Written
    as_planned: Sought[Literal["fully", "partly", "not"]] | None = None
    share: float | None = Field(default=None, ge=0, le=1)
    note: Written | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.as_planned is None) == (self.share is None):
            raise ValueError("give either as_planned (fully, partly, not) or a share from 0 to 1")
        return self

    @property
    def value(self) -> float:
        """The share carried out: fully 1, partly one half, not 0."""
        return self.share if self.share is not None else _AS_PLANNED[self.as_planned or "not"]


_AS_PLANNED: Final = {"fully": 1.0, "partly": 0.5, "not": 0.0}


class Adaptation(LogEntry):
    """What was done otherwise than planned, and why."""

    entry: Literal["adaptation"] = "adaptation"
    what: Written
    why: Written


class Obstacle(LogEntry):
    """What stood in the way, and what solved it, if anything did."""

    entry: Literal["obstacle"] = "obstacle"
    what: Written
    solved_by: Written | None = None


class Observation(LogEntry):
    """Lessons seen, and how many of them were good or better; `when` is before, during or after the cycle."""

    entry: Literal["observation"] = "observation"
    seen: int = Field(ge=1)
    good: int = Field(ge=0)
    by: Written
    when: Sought[When] = "during"

    @model_validator(mode="after")
    def _no_more_than_seen(self) -> Self:
        if self.good > self.seen:
            raise ValueError("more lessons good or better than seen")
        return self


class LearningWalk(LogEntry):
    """What somebody looked for on a walk through lessons, and saw."""

    entry: Literal["learning walk"] = "learning walk"
    by: Written
    focus: Written
    seen: Written


class Spending(LogEntry):
    """Money spent, in pounds, and where it came from."""

    entry: Literal["cost"] = "cost"
    what: Written
    pounds: Pounds
    funding: Written | None = None


class Quotation(LogEntry):
    """What a pupil, parent or member of staff said. No page shows it before the school has released it."""

    entry: Literal["quotation"] = "quotation"
    who: Sought[Literal["pupil", "parent", "staff"]]
    words: Written
    release: Sought[Release] = "not asked"
    released_by: Slug | None = None

    @model_validator(mode="after")
    def _released_by_somebody(self) -> Self:
        if (self.release == "released") != (self.released_by is not None):
            raise ValueError("a released quotation, and only that, says who released it (released_by)")
        return self


class Leadership(LogEntry):
    """A leader's action: who, in which of the four stages, with which skill, doing what."""

    entry: Literal["leadership"] = "leadership"
    by: Written
    stage: Sought[LeadershipStage]
    skill: Written
    what: Written


class Evidence(LogEntry):
    """Evidence gathered: its kind and source, whether made for this project, when, and about whom."""

    entry: Literal["evidence"] = "evidence"
    kind: Sought[EvidenceKind]
    source: Written
    project_specific: bool
    when: Sought[When]
    about: Sought[Literal["learners", "staff", "leaders", "families"]]
    what: Written | None = None


class ContextEvent(LogEntry):
    """Something from outside that may have moved the figures, from its first day to its last (`until`)."""

    entry: Literal["context"] = "context"
    what: Written
    until: Day | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.until is not None and self.until < self.on:
            raise ValueError("until is before on")
        return self


class Learning(LogEntry):
    """What was learned on the way."""

    entry: Literal["learning"] = "learning"
    what: Written
    by: Written | None = None


class WordsRelease(LogEntry):
    """A school's word on the words of an entry: its number, and whether pages may show them.

    The last word counts. It is written by `log release` only, by somebody who may speak for the school.
    """

    entry: Literal["release"] = "release"
    words_of: int = Field(ge=1)
    given: Sought[Literal["released", "refused"]]

    @model_validator(mode="before")
    @classmethod
    def _as_it_was_kept(cls, content: Any) -> Any:
        # Registers from before other words than quotations were released say `quotation`.
        if isinstance(content, dict) and "quotation" in content:
            return {"words_of" if name == "quotation" else name: said for name, said in content.items()}
        return content


Entry = Annotated[
    Session
    | Fidelity
    | Adaptation
    | Obstacle
    | Observation
    | LearningWalk
    | Spending
    | Quotation
    | Leadership
    | Evidence
    | ContextEvent
    | Learning
    | WordsRelease,
    Field(discriminator="entry"),
]
"""One entry of a do-log, told apart by its `entry`."""

Releasable = Adaptation | Obstacle | LearningWalk | Quotation | Leadership | Learning | ContextEvent
"""The entries whose words pages show, once the school has released them."""
