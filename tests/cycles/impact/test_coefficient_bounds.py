"""Bounds of a coefficient: what R finds by filling in every missing score."""

from __future__ import annotations

from halfterm.cycles.impact.coefficient_bounds import impact_bounds, progress_bounds
from tests.cycles.impact.cohorts import REFERENCE, cohort_of, reference_cohort
from tests.cycles.impact.test_bounds import SCALE, assert_same


def test_the_bounds_of_a_coefficient_are_those_of_filling_in_every_score() -> None:
    cohort = reference_cohort()
    assert_same(progress_bounds(cohort, comparison="others", scale=SCALE), REFERENCE["progress"])
    assert_same(impact_bounds(cohort, scale=SCALE), REFERENCE["impact"])


def test_coefficients_without_a_fit_have_reasons() -> None:
    same = cohort_of([("target", 10, 14), ("comparison", 10, 11), ("comparison", 10, None)])
    assert "'baseline' is the same" in progress_bounds(same, comparison="others", scale=SCALE).method
    parted = cohort_of([("target", 10, 14), ("comparison", 11, 11), ("comparison", 11, None)])
    assert "cannot be told apart" in progress_bounds(parted, comparison="others", scale=SCALE).method
    assert not progress_bounds(same, comparison="none", scale=SCALE).defined
    unknown = cohort_of([("target", 10, 14, "ash", True), ("target", 11, None, "ash", None)])
    assert "not known of every missing pupil" in impact_bounds(unknown, scale=SCALE).method
    assert "one side" in impact_bounds(cohort_of([]), scale=SCALE).method
