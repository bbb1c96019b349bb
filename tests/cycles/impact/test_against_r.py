"""Every number of a study against R on Project STAR, to six significant digits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from halfterm.cycles.impact.finding import Finding
from halfterm.cycles.impact.moments import PanelSummary, Shift
from halfterm.cycles.impact.multilevel import fit_random_intercept
from halfterm.cycles.impact.regression import panel_sums
from halfterm.cycles.impact.relative_progress import multilevel_effect_size
from halfterm.cycles.impact.sides import Benchmark
from halfterm.cycles.impact.study import study_panel

Summarise = Callable[..., PanelSummary]
Reference = dict[str, Any]

# The optimiser of lme4 leaves the variances a digit less sure than the coefficients.
TOLERANCE = {"icc": 1e-5, "variance_school": 1e-5, "variance_residual": 1e-5}
PARTS = ("value", "lower", "upper", "p", "standard_error")


def by_name(findings: tuple[Finding, ...]) -> dict[str, Finding]:
    return {finding.statistic: finding for finding in findings}


def assert_same(finding: Finding, said: Reference) -> None:
    for part in PARTS:
        if said[part] is not None:
            tolerance = TOLERANCE.get(finding.statistic, 1e-6)
            if part == "p" and said[part] < 1e-10:
                # The last digit of z is worth z squared times as much in p.
                tolerance = 1e-5
            same = pytest.approx(said[part], rel=tolerance, abs=1e-300)
            assert getattr(finding, part) == same, (finding.statistic, part)


def test_the_panel_has_the_pupils_r_counted(star: PanelSummary, reference: Reference) -> None:
    counts = (star.total(target=True).n, star.total(target=False).n, star.unclassified.n)
    assert counts == (1768, 2231, 12) == tuple(reference["counts"].values())


def test_every_statistic_of_target_and_others_is_rs(star: PanelSummary, reference: Reference) -> None:
    found = by_name(study_panel(star, with_treated=True))
    for name, said in reference["study"].items():
        assert_same(found[name], said)


def test_every_statistic_of_ten_schools_is_rs(
    star_rows: list[Any], summary_from_rows: Summarise, reference: Reference
) -> None:
    rows = [row for row in star_rows if int(row[0]) <= 10]
    found = by_name(
        study_panel(summary_from_rows(rows, threshold=500, shift=Shift(440, 525)), with_treated=True)
    )
    for name, said in reference["ten_schools"].items():
        assert_same(found[name], said)


def test_a_bad_shift_costs_no_digit_that_is_shown(
    star_rows: list[Any], summary_from_rows: Summarise, reference: Reference
) -> None:
    found = by_name(study_panel(summary_from_rows(star_rows, threshold=500), with_treated=True))
    for name, said in reference["study"].items():
        assert_same(found[name], said)


def test_against_the_whole_class_it_is_the_shrunken_interval_of_target_v_the_rest(
    star: PanelSummary, reference: Reference
) -> None:
    found = by_name(study_panel(star, comparison="whole_class", with_treated=False))
    said = dict(reference["whole_class"])
    direct = said.pop("direct")
    for name, numbers in said.items():
        assert_same(found[name], numbers)
    values = [found[name].value for name in ("gap_baseline", "gap_followup", "gap_change")]
    assert values == pytest.approx(direct, rel=1e-9)
    assert found["gap_baseline"].n_comparison == 1768 + 2231 + 12


def test_with_a_whole_class_the_models_compare_with_the_classified_others_and_say_so(
    star: PanelSummary,
) -> None:
    whole = by_name(study_panel(star, comparison="whole_class", with_treated=True))
    others = by_name(study_panel(star, comparison="others", with_treated=True))
    for name in (
        "hedges_g",
        "effect_size_adjusted",
        "ancova",
        "multilevel",
        "icc",
        "cliffs_delta",
        "gap_index",
    ):
        assert replace(whole[name], method="") == replace(others[name], method="")
        assert "classified others, not with the whole class" in whole[name].method


def test_against_a_benchmark_it_is_a_one_sample_t_test(star: PanelSummary, reference: Reference) -> None:
    benchmark = Benchmark(baseline=440, follow_up=530, name="the state", dated="1986")
    found = by_name(study_panel(star, comparison="national", with_treated=False, benchmark=benchmark))
    for name, said in reference["national"].items():
        assert_same(found[name], said)
    assert found["gain_comparison"].value == 90
    assert "the state (1986)" in found["gap_change"].method


def test_whole_schools_treated_get_the_cluster_robust_interval_of_sandwich(
    star_rows: list[Any], summary_from_rows: Summarise, reference: Reference
) -> None:
    rows = [(*row[:4], int(row[0]) % 2 == 0) for row in star_rows]
    found = by_name(study_panel(summary_from_rows(rows, shift=Shift(440, 525)), with_treated=True))
    for name, said in reference["by_school"].items():
        assert_same(found[name], said)
    assert "cluster-robust" in found["impact"].method
    assert "too few" not in found["impact"].method


def test_the_multilevel_fit_has_lme4s_deviance_slope_and_empty_model(
    star: PanelSummary, reference: Reference
) -> None:
    sums = panel_sums(star)
    fit, empty = fit_random_intercept(sums), fit_random_intercept(sums.columns(0))
    said = reference["fits"]
    assert fit.restricted_deviance == pytest.approx(said["restricted_deviance"], rel=1e-9)
    assert fit.coefficients[1] == pytest.approx(said["baseline_coefficient"], rel=1e-6)
    assert empty.variance_school == pytest.approx(said["empty_variance_school"], rel=1e-5)
    assert empty.variance_residual == pytest.approx(said["empty_variance_residual"], rel=1e-5)


def test_the_multilevel_effect_size_divides_by_the_empty_models_scatter(
    star: PanelSummary, reference: Reference
) -> None:
    sums = panel_sums(star)
    fit, empty = fit_random_intercept(sums), fit_random_intercept(sums.columns(0))
    between, within = (reference["fits"][f"empty_variance_{part}"] for part in ("school", "residual"))
    coefficient = reference["study"]["multilevel"]["value"]
    total = multilevel_effect_size(fit, empty)
    inside = multilevel_effect_size(fit, empty, of="within")
    assert total.value == pytest.approx(coefficient / (between + within) ** 0.5, rel=1e-5)
    assert inside.value == pytest.approx(coefficient / within**0.5, rel=1e-5)
    assert "total SD" in total.method
    assert "within-school SD" in inside.method


def test_without_school_variance_the_fit_rests_on_the_boundary_and_says_so(
    star_rows: list[Any], summary_from_rows: Summarise, reference: Reference
) -> None:
    in_order = sorted(star_rows, key=lambda row: row[3])
    dealt = [(str((place + 1) % 80), *row[1:]) for place, row in enumerate(in_order)]
    found = by_name(study_panel(summary_from_rows(dealt, shift=Shift(440, 525)), with_treated=False))
    said = reference["fits"]
    assert said["boundary_theta"] == 0
    assert_same(found["multilevel"], said["boundary_target"])
    assert found["variance_school"].value == 0
    assert found["icc"].value == 0
    assert found["variance_residual"].value == pytest.approx(said["boundary_residual"], rel=1e-6)
    assert "the school variance is 0, its lower bound" in found["multilevel"].method


@pytest.mark.parametrize(
    ("name", "target", "others"),
    [
        ("small", [12, 17, 21, 30.5, 44], [3, 14, 16, 19, 20, 26, 33]),
        ("tied", [1, 2, 2, 3, 3, 3], [2, 3, 4, 4, 5]),
    ],
)
def test_effect_sizes_of_a_few_pupils_are_rs(
    name: str, target: list[float], others: list[float], summary_from_rows: Summarise, reference: Reference
) -> None:
    rows = [("a", True, 0, score) for score in target] + [("a", False, 0, score) for score in others]
    found = by_name(study_panel(summary_from_rows(rows), with_treated=False))
    assert_same(found["hedges_g"], reference[name]["hedges_g"])
    assert_same(found["cliffs_delta"], reference[name]["cliffs_delta"])
    assert ("exact Mann-Whitney" in found["cliffs_delta"].method) is (name == "small")


def test_the_two_forms_of_hedges_correction_differ_by_less_than_is_shown(
    star: PanelSummary, reference: Reference
) -> None:
    found = by_name(study_panel(star, with_treated=False))["hedges_g"]
    assert found.value == pytest.approx(reference["gamma_form"], abs=1e-6)
