"""How well predictions are calibrated: intervals that held, interval scores, Brier scores and their bins.

An interval stated to hold 80 times in 100 should hold about so often; an event predicted with 60 % should
come about six times in ten. Reliability by bins as in Murphy and Winkler (1977), Applied Statistics 26:
41-47; interval score by Gneiting and Raftery (2007), Journal of the American Statistical Association 102,
equation 43.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from halfterm.cycles.impact.predictions import interval_score
from halfterm.cycles.impact.threshold import wilson

FEWEST: Final = 10
"""With fewer scored predictions nothing is said of calibration: chance would explain almost any share."""

BINS: Final = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
"""Bounds of the reliability bins; a probability on a bound belongs to the higher bin, 1 to the last."""

Answer = Literal["too few", "no clear difference", "held too seldom", "held more often"]


@dataclass(frozen=True, slots=True)
class PredictedInterval:
    """A prediction with an interval beside what was found, in `unit`; `coverage` is stated, 0 to 1."""

    lower: float
    upper: float
    coverage: float
    found: float
    inside: bool
    unit: str

    @property
    def score(self) -> float:
        """Its interval score, in its unit; lower is better."""
        return interval_score(self.lower, self.upper, found=self.found, coverage=self.coverage)


@dataclass(frozen=True, slots=True)
class PredictedProbability:
    """The probability of an event, 0 to 1, and whether it came about."""

    probability: float
    happened: bool


@dataclass(frozen=True, slots=True)
class IntervalCalibration:
    """Intervals taken together: how many held, that share with Wilson's 95 % interval, the mean stated one.

    All shares are 0 to 1.
    """

    n: int
    held: int
    share: float
    lower: float
    upper: float
    stated: float

    @property
    def answer(self) -> Answer:
        """Whether they held as often as stated, as far as their number can tell."""
        if self.n < FEWEST:
            return "too few"
        if self.upper < self.stated:
            return "held too seldom"
        return "held more often" if self.lower > self.stated else "no clear difference"


@dataclass(frozen=True, slots=True)
class UnitScore:
    """The mean interval score and mean width of `n` intervals of one unit; lower is better."""

    unit: str
    n: int
    mean_score: float
    mean_width: float


@dataclass(frozen=True, slots=True)
class Bin:
    """Events predicted with a probability in [lower, upper), 1 in the last bin: what came about.

    `share` has Wilson's 95 % interval.
    """

    lower: float
    upper: float
    n: int
    happened: int
    mean_probability: float
    share: float
    share_lower: float
    share_upper: float


@dataclass(frozen=True, slots=True)
class EventCalibration:
    """Events taken together: mean Brier score (0 best), and that of always saying the share that came about.

    The second is known only afterwards; predictions that beat it told the events apart.
    """

    n: int
    happened: int
    brier: float
    base_rate_brier: float
    bins: tuple[Bin, ...]

    @property
    def enough(self) -> bool:
        """Whether there are enough to say anything."""
        return self.n >= FEWEST


def interval_calibration(predictions: Sequence[PredictedInterval]) -> IntervalCalibration | None:
    """How many intervals held, beside how many should have; None without any."""
    if not predictions:
        return None
    n, held = len(predictions), sum(one.inside for one in predictions)
    lower, upper = wilson(held, n)
    stated = math.fsum(one.coverage for one in predictions) / n
    return IntervalCalibration(n, held, held / n, lower, upper, stated)


def scores_by_unit(predictions: Sequence[PredictedInterval]) -> tuple[UnitScore, ...]:
    """The mean interval score of each unit, in the order in which they come: unlike points do not add up."""
    units = dict.fromkeys(one.unit for one in predictions)
    return tuple(_of_unit(unit, [one for one in predictions if one.unit == unit]) for unit in units)


def _of_unit(unit: str, held: Sequence[PredictedInterval]) -> UnitScore:
    n = len(held)
    return UnitScore(
        unit,
        n,
        math.fsum(one.score for one in held) / n,
        math.fsum(one.upper - one.lower for one in held) / n,
    )


def event_calibration(predictions: Sequence[PredictedProbability]) -> EventCalibration | None:
    """Brier score and reliability of predicted events; None without any. Empty bins are left out."""
    if not predictions:
        return None
    n, happened = len(predictions), sum(one.happened for one in predictions)
    brier = math.fsum((one.probability - one.happened) ** 2 for one in predictions) / n
    rate = happened / n
    bins = []
    for lower, upper in pairwise(BINS):
        held = [one for one in predictions if _bin(one.probability) == lower]
        if held:
            bins.append(_made(lower, upper, held))
    return EventCalibration(n, happened, brier, rate * (1 - rate), tuple(bins))


def _bin(probability: float) -> float:
    """The lower bound of the bin that a probability is in."""
    return max(bound for bound in BINS[:-1] if bound <= probability)


def _made(lower: float, upper: float, held: Sequence[PredictedProbability]) -> Bin:
    n, happened = len(held), sum(one.happened for one in held)
    share_lower, share_upper = wilson(happened, n)
    return Bin(
        lower,
        upper,
        n,
        happened,
        math.fsum(one.probability for one in held) / n,
        happened / n,
        share_lower,
        share_upper,
    )
