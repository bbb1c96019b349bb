"""What these pupils can show: against R, against printed tables, against simulation, and at the limits."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import stdtrit

from halfterm.cycles.impact.detectable import (
    NO_MIXED_SCHOOL,
    NOBODY,
    TOO_FEW_CLUSTERS,
    TOO_FEW_GAINS,
    TOO_FEW_PUPILS,
    detectable_between_clusters,
    detectable_between_pupils,
    detectable_gap_change,
    detectable_within_schools,
    in_points,
    multiplier,
)
from halfterm.cycles.impact.finding import Finding
from halfterm.cycles.impact.reasons import NO_SCATTER, reason

REFERENCE = Path(__file__).parent / "references/plan_look.json"


@pytest.fixture(scope="module")
def said() -> dict[str, Any]:
    """What R says: references/plan_look.R wrote references/plan_look.json."""
    found: dict[str, Any] = json.loads(REFERENCE.read_text(encoding="utf-8"))
    return found


def test_the_multiplier_is_rs_noncentral_t_at_every_size(said: dict[str, Any]) -> None:
    held = said["multipliers"]
    assert [multiplier(df) for df in held["degrees"]] == pytest.approx(held["values"], rel=1e-8)


def test_with_many_pupils_it_is_the_printed_2_80() -> None:
    # Bloom (1995): 1.96 + 0.84.
    assert multiplier(1e9) == pytest.approx(1.959964 + 0.841621, abs=1e-5)
    assert round(multiplier(1e4), 2) == 2.80


@pytest.mark.parametrize(("effect", "pupils"), [(0.2, 393), (0.5, 64), (0.8, 26)])
def test_it_asks_for_the_pupils_of_cohens_printed_table(effect: float, pupils: int) -> None:
    # Cohen (1988), table 2.4.1: pupils a group for power .80 at two-sided .05.
    def detectable(n: int) -> float:
        return float(multiplier(2 * n - 2) * (2 / n) ** 0.5)

    assert detectable(pupils) <= effect + 0.0005
    assert detectable(pupils - 1) > effect


@given(st.integers(13, 5_000))
def test_from_13_degrees_of_freedom_the_sum_of_two_quantiles_agrees_to_a_thousandth(degrees: int) -> None:
    quantiles = float(stdtrit(degrees, 0.975) + stdtrit(degrees, 0.8))
    assert multiplier(degrees) == pytest.approx(quantiles, abs=1e-3)


def test_below_it_does_not() -> None:
    assert abs(float(stdtrit(12, 0.975) + stdtrit(12, 0.8)) - multiplier(12)) > 1e-3


def test_pupils_one_by_one_are_rs(said: dict[str, Any]) -> None:
    held = said["between_pupils"]
    assert detectable_between_pupils((9, 21)).value == pytest.approx(held["nine_and_21"], rel=1e-8)
    unadjusted = detectable_between_pupils((9, 21), correlation=0)
    assert unadjusted.value == pytest.approx(held["without_baseline"], rel=1e-8)
    fewest = detectable_between_pupils((1, 3), correlation=0.5)
    assert fewest.value == pytest.approx(held["one_and_three"], rel=1e-8)


def test_pupils_within_schools_are_rs_least_squares_with_a_constant_a_school(said: dict[str, Any]) -> None:
    held = said["within_schools"]
    uneven = detectable_within_schools([(4, 11), (9, 6), (2, 20)])
    assert uneven.value == pytest.approx(held["uneven"], rel=1e-8)
    assert (uneven.n_target, uneven.n_comparison) == (15, 37)
    assert "within 3 schools" in uneven.method


def test_one_school_without_school_variance_is_pupils_one_by_one() -> None:
    within = detectable_within_schools([(9, 21)], icc=0)
    assert within.value == pytest.approx(detectable_between_pupils((9, 21)).value)


def test_a_school_with_one_side_only_adds_nothing() -> None:
    alone = detectable_within_schools([(4, 11), (9, 6), (30, 0), (0, 30)])
    assert alone == detectable_within_schools([(4, 11), (9, 6)])


def test_whole_clusters_are_rs_whatever_their_sizes(said: dict[str, Any]) -> None:
    held = said["between_clusters"]
    even = detectable_between_clusters(([25] * 4, [25] * 4))
    assert even.value == pytest.approx(held["even"], rel=1e-8)
    uneven = detectable_between_clusters(([10, 30, 22], [5, 28, 41, 17]), correlation=0.6, icc=0.2)
    assert uneven.value == pytest.approx(held["uneven"], rel=1e-8)
    assert (uneven.n_target, uneven.n_comparison) == (62, 91)


def test_equal_clusters_pay_the_design_effect_and_lose_degrees_of_freedom() -> None:
    # 8 clusters of 25: 1 + 24 x .15 = 4.6, M with 6 degrees of freedom.
    expected = multiplier(6) * (0.51 * 4.6 * 2 / 100) ** 0.5
    assert detectable_between_clusters(([25] * 4, [25] * 4)).value == pytest.approx(expected)


def test_few_clusters_a_side_are_said_to_be_too_few() -> None:
    assert "fewer than 5 a side are too few" in detectable_between_clusters(([25] * 4, [25] * 9)).method
    assert "too few" not in detectable_between_clusters(([25] * 5, [25] * 5)).method


def test_the_change_of_a_gap_is_rs_contrast_of_four_means(said: dict[str, Any]) -> None:
    found = detectable_gap_change((9, 21), spread=6)
    assert found.value == pytest.approx(said["gap_change"]["nine_and_21"], rel=1e-8)
    assert found.statistic == "detectable_gap_change"


def test_part_of_a_whole_class_moves_the_gap_by_the_others_share_only() -> None:
    whole = detectable_gap_change((9, 21), spread=6)
    assert whole.value is not None
    assert detectable_gap_change((9, 21), spread=6, share=0.7).value == pytest.approx(0.7 * whole.value)


def test_against_a_benchmark_there_is_one_group() -> None:
    found = detectable_gap_change((16,), spread=4)
    # SD of gains 4 sqrt(.6), over sqrt(16); 15 degrees of freedom.
    assert found.value == pytest.approx(multiplier(15) * 0.6**0.5)
    assert found.one_sided


def test_in_points_it_is_multiplied_by_the_scatter_of_the_scores() -> None:
    found = in_points(detectable_between_pupils((9, 21)), 6.0)
    assert (found.value, found.statistic) == (
        pytest.approx(0.826906 * 6, rel=1e-5),
        "detectable_effect_points",
    )


NO_CORRELATION = "the correlation of baseline and follow-up lies between -1 and 1, both left out"
NO_ICC = "the ICC is 0 or more and below 1"


@pytest.mark.parametrize(
    ("found", "why"),
    [
        (detectable_between_pupils((0, 21)), NOBODY),
        (detectable_between_pupils((1, 2)), TOO_FEW_PUPILS),
        (detectable_between_pupils((9, 21), correlation=1), NO_CORRELATION),
        (detectable_between_pupils((9, 21), correlation=float("nan")), NO_CORRELATION),
        (detectable_within_schools([(9, 0), (0, 21)]), NO_MIXED_SCHOOL),
        (detectable_within_schools([]), NO_MIXED_SCHOOL),
        (detectable_within_schools([(1, 1), (1, 1)]), TOO_FEW_PUPILS),
        (detectable_within_schools([(9, 21)], icc=1), NO_ICC),
        (detectable_between_clusters(([30], [30])), TOO_FEW_CLUSTERS),
        (detectable_between_clusters(([30, 30], [])), NOBODY),
        (detectable_between_clusters(([30, 30], [0])), NOBODY),
        (detectable_between_clusters(([30, 30], [30]), icc=-0.1), NO_ICC),
        (detectable_gap_change((1, 1), spread=6), TOO_FEW_GAINS),
        (detectable_gap_change((1,), spread=6), TOO_FEW_GAINS),
        (detectable_gap_change((9, 21), spread=0), NO_SCATTER),
        (detectable_gap_change((9, 21), spread=6, correlation=1), NO_CORRELATION),
        (in_points(detectable_between_pupils((1, 2)), 6.0), TOO_FEW_PUPILS),
        (in_points(detectable_between_pupils((9, 21)), 0.0), NO_SCATTER),
    ],
)
def test_what_cannot_be_known_has_a_reason_in_place_of_a_number(found: Finding, why: str) -> None:
    assert found.value is None
    assert reason(found) == why


def test_a_multiplier_needs_a_degree_of_freedom() -> None:
    with pytest.raises(ValueError, match="at least one degree of freedom"):
        multiplier(0)


def test_a_difference_of_this_size_is_found_four_times_in_five() -> None:
    chance, draws, n, others = np.random.default_rng(20121130), 6_000, 9, 21
    effect = detectable_between_pupils((n, others)).value
    assert effect is not None
    group = np.repeat([1.0, 0.0], [n, others])
    baseline = chance.standard_normal((draws, n + others))
    follow_up = 0.7 * baseline + 0.51**0.5 * chance.standard_normal((draws, n + others)) + effect * group
    assert np.mean(_rejected(baseline, follow_up, group)) == pytest.approx(0.8, abs=0.025)


def _rejected(baseline: Any, follow_up: Any, group: Any) -> Any:
    """Whether the group's coefficient in follow-up ~ baseline + group is significant, in each draw."""
    rejected = []
    for before, after in zip(baseline, follow_up, strict=True):
        design = np.column_stack([np.ones_like(group), before, group])
        inverse = np.linalg.inv(design.T @ design)
        slopes = inverse @ (design.T @ after)
        degrees = len(group) - 3
        variance = ((after - design @ slopes) ** 2).sum() / degrees
        rejected.append(abs(slopes[2]) > stdtrit(degrees, 0.975) * (variance * inverse[2, 2]) ** 0.5)
    return rejected
