"""The calendar file, read back, and by the rules that Outlook and Google hold it to."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Event

from halfterm.cycles.occasion import Occasion
from halfterm.cycles.timing import Timing
from halfterm.flows.ics import Revision, as_ical, uid_of
from tests.cycles.factories import day, make_programme

PROGRAMME = make_programme(name="Gaps; closing, together")
WINDOW = Occasion(
    kind="follow-up window",
    half_term="autumn-2",
    cluster="north",
    cycle="ash-1",
    school="birch",
    starts=day("2025-12-08"),
    ends=day("2025-12-19"),
    who=("cat",),
    what="follow-up data from Birch School",
)
MEETING = Occasion(
    kind="meeting",
    half_term="autumn-2",
    cluster="north",
    cycle="",
    school="ash",
    starts=day("2025-11-18"),
    ends=day("2025-11-18"),
    who=("ana", "ben"),
    what="North: meeting at Ash School",
)


def written(*listed: Occasion, revisions: dict[str, Revision] | None = None) -> bytes:
    return as_ical(listed, programme=PROGRAMME, timing=Timing(), revisions=revisions or {})


def entries(text: bytes) -> list[Event]:
    return list(Calendar.from_ical(text).walk("VEVENT"))


def test_a_window_is_an_all_day_entry_whose_end_is_the_day_after() -> None:
    (entry,) = entries(written(WINDOW))
    assert entry["DTSTART"].dt == day("2025-12-08")
    assert entry["DTEND"].dt == day("2025-12-20")
    assert not isinstance(entry["DTSTART"].dt, datetime)
    assert entry["TRANSP"] == "TRANSPARENT"
    assert entry["SUMMARY"] == "Follow-up data from Birch School · ash-1"
    assert entry["DESCRIPTION"] == "For: Cat Dunn"


@pytest.mark.parametrize(("on", "hour_in_utc"), [("2025-11-18", 13), ("2025-10-21", 12), ("2025-10-28", 13)])
def test_a_meeting_keeps_its_wall_time_across_the_clock_change(on: str, hour_in_utc: int) -> None:
    (entry,) = entries(written(replace(MEETING, starts=day(on), ends=day(on))))
    starts, ends = entry["DTSTART"], entry["DTEND"]
    assert starts.params["TZID"] == "Europe/London"
    assert (starts.dt.hour, starts.dt.minute) == (13, 30)
    assert starts.dt.astimezone(UTC).hour == hour_in_utc
    assert ends.dt - starts.dt == timedelta(hours=2, minutes=30)
    assert entry["LOCATION"] == "Ash School"


def test_the_zone_is_described_with_both_its_offsets() -> None:
    calendar = Calendar.from_ical(written(MEETING))
    (zone,) = calendar.walk("VTIMEZONE")
    assert zone["TZID"] == "Europe/London"
    offsets = {part.name: part["TZOFFSETTO"].td for part in zone.subcomponents}
    assert offsets == {"STANDARD": timedelta(0), "DAYLIGHT": timedelta(hours=1)}
    # By its own rules, not by its name, it is the zone that the system knows.
    described, known = zone.to_tz(), ZoneInfo("Europe/London")
    for wall in ("2026-03-29T00:59", "2026-03-29T02:00", "2026-10-25T03:00"):
        moment = datetime.fromisoformat(wall)
        assert moment.replace(tzinfo=described).utcoffset() == moment.replace(tzinfo=known).utcoffset()


def test_it_has_what_outlook_and_google_need() -> None:
    text = written(WINDOW, MEETING)
    calendar = Calendar.from_ical(text)
    assert calendar["METHOD"] == "PUBLISH"
    assert calendar["VERSION"] == "2.0"
    assert calendar["PRODID"].startswith("-//halfterm//")
    assert b"X-WR-CALNAME:Gaps\\; closing\\, together\r\n" in text
    for entry in entries(text):
        assert {"UID", "DTSTAMP", "SEQUENCE", "SUMMARY", "DTSTART", "DTEND"} <= set(entry)
        assert entry["DTSTAMP"].dt.tzinfo is UTC or entry["DTSTAMP"].dt.utcoffset() == timedelta(0)
    uids = [entry["UID"] for entry in entries(text)]
    assert len(set(uids)) == len(uids)


def test_lines_end_and_fold_as_the_standard_says_and_words_never_break_out() -> None:
    hostile = "Read, write; \\n and\r\nEND:VEVENT\r\nBEGIN:VALARM · " + "á" * 100
    text = written(replace(WINDOW, kind="milestone", school="", part=1, what=hostile))
    lines = text.split(b"\r\n")
    assert lines[-1] == b""
    assert all(len(line) <= 75 for line in lines)
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert [line for line in lines if line.startswith((b"BEGIN:", b"END:"))].count(b"BEGIN:VALARM") == 0
    (entry,) = entries(text)
    assert str(entry["SUMMARY"]) == hostile.replace("\r\n", "") + " · ash-1"


def test_the_same_schedule_is_the_same_bytes() -> None:
    assert written(WINDOW, MEETING) == written(WINDOW, MEETING)


def test_a_swapped_meeting_keeps_its_uid_and_raises_its_sequence() -> None:
    (before,) = entries(written(MEETING))
    swapped = replace(MEETING, school="birch", starts=day("2025-11-20"), ends=day("2025-11-20"))
    revisions = {"north/autumn-2": Revision(1, day("2025-11-10"))}
    (after,) = entries(written(swapped, revisions=revisions))
    assert after["UID"] == before["UID"] == "meeting.north.autumn-2.gaps@halfterm"
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert after["LAST-MODIFIED"].dt.date() == date(2025, 11, 10)
    assert after["LAST-MODIFIED"].dt > before["LAST-MODIFIED"].dt


def test_a_uid_outlives_a_changed_date_and_tells_schools_and_parts_apart() -> None:
    assert uid_of(WINDOW, PROGRAMME) == "follow-up-window.ash-1.birch.gaps@halfterm"
    assert uid_of(replace(WINDOW, starts=day("2025-12-01")), PROGRAMME) == uid_of(WINDOW, PROGRAMME)
    assert uid_of(replace(WINDOW, school="ash"), PROGRAMME) != uid_of(WINDOW, PROGRAMME)
    first = replace(WINDOW, kind="milestone", school="", part=1)
    assert uid_of(first, PROGRAMME) != uid_of(replace(first, part=2), PROGRAMME)
