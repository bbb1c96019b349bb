"""The schedule as an iCalendar file that Outlook, Google and phones subscribe to or import."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from importlib.metadata import version

from icalendar import Calendar, Component, Event, Timezone, TimezoneDaylight, TimezoneStandard
from icalendar.prop import vRecur, vText

from halfterm.cycles.occasion import Occasion
from halfterm.cycles.programme import Programme
from halfterm.cycles.school_year import at
from halfterm.cycles.timing import Timing

_ZONE = "Europe/London"
_DOMAIN = "halfterm"  # a UID names no machine


@dataclass(frozen=True, slots=True)
class Revision:
    """How often what an entry says was changed since it was first told, and the day of the last change."""

    number: int
    on: date


def as_ical(
    occasions: Iterable[Occasion],
    *,
    programme: Programme,
    timing: Timing,
    revisions: Mapping[str, Revision],
) -> bytes:
    """The occasions as one calendar: the same occasions give the same bytes.

    Windows and deadlines are all-day entries that leave the day free, meetings have times in Europe/London.
    `revisions` are by cycle, or by `cluster/half-term` for meetings; an entry without one was told on the
    programme's first day.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//halfterm//halfterm {version('halfterm')}//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", vText(_printable(programme.name)))
    calendar.add("x-wr-timezone", _ZONE)
    calendar.add_component(_london())
    untold = Revision(0, programme.half_terms[0].starts)
    for occasion in occasions:
        revision = revisions.get(subject_of(occasion), untold)
        calendar.add_component(_entry(occasion, programme=programme, timing=timing, revision=revision))
    text: bytes = calendar.to_ical()
    return text


def subject_of(occasion: Occasion) -> str:
    """What the register calls the cycle or the meeting that an occasion belongs to."""
    return occasion.cycle or f"{occasion.cluster}/{occasion.half_term}"


def uid_of(occasion: Occasion, programme: Programme) -> str:
    """What stays the same of an entry when its day, host or words change."""
    part = str(occasion.part) if occasion.part else ""
    # A meeting's school is its host, who may swap.
    place = occasion.half_term if occasion.kind == "meeting" else occasion.school
    names = (occasion.kind.replace(" ", "-"), occasion.cycle or occasion.cluster, place, part, programme.id)
    return ".".join(name for name in names if name) + f"@{_DOMAIN}"


def _entry(occasion: Occasion, *, programme: Programme, timing: Timing, revision: Revision) -> Event:
    entry = Event()
    changed = datetime.combine(revision.on, time(), tzinfo=UTC)
    entry.add("uid", uid_of(occasion, programme))
    entry.add("dtstamp", changed)
    entry.add("last-modified", changed)
    entry.add("sequence", revision.number)
    entry.add("summary", _printable(_summary(occasion)))
    entry.add("categories", [occasion.kind])
    people = ", ".join(programme.person(person).name for person in occasion.who)
    if people:
        entry.add("description", _printable(f"For: {people}"))
    if occasion.kind == "meeting":
        # Times of the wall clock: the zone's name goes with them, and VTIMEZONE says what it means.
        entry.add("dtstart", at(occasion.starts, timing.meeting_starts))
        entry.add("dtend", at(occasion.ends, timing.meeting_ends))
        entry.add("location", _printable(programme.school(occasion.school).name))
    else:
        entry.add("dtstart", occasion.starts)
        entry.add("dtend", occasion.ends + timedelta(days=1))  # the first day that is not part of it
        entry.add("transp", "TRANSPARENT")
    return entry


def _summary(occasion: Occasion) -> str:
    if not occasion.cycle:
        return occasion.what
    what = occasion.what[:1].upper() + occasion.what[1:]
    return f"{what} · {occasion.cycle}"


def _printable(text: str) -> str:
    """Words as they are, without control characters, which some calendars refuse."""
    return "".join(character for character in text if character.isprintable())


def _london() -> Timezone:
    """Both offsets of the zone, by the rule that has held since 1996."""
    zone = Timezone()
    zone.add("tzid", _ZONE)
    zone.add_component(_offset(TimezoneDaylight(), "1970-03-29T01:00", hours=(0, 1), name="BST"))
    zone.add_component(_offset(TimezoneStandard(), "1970-10-25T02:00", hours=(1, 0), name="GMT"))
    return zone


def _offset(part: Component, begins: str, *, hours: tuple[int, int], name: str) -> Component:
    """An offset that begins on the last Sunday of a month, at a time of the wall clock."""
    first = datetime.fromisoformat(begins)
    part.add("dtstart", first)
    part.add("rrule", vRecur(freq="yearly", bymonth=first.month, byday="-1SU"))
    part.add("tzoffsetfrom", timedelta(hours=hours[0]))
    part.add("tzoffsetto", timedelta(hours=hours[1]))
    part.add("tzname", name)
    return part
