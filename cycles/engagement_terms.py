"""The terms of an engagement, and how far its eight strategic steps and four stages have come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from halfterm.cycles.errors import BadInput, NotAllowed, did_you_mean
from halfterm.cycles.events import STAGE_REACHED, STEP_CHECKED, Event
from halfterm.cycles.model import Record, Slug, Words

Kind = Literal["gather evidence", "make progress"]


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


Points = Annotated[tuple[Words, ...], Field(min_length=1), BeforeValidator(_as_list)]
"""What was agreed, point by point; a single one may be written without a list."""


class TermsOfEngagement(Record):
    """What a lead and a supported school agreed before they began.

    `by` are those who agreed, at least one of each side. `days_of_support` are days the lead gives in all.
    """

    agreed: date
    by: tuple[Slug, ...] = Field(min_length=2)
    aims: Points
    lead_offers: Points
    supported_commit: Points
    data_shared: Points
    review_on: date | None = None
    days_of_support: float | None = Field(default=None, gt=0)

    @model_validator(mode="after")
    def _reviewed_later(self) -> Self:
        if self.review_on is not None and self.review_on <= self.agreed:
            raise ValueError("terms are reviewed after the day on which they were agreed")
        return self


@dataclass(frozen=True, slots=True)
class Step:
    """One of the strategic steps that lead schools take with the schools they support."""

    letter: str
    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Stage:
    """One of the stages that the work goes through; `number` is from 1."""

    number: int
    name: str


# The steps and stages are those of the 2012 programme (Rea, Hill and Dunford 2013), in our words.
STEPS: Final = (
    Step("a", "Closing the gap is part of the terms of engagement from the start", "gather evidence"),
    Step(
        "b",
        "The data on groups of pupils are analysed: who is behind, in what, since when",
        "gather evidence",
    ),
    Step("c", "Past and present interventions are audited for what they achieved", "gather evidence"),
    Step("d", "Staff and pupils have said what stands in the way", "gather evidence"),
    Step("e", "Staff know the research and choose by the evidence on what works", "make progress"),
    Step("f", "The tools and strategies that are needed are chosen", "make progress"),
    Step("g", "There is a plan, tied to the school's core aims", "make progress"),
    Step("h", "Leaders are being trained who can keep the improvement going", "make progress"),
)

STAGES: Final = (
    Stage(1, "Getting started"),
    Stage(2, "Engaging staff and digging deep"),
    Stage(3, "Driving the work forward"),
    Stage(4, "Staying the course"),
)


@dataclass(frozen=True, slots=True)
class Proof:
    """That a step was taken or a stage reached: when, who says so, and by what one can see it."""

    on: date
    by: tuple[str, ...]
    evidence: str


@dataclass(frozen=True, slots=True)
class StepProgress:
    """A step and its proofs, the earliest first; without one it is still to do."""

    step: Step
    proofs: tuple[Proof, ...]

    @property
    def done_on(self) -> date | None:
        return self.proofs[0].on if self.proofs else None


@dataclass(frozen=True, slots=True)
class StageProgress:
    """A stage, and its proof once it is reached."""

    stage: Stage
    proof: Proof | None


@dataclass(frozen=True, slots=True)
class Checklist:
    """How far an engagement has come. `stage` is the one it is in; None before the first."""

    steps: tuple[StepProgress, ...]
    stages: tuple[StageProgress, ...]

    @property
    def stage(self) -> Stage | None:
        reached = [progress.stage for progress in self.stages if progress.proof is not None]
        return reached[-1] if reached else None

    def until(self, day: date) -> Checklist:
        """How far it had come on a day."""
        return Checklist(
            tuple(StepProgress(s.step, tuple(p for p in s.proofs if p.on <= day)) for s in self.steps),
            tuple(
                StageProgress(s.stage, s.proof if s.proof and s.proof.on <= day else None)
                for s in self.stages
            ),
        )

    def done(self, kind: Kind) -> int:
        """How many steps of a kind are taken."""
        return sum(bool(progress.proofs) for progress in self.steps if progress.step.kind == kind)


def checklist(terms: TermsOfEngagement | None, events: Iterable[Event]) -> Checklist:
    """The steps and stages of one engagement, from its terms and the events about it.

    The agreed terms themselves are the proof of the first step. Events of other kinds are passed over.
    """
    proofs: dict[str, list[Proof]] = {step.letter: [] for step in STEPS}
    reached: dict[int, Proof] = {}
    if terms is not None:
        proofs["a"].append(Proof(terms.agreed, terms.by, "The terms of engagement"))
    for event in events:
        if event.kind == STEP_CHECKED:
            proofs[event.body["step"]].append(_proof(event))
        elif event.kind == STAGE_REACHED:
            reached.setdefault(event.body["stage"], _proof(event))
    return Checklist(
        tuple(StepProgress(step, tuple(proofs[step.letter])) for step in STEPS),
        tuple(StageProgress(stage, reached.get(stage.number)) for stage in STAGES),
    )


def check_step(letter: str, evidence: str) -> None:
    """See that a step may be checked on this evidence.

    Raises:
        BadInput: there is no such step, or no evidence.
        NotAllowed: it is the first, which only agreed terms prove.
    """
    known = [step.letter for step in STEPS]
    if letter not in known:
        raise BadInput(
            f"no step '{letter}': the steps are {known[0]} to {known[-1]}{did_you_mean(letter, known)}"
        )
    if letter == "a":
        raise NotAllowed("step a is proved by the engagement's `terms` in programme.yaml: write them there")
    _check_evidence(evidence, f"step {letter}")


def check_stage(number: int, evidence: str, *, so_far: Checklist) -> None:
    """See that a stage may be reached now: the stages come one after the other, each once.

    Raises:
        BadInput: there is no such stage, or no evidence.
        NotAllowed: it was reached before, or the one before it was not.
    """
    if not 1 <= number <= len(STAGES):
        raise BadInput(f"no stage {number}: the stages are 1 to {len(STAGES)}")
    _check_evidence(evidence, f"stage {number}")
    proof = so_far.stages[number - 1].proof
    if proof is not None:
        raise NotAllowed(f"stage {number} was reached on {proof.on}")
    here = so_far.stage.number if so_far.stage else 0
    if number != here + 1:
        following = STAGES[here]
        raise NotAllowed(
            f"stage {number} comes after stage {number - 1}; next is {following.number}, '{following.name}'"
        )


def _proof(event: Event) -> Proof:
    return Proof(event.on, (event.actor,), event.body["evidence"])


def _check_evidence(evidence: str, where: str) -> None:
    if not evidence.strip():
        raise BadInput(f"{where}: say by what evidence")
