"""Matched pupils: nearest on the baseline, each used once."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from halfterm.cycles.impact.matching import caliper_points, match_nearest

scores = st.lists(st.integers(0, 12), max_size=5)


def every_matching(target: list[int], comparison: list[int]) -> list[list[tuple[int, int]]]:
    """All full matchings of the shorter side."""
    if len(target) > len(comparison):
        return [[(b, a) for a, b in pairs] for pairs in every_matching(comparison, target)]
    return [list(enumerate(chosen)) for chosen in permutations(range(len(comparison)), len(target))]


@settings(deadline=None)
@given(scores, scores, st.one_of(st.none(), st.integers(0, 4)))
def test_as_many_pairs_as_the_caliper_allows_at_the_least_distance(
    target: list[int], comparison: list[int], caliper: int | None
) -> None:
    def distances(pairs: list[tuple[int, int]]) -> list[int]:
        apart = [abs(target[a] - comparison[b]) for a, b in pairs]
        return [distance for distance in apart if caliper is None or distance <= caliper]

    pairs = match_nearest(target, comparison, caliper=caliper)
    apart = distances(pairs)
    best = min((-len(found), sum(found)) for found in map(distances, every_matching(target, comparison)))
    assert len(apart) == len(pairs)
    assert (-len(apart), sum(apart)) == best


@given(scores, scores)
def test_each_pupil_is_used_once_and_the_same_question_has_the_same_answer(
    target: list[int], comparison: list[int]
) -> None:
    pairs = match_nearest(target, comparison)
    for side in (0, 1):
        assert len({pair[side] for pair in pairs}) == len(pairs) == min(len(target), len(comparison))
    assert match_nearest(target, comparison) == pairs


def test_sizes_may_differ_and_a_caliper_of_nought_asks_for_equal_scores() -> None:
    assert match_nearest([10, 11, 12], [12, 10], caliper=0) == [(0, 1), (2, 0)]


def test_nobody_to_match_gives_no_pairs() -> None:
    assert match_nearest([], [1.0]) == match_nearest([1.0], []) == []


def test_a_negative_caliper_is_refused() -> None:
    with pytest.raises(ValueError, match="not negative"):
        match_nearest([1], [1], caliper=-1)


def test_the_caliper_is_in_sds_of_all_who_might_be_matched_as_rs() -> None:
    # references/randomise.R: .2 * sd(scores)
    said = json.loads((Path(__file__).parent / "references/randomise.json").read_text(encoding="utf-8"))[
        "caliper"
    ]
    assert caliper_points(said["scores"], caliper=said["sds"]) == pytest.approx(said["points"], rel=1e-12)
    assert caliper_points(said["scores"]) == caliper_points(said["scores"][::-1], caliper=0.2)


def test_one_score_or_equal_scores_leave_only_equal_scores_to_pair() -> None:
    assert caliper_points([]) == caliper_points([3.0]) == caliper_points([3.0, 3.0]) == 0
    with pytest.raises(ValueError, match="not negative"):
        caliper_points([1, 2], caliper=-0.1)


def test_a_distance_that_is_the_caliper_is_within_it_whatever_rounding_does() -> None:
    assert match_nearest([0.3], [0.1], caliper=0.2) == [(0, 0)]
