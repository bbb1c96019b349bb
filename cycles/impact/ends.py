"""Pupils at the ends of a scale: where many stand there, the highest cannot rise and the lowest not fall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from halfterm.cycles.impact.moments import PanelSummary, ScoreCount

CROWDED: Final = 0.15
"""A scale is crowded at an end with more than this share of a group there (Terwee et al. 2007, Journal of
Clinical Epidemiology 60: 34-42, after McHorney and Tarlov 1995, Quality of Life Research 4: 293-307)."""

Time = Literal["baseline", "follow_up"]
Ends = tuple[float | None, float | None]
"""The lowest and the highest score of a scale, `Scale.ends`; None where it has no such end."""


@dataclass(frozen=True, slots=True)
class EndCount:
    """Of `pupils` of one side with both scores, those at the ends at one time. Unsafe until disclosed."""

    time: Time
    target: bool
    pupils: int
    at_top: int
    at_bottom: int


def end_counts(summary: PanelSummary, ends: Ends = (None, None)) -> tuple[EndCount, ...]:
    """How many pupils of each side are at the ends at both times, baseline first, target first.

    Where the scale has no end, the highest or lowest score that anybody of the panel has at that time stands
    for it, unless all have the same. A side without pupils is left out.

    >>> from halfterm.cycles.impact.moments import Shift
    >>> counts = (ScoreCount(True, 9.0, 2), ScoreCount(True, 4.0, 1), ScoreCount(False, 8.0, 5))
    >>> panel = PanelSummary(shift=Shift(), cells=(), follow_up_counts=counts)
    >>> [(one.target, one.at_top, one.at_bottom) for one in end_counts(panel)]
    [(True, 2, 1), (False, 0, 0)]
    """
    times: tuple[tuple[Time, Sequence[ScoreCount]], ...] = (
        ("baseline", summary.baseline_counts),
        ("follow_up", summary.follow_up_counts),
    )
    return tuple(
        _side(time, counts, _ends(counts, ends), target=target)
        for time, counts in times
        for target in (True, False)
        if any(count.target is target for count in counts)
    )


def _ends(counts: Sequence[ScoreCount], ends: Ends) -> Ends:
    scores = [count.score for count in counts]
    lowest, highest = min(scores), max(scores)
    if lowest == highest:
        return ends
    return lowest if ends[0] is None else ends[0], highest if ends[1] is None else ends[1]


def _side(time: Time, counts: Sequence[ScoreCount], ends: Ends, *, target: bool) -> EndCount:
    held = [count for count in counts if count.target is target]
    lowest, highest = ends
    return EndCount(
        time=time,
        target=target,
        pupils=sum(count.pupils for count in held),
        at_top=sum(count.pupils for count in held if highest is not None and count.score >= highest),
        at_bottom=sum(count.pupils for count in held if lowest is not None and count.score <= lowest),
    )
