"""What a plan says a series is to reach: its goal, and the course to it."""

from __future__ import annotations

from typing import Final

from halfterm.cycles.plan import Plan
from halfterm.cycles.programme import Programme
from halfterm.cycles.series.sums import Of

AIMED: Final[dict[Of, str]] = {"gap": "gap", "mean": "mean", "share": "threshold_share"}
"""The statistic that a plan's target names, by what a series is of."""


def planned_targets(plan: Plan, measure: str, of: Of, programme: Programme) -> dict[str, float]:
    """The goal from the cycle's half-term on, and where its trajectory says what it should be meanwhile.

    Levels by half-term, in the plan's own unit (shares in percent); each holds until the next.
    """
    levels: dict[str, float] = {}
    for target in plan.targets:
        if (target.measure, target.statistic) == (measure, AIMED[of]):
            half_terms = [h.id for h in programme.half_terms if h.starts <= target.by]
            last = half_terms[-1] if half_terms else plan.follow_up
            levels = {plan.half_term: target.goal, last: target.goal} | target.trajectory
    return levels
