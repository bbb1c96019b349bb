"""Effect sizes where they are hard: a few pupils, huge differences, no scatter."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from halfterm.cycles.impact.effect_size import (
    hedges_g,
    large_sample_error,
    noncentral_bounds,
    small_sample_correction,
    standardised,
)
from halfterm.cycles.impact.moments import PanelSummary
from halfterm.cycles.impact.sides import sides_of
from halfterm.cycles.impact.study import study_panel

Summarise = Callable[..., PanelSummary]


def rows_of(target: list[float], others: list[float]) -> list[tuple[str, bool, float, float]]:
    return [("a", side, 0, score) for side, group in ((True, target), (False, others)) for score in group]


@settings(max_examples=40, deadline=None)
@given(st.floats(-30, 30), st.integers(2, 2_000))
def test_the_bounds_put_t_at_their_own_quantiles(t: float, degrees: int) -> None:
    bounds = noncentral_bounds(t, degrees)
    assert bounds is not None
    low, high = bounds
    assert low < high
    assert stats.nct.cdf(abs(t), degrees, low if t >= 0 else -high) == pytest.approx(0.975, abs=1e-7)
    assert stats.nct.cdf(abs(t), degrees, high if t >= 0 else -low) == pytest.approx(0.025, abs=1e-7)


@pytest.mark.parametrize(("t", "degrees"), [(100.0, 100_000), (300.0, 1_000_000), (1_000.0, 50_000_000)])
def test_with_very_many_pupils_they_are_those_of_the_large_sample_form(t: float, degrees: int) -> None:
    reach = 1.959963984540054 * (1 + t * t / (2 * degrees)) ** 0.5
    assert noncentral_bounds(t, degrees) == pytest.approx((t - reach, t + reach), abs=2e-3)


def test_where_they_cannot_be_solved_the_large_sample_form_stands_in_and_is_named() -> None:
    made, name = standardised(1e9, 1.0, n=(3, 3))
    error = large_sample_error(made.value, n=(3, 3))
    assert name == "large-sample interval"
    assert made.value == pytest.approx(1e9 * small_sample_correction(4))
    assert (made.lower, made.upper) == pytest.approx(
        (made.value - 1.959963984540054 * error, made.value + 1.959963984540054 * error)
    )


@pytest.mark.parametrize(
    ("target", "others", "why"),
    [
        ([1], [2, 3], "four pupils or more"),
        ([4, 4], [3, 3], "the scores do not vary"),
        ([], [3, 3, 4], "no pupil of the target group"),
        ([3, 3, 4], [], "everybody"),
    ],
)
def test_where_there_is_no_effect_size_it_says_why(
    target: list[float], others: list[float], why: str, summary_from_rows: Summarise
) -> None:
    found = hedges_g(sides_of(summary_from_rows(rows_of(target, others))))
    assert found.value is None
    assert why in found.method


def test_one_target_pupil_takes_the_scatter_of_the_others(summary_from_rows: Summarise) -> None:
    found = hedges_g(sides_of(summary_from_rows(rows_of([9], [3, 5, 4, 6]))))
    said = stats.ttest_ind([9], [3, 5, 4, 6], equal_var=True)
    assert found.p == pytest.approx(said.pvalue, rel=1e-9)
    assert found.value == pytest.approx(small_sample_correction(3) * 4.5 / (5 / 3) ** 0.5)


def test_a_coefficient_without_an_interval_gives_an_effect_size_without_one(
    summary_from_rows: Summarise,
) -> None:
    rows = [("a", True, 1.0, 3.0), ("a", False, 2.0, 2.0), ("a", False, 4.0, 5.0)]
    found = {
        finding.statistic: finding for finding in study_panel(summary_from_rows(rows), with_treated=False)
    }
    assert found["ancova"].value == pytest.approx(2.5)
    assert found["ancova"].method.endswith("no interval: too few pupils to measure the scatter")
    assert found["effect_size_adjusted"].value == pytest.approx(2.5 / stats.tstd([3, 2, 5]))
    assert (found["effect_size_adjusted"].lower, found["months"].value) == (None, 12)
