"""One point of a cycle's quality: what is found, and the line of the record that proves it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from halfterm.cycles.do_log import Logged, do_log, standing
from halfterm.cycles.events import DECISION, IN_REVIEW, JUDGED, STOPPED, STRUCK_OUT, Event
from halfterm.cycles.plan import Plan
from halfterm.cycles.words import listed


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the record: an event of the register by number and day, or a place in a file."""

    event: int | None = None
    on: date | None = None
    place: str = ""

    def __str__(self) -> str:
        return self.place if self.event is None else f"event {self.event} ({self.on})"


@dataclass(frozen=True, slots=True)
class Point:
    """One thing asked of a cycle: the answer, why, and what proves it or what is missing.

    `met` is None where the record cannot tell. `level` is for points that are levels, on their own scale.
    The words hold no number of pupils: a page may print them for every audience.
    """

    name: str
    answer: str
    because: str
    met: bool | None = None
    level: float | None = None
    proof: tuple[Line, ...] = ()
    missing: str = ""


@dataclass(frozen=True, slots=True)
class StudiedMeasure:
    """What a study found about one measure of a cycle, as plain numbers that its reader may see.

    Gaps are in points. `lower` and `upper` bound the change of the gap (95 %; positive: the target group
    caught up). `goals` is percent of the way to each target of the plan. None: not known, or hidden.
    """

    measure: str
    half_term: str
    gap_before: float | None = None
    gap_after: float | None = None
    lower: float | None = None
    upper: float | None = None
    goals: tuple[float | None, ...] = ()

    @property
    def smaller(self) -> bool | None:
        """Whether a group that was behind is less far off; None where it is not known.

        One that was ahead has no gap to close: it is further off when it falls back.
        """
        if self.gap_before is None or self.gap_after is None:
            return None
        return self.gap_before < 0 and abs(self.gap_after) < abs(self.gap_before)

    @property
    def surely_smaller(self) -> bool:
        """Whether it is, by more than chance explains."""
        return bool(self.smaller) and self.lower is not None and self.lower > 0


@dataclass(frozen=True)
class CycleStory:
    """A cycle as its record tells it: its plan and file, the events about it, what was studied."""

    plan: Plan
    file: str
    events: tuple[Event, ...] = ()
    studied: tuple[StudiedMeasure, ...] = ()

    @cached_property
    def log(self) -> tuple[Logged, ...]:
        """The entries of its do-log that stand, by the days that they are about."""
        return tuple(sorted(standing(do_log(self.events)), key=lambda one: (one.entry.on, one.number)))

    def as_published(self) -> CycleStory:
        """The story up to its decision, with judgements and strikes since: what is logged later is not in it.

        So an edition stays as it was, but for what people say of the cycle themselves, or take back.
        """
        end = next((i for i, e in enumerate(self.events) if e.kind in (DECISION, STOPPED)), len(self.events))
        later = (event for event in self.events[end + 1 :] if event.kind in (JUDGED, STRUCK_OUT))
        return replace(self, events=(*self.events[: end + 1], *later))

    def as_drafted(self, *, decided: bool) -> CycleStory:
        """The published story as its readers approve it: without judgements, nor the decision but of old.

        Both are added when the page is published, as they are when the readers' approval stands already.
        """
        # That it was put to review is said after it was drafted, and is no part of its quality.
        left_out = {JUDGED, IN_REVIEW} if decided else {JUDGED, IN_REVIEW, DECISION, STOPPED}
        return replace(self, events=tuple(e for e in self.as_published().events if e.kind not in left_out))

    def first(self, *kinds: str) -> Event | None:
        """The first event of these kinds."""
        return next((event for event in self.events if event.kind in kinds), None)

    def last(self, *kinds: str) -> Event | None:
        """The last event of these kinds."""
        return next((event for event in reversed(self.events) if event.kind in kinds), None)

    def says(self, field: str) -> Line:
        """A line of the plan's file."""
        return Line(place=f"{self.file}: {field}")


def line_of(event: Event) -> Line:
    """The line of an event."""
    return Line(event.number, event.on)


def logged_line(logged: Logged) -> Line:
    """The line of an entry of the do-log, with the day that the entry is about."""
    return Line(logged.number, logged.entry.on)


def lines_said(lines: tuple[Line, ...], *, most: int = 4) -> str:
    """Lines in a few words, the first of them by name.

    >>> lines_said(tuple(Line(n, date(2025, 1, n)) for n in (3, 5, 8)), most=2)
    'event 3 (2025-01-03), event 5 (2025-01-05) and 1 more'
    """
    named = [str(line) for line in lines[:most]]
    beyond = len(lines) - len(named)
    return f"{', '.join(named)} and {beyond:,} more" if beyond else listed(named)
