"""The calendar of the coming half-term for a cluster: what is due when, for whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from halfterm.cycles.meeting_round import MeetingRound
from halfterm.cycles.occasion import Kind, Occasion
from halfterm.cycles.programme import Cluster, Programme
from halfterm.cycles.words import listed
from halfterm.site.decided import person_name
from halfterm.site.pieces import dated
from halfterm.site.shown import ShownCycle, ShownEdition

WORDS: Final[Mapping[Kind, str]] = {
    "baseline window": "collect baseline data",
    "lock by": "lock the plan",
    "data collection": "collect data",
    "milestone": "milestone",
    "follow-up window": "collect follow-up data",
    "study day": "study and draft",
    "review deadline": "review the pages",
    "publication": "publish the edition",
    "meeting": "cluster meeting",
    "workshop": "workshop of the programme",
}
GROUPS: Final[Mapping[Kind, str]] = {
    "baseline window": "data",
    "lock by": "plan",
    "data collection": "data",
    "milestone": "plan",
    "follow-up window": "data",
    "study day": "pages",
    "review deadline": "pages",
    "publication": "pages",
    "meeting": "meeting",
    "workshop": "meeting",
}
"""What an occasion is about, as the calendar's key has it."""

_TOLD: Final = frozenset({"data collection", "milestone", "workshop"})
"""Kinds whose own words say what is done."""
_BEFORE_LOCK: Final = frozenset({"lock by"})
_BEFORE_STUDY: Final = frozenset({"baseline window", "data collection", "follow-up window", "study day"})
_MANY: Final = 3
"""People of one occasion that a cell names one by one."""


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """Something due on a day or over some days."""

    when: str
    what: str
    who: str


@dataclass(frozen=True, slots=True)
class Due:
    """Occasions alike in kind and days, taken together; `whose` are the cycles or schools they are of."""

    kind: Kind
    starts: date
    ends: date
    what: str
    who: tuple[str, ...]


def coming_due(edition: ShownEdition, cluster: Cluster, meetings: MeetingRound) -> tuple[Due, ...]:
    """What is due in a cluster from its meeting on, up to the meeting after the next; alike ones together.

    Without a meeting, what is due after this half-term; without a later one, everything that the schedule
    knows of the half-term after. What the record tells is done is not due.
    """
    until = meetings.coming[0].meeting.on if meetings.coming else _ends(edition)
    from_ = edition.half_term.ends + timedelta(days=1) if meetings.here is None else meetings.here.meeting.on
    cycles = {cycle.plan.id: cycle for cycle in edition.cycles}
    alike: dict[tuple[Kind, date, date, str], list[Occasion]] = {}
    for occasion in edition.occasions:
        in_time = occasion.ends >= from_ and (until is None or occasion.starts <= until)
        cycle = cycles.get(occasion.cycle)
        is_done = cycle is not None and _is_done(occasion.kind, cycle)
        if occasion.cluster in ("", cluster.id) and in_time and not is_done:
            alike.setdefault(_alike(occasion), []).append(occasion)
    return tuple(_together(same, edition.programme) for same in alike.values())


def _is_done(kind: Kind, cycle: ShownCycle) -> bool:
    """Whether the record tells that this step of a cycle is behind it: a cycle of an edition is locked."""
    return kind in _BEFORE_LOCK or (bool(cycle.studies) and kind in _BEFORE_STUDY)


def calendar_rows(due: Sequence[Due]) -> tuple[CalendarRow, ...]:
    """What is due as the table prints it, by day."""
    return tuple(CalendarRow(span(d.starts, d.ends), d.what, _people(d.who)) for d in due)


def span(starts: date, ends: date) -> str:
    """A day, or the first and the last of several, without the year; a day does not come apart.

    >>> span(date(2012, 3, 19), date(2012, 3, 30)).replace("\u00a0", " ")
    'Mon 19 Mar to Fri 30 Mar'
    """
    first, last = (f"{day:%a}\u00a0{day.day}\u00a0{day:%b}" for day in (starts, ends))
    return last if starts == ends else f"{first} to {last}"


def _ends(edition: ShownEdition) -> date | None:
    """The last day of the half-term after this one; None when the programme has ended."""
    later = edition.programme.position(edition.half_term.id) + 1
    half_terms = edition.programme.half_terms
    return half_terms[later].ends if later < len(half_terms) else None


def _alike(occasion: Occasion) -> tuple[Kind, date, date, str]:
    own = occasion.what if occasion.kind in _TOLD or occasion.kind == "meeting" else ""
    return (occasion.kind, occasion.starts, occasion.ends, own)


def _together(alike: Sequence[Occasion], programme: Programme) -> Due:
    first = alike[0]
    who = dict.fromkeys(person_name(programme, person) for one in alike for person in one.who)
    return Due(first.kind, first.starts, first.ends, _what(alike, programme), tuple(who))


def _what(alike: Sequence[Occasion], programme: Programme) -> str:
    first = alike[0]
    words = WORDS[first.kind]
    if first.kind == "meeting":
        return f"{words} at {programme.school(first.school).name}"
    if first.kind in _TOLD:
        return first.what
    schools = list(dict.fromkeys(programme.school(one.school).name for one in alike if one.school))
    if not schools:
        cycles = len({one.cycle for one in alike})
        return f"{words} ({cycles} cycle{'' if cycles == 1 else 's'})"
    named = listed(schools) if len(schools) <= _MANY else f"{len(schools)} schools"
    return f"{words} ({named})"


def _people(names: Iterable[str]) -> str:
    known = list(names)
    if len(known) <= _MANY:
        return listed(known) or "–"
    return f"{listed(known[:1])} and {len(known) - 1} others"


def until_words(due: Sequence[Due]) -> str:
    """From when to when a calendar reaches, for its caption; empty for an empty one."""
    if not due:
        return ""
    return f"{dated(min(d.starts for d in due))} to {dated(max(d.ends for d in due))}"
