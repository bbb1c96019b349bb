"""What a group picked for low scores gains by itself, and when that is too much of a gain to keep quiet."""

from __future__ import annotations

import numpy as np
import pytest

from halfterm.cycles.impact.finding import Finding, undefined
from halfterm.cycles.impact.reasons import reason
from halfterm.cycles.impact.regression_to_mean import (
    WARNING,
    drift_matters,
    expected_drift,
    expected_gap_drift,
    regression_warning,
)


def gap(value: float) -> Finding:
    return Finding("gap_baseline", value, None, None, None, 9, 21, "mean of target minus the others")


def test_a_group_below_all_pupils_drifts_up_by_the_unreliable_share_of_its_distance() -> None:
    # 9 pupils at 14.0 among 30 at 20.0, a fifth of the scatter chance: 0.2 x 6.
    found = expected_drift((9, 14.0), (30, 20.0))
    assert (found.value, found.n_target, found.n_comparison) == (pytest.approx(1.2), 9, 30)


def test_a_group_above_all_pupils_drifts_down() -> None:
    assert expected_drift((9, 26.0), (30, 20.0), reliability=0.7).value == pytest.approx(-1.8)


def test_with_reliable_scores_nothing_drifts() -> None:
    assert expected_drift((9, 14.0), (30, 20.0), reliability=1).value == 0


def test_a_gap_closes_by_the_unreliable_share_of_itself() -> None:
    assert expected_gap_drift(gap(-4.0), reliability=0.75).value == pytest.approx(1.0)


def test_pupils_picked_for_low_scores_and_tested_again_drift_as_expected() -> None:
    # True scores with variance 0.8 and chance with 0.2: a reliability of 0.8; the lowest fifth is picked.
    chance, pupils = np.random.default_rng(20121130), 200_000
    true = 100 + 15 * np.sqrt(0.8) * chance.standard_normal(pupils)
    first, second = (true + 15 * np.sqrt(0.2) * chance.standard_normal(pupils) for _ in range(2))
    picked = first <= np.quantile(first, 0.2)
    found = expected_drift((int(picked.sum()), float(first[picked].mean())), (pupils, float(first.mean())))
    assert found.value == pytest.approx(float((second - first)[picked].mean()), rel=0.02)
    difference = float(first[picked].mean() - first[~picked].mean())
    closed = float((second - first)[picked].mean() - (second - first)[~picked].mean())
    assert expected_gap_drift(gap(difference)).value == pytest.approx(closed, rel=0.02)


@pytest.mark.parametrize(
    ("found", "why"),
    [
        (expected_drift((0, 0.0), (30, 20.0)), "no pupil of the group has a baseline score"),
        (expected_drift((9, 14.0), (30, 20.0), reliability=1.2), "the reliability of scores lies between"),
        (expected_drift((9, 14.0), (30, 20.0), reliability=float("nan")), "the reliability of scores lies"),
        (expected_gap_drift(gap(-4.0), reliability=-0.1), "the reliability of scores lies between"),
        (expected_gap_drift(undefined("gap_baseline", "the plan names no comparison")), "the plan names no"),
    ],
)
def test_what_cannot_be_known_has_a_reason_in_place_of_a_number(found: Finding, why: str) -> None:
    assert found.value is None
    assert reason(found).startswith(why)


@pytest.mark.parametrize(
    ("gain", "drift", "matters"),
    [
        (4.0, 1.0, False),
        (4.0, 1.01, True),
        (-4.0, -1.01, True),
        (0.5, 1.2, True),
        (0.0, 1.2, False),
        (-1.0, 1.2, False),
        (4.0, -1.2, False),
        (4.0, 0.0, False),
    ],
)
def test_drift_matters_when_more_than_a_quarter_of_a_gain_in_its_direction(
    gain: float, drift: float, matters: bool
) -> None:
    assert drift_matters(gain, drift) is matters


def test_at_study_a_gain_that_is_largely_drift_gets_a_sentence_and_another_none() -> None:
    drift = expected_drift((9, 14.0), (30, 20.0))
    assert regression_warning(4.0, drift) == WARNING
    assert regression_warning(6.0, drift) == ""
    assert regression_warning(4.0, expected_drift((0, 0.0), (30, 20.0))) == ""
