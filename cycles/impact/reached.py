"""Who is at or above a threshold, and out of how many: a threshold's denominators are made here only."""

from __future__ import annotations

from dataclasses import dataclass

from halfterm.cycles.impact.moments import PanelSummary
from halfterm.cycles.impact.sides import Sides


@dataclass(frozen=True, slots=True)
class Reached:
    """How many of a group reached the threshold; absent pupils are among `n`, pupils who left are not."""

    reached: int
    n: int

    @property
    def share(self) -> float:
        """From 0 to 1; there must be a pupil."""
        return self.reached / self.n

    def __add__(self, other: Reached) -> Reached:
        return Reached(self.reached + other.reached, self.n + other.n)


def reached_at_baseline(summary: PanelSummary, sides: Sides) -> tuple[Reached, Reached]:
    """The target group and the rest before; in a whole class, pupils of unknown group are in the rest."""
    unclassified = _if_whole_class(sides, summary.absent_baseline_unclassified)
    return (
        Reached(sides.target.reached_baseline, sides.target.n + summary.absent_baseline_target),
        Reached(
            sides.rest.reached_baseline, sides.rest.n + summary.absent_baseline_comparison + unclassified
        ),
    )


def reached_at_follow_up(summary: PanelSummary, sides: Sides) -> tuple[Reached, Reached]:
    """The target group and the rest after; in a whole class, pupils of unknown group are in the rest."""
    unclassified = _if_whole_class(sides, summary.absent_follow_up_unclassified)
    return (
        Reached(sides.target.reached_follow_up, sides.target.n + summary.absent_follow_up_target),
        Reached(
            sides.rest.reached_follow_up, sides.rest.n + summary.absent_follow_up_comparison + unclassified
        ),
    )


def reached_by_side(summary: PanelSummary, sides: Sides) -> tuple[tuple[Reached, Reached], ...]:
    """Before and after, each as (target, the rest); empty without a threshold."""
    if summary.threshold is None:
        return ()
    return reached_at_baseline(summary, sides), reached_at_follow_up(summary, sides)


def _if_whole_class(sides: Sides, pupils: int) -> int:
    return pupils if sides.comparison == "whole_class" else 0
