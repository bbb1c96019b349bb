"""The three warnings that go with a series of a group, each only where it applies."""

from __future__ import annotations

from datetime import date

import pytest

from halfterm.cycles.series.cautions import COHORT, SMALL, SideMeans, series_cautions
from halfterm.cycles.series.segment import Point

AUTUMN, SPRING, NEXT_AUTUMN = date(2011, 9, 6), date(2012, 1, 3), date(2012, 9, 4)


def point(
    starts: date, *, value: float | None = -2.0, n: int | None = 40, n_others: int | None = 200
) -> Point:
    name = f"from {starts}"
    return Point(name, name, starts, starts, value, 1.0, n, n_others)


@pytest.mark.parametrize(
    ("n", "n_others", "said"),
    [(40, 200, ()), (19, 60, (SMALL,)), (40, 361, (SMALL,)), (40, 360, ()), (None, None, ())],
)
def test_a_group_that_is_small_or_small_beside_the_whole_is_warned_of(
    n: int | None, n_others: int | None, said: tuple[str, ...]
) -> None:
    points = [point(AUTUMN), point(SPRING, n=n, n_others=n_others)]
    assert series_cautions(points, same_pupils=True) == said


def test_cohorts_differ_over_a_year_unless_the_pupils_are_frozen() -> None:
    points = [point(AUTUMN), point(SPRING), point(NEXT_AUTUMN)]
    assert series_cautions(points, same_pupils=False) == (COHORT,)
    assert series_cautions(points, same_pupils=True) == ()
    assert series_cautions(points[:2], same_pupils=False) == ()


@pytest.mark.parametrize(
    ("then", "now", "applies"),
    [
        (SideMeans(20, 22), SideMeans(21, 23), True),
        (SideMeans(20, 22), SideMeans(21, 24), True),
        (SideMeans(20, 22), SideMeans(22, 23), False),
        (SideMeans(20, 22), SideMeans(19, 23), False),
        (SideMeans(20, 22), SideMeans(19, 21), False),
        (SideMeans(24, 22), SideMeans(25, 24), False),
    ],
    ids=["level", "wider", "closing", "the group fell", "both fell", "ahead"],
)
def test_a_tide_that_leaves_a_gap_as_it_was_is_named(then: SideMeans, now: SideMeans, applies: bool) -> None:
    said = series_cautions([point(AUTUMN), point(SPRING)], same_pupils=True, means=(then, now))
    assert bool(said) is applies
    assert not said or "since from 2011-09-06" in said[0]


def test_points_that_are_hidden_say_nothing() -> None:
    hidden = [point(AUTUMN, value=None, n=None, n_others=None)]
    assert series_cautions(hidden, same_pupils=False) == ()
