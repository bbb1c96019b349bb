"""What a study would say under other choices, on panels where each choice matters."""

from __future__ import annotations

import pytest

from halfterm.cycles.errors import BadInput
from halfterm.cycles.impact.moments import Cell, PanelSummary, Shift
from halfterm.cycles.impact.sides import Benchmark, Comparison
from halfterm.cycles.impact.study import study_panel
from halfterm.cycles.other_choices import Choice, OtherChoices, Question, Verdict, other_choices
from halfterm.cycles.panels import cross_section
from tests.cycles.factories import Pairs, flow, make_panel, moments

# 91 -> 96 on average, and 100 -> 102: from 9 points behind to 6.
TARGET = [(88, 93), (93, 98), (90, 95.5), (93, 97.5)]
OTHERS = [(98, 100), (102, 104), (100, 102.5), (100, 101.5)]
EVERYBODY = (
    flow("stayer", 4, target=True, baseline=91, follow_up=96),
    flow("stayer", 4, target=False, baseline=100, follow_up=102),
)
JOINED_LOW = (*EVERYBODY, flow("joiner", 4, target=True, follow_up=80))
BOTH_KINDS: tuple[Comparison, ...] = ("others", "whole_class")


def rows(made: OtherChoices, choice: Choice, question: Question = "gap") -> list[Verdict]:
    return [row for row in made.rows if (row.choice, row.question) == (choice, question)]


def words(made: OtherChoices, choice: Choice, question: Question = "gap") -> dict[str, str]:
    return {row.option: row.verdict for row in rows(made, choice, question)}


def treated_panel(
    *, treated: Pairs, untreated: Pairs, schools: tuple[str, str] = ("ash", "ash")
) -> PanelSummary:
    """Target pupils, some treated, and the others of the first school."""
    return PanelSummary(
        shift=Shift(),
        cells=(
            Cell(schools[0], True, True, moments(treated)),
            Cell(schools[1], True, False, moments(untreated)),
            Cell(schools[0], False, False, moments(OTHERS)),
        ),
        follow_up_counts=(),
    )


def test_where_all_choices_agree_the_verdict_holds() -> None:
    made = other_choices(make_panel(TARGET, OTHERS), flows=EVERYBODY)
    assert (made.flips, made.flipping, made.not_tried) == (False, (), ())
    assert words(made, "pupils counted") == {"with both scores": "closing", "all with a score": "closing"}
    assert set(words(made, "set beside").values()) == {"closing"}


def test_pupils_who_joined_can_turn_the_verdict() -> None:
    made = other_choices(make_panel(TARGET, OTHERS), flows=JOINED_LOW)
    assert words(made, "pupils counted") == {"with both scores": "closing", "all with a score": "widening"}
    assert (made.flips, made.flipping) == (True, (("pupils counted", "gap"),))
    both, everyone = rows(made, "pupils counted")
    assert (both.value, everyone.value) == pytest.approx((3, 88 - 102 - (91 - 100)))
    assert (both.planned, everyone.planned) == (True, False)
    assert (everyone.sign, everyone.finding.n_target) == (None, 8)


@pytest.mark.parametrize("comparison", BOTH_KINDS)
def test_everyones_change_is_that_of_the_pages(comparison: Comparison) -> None:
    flows = (*JOINED_LOW, flow("switched_out", 2, target=True, baseline=95, follow_up=99))
    made = other_choices(make_panel(TARGET, OTHERS), comparison=comparison, flows=flows)
    page = cross_section(flows, comparison=comparison)
    assert page is not None
    assert rows(made, "pupils counted")[1].value == pytest.approx(page.split.change)


@pytest.mark.parametrize("comparison", BOTH_KINDS)
def test_the_studys_own_choice_comes_first_with_the_studys_numbers(comparison: Comparison) -> None:
    summary = make_panel(TARGET, OTHERS)
    made = other_choices(summary, comparison=comparison, flows=EVERYBODY)
    own = {
        finding.statistic: finding
        for finding in study_panel(summary, comparison=comparison, with_treated=False)
    }
    for choice, question, statistic in (
        ("pupils counted", "gap", "gap_change"),
        ("set beside", "gap", "gap_change"),
        ("baseline", "relative progress", "ancova"),
        ("months table", "relative progress", "months"),
    ):
        first, *others = rows(made, choice, question)  # type: ignore[arg-type]
        assert first.finding == own[statistic]
        assert first.planned
        assert not any(row.planned for row in others)


