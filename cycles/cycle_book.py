"""The cycles as the register tells them: plan, state and what befell each, folded from events alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from halfterm.cycles.events import AMENDED, GONE_WITHOUT, KEY_ROTATED, LOCKED, PUPIL_KEY, Event
from halfterm.cycles.life import cycle_state
from halfterm.cycles.plan import Plan
from halfterm.cycles.record import Amendment, GoneWithout


@dataclass(frozen=True, slots=True)
class LockedCycle:
    """A cycle since its lock. `plan` is as locked, or as last amended; `first_plan_hash` is the lock's.

    `groups_hash` is that of the lock, or of the last rotation of the pupil key since.
    """

    plan: Plan
    plan_hash: str
    first_plan_hash: str
    groups_hash: str
    locked_on: date
    state: str
    amendments: tuple[Amendment, ...]
    without: tuple[GoneWithout, ...]


class CycleBook:
    """Every cycle that the register knows, in the order of their locks."""

    def __init__(self, events: Iterable[Event]) -> None:
        self._about: dict[str, list[Event]] = defaultdict(list)
        for event in events:
            self._about[event.subject].append(event)
        rotated = [event for event in self._about.get(PUPIL_KEY, []) if event.kind == KEY_ROTATED]
        self.locked = {
            subject: _locked_cycle(about, rotated)
            for subject, about in self._about.items()
            if any(event.kind == LOCKED for event in about)
        }

    def state(self, cycle: str) -> str:
        """Where a cycle is; one that nothing is told of is drafted."""
        return self.locked[cycle].state if cycle in self.locked else cycle_state(self._about.get(cycle, []))

    def events(self, subject: str) -> tuple[Event, ...]:
        """What is told of a cycle, oldest first."""
        return tuple(self._about.get(subject, ()))

    def followed_up_in(self, half_term: str, *, states: Iterable[str]) -> tuple[LockedCycle, ...]:
        """The locked cycles whose follow-up is this half-term's, those in one of these states."""
        wanted = set(states)
        return tuple(c for c in self.locked.values() if c.plan.follow_up == half_term and c.state in wanted)


def _locked_cycle(about: list[Event], rotated: list[Event]) -> LockedCycle:
    lock = next(event for event in about if event.kind == LOCKED)
    hashes = [e.body["groups"].get(lock.subject) for e in rotated if e.number > lock.number]
    latest = [event for event in about if event.kind in (LOCKED, AMENDED)][-1]
    return LockedCycle(
        plan=Plan.model_validate(latest.body["plan"]),
        plan_hash=latest.body["plan_hash"],
        first_plan_hash=lock.body["plan_hash"],
        groups_hash=[lock.body["groups"], *(groups for groups in hashes if groups is not None)][-1],
        locked_on=lock.on,
        state=cycle_state(about),
        amendments=tuple(
            Amendment(event.actor, event.on, event.body["reason"], tuple(event.body["changed"]))
            for event in about
            if event.kind == AMENDED
        ),
        without=tuple(
            GoneWithout(event.body["school"], event.actor, event.on, event.body["reason"])
            for event in about
            if event.kind == GONE_WITHOUT
        ),
    )
