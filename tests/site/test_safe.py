"""The one door from findings to pages: what is hidden stays hidden in every figure, word and file."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import pytest

from halfterm.cycles.cautions import NOTHING_COUNTED
from halfterm.cycles.disclosure import Audience, Shown
from halfterm.cycles.impact.cross_section import ChangeSplit
from halfterm.cycles.impact.ends import EndCount
from halfterm.cycles.impact.finding import undefined
from halfterm.cycles.panels import CrossSection, PupilsByKind
from halfterm.cycles.plan import ComparedWith
from halfterm.cycles.record import (
    GAP_CLOSES,
    Coverage,
    OutsideEvent,
    PredictionScore,
    PupilTargetCount,
    Study,
    TargetScore,
)
from halfterm.site.figures import closing_lines
from halfterm.site.safe import show_edition, show_study
from halfterm.site.shown import ShownStudy
from halfterm.site.suppression import few_pupils
from tests.site.edition_factory import counts, edition, finding, plan, programme, study


def show(one: Study, audience: Audience = "public") -> ShownStudy:
    hidden = few_pupils(one, plans=[plan()], audience=audience)
    return show_study(one, plans=[plan()], audience=audience, why_hidden="few pupils" if hidden else None)


def figures(study_shown: ShownStudy) -> list[Shown]:
    """Every figure of a study that comes from its pupils."""
    parts = [*study_shown.findings.values(), *(t.percent for t in study_shown.targets)]
    found = [
        getattr(p, f) for p in parts for f in ("value", "lower", "upper", "p", "n_target", "n_comparison")
    ]
    found += study_shown.means.values()
    found += [getattr(study_shown.coverage, f.name) for f in fields(study_shown.coverage)]
    found += [p.found for p in study_shown.predictions]
    if study_shown.pupil_targets:
        found += [getattr(study_shown.pupil_targets, f.name) for f in fields(study_shown.pupil_targets)]
    return found


@pytest.mark.parametrize("n", [(7, 31), (24, 9), (0, 31), (24, 0)])
def test_with_few_pupils_on_either_side_no_figure_and_no_warning_is_left(n: tuple[int, int]) -> None:
    prediction = PredictionScore("gap", -5.0, -7.0, -3.0, -4.9, True, True, 0.1, 4.0, None, None)
    target = TargetScore("gap", -4.0, date(2025, 12, 19), finding("percent_of_goal", 78.0), met=False)
    one = study(
        n=n,
        at_ends=(EndCount("baseline", True, 100, 60, 0),),
        predictions=(prediction,),
        targets=(target,),
        pupil_targets=PupilTargetCount(20, 15, 30),
    )
    shown = show(one)
    assert {figure.text for figure in figures(shown)} == {"c"}
    assert (shown.counted, shown.targets[0].met) == (NOTHING_COUNTED, None)
    assert shown.predictions[0].outcome == "hidden"
    assert {f.method for f in shown.findings.values()} == {"hidden: few pupils"}


def test_enough_pupils_are_shown_with_counts_rounded_for_the_public() -> None:
    shown = show(study(n=(23, 32)))
    gap = shown.findings["gap_baseline"]
    assert (gap.value.text, gap.n_target.text, gap.n_comparison.text) == ("−8.0", "25", "30")


def test_a_schools_own_audience_sees_everything() -> None:
    shown = show(study(n=(7, 31)), "school")
    assert shown.findings["gap_baseline"].n_target.text == "7"
    assert all(figure.symbol in (None, "z") for figure in figures(shown))


def test_the_reason_for_an_undefined_figure_goes_with_it_where_it_would_count_pupils() -> None:
    one = study()
    lone = undefined("impact", "one pupil shows no scatter", n_target=1, n_comparison=23)
    shown = show(replace(one, findings=(*one.findings, lone)))
    assert (shown.findings["impact"].value.text, shown.findings["impact"].method) == (
        "c",
        "hidden: few pupils",
    )


def test_a_permutation_says_its_exact_counts_to_none_whose_counts_are_rounded() -> None:
    one = study(n=(13, 31))
    assert "13" not in show(one).findings["permutation"].method
    assert "13" in show(one, "cluster").findings["permutation"].method


def test_a_whole_class_with_few_pupils_beside_the_target_is_hidden() -> None:
    whole = plan(comparison=ComparedWith(kind="whole_class", name="the class"))
    class_of_30 = study(n=(24, 30))
    assert few_pupils(class_of_30, plans=[whole], audience="public")
    assert not few_pupils(study(n=(24, 40)), plans=[whole], audience="public")


def test_a_plan_without_comparison_is_not_hidden_for_want_of_one() -> None:
    alone = plan(comparison=ComparedWith(kind="none", name="nobody"))
    assert not few_pupils(study(n=(24, 0)), plans=[alone], audience="public")


def test_threshold_gaps_come_from_rounded_counts_and_hide_small_cells() -> None:
    gap = finding("threshold_gap_followup", -12.34)
    known = study(threshold_follow_up=counts((13, 27), (22, 44)))
    shown = show(replace(known, findings=(*known.findings, gap))).findings["threshold_gap_followup"]
    assert shown.value.text == "0"  # 15 of 30 against 20 of 40; 13 of 27 against 22 of 44 would be -2
    small = study(threshold_follow_up=counts((24, 27), (24, 44)))
    shown = show(replace(small, findings=(*small.findings, gap))).findings["threshold_gap_followup"]
    assert shown.value.text == "c"
    unknown = show(replace(study(), findings=(*study().findings, gap))).findings["threshold_gap_followup"]
    assert unknown.value.text == "x"


def test_pupil_targets_are_all_shown_or_all_hidden() -> None:
    few = show(study(pupil_targets=PupilTargetCount(20, 15, 3))).pupil_targets
    enough = show(study(pupil_targets=PupilTargetCount(21, 15, 12))).pupil_targets
    assert few is not None
    assert enough is not None
    assert (few.not_met.text, few.met.text, few.exceeded.text) == ("c", "c", "c")
    assert (enough.not_met.text, enough.met.text, enough.exceeded.text) == ("20", "15", "10")


def test_the_frozen_count_is_hidden_where_the_missing_could_be_worked_out_from_it() -> None:
    shown = show(study(coverage=Coverage(28, 46, 24, 31, 4, 15, 0, 0, 0, 0)), "cluster").coverage
    assert (shown.target_frozen.text, shown.target_missing.text) == ("c", "c")
    assert (shown.comparison_frozen.text, shown.comparison_missing.text) == ("46", "15")


@pytest.mark.parametrize(
    ("found", "before", "outcome"),
    [
        (-4.9, -8.0, "held"),
        (-2.0, -8.0, "better"),
        (-9.0, -8.0, "missed"),
        (2.0, 8.0, "missed"),
        (-9.0, 8.0, "missed"),
    ],
)
def test_a_prediction_is_held_beaten_or_missed(found: float, before: float, outcome: str) -> None:
    score = PredictionScore("gap", -5.0, -7.0, -3.0, found, -7 <= found <= -3, True, 1.0, 1.0, None, None)
    assert show(study(before=before, after=found, predictions=(score,))).predictions[0].outcome == outcome


def test_a_probability_is_shown_in_percent_with_whether_the_event_came() -> None:
    score = PredictionScore(GAP_CLOSES, 0.6, None, None, -4.9, None, True, None, None, True, 0.16)
    shown = show(study(predictions=(score,))).predictions[0]
    assert (shown.closing_probability.text, shown.predicted.text, shown.closed) == ("60", "z", True)
    few = show(study(n=(7, 31), predictions=(score,))).predictions[0]
    assert (few.outcome, few.closed) == ("hidden", None)


def test_a_share_is_judged_by_what_is_published() -> None:
    score = PredictionScore("threshold_share", 45.0, 40.0, 49.0, 48.1, True, True, 3.1, 1.0, None, None)
    target = TargetScore(
        "threshold_share", 49.0, date(2025, 12, 19), finding("percent_of_goal", 93.3), met=False
    )
    one = study(predictions=(score,), targets=(target,), threshold_follow_up=counts((13, 27), (24, 44)))
    shown = show(one)
    assert (shown.predictions[0].found.text, shown.predictions[0].outcome) == ("50", "better")
    assert (shown.targets[0].met, shown.targets[0].percent.value.text) == (True, "x")


def test_the_other_panel_is_said_where_it_moved_the_other_way_and_enough_pupils_moved() -> None:
    split = ChangeSplit(-3.1, 3.1, -4.0, -2.0, -0.1, -0.1)
    many, few = PupilsByKind(24, 12, 10, 0, 0), PupilsByKind(24, 3, 2, 0, 0)
    told = []
    for moved in (many, few):
        panel = CrossSection("gap_change", split, moved, many)
        shown = show(study(level="engagement", place="ash-and-partners", cross_section=panel))
        told.append(" ".join(closing_lines([shown], plan(), programme())))
    assert "all pupils tested at each time, the gap changed the other way, by −3.1 points" in told[0]
    assert "all pupils tested" not in told[1]


def test_a_school_page_says_nothing_of_the_other_panel_or_of_who_came_and_went() -> None:
    split = ChangeSplit(-3.1, 3.1, -4.0, -2.0, -0.1, -0.1)
    panel = CrossSection("gap_change", split, PupilsByKind(24, 12, 10, 0, 0), PupilsByKind(24, 12, 10, 0, 0))
    coverage = Coverage(60, 60, 40, 40, 20, 20, 12, 3, 22, 18)
    said = closing_lines([show(study(cross_section=panel, coverage=coverage))], plan(), programme())
    assert "all pupils tested" not in said[0]
    assert "joined" not in said[0]


def test_who_came_and_went_is_said_in_rounded_counts_and_hidden_ones_are_left_out() -> None:
    coverage = Coverage(60, 60, 40, 40, 20, 20, 12, 3, 22, 18)
    shown = show(study(level="engagement", place="ash-and-partners", coverage=coverage))
    assert closing_lines([shown], plan(), programme())[0].endswith(
        "Of the target pupils, about 20 joined, 20 left and 10 moved out of the group between the tests; "
        "who changed group counts where the baseline put them."
    )


def test_no_exact_figure_of_a_hidden_school_is_anywhere_in_the_edition() -> None:
    shown = show_edition(edition(), "public")
    of_cedar = [s for cycle in shown.cycles for s in cycle.studies if s.place == "cedar"]
    assert len(of_cedar) == 4
    assert {figure.text for s in of_cedar for figure in figures(s)} == {"c"}


@pytest.mark.parametrize(
    ("audience", "words"), [("school", "A flood, Mrs Day left"), ("cluster", ""), ("public", "")]
)
def test_what_happened_outside_is_told_in_words_to_nobody_but_the_schools(
    audience: Audience, words: str
) -> None:
    record = edition()
    flooded = replace(
        record.cycles[1], outside=(OutsideEvent(date(2026, 1, 20), "A flood, Mrs Day left", "ash"),)
    )
    shown = show_edition(replace(record, cycles=(record.cycles[0], flooded, record.cycles[2])), audience)
    assert [event.what for event in shown.cycles[1].outside] == [words]
