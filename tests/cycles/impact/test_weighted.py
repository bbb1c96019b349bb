"""Weighted figures: R's lm with weights and its sandwich, or a reason."""

from __future__ import annotations

import pytest

from halfterm.cycles.impact.cohort import Cohort
from halfterm.cycles.impact.finding import Finding
from halfterm.cycles.impact.weighted import (
    weighted_ancova,
    weighted_findings,
    weighted_gap_change,
    weighted_impact,
)
from tests.cycles.impact.cohorts import REFERENCE, cohort_of, reference_cohort

PARTS = ("value", "lower", "upper", "p", "standard_error")


def assert_same(finding: Finding, said: dict[str, float], factor: float = 1.0) -> None:
    for part in PARTS:
        expected = said[part] * (1 if part == "p" else factor)
        assert getattr(finding, part) == pytest.approx(expected, rel=1e-6), (finding.statistic, part)


@pytest.mark.parametrize(("follow_up", "said"), [("f", "weighted"), ("f_few", "few"), ("f_none", "none")])
def test_the_difference_of_gains_and_the_relative_progress_are_rs(follow_up: str, said: str) -> None:
    cohort = reference_cohort(follow_up)
    assert_same(weighted_gap_change(cohort, comparison="others"), REFERENCE[said]["gain"])
    assert_same(weighted_ancova(cohort, comparison="others"), REFERENCE[said]["progress"])


def test_against_the_whole_class_it_is_the_shrunken_difference() -> None:
    made = weighted_gap_change(reference_cohort(), comparison="whole_class")
    kept = made.n_target, made.n_comparison
    assert_same(made, REFERENCE["weighted"]["gain"], factor=kept[1] / sum(kept))
    assert made.method.startswith("(1 - q) x")


def test_impact_is_robust_inside_schools_and_clustered_where_whole_schools_were_treated() -> None:
    inside = weighted_impact(reference_cohort())
    assert_same(inside, REFERENCE["treated_in_schools"]["progress"])
    assert "HC1" in inside.method
    whole = weighted_impact(reference_cohort(treated="treated"))
    assert_same(whole, REFERENCE["treated_by_school"]["progress"])
    assert "CR1" in whole.method


def test_nobody_missing_means_nothing_to_weigh() -> None:
    rows = [("target", 10.0 + i, 12.0 + i * i) for i in range(5)]
    rows += [("comparison", 11.0 + i, 14.0 + i) for i in range(5)]
    for finding in weighted_findings(cohort_of(rows), comparison="others", with_treated=False):  # type: ignore[arg-type]
        assert not finding.defined
        assert "nobody is missing: there is nothing to weigh" in finding.method
        assert (finding.n_target, finding.n_comparison) == (5, 5)


def test_a_missing_pupil_of_unknown_treatment_leaves_impact_unweighted() -> None:
    rows = [("target", 10.0 + i, 12.0 + i, "ash", bool(i % 2)) for i in range(8)]
    finding = weighted_impact(cohort_of([*rows, ("target", 9.0, None, "ash", None)]))  # type: ignore[list-item]
    assert "not known of every missing pupil" in finding.method


@pytest.mark.parametrize("comparison", ["national", "none"])
def test_without_pupils_to_compare_with_there_is_nothing_to_weigh_against(comparison: str) -> None:
    for made in (weighted_gap_change, weighted_ancova):
        assert not made(reference_cohort(), comparison=comparison).defined  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "cohort",
    [
        cohort_of([]),
        cohort_of([("target", 10.0, None)]),
        cohort_of([("target", 10.0, 12.0), ("comparison", 10.0, 12.0)]),
        cohort_of([("target", 10.0, None if i else 12.0) for i in range(7)]),
        cohort_of([("target", 10.0, None)] * 7 + [("comparison", 10.0, None)] * 7),
    ],
    ids=["nobody", "one, missing", "one each", "all of them target", "all missing"],
)
def test_small_and_empty_cohorts_have_reasons_not_numbers(cohort: Cohort) -> None:
    for finding in weighted_findings(cohort, comparison="others", with_treated=True):
        assert not finding.defined
        assert finding.method.startswith("not computed: ")


def test_where_gains_do_not_vary_there_is_a_value_without_an_interval() -> None:
    rows = [("target", float(b), None if b in (1, 4, 6) else b + 3.0) for b in range(12)]
    rows += [("comparison", float(b), None if b in (2, 5, 8) else b + 1.0) for b in range(12)]
    made = weighted_gap_change(cohort_of(rows), comparison="others")  # type: ignore[arg-type]
    assert made.value == pytest.approx(2)
    assert made.lower is None
    assert "no scatter" in made.method
