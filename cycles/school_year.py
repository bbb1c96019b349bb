"""The school year: half-terms, the days on which pupils come, and times of day in Europe/London."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from halfterm.cycles.errors import BadInput, did_you_mean

LONDON: Final = ZoneInfo("Europe/London")
SATURDAY: Final = 5  # as `date.weekday` counts
FIRST_DAY: Final = (8, 20)  # month and day: some authorities begin in late August


def at(day: date, hour: time) -> datetime:
    """A time of day in Europe/London, aware, across the clock change.

    A time in the hour that is lost in March is moved on by that hour; of the hour that comes twice in
    October the first is meant. So every day has every time once, and in their order.

    >>> at(date(2026, 3, 29), time(1, 30)).isoformat()
    '2026-03-29T02:30:00+01:00'
    >>> at(date(2026, 10, 25), time(1, 30)).isoformat()
    '2026-10-25T01:30:00+01:00'
    """
    # There and back: a wall time that does not exist comes back as the one that the clocks then show.
    return datetime.combine(day, hour, tzinfo=LONDON).astimezone(UTC).astimezone(LONDON)


def academic_year(day: date) -> tuple[date, date]:
    """The first and the last day of the academic year that a day belongs to, holidays included.

    >>> academic_year(date(2012, 8, 28)) == (date(2012, 8, 20), date(2013, 8, 19))
    True
    """
    begins = day.year if (day.month, day.day) >= FIRST_DAY else day.year - 1
    return date(begins, *FIRST_DAY), date(begins + 1, *FIRST_DAY) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class HalfTermDates:
    """One half-term for the pupils of one place: its first and last day."""

    id: str
    name: str
    starts: date
    ends: date

    def holds(self, day: date) -> bool:
        """Whether the day lies in the half-term, weekend or not."""
        return self.starts <= day <= self.ends


@dataclass(frozen=True, slots=True)
class SchoolDates:
    """The year of one school, or of all that have no dates of their own.

    `days` are the school days in order: weekdays in a half-term that are neither INSET nor bank holiday.
    """

    half_terms: tuple[HalfTermDates, ...]
    inset: frozenset[date]
    days: tuple[date, ...]

    @classmethod
    def of(
        cls,
        half_terms: Iterable[HalfTermDates],
        *,
        inset: Collection[date] = (),
        bank_holidays: Collection[date] = (),
    ) -> SchoolDates:
        """Half-terms in any order, and the days in or beside them on which no pupil comes."""
        ordered = tuple(sorted(half_terms, key=lambda half_term: half_term.starts))
        closed = frozenset(inset) | frozenset(bank_holidays)
        days = tuple(
            day
            for half_term in ordered
            for day in _weekdays(half_term.starts, half_term.ends)
            if day not in closed
        )
        return cls(ordered, frozenset(inset), days)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The dates of a programme, and by school id those of the schools whose dates differ.

    Every question takes `school`; without one, or for a school that has no dates of its own, the
    programme's dates answer.
    """

    default: SchoolDates
    own: Mapping[str, SchoolDates] = field(default_factory=dict)
    bank_holidays: frozenset[date] = frozenset()
    source: str = ""

    def of(self, school: str | None = None) -> SchoolDates:
        """The year of a school."""
        return self.default if school is None else self.own.get(school, self.default)

    def half_term_on(self, day: date, *, school: str | None = None) -> HalfTermDates | None:
        """The half-term that the day lies in; None in a break."""
        return next((h for h in self.of(school).half_terms if h.holds(day)), None)

    def dates(self, half_term_id: str, *, school: str | None = None) -> HalfTermDates:
        """The dates of a half-term.

        Raises:
            BadInput: the calendar has none of this id; the near misses are offered.
        """
        known = {h.id: h for h in self.of(school).half_terms}
        if half_term_id not in known:
            near = did_you_mean(half_term_id, known)
            raise BadInput(f"no half-term '{half_term_id}' in the calendar{near}")
        return known[half_term_id]

    def following(self, half_term_id: str, *, school: str | None = None) -> HalfTermDates | None:
        """The half-term after this one; None after the calendar's last. Raises as `dates` does."""
        starts = self.dates(half_term_id, school=school).starts
        return next((h for h in self.of(school).half_terms if h.starts > starts), None)

    def in_term(self, day: date, *, school: str | None = None) -> bool:
        """Whether the day lies in a half-term, weekends and days of closure too."""
        return self.half_term_on(day, school=school) is not None

    def is_school_day(self, day: date, *, school: str | None = None) -> bool:
        """Whether pupils come: a weekday in a half-term, no bank holiday, no INSET day."""
        return bool(self.school_days(day, day, school=school))

    def school_days(self, first: date, last: date, *, school: str | None = None) -> tuple[date, ...]:
        """The school days from `first` to `last`, both counted."""
        days = self.of(school).days
        return days[bisect_left(days, first) : bisect_right(days, last)]

    def school_days_left(self, day: date, *, school: str | None = None) -> int:
        """How many school days come after this day in its half-term; 0 in a break."""
        half_term = self.half_term_on(day, school=school)
        return len(self.school_days(day + _DAY, half_term.ends, school=school)) if half_term else 0

    def school_day_before(self, day: date, count: int = 1, *, school: str | None = None) -> date:
        """The school day `count` (1 or more) school days before a day, itself not counted.

        Raises:
            BadInput: the calendar does not reach so far back.
        """
        days = self.of(school).days
        return self._nth(days, bisect_left(days, day) - _counted(count), f"before {day}")

    def school_day_after(self, day: date, count: int = 1, *, school: str | None = None) -> date:
        """The school day `count` (1 or more) school days after a day, itself not counted.

        Raises:
            BadInput: the calendar ends before.
        """
        days = self.of(school).days
        return self._nth(days, bisect_right(days, day) + _counted(count) - 1, f"after {day}")

    def _nth(self, days: tuple[date, ...], place: int, where: str) -> date:
        if not 0 <= place < len(days):
            raise BadInput(f"the calendar has too few school days {where}: add the next or the last year")
        return days[place]


_DAY: Final = timedelta(days=1)


def _counted(count: int) -> int:
    if count < 1:
        raise ValueError("school days are counted from 1")
    return count


def _weekdays(first: date, last: date) -> list[date]:
    span = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [day for day in span if day.weekday() < SATURDAY]
