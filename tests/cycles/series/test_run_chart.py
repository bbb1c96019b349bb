"""Runs and crossings at their edges; the fixture has them against R."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from halfterm.cycles.series.run_chart import centre_of, fewest_allowed, longest_allowed, run_chart


@pytest.mark.parametrize(
    ("useful", "longest", "fewest"),
    [
        # As printed in Anhoj and Olesen (2014), table 1.
        *((10, 6, 2), (11, 6, 2), (12, 7, 3), (13, 7, 3), (14, 7, 4), (15, 7, 4), (16, 7, 4), (17, 7, 5)),
        *((18, 7, 5), (19, 7, 6), (20, 7, 6), (22, 7, 7), (23, 8, 7), (24, 8, 8), (30, 8, 10), (60, 9, 23)),
        *((0, 0, 0), (1, 3, 0), (2, 4, 0)),
    ],
)
def test_what_chance_explains_is_as_printed(useful: int, longest: int, fewest: int) -> None:
    assert (longest_allowed(useful), fewest_allowed(useful)) == (longest, fewest)


@pytest.mark.parametrize("useful", range(2, 61))
def test_the_fewest_crossings_are_the_quantile_of_a_binomial(useful: int) -> None:
    fewest = fewest_allowed(useful)
    assert stats.binom.cdf(fewest, useful - 1, 0.5) >= 0.05 > stats.binom.cdf(fewest - 1, useful - 1, 0.5)


def test_points_on_the_line_neither_break_a_run_nor_add_to_it() -> None:
    found = run_chart([1, 9, 8, 5, 5, 7, 5, 2, 5], centre=5)
    assert [(run.first, run.last, run.length, run.above) for run in found.runs] == [
        (0, 0, 1, False),
        (1, 5, 3, True),
        (7, 7, 1, False),
    ]
    assert (found.useful, found.longest, found.crossings) == (5, 3, 2)


def test_a_point_off_the_line_only_by_binary_fractions_is_on_it() -> None:
    assert run_chart([0.1 + 0.2, 1.0, 0.0], centre=0.3).useful == 2


def test_nothing_off_the_line_is_no_signal() -> None:
    found = run_chart([4.0] * 12, centre=4.0)
    assert (found.useful, found.longest, found.crossings, found.signal) == (0, 0, 0, False)


def test_a_run_of_one_more_than_chance_explains_is_a_signal() -> None:
    sides = [-1, 1, -1, 1, -1] + [1] * 7
    assert not run_chart(sides, centre=0).long_runs
    longer = run_chart([*sides, 1, -1], centre=0)
    assert [(run.first, run.length) for run in longer.long_runs] == [(5, 8)]
    assert longer.signal


@given(st.lists(st.integers(-5, 5), min_size=1, max_size=40))
@settings(max_examples=60, deadline=None)
def test_runs_cover_the_useful_points_once_and_change_sides(values: list[int]) -> None:
    found = run_chart(values, centre=centre_of(values))
    assert sum(run.length for run in found.runs) == found.useful
    assert all(
        a.above is not b.above and a.last < b.first for a, b in zip(found.runs, found.runs[1:], strict=False)
    )
    mirrored = run_chart([-value for value in values], centre=-found.centre)
    assert (mirrored.longest, mirrored.crossings, mirrored.signal) == (
        found.longest,
        found.crossings,
        found.signal,
    )
