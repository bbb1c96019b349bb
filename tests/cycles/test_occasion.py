"""Occasions as such: the days on which something is done, and the half-term that a day belongs to."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from halfterm.cycles.occasion import Occasion, due_days, half_term_at
from tests.cycles.factories import day, make_programme


def occasion(starts: str, ends: str) -> Occasion:
    return Occasion("lock by", "autumn-1", "north", "ash-1", "", day(starts), day(ends), ("ben",), "lock")


def test_something_is_done_when_an_occasion_begins_and_when_it_closes_once_a_day() -> None:
    listed = [occasion("2025-10-20", "2025-10-24"), occasion("2025-10-24", "2025-10-24")]
    before = datetime(2025, 10, 1, tzinfo=UTC)
    assert due_days(listed, after=before) == (day("2025-10-20"), day("2025-10-24"))


@pytest.mark.parametrize(
    ("now", "ahead"),
    [
        ("2025-10-24T04:59:59+00:00", True),  # 05:59:59 in London, in summer time
        ("2025-10-24T05:00:00+00:00", False),
        ("2025-10-24T05:30:00+00:00", False),
    ],
)
def test_a_day_is_ahead_until_six_in_london(now: str, *, ahead: bool) -> None:
    days = due_days([occasion("2025-10-24", "2025-10-24")], after=datetime.fromisoformat(now))
    assert bool(days) is ahead


@pytest.mark.parametrize(
    ("on", "half_term"),
    [
        ("2025-08-01", "autumn-1"),  # before all of them
        ("2025-09-01", "autumn-1"),
        ("2025-10-30", "autumn-1"),  # in the break after it
        ("2025-11-03", "autumn-2"),
        ("2026-12-01", "spring-1"),  # after all of them
    ],
)
def test_a_day_belongs_to_the_half_term_that_began_last(on: str, half_term: str) -> None:
    assert half_term_at(make_programme(), day(on)) == half_term
