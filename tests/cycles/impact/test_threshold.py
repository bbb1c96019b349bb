"""Threshold gaps: Newcombe's published intervals, tests of shares, absent pupils."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from halfterm.cycles.impact.moments import PanelSummary
from halfterm.cycles.impact.sides import Comparison, sides_of
from halfterm.cycles.impact.threshold import (
    Reached,
    newcombe,
    pupils_equivalent,
    shares_p,
    threshold_gap_baseline,
    threshold_gap_followup,
    wilson,
)

Summarise = Callable[..., PanelSummary]

ROWS = [("a", True, before, after) for before, after in ((8, 12), (9, 9), (11, 12), (7, 8))] + [
    ("a", False, before, after) for before, after in ((12, 13), (9, 12), (14, 15), (8, 9), (15, 15))
]


@pytest.mark.parametrize(
    ("counts", "published"),
    [
        # Newcombe (1998), Statistics in Medicine 17: 873-890, table II, method 10.
        ((56, 70, 48, 80), (0.2, 0.0524, 0.3339)),
        ((9, 10, 3, 10), (0.6, 0.1705, 0.8090)),
        ((10, 10, 0, 20), (1.0, 0.6791, 1.0)),
        ((10, 10, 0, 10), (1.0, 0.6075, 1.0)),
        ((6, 7, 2, 7), (0.5714, 0.0582, 0.8062)),
        ((5, 56, 0, 29), (0.0893, -0.0381, 0.1926)),
        ((0, 10, 0, 20), (0.0, -0.1611, 0.2775)),
        ((0, 10, 0, 10), (0.0, -0.2775, 0.2775)),
    ],
)
def test_the_interval_is_newcombes(counts: tuple[int, int, int, int], published: tuple[float, ...]) -> None:
    assert [round(number, 4) for number in newcombe(*counts)] == pytest.approx(published, abs=1e-9)


@given(st.data())
def test_the_wilson_interval_is_scipys_and_the_difference_keeps_its_bounds(data: st.DataObject) -> None:
    n = data.draw(st.tuples(st.integers(1, 500), st.integers(1, 500)))
    x = [data.draw(st.integers(0, size)) for size in n]
    said = stats.binomtest(x[0], n[0]).proportion_ci(method="wilson")
    assert wilson(x[0], n[0]) == pytest.approx((said.low, said.high), rel=1e-9, abs=1e-12)
    difference, lower, upper = newcombe(x[0], n[0], x[1], n[1])
    assert -1 <= lower <= difference <= upper <= 1


def test_p_is_the_chi_square_test_without_correction() -> None:
    said = stats.chi2_contingency([[56, 14], [48, 32]], correction=False).pvalue
    p, test = shares_p(Reached(56, 70), Reached(48, 80))
    assert p == pytest.approx(said, rel=1e-9)
    assert test == "score p (pooled z)"


def test_p_is_fishers_when_an_expected_count_is_under_five(reference: dict[str, Any]) -> None:
    p, test = shares_p(Reached(3, 5), Reached(1, 10))
    assert p == pytest.approx(reference["fisher"], rel=1e-9)
    assert test.startswith("Fisher exact")


@pytest.mark.parametrize("reached", [0, 1])
def test_shares_of_nobody_and_of_everybody_do_not_differ(reached: int) -> None:
    p, _ = shares_p(Reached(4 * reached, 4), Reached(9 * reached, 9))
    assert p == 1


def test_the_gap_is_in_percentage_points_of_all_who_should_have_been_there(
    summary_from_rows: Summarise,
) -> None:
    summary = summary_from_rows(ROWS, threshold=12, absent_follow_up_target=1)
    sides = sides_of(summary)
    before, after = threshold_gap_baseline(summary, sides), threshold_gap_followup(summary, sides)
    assert before.value == pytest.approx(100 * (0 / 4 - 3 / 5))
    assert after.value == pytest.approx(100 * (2 / 5 - 4 / 5))
    assert (before.n_target, after.n_target, after.n_comparison) == (4, 5, 5)
    assert (after.lower, after.upper) == pytest.approx(tuple(100 * x for x in newcombe(2, 5, 4, 5)[1:]))
    assert "absent pupils counted" in after.method


def test_against_the_whole_class_it_is_the_share_of_everybody(summary_from_rows: Summarise) -> None:
    summary = summary_from_rows(ROWS, threshold=12, unclassified=[(13, 14)], absent_follow_up_comparison=1)
    found = threshold_gap_followup(summary, sides_of(summary, comparison="whole_class"))
    assert found.value == pytest.approx(100 * (2 / 4 - 7 / 11))
    assert found.n_comparison == 11
    assert "(1 - q)" in found.method


@pytest.mark.parametrize(
    ("comparison", "threshold", "why"),
    [
        ("others", None, "no threshold was given"),
        ("none", 12, "the plan names no comparison"),
        ("national", 12, "a benchmark has no pupils to compare with"),
    ],
)
def test_without_threshold_or_comparison_it_says_why(
    comparison: Comparison, threshold: float | None, why: str, summary_from_rows: Summarise
) -> None:
    summary = summary_from_rows(ROWS, threshold=threshold)
    found = threshold_gap_followup(summary, sides_of(summary, comparison=comparison))
    assert found.method == f"not computed: {why}"


def test_a_gap_amounts_to_so_many_pupils() -> None:
    assert pupils_equivalent(-40.0, 5) == pytest.approx(-2.0)
