"""Targets and predictions of a plan, scored against what was found."""

from __future__ import annotations

from typing import Any

import pytest

from halfterm.cycles.impact.moments import PanelSummary
from halfterm.cycles.impact.sample import follow_up_of
from halfterm.cycles.impact.sides import Benchmark, Comparison, sides_of
from halfterm.cycles.impact.study import study_panel
from halfterm.cycles.plan import Prediction, Target
from halfterm.cycles.planned import score_prediction, score_target
from halfterm.cycles.record import GAP_CLOSES, PredictionScore, TargetScore
from tests.cycles.factories import day, make_panel

# Target 90 -> 96, others 100 -> 102 on average: the gap goes from -10 to -6.
TARGET = [(88, 95), (92, 97), (90, 96), (90, 96)]
OTHERS = [(98, 101), (102, 103), (100, 102)]
PANEL = make_panel(TARGET, OTHERS, threshold=96)
WIDER = make_panel([(90, 90), (92, 91)], [(100, 104), (102, 105)])
FLIPPED = make_panel([(90, 106), (92, 109)], [(100, 102), (102, 103)])
# Everybody rises by 0.2; the sums make it -10 and then -9.999999999999998.
SAME = make_panel([(0.1, 0.1 + 0.2)] * 2, [(10.1, 10.1 + 0.2)] * 2)


def target_score(
    goal: float,
    statistic: str = "gap",
    *,
    panel: PanelSummary = PANEL,
    comparison: Comparison = "others",
    benchmark: Benchmark | None = None,
) -> TargetScore:
    target = Target.model_validate(
        {"measure": "reading", "statistic": statistic, "goal": goal, "by": "2025-12-19"}
    )
    sides = sides_of(panel, comparison=comparison, benchmark=benchmark)
    findings = study_panel(panel, comparison=comparison, with_treated=False, benchmark=benchmark)
    return score_target(target, panel, sides, findings)


def scores(
    *,
    panel: PanelSummary = PANEL,
    comparison: Comparison = "others",
    benchmark: Benchmark | None = None,
    **prediction: Any,
) -> tuple[PredictionScore, ...]:
    made = Prediction.model_validate({"measure": "reading", **prediction})
    sides = sides_of(panel, comparison=comparison, benchmark=benchmark)
    findings = study_panel(panel, comparison=comparison, with_treated=False, benchmark=benchmark)
    return score_prediction(made, panel, sides, findings)


def number(value: float, lower: float, upper: float, **more: Any) -> PredictionScore:
    (score,) = scores(value=value, lower=lower, upper=upper, **more)
    return score


@pytest.mark.parametrize(
    ("statistic", "goal", "percent", "met"),
    [
        ("gap", -6, 100, True),
        ("gap", -5, 80, False),
        ("gap", 0, 40, False),
        ("gap", -8, 200, True),
        ("gap", -12, -200, True),  # within a goal wider than the baseline
        ("mean", 96, 100, True),
        ("mean", 98, 75, False),
        ("threshold_share", 75, 100, True),  # none of four before, three after
        ("threshold_share", 100, 75, False),
        ("threshold_gap", -25, 100, True),  # -100 before, -25 after
        ("threshold_gap", 0, 75, False),
    ],
)
def test_a_target_is_scored_by_how_much_of_the_way_was_gone(
    statistic: str, goal: float, percent: float, met: bool
) -> None:
    score = target_score(goal, statistic)
    assert (score.statistic, score.goal, score.by) == (statistic, goal, day("2025-12-19"))
    assert score.percent_of_goal.value == pytest.approx(percent)
    assert score.met is met


def test_a_mean_that_meets_its_goal_but_for_the_last_binary_digit_meets_it() -> None:
    from_below = make_panel([(0.0, 0.1), (0.0, 0.4), (0.0, 0.1)])
    from_above = make_panel([(1.0, 0.1), (1.0, 0.1), (1.0, 0.4)])
    assert follow_up_of(from_below.total(target=True)).mean < 0.2
    assert follow_up_of(from_above.total(target=True)).mean > 0.2
    for panel in (from_below, from_above):
        assert target_score(0.2, "mean", panel=panel, comparison="none").met is True


@pytest.mark.parametrize("statistic", ["gap", "mean", "threshold_share", "threshold_gap"])
def test_a_goal_equal_to_the_baseline_leaves_no_way_to_go(statistic: str) -> None:
    baseline = {"gap": -10, "mean": 90, "threshold_share": 0, "threshold_gap": -100}[statistic]
    score = target_score(baseline, statistic)
    assert score.percent_of_goal.value is None
    assert "no way to go" in score.percent_of_goal.method
    assert score.met is True


@pytest.mark.parametrize("statistic", ["gap", "mean", "threshold_share", "threshold_gap"])
def test_a_target_of_an_empty_panel_is_neither_met_nor_missed(statistic: str) -> None:
    score = target_score(0, statistic, panel=make_panel([]))
    assert (score.met, score.percent_of_goal.value) == (None, None)
    assert score.percent_of_goal.method.count("not computed: ") == 1


def test_a_share_needs_a_threshold() -> None:
    score = target_score(50, "threshold_share", panel=make_panel(TARGET, OTHERS))
    assert score.percent_of_goal.method == "not computed: no threshold was given"


def test_a_share_of_a_group_that_was_absent_whole_is_not_computed() -> None:
    panel = make_panel([], OTHERS, threshold=96, absent_baseline_target=0, absent_follow_up_target=3)
    score = target_score(50, "threshold_share", panel=panel)
    assert (score.met, score.percent_of_goal.value) == (None, None)


