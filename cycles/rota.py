"""Who hosts which meeting of a cluster, and on which day: one meeting a half-term, hosts in turn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, Self, get_args

from halfterm.cycles.errors import BadInput, NotAllowed, did_you_mean
from halfterm.cycles.events import HOST_SWAPPED, Event
from halfterm.cycles.programme import Cluster, Programme, Weekday
from halfterm.cycles.school import School
from halfterm.cycles.school_year import Calendar

_WEEKDAYS: Final[tuple[Weekday, ...]] = get_args(Weekday)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A cluster's meeting of one half-term; `host` is the school whose doors are open that day."""

    cluster: str
    half_term: str
    on: date
    host: str
    swapped: bool = False

    @property
    def subject(self) -> str:
        """How events name the meeting."""
        return f"{self.cluster}/{self.half_term}"


@dataclass(frozen=True, slots=True)
class Swap:
    """A change to one meeting: another host, another day, or both; None is what stays.

    With `other` the hosts of two half-terms are exchanged, and `host` is only told. Days stay with their
    half-terms unless `on` gives the first another.
    """

    cluster: str
    half_term: str
    host: str | None = None
    other: str | None = None
    on: date | None = None

    @classmethod
    def of(cls, event: Event) -> Self:
        """The swap that an event tells of."""
        cluster, half_term = event.subject.split("/")
        day = event.body["on"]
        return cls(
            cluster,
            half_term,
            event.body["host"],
            event.body["with"],
            None if day is None else date.fromisoformat(day),
        )


def meetings(programme: Programme, calendar: Calendar, *, swaps: Iterable[Event] = ()) -> tuple[Meeting, ...]:
    """Every cluster's meetings, by half-term and then in the clusters' order.

    The host is the member that has hosted least; of several the one that waits longest, then lead schools
    first, then the file's order. A school that joins, or comes back after a half-term in which it could
    not host, is level with the least of the others: nobody is owed turns from before.

    Swaps change single meetings and never the turns after them. Of `swaps` only events of a swap count, in
    their order; one that can no longer hold, because its host has withdrawn or is closed that day, is
    passed over and the rota's own meeting stands.
    """
    planned = {
        (meeting.cluster, meeting.half_term): meeting
        for cluster in programme.clusters
        for meeting in _in_turn(cluster, programme, calendar)
    }
    for swap in (Swap.of(event) for event in swaps if event.kind == HOST_SWAPPED):
        changed = _changed(swap, planned)
        if changed and not any(_closed(meeting, programme, calendar) for meeting in changed):
            planned |= {(meeting.cluster, meeting.half_term): meeting for meeting in changed}
    order = [
        (cluster.id, half_term.id) for half_term in programme.half_terms for cluster in programme.clusters
    ]
    return tuple(planned[key] for key in order if key in planned)


def check_swap(
    swap: Swap, planned: Sequence[Meeting], programme: Programme, calendar: Calendar
) -> tuple[Meeting, ...]:
    """The meetings (one or two) as the swap would have them.

    Raises:
        BadInput: it names a meeting or school that is not there, or changes nothing.
        NotAllowed: the new host is not a member of the cluster, or closed, on that day.
    """
    cluster = _cluster(swap.cluster, programme)
    for half_term in (swap.half_term, swap.other):
        if half_term is not None:
            meeting_of(planned, cluster.id, half_term)
    members = [school.id for school in cluster.schools]
    if swap.host is not None and swap.host not in members:
        raise BadInput(f"no school '{swap.host}' in cluster '{cluster.id}'{did_you_mean(swap.host, members)}")
    by_key = {(m.cluster, m.half_term): m for m in planned}
    changed = _changed(swap, by_key)
    same = [m for m in changed if (m.on, m.host) == _place(by_key[m.cluster, m.half_term])]
    if not changed or len(same) == len(changed):
        raise BadInput(f"'{swap.half_term}' of '{swap.cluster}': the swap changes neither host nor day")
    problems = [problem for m in changed for problem in _closed(m, programme, calendar)]
    if problems:
        raise NotAllowed(*problems)
    return changed


