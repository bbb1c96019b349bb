"""The gap index of one moment, from counts of scores."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from halfterm.cycles.impact.gap_index import gap_index_of
from halfterm.cycles.impact.moments import Cell, Moments, PanelSummary, ScoreCount, Shift
from halfterm.cycles.impact.ranks import cliffs_delta
from halfterm.cycles.impact.sides import sides_of
from tests.cycles.impact.year_group import GROUP, OTHERS, REFERENCE


def counts(group: Iterable[float], others: Iterable[float]) -> list[ScoreCount]:
    return [ScoreCount(side, s, 1) for side, scores in ((True, group), (False, others)) for s in scores]


@pytest.mark.parametrize(("when", "name"), [(0, "index_before"), (1, "index_after")])
def test_index_and_p_are_those_of_r(when: int, name: str) -> None:
    made = gap_index_of(counts([p[when] for p in GROUP], [p[when] for p in OTHERS]))
    assert (made.value, made.p) == pytest.approx(REFERENCE[name], rel=1e-6)
    assert (made.n_target, made.n_comparison) == (10, 12)


def test_the_interval_is_that_of_cliffs_delta_turned_and_tenfold() -> None:
    sides = counts([p[1] for p in GROUP], [p[1] for p in OTHERS])
    cells = (Cell("", True, None, Moments(n=10)), Cell("", False, None, Moments(n=12)))
    summary = PanelSummary(Shift(), cells, tuple(sides))
    delta, made = cliffs_delta(summary, sides_of(summary)), gap_index_of(sides)
    assert delta.lower is not None
    assert delta.upper is not None
    assert (made.lower, made.upper) == pytest.approx((-10 * delta.upper, -10 * delta.lower))


def test_stretching_the_scale_changes_nothing() -> None:
    plain = gap_index_of(counts([1, 2, 5], [2, 4, 6, 7]))
    stretched = gap_index_of(counts([1, 4, 25], [4, 16, 36, 49]))
    assert plain == stretched


def test_where_fewer_points_are_better_the_group_with_more_is_behind() -> None:
    made = gap_index_of(counts([3, 4, 5], [1, 2]), sign=-1)
    assert made.value == 10


@pytest.mark.parametrize(
    ("group", "others", "why"),
    [([], [1], "no pupil of the target group"), ([1], [], "everybody with both scores is in the target")],
)
def test_without_a_side_it_is_not_defined(group: list[float], others: list[float], why: str) -> None:
    made = gap_index_of(counts(group, others))
    assert made.value is None
    assert why in made.method
