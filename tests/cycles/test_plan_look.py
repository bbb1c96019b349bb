"""The look at one measure: its gap, what its pupils can show, what would drift, and who is missing."""

from __future__ import annotations

from typing import Any

import pytest

from halfterm.cycles.baseline_contrast import NO_TARGET_SCORE, BaselineCell, Side
from halfterm.cycles.impact.detectable import detectable_gap_change
from halfterm.cycles.impact.moments import Moments
from halfterm.cycles.impact.reasons import NO_COMPARISON_PLANNED, ONLY_A_BENCHMARK, reason
from halfterm.cycles.impact.sides import Benchmark
from halfterm.cycles.plan import Plan
from halfterm.cycles.plan_look import (
    NO_COMPARISON_SCORE,
    BaselineSums,
    Ends,
    MeasureLook,
    SchoolPupils,
    look_at_measure,
)
from tests.cycles.factories import make_plan

SHIFT = 10.0
TARGET, OTHERS = (8.0, 10.0, 12.0), (12.0, 14.0, 16.0, 18.0)


def cell(side: Side, *scores: float, school: str = "ash", unscored: int = 0, **kind: Any) -> BaselineCell:
    shifted = [score - SHIFT for score in scores]
    sums = Moments(n=len(scores), b=sum(shifted), bb=sum(score * score for score in shifted))
    treated = kind.pop("treated", None)
    return BaselineCell(school, side, treated, len(scores) + unscored, sums, **kind)


def plan_with(**changes: Any) -> Plan:
    whole: dict[str, Any] = {
        "measures": [{"id": "reading", "name": "Reading", "scale": "points"}],
        "targets": [],
        "predictions": [{"measure": "reading", "statistic": "mean", "value": 12, "lower": 11, "upper": 13}],
        "pupil_targets": [],
    }
    return make_plan(**(whole | changes))


def look(*cells: BaselineCell, plan: Plan | None = None, benchmark: Benchmark | None = None) -> MeasureLook:
    plan = plan or plan_with()
    schools = dict.fromkeys(held.school for held in cells)
    sums = BaselineSums(SHIFT, cells)
    return look_at_measure(plan, plan.measures[0], sums, schools=schools, benchmark=benchmark)


BOTH = (cell("target", *TARGET), cell("comparison", *OTHERS))


def compared_with(kind: str, **more: Any) -> Plan:
    return plan_with(comparison={"kind": kind, "name": "them", **more})


def test_the_gap_is_of_everybody_with_a_baseline_score() -> None:
    found = look(*BOTH)
    assert (found.gap.value, found.gap.n_target, found.gap.n_comparison) == (-5, 3, 4)
    assert found.gap.lower is not None


def test_a_change_of_the_gap_shows_from_the_scatter_inside_the_groups() -> None:
    # Squares about the own mean 8 + 20, over 5 degrees of freedom.
    expected = detectable_gap_change((3, 4), spread=(28 / 5) ** 0.5)
    assert look(*BOTH).detectable_gap_change == expected


def test_in_a_whole_class_the_gap_and_its_smallest_change_are_the_others_share() -> None:
    cells = (*BOTH, cell("unclassified", 14.0))
    found = look(*cells, plan=compared_with("whole_class"))
    assert found.gap.value == pytest.approx(10 - (30 + 60 + 14) / 8)
    expected = detectable_gap_change((3, 5), spread=((8 + 20.8) / 6) ** 0.5, share=5 / 8)
    assert found.detectable_gap_change.value == pytest.approx(expected.value)
    assert found.groups.balance.n_comparison == 4


def test_against_a_benchmark_there_is_one_group_of_pupils() -> None:
    benchmark = Benchmark(baseline=11.0, follow_up=None, name="England", dated="2024-07-01")
    plan = compared_with("national", benchmark="england")
    found = look(cell("target", *TARGET), cell("aside", *OTHERS), plan=plan, benchmark=benchmark)
    assert found.gap.value == -1
    assert found.detectable_gap_change == detectable_gap_change((3,), spread=2.0)
    assert reason(found.groups.detectable) == ONLY_A_BENCHMARK


@pytest.mark.parametrize(
    ("cells", "kind", "why"),
    [
        ((cell("target", unscored=3), cell("comparison", *OTHERS)), "others", NO_TARGET_SCORE),
        ((cell("comparison", *OTHERS),), "others", NO_TARGET_SCORE),
        ((), "others", NO_TARGET_SCORE),
        ((cell("target", *TARGET), cell("comparison", unscored=1)), "others", NO_COMPARISON_SCORE),
        ((cell("target", *TARGET), cell("aside", *OTHERS)), "none", NO_COMPARISON_PLANNED),
    ],
)
def test_without_two_groups_every_number_has_the_same_reason(
    cells: tuple[BaselineCell, ...], kind: str, why: str
) -> None:
    found = look(*cells, plan=compared_with(kind))
    for finding in (
        found.gap,
        found.detectable_gap_change,
        found.groups.balance,
        found.groups.detectable,
        found.groups.detectable_points,
    ):
        assert (finding.value, reason(finding)) == (None, why)


