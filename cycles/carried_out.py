"""What was done in a cycle, as its do-log tells: delivery, fidelity, costs, and words that may be shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal

from halfterm.cycles.disclosure import Shown
from halfterm.cycles.do_log import Logged, do_log, releases, standing
from halfterm.cycles.do_log_entries import (
    Adaptation,
    Entry,
    Evidence,
    EvidenceKind,
    LeaderRole,
    Leadership,
    LeadershipStage,
    Learning,
    LearningWalk,
    Obstacle,
    Quotation,
    WordsRelease,
)
from halfterm.cycles.dosage import Dose, LessonsSeen, dose, lessons_seen, planned_dose
from halfterm.cycles.events import DECISION, STOPPED, Event
from halfterm.cycles.impact.cost import CycleCost, cycle_cost
from halfterm.cycles.intervention import Cost
from halfterm.cycles.plan import Plan
from halfterm.cycles.quality_pdsa import reached

NoteKind = Literal["adaptation", "obstacle", "learning", "leadership", "learning walk", "quotation"]
"""The kinds of entries whose words a page may show once they are released."""


@dataclass(frozen=True, slots=True)
class Note:
    """Words of the do-log. `who` speaks: a pupil, parent or member of staff, a leader, or whoever learned it.

    `more` is what solved an obstacle, why an adaptation was made, what a learning walk looked for, or which
    skill a leader's action took; `stage` is that action's.
    """

    number: int
    kind: NoteKind
    words: str
    who: str = ""
    more: str = ""
    stage: LeadershipStage | None = None
    school: str | None = None
    released: bool = False


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """A kind of evidence that was gathered: made for the project or not, and when."""

    kind: EvidenceKind
    project_specific: bool
    when: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CarriedOut:
    """What the do-log of a cycle adds up to, every word of it included. Unsafe until disclosed.

    `cost` is None where it is not known how many pupils the idea is for. `costs` are the plan's own.
    `reached` is how many pupils the sessions were for; None where no session counts any.
    """

    dose: Dose
    lessons: LessonsSeen
    cost: CycleCost | None
    notes: tuple[Note, ...]
    evidence: tuple[EvidenceLine, ...]
    costs: tuple[Cost, ...] = ()
    reached: int | None = None


@dataclass(frozen=True, slots=True)
class ShownLedBy:
    role: LeaderRole
    sessions: Shown


@dataclass(frozen=True, slots=True)
class ShownSpent:
    """Pounds from one funding: spent so far, and planned."""

    funding: str
    spent: Shown
    planned: Shown


@dataclass(frozen=True, slots=True)
class ShownCarriedOut:
    """What one audience may know of what was done.

    Sessions and minutes are not about pupils and are exact; `attendance` (percent) comes of counts made
    safe. Lessons are percent good or better of those seen. `spent` and `cost_spent` are pounds to date,
    `cost_per_pupil` is of the whole plan. `notes` are only those whose words this audience may read;
    `unreleased` counts the others by kind.
    """

    sessions: Shown
    sessions_planned: Shown
    sessions_percent: Shown
    minutes: Shown
    minutes_planned: Shown
    groups: Shown
    attendance: Shown
    fidelity: Shown
    led_by: tuple[ShownLedBy, ...]
    lessons_good_before: Shown
    lessons_good_after: Shown
    spent: tuple[ShownSpent, ...]
    cost_planned: Shown
    cost_spent: Shown
    cost_per_pupil: Shown
    notes: tuple[Note, ...]
    unreleased: Mapping[NoteKind, int]
    evidence: tuple[EvidenceLine, ...]

    def of_kind(self, *kinds: NoteKind) -> tuple[Note, ...]:
        """The notes of these kinds, in the order of the log."""
        return tuple(note for note in self.notes if note.kind in kinds)


def log_to_the_end(about: Iterable[Event]) -> tuple[Logged, ...]:
    """What was logged of a cycle until it ended, with every strike and release of words, later ones too.

    What is logged afterwards changes no page, so that nothing is printed which nobody read. But what is taken
    back goes at once, whenever that is.
    """
    about = tuple(about)
    alive = {event.number for event in takewhile(lambda event: event.kind not in (DECISION, STOPPED), about)}
    log = do_log(about)
    return tuple(one for one in log if one.number in alive or isinstance(one.entry, WordsRelease))


def carried_out(log: Sequence[Logged], plan: Plan, *, pupils: int | None) -> CarriedOut:
    """What a do-log adds up to beside its plan; `pupils` is how many the idea is for, None if not known."""
    log = tuple(log)
    held = tuple(sorted(standing(log), key=lambda one: (one.entry.on, one.number)))
    entries, given = [one.entry for one in held], releases(log)
    cost = None if pupils is None else cycle_cost(plan.intervention, entries, pupils=pupils)
    return CarriedOut(
        dose=dose(entries, planned_dose(plan.intervention, pupils=pupils)),
        lessons=lessons_seen(entries),
        cost=cost,
        notes=tuple(
            note for one in held for note in _notes(one, released=given.get(one.number) == "released")
        ),
        evidence=_evidence(entries),
        costs=plan.intervention.costs,
        reached=reached(held),
    )


def _notes(logged: Logged, *, released: bool) -> Iterator[Note]:
    entry, number = logged.entry, logged.number
    match entry:
        case Adaptation():
            yield Note(number, "adaptation", entry.what, "", entry.why, None, entry.school, released)
        case Obstacle():
            solved = entry.solved_by or ""
            yield Note(number, "obstacle", entry.what, "", solved, None, entry.school, released)
        case Learning():
            yield Note(number, "learning", entry.what, entry.by or "", "", None, entry.school, released)
        case Leadership():
            what, by, skill, stage = entry.what, entry.by, entry.skill, entry.stage
            yield Note(number, "leadership", what, by, skill, stage, entry.school, released)
        case LearningWalk():
            seen, by, focus = entry.seen, entry.by, entry.focus
            yield Note(number, "learning walk", seen, by, focus, None, entry.school, released)
        case Quotation():
            yield Note(number, "quotation", entry.words, entry.who, "", None, entry.school, released)


def _evidence(entries: Iterable[Entry]) -> tuple[EvidenceLine, ...]:
    """A line for each kind that was gathered, in the order in which they came first."""
    held: dict[tuple[EvidenceKind, bool], dict[str, None]] = {}
    for entry in entries:
        if isinstance(entry, Evidence):
            held.setdefault((entry.kind, entry.project_specific), {})[entry.when] = None
    return tuple(EvidenceLine(kind, own, tuple(when)) for (kind, own), when in held.items())
