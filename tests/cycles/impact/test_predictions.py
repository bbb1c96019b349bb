"""Predictions scored against findings."""

from __future__ import annotations

from typing import Literal

import pytest

from halfterm.cycles.errors import BadInput
from halfterm.cycles.impact.finding import Finding, undefined
from halfterm.cycles.impact.predictions import (
    PredictedEvent,
    PredictedValue,
    calibration,
    interval_score,
    score_event,
    score_value,
)


def found(value: float) -> Finding:
    return Finding("gap_followup", value, None, None, None, 10, 20, "mean difference")


@pytest.mark.parametrize(
    ("value", "inside", "right_direction", "absolute_error", "score"),
    [
        # Predicted from a gap of -2.2: -1.5 within -2.0 to -1.0, sure to 80 %.
        (-1.1, True, True, 0.4, 1.0),
        (-2.0, True, True, 0.5, 1.0),
        (-2.7, False, False, 1.2, 1.0 + 2 / 0.2 * 0.7),
        (-0.5, False, True, 1.0, 1.0 + 2 / 0.2 * 0.5),
        (-2.2, False, False, 0.7, 1.0 + 2 / 0.2 * 0.2),
    ],
)
def test_a_value_is_scored_by_interval_direction_and_distance(
    value: float, inside: bool, right_direction: bool, absolute_error: float, score: float
) -> None:
    scored = score_value(PredictedValue(-1.5, -2.0, -1.0, 0.8), found(value), baseline=-2.2)
    assert (scored.inside, scored.right_direction) == (inside, right_direction)
    assert (scored.absolute_error, scored.interval_score) == pytest.approx((absolute_error, score))


@pytest.mark.parametrize(
    ("lower", "upper", "value", "coverage", "score"),
    [(0, 4, 2, 0.9, 4), (0, 4, 5, 0.9, 4 + 20), (0, 4, -1, 0.5, 4 + 4), (2, 2, 2, 0.5, 0)],
)
def test_the_interval_score_is_width_plus_penalty(
    lower: float, upper: float, value: float, coverage: float, score: float
) -> None:
    assert interval_score(lower, upper, found=value, coverage=coverage) == pytest.approx(score)


@pytest.mark.parametrize(
    ("value", "side", "happened", "brier"),
    [
        (0.4, "above", True, 0.09),
        (-0.4, "above", False, 0.49),
        (0.0, "above", False, 0.49),
        (-0.4, "below", True, 0.09),
        (0.0, "below", False, 0.49),
    ],
)
def test_an_event_is_scored_by_brier(
    value: float, side: Literal["above", "below"], happened: bool, brier: float
) -> None:
    scored = score_event(PredictedEvent(0.7, side, 0.0), found(value))
    assert scored.happened is happened
    assert scored.brier == pytest.approx(brier)


def test_what_was_not_found_cannot_be_scored_and_says_why() -> None:
    missing = undefined("gap_followup", "no comparison pupil has both scores")
    value = score_value(PredictedValue(1, 0, 2, 0.8), missing)
    event = score_event(PredictedEvent(0.5, "above", 0), missing)
    assert (value.inside, value.right_direction, value.absolute_error, value.interval_score) == (None,) * 4
    assert (event.happened, event.brier) == (None, None)
    assert value.why_not == event.why_not == "not computed: no comparison pupil has both scores"


def test_calibration_takes_scored_predictions_together() -> None:
    sure = PredictedValue(0.0, -1.0, 1.0, 0.8)
    missing = undefined("did", "the plan names no comparison")
    scores = [score_value(sure, found(value)) for value in (0.5, -0.2, 0.9, 3.0)]
    events = [score_event(PredictedEvent(0.9, "above", 0), found(value)) for value in (1.0, -1.0)]
    together = calibration(
        [*scores, *events, score_value(sure, missing), score_event(PredictedEvent(1, "above", 0), missing)]
    )
    assert (together.n, together.n_values, together.n_events) == (6, 4, 2)
    assert together.share_inside == pytest.approx(0.75)
    assert together.mean_coverage == pytest.approx(0.8)
    assert together.mean_brier == pytest.approx((0.01 + 0.81) / 2)


def test_nothing_scored_is_no_calibration() -> None:
    together = calibration([])
    assert (together.n, together.share_inside, together.mean_coverage, together.mean_brier) == (
        0,
        None,
        None,
        None,
    )


@pytest.mark.parametrize(
    "numbers", [(3, 0, 2, 0.8), (1, 2, 0, 0.8), (1, 0, 2, 0.0), (1, 0, 2, 1.0), (float("nan"), 0, 2, 0.5)]
)
def test_a_prediction_that_contradicts_itself_is_refused(numbers: tuple[float, float, float, float]) -> None:
    with pytest.raises(BadInput):
        PredictedValue(*numbers)


@pytest.mark.parametrize("probability", [-0.1, 1.1, float("nan")])
def test_a_probability_lies_between_nought_and_one(probability: float) -> None:
    with pytest.raises(BadInput, match="between 0 and 1"):
        PredictedEvent(probability, "above", 0)
