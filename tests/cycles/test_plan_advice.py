"""Advice: what a plan lacks is said, and a plan that lacks nothing is left alone."""

from __future__ import annotations

from typing import Any

import pytest

from halfterm.cycles.plan_advice import advice
from tests.cycles.factories import make_plan, plan_content

WHOLE: dict[str, Any] = {
    "focus": {"route": "needs analysis", "why": "The tests."},
    "barriers": ["No time"],
    "driver": "Adult time",
    "change_idea": {"name": "pairs", "theory": "It helps.", "treated": {"pairs": "in"}, "assigned": "random"},
    "intervention": {
        "name": "Pairs",
        "theme": "Reading",
        "strand": "Peer tutoring",
        "dosage": {"sessions_per_week": 2, "minutes": 20, "weeks": 6},
        "delivered_by": "class teachers",
    },
    "measures": [
        {"id": "reading", "name": "Reading", "scale": "points"},
        {"id": "maths", "name": "Maths", "scale": "points", "kind": "balancing"},
        {"id": "held", "name": "Held", "scale": "count", "kind": "process", "from_log": "sessions"},
    ],
    "predictions": [{"measure": "reading", "closing_probability": 0.7}],
    "data_plan": [
        {"measure": measure, "who": "class teachers", "when": "autumn-2", "how": "a test"}
        for measure in ("reading", "maths", "held")
    ],
    "roles": [{"person": "cat", "does": "visits"}],
    "risks": [{"risk": "illness", "contingency": "pairs are joined"}],
}


def test_a_plan_that_lacks_nothing_gets_no_advice() -> None:
    assert advice(make_plan(**WHOLE)) == ()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"focus": None}, "no focus"),
        ({"barriers": []}, "no barrier"),
        ({"driver": None}, "no driver"),
        ({"change_idea": plan_content()["change_idea"]}, "a first cycle starts small"),
        ({"change_idea": WHOLE["change_idea"] | {"assigned": "not known"}}, "drawing lots"),
        ({"intervention": WHOLE["intervention"] | {"dosage": "often"}}, "no dosage in numbers"),
        ({"intervention": WHOLE["intervention"] | {"delivered_by": None}}, "who delivers"),
        (
            {"intervention": WHOLE["intervention"] | {"strand": "peer tutring"}},
            "did you mean 'peer tutoring'?",
        ),
        ({"measures": WHOLE["measures"][:2], "data_plan": WHOLE["data_plan"][:2]}, "no process measure"),
        (
            {
                "measures": [WHOLE["measures"][0], WHOLE["measures"][2]],
                "data_plan": [WHOLE["data_plan"][0], WHOLE["data_plan"][2]],
            },
            "no balancing measure",
        ),
        ({"data_plan": WHOLE["data_plan"][1:]}, "no data plan for measure 'reading'"),
        ({"targets": []}, "no target"),
        ({"predictions": plan_content()["predictions"]}, "how likely it is that the gap closes"),
        ({"roles": []}, "no roles"),
        ({"risks": []}, "no risks"),
        ({"risks": [{"risk": "illness"}]}, "no contingency for the risk 'illness'"),
    ],
)
def test_each_thing_that_is_lacking_is_said_once(changes: dict[str, Any], said: str) -> None:
    (line,) = advice(make_plan(**(WHOLE | changes)))
    assert said in line


def test_a_strand_of_ones_own_is_left_alone() -> None:
    own = {"intervention": WHOLE["intervention"] | {"strand": "forest school on Fridays"}}
    assert advice(make_plan(**(WHOLE | own))) == ()


def test_a_later_cycle_may_be_for_everyone() -> None:
    changes = {"change_idea": plan_content()["change_idea"], "follows": "ash-1", "id": "ash-2"}
    assert advice(make_plan(**(WHOLE | changes))) == ()
