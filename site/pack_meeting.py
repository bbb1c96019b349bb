"""The first page of a meeting's pack: when and where the cluster meets, the agenda, the meetings to come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from halfterm.cycles.meeting_agenda import MINUTES, AgendaItem, Business, agenda
from halfterm.cycles.meeting_round import MeetingRound, meeting_round
from halfterm.cycles.programme import Cluster, Programme
from halfterm.cycles.record import MeetingRecord
from halfterm.site.decided import person_name
from halfterm.site.pieces import Fact, dated
from halfterm.site.shown import ShownEdition


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """An item of the agenda; `starts` is empty where no time is known."""

    number: str
    starts: str
    title: str
    purpose: str
    minutes: str


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting to come."""

    on: str
    half_term: str
    host: str


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """What the first page says. Without a planned meeting `when` says so, and the agenda has no times."""

    when: str
    where: str
    facts: tuple[Fact, ...]
    agenda: tuple[AgendaRow, ...]
    in_all: str
    coming: tuple[MeetingRow, ...]


def round_in(edition: ShownEdition, cluster: Cluster) -> MeetingRound:
    """The meetings of a cluster round this edition."""
    return meeting_round(
        edition.meetings, edition.programme, cluster=cluster.id, half_term=edition.half_term.id
    )


def meeting_page(edition: ShownEdition, cluster: Cluster, business: Business) -> MeetingPage:
    """The first page of a cluster's pack.

    Raises:
        BadInput: the meeting is too short for its agenda.
    """
    programme, meetings = edition.programme, round_in(edition, cluster)
    here = meetings.here
    items = agenda(
        business,
        host="" if here is None else programme.school(here.meeting.host).name,
        minutes=MINUTES if here is None else lasts(here),
        starts=None if here is None else here.starts,
    )
    return MeetingPage(
        when=when_words(here),
        where="" if here is None else host_words(programme, here.meeting.host),
        facts=_facts(edition, cluster, meetings),
        agenda=agenda_rows(items),
        in_all=in_all(items),
        coming=tuple(
            MeetingRow(
                weekday(m.meeting.on),
                programme.half_term(m.meeting.half_term).name,
                programme.school(m.meeting.host).name,
            )
            for m in meetings.coming
        ),
    )


def lasts(meeting: MeetingRecord) -> int:
    """How many minutes a meeting lasts: as its times say, or as meetings do."""
    if meeting.starts is None or meeting.ends is None:
        return MINUTES
    day = meeting.meeting.on
    gone = datetime.combine(day, meeting.ends) - datetime.combine(day, meeting.starts)
    return int(gone.total_seconds()) // 60


def when_words(here: MeetingRecord | None) -> str:
    """The day of a meeting and its times, as far as they are known."""
    if here is None:
        return "No day is planned yet"
    day = weekday(here.meeting.on)
    if here.starts is None or here.ends is None:
        return day
    return f"{day}, {clock(here.starts)} to {clock(here.ends)}"


def host_words(programme: Programme, school_id: str) -> str:
    """A school that hosts, with the authority it lies in, which is all that is known of its address."""
    school = programme.school(school_id)
    return f"{school.name}, {school.la}" if school.la else school.name


def weekday(day: date) -> str:
    """A day with its weekday.

    >>> weekday(date(2012, 2, 9))
    'Thursday 9 February 2012'
    """
    return f"{day:%A} {dated(day)}"


def clock(hour: time) -> str:
    """A time as an agenda prints it.

    >>> clock(time(9, 5)), clock(time(13, 30))
    ('9.05', '13.30')
    """
    return f"{hour.hour}.{hour.minute:02d}"


def agenda_rows(items: Sequence[AgendaItem]) -> tuple[AgendaRow, ...]:
    """The agenda as the template prints it."""
    return tuple(
        AgendaRow(
            number=str(number),
            starts="" if item.starts is None else clock(item.starts),
            title=item.title,
            purpose=item.purpose,
            minutes=str(item.minutes),
        )
        for number, item in enumerate(items, 1)
    )


def in_all(items: Sequence[AgendaItem]) -> str:
    """How long the items take together.

    >>> from halfterm.cycles.meeting_agenda import AgendaItem
    >>> in_all([AgendaItem("welcome", "", "", 5), AgendaItem("next", "", "", 85)])
    '90 minutes in all'
    """
    minutes = sum(item.minutes for item in items)
    return f"{minutes} minute{'' if minutes == 1 else 's'} in all"


def _facts(edition: ShownEdition, cluster: Cluster, meetings: MeetingRound) -> tuple[Fact, ...]:
    facts = [Fact("Facilitator", person_name(edition.programme, cluster.facilitator))]
    last = meetings.last
    if last is not None:
        host = edition.programme.school(last.meeting.host).name
        came = ""
        if last.present is not None:
            came = f", {last.present} {'person' if last.present == 1 else 'people'} present"
        facts.append(Fact("Last meeting", f"{dated(last.meeting.on)} at {host}{came}"))
    return tuple(facts)
