"""The calendar of a cycle: what happens on which day, down a line whose marks are weeks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Final

from halfterm.site.charts.axis import WIDTH, width_of
from halfterm.site.charts.drawing import HOUSE, Disc, Drawing, Line, Mark, Words, draw
from halfterm.site.charts.lettering import (
    LINE,
    Placed,
    Sample,
    apart,
    footnotes,
    heading,
    keys,
    point,
    wrapped,
)
from halfterm.site.pieces import Chart, ChartTable, dated
from halfterm.site.rendering import Templates

COURSE: Final = 8.0
"""Where the line is, from the left."""
SIGN: Final = 34.0
DAY: Final = 46.0
WEEK: Final = 18.0
"""The least height of a week."""

SIGNS: Final = (
    ("square", "event"),
    ("circle", "event hollow"),
    ("diamond", "event strong-mark"),
    ("triangle", "event good"),
    ("wedge", "event hollow"),
    ("circle", "event"),
    ("square", "event hollow"),
    ("diamond", "event strong-mark hollow"),
    ("triangle", "event good hollow"),
    ("wedge", "event"),
)
"""Shapes by kind of event; beyond ten kinds they begin again."""


@dataclass(frozen=True, slots=True)
class CalendarMark:
    """Something that happens on a day; `kind` is said in the key."""

    on: date
    label: str
    kind: str


def calendar_chart(
    name: str,
    title: str,
    events: Sequence[CalendarMark],
    *,
    from_: date,
    until: date,
    templates: Templates = HOUSE,
) -> Chart:
    """Events in the order of their days, at their places in time; weeks begin at each mark of the line.

    Args:
        name: of the chart, its own on the page.
        title: as its heading.
        events: in any order; one outside the days given makes the calendar longer.
        from_: the first day.
        until: the last day.
        templates: those of the workspace.

    Raises:
        ValueError: `until` is before `from_`.
    """
    if until < from_:
        raise ValueError("the calendar ends before it begins")
    ordered = sorted(events, key=lambda event: event.on)
    first = min([from_, *(event.on for event in ordered)])
    last = max([until, *(event.on for event in ordered)])
    rows = tuple((dated(event.on), event.label, event.kind) for event in ordered)
    table = ChartTable(title, ("Day", "What", "Kind"), rows)
    drawing = _lay_out(name, title, ordered, first, last)
    return Chart(name, draw(drawing, templates=templates), table)


def _lay_out(name: str, title: str, events: Sequence[CalendarMark], first: date, last: date) -> Drawing:
    top = heading(title)
    reach = footnotes([f"{_reach(first, last)}; a mark each Monday"], top.bottom - 2)
    signs = _signs(events)
    entries: list[tuple[Sample, str]] = [(partial(_sample, sign), kind) for kind, sign in signs.items()]
    key = keys(entries, reach.bottom - 3)
    course = _course(events, signs, first, last, key.bottom + 6)
    told = " ".join(f"{dated(event.on)}: {event.label} ({event.kind})." for event in events)
    described = f"{_reach(first, last)}. {told or 'Nothing is planned.'}"
    marks = (*top.marks, *reach.marks, *key.marks, *course.marks)
    return Drawing(name, title, described, WIDTH, course.bottom + 6, marks)


def _reach(first: date, last: date) -> str:
    """From the first to the last day, the year said once where it is one."""
    begun = f"{first.day} {first:%B}" if first.year == last.year else dated(first)
    return f"{begun} to {dated(last)}"


def _signs(events: Sequence[CalendarMark]) -> dict[str, tuple[str, str]]:
    kinds = sorted({event.kind for event in events})
    return {kind: SIGNS[i % len(SIGNS)] for i, kind in enumerate(kinds)}


def _sample(sign: tuple[str, str], x: float, y: float) -> tuple[Mark]:
    shape, look = sign
    return (point(shape, x, y, look, 5.5),)


def _course(
    events: Sequence[CalendarMark],
    signs: dict[str, tuple[str, str]],
    first: date,
    last: date,
    top: float,
) -> Placed:
    """The line of weeks, and beside it every event, led to its day."""
    days = [f"{event.on:%a} {event.on.day} {event.on:%b}" for event in events]
    at = DAY + max((width_of(day) for day in days), default=0.0) + 8
    labels = [wrapped(event.label, WIDTH - at, most=3) for event in events]
    heights = [LINE * len(lines) + 4 for lines in labels]
    span = max((last - first).days, 1)
    bottom = top + max(WEEK * span / 7, sum(heights), 40.0)

    def y(day: date) -> float:
        return round(top + (day - first).days / span * (bottom - top), 1)

    marks: list[Mark] = [Line(COURSE, top, COURSE, bottom, "zero")]
    monday = first + timedelta(days=-first.weekday() % 7)
    while monday <= last:
        marks.append(Line(COURSE - 5, y(monday), COURSE + 5, y(monday), "lead"))
        monday += timedelta(days=7)
    places = apart([y(event.on) for event in events], heights, top=top - 8, bottom=bottom + 8)
    for event, day, lines, place in zip(events, days, labels, places, strict=True):
        line = place - LINE * (len(lines) - 1) / 2
        marks.append(Line(COURSE, y(event.on), SIGN, line, "lead"))
        marks.append(Disc(COURSE, y(event.on), 2.5, "dot"))
        marks += _sample(signs[event.kind], SIGN, line)
        marks.append(Words(DAY, line + 4.5, day, "soft"))
        marks += [Words(at, line + 4.5 + LINE * i, words) for i, words in enumerate(lines)]
    return Placed(tuple(marks), bottom + 10)
