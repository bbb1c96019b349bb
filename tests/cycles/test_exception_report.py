"""The exception report: which light shows, why, with which warnings, and how many by chance."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from halfterm.cycles.exception_conditions import Asked
from halfterm.cycles.exception_figures import Figures, GapChange, GapNow, Place, Sums, changes, gaps
from halfterm.cycles.exception_report import WARNINGS, Light, light_of, report_on, warnings_of
from halfterm.cycles.exception_rules import ExceptionRules
from halfterm.cycles.gap_differences import Strata
from halfterm.cycles.impact.reached import Reached

RULES = ExceptionRules.model_validate(
    {
        "rules": [
            {"id": "stuck", "light": "red", "when": {"gap_wider_than": 0.4, "gap_closing": "no"}},
            {"id": "wide", "light": "amber", "when": {"gap_wider_than": 0.4}},
            {"id": "sure", "light": "amber", "when": {"gap_wider_than": 0.2, "gap_sure": "yes"}},
            {"id": "missing", "light": "amber", "when": {"coverage_below": 80}},
        ]
    }
)
ASKED = Asked(subtract=True, units="points", earlier="Autumn 1")
HERE = Place(0, "reading", "points", "ash")
STUCK = Figures(30, 30, gap=GapNow(30, 60, -3.0, 6.0, -5.5, -0.5, 1.25), change=GapChange(28, 55, 1.0, 1.5))


def light(known: Figures, asked: Asked = ASKED) -> Light:
    return light_of(HERE, known, RULES, asked)


def test_the_worst_light_that_a_rule_shows_is_shown_with_every_rule_of_its_colour() -> None:
    made = light(STUCK)
    assert (made.colour, made.rules) == ("red", ("stuck",))
    assert "not catching up" in made.why[1]
    closing = light(replace(STUCK, change=GapChange(28, 55, 1.5, 1.0)))
    assert (closing.colour, closing.rules) == ("amber", ("wide", "sure"))
    assert len(closing.why) == 1


def test_green_needs_every_rule_judged() -> None:
    assert STUCK.gap is not None
    level = replace(STUCK, gap=replace(STUCK.gap, points=-0.1))
    assert light(level).colour == "green"
    assert light(level).why[-1] == "100 % have a score (30 of 30)"
    few = replace(STUCK, gap=replace(STUCK.gap, n=9))
    assert light(few).colour == "grey"
    assert light(few).why == ("fewer than 10 pupils with a score on a side",)


def test_what_could_not_be_judged_for_red_is_said_at_an_amber_light() -> None:
    made = light(replace(STUCK, change=None))
    assert made.colour == "amber"
    assert made.not_judged == ("fewer than 10 pupils on a side with scores in Autumn 1 too",)


def test_where_nothing_can_be_asked_the_light_is_grey() -> None:
    rules = ExceptionRules.model_validate({"rules": [RULES.rules[0].model_dump()]})
    made = light_of(HERE, STUCK, rules, Asked(subtract=False, units="points"))
    assert (made.colour, made.why) == ("grey", ("there is nothing to judge it by",))


@pytest.mark.parametrize(
    ("known", "warned"),
    [
        (STUCK, ("rising",)),
        (replace(STUCK, change=GapChange(28, 55, 1.5, 1.0)), ()),  # it is closing
        (replace(STUCK, change=GapChange(28, 55, -0.1, 1.0)), ()),  # the group fell
        (replace(STUCK, change=GapChange(23, 55, 1.5, 1.0)), ("cohort",)),
        (replace(STUCK, change=GapChange(24, 48, 1.5, 1.0)), ()),  # four fifths
        (replace(STUCK, change=GapChange(28, 47, 1.5, 1.0)), ("cohort",)),
        (Figures(19, 19, gap=GapNow(19, 60, -3.0, 6.0, -5.5, -0.5, 1.25)), ("small",)),
        (Figures(30, 30, gap=GapNow(30, 271, -3.0, 6.0, -5.5, -0.5, 1.25)), ("small",)),
        (Figures(30, 30, gap=GapNow(30, 270, -3.0, 6.0, -5.5, -0.5, 1.25)), ()),  # a tenth
    ],
)
def test_the_three_warnings_of_the_study_show_where_they_apply(
    known: Figures, warned: tuple[str, ...]
) -> None:
    assert warnings_of(known, compared=known.change is not None) == warned
    assert set(warned) <= set(WARNINGS)


def test_pupils_of_whom_none_was_there_before_are_another_cohort() -> None:
    fresh = Figures(30, 30, gap=GapNow(30, 270, -3.0, 6.0, -5.5, -0.5, 1.25))
    assert warnings_of(fresh, compared=True) == ("cohort",)
    assert warnings_of(fresh, compared=False) == ()


def test_lights_by_chance_are_the_sum_of_what_each_gap_may_do_without_being_one() -> None:
    wide = Figures(40, 40, gap=GapNow(40, 40, -0.5, 6.0, -3, 2, 1.25))
    found = report_on({HERE: STUCK, replace(HERE, school="beech"): wide}, RULES, asked={"points": ASKED})
    # R: 2 * pnorm(-.4 * 6 / 1.25) for red; pnorm(-1.9200) and the sure gap: pnorm(-max(.96, 1.959964)).
    assert found.chance_red == pytest.approx(0.05485789941, rel=1e-9)
    assert found.chance_any == pytest.approx(0.05485789941, rel=1e-9)
    assert found.gaps_judged == 2
    assert [each.colour for each in found.lights] == ["red", "green"]


def test_gaps_that_cannot_be_judged_are_not_counted_among_the_chances() -> None:
    no_scatter = replace(STUCK, gap=GapNow(30, 30, 0.0, None, None, None, None))
    found = report_on({HERE: no_scatter}, RULES, asked={"points": ASKED})
    assert (found.gaps_judged, found.chance_any, found.count("grey")) == (0, 0, 1)


def test_gap_and_gains_are_taken_within_school_and_year() -> None:
    """R: lm(score ~ group + stratum) on {1, 3 | 5} in one stratum and {8 | 10, 12} in another."""
    strata = Strata(
        np.array([0, 1]),
        n=np.array([2.0, 1.0]),
        total=np.array([4.0, 8.0]),
        square=np.array([10.0, 64.0]),
        n_others=np.array([1.0, 2.0]),
        total_others=np.array([5.0, 22.0]),
        square_others=np.array([25.0, 244.0]),
    )
    sums = Sums((HERE, HERE), strata)
    made = gaps(sums, {("reading", "points", ""): 2.0})[HERE]
    assert (made.n, made.n_others, made.points, made.sds) == (3, 3, pytest.approx(-3), pytest.approx(-1.5))
    change = changes(sums)[HERE]
    assert change.change == pytest.approx(-3)
    assert (change.rise, change.rise_others) == (pytest.approx(5), pytest.approx(8))


def test_a_place_without_expected_progress_in_its_scale_is_not_judged_by_it() -> None:
    rules = ExceptionRules.model_validate(
        {"rules": [{"id": "slow", "light": "red", "when": {"expected_progress_below": 50}}]}
    )
    known = Figures(30, 30, expected=(Reached(1, 30), Reached(1, 30)))
    assert light_of(HERE, known, rules, ASKED).colour == "grey"
    assert light_of(HERE, known, rules, replace(ASKED, expected=2)).colour == "red"
