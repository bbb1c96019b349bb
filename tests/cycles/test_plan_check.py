"""Plans against their programme: names, times and chains, each problem with its file."""

from __future__ import annotations

from typing import Any

import pytest

from halfterm.cycles.plan import Plan
from halfterm.cycles.plan_check import check_plans, past_targets
from halfterm.cycles.programme import Programme
from tests.cycles.factories import aim_content, day, make_plan, make_programme, programme_content

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
def test_a_target_and_an_aim_may_be_locked_up_to_their_own_day(today: str, late: bool) -> None:
    found = past_targets(make_plan(), today=day(today))
    said = [
        f"cycle 'ash-1': a target in the past: reading by 2025-12-19, and it is {today}",
        f"cycle 'ash-1': an aim in the past: by 2025-12-19, and it is {today}",
    ]
    assert found == (said if late else [])


def data_task(**changes: str) -> dict[str, Any]:
    task = {"measure": "reading", "who": "class teachers", "when": "autumn-2", "how": "a test"} | changes
    return {"data_plan": [task]}


def trajectory(**steps: float) -> dict[str, Any]:
    named = {name.replace("_", "-"): value for name, value in steps.items()}
    return {"targets": [{"measure": "reading", "goal": -4, "by": "2026-02-13", "trajectory": named}]}


def cost(funding: str) -> dict[str, Any]:
    costs = [{"what": "Books", "pounds": 90, "funding": funding}]
    return {"intervention": {"name": "Pairs", "theme": "Reading", "costs": costs}}


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"roles": [{"person": "cat", "does": "visits"}]}, ""),
        ({"roles": [{"person": "kat", "does": "visits"}]}, "roles.0: no person 'kat'; did you mean 'cat'?"),
        (data_task(who="cat"), ""),
        (data_task(who="catt"), "data_plan.0: no person 'catt'; did you mean 'cat'?"),
        (
            data_task(who="teachers"),
            "data_plan.0: no person 'teachers'; one lower-case word is a person's id: write more words",
        ),
        (data_task(when="autum-2"), "no half-term 'autum-2'; did you mean 'autumn-2' or 'autumn-1'?"),
        (data_task(when="2025-12-01"), ""),
        (
            data_task(when="2026-12-01"),
            "data_plan.0.when: 2026-12-01 lies outside the cycle (2025-09-01 to 2025-12-19)",
        ),
        ({"milestones": [{"on": "2025-09-01", "what": "begun"}]}, ""),
        (
            {"milestones": [{"on": "2025-12-20", "what": "done"}]},
            "milestones.0.on: 2025-12-20 lies outside the cycle (2025-09-01 to 2025-12-19)",
        ),
        ({"aim": aim_content(by="2026-02-13")}, ""),
        (
            {"aim": aim_content(by="2026-02-14")},
            "aim.by: 2026-02-14 lies outside the programme (2025-09-01 to 2026-02-13)",
        ),
        (
            {"targets": [{"measure": "reading", "goal": 0, "by": "2027-01-01"}]},
            "targets.0.by: 2027-01-01 lies outside the programme (2025-09-01 to 2026-02-13)",
        ),
        (cost("pupil premium"), ""),
        (
            cost("pupil premum"),
            "intervention.costs.0: no funding 'pupil premum'; did you mean 'pupil premium'?",
        ),
        (trajectory(autumn_2=-6, spring_1=-4), ""),
        (trajectory(spring_1=-4, autumn_2=-6), "targets.0.trajectory: its half-terms are not in order"),
        (trajectory(summer=-4), "no half-term 'summer'"),
        (
            trajectory(autumn_1=-6),
            "targets.0.trajectory: autumn-1 is not between the baseline (autumn-1) "
            "and the target's date (2026-02-13)",
        ),
    ],
)
def test_what_a_plan_arranges_fits_its_programme(changes: dict[str, Any], problem: str) -> None:
    assert problems(make_plan(**changes)) == ([f"cycles/0.yaml: {problem}"] if problem else [])


def test_a_funding_that_is_like_none_is_answered_with_those_there_are() -> None:
    assert "it is one of pupil premium, school budget" in problems(make_plan(**cost("xyzzy")))[0]


def test_a_plan_made_after_the_programme_may_be_due_on_its_own_day() -> None:
    late = make_plan(
        planned="2026-03-01",
        aim=aim_content(by="2026-03-01"),
        targets=[{"measure": "reading", "goal": -4, "by": "2026-03-01"}],
    )
    assert problems(late) == []


def test_a_cycle_in_a_file_that_could_not_be_read_is_not_called_missing() -> None:
    plans = {"b": make_plan(**SECOND)}
    assert check_plans(plans, programme=make_programme(), benchmarks=(), all_read=False) == []
    assert len(check_plans(plans, programme=make_programme(), benchmarks=())) == 1


def test_a_benchmark_in_a_file_that_could_not_be_read_is_not_called_missing() -> None:
    plans = {"a": make_plan(comparison=NATIONAL)}
    assert check_plans(plans, programme=make_programme(), benchmarks=None) == []


@pytest.mark.parametrize(
    ("ash", "birch", "refused"),
    [
        ("2025-11-03", "2025-10-01", True),
        ("2025-11-04", "2025-10-01", False),
        (None, "2025-10-01", False),
        (None, None, False),
    ],
)
def test_a_cycle_whose_schools_have_all_withdrawn_before_it_is_refused(
    ash: str | None, birch: str | None, refused: bool
) -> None:
    content = programme_content()
    for school, on in zip(content["clusters"][0]["schools"], (ash, birch), strict=False):
        if on is not None:
            school["withdrawn"] = {"on": on, "reason": "The school closes."}
    programme = Programme.model_validate(content)
    said = "a: every school of 'ash-and-birch' has withdrawn before autumn-2 begins"
    assert check_plans({"a": make_plan()}, programme=programme, benchmarks=()) == ([said] if refused else [])
