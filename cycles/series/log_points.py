"""Process measures from the do-log as series: a point a half-term, or a point a week."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from halfterm.cycles.disclosure import Audience, too_few
from halfterm.cycles.do_log_entries import Entry, Fidelity, Observation, Session
from halfterm.cycles.dosage import PlannedDose, dose, log_figure
from halfterm.cycles.measure import FromLog
from halfterm.cycles.programme import HalfTerm
from halfterm.cycles.series.limits import ChartKind
from halfterm.cycles.series.segment import Point
from halfterm.cycles.series.sums import HIDDEN, Figure, counted_share

Every = Literal["half-term", "week"]

LOG_CHARTS: Final[dict[FromLog, ChartKind]] = {
    "attendance": "P'",
    "fidelity": "I'",
    "sessions": "XmR",
    "minutes": "XmR",
    "lessons_good": "P'",
}
"""Shares of what was counted, a mean of marks, and plain numbers."""

NOTHING: Final = "nothing logged"
WEEK: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Period:
    """From the first to the last day that one point stands for."""

    id: str
    name: str
    starts: date
    ends: date


def periods(days: Iterable[date], half_terms: Sequence[HalfTerm], *, every: Every) -> tuple[Period, ...]:
    """The half-terms, or the weeks in them from Monday to Sunday, from the first of these days to the last.

    A week is named by its Monday. Weeks of the holidays are left out, unless something was logged in them.
    """
    held = sorted(days)
    if not held:
        return ()
    if every == "half-term":
        return tuple(
            Period(h.id, h.name, h.starts, h.ends)
            for h in half_terms
            if h.starts <= held[-1] and h.ends >= held[0]
        )
    mondays = {_monday(day) for day in held}
    for half_term in half_terms:
        monday = max(_monday(half_term.starts), min(mondays))
        while monday <= min(half_term.ends, max(mondays)):
            mondays.add(monday)
            monday += WEEK
    return tuple(
        Period(day.isoformat(), f"{day.day} {day:%b %Y}", day, day + WEEK - timedelta(days=1))
        for day in sorted(mondays)
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def log_points(
    entries: Iterable[Entry], wanted: FromLog, within: Sequence[Period], *, audience: Audience
) -> tuple[Point, ...]:
    """One figure of the do-log in every period. Shares run from 0 to 1, minutes and sessions count.

    Attendance is of pupils, and hidden from an audience like any share; the rest is about what staff did.
    """
    entries = tuple(entries)
    points = []
    for period in within:
        here = [entry for entry in entries if period.starts <= entry.on <= period.ends]
        made = _figure(here, wanted, audience=audience)
        points.append(
            Point(
                *(period.id, period.name, period.starts, period.ends),
                value=made.value,
                size=made.size,
                n=made.n,
                why=made.why,
            )
        )
    return tuple(points)


def counting_days(entries: Iterable[Entry], wanted: FromLog) -> tuple[date, ...]:
    """The days of the entries that this figure is counted from."""
    kinds: dict[FromLog, type[Entry]] = {"fidelity": Fidelity, "lessons_good": Observation}
    kind = kinds.get(wanted, Session)
    return tuple(
        entry.on
        for entry in entries
        if isinstance(entry, kind) and not (isinstance(entry, Observation) and entry.when == "before")
    )


def _figure(entries: Sequence[Entry], wanted: FromLog, *, audience: Audience) -> Figure:
    match wanted:
        case "attendance":
            came = dose(entries, PlannedDose()).attendance
            if not came.planned:
                return Figure(None, why=NOTHING)
            # Thirty attendances of three pupils are about three pupils.
            pupils = max(e.awaited or 0 for e in entries if isinstance(e, Session))
            if too_few(pupils, audience):
                return Figure(None, why=HIDDEN)
            return counted_share(came.present, came.planned, audience=audience)
        case "lessons_good":
            seen = [e for e in entries if isinstance(e, Observation) and e.when != "before"]
            lessons = sum(each.seen for each in seen)
            good = sum(each.good for each in seen)
            return Figure(good / lessons, float(lessons), lessons) if lessons else Figure(None, why=NOTHING)
        case "fidelity":
            counted = dose(entries, PlannedDose())
            if counted.fidelity is None:
                return Figure(None, why=NOTHING)
            return Figure(counted.fidelity, float(counted.fidelity_entries), counted.fidelity_entries)
        case "sessions" | "minutes":
            value = log_figure(entries, wanted)
            return Figure(value) if value is not None else Figure(None, why=NOTHING)
