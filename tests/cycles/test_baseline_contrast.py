"""Two groups at baseline: which design fits, who is treated, and who they are."""

from __future__ import annotations

import pytest

from halfterm.cycles.arrangements import Assumptions
from halfterm.cycles.baseline_contrast import (
    EVERYBODY_TREATED,
    NO_TARGET_SCORE,
    NOBODY_TREATED,
    TREATED_NOT_KNOWN,
    AttributeCount,
    BaselineCell,
    Contrast,
    Side,
    contrast_of_target,
    contrast_of_treated,
)
from halfterm.cycles.impact.detectable import (
    detectable_between_clusters,
    detectable_between_pupils,
    detectable_within_schools,
)
from halfterm.cycles.impact.moments import Moments
from halfterm.cycles.impact.reasons import reason

ASSUMES = Assumptions()


def cell(school: str, side: Side, *scores: float, treated: bool | None = None) -> BaselineCell:
    squares = sum(score * score for score in scores)
    return BaselineCell(school, side, treated, len(scores), Moments(n=len(scores), b=sum(scores), bb=squares))


def of_target(*cells: BaselineCell) -> Contrast:
    return contrast_of_target(cells, (), assumes=ASSUMES, why_not="")


def of_treated(*cells: BaselineCell) -> Contrast:
    return contrast_of_treated(cells, (), assumes=ASSUMES)


def test_in_one_school_pupils_count_one_by_one() -> None:
    made = of_target(cell("ash", "target", 1, 2, 3), cell("ash", "comparison", 3, 4, 6, 7))
    assert (made.design, made.detectable) == ("pupils", detectable_between_pupils((3, 4)))


def test_with_both_groups_in_several_schools_they_are_compared_within_schools() -> None:
    made = of_target(
        cell("ash", "target", 1, 2, 3),
        cell("ash", "comparison", 3, 4, 6, 7),
        cell("beech", "target", 2, 5),
        cell("beech", "comparison", 4, 4, 8),
        cell("cedar", "comparison", 9, 9),
    )
    assert made.design == "pupils within schools"
    assert made.detectable == detectable_within_schools([(3, 4), (2, 3)])


def test_where_each_school_is_on_one_side_schools_are_what_counts() -> None:
    made = of_treated(
        cell("ash", "target", 1, 2, 3, treated=True),
        cell("beech", "target", 2, 5, treated=True),
        cell("cedar", "target", 4, 4, 8, treated=False),
        cell("cedar", "comparison", 4, 4, 8, treated=True),
    )
    assert made.design == "whole schools"
    assert made.detectable == detectable_between_clusters(([3, 2], [3]))


def test_in_points_it_is_the_scatter_of_both_groups_together() -> None:
    made = of_target(cell("ash", "target", 1, 2, 3), cell("ash", "comparison", 3, 4, 6, 7))
    # The SD (n - 1) of 1, 2, 3, 3, 4, 6, 7 is 2.138090.
    assert made.detectable.value is not None
    assert made.detectable_points.value == pytest.approx(made.detectable.value * 2.138090)


def test_the_plans_own_assumptions_are_used() -> None:
    cells = (cell("ash", "target", 1, 2, 3), cell("ash", "comparison", 3, 4, 6, 7))
    made = contrast_of_target(cells, (), assumes=Assumptions(correlation=0.5), why_not="")
    assert made.detectable == detectable_between_pupils((3, 4), correlation=0.5)


@pytest.mark.parametrize(
    ("treated", "why"),
    [
        ((None, None), TREATED_NOT_KNOWN),
        ((False, None), NOBODY_TREATED),
        ((True, True), EVERYBODY_TREATED),
    ],
)
def test_without_treated_and_untreated_pupils_it_says_why(
    treated: tuple[bool | None, bool | None], why: str
) -> None:
    made = of_treated(
        *(cell(school, "target", 1, 2, 3, treated=each) for school, each in zip("ab", treated, strict=True)),
        cell("a", "comparison", 1, treated=True),
    )
    assert made.design is None
    for finding in (made.balance, made.detectable, made.detectable_points):
        assert (finding.value, reason(finding)) == (None, why)


def test_nobody_with_a_score_in_the_target_group_is_said_first() -> None:
    assert reason(of_treated(cell("ash", "target", treated=True)).balance) == NO_TARGET_SCORE


def test_of_two_values_the_one_that_says_yes_is_shown_and_its_share_is_of_those_known() -> None:
    cells = (cell("ash", "target", 1, 2, 3), cell("ash", "comparison", 3, 4, 6, 7))
    attributes = (
        AttributeCount("sen", "no", "target", None, 2),
        AttributeCount("sen", "yes", "target", None, 1),
        AttributeCount("sen", "no", "comparison", None, 3),
        AttributeCount("sen", "yes", "unclassified", None, 3),
        AttributeCount("year", "5", "target", None, 3),
        AttributeCount("year", "5", "comparison", None, 1),
        AttributeCount("year", "6", "comparison", None, 3),
        AttributeCount("house", "red", "target", None, 1),
        AttributeCount("house", "blue", "target", None, 1),
        AttributeCount("house", "green", "comparison", None, 1),
    )
    made = contrast_of_target(cells, attributes, assumes=ASSUMES, why_not="")
    shares = {(held.attribute, held.value): (held.one, held.other) for held in made.attributes}
    assert shares == {
        ("house", "blue"): ((1, 2), (0, 1)),
        ("house", "green"): ((0, 2), (1, 1)),
        ("house", "red"): ((1, 2), (0, 1)),
        ("sen", "yes"): ((1, 3), (0, 3)),
        ("year", "5"): ((3, 3), (1, 4)),
    }


def test_an_attribute_with_many_values_is_left_out() -> None:
    cells = (cell("ash", "target", 1, 2, 3), cell("ash", "comparison", 3, 4, 6, 7))
    classes = tuple(AttributeCount("class", f"c{i}", "target", None, 1) for i in range(13))
    assert contrast_of_target(cells, classes, assumes=ASSUMES, why_not="").attributes == ()
    assert len(contrast_of_target(cells, classes[:12], assumes=ASSUMES, why_not="").attributes) == 12