def test_one_pupil_and_pupils_who_all_score_alike_give_reasons_and_never_break() -> None:
    alone = look(cell("target", 9.0), cell("comparison", 11.0))
    assert reason(alone.detectable_gap_change) == "the scores do not vary"
    assert alone.groups.detectable.value is None
    level = look(cell("target", 9.0, 9.0), cell("comparison", 9.0, 9.0, 9.0))
    assert (level.gap.value, level.gap.lower) == (0, None)
    assert level.groups.balance.value is None


def test_the_drift_is_towards_everybody_of_the_schools_also_those_set_aside() -> None:
    found = look(
        cell("target", 8, 10), cell("comparison", 12, 14), cell("aside", 21), cell("unclassified", 13)
    )
    # Everybody's mean is 13, the group's 9, a fifth of the scatter chance.
    assert (found.drift.value, found.drift.n_comparison) == (pytest.approx(0.8), 6)


def test_treated_pupils_are_looked_at_only_where_the_plan_names_them() -> None:
    idea = {"name": "pairs", "theory": "It helps.", "treated": {"pairs": "in"}}
    cells = (
        cell("target", 8, 10, 12, treated=True),
        cell("target", 9, 11, treated=False),
        cell("comparison", 12, 14),
    )
    found = look(*cells, plan=plan_with(change_idea=idea))
    assert found.treated is not None
    assert (found.treated.balance.n_target, found.treated.balance.n_comparison) == (3, 2)
    plain = plan_with(change_idea={"name": "pairs", "theory": "It helps."})
    assert look(*cells, plan=plain).treated is None


def test_what_the_plan_aims_for_stands_beside_the_drift_that_would_look_like_it() -> None:
    plan = plan_with(
        targets=[
            {"measure": "reading", "statistic": "gap", "goal": -3, "by": "2030-02-14"},
            {"measure": "reading", "statistic": "mean", "goal": 14, "by": "2030-02-14"},
        ],
        pupil_targets=[{"measure": "reading", "gain": 2, "step": 1}],
    )
    found = look(*BOTH, plan=plan)
    # The gap of -5 drifts by 1; the mean of 10 drifts a fifth of the way to 90/7.
    said = [(aim.at, aim.points, aim.drift.value, aim.largely_drift) for aim in found.aims]
    assert said == [
        ("gap", 2, pytest.approx(1), True),
        ("mean", 4, pytest.approx(0.2 * 20 / 7), False),
        ("each pupil", 2, pytest.approx(0.2 * 20 / 7), True),
    ]


def test_the_gap_to_a_benchmark_drifts_as_far_as_the_group_itself() -> None:
    plan = plan_with(
        comparison={"kind": "national", "name": "England", "benchmark": "england"},
        targets=[{"measure": "reading", "statistic": "gap", "goal": 0, "by": "2030-02-14"}],
    )
    benchmark = Benchmark(baseline=11.0, follow_up=None, name="England", dated="2024-07-01")
    found = look(cell("target", *TARGET), cell("aside", *OTHERS), plan=plan, benchmark=benchmark)
    assert (found.aims[0].points, found.aims[0].drift) == (1, found.drift)


def test_the_plans_reliability_and_correlation_are_used() -> None:
    plan = plan_with(assumes={"reliability": 1, "correlation": 0.5})
    found = look(*BOTH, plan=plan)
    assert found.drift.value == 0
    assert found.detectable_gap_change == detectable_gap_change(
        (3, 4), spread=(28 / 5) ** 0.5, correlation=0.5
    )


def test_each_school_has_its_pupils_and_those_without_a_score() -> None:
    found = look(
        cell("target", *TARGET, unscored=2),
        cell("comparison", *OTHERS),
        cell("unclassified", 9.0, unscored=1),
        cell("target", 9.0, school="beech", treated=True),
        cell("target", school="beech", unscored=1, treated=False),
    )
    assert found.schools == (SchoolPupils("ash", 5, 4, 2, 2, 0), SchoolPupils("beech", 2, 0, 0, 1, 0))


def test_the_ends_of_the_scale_are_counted_on_both_sides() -> None:
    found = look(
        cell("target", *TARGET, at_bottom=1),
        cell("comparison", *OTHERS, at_top=1),
        cell("target", 18.0, school="beech", at_top=1),
    )
    assert (found.target_ends, found.comparison_ends) == (Ends(4, 1, 1), Ends(4, 1, 0))
