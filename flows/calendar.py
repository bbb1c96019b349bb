"""The calendar of a workspace: `calendar.yaml`, the shipped dates, bank holidays, and the programme by it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final, TypeVar

import holidays

from halfterm.cycles.calendar_file import CalendarRecord, calendar_of, strangers
from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.cycles.programme import Programme
from halfterm.cycles.school_year import Calendar, HalfTermDates, SchoolDates
from halfterm.warehouse.yaml_file import read_record

CALENDAR: Final = "calendar.yaml"

_Read = TypeVar("_Read")


def read_programme(folder: Path) -> tuple[Programme, Calendar]:
    """The programme of a workspace and its calendar; each needs the names of the other.

    Without `calendar.yaml` the programme's own half-terms are the calendar, and no day is INSET.

    Raises:
        BadInput: everything that is wrong in either file.
    """
    problems: list[str] = []
    record = _tried(lambda: _read_calendar(folder / CALENDAR), problems)
    years = None if record is None else _tried(lambda: _calendar(_years_of(record)), problems)
    context = {"calendar": years, "broken": bool(problems)}
    programme = _tried(lambda: read_record(folder / "programme.yaml", Programme, context=context), problems)
    calendar = None
    if record is not None and years is not None:
        calendar = _tried(lambda: _whole(record, programme, years), problems)
    elif programme is not None:
        calendar = _of_half_terms(programme)
    if problems or programme is None or calendar is None:
        raise BadInput(*problems)
    return programme, calendar


def shipped_calendars() -> tuple[str, ...]:
    """The names of the calendars that come with halfterm, the earliest first."""
    return tuple(sorted(file.name.removesuffix(".yaml") for file in _shipped().iterdir()))


def shipped_calendar(name: str) -> CalendarRecord:
    """One of the calendars that come with halfterm.

    Raises:
        BadInput: there is none of this name.
    """
    known = shipped_calendars()
    if name not in known:
        near = did_you_mean(name, known) or f"; there is {' and '.join(known)}"
        raise BadInput(f"{CALENDAR}: no shipped calendar '{name}'{near}")
    with as_file(_shipped() / f"{name}.yaml") as path:
        return read_record(path, CalendarRecord)


def bank_holidays(years: Iterable[int]) -> frozenset[date]:
    """The bank holidays of England and Wales, which have the same."""
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=list(years)))


def _shipped() -> Traversable:
    return files("halfterm.templates") / "calendars"


def _tried(read: Callable[[], _Read], problems: list[str]) -> _Read | None:
    """What one file says; what is wrong in it joins the problems of the other."""
    try:
        return read()
    except BadInput as wrong:
        problems += wrong.problems
        return None


def _read_calendar(path: Path) -> CalendarRecord | None:
    return read_record(path, CalendarRecord) if path.exists() else None


def _years_of(record: CalendarRecord) -> CalendarRecord:
    """The years for every school, without what single authorities and schools have of their own."""
    return _with_shipped(record).model_copy(update={"authorities": {}, "schools": {}})


def _with_shipped(record: CalendarRecord) -> CalendarRecord:
    """The file itself, or the shipped calendar that it takes with its own authorities and schools on top."""
    if record.use is None:
        return record
    shipped = shipped_calendar(record.use)
    return shipped.model_copy(
        update={
            "authorities": {**shipped.authorities, **record.authorities},
            "schools": {**shipped.schools, **record.schools},
        }
    )


def _whole(record: CalendarRecord, programme: Programme | None, years: Calendar) -> Calendar:
    """The calendar with the dates that each school of the programme goes by, as far as that could be read."""
    if programme is None:
        return _calendar(_with_shipped(record))
    problems: list[str] = []
    authority_of = {school.id: school.la for school in programme.schools}
    known = {half_term.id for half_term in years.default.half_terms}
    also = [dates for dates in _dates(programme) if dates.id not in known]
    calendar = _tried(lambda: _calendar(_with_shipped(record), authority_of, also=also), problems)
    problems += [f"{CALENDAR}: {problem}" for problem in strangers(record, authority_of)]
    if problems or calendar is None:
        raise BadInput(*problems)
    return calendar


def _of_half_terms(programme: Programme) -> Calendar:
    half_terms = _dates(programme)
    closed = bank_holidays(range(half_terms[0].starts.year, half_terms[-1].ends.year + 1))
    return Calendar(SchoolDates.of(half_terms, bank_holidays=closed), bank_holidays=closed)


def _dates(programme: Programme) -> list[HalfTermDates]:
    return [HalfTermDates(h.id, h.name, h.starts, h.ends) for h in programme.half_terms]


def _calendar(
    record: CalendarRecord,
    authority_of: Mapping[str, str | None] | None = None,
    *,
    also: Sequence[HalfTermDates] = (),
) -> Calendar:
    days = [day for year in record.years for span in year.half_terms.values() for day in span]
    years = [day.year for day in (*days, *(day for h in also for day in (h.starts, h.ends)))]
    try:
        return calendar_of(
            record,
            bank_holidays=bank_holidays(range(min(years, default=2000), max(years, default=2000) + 1)),
            authority_of=authority_of,
            also=also,
        )
    except BadInput as wrong:
        raise BadInput(*(f"{CALENDAR}: {problem}" for problem in wrong.problems)) from None
