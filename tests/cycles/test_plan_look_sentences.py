"""What a look says: the size that would show, whether the aim is enough, how groups start, who is missing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from halfterm.cycles.baseline_contrast import AttributeBalance, Contrast
from halfterm.cycles.impact.balance import share_balance
from halfterm.cycles.impact.finding import Finding, undefined
from halfterm.cycles.plan_look import Aimed, Ends, MeasureLook, SchoolPupils
from halfterm.cycles.plan_look_sentences import interval_text, look_sentences

NAMES = {"ash": "Ash School", "beech": "Beech School"}


def number(statistic: str, value: float | None, n: tuple[int, int] = (9, 21)) -> Finding:
    if value is None:
        return undefined(statistic, "the plan names no comparison")
    return Finding(statistic, value, None, None, None, *n, "made up")


def contrast(g: float = -0.8, effect: float = 0.8269, points: float = 4.96, **parts: Any) -> Contrast:
    made = Contrast(
        "pupils",
        number("baseline_balance", g),
        number("detectable_effect", effect),
        number("detectable_effect_points", points),
    )
    return replace(made, **parts)


NO_CONTRAST = Contrast(
    None,
    *(
        undefined(name, "who is treated is not in the baseline data")
        for name in ("baseline_balance", "detectable_effect", "detectable_effect_points")
    ),
)


def look(**parts: Any) -> MeasureLook:
    made = MeasureLook(
        measure="reading",
        name="Reading",
        scale="points",
        schools=(SchoolPupils("ash", 9, 21, 0, 0, 0),),
        gap=number("gap_baseline", -4.0),
        detectable_gap_change=number("detectable_gap_change", 5.37),
        groups=contrast(),
        treated=None,
        drift=number("expected_drift", 0.6),
        aims=(),
        target_ends=Ends(9, 0, 1),
        comparison_ends=Ends(21, 1, 0),
    )
    return replace(made, **parts)


def said(**parts: Any) -> str:
    return "\n".join(look_sentences(look(**parts), school_names=NAMES))


def test_nine_pupils_are_told_what_nine_pupils_can_show() -> None:
    assert look_sentences(look(), school_names=NAMES) == (
        "With 9 in the target group and 21 others, a change smaller than 0.83 SD (5.0 points) would probably "
        "not be told from chance.",
        "The gap itself would have to change by 5.4 points or more to show.",
        "The target group and the others start 0.80 SD apart: too far to be compared as like with like, even "
        "adjusted; what moves between them is relative progress, never impact.",
    )


def aimed(points: float, drift: float, *, largely: bool, at: Any = "gap") -> Aimed:
    return Aimed(at, points, number("expected_drift", drift), largely)


def test_an_aim_below_what_would_show_could_be_reached_and_look_like_chance() -> None:
    text = said(aims=(aimed(3.0, 0.6, largely=False),))
    assert "aims to change the gap by 3.0 points, which is less: the aim could be reached and still" in text
    assert "regression to the mean" not in text


def test_an_aim_above_it_is_enough() -> None:
    assert "aims to change the gap by 6.0 points, which is enough to show." in said(
        aims=(aimed(6.0, 0.6, largely=False),)
    )


@pytest.mark.parametrize(
    ("at", "drift", "words"),
    [
        ("gap", 0.8, "the gap would close by 0.8 points without any help"),
        ("mean", 0.8, "they would gain 0.8 points without any help"),
        ("each pupil", 0.8, "they would gain 0.8 points without any help"),
        ("mean", -0.8, "they would lose 0.8 points without any help"),
    ],
)
def test_an_aim_that_is_largely_drift_is_called_that_if_scores_picked_the_group(
    at: str, drift: float, words: str
) -> None:
    text = said(aims=(aimed(3.0, drift, largely=True, at=at),))
    assert f"If these pupils were picked by their scores, {words} (regression to the mean)" in text
    assert "more than a quarter of the 3.0 points aimed for." in text


@pytest.mark.parametrize(
    ("g", "words"),
    [
        (0.04, "Treated and untreated pupils of the target group start level (0.04 SD apart)."),
        (-0.2, "start 0.20 SD apart: scores must be adjusted for the baseline."),
        (0.3, "start 0.30 SD apart: too far to be compared as like with like, even adjusted."),
    ],
)
def test_treated_and_untreated_start_level_or_apart(g: float, words: str) -> None:
    assert words in said(treated=contrast(g))


def test_when_the_treated_are_not_known_it_says_so_once() -> None:
    text = said(treated=NO_CONTRAST)
    assert text.count("who is treated is not in the baseline data") == 1
    assert "How alike treated and untreated pupils start, and how small an impact would show" in text


def test_whole_schools_on_one_side_are_too_few_to_rely_on() -> None:
    assert "fewer than 5 schools a side this is too few" in said(treated=contrast(design="whole schools"))
    assert "fewer than 5" not in said()


def test_without_a_scatter_in_points_the_effect_size_stands_alone() -> None:
    no_points = undefined("detectable_effect_points", "the scores do not vary")
    assert "smaller than 0.83 SD would" in said(groups=contrast(detectable_points=no_points))


def attribute(name: str, one: tuple[int, int], other: tuple[int, int]) -> AttributeBalance:
    return AttributeBalance(name, "yes", one, other, share_balance(one, other))


def test_only_attributes_that_are_apart_by_more_than_chance_are_named_furthest_first() -> None:
    attributes = (
        attribute("eal", (30, 60), (20, 60)),
        attribute("sen", (45, 60), (10, 60)),
        attribute("boy", (33, 60), (31, 60)),
        attribute("ever6", (1, 3), (0, 3)),
        attribute("nobody-known", (0, 0), (3, 4)),
    )
    text = said(groups=contrast(attributes=attributes))
    assert text.splitlines()[-1] == (
        "Apart at the start too, the target group against the others: sen yes 75 % against 17 %."
    )


def test_pupils_without_a_score_or_a_known_group_are_counted_and_empty_schools_named() -> None:
    schools = (SchoolPupils("ash", 9, 21, 4, 2, 1), SchoolPupils("beech", 3, 0, 0, 3, 0))
    text = said(schools=schools)
    assert "No pupil of Beech School has a baseline score on either side." in text
    assert "Without a baseline score: 5 of 12 target pupils and 1 of 21 others; their change cannot" in text
    assert "Not known whether in the target group: 4; they count in a whole class only." in text


def test_a_group_crowded_at_an_end_of_the_scale_is_said_to_be() -> None:
    text = said(target_ends=Ends(9, 0, 4), comparison_ends=Ends(20, 4, 3))
    assert "44 % of the target group are at the lowest score there is" in text
    assert "20 % of the others are at the highest score there is" in text
    assert "15 %" not in text


def test_one_pupil_at_an_end_says_nothing() -> None:
    assert "score there is" not in said(target_ends=Ends(3, 1, 1))


def test_an_interval_is_rounded_and_missing_where_there_is_none() -> None:
    finding = Finding("gap_baseline", -4.0, -6.25, -1.75, None, 9, 21, "made up")
    assert (interval_text(finding, 1), interval_text(number("x", 1.0), 1)) == ("-6.3 to -1.8", "")
