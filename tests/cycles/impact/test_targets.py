"""Targets: judged pupil by pupil, and as percent of the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from halfterm.cycles.impact.moments import PanelSummary, ScoreCount, Shift
from halfterm.cycles.impact.reasons import NotDefined
from halfterm.cycles.impact.sides import Benchmark, Comparison, sides_of
from halfterm.cycles.impact.targets import (
    Judgement,
    gap_goal,
    judge_group,
    judge_pupil,
    mean_goal,
    percent_of_goal,
)

Summarise = Callable[..., PanelSummary]

ROWS = [
    ("a", True, before, after) for before, after in ((8.0, 12.0), (9.0, 11.0), (11.0, 12.0), (7.0, 8.0))
] + [("a", False, before, after) for before, after in ((12.0, 13.0), (9.0, 12.0), (14.0, 15.0))]


@pytest.mark.parametrize(
    ("follow_up", "judgement"),
    [(20.9, "not met"), (21, "met"), (22.9, "met"), (23, "exceeded"), (29, "exceeded")],
)
def test_a_pupil_meets_a_goal_from_it_to_under_a_step_above(follow_up: float, judgement: str) -> None:
    assert judge_pupil(follow_up, 21, step=2) == judgement


def test_steps_that_binary_cannot_hold_are_judged_as_written() -> None:
    assert judge_pupil(0.1 + 0.2, 0.2, step=0.1) is Judgement.EXCEEDED
    assert judge_pupil(0.3, 0.1 + 0.2, step=0.1) is Judgement.MET


def test_a_step_of_nought_is_refused() -> None:
    with pytest.raises(ValueError, match="above 0"):
        judge_pupil(3, 2, step=0)


def test_ten_writers_of_one_school_are_counted_as_published() -> None:
    # Ten Year 6 writers towards their goal: 2 not met, 6 met, 2 exceeded (others do not count).
    counts = [
        ScoreCount(True, 19, 2),
        ScoreCount(True, 21, 6),
        ScoreCount(True, 23, 2),
        ScoreCount(False, 30, 9),
    ]
    assert judge_group(counts, 21, step=2) == {"not met": 2, "met": 6, "exceeded": 2}


def test_nobody_judged_is_still_counted_as_nought() -> None:
    assert set(judge_group([], 21, step=2).values()) == {0}


def test_the_percent_and_its_delta_interval_follow_from_the_derivatives() -> None:
    base, follow, goal = 10.0, 13.0, 15.0
    made = percent_of_goal(base, follow, goal=goal, var_base=0.3, var_follow=0.2, cov=0.1)

    def percent(before: float, after: float) -> float:
        return 100 * (after - before) / (goal - before)

    tiny = 1e-6
    slopes = np.asarray(
        [
            (percent(base + tiny, follow) - percent(base - tiny, follow)) / (2 * tiny),
            (percent(base, follow + tiny) - percent(base, follow - tiny)) / (2 * tiny),
        ]
    )
    error = float(slopes @ np.asarray([[0.3, 0.1], [0.1, 0.2]]) @ slopes) ** 0.5
    assert made.value == pytest.approx(60)
    assert made.standard_error == pytest.approx(error, rel=1e-6)
    assert made.upper == pytest.approx(60 + 1.959963984540054 * error, rel=1e-6)


def test_a_goal_equal_to_the_baseline_is_no_way_to_go(summary_from_rows: Summarise) -> None:
    with pytest.raises(NotDefined, match="the goal equals the baseline"):
        percent_of_goal(10, 12, goal=10, var_base=1, var_follow=1, cov=0)
    found = mean_goal(sides_of(summary_from_rows(ROWS)), 8.75)
    assert found.method == "not computed: the goal equals the baseline, so there is no way to go"


def test_a_goal_for_the_targets_mean_is_measured_from_its_baseline(summary_from_rows: Summarise) -> None:
    found = mean_goal(sides_of(summary_from_rows(ROWS, shift=Shift(10, 12))), 12.75)
    before, after = [row[2] for row in ROWS if row[1]], [row[3] for row in ROWS if row[1]]
    cov = np.cov(before, after) / 4
    said = percent_of_goal(8.75, 10.75, goal=12.75, var_base=cov[0, 0], var_follow=cov[1, 1], cov=cov[0, 1])
    assert (found.value, found.lower, found.upper) == pytest.approx((50, said.lower, said.upper), rel=1e-9)
    assert (found.n_target, found.n_comparison) == (4, 0)


@pytest.mark.parametrize("comparison", ["others", "whole_class"])
def test_a_goal_of_nought_for_the_gap_is_the_share_of_it_that_was_closed(
    comparison: Comparison, summary_from_rows: Summarise
) -> None:
    found = gap_goal(sides_of(summary_from_rows(ROWS), comparison=comparison), 0)
    before, after = 8.75 - 35 / 3, 10.75 - 40 / 3
    assert found.value == pytest.approx(100 * (1 - after / before))
    assert found.lower is not None


def test_against_a_benchmark_only_the_targets_own_scatter_counts(summary_from_rows: Summarise) -> None:
    benchmark = Benchmark(12.75, 12.75, "national", "2012")
    sides = sides_of(summary_from_rows(ROWS), comparison="national", benchmark=benchmark)
    mean, gap = mean_goal(sides, 12.75), gap_goal(sides, 0)
    assert replace(gap, method="") == replace(mean, method="")


@pytest.mark.parametrize(
    ("rows", "why"),
    [(ROWS[4:], "no pupil of the target group has both scores"), (ROWS[:4], "everybody")],
)
def test_without_a_gap_there_is_no_percent_of_it(
    rows: list[tuple[str, bool, float, float]], why: str, summary_from_rows: Summarise
) -> None:
    assert why in gap_goal(sides_of(summary_from_rows(rows)), 0).method


def test_one_pupil_has_a_percent_without_an_interval(summary_from_rows: Summarise) -> None:
    for found in (
        mean_goal(sides_of(summary_from_rows(ROWS[3:])), 9),
        gap_goal(sides_of(summary_from_rows(ROWS[3:])), 0),
    ):
        assert found.value is not None
        assert found.lower is None
        assert "one pupil shows no scatter" in found.method
