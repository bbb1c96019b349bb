"""Questions for the meeting: each points at something that is more than chance, or at what is not known."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from halfterm.cycles.record import PredictionScore
from halfterm.site.questions import questions
from halfterm.site.safe import show_study
from halfterm.site.shown import ShownStudy
from tests.site.edition_factory import finding, plan, programme, scored, study

CLOSING: dict[str, Any] = {"before": -8.0, "after": -4.9}
WIDENING: dict[str, Any] = {"before": -4.9, "after": -8.0}
UNCLEAR = CLOSING | {"reach": 4.0}
CONTRAST = "What did Reading have this time that Maths did not?"
FELL = "Reading: the scores of other pupils fell. What happened to them?"


def shown(
    measure: str = "reading", *, others: tuple[float, float] | None = None, **changes: Any
) -> ShownStudy:
    """A study as the public sees it; `others` are the gain of the comparison and its reach."""
    made = study(level="engagement", place="ash-and-partners", measure=measure, **changes)
    if others is not None:
        fell = finding("gain_comparison", *others)
        findings = tuple(fell if f.statistic == fell.statistic else f for f in made.findings)
        made = replace(made, findings=findings)
    return show_study(made, plans=[plan()], audience="public", why_hidden=None)


def asked(*studies: ShownStudy) -> tuple[str, ...]:
    return questions(studies, plan(), programme())


@pytest.mark.parametrize(("other", "contrasted"), [(WIDENING, True), (UNCLEAR, False), (CLOSING, False)])
def test_a_gap_that_closes_is_contrasted_only_with_one_that_widens(
    other: dict[str, Any], contrasted: bool
) -> None:
    made = asked(shown(**CLOSING), shown("maths", **other))
    assert (CONTRAST in made) is contrasted


@pytest.mark.parametrize(
    ("others", "told"), [((-3.0, 2.0), True), ((-1.0, 2.0), False), ((0.0, 1.0), False), ((3.0, 2.0), False)]
)
def test_a_fall_of_the_others_is_asked_about_only_beyond_chance(
    others: tuple[float, float], told: bool
) -> None:
    assert (FELL in asked(shown(others=others))) is told


@pytest.mark.parametrize(("found", "missed"), [(-5.0, False), (-12.0, True)])
def test_only_a_prediction_of_a_figure_that_missed_was_not_foreseen(found: float, missed: bool) -> None:
    of_gap = scored("reading", found)["predictions"]
    closes = PredictionScore("gap closes", 0.8, None, None, found, None, False, None, None, False, 0.64)
    made = asked(shown(before=-8.0, after=found, predictions=(*of_gap, closes)))
    assert ("What did the plan not foresee in Reading?" in made) is missed


@pytest.mark.parametrize(
    ("impact", "said"),
    [
        (2.4, "What would it take to keep “paired reading” going, and for whom next?"),
        (
            -2.4,
            "Pupils with “paired reading” scored lower in Reading than those without: why should it go on?",
        ),
        (1.0, "How many more pupils would show whether “paired reading” makes a difference?"),
        (-1.0, "How many more pupils would show whether “paired reading” makes a difference?"),
    ],
)
def test_what_is_asked_of_the_impact_goes_by_its_direction(impact: float, said: str) -> None:
    made = study(level="engagement", place="ash-and-partners")
    sides = finding("impact", impact, n=(12, 12))
    findings = tuple(sides if f.statistic == "impact" else f for f in made.findings)
    one = show_study(replace(made, findings=findings), plans=[plan()], audience="public", why_hidden=None)
    assert said in asked(one)


def test_where_all_gaps_close_the_next_aim_is_asked_for_in_the_right_number() -> None:
    assert asked(shown(**CLOSING))[-1] == "If this gap keeps closing, what is the next aim?"
    both = asked(shown(**CLOSING), shown("maths", **CLOSING))
    assert both[-1] == "If these gaps keep closing, what is the next aim?"
