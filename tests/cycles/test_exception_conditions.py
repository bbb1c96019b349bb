"""Conditions of the exception report: yes, no, not known, and not to be asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from halfterm.cycles.exception_conditions import Asked, judge_rule
from halfterm.cycles.exception_figures import Figures, GapChange, GapNow
from halfterm.cycles.exception_rules import Conditions
from halfterm.cycles.impact.reached import Reached

ASKED = Asked(subtract=True, units="points", earlier="Autumn 1", expected=2)
BEHIND = Figures(
    pupils=30,
    scored=24,
    gap=GapNow(24, 60, -3.0, 6.0, -5.5, -0.5, 1.25),
    change=GapChange(20, 55, 1.0, 1.5),
    expected=(Reached(8, 20), Reached(33, 55)),
)


def judge(when: dict[str, object], known: Figures = BEHIND, asked: Asked = ASKED) -> bool | str | None:
    made = judge_rule(Conditions.model_validate(when), known, asked, fewest=10)
    return made.holds if made.applies else "not asked"


@pytest.mark.parametrize(
    ("when", "holds"),
    [
        ({"gap_wider_than": 0.5}, True),  # the gap is just as wide
        ({"gap_wider_than": 0.51}, False),
        ({"gap_sure": "yes"}, True),
        ({"gap_wider_than": 0.5, "gap_closing": False}, True),
        ({"gap_wider_than": 0.5, "gap_closing": True}, False),
        ({"expected_progress_below": 41}, True),  # 40 % made it
        ({"expected_progress_below": 40}, False),
        ({"expected_progress_behind_by": 20}, True),  # 40 against 60 %
        ({"expected_progress_behind_by": 21}, False),
        ({"expected_progress_below": 41, "expected_progress_behind_by": 21}, False),
        ({"coverage_below": 80}, False),  # 80 % have a score
        ({"coverage_below": 81}, True),
    ],
)
def test_each_condition_holds_at_its_own_edge(when: dict[str, object], holds: bool) -> None:
    assert judge(when) is holds


def test_a_gap_that_is_not_sure_is_not_held_to_be() -> None:
    assert BEHIND.gap is not None
    unsure = replace(BEHIND, gap=replace(BEHIND.gap, upper=0.2))
    assert judge({"gap_sure": "yes"}, unsure) is False


def test_a_group_that_is_ahead_has_no_wide_gap() -> None:
    assert BEHIND.gap is not None
    assert judge({"gap_wider_than": 0.1}, replace(BEHIND, gap=replace(BEHIND.gap, points=3.0))) is False


@pytest.mark.parametrize(
    ("known", "when"),
    [
        (replace(BEHIND, gap=GapNow(9, 60, -3.0, 6.0, -5.5, -0.5, 1.25)), {"gap_wider_than": 0.4}),
        (replace(BEHIND, gap=GapNow(60, 9, -3.0, 6.0, -5.5, -0.5, 1.25)), {"gap_wider_than": 0.4}),
        (replace(BEHIND, gap=None), {"gap_wider_than": 0.4}),
        (replace(BEHIND, gap=GapNow(20, 20, 0.0, None, None, None, None)), {"gap_wider_than": 0.4}),
        (replace(BEHIND, change=GapChange(9, 50, 1, 2)), {"gap_closing": False}),
        (replace(BEHIND, change=None), {"gap_closing": False}),
        (replace(BEHIND, expected=(Reached(1, 9), Reached(1, 90))), {"expected_progress_below": 50}),
        (replace(BEHIND, expected=None), {"expected_progress_below": 50}),
        (replace(BEHIND, pupils=9, scored=9), {"coverage_below": 50}),
    ],
)
def test_with_too_few_pupils_or_no_scatter_it_is_not_known(known: Figures, when: dict[str, object]) -> None:
    assert judge(when, known) is None


def test_how_few_they_are_is_not_told() -> None:
    few = replace(BEHIND, gap=GapNow(7, 60, -3.0, 6.0, -5.5, -0.5, 1.25))
    made = judge_rule(Conditions(gap_wider_than=0.4), few, ASKED, fewest=10)
    assert made.missing == ("fewer than 10 pupils with a score on a side",)
    assert made.found == ()


def test_what_a_scale_or_the_first_half_term_cannot_say_is_not_asked() -> None:
    assert judge({"gap_wider_than": 0.4}, asked=replace(ASKED, subtract=False)) == "not asked"
    assert judge({"expected_progress_below": 50}, asked=replace(ASKED, expected=None)) == "not asked"
    first = replace(ASKED, earlier=None, expected=None)
    assert judge({"gap_closing": False}, asked=first) == "not asked"
    assert judge({"gap_wider_than": 0.4, "gap_closing": False}, asked=first) == "not asked"


def test_one_condition_that_says_no_settles_it_whatever_is_not_known() -> None:
    assert judge({"gap_wider_than": 0.9, "gap_closing": False}, replace(BEHIND, change=None)) is False


def test_the_words_have_the_numbers() -> None:
    when = Conditions(
        gap_wider_than=0.4, gap_closing=False, expected_progress_behind_by=20, coverage_below=90
    )
    assert judge_rule(when, BEHIND, ASKED, fewest=10).found == (
        "3.0 points (0.50 SD) behind (95 % interval −5.5 to −0.5; 24 v 60 pupils)",
        "not catching up: +1.0 since Autumn 1, the others +1.5 (20 v 55 pupils with both scores)",
        "40 % made expected progress since Autumn 1 (8 of 20; 2 points), of the others 60 % (of 55)",
        "80 % have a score (24 of 30)",
    )
