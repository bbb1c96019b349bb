"""Gaps, gains and their intervals, and what is said where they do not exist."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from scipy import stats

from halfterm.cycles.errors import BadInput
from halfterm.cycles.impact.gap import (
    did,
    gain_comparison,
    gain_target,
    gap_baseline,
    gap_change,
    gap_followup,
)
from halfterm.cycles.impact.moments import PanelSummary, Shift
from halfterm.cycles.impact.sides import Benchmark, sides_of

Summarise = Callable[..., PanelSummary]

# school, target, baseline, follow-up
ROWS = [
    ("a", True, 10.0, 14.0),
    ("a", True, 12.0, 15.0),
    ("b", True, 11.0, 17.0),
    ("a", False, 15.0, 18.0),
    ("b", False, 17.0, 19.0),
    ("b", False, 20.0, 23.0),
    ("b", False, 14.0, 15.0),
]
TARGET_GAINS, OTHERS_GAINS = [4.0, 3.0, 6.0], [3.0, 2.0, 3.0, 1.0]


def test_a_gap_is_the_targets_mean_minus_the_comparisons(summary_from_rows: Summarise) -> None:
    sides = sides_of(summary_from_rows(ROWS, shift=Shift(13, 16)))
    assert gap_baseline(sides).value == pytest.approx(11 - 16.5)
    assert gap_followup(sides).value == pytest.approx(46 / 3 - 18.75)
    assert (gap_baseline(sides).n_target, gap_baseline(sides).n_comparison) == (3, 4)


def test_the_change_of_the_gap_is_welchs_test_of_the_gains(summary_from_rows: Summarise) -> None:
    sides = sides_of(summary_from_rows(ROWS, shift=Shift(13, 16)))
    said = stats.ttest_ind(TARGET_GAINS, OTHERS_GAINS, equal_var=False)
    low, high = said.confidence_interval()
    for found in (gap_change(sides), did(sides)):
        assert found.value == pytest.approx(13 / 3 - 9 / 4)
        assert (found.lower, found.upper, found.p) == pytest.approx((low, high, said.pvalue), rel=1e-9)
    assert gap_change(sides).value == pytest.approx(
        (gap_followup(sides).value or 0) - (gap_baseline(sides).value or 0)
    )


def test_gains_are_in_points_whatever_the_shift(summary_from_rows: Summarise) -> None:
    for shift in (Shift(), Shift(13, 16), Shift(-3, 8)):
        sides = sides_of(summary_from_rows(ROWS, shift=shift))
        assert gain_target(sides).value == pytest.approx(13 / 3)
        assert gain_comparison(sides).value == pytest.approx(9 / 4)


def test_the_targets_gain_counts_no_comparison_pupil(summary_from_rows: Summarise) -> None:
    found = gain_target(sides_of(summary_from_rows(ROWS)))
    assert (found.n_target, found.n_comparison) == (3, 0)


def test_without_a_comparison_only_the_targets_gain_stands_and_says_what_it_cannot(
    summary_from_rows: Summarise,
) -> None:
    sides = sides_of(summary_from_rows(ROWS), comparison="none")
    assert gain_target(sides).value == pytest.approx(13 / 3)
    assert "nothing here separates the cycle from ordinary growth" in gain_target(sides).method
    for found in (
        gap_baseline(sides),
        gap_followup(sides),
        gap_change(sides),
        did(sides),
        gain_comparison(sides),
    ):
        assert not found.defined
        assert found.method == "not computed: the plan names no comparison"


@pytest.mark.parametrize(
    ("benchmark", "undefined"),
    [
        (Benchmark(None, 16, "national", "2012"), {"gap_baseline", "gap_change", "did", "gain_comparison"}),
        (Benchmark(14, None, "national", "2012"), {"gap_followup", "gap_change", "did", "gain_comparison"}),
        (None, {"gap_baseline", "gap_followup", "gap_change", "did", "gain_comparison"}),
    ],
)
def test_a_benchmark_gives_what_it_has(
    benchmark: Benchmark | None, undefined: set[str], summary_from_rows: Summarise
) -> None:
    sides = sides_of(summary_from_rows(ROWS), comparison="national", benchmark=benchmark)
    made = (gap_baseline(sides), gap_followup(sides), gap_change(sides), did(sides), gain_comparison(sides))
    assert {found.statistic for found in made if not found.defined} == undefined
    assert all("benchmark" in found.method for found in made)


@pytest.mark.parametrize("comparison", ["others", "whole_class"])
def test_a_group_that_is_everybody_has_no_gap(comparison: str, summary_from_rows: Summarise) -> None:
    rows = [row for row in ROWS if row[1]]
    found = gap_change(sides_of(summary_from_rows(rows), comparison=comparison))  # type: ignore[arg-type]
    assert found.value is None
    assert "everybody with both scores is in the target group" in found.method


def test_an_empty_target_group_has_no_gap_and_no_gain(summary_from_rows: Summarise) -> None:
    sides = sides_of(summary_from_rows([row for row in ROWS if not row[1]]))
    for found in (gap_baseline(sides), gain_target(sides), gain_comparison(sides)):
        assert found.method == "not computed: no pupil of the target group has both scores"


def test_unmatched_targets_leave_no_comparison(summary_from_rows: Summarise) -> None:
    found = did(sides_of(summary_from_rows([row for row in ROWS if row[1]]), comparison="matched"))
    assert found.method == "not computed: no comparison pupil has both scores"


def test_one_pupil_has_a_gap_without_an_interval(summary_from_rows: Summarise) -> None:
    found = gap_baseline(sides_of(summary_from_rows(ROWS[2:])))
    assert found.value == pytest.approx(-5.5)
    assert (found.lower, found.upper, found.p) == (None, None, None)
    assert found.method.endswith("no interval: one pupil shows no scatter")


def test_equal_gains_have_a_difference_without_an_interval(summary_from_rows: Summarise) -> None:
    rows = [
        ("a", target, before, before + gain)
        for target, gain in ((True, 0.7), (False, 0.3))
        for before in (5.1, 6.4, 7.3)
    ]
    found = did(sides_of(summary_from_rows(rows, shift=Shift(6, 6.5))))
    assert found.value == pytest.approx(0.4)
    assert (found.lower, found.p) == (None, None)
    assert found.method.endswith("no interval: all of a group changed by the same amount")


def test_equal_scores_have_a_gap_without_an_interval(summary_from_rows: Summarise) -> None:
    rows = [("a", target, 5 + target, after) for target in (True, False) for after in (6.0, 7.0, 9.0)]
    found = gap_baseline(sides_of(summary_from_rows(rows)))
    assert found.value == pytest.approx(1)
    assert found.lower is None
    assert found.method.endswith("no interval: the scores do not vary")


def test_a_whole_class_gap_is_also_the_gap_to_the_mean_of_everybody(summary_from_rows: Summarise) -> None:
    unclassified = [(13.0, 12.0), (9.0, 11.0)]
    sides = sides_of(summary_from_rows(ROWS, unclassified=unclassified), comparison="whole_class")
    everybody = [row[2] for row in ROWS] + [13, 9]
    assert gap_baseline(sides).value == pytest.approx(11 - sum(everybody) / 9)
    assert gap_baseline(sides).n_comparison == 9
    assert gain_comparison(sides).value == pytest.approx((13 + 9 - 1 + 2) / 9)


def test_an_unknown_comparison_is_refused_with_the_nearest_word(summary_from_rows: Summarise) -> None:
    with pytest.raises(BadInput, match="no comparison 'whole class'; did you mean 'whole_class'"):
        sides_of(summary_from_rows(ROWS), comparison="whole class")  # type: ignore[arg-type]
