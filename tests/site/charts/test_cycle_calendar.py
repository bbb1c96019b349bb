"""The calendar of a cycle: days in their order at their places, told apart by shape."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import date

import pytest

from halfterm.site.charts.cycle_calendar import CalendarMark, calendar_chart
from halfterm.site.pieces import Chart

SVG = "{http://www.w3.org/2000/svg}"
LOCK = CalendarMark(date(2026, 1, 12), "Lock the plan", "lock by")
MEET = CalendarMark(date(2026, 1, 26), "Meeting at Ash", "meeting")


def drawn(*events: CalendarMark) -> Chart:
    return calendar_chart("c", "Calendar", events, from_=date(2026, 1, 5), until=date(2026, 2, 2))


def dots(chart: Chart) -> list[float]:
    found = ET.fromstring(chart.svg).findall(f"{SVG}circle")
    return [float(e.attrib["cy"]) for e in found if e.get("class") == "dot"]


def test_twice_the_time_is_twice_the_way() -> None:
    first, second, third = dots(drawn(LOCK, MEET, CalendarMark(date(2026, 2, 2), "Study", "study day")))
    assert second - first == pytest.approx(2 * (third - second), abs=0.2)


def test_events_come_in_the_order_of_their_days_whatever_order_they_are_given_in() -> None:
    assert drawn(MEET, LOCK) == drawn(LOCK, MEET)
    table = drawn(MEET, LOCK).table
    assert table is not None
    assert table.rows == (
        ("12 January 2026", "Lock the plan", "lock by"),
        ("26 January 2026", "Meeting at Ash", "meeting"),
    )


def test_an_event_outside_the_days_makes_the_calendar_longer() -> None:
    late = CalendarMark(date(2026, 3, 1), "Meeting", "meeting")
    assert "5 January to 1 March 2026" in drawn(late).svg
    assert "5 January to 2 February 2026" in drawn(MEET).svg


def test_kinds_have_shapes_of_their_own_and_words_in_the_key() -> None:
    svg = ET.fromstring(drawn(LOCK, MEET).svg)
    looks = {e.get("class") for form in ("circle", "path") for e in svg.findall(f"{SVG}{form}")} - {"dot"}
    assert looks == {"event", "event hollow"}
    texts = [e.text for e in svg.findall(f"{SVG}text")]
    assert "lock by" in texts
    assert "meeting" in texts


def test_an_empty_calendar_says_that_nothing_is_planned() -> None:
    assert "5 January to 2 February 2026. Nothing is planned." in drawn().svg


def test_a_calendar_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        calendar_chart("c", "C", [], from_=date(2026, 2, 1), until=date(2026, 1, 1))
