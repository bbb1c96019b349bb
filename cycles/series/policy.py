"""What a chart may say by how many points it has: few points must not be made to look like many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Stage = Literal["points only", "trial", "runs", "runs and limits"]
CentreFrom = Literal["before the cycle", "all points", "the first points"]

TRIAL_FROM: Final = 6
RUNS_FROM: Final = 10
LIMITS_FROM: Final = 12
"""Points from which there is a centre line, a verdict by runs, and control limits."""

FEWEST_BEFORE_TRIAL: Final = 3
FEWEST_BEFORE: Final = 6
"""Points before a cycle that make the centre: a year of them, or three where there is no other verdict.

The centre of fewer is so unsure that a chart of 12 points, with 3 before, gives a false signal in 20 of 100.
"""


@dataclass(frozen=True, slots=True)
class Policy:
    """The stage of a chart of `points` known points, and which of its first points make centre and limits.

    `centre_points` is 0 and `limit_points` None where there is none.
    """

    points: int
    stage: Stage
    centre_from: CentreFrom
    centre_points: int
    limit_points: int | None
    verdict: bool


def stage_of(points: int) -> Stage:
    """The stage by the number of points alone.

    >>> [stage_of(n) for n in (5, 6, 9, 10, 11, 12)]
    ['points only', 'trial', 'trial', 'runs', 'runs', 'runs and limits']
    """
    if points < TRIAL_FROM:
        return "points only"
    if points < RUNS_FROM:
        return "trial"
    return "runs" if points < LIMITS_FROM else "runs and limits"


def policy(points: int, *, before: int | None = None) -> Policy:
    """What may be said of so many known points, the first `before` of which lie before the cycle.

    `before` is None where the chart is about no cycle, or where nothing comes after.
    """
    stage = stage_of(points)
    before = before or 0
    fewest = FEWEST_BEFORE_TRIAL if stage == "trial" else FEWEST_BEFORE
    if stage == "points only":
        return Policy(points, stage, "all points", 0, None, verdict=False)
    if fewest <= before < points:
        limit_points = max(before, LIMITS_FROM) if stage == "runs and limits" else None
        return Policy(points, stage, "before the cycle", before, limit_points, verdict=True)
    if stage == "runs and limits":
        return Policy(points, stage, "the first points", LIMITS_FROM, LIMITS_FROM, verdict=True)
    return Policy(points, stage, "all points", points, None, verdict=stage == "runs")
