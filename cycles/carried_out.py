"""What was done in a cycle, as its do-log tells: delivery, fidelity, costs, and words that may be shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from halfterm.cycles.disclosure import Shown
from halfterm.cycles.do_log_entries import EvidenceKind, LeaderRole, LeadershipStage
from halfterm.cycles.dosage import Dose, LessonsSeen
from halfterm.cycles.impact.cost import CycleCost

NoteKind = Literal["adaptation", "obstacle", "learning", "leadership", "learning walk", "quotation"]
"""The kinds of entries whose words a page may show once they are released."""


@dataclass(frozen=True, slots=True)
class Note:
    """Words of the do-log. `who` speaks: a pupil, parent or member of staff, a leader, or whoever learned it.

    `more` is what solved an obstacle, or why an adaptation was made; `stage` that of a leader's action.
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
    """What the do-log of a cycle adds up to, every word of it included. Unsafe until disclosed."""

    dose: Dose
    lessons: LessonsSeen
    cost: CycleCost | None
    notes: tuple[Note, ...]
    evidence: tuple[EvidenceLine, ...]


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
    safe. `notes` are only those whose words this audience may read; `unreleased` counts the others by kind.
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
