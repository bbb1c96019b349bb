"""Plans and sources against the scales that there are."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from halfterm.cycles.scale import Scale
from halfterm.cycles.scale_check import check_named, check_plan_scales
from halfterm.cycles.scale_reading import points_of
from halfterm.warehouse.scale_file import built_in_scales
from tests.cycles.factories import make_plan

SCALES = built_in_scales()
NOTHING = "differences on scale 'ks2-teacher-assessment' mean nothing; use ranks or a threshold"
SHARE = {"measure": "reading", "statistic": "threshold_share", "value": 60, "lower": 50, "upper": 70}
CLOSING = {"measure": "reading", "closing_probability": 0.6}


def problems(scale: str, *, scales: Mapping[str, Scale] = SCALES, **changes: object) -> list[str]:
    threshold = changes.pop("threshold", None)
    measure = {"id": "reading", "name": "Reading", "scale": scale, "threshold": threshold}
    whole: dict[str, object] = {
        "measures": [measure],
        "targets": [],
        "pupil_targets": [],
        "predictions": [SHARE if threshold is not None else CLOSING],
        "data_plan": [],
    }
    return check_plan_scales({"cycles/a.yaml": make_plan(**(whole | changes))}, scales)


def test_a_plan_names_a_known_scale() -> None:
    assert problems("ks2-scaled-score", threshold=100) == []
    assert problems("ks2-scaled-scor") == [
        "cycles/a.yaml: measure 'reading': no scale 'ks2-scaled-scor'; did you mean 'ks2-scaled-score'?"
    ]


@pytest.mark.parametrize(
    ("scale", "threshold", "lies"),
    [
        ("ks2-scaled-score", 100, True),
        ("ks2-scaled-score", 121, False),
        ("ks2-scaled-score", 100.5, False),
        ("ks2-teacher-assessment", 8, True),
        ("ks2-teacher-assessment", 7.5, False),
        ("nc-levels", 26, True),
        ("nc-levels", 60, False),
        ("points", -1000, True),
    ],
)
def test_a_threshold_lies_on_its_scale(scale: str, threshold: float, lies: bool) -> None:
    said = problems(scale, threshold=threshold)
    assert (said == []) is lies
    assert all("measure 'reading': its threshold does not lie on scale" in problem for problem in said)


def test_where_a_threshold_may_lie_is_said_in_points() -> None:
    assert "it has the points 0 (BLW), 1 (PK1)" in problems("ks2-teacher-assessment", threshold=100)[0]


@pytest.mark.parametrize(
    ("changes", "asked"),
    [
        ({"targets": [{"measure": "reading", "goal": -1, "by": "2026-02-13"}]}, "a target is a gap, but "),
        ({"pupil_targets": [{"measure": "reading", "gain": 1, "step": 1}]}, "a pupil target is a gain, but "),
        ({"predictions": [CLOSING]}, "a prediction is a gap, but "),
        ({"predictions": [SHARE | {"statistic": "mean"}]}, "a prediction is a mean, but "),
        ({"comparison": {"kind": "matched", "name": "like pupils"}}, "the comparison is matched, but "),
    ],
)
def test_what_subtracts_or_averages_is_refused_where_grades_only_have_an_order(
    changes: dict[str, object], asked: str
) -> None:
    said = problems("ks2-teacher-assessment", threshold=8, **changes)
    assert said == [f"cycles/a.yaml: measure 'reading': {asked}{NOTHING}"]
    assert problems("ks2-scaled-score", threshold=100, **changes) == []


def test_a_threshold_share_is_a_fair_question_to_an_order() -> None:
    assert problems("ks2-teacher-assessment", threshold=8) == []


def test_a_measure_of_which_less_is_better_is_refused_with_the_scale_to_write_instead() -> None:
    grades = {"1": 1, "2": 2, "3": 3}
    asked = {"name": "Learning", "about": "1 is best", "kind": "ordered", "subtract": False}
    less = Scale.model_validate(
        asked | {"id": "less", "direction": "lower", "grades": grades, "numbers": "none"}
    )
    absences = Scale.model_validate(
        asked
        | {"id": "absences", "kind": "count", "subtract": True}
        | {"direction": "lower", "lowest": 0, "step": 1}
    )
    known = SCALES | {"less": less, "absences": absences}
    why = "less is better, and a study says of the side with more that it is ahead"
    (graded,) = problems("less", scales=known, threshold=2)
    assert graded == (
        f"cycles/a.yaml: measure 'reading': on scale 'less' {why}; name a scale that is turned round, a copy "
        "of it without `direction: lower` and with `grades: {3: 1, 2: 2, 1: 3}`"
    )
    (counted,) = problems("absences", scales=known, threshold=2)
    assert counted.endswith(
        f"{why}; measure what should rise instead, such as sessions attended in place of sessions missed"
    )
    turned = Scale.model_validate(
        asked | {"id": "turned", "grades": {"3": 1, "2": 2, "1": 3}, "numbers": "none"}
    )
    assert points_of("1", turned).score == 3
    assert problems("turned", scales=known | {"turned": turned}, threshold=2) == []


def test_a_scale_that_a_source_names_must_be_there_and_is_told_once() -> None:
    mentions = [
        ("source 'marks': measure 'reading'", "nc-level"),
        ("source 'marks': measure 'maths'", "points"),
    ]
    (problem,) = check_named(mentions * 2, SCALES)
    assert problem.startswith(
        "source 'marks': measure 'reading': no scale 'nc-level'; did you mean 'nc-levels' or "
    )