def meeting_of(planned: Sequence[Meeting], cluster: str, half_term: str) -> Meeting:
    """The meeting of a cluster in a half-term.

    Raises:
        BadInput: there is none; the near misses are offered.
    """
    held = {m.half_term: m for m in planned if m.cluster == cluster}
    if not held:
        raise BadInput(
            f"no meetings of cluster '{cluster}'{did_you_mean(cluster, {m.cluster for m in planned})}"
        )
    if half_term not in held:
        raise BadInput(f"cluster '{cluster}' has no meeting in '{half_term}'{did_you_mean(half_term, held)}")
    return held[half_term]


def _in_turn(cluster: Cluster, programme: Programme, calendar: Calendar) -> list[Meeting]:
    """The meetings of one cluster before any swap."""
    leads = {e.lead for e in programme.engagements if e.cluster == cluster.id}
    schools = sorted(cluster.schools, key=lambda school: school.id not in leads)
    # How often each school has hosted, and in which half-term (counted) it last did or came in.
    turns = {school.id: (0, -1) for school in schools}
    before = set(turns)
    held = []
    for number, half_term in enumerate(programme.meeting_half_terms):
        days = _days(schools, cluster, half_term.id, calendar)
        if not days:
            continue
        least = min((turns[school][0] for school in days.keys() & before), default=0)
        for school in days.keys() - before:
            turns[school] = (max(turns[school][0], least), number - 1)
        # `days` is in order, and `min` takes the first of equals.
        host = min(days, key=lambda school: turns[school])
        turns[host] = (turns[host][0] + 1, number)
        before = set(days)
        held.append(Meeting(cluster.id, half_term.id, days[host], host))
    return held


def _days(
    schools: Iterable[School], cluster: Cluster, half_term: str, calendar: Calendar
) -> Mapping[str, date]:
    """The day on which each school would host: its school day nearest to the one wished for.

    Of two equally near the earlier. Schools that are no members that day, or never open, are not there.
    """
    days = {}
    for school in schools:
        dates = calendar.dates(half_term, school=school.id)
        monday = dates.starts - timedelta(days=dates.starts.weekday())
        wished = monday + timedelta(weeks=cluster.meets.week - 1, days=_WEEKDAYS.index(cluster.meets.weekday))
        open_on = calendar.school_days(dates.starts, dates.ends, school=school.id)
        nearest = min(open_on, key=lambda day: (abs(day - wished), day), default=None)
        if nearest is not None and school.is_member(nearest):
            days[school.id] = nearest
    return days


def _changed(swap: Swap, planned: Mapping[tuple[str, str], Meeting]) -> tuple[Meeting, ...]:
    """The meetings after a swap; none when one of them is not planned (any more)."""
    here = planned.get((swap.cluster, swap.half_term))
    if here is None:
        return ()
    day = swap.on or here.on
    if swap.other is None:
        return (replace(here, host=swap.host or here.host, on=day, swapped=True),)
    there = planned.get((swap.cluster, swap.other))
    if there is None:
        return ()
    return (
        replace(here, host=there.host, on=day, swapped=True),
        replace(there, host=here.host, swapped=True),
    )


def _closed(meeting: Meeting, programme: Programme, calendar: Calendar) -> list[str]:
    """Why the host cannot have the meeting that day."""
    school = programme.school(meeting.host)
    dates = calendar.dates(meeting.half_term, school=meeting.host)
    if not school.is_member(meeting.on):
        return [f"'{meeting.host}' is not a member of '{meeting.cluster}' on {meeting.on}"]
    if not dates.holds(meeting.on):
        return [f"{meeting.on} is not in {dates.name} of '{meeting.host}' ({dates.starts} to {dates.ends})"]
    if not calendar.is_school_day(meeting.on, school=meeting.host):
        return [f"'{meeting.host}' is closed to pupils on {meeting.on}; give another day"]
    return []


def _cluster(cluster: str, programme: Programme) -> Cluster:
    known = {c.id: c for c in programme.clusters}
    if cluster not in known:
        raise BadInput(f"no cluster '{cluster}' in programme.yaml{did_you_mean(cluster, known)}")
    return known[cluster]


def _place(meeting: Meeting) -> tuple[date, str]:
    return meeting.on, meeting.host