def test_beside_the_class_a_gap_is_smaller_and_moves_the_same_way() -> None:
    others, whole = rows(other_choices(make_panel(TARGET, OTHERS)), "set beside")
    assert (others.value, whole.value) == pytest.approx((3, 1.5))
    assert others.option == "the others"


def test_pupils_of_unknown_group_can_turn_the_verdict_of_the_class() -> None:
    """They are in the class and in neither group; here they rise so much that the target falls behind it."""
    made = other_choices(make_panel(TARGET, OTHERS, unclassified=[(90, 130)] * 8))
    assert words(made, "set beside") == {
        "the others": "closing",
        "the whole class, target included": "widening",
    }
    assert made.flips


def test_adjusting_for_the_baseline_can_turn_the_verdict() -> None:
    """All are drawn halfway to their means (Lord's paradox): the target gains more, adjusted less."""
    low = [(b, 95 + 0.2 * (b - 85) + e) for b, e in zip(range(70, 101, 2), [1, -1] * 8, strict=True)]
    high = [(b, 108 + 0.2 * (b - 105) + e) for b, e in zip(range(90, 121, 2), [1, -1] * 8, strict=True)]
    made = other_choices(make_panel(low, high))
    assert words(made, "baseline", "relative progress") == {
        "adjusted for": "less progress",
        "not adjusted for": "more progress",
    }
    assert made.flipping == (("baseline", "relative progress"),)


def test_progress_that_chance_explains_either_way_does_not_flip() -> None:
    """Panels of four pupils each: less adjusted, more not, and neither interval excludes 0."""
    low = [(80, 88), (90, 93), (70, 83), (100, 98)]
    high = [(100, 104), (110, 106), (90, 93), (120, 111)]
    made = other_choices(make_panel(low, high))
    values = [row.value > 0 for row in rows(made, "baseline", "relative progress")]
    assert values == [False, True]
    assert set(words(made, "baseline", "relative progress").values()) == {"no clear difference"}
    assert (made.flips, made.less_sure) == (False, ())


def test_a_months_table_can_turn_no_month_into_one() -> None:
    scores = [60, 80, 90, 100, 100, 110, 120, 140]
    noise = [0.5, -0.5, 0.5, -0.5, -0.5, 0.5, -0.5, 0.5]
    low = [(score, score + 0.8) for score in scores]
    high = [(score, score + by) for score, by in zip(scores, noise, strict=True)]
    made = other_choices(make_panel(low, high))
    effect = rows(made, "months table", "relative progress")
    assert [(row.option, row.value) for row in effect] == [("eef-2018", 0), ("toolkit-2014", 1)]
    assert ("months table", "relative progress") in made.flipping
    unsure = other_choices(make_panel(low, [(b, b + 2 * (f - b)) for b, f in high]))
    assert [row.value for row in rows(unsure, "months table", "relative progress")] == [0, 1]
    assert ("months table", "relative progress") not in unsure.flipping


def test_how_sure_progress_is_never_depends_on_the_table_of_months() -> None:
    """A lower bound of 0.03 is no month in one table and one in the other; both exclude 0."""
    target = [(b, b + 2.5 + e) for b, e in zip(range(60, 140, 5), [3.6, -3.6] * 8, strict=True)]
    others = [(b, b + e) for b, e in zip(range(60, 140, 5), [1, -1] * 8, strict=True)]
    made = other_choices(make_panel(target, others))
    tables = rows(made, "months table", "relative progress")
    assert [row.finding.lower for row in tables] == [0, 1]
    assert {(row.verdict, row.sign) for row in tables} == {("more progress", 1)}
    assert (made.flips, made.less_sure) == (False, ())


def test_where_only_the_sureness_differs_the_verdict_holds_and_is_less_sure() -> None:
    """The baseline explains most of how gains differ: only the adjusted interval is clear."""
    target = [(b, 0.2 * b + 80 + e) for b, e in zip((60, 80, 100, 120), (0.5, -0.5, -0.5, 0.5), strict=True)]
    others = [(b, 0.2 * b + 78 + e) for b, e in zip((60, 80, 100, 121), (-0.5, 0.5, 0.5, -0.5), strict=True)]
    made = other_choices(make_panel(target, others))
    signs = {row.option: row.sign for row in rows(made, "baseline", "relative progress")}
    assert signs == {"adjusted for": 1, "not adjusted for": 0}
    assert ("baseline", "relative progress") in made.less_sure
    assert not made.flips


