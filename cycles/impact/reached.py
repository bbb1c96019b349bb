"""How many pupils of each side are at or above the threshold, before and after."""

from __future__ import annotations

from halfterm.cycles.impact.moments import PanelSummary
from halfterm.cycles.impact.sides import Sides
from halfterm.cycles.impact.threshold import Reached


def reached_by_side(summary: PanelSummary, sides: Sides) -> tuple[tuple[Reached, Reached], ...]:
    """Before and after, each as (target, the rest); absent pupils count in n. Empty without a threshold."""
    if summary.threshold is None:
        return ()
    target, rest = sides.target, sides.rest
    return (
        (
            Reached(target.reached_baseline, target.n + summary.absent_baseline_target),
            Reached(rest.reached_baseline, rest.n + summary.absent_baseline_comparison),
        ),
        (
            Reached(target.reached_follow_up, target.n + summary.absent_follow_up_target),
            Reached(rest.reached_follow_up, rest.n + summary.absent_follow_up_comparison),
        ),
    )
