"""The security of a claim of impact: the lowest of design, detectable effect and attrition."""

from __future__ import annotations

import pytest

from halfterm.cycles.quality_security import Design, design_of, level_of, security, security_of
from tests.cycles.factories import make_plan
from tests.cycles.log_factory import Book
from tests.cycles.story_factory import make_story

TREATED = {"name": "pairs", "theory": "Who reads, learns.", "treated": {"pairs": "in"}}


@pytest.mark.parametrize(
    ("detectable", "level"),
    [(0.1, 5), (0.2, 5), (0.21, 4), (0.3, 4), (0.4, 3), (0.5, 2), (0.6, 1), (0.61, 0), (2.0, 0)],
)
def test_a_smaller_detectable_effect_is_more_secure(detectable: float, level: int) -> None:
    assert security(design="randomised", detectable=detectable, attrition=0.0).level == level


@pytest.mark.parametrize(
    ("attrition", "level"),
    [(0.0, 5), (0.1, 5), (0.11, 4), (0.2, 4), (0.3, 3), (0.4, 2), (0.5, 1), (0.51, 0), (1.0, 0)],
)
def test_fewer_pupils_lost_is_more_secure(attrition: float, level: int) -> None:
    assert security(design="randomised", detectable=0.1, attrition=attrition).level == level


@pytest.mark.parametrize(("design", "level"), [("randomised", 5), ("matched", 3), ("others", 2), ("none", 0)])
def test_a_design_caps_the_level(design: Design, level: int) -> None:
    assert security(design=design, detectable=0.1, attrition=0.0).level == level


def test_the_lowest_counts_and_is_named() -> None:
    point = security(design="matched", detectable=0.45, attrition=0.05)
    assert (point.answer, point.because) == (
        "2 of 5",
        "held there by its minimum detectable effect (0.45 SD)",
    )
    tied = security(design="matched", detectable=0.35, attrition=0.25)
    assert tied.answer == "3 of 5"
    assert tied.because.count(" and its ") == 1
    assert "at most 25 %" in tied.because


def test_what_is_not_known_leaves_the_claim_unrated_below_its_design() -> None:
    point = security(design="matched", detectable=None, attrition=None)
    assert (point.level, point.answer) == (None, "not rated")
    assert point.because == "compared with pupils who wait for it: at most 3 of 5"
    assert point.missing == "the minimum detectable effect and the attrition"
    assert security(design="none", detectable=None, attrition=None).level == 0


@pytest.mark.parametrize(
    ("assigned", "design"),
    [("random", "randomised"), ("waiting list", "matched"), ("chosen", "others"), ("not known", "others")],
)
def test_the_design_is_told_by_how_pupils_came_to_the_idea(assigned: str, design: str) -> None:
    assert design_of(make_plan(change_idea=TREATED | {"assigned": assigned})) == design


def test_a_plan_that_compares_with_nobody_untreated_claims_no_impact() -> None:
    assert design_of(make_plan()) == "none"
    assert security_of(make_story(Book()), detectable=0.1, attrition=0.0).proof == ()
    claimed = security_of(make_story(Book(), change_idea=TREATED), detectable=0.1, attrition=0.0)
    assert [str(line) for line in claimed.proof] == ["cycles/ash-1.yaml: change_idea"]


def test_levels_fall_one_by_one_over_the_thresholds() -> None:
    assert [level_of(number, (1, 2, 3, 4, 5)) for number in (0, 1, 1.5, 5, 6)] == [5, 5, 4, 1, 0]
