"""The next plan of a chain: half-terms moved on, gaps carried only where readers may see them."""

from __future__ import annotations

from typing import get_args

import pytest

from halfterm.cycles.chain import BECAUSE, GOES_ON, next_id, next_plan
from halfterm.cycles.disclosure import Shown, hidden, show_number
from halfterm.cycles.model import LONGEST_SLUG
from halfterm.cycles.plan import Plan
from halfterm.cycles.plan_check import check_plans
from halfterm.cycles.record import DecisionKind
from tests.cycles.factories import day, make_plan, make_programme

CLOSING = {"measure": "reading", "closing_probability": 0.7}
MEAN = {"measure": "reading", "statistic": "mean", "value": 95, "lower": 90, "upper": 99}


def drafted(plan: Plan, *, planned: str = "2026-01-06", **found: Shown) -> Plan | None:
    return next_plan(plan, programme=make_programme(), planned=day(planned), found=found)


def following(plan: Plan, **found: Shown) -> Plan:
    made = drafted(plan, **found)
    assert made is not None
    return made


def test_the_next_plan_starts_where_the_last_one_was_followed_up() -> None:
    plan = following(make_plan())
    assert (plan.id, plan.follows, plan.planned) == ("ash-2", "ash-1", day("2026-01-06"))
    assert (plan.baseline, plan.half_term, plan.follow_up) == ("autumn-2", "spring-1", "spring-1")
    assert [target.by for target in plan.targets] == [day("2026-02-13")]


def test_the_next_plan_fits_its_programme_and_can_be_read_again() -> None:
    first = make_plan()
    second = following(first, reading=show_number(-2.25, decimals=1))
    assert Plan.model_validate(second.model_dump(mode="json")) == second
    assert check_plans({"a": first, "b": second}, programme=make_programme(), benchmarks=()) == []


@pytest.mark.parametrize(("found", "moved"), [(-2.25, (-2.3, -4.3, -0.3)), (-0.6, (-0.6, -2.6, 1.4))])
def test_a_predicted_gap_moves_to_where_the_gap_was_found_with_its_width(
    found: float, moved: tuple[float, float, float]
) -> None:
    predicted = following(make_plan(), reading=show_number(found, decimals=1)).predictions[0]
    assert (predicted.value, predicted.lower, predicted.upper) == moved
    assert predicted.because == BECAUSE


@pytest.mark.parametrize("symbol", ["c", "x", "z"])
def test_a_hidden_gap_is_not_carried(symbol: str) -> None:
    plan = make_plan()
    kept = following(plan, reading=hidden("c"), maths=hidden("z"))
    assert kept.predictions == plan.predictions
    assert following(plan, reading=hidden(symbol)).predictions == plan.predictions  # type: ignore[arg-type]


def test_a_gap_of_nought_is_carried_like_any_other() -> None:
    predicted = following(make_plan(), reading=show_number(0.0, decimals=1)).predictions[0]
    assert (predicted.value, predicted.lower, predicted.upper) == (0, -2, 2)


def test_a_measure_without_a_found_gap_keeps_its_prediction() -> None:
    plan = make_plan()
    assert following(plan, reading=show_number(-1.0, decimals=1)).predictions[1] == plan.predictions[1]


def test_only_predicted_gaps_move() -> None:
    plan = make_plan(predictions=[CLOSING, MEAN])
    assert following(plan, reading=show_number(-1.0, decimals=1)).predictions == plan.predictions


def test_after_the_last_half_term_there_is_no_next_plan() -> None:
    last = make_plan(baseline="autumn-2", half_term="spring-1", follow_up="spring-1")
    assert drafted(last) is None


@pytest.mark.parametrize(
    ("planned", "due"),
    [("2026-01-06", "2026-02-13"), ("2026-02-13", "2026-02-13"), ("2026-03-01", "2026-03-01")],
)
def test_a_late_decision_leaves_no_target_in_the_past(planned: str, due: str) -> None:
    plan = drafted(make_plan(), planned=planned)
    assert plan is not None
    assert (plan.half_term, plan.targets[0].by) == ("spring-1", day(due))
    assert Plan.model_validate(plan.model_dump(mode="json")) == plan


@pytest.mark.parametrize(
    ("cycle", "taken", "name"),
    [
        ("ash-1", (), "ash-2"),
        ("ash-9", (), "ash-10"),
        ("ash-09", (), "ash-10"),
        ("phonics", (), "phonics-2"),
        ("a-b", (), "a-b-2"),
        ("ash-1", ("ash-2", "ash-3"), "ash-4"),
        ("2026", (), "2026-2"),
        ("a" * 64, (), "a" * 62 + "-2"),
        ("a" * 61 + "-" + "b" * 2, (), "a" * 61 + "-2"),
    ],
)
def test_cycles_of_a_chain_are_numbered_and_no_name_is_used_twice(
    cycle: str, taken: tuple[str, ...], name: str
) -> None:
    made = next_id(cycle, taken=taken)
    assert made == name
    assert len(made) <= LONGEST_SLUG
    assert make_plan(id=made).id == made


def test_every_decision_but_abandon_goes_on() -> None:
    assert set(get_args(DecisionKind)) - GOES_ON == {"abandon"}


@pytest.mark.parametrize(("found", "goal"), [(-6.0, -4.0), (-0.6, -0.3)])
def test_a_goal_that_is_reached_already_becomes_half_of_what_is_left(found: float, goal: float) -> None:
    assert make_plan().targets[0].goal == -4
    assert following(make_plan(), reading=show_number(found, decimals=1)).targets[0].goal == goal
