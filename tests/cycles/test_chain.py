"""The next plan of a chain: half-terms moved on, gaps carried only where readers may see them."""

from __future__ import annotations

from typing import get_args

import pytest

from halfterm.cycles.chain import BECAUSE, GOES_ON, next_id, next_plan, to_finish
from halfterm.cycles.disclosure import Shown, hidden, show_number
from halfterm.cycles.model import LONGEST_SLUG
from halfterm.cycles.plan import Plan
from halfterm.cycles.plan_check import check_plans
from halfterm.cycles.record import Decision, DecisionKind
from tests.cycles.factories import day, make_plan, make_programme

CLOSING = {"measure": "reading", "closing_probability": 0.7}
MEAN = {"measure": "reading", "statistic": "mean", "value": 95, "lower": 90, "upper": 99}


def decided(kind: DecisionKind = "adopt", *, on: str = "2026-01-06", **words: str) -> Decision:
    words = {"reason": "Reading moved.", "learning": "Pairs work best before lunch."} | words
    return Decision("ash-1", kind, "ben", "cat", day(on), **words)


def drafted(plan: Plan, *, planned: str = "2026-01-06", **found: Shown) -> Plan | None:
    return next_plan(plan, programme=make_programme(), decision=decided(on=planned), found=found)


def after(plan: Plan, decision: Decision) -> Plan:
    made = next_plan(plan, programme=make_programme(), decision=decision, found={})
    assert made is not None
    return made


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


def test_an_adapted_plan_says_what_was_learned_and_why_it_changes() -> None:
    plan = after(make_plan(), decided("adapt", reason="Maths did not move", learning="Pairs tire."))
    assert plan.change_idea.adapts == "Maths did not move. Pairs tire."


def test_an_adopted_plan_carries_no_old_adaptation_on() -> None:
    idea = {"name": "pairs", "theory": "It helps.", "adapts": "Fewer sessions than before."}
    assert after(make_plan(change_idea=idea), decided("adopt")).change_idea.adapts is None


@pytest.mark.parametrize(
    ("to", "whom", "said"),
    [
        ("Year 4", "Year 4", "Extended to Year 4. Reading moved. Pairs work best before lunch."),
        ("", "FSM pupils", "Extended to more pupils. Reading moved. Pairs work best before lunch."),
    ],
)
def test_an_extended_plan_is_for_those_whom_the_decision_names(to: str, whom: str, said: str) -> None:
    plan = after(make_plan(), decided("extend", extend_to=to))
    assert (plan.aim.for_whom, plan.change_idea.adapts) == (whom, said)


@pytest.mark.parametrize(
    ("kind", "asked"),
    [("adapt", "change_idea.adapts"), ("extend", "Year 4"), ("adopt", "say them anew")],
)
def test_a_drafted_plan_says_what_a_person_has_to_finish(kind: DecisionKind, asked: str) -> None:
    assert asked in " ".join(to_finish(decided(kind, extend_to="Year 4")))


def test_the_aim_moves_to_the_end_of_the_next_half_term() -> None:
    assert following(make_plan()).aim.by == day("2026-02-13")


@pytest.mark.parametrize(
    ("when", "moved"),
    [
        ("autumn-1", "autumn-2"),  # the new baseline is the old follow-up
        ("autumn-2", "spring-1"),
        ("spring-1", None),  # the programme ends there
        ("2025-11-05", "2026-01-07"),  # the Wednesday of the first week
        ("2025-12-19", None),  # the seventh week, and the next half-term has six
    ],
)
def test_data_are_collected_one_step_on_or_not_at_all(when: str, moved: str | None) -> None:
    task = {"measure": "reading", "who": "class teachers", "when": when, "how": "a test"}
    tasks = following(make_plan(data_plan=[task])).data_plan
    assert [held.when for held in tasks] == ([] if moved is None else [moved])


@pytest.mark.parametrize(
    ("on", "moved"), [("2025-11-03", ["2026-01-05"]), ("2025-12-19", []), ("2025-10-28", [])]
)
def test_a_milestone_moves_to_the_same_weekday_or_is_dropped(on: str, moved: list[str]) -> None:
    milestones = following(make_plan(milestones=[{"on": on, "what": "all pairs have met"}])).milestones
    assert [milestone.on for milestone in milestones] == [day(text) for text in moved]


def test_a_trajectory_is_dropped_and_costs_are_kept() -> None:
    target = {"measure": "reading", "goal": -4, "by": "2025-12-19", "trajectory": {"autumn-2": -5}}
    intervention = {
        "name": "Pairs",
        "theme": "Reading",
        "costs": [{"what": "Books", "pounds": 90, "funding": "pupil premium"}],
    }
    first = make_plan(targets=[target], intervention=intervention)
    second = following(first)
    assert second.targets[0].trajectory == {}
    assert second.intervention == first.intervention


def test_a_drafted_plan_with_every_part_fits_its_programme() -> None:
    first = make_plan(
        data_plan=[{"measure": "reading", "who": "cat", "when": "autumn-2", "how": "a test"}],
        milestones=[{"on": "2025-11-14", "what": "all pairs have met"}],
        roles=[{"person": "cat", "does": "visits a pair a week"}],
    )
    second = following(first)
    assert second.milestones[0].on == day("2026-01-16")
    assert check_plans({"a": first, "b": second}, programme=make_programme(), benchmarks=()) == []


def test_the_aim_leads_from_the_gap_that_was_found_to_the_new_goal() -> None:
    aim = following(make_plan(), reading=show_number(-6.04, decimals=1, signed=True)).aim
    assert (aim.from_, aim.to) == ("6.0 points behind in Reading", "4.0 points behind in Reading")


@pytest.mark.parametrize("found", [{}, {"reading": hidden("c")}])
def test_an_aim_gives_no_hidden_gap_away(found: dict[str, Shown]) -> None:
    aim = following(make_plan(), **found).aim
    assert (aim.from_, aim.to) == ("8 points", "4 points")
