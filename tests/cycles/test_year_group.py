"""Year groups move up by the school year, however they are written."""

from __future__ import annotations

from datetime import date

import pytest

from halfterm.cycles.year_group import moved_up, years_between


@pytest.mark.parametrize(
    ("year", "years", "after"),
    [
        ("10", 1, "11"),
        ("Y2", 1, "Y3"),
        ("Year 6", 2, "Year 8"),
        ("R", 1, "1"),
        ("r", 0, "R"),
        ("nursery", 2, "1"),
        ("mixed", 1, "mixed"),
    ],
)
def test_a_year_group_moves_up(year: str, years: int, after: str) -> None:
    assert moved_up(year, years) == after


def test_a_school_year_begins_in_september() -> None:
    assert years_between(date(2012, 4, 16), date(2012, 7, 24)) == 0
    assert years_between(date(2012, 7, 1), date(2012, 9, 4)) == 1
    assert years_between(date(2011, 9, 6), date(2013, 9, 3)) == 2
