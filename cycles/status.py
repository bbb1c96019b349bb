"""What is due, what is overdue and who is waited for, from the schedule and where each cycle stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from halfterm.cycles.life import ENDED, HAS_FOLLOW_UP
from halfterm.cycles.occasion import KINDS, Kind, Occasion

Urgency = Literal["overdue", "due", "coming"]

LOOK_AHEAD: Final = 14
"""Days before a thing begins from which it is told as coming."""

READ: Final = frozenset({"approved", "published", "withdrawn"})
"""The states of a page that nobody has to read any more."""


@dataclass(frozen=True, slots=True)
class CycleStanding:
    """Where one cycle stands.

    `baseline_in` and `follow_up_in` are the schools whose scores are all there, or that the cycle has gone
    on without. `pages` are the drafts about it: path -> (state of the review, ids of those whose turn it
    is). `settlers` may settle its `open_disputes`, `deciders` propose its decision.
    """

    cycle: str
    state: str
    baseline_in: frozenset[str] = frozenset()
    follow_up_in: frozenset[str] = frozenset()
    pages: Mapping[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    open_disputes: int = 0
    settlers: tuple[str, ...] = ()
    deciders: tuple[str, ...] = ()
    published: bool = False

    @property
    def pages_waiting(self) -> dict[str, tuple[str, tuple[str, ...]]]:
        """The pages that somebody still has to submit, read or change."""
        return {path: turn for path, turn in self.pages.items() if turn[0] not in READ}

    @property
    def decided(self) -> bool:
        return self.state in ENDED


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is waited for, since or until when, and whose turn it is (ids of persons).

    `days` is how long it is overdue, how long there still is, or how long until it begins.
    """

    urgency: Urgency
    days: int
    kind: str
    what: str
    who: tuple[str, ...]
    cycle: str
    starts: date
    ends: date

    @property
    def when(self) -> str:
        """How urgent it is, in words."""
        if self.urgency == "overdue":
            return f"overdue {_counted(self.days)}"
        if self.urgency == "due":
            return "due today" if self.days == 0 else f"due in {_counted(self.days)}"
        return f"from {self.starts.day} {self.starts:%b}, in {_counted(self.days)}"


def status(
    today: date, occasions: Iterable[Occasion], standings: Iterable[CycleStanding]
) -> tuple[Line, ...]:
    """What is waited for, worst first: overdue the longest, then due the soonest, then what is coming.

    A step that cannot be done yet because an earlier one is late is not told: the earlier one is.
    """
    by_cycle = {standing.cycle: standing for standing in standings}
    lines: list[Line] = []
    for occasion in occasions:
        if occasion.kind in ("meeting", "workshop"):
            lines += _told_ahead(today, occasion)
        elif occasion.cycle in by_cycle:
            lines += _of_cycle(today, occasion, by_cycle[occasion.cycle])
    return tuple(sorted(lines, key=_worst_first))


def _of_cycle(today: date, occasion: Occasion, standing: CycleStanding) -> Iterator[Line]:
    if standing.state == "stopped":
        return
    match occasion.kind:
        case "milestone" | "data collection":
            # Nobody records that they are done, so they are never overdue.
            if not standing.decided:
                yield from _told_ahead(today, occasion)
        case "review deadline":
            yield from _reading(today, occasion, standing)
        case "publication":
            yield from _deciding(today, occasion, standing)
            if _is_open(occasion, standing):
                yield from _line(today, occasion)
        case _:
            if _is_open(occasion, standing):
                yield from _line(today, occasion)


def _is_open(occasion: Occasion, standing: CycleStanding) -> bool:
    """Whether this is what the cycle waits for, or will come to."""
    kind: Kind = occasion.kind
    state = standing.state
    if kind == "baseline window":
        return state == "drafted" and occasion.school not in standing.baseline_in
    if kind == "lock by":
        return state == "drafted"
    if kind == "follow-up window":
        return state not in HAS_FOLLOW_UP and occasion.school not in standing.follow_up_in
    if kind == "study day":
        return state == "followed up"
    pages_read = bool(standing.pages) and not standing.pages_waiting
    return not standing.published and pages_read


def _reading(today: date, occasion: Occasion, standing: CycleStanding) -> Iterator[Line]:
    """A line a page that is not approved, and one for the numbers that schools doubt."""
    turns = {"draft": "to be submitted", "submitted": "to be read", "changes requested": "to be changed"}
    for path, (state, who) in standing.pages_waiting.items():
        said = turns.get(state, state)
        yield from _line(today, occasion, what=f"page {path}, {said}", who=who)
    if standing.open_disputes:
        doubted = f"{standing.open_disputes} disputed number{'s' if standing.open_disputes > 1 else ''}"
        yield from _line(today, occasion, what=f"{doubted}, to be settled", who=standing.settlers)


def _deciding(today: date, occasion: Occasion, standing: CycleStanding) -> Iterator[Line]:
    if standing.state in ("studied", "in review"):
        yield from _line(today, occasion, kind="decision", what="decide what is next", who=standing.deciders)


def _told_ahead(today: date, occasion: Occasion) -> Iterator[Line]:
    """What is on now or comes soon, and is not asked after once it is over."""
    if today <= occasion.ends:
        yield from _line(today, occasion)


def _line(
    today: date,
    occasion: Occasion,
    *,
    kind: str | None = None,
    what: str | None = None,
    who: tuple[str, ...] | None = None,
) -> Iterator[Line]:
    """The line of an occasion, unless it is far ahead."""
    urgency: Urgency
    if today > occasion.ends:
        urgency, days = "overdue", (today - occasion.ends).days
    elif today >= occasion.starts:
        urgency, days = "due", (occasion.ends - today).days
    else:
        urgency, days = "coming", (occasion.starts - today).days
    if urgency == "coming" and days > LOOK_AHEAD:
        return
    yield Line(
        urgency=urgency,
        days=days,
        kind=kind or occasion.kind,
        what=occasion.what if what is None else what,
        who=occasion.who if who is None else who,
        cycle=occasion.cycle,
        starts=occasion.starts,
        ends=occasion.ends,
    )


_URGENCIES: Final[tuple[Urgency, ...]] = ("overdue", "due", "coming")
_ORDER: Final = (*KINDS, "decision")


def _worst_first(line: Line) -> tuple[int, int, int, str, str]:
    days = -line.days if line.urgency == "overdue" else line.days
    return (_URGENCIES.index(line.urgency), days, _ORDER.index(line.kind), line.cycle, line.what)


def _counted(days: int) -> str:
    return f"{days} day" if days == 1 else f"{days} days"
