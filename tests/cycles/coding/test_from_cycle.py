"""The codes of a live cycle: told by its record, said by its plan, or not told."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from halfterm.cycles.coding.from_cycle import CycleFacts, coded_cycle
from halfterm.cycles.school import SchoolContext
from tests.cycles.factories import make_plan


def codes(table: str, *, coding: dict[str, Any] | None = None, **facts: Any) -> tuple[tuple[str, ...], str]:
    plan = make_plan(coding=coding or {}, **facts.pop("plan", {}))
    coded = coded_cycle(CycleFacts(plan, **({"schools": 2} | facts)))
    return coded.report.codes[table], coded.basis[table]


@pytest.mark.parametrize(
    ("schools", "code", "basis"),
    [
        *((2, "3 or fewer", "derived"), (3, "3 or fewer", "derived"), (4, "4-7", "derived")),
        *((7, "4-7", "derived"), (8, "8-11", "derived"), (11, "8-11", "derived")),
        (12, "unclear", "not told"),
    ],
)
def test_schools_are_counted(schools: int, code: str, basis: str) -> None:
    assert codes("1_group_size", schools=schools) == ((code,), basis)


@pytest.mark.parametrize(
    ("contexts", "code", "basis"),
    [
        ((), ("not specified",), "not told"),
        ((None, SchoolContext(fsm_pct=29.9)), ("not specified",), "not told"),
        ((None, SchoolContext(fsm_pct=30)), ("high FSM",), "derived"),
        ((SchoolContext(eal_pct=60), SchoolContext(fsm_pct=50, sen_pct=25)),
         ("high FSM", "high SEN", "high EAL"), "derived"),
    ],
)  # fmt: skip
def test_the_background_is_that_of_any_school(
    contexts: tuple[SchoolContext | None, ...], code: tuple[str, ...], basis: str
) -> None:
    assert codes("2_background", contexts=contexts) == (code, basis)


@pytest.mark.parametrize(
    ("phases", "code"),
    [
        (("primary", "junior"), "primary"),
        (("nursery", "infant"), "EYFS and primary"),
        (("secondary", "primary"), "primary and secondary"),
        (("all-through",), "primary and secondary"),
        (("nursery", "primary", "secondary"), "all three"),
        (("primary", None), "not specified"),
        (("special", "primary"), "not specified"),
        (("nursery", "secondary"), "not specified"),
        ((), "not specified"),
    ],
)
def test_the_phase_is_that_of_all_schools(phases: tuple[Any, ...], code: str) -> None:
    assert codes("3_phase", phases=phases)[0] == (code,)


def test_partnership_is_only_what_the_record_says() -> None:
    assert codes("4_partnership") == ((), "not told")
    assert codes("4_partnership", agreed=True, met=True) == (
        ("developed vision and approach together", "shared good practice and outcomes"),
        "derived",
    )


def test_those_with_a_part_are_counted_each_once() -> None:
    found = codes(
        "5_stakeholders",
        people=("nle", "headteacher", "deputy"),
        led_by=("teaching assistant", "mentor"),
        evidence=("parental perceptions", "test or assessment data"),
    )
    assert found == (("SLT", "headteacher", "parent", "TA", "mentor tutor or coach"), "derived")
    assert codes("5_stakeholders") == ((), "not told")


@pytest.mark.parametrize(
    ("group", "code", "basis"),
    [
        ({"fsm": "yes", "sex": "M", "year": "10"}, ("gender", "FSM or looked after"), "derived"),
        ({"pupil-premium": "yes"}, ("FSM or looked after",), "derived"),
        ({"prior-attainment": "low"}, ("underperformance",), "derived"),
        ({"sen": "yes", "eal": "yes", "ethnicity": "any"}, ("SEN", "ethnicity", "EAL"), "derived"),
        ({"house": "red"}, ("unclear",), "not told"),
        ({"service-child": "yes"}, ("other",), "derived"),
    ],
)
def test_the_gap_is_told_by_the_attributes_of_the_target_group(
    group: dict[str, str], code: tuple[str, ...], basis: str
) -> None:
    plan = {"target_group": {"name": "the group", "attributes": group}}
    assert codes("7_gap", plan=plan) == (code, basis)


def test_a_list_of_pupils_tells_no_gap() -> None:
    plan = {"target_group": {"name": "the group", "pupils": "group.csv"}}
    assert codes("7_gap", plan=plan) == (("unclear",), "not told")


def test_no_outcome_is_guessed() -> None:
    assert codes("8_outcomes") == ((), "not told")
    said = {"8_outcomes": ["staff confidence", "better use of data"]}
    assert codes("8_outcomes", coding=said) == (("better use of data", "staff confidence"), "said")


def test_evidence_and_its_grade_are_the_records() -> None:
    found = codes("9_evidence", evidence=("photo", "test or assessment data"))
    assert found == (("test or assessment data", "photo"), "derived")
    assert codes("10_project_type", grade="monitoring") == (("monitoring",), "derived")
    assert codes("10_project_type") == ((), "not told")
    assert codes("6_target_group_identified") == (("yes",), "derived")


def test_what_the_plan_says_goes_before_what_is_derived() -> None:
    assert codes("7_gap", coding={"7_gap": "in-school variation"}) == (("in-school variation",), "said")


@pytest.mark.parametrize(
    ("coding", "said"),
    [
        ({"gap": ["SEN"]}, "no table 'gap'; did you mean '7_gap'?"),
        ({"7_gap": ["sen"]}, "no code 'sen'; did you mean 'SEN'?"),
    ],
)
def test_a_plan_with_an_unknown_code_is_refused_with_the_nearest(coding: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said.replace("?", r"\?")):
        make_plan(coding=coding)
