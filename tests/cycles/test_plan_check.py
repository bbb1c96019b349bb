"""Plans against their programme: names, times and chains, each problem with its file."""

from __future__ import annotations

from typing import Any

import pytest

from halfterm.cycles.plan import Plan
from halfterm.cycles.plan_check import check_plans, past_targets
from tests.cycles.factories import day, make_plan, make_programme

NATIONAL = {"kind": "national", "name": "England", "benchmark": "ks2-2025"}
SECOND = {
    "id": "ash-2",
    "follows": "ash-1",
    "half_term": "spring-1",
    "baseline": "autumn-2",
    "follow_up": "spring-1",
}


def problems(*plans: Plan, benchmarks: tuple[str, ...] = ()) -> list[str]:
    named = {f"cycles/{i}.yaml": plan for i, plan in enumerate(plans)}
    return check_plans(named, programme=make_programme(), benchmarks=benchmarks)


def test_plans_that_fit_have_no_problem() -> None:
    assert problems(make_plan(), make_plan(**SECOND)) == []


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"engagement": "ash-and-birk"}, "no engagement 'ash-and-birk'; did you mean 'ash-and-birch'?"),
        ({"engagement": "zzz"}, "no engagement 'zzz'"),
        ({"baseline": "autum-1"}, "no half-term 'autum-1'; did you mean 'autumn-1' or 'autumn-2'?"),
        ({"half_term": "summer"}, "no half-term 'summer'"),
        ({"comparison": NATIONAL}, "no benchmark 'ks2-2025'; did you mean 'ks2-2024'?"),
    ],
)
def test_a_name_that_the_programme_does_not_have_is_told_with_its_near_miss(
    changes: dict[str, Any], problem: str
) -> None:
    assert problems(make_plan(**changes), benchmarks=("ks2-2024",)) == [f"cycles/0.yaml: {problem}"]


def test_an_unknown_half_term_is_told_once_however_often_it_is_named() -> None:
    assert len(problems(make_plan(half_term="summer", follow_up="summer"))) == 1


@pytest.mark.parametrize(
    ("baseline", "half_term", "follow_up", "problem"),
    [
        ("autumn-1", "autumn-1", "autumn-2", ""),
        ("autumn-1", "autumn-2", "autumn-2", ""),
        ("autumn-1", "autumn-2", "spring-1", ""),
        ("autumn-2", "autumn-2", "autumn-1", "the follow-up (autumn-1) is not after the baseline (autumn-2)"),
        ("autumn-1", "autumn-1", "autumn-1", "the follow-up (autumn-1) is not after the baseline (autumn-1)"),
        (
            "autumn-1",
            "spring-1",
            "autumn-2",
            "the cycle runs in spring-1, outside its baseline and follow-up",
        ),
        (
            "autumn-2",
            "autumn-1",
            "spring-1",
            "the cycle runs in autumn-1, outside its baseline and follow-up",
        ),
    ],
)
def test_the_follow_up_is_after_the_baseline_and_the_cycle_runs_between(
    baseline: str, half_term: str, follow_up: str, problem: str
) -> None:
    found = problems(make_plan(baseline=baseline, half_term=half_term, follow_up=follow_up))
    assert found == ([f"cycles/0.yaml: {problem}"] if problem else [])


def test_a_cycle_that_is_there_twice_is_told_of_both_files() -> None:
    assert problems(make_plan(), make_plan()) == [
        "cycles/0.yaml: the cycle 'ash-1' is there twice",
        "cycles/1.yaml: the cycle 'ash-1' is there twice",
    ]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"follows": "ash-11"}, "it follows cycle 'ash-11', which is not there; did you mean 'ash-1'?"),
        ({"follows": "zzz"}, "it follows cycle 'zzz', which is not there"),
        ({"follows": "ash-2"}, "it follows 'ash-2', which is followed up no earlier (spring-1)"),
        (
            {"half_term": "autumn-2", "baseline": "autumn-1", "follow_up": "autumn-2"},
            "it follows 'ash-1', which is followed up no earlier (autumn-2)",
        ),
    ],
)
def test_a_chain_leads_from_an_earlier_cycle_that_is_there(changes: dict[str, Any], problem: str) -> None:
    assert problems(make_plan(), make_plan(**(SECOND | changes))) == [f"cycles/1.yaml: {problem}"]


def test_a_ring_of_cycles_is_refused() -> None:
    found = problems(make_plan(follows="ash-2"), make_plan(**SECOND))
    assert found == ["cycles/0.yaml: it follows 'ash-2', which is followed up no earlier (spring-1)"]


def test_a_chain_stays_in_its_engagement() -> None:
    engagement = {
        "id": "cedar",
        "name": "Cedar",
        "cluster": "north",
        "lead": "ash",
        "supported": ["cedar"],
        "nle": "gus",
    }
    programme = make_programme()
    both = make_programme(engagements=[*programme.model_dump()["engagements"], engagement])
    plans = {"a": make_plan(), "b": make_plan(**(SECOND | {"engagement": "cedar"}))}
    found = check_plans(plans, programme=both, benchmarks=())
    assert found == ["b: it follows 'ash-1', a cycle of another engagement"]


@pytest.mark.parametrize(("today", "late"), [("2025-12-19", False), ("2025-12-20", True)])
def test_a_target_may_be_locked_up_to_its_own_day(today: str, late: bool) -> None:
    found = past_targets(make_plan(), today=day(today))
    said = f"cycle 'ash-1': a target in the past: reading by 2025-12-19, and it is {today}"
    assert found == ([said] if late else [])
