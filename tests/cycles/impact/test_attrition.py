"""Attrition: R's intervals, every group, and who is missing described by the baseline."""

from __future__ import annotations

from statistics import fmean, stdev

import pytest

from halfterm.cycles.impact.attrition import attrition, lost_and_kept
from halfterm.cycles.impact.cohort import Cohort, Loss
from halfterm.cycles.impact.finding import Finding
from tests.cycles.impact.cohorts import REFERENCE, cohort_of, reference_cohort

SMALL = cohort_of(
    [
        *(("target", 10, 12), ("target", 10, None), ("target", 14, None)),
        *(("comparison", 20, 22), ("comparison", 18, 19), ("unclassified", 15, None)),
    ]
)


def by_name(cohort: Cohort, *, comparison: str = "others", with_treated: bool = False) -> dict[str, Finding]:
    found = attrition(cohort, comparison=comparison, with_treated=with_treated)  # type: ignore[arg-type]
    return {finding.statistic: finding for finding in found}


@pytest.mark.parametrize(
    ("statistic", "said"),
    [
        ("attrition", "all"),
        ("attrition_target", "target"),
        ("attrition_comparison", "comparison"),
        ("attrition_differential", "differential"),
        ("attrition_differential_treated", "by_treatment"),
    ],
)
def test_the_shares_lost_and_their_difference_are_rs(statistic: str, said: str) -> None:
    finding = by_name(reference_cohort(), with_treated=True)[statistic]
    reference = REFERENCE["attrition"][said]
    for part in ("value", "lower", "upper", "p"):
        if reference[part] is not None:
            assert getattr(finding, part) == pytest.approx(reference[part], rel=1e-6, abs=1e-9), part


def test_the_counts_are_those_of_pupils_with_a_baseline_score() -> None:
    counts = REFERENCE["counts"]
    cohort = reference_cohort()
    assert Loss.of(cohort.target) == Loss(counts["target"], counts["lost_target"])
    assert Loss.of(cohort.others) == Loss(240 - counts["target"], counts["lost_comparison"])
    assert cohort.at(["a", "b"]).target != ()
    assert Loss.of(cohort.at(["a", "b"]).cells).pupils == 80
    assert Loss.of((cohort.at(["a"]) + cohort.at(["b"])).cells) == Loss.of(cohort.at(["a", "b"]).cells)


def test_pupils_of_unknown_group_count_in_a_whole_class_only() -> None:
    assert by_name(SMALL)["attrition_comparison"].value == 0
    whole = by_name(SMALL, comparison="whole_class")
    assert whole["attrition_comparison"].value == pytest.approx(100 / 3)
    assert whole["attrition"].value == pytest.approx(50)
    assert whole["attrition"].n_target + whole["attrition"].n_comparison == 6


@pytest.mark.parametrize("comparison", ["national", "none"])
def test_without_comparison_pupils_only_the_target_groups_loss_is_known(comparison: str) -> None:
    found = by_name(SMALL, comparison=comparison)
    assert found["attrition"].value == found["attrition_target"].value == pytest.approx(200 / 3)
    assert not found["attrition_comparison"].defined
    assert not found["attrition_differential"].defined


def test_nobody_and_everybody_lost_have_intervals_that_stop_at_the_edge() -> None:
    nobody = by_name(cohort_of([("target", 1, 2)] * 9 + [("comparison", 1, 2)] * 7))
    assert (nobody["attrition"].value, nobody["attrition"].lower) == (0, 0)
    assert nobody["attrition_differential"].value == 0
    everybody = by_name(cohort_of([("target", 1, None)] * 9 + [("comparison", 1, 2)] * 7))
    assert (everybody["attrition_target"].value, everybody["attrition_target"].upper) == (100, 100)
    assert everybody["attrition_differential"].value == 100


def test_an_empty_cohort_has_reasons() -> None:
    found = by_name(cohort_of([]), with_treated=True)
    assert not any(finding.defined for finding in found.values())
    assert "no pupil of the target group has a baseline score" in found["attrition"].method


def test_losses_by_treatment_are_not_told_while_a_missing_pupils_treatment_is_unknown() -> None:
    rows = [("target", 1, 2, "ash", True), ("target", 1, None, "ash", False), ("target", 1, 3, "ash", None)]
    known = by_name(cohort_of(rows), with_treated=True)  # type: ignore[arg-type]
    assert (known["attrition_treated"].value, known["attrition_untreated"].value) == (0, 100)
    unknown = by_name(cohort_of([*rows, ("target", 1, None, "ash", None)]), with_treated=True)  # type: ignore[list-item]
    assert "not known of every missing pupil" in unknown["attrition_treated"].method


@pytest.mark.parametrize("who", ["all", "target"])
def test_who_is_missing_is_described_as_r_describes_them(who: str) -> None:
    cohort = reference_cohort()
    made, said = lost_and_kept(cohort.cells if who == "all" else cohort.target), REFERENCE["described"][who]
    for part in ("lost_mean", "lost_sd", "kept_mean", "kept_sd"):
        assert getattr(made, part) == pytest.approx(said[part], rel=1e-9)
    assert made.difference.value == pytest.approx(said["g"], rel=1e-6)
    assert made.difference.statistic == "lost_baseline"


def test_a_description_of_few_says_what_there_is() -> None:
    made = lost_and_kept(SMALL.target)
    assert (made.lost_mean, made.kept_mean, made.kept_sd) == (12, 10, None)
    assert made.lost_sd == pytest.approx(stdev([10, 14]))
    assert made.lost_mean == fmean([10, 14])
    assert not made.difference.defined
    assert lost_and_kept(SMALL.others).lost_mean is None
