"""Half-terms and school days as a calendar answers for them, and times across the clock change."""

from __future__ import annotations

from datetime import UTC, date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfterm.cycles.errors import BadInput
from halfterm.cycles.school_year import Calendar, HalfTermDates, SchoolDates, at
from tests.cycles.factories import day

AUTUMN = HalfTermDates("autumn-2", "Autumn 2", day("2012-11-05"), day("2012-12-21"))
SPRING = HalfTermDates("spring-1", "Spring 1", day("2013-01-07"), day("2013-02-15"))
SPRING_2 = HalfTermDates("spring-2", "Spring 2", day("2013-03-25"), day("2013-04-12"))
EASTER = {day("2013-03-29"), day("2013-04-01")}
OWN = HalfTermDates("spring-1", "Spring 1", day("2013-01-08"), day("2013-02-08"))

CALENDAR = Calendar(
    default=SchoolDates.of(
        [SPRING, AUTUMN, SPRING_2], inset=[day("2012-11-05"), day("2012-11-02")], bank_holidays=EASTER
    ),
    own={"ash": SchoolDates.of([AUTUMN, OWN, SPRING_2], bank_holidays=EASTER)},
    bank_holidays=frozenset(EASTER),
)


@pytest.mark.parametrize(
    ("when", "half_term", "comes"),
    [
        ("2012-11-04", None, False),  # the Sunday before
        ("2012-11-05", "autumn-2", False),  # INSET on the first day
        ("2012-11-06", "autumn-2", True),
        ("2012-11-10", "autumn-2", False),  # a Saturday
        ("2012-12-21", "autumn-2", True),  # the last day counts
        ("2012-12-24", None, False),
        ("2013-03-29", "spring-2", False),  # Good Friday
        ("2013-04-01", "spring-2", False),  # Easter Monday
        ("2013-04-02", "spring-2", True),
    ],
)
def test_a_school_day_is_a_weekday_in_a_half_term_without_inset_or_bank_holiday(
    when: str, half_term: str | None, comes: bool
) -> None:
    found = CALENDAR.half_term_on(day(when))
    assert (found and found.id) == half_term
    assert CALENDAR.in_term(day(when)) == (half_term is not None)
    assert CALENDAR.is_school_day(day(when)) is comes


def test_a_school_with_dates_of_its_own_goes_by_them_and_any_other_by_the_default() -> None:
    assert CALENDAR.dates("spring-1", school="ash").ends == day("2013-02-08")
    assert CALENDAR.dates("spring-1", school="birch").ends == day("2013-02-15")
    assert CALENDAR.is_school_day(day("2012-11-05"), school="ash")
    assert not CALENDAR.in_term(day("2013-02-11"), school="ash")


def test_days_left_are_those_after_the_day_in_its_half_term() -> None:
    assert CALENDAR.school_days_left(day("2012-12-19")) == 2
    assert CALENDAR.school_days_left(day("2012-12-21")) == 0
    assert CALENDAR.school_days_left(day("2012-12-22")) == 0
    assert CALENDAR.school_days_left(day("2013-03-28")) == 9


def test_school_days_are_counted_over_breaks_and_closures() -> None:
    assert CALENDAR.school_day_after(day("2012-12-21")) == day("2013-01-07")
    assert CALENDAR.school_day_after(day("2012-12-25"), 2) == day("2013-01-08")
    assert CALENDAR.school_day_before(day("2013-04-02")) == day("2013-03-28")
    assert CALENDAR.school_day_before(day("2013-01-07"), 3) == day("2012-12-19")
    assert CALENDAR.school_days(day("2013-03-28"), day("2013-04-02")) == (
        day("2013-03-28"),
        day("2013-04-02"),
    )


def test_a_count_that_leaves_the_calendar_is_refused() -> None:
    with pytest.raises(BadInput, match="too few school days after 2013-04-12"):
        CALENDAR.school_day_after(day("2013-04-12"))
    with pytest.raises(BadInput, match="too few school days before 2012-11-06"):
        CALENDAR.school_day_before(day("2012-11-06"))
    with pytest.raises(ValueError, match="counted from 1"):
        CALENDAR.school_day_after(day("2013-01-07"), 0)


def test_half_terms_follow_one_another_in_time_however_they_were_given() -> None:
    following = CALENDAR.following("autumn-2")
    assert following == SPRING
    assert CALENDAR.following("spring-2") is None


def test_an_unknown_half_term_is_refused_with_its_near_miss() -> None:
    with pytest.raises(BadInput, match="no half-term 'spring-3' in the calendar; did you mean 'spring-"):
        CALENDAR.dates("spring-3")


def test_a_time_in_the_lost_hour_is_moved_on_by_that_hour() -> None:
    assert at(day("2013-03-31"), time(1, 30)).isoformat() == "2013-03-31T02:30:00+01:00"
    assert at(day("2013-03-31"), time(2, 0)).isoformat() == "2013-03-31T02:00:00+01:00"


def test_of_a_doubled_hour_the_first_is_meant() -> None:
    assert at(day("2012-10-28"), time(1, 30)).astimezone(UTC).isoformat() == "2012-10-28T00:30:00+00:00"
    assert at(day("2012-10-28"), time(2, 0)).isoformat() == "2012-10-28T02:00:00+00:00"


@given(st.dates(min_value=date(1975, 1, 1), max_value=date(2035, 12, 31)), st.integers(0, 23))
def test_every_day_has_each_hour_and_only_the_lost_one_moves(when: date, hour: int) -> None:
    moment = at(when, time(hour))
    assert moment.date() == when
    assert moment.hour in (hour, hour + 1)
    assert moment.utcoffset() in (timedelta(0), timedelta(hours=1))
    assert at(when, time(hour, 59)) > moment
