"""Looking the register over: what its events tell, whether each life is possible and each lock true."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from pydantic import ValidationError

from halfterm.cycles.errors import BadInput, NotAllowed
from halfterm.cycles.events import (
    AMENDED,
    DRAFTED,
    DRAWN,
    GONE_WITHOUT,
    JUDGED,
    KEY_ROTATED,
    LOCKED,
    LOGGED,
    STRUCK_OUT,
    TRACED,
    Event,
)
from halfterm.cycles.life import CYCLE_MOVES, MOVE_OF_EVENT, after
from halfterm.cycles.plan import Plan

OF_CYCLES: Final = frozenset(
    {*MOVE_OF_EVENT, AMENDED, GONE_WITHOUT, DRAFTED, DRAWN, LOGGED, STRUCK_OUT, JUDGED, TRACED}
)
"""The kinds of events whose subject is a cycle."""

SHORTEST_HASH: Final = 16
"""How many digits of a hash somebody has to write down for it to be worth comparing."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a register holds: how many events, from which day to which, how many of each kind."""

    events: int
    first: date | None
    last: date | None
    kinds: dict[str, int]


def contents(events: Iterable[Event]) -> Contents:
    """Count events; the kinds in the order in which they first came."""
    events = tuple(events)
    days = [event.on for event in events]
    return Contents(
        len(events), min(days, default=None), max(days, default=None), dict(Counter(e.kind for e in events))
    )


def states(events: Iterable[Event]) -> dict[str, str]:
    """The state of every cycle, in one pass over the events, in the order in which the cycles first came.

    Raises:
        NotAllowed: the events tell a life that no cycle can have; all of them are named.
    """
    reached, problems = replay(events)
    if problems:
        raise NotAllowed(*problems)
    return reached


def replay(events: Iterable[Event]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Every cycle's state up to the first move that was not open to it, and a problem for each such move."""
    reached: dict[str, str] = {}
    problems: dict[str, str] = {}
    for event in events:
        if event.kind not in OF_CYCLES:
            continue
        state = reached.setdefault(event.subject, "drafted")
        # What follows an impossible move would only repeat it.
        if event.kind in MOVE_OF_EVENT and event.subject not in problems:
            try:
                reached[event.subject] = after(CYCLE_MOVES, state, MOVE_OF_EVENT[event.kind])
            except NotAllowed as impossible:
                problems[event.subject] = f"{named(event)}: {impossible}"
    return reached, tuple(problems.values())


def untrue_locks(events: Iterable[Event]) -> tuple[str, ...]:
    """The events that lock or amend a plan whose content is not the one that their hash is of."""
    return tuple(
        problem for event in events if event.kind in (LOCKED, AMENDED) for problem in _lock_problems(event)
    )


def _lock_problems(event: Event) -> Iterator[str]:
    try:
        plan = Plan.model_validate(event.body.get("plan"))
    except ValidationError:
        yield f"{named(event)}: its plan cannot be read"
        return
    # What was written then, and not what later versions have added to a plan since.
    content = plan.model_dump_json(exclude_unset=True)
    if hashlib.sha256(content.encode()).hexdigest() != event.body.get("plan_hash"):
        yield f"{named(event)}: its plan is not the one that was locked"
    elif plan.id != event.subject:
        yield f"{named(event)}: its plan is that of cycle '{plan.id}'"


def broken_rotations(events: Iterable[Event]) -> tuple[str, ...]:
    """The rotations of the pupil key that begin with another key than the one before them ended with."""
    rotated = [event for event in events if event.kind == KEY_ROTATED]
    return tuple(
        f"{named(event)}: it begins with another key than event {before.number} ended with"
        for before, event in pairwise(rotated)
        if before.body.get("to") != event.body.get("from")
    )


def parse_head(text: str) -> tuple[int, str]:
    """A head that somebody wrote down, as number and hash, or as much of the hash as was written down.

    >>> parse_head("3:00ff00ff00ff00ff")
    (3, '00ff00ff00ff00ff')

    Raises:
        BadInput: it is none.
    """
    found = re.fullmatch(r"([1-9][0-9]*):([0-9a-f]{16,64})", text.strip().lower(), re.ASCII)
    if not found:
        raise BadInput(
            "a head is NUMBER:HASH as `halfterm audit` prints it; "
            f"of the hash, the first {SHORTEST_HASH} digits are enough"
        )
    return int(found[1]), found[2]


def check_expected(events: Iterable[Event], number: int, digits: str) -> tuple[str, ...]:
    """See that a register still holds the event that somebody wrote down, behind the same events."""
    events = tuple(events)
    if number > len(events):
        return (f"event {number} was written down and is missing: the register ends at event {len(events)}",)
    if not events[number - 1].hash.startswith(digits):
        return (f"event {number} is not the one that was written down: the register was written anew",)
    return ()


def named(event: Event) -> str:
    """An event in a message.

    >>> named(Event(7, date(2025, 5, 1), "nia", "studied", "ash-1", {}, "0f"))
    'event 7 (studied, ash-1, 2025-05-01)'
    """
    return f"event {event.number} ({event.kind}, {event.subject}, {event.on})"
