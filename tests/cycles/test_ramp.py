"""A chain as a ramp; Hope Valley's two cycles from the map of the 2008-10 programme."""

from __future__ import annotations

from typing import Any

import pytest

from halfterm.cycles.chain import next_plan
from halfterm.cycles.errors import BadInput
from halfterm.cycles.plan import Plan
from halfterm.cycles.plan_check import check_plans
from halfterm.cycles.ramp import ramp
from halfterm.cycles.record import Decision
from tests.cycles.factories import day, make_plan, make_programme, plan_content

FEEDBACK = "Pupils said that two weeks were too much at once, and that they missed working together."


def hope_valley(**changes: Any) -> Plan:
    return make_plan(
        id="hope-valley-1",
        title="Two weeks of intensive maths",
        change_idea={
            "name": "two weeks of intensive maths in single-sex groups",
            "theory": "Girls who say little in a mixed group ask more among girls.",
        },
        intervention={
            "name": "Intensive maths",
            "theme": "Mentoring, one-to-one or small-group support",
            "dosage": {"sessions_per_week": 5, "minutes": 60, "weeks": 2},
        },
        **changes,
    )


def adapt(cycle: str, reason: str = FEEDBACK) -> Decision:
    return Decision(cycle, "adapt", "ben", "cat", day("2026-01-06"), reason, "Hear the pupils first.")


def test_hope_valleys_second_cycle_links_back_and_says_what_changes_because_of_what() -> None:
    first, decision = hope_valley(), adapt("hope-valley-1")
    drafted = next_plan(first, programme=make_programme(), decision=decision, found={})
    assert drafted is not None
    assert (drafted.id, drafted.follows) == ("hope-valley-2", "hope-valley-1")
    assert drafted.change_idea.adapts == f"{FEEDBACK} Hear the pupils first."
    # A person finishes the draft.
    second = Plan.model_validate(
        drafted.model_dump(mode="json")
        | {
            "title": "An hour of maths a week",
            "change_idea": {
                "name": "an hour of maths a week in mixed groups",
                "theory": "A little each week, together, is kept up for longer.",
                "adapts": f"One hour a week for the term instead of two weeks; mixed groups. {FEEDBACK}",
            },
            "intervention": {
                "name": "Weekly maths",
                "theme": "Mentoring, one-to-one or small-group support",
                "dosage": {"sessions_per_week": 1, "minutes": 60, "weeks": 6},
            },
        }
    )
    plans = {"a": first, "b": second}
    assert check_plans(plans, programme=make_programme(), benchmarks=()) == []
    for cycle in ("hope-valley-1", "hope-valley-2"):
        one, two = ramp(plans.values(), {"hope-valley-1": decision}, cycle)
        assert (one.cycle, one.half_term, one.changed, one.because) == ("hope-valley-1", "autumn-2", "", "")
        assert one.decision == decision
        assert (two.cycle, two.follows, two.half_term) == ("hope-valley-2", "hope-valley-1", "spring-1")
        assert two.changed.startswith("One hour a week for the term instead of two weeks; mixed groups.")
        assert (two.because, two.decision) == (FEEDBACK, None)


def chained(cycle: str, follows: str | None) -> Plan:
    return Plan.model_validate(plan_content(id=cycle, follows=follows))


def test_any_cycle_of_a_chain_tells_the_whole_of_it_in_order() -> None:
    plans = [chained("c", "b"), chained("a", None), chained("x", None), chained("b", "a")]
    for cycle in "abc":
        assert [step.cycle for step in ramp(plans, {}, cycle)] == ["a", "b", "c"]
    assert [step.cycle for step in ramp(plans, {}, "x")] == ["x"]


def test_branches_are_told_one_after_the_other() -> None:
    plans = [chained("a", None), chained("b", "a"), chained("c", "a"), chained("d", "b")]
    assert [step.cycle for step in ramp(plans, {}, "c")] == ["a", "b", "d", "c"]


def test_a_chain_begins_where_its_plans_begin() -> None:
    assert [step.cycle for step in ramp([chained("b", "lost")], {}, "b")] == ["b"]


def test_a_ring_of_plans_ends() -> None:
    assert {step.cycle for step in ramp([chained("a", "b"), chained("b", "a")], {}, "a")} == {"a", "b"}


def test_a_cycle_that_is_not_there_is_answered_with_the_near_miss() -> None:
    with pytest.raises(BadInput, match=r"no cycle 'ash-3'; did you mean 'ash-1'\?"):
        ramp([chained("ash-1", None)], {}, "ash-3")
