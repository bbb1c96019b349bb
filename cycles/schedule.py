"""When what is due: the dates of every cycle and meeting, worked out from plans, calendar and rota."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import islice
from typing import Final

from halfterm.cycles.occasion import KINDS, Kind, Occasion, half_term_at
from halfterm.cycles.plan import Plan
from halfterm.cycles.programme import Programme, Role, School
from halfterm.cycles.rota import Meeting
from halfterm.cycles.school_year import SATURDAY, Calendar
from halfterm.cycles.timing import Timing

__all__ = ["Kind", "Occasion", "occasions"]

LONGEST_BREAK: Final = 70
"""Days within which school begins again and goes on for a while; after as many the calendar has ended."""

DEFAULT: Final = Timing()


def occasions(
    programme: Programme,
    plans: Iterable[Plan],
    calendar: Calendar,
    meetings: Iterable[Meeting],
    *,
    timing: Timing = DEFAULT,
) -> tuple[Occasion, ...]:
    """Every occasion of these cycles and meetings, by day, then in the order of a cycle.

    Data are collected on the last school days of a half-term, each school by its own calendar; the plan is
    locked early in its half-term, though never before the baseline is in; the cycle is studied on the first
    day that all its schools are back, read by their people and published, before the cluster meets if it can.
    """
    rota = tuple(meetings)
    days = _SchoolDays(calendar)
    found = [_of_meeting(meeting, programme) for meeting in rota]
    found += _workshops(programme)
    for plan in plans:
        found += _of_cycle(plan, programme, days, rota, timing)
    return tuple(sorted(found, key=_order))


def _order(occasion: Occasion) -> tuple[date, int, str, str, str, int]:
    place = (occasion.cluster, occasion.cycle, occasion.school, occasion.part)
    return (occasion.starts, KINDS.index(occasion.kind), *place)


class _SchoolDays:
    """School days of one school, or of several that must all be in."""

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self.of = cache(self._of)

    def _of(self, half_term: str, school: str) -> tuple[date, ...]:
        """The school days of one school's half-term, at least one."""
        dates = self._calendar.dates(half_term, school=school)
        return self._calendar.school_days(dates.starts, dates.ends, school=school) or (dates.ends,)

    def shared(self, half_term: str, schools: Sequence[str]) -> tuple[date, ...]:
        """The days of a half-term on which all these schools are in; the first's own where there is none."""
        own = self.of(half_term, schools[0])
        return tuple(day for day in own if self.all_in(day, schools)) or own

    def all_in(self, day: date, schools: Sequence[str]) -> bool:
        return all(self._calendar.is_school_day(day, school=school) for school in schools)

    def after(self, day: date, count: int, schools: Sequence[str]) -> date:
        """The `count`th day after `day` on which all are in; a weekday once the calendar has ended."""
        following = [day + timedelta(days=n) for n in range(1, LONGEST_BREAK + 1)]
        shared = list(islice((later for later in following if self.all_in(later, schools)), count))
        if len(shared) == count:
            return shared[-1]
        return [later for later in following if self._is_weekday(later)][count - 1]

    def _is_weekday(self, day: date) -> bool:
        return day.weekday() < SATURDAY and day not in self._calendar.bank_holidays


def _of_meeting(meeting: Meeting, programme: Programme) -> Occasion:
    cluster = programme.cluster(meeting.cluster)
    host = programme.school(meeting.host)
    engaged = [e for e in programme.engagements if e.cluster == cluster.id]
    heads = [
        person for school in cluster.schools for person in _in_charge(programme, school, ("headteacher",))
    ]
    return Occasion(
        kind="meeting",
        half_term=meeting.half_term,
        cluster=cluster.id,
        cycle="",
        school=host.id,
        starts=meeting.on,
        ends=meeting.on,
        who=_once(cluster.facilitator, *(e.nle for e in engaged), *heads),
        what=f"{cluster.name}: meeting at {host.name}",
    )


def _workshops(programme: Programme) -> Iterator[Occasion]:
    """The programme's workshops, for its NLEs and facilitators."""
    facilitators = (cluster.facilitator for cluster in programme.clusters)
    who = _once(*facilitators, *(engagement.nle for engagement in programme.engagements))
    for part, workshop in enumerate(programme.workshops, start=1):
        yield Occasion(
            kind="workshop",
            half_term=half_term_at(programme, workshop.on),
            cluster="",
            cycle="",
            school="",
            starts=workshop.on,
            ends=workshop.on,
            who=who,
            what=workshop.what,
            part=part,
        )


def _of_cycle(
    plan: Plan, programme: Programme, days: _SchoolDays, rota: tuple[Meeting, ...], timing: Timing
) -> Iterator[Occasion]:
    """The occasions of one cycle; none when every school of it has left before its follow-up."""
    last = programme.half_term(plan.follow_up).ends
    engagement = programme.engagement(plan.engagement)
    schools = tuple(s for s in engagement.pupil_schools if programme.school(s).is_member(last))
    if not schools:
        return
    described = _Described(plan, programme)
    baselines = {school: days.of(plan.baseline, school)[-timing.window :] for school in schools}
    for school, window in baselines.items():
        yield described.window("baseline window", school, window)
    closed = max(window[-1] for window in baselines.values())
    lock = _lock_day(plan, days, schools, closed=closed, timing=timing)
    yield described.day("lock by", lock, (engagement.nle,), "lock the plan")
    yield from described.arranged()
    follow_ups = {
        school: _follow_up(days.of(plan.follow_up, school), after=lock, timing=timing) for school in schools
    }
    for school, window in follow_ups.items():
        yield described.window("follow-up window", school, window)
    studied = days.after(max(window[-1] for window in follow_ups.values()), 1, schools)
    yield described.day("study day", studied, (engagement.nle,), "study what changed")
    read = days.after(studied, timing.review, schools)
    yield described.day("review deadline", read, described.readers(schools), "read and approve the pages")
    meeting = _meeting_after(plan, programme, rota, read)
    published = _publication(days, read, schools, meeting=meeting, timing=timing)
    facilitator = programme.cluster(engagement.cluster).facilitator
    yield described.day("publication", published, (facilitator,), "publish the edition")


