"""A plan alone: what it must say, what it may not say, and what it could never know."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from tests.cycles.factories import aim_content, make_plan, plan_content

GAP = {"measure": "reading", "value": -5, "lower": -7, "upper": -3}


def test_a_whole_plan_is_read_with_its_defaults() -> None:
    plan = make_plan()
    assert plan.target_group.attributes == {"fsm": ("yes",)}
    assert plan.predictions[0].statistic == "gap"
    assert plan.predictions[0].coverage == 0.8
    assert plan.change_idea.assigned == "not known"
    assert plan.measure("maths").threshold is None


def test_two_plans_share_no_default() -> None:
    first, second = make_plan(), make_plan()
    assert first.change_idea.treated == {}
    assert first.change_idea.treated is not second.change_idea.treated


@pytest.mark.parametrize(("treated", "named"), [({}, False), ({"class": "oak"}, True)])
def test_a_plan_names_the_treated_when_it_says_who_gets_the_idea(
    treated: dict[str, str], named: bool
) -> None:
    idea = {"name": "pairs", "theory": "It helps.", "treated": treated}
    assert make_plan(change_idea=idea).names_treated is named


@pytest.mark.parametrize(
    "key",
    ["title", "engagement", "planned", "aim", "intervention", "target_group", "measures", "predictions"],
)
def test_a_plan_without_its_main_keys_is_refused(key: str) -> None:
    content = plan_content()
    del content[key]
    with pytest.raises(ValidationError, match=key):
        make_plan(**{key: None})
    with pytest.raises(ValidationError, match=key):
        type(make_plan()).model_validate(content)


@pytest.mark.parametrize(
    ("where", "content"),
    [
        ("goals", {"goals": []}),
        ("target_group.sex", {"target_group": {"name": "FSM", "attributes": {"fsm": "yes"}, "sex": "M"}}),
        ("predictions.0.median", {"predictions": [GAP | {"median": -5}]}),
        ("aim.form", {"aim": aim_content(form="8 points")}),
        ("measures.0.treshold", {"measures": [{"id": "a", "name": "A", "scale": "p", "treshold": 1}]}),
    ],
)
def test_an_unknown_key_is_refused_at_its_place(where: str, content: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as caught:
        make_plan(**content)
    assert where in str(caught.value)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ({"target_group": {"name": "FSM"}}, "give either attributes or a list of pupils"),
        (
            {"target_group": {"name": "FSM", "attributes": {"fsm": "yes"}, "pupils": "list.csv"}},
            "give either attributes or a list of pupils",
        ),
        ({"comparison": {"kind": "national", "name": "England"}}, "names its benchmark"),
        ({"comparison": {"kind": "others", "name": "others", "benchmark": "ks2"}}, "names its benchmark"),
        ({"comparison": {"kind": "others", "name": "others", "caliper": 2}}, "only a matched comparison"),
        ({"comparison": {"kind": "matched", "name": "alike", "caliper": 0}}, "greater than 0"),
        ({"predictions": []}, "at least 1 item"),
        ({"measures": []}, "at least 1 item"),
        ({"pupil_targets": [{"measure": "reading", "gain": 2, "step": 0}]}, "greater than 0"),
        ({"pupil_targets": [{"measure": "reading", "step": 1}]}, "a gain for all, or names the measure"),
        (
            {"pupil_targets": [{"measure": "reading", "gain": 2, "goals": "hoped-for", "step": 1}]},
            "a gain for all, or names the measure",
        ),
        (
            {"pupil_targets": [{"measure": "reading", "goals": "reading", "step": 1}]},
            "held by a measure of their own",
        ),
    ],
)
def test_a_part_that_says_too_little_or_too_much_is_refused(content: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValidationError) as caught:
        make_plan(**content)
    assert problem in str(caught.value)


@pytest.mark.parametrize(
    ("prediction", "problem"),
    [
        ({"lower": -4}, "lies between its lower and upper"),
        ({"upper": -6}, "lies between its lower and upper"),
        ({"lower": -3, "upper": -7}, "lies between its lower and upper"),
        ({"value": None, "lower": None, "upper": None}, "or a closing_probability"),
        ({"lower": None}, "or a closing_probability"),
        ({"upper": None, "closing_probability": 0.7}, "needs lower and upper"),
        ({"value": None, "closing_probability": 0.7}, "needs lower and upper"),
        ({"closing_probability": 1.2}, "less than or equal to 1"),
        ({"statistic": "mean", "closing_probability": 0.7}, "a closing_probability is about the gap"),
        ({"coverage": 1}, "less than 1"),
        ({"value": "nan"}, "finite number"),
    ],
)
def test_a_prediction_that_could_not_be_scored_is_refused(prediction: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValidationError) as caught:
        make_plan(predictions=[GAP | prediction])
    assert problem in str(caught.value)


@pytest.mark.parametrize(
    "prediction",
    [
        GAP,
        {"measure": "reading", "value": -5, "lower": -5, "upper": -5},
        {"measure": "reading", "closing_probability": 0.7},
        GAP | {"closing_probability": 0.7},
    ],
)
def test_a_prediction_is_an_interval_a_probability_or_both(prediction: dict[str, Any]) -> None:
    assert make_plan(predictions=[prediction]).predictions[0].measure == "reading"


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("a target", {"targets": [{"measure": "readng", "goal": 0, "by": "2025-12-19"}]}),
        ("a pupil target", {"pupil_targets": [{"measure": "readng", "gain": 1, "step": 1}]}),
        ("a prediction", {"predictions": [GAP | {"measure": "readng"}]}),
        (
            "the data plan",
            {
                "data_plan": [
                    {"measure": "readng", "who": "class teachers", "when": "autumn-2", "how": "a test"}
                ]
            },
        ),
    ],
)
def test_a_measure_that_the_plan_does_not_have_is_refused_with_its_near_miss(
    kind: str, content: dict[str, Any]
) -> None:
    with pytest.raises(ValidationError) as caught:
        make_plan(**content)
    said = f"{kind} names measure 'readng', which the plan does not have; did you mean 'reading'?"
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ({"measures": [plan_content()["measures"][0]] * 2}, "measure 'reading' is there twice"),
        (
            {"pupil_targets": [{"measure": "reading", "gain": gain, "step": 1} for gain in (1, 2)]},
            "measure 'reading' has two pupil targets",
        ),
    ],
)
def test_what_would_be_counted_twice_is_refused(content: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValidationError) as caught:
        make_plan(**content)
    assert problem in str(caught.value)


@pytest.mark.parametrize(
    ("by", "refused"), [("2025-10-19", True), ("2025-10-20", False), ("2025-12-19", False)]
)
def test_a_target_before_the_day_of_planning_is_in_the_past(by: str, refused: bool) -> None:
    targets = [{"measure": "reading", "goal": -4, "by": by}]
    if not refused:
        assert make_plan(targets=targets).targets[0].goal == -4
        return
    with pytest.raises(ValidationError, match="a target in the past: reading by 2025-10-19"):
        make_plan(targets=targets)


@pytest.mark.parametrize("statistic", ["threshold_share", "threshold_gap"])
def test_a_share_at_a_threshold_needs_a_measure_with_one(statistic: str) -> None:
    target = {"statistic": statistic, "goal": 60, "by": "2025-12-19"}
    assert make_plan(targets=[target | {"measure": "reading"}]).targets[0].statistic == statistic
    with pytest.raises(ValidationError, match=f"a target is a {statistic}, but 'maths' has no threshold"):
        make_plan(targets=[target | {"measure": "maths"}])


@pytest.mark.parametrize(
    ("statistic", "refused"),
    [("gap", True), ("threshold_gap", True), ("mean", False), ("threshold_share", False)],
)
def test_a_gap_cannot_be_predicted_where_the_plan_compares_with_nobody(statistic: str, refused: bool) -> None:
    content: dict[str, Any] = {
        "comparison": {"kind": "none", "name": "nobody"},
        "targets": [],
        "predictions": [GAP | {"statistic": statistic}],
    }
    if not refused:
        assert make_plan(**content).comparison.kind == "none"
        return
    with pytest.raises(ValidationError, match=f"{statistic}, but the plan compares with nobody"):
        make_plan(**content)


def test_an_aim_before_the_day_of_planning_is_in_the_past() -> None:
    assert make_plan(aim=aim_content(by="2025-10-20")).aim.by.isoformat() == "2025-10-20"
    with pytest.raises(ValidationError, match="an aim in the past: by 2025-10-19, planned 2025-10-20"):
        make_plan(aim=aim_content(by="2025-10-19"))


HELD = {"id": "held", "name": "Sessions held", "scale": "count", "kind": "process", "from_log": "sessions"}


def test_a_measure_from_the_do_log_is_not_studied() -> None:
    plan = make_plan(measures=[*plan_content()["measures"], HELD])
    assert [measure.id for measure in plan.measures] == ["reading", "maths", "held"]
    assert [measure.id for measure in plan.studied_measures] == ["reading", "maths"]


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("a target", {"targets": [{"measure": "held", "goal": 12, "by": "2025-12-19"}]}),
        ("a pupil target", {"pupil_targets": [{"measure": "held", "gain": 1, "step": 1}]}),
        ("a prediction", {"predictions": [GAP | {"measure": "held"}]}),
    ],
)
def test_nothing_is_aimed_at_or_predicted_of_a_measure_from_the_do_log(
    kind: str, content: dict[str, Any]
) -> None:
    with pytest.raises(ValidationError) as caught:
        make_plan(measures=[*plan_content()["measures"], HELD], **content)
    assert f"{kind} names measure 'held', which is counted from the do-log" in str(caught.value)


def test_a_plan_studies_at_least_one_measure() -> None:
    with pytest.raises(ValidationError, match="none shows whether pupils gained"):
        make_plan(measures=[HELD], targets=[], predictions=[GAP | {"measure": "held"}])


def test_a_plan_with_every_part_is_read_back_from_what_it_writes() -> None:
    plan = make_plan(
        focus={"route": "what worked", "why": "Next door it did."},
        barriers=["No time to read"],
        driver="Adult time",
        data_plan=[{"measure": "reading", "who": "class teachers", "when": "autumn-2", "how": "a test"}],
        roles=[{"person": "cat", "does": "visits a pair a week"}],
        milestones=[{"on": "2025-11-14", "what": "all pairs have met"}],
        risks=[{"risk": "illness", "likelihood": "low", "contingency": "pairs are joined"}],
        assumes={"correlation": 0.6},
    )
    assert type(plan).model_validate(plan.model_dump(mode="json")) == plan
    assert type(plan).model_validate_json(plan.model_dump_json()) == plan
    assert (plan.assumes.correlation, plan.assumes.icc, plan.assumes.reliability) == (0.6, 0.15, 0.8)
