"""Predictions against findings: how near, how sure, and how well calibrated over time."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from halfterm.cycles.errors import BadInput
from halfterm.cycles.impact.finding import Finding


@dataclass(frozen=True, slots=True)
class PredictedValue:
    """A number with an interval, in the finding's unit; `coverage` is how sure it is to hold, e.g. 0.8.

    Raises `BadInput` unless lower <= value <= upper and 0 < coverage < 1.
    """

    value: float
    lower: float
    upper: float
    coverage: float

    def __post_init__(self) -> None:
        if not self.lower <= self.value <= self.upper:
            raise BadInput("a predicted value lies inside its interval")
        if not 0 < self.coverage < 1:
            raise BadInput("the coverage of a prediction lies between 0 and 1")


@dataclass(frozen=True, slots=True)
class PredictedEvent:
    """The probability that the finding's value lies strictly above (or below) a bound.

    Raises `BadInput` unless 0 <= probability <= 1.
    """

    probability: float
    side: Literal["above", "below"]
    bound: float

    def __post_init__(self) -> None:
        if not 0 <= self.probability <= 1:
            raise BadInput("a probability lies between 0 and 1")


@dataclass(frozen=True, slots=True)
class ValueScore:
    """A predicted value beside what was found; every part is None when nothing was found, with the reason.

    `absolute_error` and `interval_score` are in the finding's unit, lower is better. `right_direction`
    compares the signs of predicted and found change; no change is a direction of its own.
    """

    coverage: float
    inside: bool | None
    right_direction: bool | None
    absolute_error: float | None
    interval_score: float | None
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class EventScore:
    """A predicted event beside what was found; Brier score 0 (best) to 1."""

    happened: bool | None
    brier: float | None
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Scores taken together. None where no scored prediction is of that kind.

    `share_inside` should come to `mean_coverage` over time; `n` counts the scored predictions only.
    """

    n: int
    n_values: int
    n_events: int
    share_inside: float | None
    mean_coverage: float | None
    mean_brier: float | None


def interval_score(lower: float, upper: float, *, found: float, coverage: float) -> float:
    """Width plus 2 / (1 - coverage) times the distance outside.

    Gneiting and Raftery (2007), Journal of the American Statistical Association 102, equation 43.

    >>> interval_score(1.0, 3.0, found=2.0, coverage=0.8), interval_score(1.0, 3.0, found=3.5, coverage=0.5)
    (2.0, 4.0)
    """
    outside = max(lower - found, found - upper, 0.0)
    return upper - lower + 2 / (1 - coverage) * outside


def score_value(prediction: PredictedValue, finding: Finding, *, baseline: float = 0.0) -> ValueScore:
    """Score a predicted value. `baseline` is where the statistic stood before; 0 for changes and effects."""
    if finding.value is None:
        return ValueScore(prediction.coverage, None, None, None, None, finding.method)
    found = finding.value
    return ValueScore(
        coverage=prediction.coverage,
        inside=prediction.lower <= found <= prediction.upper,
        right_direction=_sign(prediction.value - baseline) == _sign(found - baseline),
        absolute_error=abs(prediction.value - found),
        interval_score=interval_score(
            prediction.lower, prediction.upper, found=found, coverage=prediction.coverage
        ),
    )


def _sign(number: float) -> int:
    return 0 if number == 0 else int(math.copysign(1, number))


def score_event(prediction: PredictedEvent, finding: Finding) -> EventScore:
    """Score the probability of an event: (probability - happened) squared (Brier 1950)."""
    if finding.value is None:
        return EventScore(None, None, finding.method)
    beyond = finding.value - prediction.bound
    happened = beyond > 0 if prediction.side == "above" else beyond < 0
    return EventScore(happened, (prediction.probability - happened) ** 2)


def calibration(scores: Iterable[ValueScore | EventScore]) -> Calibration:
    """What scored predictions of one school or one NLE say together; those without a finding are left out."""
    made = list(scores)
    values = [score for score in made if isinstance(score, ValueScore) and score.inside is not None]
    briers = [score.brier for score in made if isinstance(score, EventScore) and score.brier is not None]
    return Calibration(
        n=len(values) + len(briers),
        n_values=len(values),
        n_events=len(briers),
        share_inside=_mean([float(score.inside or False) for score in values]),
        mean_coverage=_mean([score.coverage for score in values]),
        mean_brier=_mean(briers),
    )


def _mean(numbers: list[float]) -> float | None:
    return math.fsum(numbers) / len(numbers) if numbers else None
