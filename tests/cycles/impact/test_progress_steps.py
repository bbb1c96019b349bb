"""Progress in steps of a scale, and who made expected progress."""

from __future__ import annotations

import pytest

from halfterm.cycles.impact.progress_steps import (
    expected_points,
    expected_progress_gap,
    made_expected,
    on_grid,
    share_if_all_expected,
    step_counts,
    steps_of,
)
from halfterm.cycles.impact.reached import Reached
from halfterm.cycles.impact.reasons import NotDefined
from halfterm.cycles.impact.score_pairs import PairCount, side_of
from halfterm.warehouse.scale_file import built_in_scales
from tests.cycles.impact.year_group import REFERENCE, pairs_of

SCALES = built_in_scales()
LEVELS = SCALES["nc-levels"]


@pytest.mark.parametrize(("side", "name"), [(True, "group"), (False, "others")])
def test_steps_are_counted_as_in_r(side: bool, name: str) -> None:
    made = step_counts(side_of(pairs_of(), side), steps_of(LEVELS))
    assert {str(step): n for step, n in made.pupils.items()} == REFERENCE["steps"][name]


def test_the_ten_writers_of_the_study_made_two_steps_or_more() -> None:
    """Writing mentors at Crown Lane: two sub-levels of progress 6, three or more 4 (the 2012 programme)."""
    made = step_counts([PairCount(True, 13, 17, 6), PairCount(True, 15, 21, 4)], steps_of(LEVELS))
    assert made.pupils == {2: 6, 3: 4}
    assert made.at_least(3) == Reached(4, 10)
    assert made.median == 2


@pytest.mark.parametrize(
    ("scale", "before", "after", "steps"),
    [
        ("nc-levels", 21, 25, 2),
        ("nc-levels", 3, 7, 2),
        ("points-2", 15, 18, 1),  # parts of a step do not count
        ("points-2", 18, 15, -1),
        ("gcse-9-1", 4, 4, 0),
        ("gcse-letters-2017", 5.5, 7, 1),  # B to A
        ("gcse-letters-2017", 1.5, 2, 1),  # F to E
        ("ks2-teacher-assessment", 7, 9, 2),  # an order without distances
        ("ks2-scaled-score", 100, 93, -7),
        ("reading-age", 90, 96, 6),
    ],
)
def test_a_step_is_a_sub_level_or_a_grade_or_the_scales_own(
    scale: str, before: float, after: float, steps: int
) -> None:
    assert steps_of(SCALES[scale]).between(before, after) == steps


def test_where_lower_is_better_fewer_points_are_steps_up() -> None:
    falling = SCALES["points-2"].model_copy(update={"direction": "lower"})
    assert steps_of(falling).between(20, 16) == 2


def test_a_scale_of_any_numbers_has_no_steps() -> None:
    with pytest.raises(NotDefined, match="scale 'percent' has no steps"):
        steps_of(SCALES["percent"])


def test_nobody_moves_no_step() -> None:
    made = step_counts([PairCount(True, 3, None, 4, came="no score")], steps_of(LEVELS))
    assert (made.pupils, made.n, made.at_least(0)) == ({}, 0, Reached(0, 0))


@pytest.mark.parametrize(("half_terms", "points"), [(1, 0.5), (2, 1), (6, 3), (7, 3.5), (12, 6)])
def test_expected_progress_is_half_a_point_a_half_term_and_three_a_year(
    half_terms: int, points: float
) -> None:
    assert expected_points(LEVELS, half_terms) == points


def test_a_scale_that_says_nothing_of_expected_progress_has_none() -> None:
    assert expected_points(SCALES["ks2-scaled-score"], 6) is None


def test_the_shares_that_made_it_are_compared_with_newcombes_interval() -> None:
    group, others = (made_expected(side_of(pairs_of(), side), 3, scale=LEVELS) for side in (True, False))
    made = expected_progress_gap(group, others)
    assert (made.value, made.lower, made.upper) == pytest.approx(REFERENCE["expected"][:3], rel=1e-6)
    assert made.p == pytest.approx(REFERENCE["expected"][3], abs=1e-9)


def test_all_or_none_making_it_is_a_share_like_others() -> None:
    all_made, none_made = Reached(9, 9), Reached(0, 9)
    assert expected_progress_gap(all_made, none_made).value == 100
    assert expected_progress_gap(none_made, none_made).value == 0
    assert expected_progress_gap(Reached(0, 0), none_made).value is None


@pytest.mark.parametrize(
    ("points", "size", "share"), [(0.5, 2, 0.25), (1.5, 2, 0.75), (2, 2, 1), (2.5, 2, 0.25), (3, None, None)]
)
def test_a_coarse_scale_shows_expected_progress_in_a_part_of_the_pupils_only(
    points: float, size: float | None, share: float | None
) -> None:
    assert share_if_all_expected(points, size) == share


def test_a_finer_gain_shows_where_scores_are_off_the_grid() -> None:
    assert on_grid(pairs_of(), 2)
    assert not on_grid([PairCount(True, 15, 15.5, 1)], 2)
    assert not on_grid(pairs_of(), None)
