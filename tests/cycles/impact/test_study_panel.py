"""A study always gives every statistic in order, and never a number that is none."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from halfterm.cycles.errors import BadInput
from halfterm.cycles.impact.moments import PanelSummary, Shift
from halfterm.cycles.impact.sides import Benchmark, Comparison
from halfterm.cycles.impact.statistics import CATALOGUE
from halfterm.cycles.impact.study import study_panel

Summarise = Callable[..., PanelSummary]
Rows = Sequence[tuple[str, bool, float, float] | tuple[str, bool, float, float, bool | None]]

ORDER = [
    "gap_baseline",
    "gap_followup",
    "gap_change",
    "gain_target",
    "gain_comparison",
    "did",
    "hedges_g",
    "effect_size_adjusted",
    "ancova",
    "multilevel",
    "icc",
    "variance_school",
    "variance_residual",
    "cliffs_delta",
    "gap_index",
    "months",
    "threshold_gap_baseline",
    "threshold_gap_followup",
    "permutation",
]
IMPACT = ["impact", "impact_multilevel", "impact_effect_size", "impact_months", "impact_on_gap"]
COMPARISONS: tuple[Comparison, ...] = ("others", "whole_class", "matched", "national", "none")
BENCHMARK = Benchmark(20, 23, "national", "2012")

SMALL: Rows = [("a", place % 3 == 0, 10 + place % 4, 12 + place % 5) for place in range(12)]
EDGES: dict[str, Rows] = {
    "nobody": [],
    "one target pupil": [("a", True, 3, 4)],
    "one other pupil": [("a", False, 3, 4)],
    "one of each": [("a", True, 3, 4), ("a", False, 5, 5)],
    "two of each in one school": [("a", place % 2 == 0, place, place * 2) for place in range(4)],
    "everybody a target": [("a", True, place, place % 3) for place in range(9)],
    "no target": [("a", False, place, place % 3) for place in range(9)],
    "all tied": [("abcdef"[place % 6], place % 4 < 2, 19.3, 19.3) for place in range(24)],
    "all gained alike": [
        ("abcdef"[place % 6], place % 4 < 2, place / 10, place / 10 + 0.7) for place in range(24)
    ],
    "apart without overlap": [("a", place < 5, place, 100 * (place >= 5) + place) for place in range(10)],
    "a pupil a school": [(str(place), place % 2 == 0, place % 5, place % 7) for place in range(30)],
    "treated by whole school": [
        (str(place % 4), place % 8 < 4, place % 5, place % 7, place % 2 == 0) for place in range(40)
    ],
    "one treated pupil": [("a", place % 2 == 0, place % 5, place % 7, place == 0) for place in range(20)],
}


@pytest.mark.parametrize("comparison", COMPARISONS)
@pytest.mark.parametrize("name", EDGES)
def test_every_edge_gives_every_statistic_or_its_reason(
    name: str, comparison: Comparison, summary_from_rows: Summarise
) -> None:
    summary = summary_from_rows(EDGES[name], threshold=4)
    found = study_panel(summary, comparison=comparison, with_treated=True, benchmark=BENCHMARK)
    assert [made.statistic for made in found] == ORDER + IMPACT
    for made in found:
        assert made.method.startswith("not computed: ") is not made.defined
        assert len(made.method) > len("not computed: ")


def test_without_treatment_there_is_no_impact_statistic(summary_from_rows: Summarise) -> None:
    found = study_panel(summary_from_rows(SMALL), with_treated=False)
    assert [made.statistic for made in found] == ORDER


def test_every_statistic_is_in_the_catalogue(summary_from_rows: Summarise) -> None:
    names = {made.statistic for made in study_panel(summary_from_rows(SMALL), with_treated=True)}
    assert names <= set(CATALOGUE)


@pytest.mark.parametrize("reached", [0.0, 50.0])
def test_where_nobody_or_everybody_reaches_the_threshold_the_gap_is_nought(
    reached: float, summary_from_rows: Summarise
) -> None:
    summary = summary_from_rows(SMALL, threshold=reached)
    found = {made.statistic: made for made in study_panel(summary, with_treated=False)}[
        "threshold_gap_followup"
    ]
    assert (found.value, found.p) == (0, 1)
    assert found.lower is not None
    assert found.upper is not None
    assert found.lower < 0 < found.upper


def test_an_unknown_months_table_is_refused(summary_from_rows: Summarise) -> None:
    with pytest.raises(BadInput, match="no months table"):
        study_panel(summary_from_rows(SMALL), with_treated=False, months_table="2018")  # type: ignore[arg-type]


score = st.one_of(
    st.integers(0, 6).map(float),
    st.floats(0, 600, allow_subnormal=False),
    st.sampled_from([19.3, 21.7, 0.1, 100.0]),
)
pupil = st.tuples(
    st.sampled_from("abcdefg"), st.booleans(), score, score, st.sampled_from([True, False, None])
)


@settings(max_examples=150, deadline=None)
@given(
    rows=st.lists(pupil, max_size=40),
    unclassified=st.lists(st.tuples(score, score), max_size=3),
    comparison=st.sampled_from(COMPARISONS),
    threshold=st.one_of(st.none(), score),
    shift=st.sampled_from([Shift(), Shift(20, 20), Shift(300, 301.5)]),
    absent=st.integers(0, 3),
)
def test_no_panel_gives_a_number_that_is_none(
    rows: Rows,
    unclassified: list[tuple[float, float]],
    comparison: Comparison,
    threshold: float | None,
    shift: Shift,
    absent: int,
    summary_from_rows: Summarise,
) -> None:
    summary = summary_from_rows(
        rows,
        threshold=threshold,
        shift=shift,
        unclassified=unclassified,
        absent_follow_up_target=absent,
        absent_baseline_comparison=absent,
    )
    for made in study_panel(summary, comparison=comparison, with_treated=True, benchmark=BENCHMARK):
        numbers = (made.value, made.lower, made.upper, made.p, made.standard_error)
        assert all(number is None or math.isfinite(number) for number in numbers)
        assert made.p is None or 0 <= made.p <= 1
        assert (made.lower is None) is (made.upper is None)
        if made.value is not None and made.lower is not None and made.upper is not None:
            assert made.lower <= made.value <= made.upper


@pytest.mark.parametrize("comparison", COMPARISONS)
def test_on_a_scale_without_equal_steps_only_what_an_order_allows_is_defined(
    comparison: Comparison, summary_from_rows: Summarise
) -> None:
    rows = [("ab"[place % 2], place % 3 == 0, place % 5, place % 7, place % 4 < 2) for place in range(60)]
    summary = summary_from_rows(rows, threshold=4)
    equal, ordered = (
        study_panel(
            summary, comparison=comparison, with_treated=True, benchmark=BENCHMARK, subtracts=subtracts
        )
        for subtracts in (True, False)
    )
    assert [made.statistic for made in ordered] == ORDER + IMPACT
    by_order = {"cliffs_delta", "gap_index", "threshold_gap_baseline", "threshold_gap_followup"}
    assert {made.statistic for made in ordered if made.defined} <= by_order
    for one, other in zip(equal, ordered, strict=True):
        if one.statistic in by_order or not one.defined:
            assert other == one
        else:
            assert other.method == (
                "not computed: the scale's steps are not equal: its values are ordered, not subtracted"
            )
            assert (other.n_target, other.n_comparison) == (one.n_target, one.n_comparison)