def test_impact_is_tried_adjusted_and_not_and_by_both_tables() -> None:
    summary = treated_panel(
        treated=[(88, 96), (93, 99), (90, 97), (93, 100)], untreated=[(89, 93), (92, 96), (90, 95), (94, 98)]
    )
    made = other_choices(summary, with_treated=True)
    own = {finding.statistic: finding for finding in study_panel(summary, with_treated=True)}
    adjusted, plain = rows(made, "baseline", "impact")
    assert adjusted.finding == own["impact"]
    assert plain.value == pytest.approx(7 - 4.25)
    assert {row.verdict for row in rows(made, "months table", "impact")} == {"more progress"}


def test_whole_schools_treated_leave_the_plain_difference_without_an_interval() -> None:
    summary = treated_panel(
        treated=[(88, 96), (93, 99), (90, 97)],
        untreated=[(89, 93), (92, 96), (90, 95)],
        schools=("ash", "birch"),
    )
    adjusted, plain = rows(other_choices(summary, with_treated=True), "baseline", "impact")
    assert (adjusted.sign, plain.sign) == (None, None)
    assert "whole schools were treated" in plain.finding.method


def test_without_treated_pupils_impact_is_not_tried() -> None:
    made = other_choices(make_panel(TARGET, OTHERS), with_treated=True)
    missing = {(one.choice, one.question): one.why for one in made.not_tried}
    assert "not known which target pupils were treated" in missing["baseline", "impact"]
    assert not rows(made, "baseline", "impact")


def test_beside_a_benchmark_everyone_has_a_gap_and_nothing_else_is_tried() -> None:
    england = Benchmark(100.0, 103.0, "England", "2025")
    made = other_choices(
        make_panel(TARGET), comparison="national", benchmark=england, flows=JOINED_LOW[:1] + JOINED_LOW[2:]
    )
    assert [row.value for row in rows(made, "pupils counted")] == pytest.approx([2, (88 - 103) - (91 - 100)])
    assert {(one.choice, one.question) for one in made.not_tried} == {
        ("set beside", "gap"),
        ("baseline", "relative progress"),
        ("months table", "relative progress"),
    }


@pytest.mark.parametrize("benchmark", [None, Benchmark(100.0, None, "England", "2025")])
def test_a_benchmark_without_a_value_leaves_nothing_to_try(benchmark: Benchmark | None) -> None:
    made = other_choices(make_panel(TARGET), comparison="national", benchmark=benchmark, flows=EVERYBODY)
    assert (made.rows, made.flips) == ((), False)


@pytest.mark.parametrize(
    ("target", "others", "comparison"),
    [
        ([], [], "others"),
        (TARGET, [], "others"),
        ([], OTHERS, "whole_class"),
        (TARGET, [], "none"),
        ([(90, 95)], [(100, 101)], "others"),
        ([(90, 90)] * 3, [(90, 90)] * 3, "others"),
        ([(90, 95)] * 3, [(100, 105)] * 3, "matched"),
    ],
)
def test_panels_with_little_in_them_are_tried_as_far_as_they_go(
    target: Pairs, others: Pairs, comparison: Comparison
) -> None:
    made = other_choices(make_panel(target, others), comparison=comparison, flows=(), with_treated=True)
    assert not made.flips
    assert all(one.why for one in made.not_tried)
    assert {(one.choice, one.question) for one in made.not_tried}.isdisjoint(
        (row.choice, row.question) for row in made.rows
    )


def test_no_gap_that_stays_none_is_level() -> None:
    made = other_choices(make_panel([(90, 90), (92, 92)], [(91, 91), (91, 91)]))
    assert set(words(made, "set beside").values()) == {"level"}


def test_an_unknown_comparison_is_refused() -> None:
    with pytest.raises(BadInput, match="no comparison 'other'"):
        other_choices(make_panel(TARGET, OTHERS), comparison="other")  # type: ignore[arg-type]
