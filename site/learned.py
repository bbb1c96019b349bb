"""Who learned what in a chain of cycles: learners, leaders and staff, the wider school."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from halfterm.cycles.carried_out import Note, NoteKind
from halfterm.cycles.words import sentence
from halfterm.site.delivery import percent, unreleased
from halfterm.site.shown import ShownCycle

Whose = Literal["learners", "staff", "wider"]


def _words(*words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})\b")


# The first that fits counts: parents of pupils are not pupils, and a class teacher is no class.
_WHO: Final[tuple[tuple[Whose, re.Pattern[str]], ...]] = (
    (
        "wider",
        _words(
            *("parents?", "carers?", "famil(?:y|ies)", "governors?", "community", "whole school"),
            *("wider school", "other schools?", "other staff", "partner schools?"),
        ),
    ),
    (
        "staff",
        _words(
            "staff",
            "teachers?",
            "tas?",
            "assistants?",
            "lead(?:er)?s?",
            "heads?",
            "headteachers?",
            "mentors?",
        ),
    ),
    (
        "learners",
        _words("pupils?", "learners?", "students?", "child(?:ren)?", "boys", "girls", "class(?:es)?"),
    ),
)

OF_LEARNING: Final[tuple[NoteKind, ...]] = ("learning", "leadership", "learning walk", "quotation")


@dataclass(frozen=True, slots=True)
class Learned:
    """Sentences on what each learned, none where none may be told; `unreleased` says that there is more."""

    learners: tuple[str, ...]
    staff: tuple[str, ...]
    wider: tuple[str, ...]
    unreleased: str


def learned(chain: Sequence[ShownCycle]) -> Learned:
    """What the chain's log and decisions say was learned, by whom, in the order of the cycles.

    A decision's learning is that of the leaders who took it.
    """
    said: dict[Whose, list[str]] = {"learners": [], "staff": [], "wider": []}
    for number, cycle in enumerate(chain, start=1):
        when = f"cycle {number}" if len(chain) > 1 else ""
        if cycle.carried_out is not None:
            for note in cycle.carried_out.of_kind(*OF_LEARNING):
                said[whose(note)].append(_told(note, when))
        if cycle.decision is not None and cycle.decision.learning:
            of = f" on {when}" if when else ""
            said["staff"].append(f"With the decision{of}: {sentence(cycle.decision.learning)}")
    return Learned(
        learners=tuple(said["learners"]),
        staff=tuple(said["staff"]),
        wider=tuple(said["wider"]),
        unreleased=unreleased(chain, *OF_LEARNING),
    )


def whose(note: Note) -> Whose:
    """Who learned, by the words of the log; where it names nobody, the staff who keep the log.

    >>> whose(Note(1, "learning", "Pairs help.", who="Year 4 pupils"))
    'learners'
    >>> whose(Note(1, "learning", "Pairs help.", who="parents of Year 4 pupils"))
    'wider'
    """
    if note.kind in ("leadership", "learning walk"):
        return "staff"
    who = note.who.casefold()
    return next((whose for whose, words in _WHO if words.search(who)), "staff")


def _told(note: Note, when: str) -> str:
    """Who and, in brackets, on which occasion; then the words."""
    words = sentence(note.words)
    match note.kind:
        case "quotation":
            return f"“{note.words}” ({'; '.join(filter(None, (note.who, when)))})"
        case "leadership":
            return f"{_who(note.who or 'a leader', note.stage, note.more, when)}: {words}"
        case "learning walk":
            looked = f"looking for {note.more.rstrip('.')}" if note.more else ""
            return f"{_who(note.who or 'staff', 'learning walk', looked, when)}: {words}"
        case _ if note.who:
            return f"{_who(note.who, when)}: {words}"
        case _:
            return f"{when[:1].upper()}{when[1:]}: {words}" if when else words


def _who(name: str, *circumstances: str | None) -> str:
    known = "; ".join(filter(None, circumstances))
    return f"{name[:1].upper()}{name[1:]}{f' ({known})' if known else ''}"


def lessons(chain: Sequence[ShownCycle]) -> tuple[str, ...]:
    """The share of lessons that were good or better, before and after, where lessons were seen."""
    said = []
    for number, cycle in enumerate(chain, start=1):
        log = cycle.carried_out
        if log is None or "z" in (log.lessons_good_before.symbol, log.lessons_good_after.symbol):
            continue
        of = f"Cycle {number}: of" if len(chain) > 1 else "Of"
        before, after = percent(log.lessons_good_before), percent(log.lessons_good_after)
        said.append(f"{of} the lessons seen, {before} were good or better before and {after} after.")
    return tuple(said)