def test_absent_pupils_count_in_a_share_and_in_its_number_of_pupils() -> None:
    panel = make_panel(TARGET, OTHERS, threshold=96, absent_follow_up_target=2)
    score = target_score(50, "threshold_share", panel=panel)
    assert score.percent_of_goal.value == pytest.approx(100 * (3 / 6) / 0.5)
    assert score.percent_of_goal.n_target == 6


def test_a_target_against_a_benchmark_uses_the_benchmark() -> None:
    england = Benchmark(100.0, 104.0, "England", "2025")
    score = target_score(-9, comparison="national", benchmark=england)
    assert (score.percent_of_goal.value, score.met) == (pytest.approx(200), True)


@pytest.mark.parametrize(
    ("value", "lower", "upper", "inside", "right", "error", "interval_score"),
    [
        (-7, -8, -5, True, True, 1, 3),
        (-6, -6, -6, True, True, 0, 0),
        (-4, -5, -3, False, True, 2, 2 + 10 * 1),  # 2 / (1 - 0.8) for each point outside
        (-12, -14, -11, False, False, 6, 3 + 10 * 5),
    ],
)
def test_a_predicted_number_is_scored_by_interval_direction_and_error(
    value: float, lower: float, upper: float, inside: bool, right: bool, error: float, interval_score: float
) -> None:
    score = number(value, lower, upper)
    assert (score.statistic, score.found) == ("gap", pytest.approx(-6))
    assert (score.inside, score.right_direction) == (inside, right)
    assert score.absolute_error == pytest.approx(error)
    assert score.interval_score == pytest.approx(interval_score)
    assert (score.closed, score.brier) == (None, None)


@pytest.mark.parametrize(
    ("statistic", "found", "value"),
    [("mean", 96, 95), ("threshold_share", 75, 60), ("threshold_gap", -25, -30)],
)
def test_other_statistics_are_scored_in_their_own_units(statistic: str, found: float, value: float) -> None:
    score = number(value, value - 20, value + 20, statistic=statistic)
    assert score.found == pytest.approx(found)
    assert score.absolute_error == pytest.approx(abs(value - found))
    assert score.right_direction is True


@pytest.mark.parametrize(
    ("panel", "probability", "closed", "right", "brier"),
    [
        (PANEL, 0.7, True, True, 0.09),
        (PANEL, 0.2, True, False, 0.64),
        (PANEL, 0.5, True, None, 0.25),
        (WIDER, 0.7, False, False, 0.49),
        (WIDER, 0.1, False, True, 0.01),
        (FLIPPED, 0.9, True, True, 0.01),  # from -10 to +5: on the other side, and smaller
        (SAME, 0.7, False, False, 0.49),  # equal but for the last binary digit
    ],
)
def test_the_probability_that_the_gap_closes_is_scored_by_brier(
    panel: PanelSummary, probability: float, closed: bool, right: bool | None, brier: float
) -> None:
    (score,) = scores(panel=panel, closing_probability=probability)
    assert (score.statistic, score.predicted) == (GAP_CLOSES, probability)
    assert (score.closed, score.right_direction) == (closed, right)
    assert score.brier == pytest.approx(brier)
    assert (score.lower, score.upper, score.inside, score.interval_score) == (None, None, None, None)


def test_without_a_baseline_a_number_is_scored_but_for_its_direction() -> None:
    england = Benchmark(None, 104.0, "England", "2025")
    score = number(-7, -9, -5, comparison="national", benchmark=england)
    assert (score.found, score.inside, score.right_direction) == (pytest.approx(-8), True, None)


def test_a_number_and_a_probability_are_two_scores() -> None:
    first, second = scores(value=-7, lower=-8, upper=-5, closing_probability=0.7)
    assert (first.statistic, second.statistic) == ("gap", GAP_CLOSES)
    assert first.brier is None
    assert second.brier == pytest.approx(0.09)


@pytest.mark.parametrize("statistic", ["gap", "mean", "threshold_share", "threshold_gap"])
def test_a_prediction_about_nobody_is_not_scored(statistic: str) -> None:
    score = number(0, -1, 1, panel=make_panel([]), statistic=statistic)
    assert (score.found, score.inside, score.right_direction, score.absolute_error) == (None,) * 4


def test_whether_a_gap_closed_is_not_known_without_one() -> None:
    (score,) = scores(panel=make_panel([]), closing_probability=0.7)
    assert (score.closed, score.brier, score.right_direction, score.found) == (None,) * 4


def test_a_gap_goal_wider_than_the_baseline_is_missed_by_a_gap_wider_still() -> None:
    assert target_score(-12, panel=WIDER).met is False  # -10 before, -14 after
    assert target_score(-15, panel=WIDER).met is True


@pytest.mark.parametrize(("after", "met"), [(102, True), (101, True), (99, True), (103, False), (75, False)])
def test_a_group_that_was_ahead_meets_a_gap_goal_by_size_and_never_by_falling_far_behind(
    after: float, met: bool
) -> None:
    ahead = make_panel([(110, after), (112, after + 2)], [(100, 100), (102, 102)])
    assert target_score(2, panel=ahead).met is met
    assert target_score(-2, panel=ahead).met is met


def test_a_group_that_was_ahead_meets_a_further_lead_only_by_reaching_it() -> None:
    for after, met in ((104, False), (92, False), (106, True)):
        ahead = make_panel([(100, after), (102, after + 2)], [(100, 100), (100, 100)])
        assert target_score(6, panel=ahead).met is met
