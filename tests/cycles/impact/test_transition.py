"""Transition matrices: who was where before and is where after, and who is missing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfterm.cycles.impact.reached import Reached
from halfterm.cycles.impact.score_bands import Bands, bands_of
from halfterm.cycles.impact.score_pairs import PairCount, side_of
from halfterm.cycles.impact.transition import moved_down_gap, moved_up_gap, share_gap, transition
from halfterm.warehouse.scale_file import built_in_scales
from tests.cycles.impact.year_group import REFERENCE, pairs_of

SCALES = built_in_scales()
LEVELS = bands_of(SCALES["nc-levels"], [], scales=SCALES)


def test_the_matrix_is_that_of_r() -> None:
    made = transition(side_of(pairs_of(), True), LEVELS)
    assert [list(row[1:5]) for row in made.cells[1:5]] == REFERENCE["matrix"]
    assert made.matched == 10
    assert made.stayed + made.up + made.down == 10


def test_the_shares_that_moved_are_compared_with_newcombes_interval() -> None:
    group, others = (transition(side_of(pairs_of(), side), LEVELS) for side in (True, False))
    for made, name in ((moved_up_gap(group, others), "up"), (moved_down_gap(group, others), "down")):
        assert (made.value, made.lower, made.upper) == pytest.approx(REFERENCE[name][:3], rel=1e-6)
        assert made.p == pytest.approx(REFERENCE[name][3], abs=1e-9)
        assert (made.n_target, made.n_comparison) == (10, 12)


def test_a_large_difference_has_the_p_of_the_score_test() -> None:
    made = share_gap("moved_up_gap", Reached(41, 100), Reached(66, 120), what="share")
    found = (made.value, made.lower, made.upper, made.p)
    assert found == pytest.approx(REFERENCE["large"], rel=1e-6)


def test_who_has_no_score_after_is_a_column_and_who_had_none_before_a_row() -> None:
    made = transition(
        [
            PairCount(True, 15, 21, 4),
            PairCount(True, 15, None, 2, came="not here"),
            PairCount(True, 15, None, 1, came="no score"),
            PairCount(True, None, 21, 3, was="not here"),
            PairCount(True, None, 9, 2, was="no score"),
            PairCount(True, None, None, 5, was="no score", came="no score"),
        ],
        LEVELS,
    )
    assert (made.missing[2], made.left) == (3, 2)
    assert (made.arrived[3], made.arrived[1], made.new) == (3, 2, 3)
    percent = made.row_percent(2)
    assert percent is not None
    assert percent[3] == pytest.approx(400 / 7)
    assert sum(percent) == pytest.approx(100)
    assert made.row_percent(5) is None


def test_without_pupils_on_a_side_the_difference_is_not_defined() -> None:
    nobody, some = transition([], LEVELS), transition([PairCount(True, 15, 15, 3)], LEVELS)
    assert moved_up_gap(nobody, some).method == "not computed: no pupil of the target group has both scores"
    assert moved_up_gap(some, nobody).method == "not computed: no comparison pupil has both scores"


def test_one_pupil_a_side_has_an_interval_within_a_hundred_points() -> None:
    up = transition([PairCount(True, 9, 15, 1)], LEVELS)
    still = transition([PairCount(False, 9, 9, 1)], LEVELS)
    made = moved_up_gap(up, still)
    assert made.value == 100
    assert made.lower is not None
    assert made.upper == 100
    assert -100 <= made.lower <= 100
    assert made.p == 1


scores = st.one_of(st.none(), st.integers(0, 9))


@given(st.lists(st.tuples(scores, scores), max_size=30))
def test_everybody_with_a_score_is_counted_once(pupils: list[tuple[int | None, int | None]]) -> None:
    bands = Bands("quarters", ("a", "b", "c"), (3.0, 7.0), 1, "thirds")
    made = transition([PairCount(True, before, after, 1) for before, after in pupils], bands)
    with_any = [pupil for pupil in pupils if pupil != (None, None)]
    assert made.matched + sum(made.missing) + sum(made.arrived) == len(with_any)
    turned = transition(
        [PairCount(True, before, after, 1) for before, after in pupils],
        Bands("quarters", ("c", "b", "a"), (-6.5, -2.5), -1, "thirds"),
    )
    assert (turned.up, turned.down, turned.stayed) == (made.down, made.up, made.stayed)
