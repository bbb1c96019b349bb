"""Predictions taken together: do intervals hold as often as stated, do probabilities come true?"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binomtest

from halfterm.cycles.calibration import (
    PredictedInterval,
    PredictedProbability,
    event_calibration,
    interval_calibration,
    scores_by_unit,
)


def interval(
    found: float, *, coverage: float = 0.8, unit: str = "points", reach: float = 2.0
) -> PredictedInterval:
    """A prediction of 0, `reach` to each side."""
    return PredictedInterval(-reach, reach, coverage, found, -reach <= found <= reach, unit)


def events(*pairs: tuple[float, bool]) -> list[PredictedProbability]:
    return [PredictedProbability(*pair) for pair in pairs]


def test_nothing_predicted_is_nothing_to_say() -> None:
    assert interval_calibration([]) is None
    assert event_calibration([]) is None
    assert scores_by_unit([]) == ()


@pytest.mark.parametrize(
    ("held", "missed", "answer"),
    [
        (9, 0, "too few"),
        (8, 2, "no clear difference"),
        (2, 8, "held too seldom"),
        (30, 0, "held more often"),
        (16, 8, "no clear difference"),
    ],
)
def test_intervals_that_hold_are_set_beside_what_was_stated(held: int, missed: int, answer: str) -> None:
    made = interval_calibration([interval(0)] * held + [interval(5)] * missed)
    assert made is not None
    assert (made.n, made.held, made.answer) == (held + missed, held, answer)
    assert made.stated == pytest.approx(0.8)
    reference = binomtest(held, held + missed).proportion_ci(method="wilson")
    assert (made.lower, made.upper) == pytest.approx((reference.low, reference.high), abs=1e-12)


def test_stated_coverages_are_averaged() -> None:
    made = interval_calibration([interval(0, coverage=0.5), interval(0, coverage=0.9)])
    assert made is not None
    assert made.stated == pytest.approx(0.7)


def test_interval_scores_are_averaged_within_a_unit_only() -> None:
    """By hand: inside, the width 4; two points outside an 80 % interval, 4 + 2 / 0.2 * 2 = 24."""
    points, grades = scores_by_unit([interval(0), interval(4), interval(0, unit="grades", reach=0.5)])
    assert (points.unit, points.n, points.mean_score, points.mean_width) == (
        "points",
        2,
        pytest.approx(14),
        4,
    )
    assert (grades.unit, grades.n, grades.mean_score) == ("grades", 1, pytest.approx(1))


def test_brier_and_its_reliability_and_resolution_agree_with_murphys_parts() -> None:
    """With one probability a bin, Brier = reliability - resolution + uncertainty (Murphy 1973)."""
    pairs = [(0.1, False)] * 7 + [(0.1, True)] + [(0.6, True)] * 5 + [(0.6, False)] * 4 + [(0.9, True)] * 6
    made = event_calibration(events(*pairs))
    assert made is not None
    forecast, outcome = np.array(pairs, dtype=float).T
    rate = outcome.mean()
    reliability = sum(b.n * (b.mean_probability - b.share) ** 2 for b in made.bins) / made.n
    resolution = sum(b.n * (b.share - rate) ** 2 for b in made.bins) / made.n
    assert made.brier == pytest.approx(float(((forecast - outcome) ** 2).mean()))
    assert made.brier == pytest.approx(reliability - resolution + made.base_rate_brier)
    assert made.base_rate_brier == pytest.approx(float(((rate - outcome) ** 2).mean()))


def test_a_probability_on_a_bound_is_in_the_higher_bin_and_one_in_the_last() -> None:
    made = event_calibration(events((0.0, False), (0.2, True), (0.5, True), (0.8, True), (1.0, True)))
    assert made is not None
    assert [(b.lower, b.n) for b in made.bins] == [(0.0, 1), (0.2, 1), (0.4, 1), (0.8, 2)]
    assert not made.enough