def _lock_day(
    plan: Plan, days: _SchoolDays, schools: tuple[str, ...], *, closed: date, timing: Timing
) -> date:
    """The day by which the plan is locked: early in its half-term, never before the baseline is in.

    A plan that is drafted late, by a decision on the last cycle, can be changed for as many days first, if
    the half-term has so many.
    """
    shared = days.shared(plan.half_term, schools)
    day = shared[min(timing.lock, len(shared)) - 1]
    if plan.planned >= shared[0]:
        day = max(day, min(days.after(plan.planned, timing.lock, schools), shared[max(len(shared) - 2, 0)]))
    return day if day >= closed else days.after(closed - timedelta(days=1), 1, schools)


def _follow_up(own: tuple[date, ...], *, after: date, timing: Timing) -> tuple[date, ...]:
    """The last school days of the half-term that come after the lock; its very last when none does."""
    return tuple(day for day in own[-timing.window :] if day > after) or own[-1:]


def _meeting_after(plan: Plan, programme: Programme, rota: tuple[Meeting, ...], read: date) -> Meeting | None:
    """The cluster's meeting in the half-term after the follow-up, if it comes after the reading."""
    position = programme.position(plan.follow_up) + 1
    if position == len(programme.half_terms):
        return None
    following = programme.half_terms[position].id
    cluster = programme.engagement(plan.engagement).cluster
    meetings = (m for m in rota if (m.cluster, m.half_term) == (cluster, following) and m.on > read)
    return next(meetings, None)


def _publication(
    days: _SchoolDays, read: date, schools: tuple[str, ...], *, meeting: Meeting | None, timing: Timing
) -> date:
    """Some days after the reading, and before the meeting: at the earliest on the day of the reading."""
    day = days.after(read, timing.publication, schools)
    if meeting is None or day < meeting.on:
        return day
    between = [read + timedelta(days=n) for n in range((meeting.on - read).days)]
    return max((d for d in between if days.all_in(d, schools)), default=read)


class _Described:
    """Names and words for the occasions of one cycle."""

    def __init__(self, plan: Plan, programme: Programme) -> None:
        self._plan, self._programme = plan, programme
        self._engagement = programme.engagement(plan.engagement)

    def window(self, kind: Kind, school: str, days: Sequence[date]) -> Occasion:
        where = self._programme.school(school)
        data = "baseline" if kind == "baseline window" else "follow-up"
        who = _in_charge(self._programme, where, ("data manager",)) or _in_charge(
            self._programme, where, ("headteacher",)
        )
        return self._occasion(kind, school, days[0], days[-1], who, f"{data} data from {where.name}")

    def day(self, kind: Kind, day: date, who: tuple[str, ...], what: str, *, part: int = 0) -> Occasion:
        return self._occasion(kind, "", day, day, who, what, part)

    def readers(self, schools: Iterable[str]) -> tuple[str, ...]:
        """The heads of the schools: each approves its own page, the lead's the case study."""
        return _once(
            *(
                person
                for school in schools
                for person in _in_charge(self._programme, self._programme.school(school), ("headteacher",))
            )
        )

    def arranged(self) -> Iterator[Occasion]:
        """What the plan itself puts on a day: milestones, and data collected by somebody at some time."""
        nle = self._engagement.nle
        for number, milestone in enumerate(self._plan.milestones, 1):
            yield self.day("milestone", milestone.on, (nle,), milestone.what, part=number)
        people = {person.id for person in self._programme.people}
        half_terms = {half_term.id: half_term for half_term in self._programme.half_terms}
        for number, task in enumerate(self._plan.data_plan, 1):
            named = task.person if task.person in people else None
            who = (named,) if named else (nle,)
            measure = self._plan.measure(task.measure).name
            what = f"{measure}: {task.how}" if named else f"{measure}: {task.how} ({task.who})"
            if task.on is not None:
                yield self.day("data collection", task.on, who, what, part=number)
            elif task.when in half_terms:
                dates = half_terms[task.when]
                yield self._occasion("data collection", "", dates.starts, dates.ends, who, what, number)

    def _occasion(
        self,
        kind: Kind,
        school: str,
        starts: date,
        ends: date,
        who: tuple[str, ...],
        what: str,
        part: int = 0,
    ) -> Occasion:
        return Occasion(
            kind=kind,
            half_term=half_term_at(self._programme, starts),
            cluster=self._engagement.cluster,
            cycle=self._plan.id,
            school=school,
            starts=starts,
            ends=ends,
            who=who,
            what=what,
            part=part,
        )


def _in_charge(programme: Programme, school: School, roles: tuple[Role, ...]) -> tuple[str, ...]:
    return tuple(p.id for p in programme.people if p.school == school.id and p.role in roles)


def _once(*people: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(people))
