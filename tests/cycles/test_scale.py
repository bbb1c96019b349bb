"""The shape of a scale: what its file may say."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from halfterm.cycles.scale import Scale

GRADES = {"low": 1, "high": 2}


def make_scale(**changes: object) -> Scale:
    whole: dict[str, object] = {"id": "mine", "name": "Mine", "about": "A scale.", "kind": "points"}
    return Scale.model_validate(whole | changes)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"grades": {"high": 2, "low": 1}},
            "grade 'low' has fewer points than 'high' before it: lowest first",
        ),
        ({"grades": {"low": 1, "high": 1e10}}, "points beyond 1,000,000,000 are no score"),
        ({"grades": {"low": 1, "LOW": 2}}, "'LOW' is there twice; capitals and spaces do not tell"),
        (
            {"grades": GRADES, "aliases": {"top": "hihg"}},
            "grade 'hihg', which the scale does not have; did you",
        ),
        ({"kind": "ordered", "subtract": "no"}, "a scale of kind 'ordered' has grades"),
        ({"kind": "ordered", "grades": GRADES}, "says in `subtract` whether its differences mean anything"),
        ({"kind": "binary", "grades": GRADES}, "the grades of a binary scale have the points 0 and 1"),
        ({"kind": "count"}, "a count has `lowest: 0` and `step: 1`"),
        ({"kind": "time"}, "a time is counted in months"),
        ({"numbers": "none"}, "a scale has grades, or takes numbers"),
        ({"lowest": 5, "highest": 5}, "`lowest` is not below `highest`"),
        ({"grades": GRADES, "statuses": {"High": "absent"}}, "'High' is a grade and cannot be a code too"),
        ({"statuses": {"Z": "abscent"}}, "no status 'abscent' for code 'Z'; did you mean 'absent'?"),
        (
            {"statuses": {"Z": "absent"}, "not_codes": ["Z"]},
            "'Z' is refused in `not_codes` and has a meaning",
        ),
        ({"grades": {"höchst": 1}}, "String should match pattern"),
        ({"thresholds": {"t": {"name": "T"}}}, "a threshold is the same in every year"),
        ({"thresholds": {"t": {"name": "T", "by_year": {"2012": "1"}}}}, "String should match pattern"),
    ],
)
def test_a_scale_that_contradicts_itself_is_refused_with_the_reason(
    changes: dict[str, object], said: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        make_scale(**changes)
    assert said in str(refused.value)


def test_a_grade_letter_is_no_status_code_on_its_scale_and_the_other_codes_stay() -> None:
    codes = make_scale(
        grades={"B": 1, "a": 2}, not_codes=["P"], statuses={"x": "absent", "-": "missing"}
    ).codes
    assert not {"A", "B", "P"} & codes.keys()
    assert (codes["X"], codes["-"], codes["L"]) == ("absent", "missing", "left")


def test_the_ends_of_a_scale_are_said_or_are_those_of_its_grades() -> None:
    assert make_scale().ends == (None, None)
    assert make_scale(lowest=0).ends == (0, None)
    assert make_scale(grades=GRADES, numbers="none").ends == (1, 2)
    assert make_scale(grades=GRADES, lowest=0, highest=9).ends == (0, 9)
