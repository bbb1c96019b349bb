"""Events of a do-log and of a cycle's life, made one after the other; a test says only what it is about."""

from __future__ import annotations

from datetime import date
from typing import Any

from halfterm.cycles.do_log import Logged, body_of, do_log
from halfterm.cycles.do_log_entries import Entry
from halfterm.cycles.do_log_reading import entry_of
from halfterm.cycles.events import DECISION, FOLLOWED_UP, LOCKED, LOGGED, STARTED, STRUCK_OUT, STUDIED, Event

LOCK_DAY = date(2025, 1, 20)


def entry(kind: str, /, on: str = "2025-01-21", **fields: Any) -> Entry:
    """An entry of this kind; what is needed and not given is filled in."""
    needed: dict[str, dict[str, Any]] = {
        "session": {"led_by": "pat", "role": "teacher"},
        "fidelity": {"part": "pairs"} | ({} if "share" in fields else {"as_planned": "fully"}),
        "observation": {"seen": 4, "good": 2, "by": "nia"},
        "learning walk": {"by": "nia", "focus": "talk", "seen": "questions"},
        "cost": {"what": "books", "pounds": 10},
        "quotation": {"who": "pupil", "words": "I read more now."},
        "leadership": {"by": "head", "stage": "getting started", "skill": "listening", "what": "asked"},
        "evidence": {
            "kind": "observation",
            "source": "walks",
            "project_specific": True,
            "when": "during",
            "about": "staff",
        },
        "adaptation": {"what": "one", "why": "another"},
    }
    return entry_of(kind, {"on": on} | needed.get(kind, {"what": "something"}) | fields)


class Book:
    """A register in a list: what each call says is one event, numbered on from the last."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def say(
        self, kind: str, cycle: str = "ash-1", /, *, on: date = LOCK_DAY, by: str = "ben", **body: Any
    ) -> int:
        """Append an event; returns its number."""
        number = len(self.events) + 1
        self.events.append(Event(number, on, by, kind, cycle, body, f"{number:064x}"))
        return number

    def log(self, written: Entry, cycle: str = "ash-1", *, on: date = LOCK_DAY, by: str = "ben") -> int:
        """Append an entry of the do-log; returns its number."""
        return self.say(LOGGED, cycle, on=on, by=by, **body_of(cycle, written))

    def strike(self, number: int, reason: str = "wrong", cycle: str = "ash-1") -> None:
        self.say(STRUCK_OUT, cycle, number=number, reason=reason)

    def lock(self, cycle: str = "ash-1") -> int:
        return self.say(LOCKED, cycle)

    def study(self, cycle: str = "ash-1") -> int:
        """The follow-up arrives and is studied; returns the number of the study."""
        self.say(STARTED, cycle)
        self.say(FOLLOWED_UP, cycle)
        return self.say(STUDIED, cycle)

    def decide(self, kind: str = "adopt", cycle: str = "ash-1", *, learning: str = "") -> int:
        return self.say(DECISION, cycle, kind=kind, reason="It helped.", learning=learning)

    def about(self, cycle: str = "ash-1") -> tuple[Event, ...]:
        return tuple(event for event in self.events if event.subject == cycle)

    def logged(self, cycle: str = "ash-1") -> tuple[Logged, ...]:
        return do_log(self.about(cycle))
