"""What a cycle costs a pupil and a month, counted by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from halfterm.cycles.do_log_entries import Learning, Spending
from halfterm.cycles.impact.cost import (
    LESS_PROGRESS,
    NO_COST,
    NO_PROGRESS,
    NO_PUPILS,
    NOTHING_LOGGED,
    CycleCost,
    cost_band,
    cycle_cost,
    per_month,
    per_pupil_planned,
    per_pupil_spent,
)
from halfterm.cycles.impact.finding import Finding, undefined
from halfterm.cycles.impact.reasons import reason
from halfterm.cycles.intervention import Intervention

DAY = date(2025, 1, 20)
FREE = CycleCost(planned=0.0, recurring=0.0, spent=None, pupils=10)


def intervention(*costs: dict[str, Any]) -> Intervention:
    return Intervention.model_validate({"name": "Pairs", "theme": "Reading", "costs": costs})


def months(value: float, lower: float | None, upper: float | None) -> Finding:
    return Finding("impact_months", value, lower, upper, 0.01, 20, 30, "months table eef-2018")


def per_pupil(value: float) -> Finding:
    return Finding("cost_per_pupil", value, None, None, None, 20, 0, "pounds / pupils")


def test_a_plans_costs_are_in_all_or_by_pupil_and_some_come_again() -> None:
    readers = {"what": "Readers", "pounds": 240, "funding": "pupil premium"}
    tutors = {
        "what": "Tutors",
        "pounds": 30,
        "funding": "pupil premium",
        "per_pupil": True,
        "recurring": True,
    }
    entries = [
        Spending(on=DAY, what="Readers", pounds=200),
        Learning(on=DAY, what="It takes time."),
        Spending(on=DAY, what="Tutors", pounds=100.5),
    ]
    made = cycle_cost(intervention(readers, tutors), entries, pupils=12)
    assert made == CycleCost(planned=240 + 12 * 30, recurring=12 * 30, spent=300.5, pupils=12)


def test_a_plan_without_costs_costs_nobody_knows_what() -> None:
    made = cycle_cost(intervention(), [], pupils=12)
    assert made == CycleCost(planned=None, recurring=None, spent=None, pupils=12)
    assert reason(per_pupil_planned([made])) == NO_COST
    assert reason(per_pupil_spent([made])) == NOTHING_LOGGED


def test_per_pupil_is_all_pounds_over_all_pupils_of_the_cycles_that_say() -> None:
    costs = [
        CycleCost(planned=600, recurring=0, spent=150, pupils=12),
        CycleCost(planned=100, recurring=0, spent=None, pupils=8),
        CycleCost(planned=None, recurring=None, spent=None, pupils=500),
    ]
    assert (per_pupil_planned(costs).value, per_pupil_planned(costs).n_target) == (35.0, 20)
    assert (per_pupil_spent(costs).value, per_pupil_spent(costs).n_target) == (12.5, 12)
    assert per_pupil_planned(costs).method.endswith("2 cycles")


def test_what_costs_nothing_costs_nought_a_pupil_and_a_month() -> None:
    assert per_pupil_planned([FREE]).value == 0
    assert per_month(per_pupil_planned([FREE]), months(2, 1, 4)).value == 0


def test_without_pupils_there_is_no_cost_a_pupil() -> None:
    nobody = CycleCost(planned=100, recurring=0, spent=10, pupils=0)
    assert reason(per_pupil_planned([nobody])) == NO_PUPILS == reason(per_pupil_spent([nobody]))


def test_a_month_costs_the_pupils_cost_over_the_months_and_their_bounds() -> None:
    made = per_month(per_pupil(120), months(3, 2, 6))
    assert (made.value, made.lower, made.upper) == (40.0, 20.0, 60.0)


@pytest.mark.parametrize("lower", [0.0, -1.0])
def test_a_month_that_may_be_none_has_no_upper_cost(lower: float) -> None:
    made = per_month(per_pupil(120), months(3, lower, 6))
    assert (made.value, made.lower, made.upper) == (40.0, 20.0, None)
    assert "no upper bound" in made.method


def test_months_without_an_interval_give_a_cost_without_one() -> None:
    made = per_month(per_pupil(120), months(3, None, None))
    assert (made.value, made.lower, made.upper) == (40.0, None, None)
    assert "no upper bound" not in made.method


@pytest.mark.parametrize(("gained", "said"), [(0.0, NO_PROGRESS), (-2.0, LESS_PROGRESS)])
def test_without_more_progress_no_month_has_a_cost(gained: float, said: str) -> None:
    assert reason(per_month(per_pupil(120), months(gained, -4, 1))) == said


def test_without_cost_or_months_the_reason_is_handed_on() -> None:
    no_cost = undefined("cost_per_pupil", NO_COST)
    assert reason(per_month(no_cost, months(3, 2, 6))) == NO_COST
    assert reason(per_month(per_pupil(120), undefined("impact_months", "no effect size"))) == "no effect size"


@pytest.mark.parametrize(
    ("pounds", "band"),
    [
        *[(0, "very low"), (80, "very low"), (80.01, "low"), (200, "low"), (200.5, "moderate")],
        *[(600, "moderate"), (601, "high"), (1200, "high"), (1200.01, "very high")],
    ],
)
def test_the_bands_end_at_80_200_600_and_1200_pounds(pounds: float, band: str) -> None:
    assert cost_band(pounds) == band
