"""Variation and assurance as in NHS "Making data count": is it changing, and will it meet its target?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from halfterm.cycles.series.segment import ChartPoint, Segment

Good = Literal["higher", "lower", "neither"]
"""Which way is better; `neither` where nobody has said."""

Cause = Literal["beyond a limit", "a long run", "few crossings"]
Side = Literal["higher", "lower", "unclear"]
Variation = Literal["no verdict", "common cause", "improving", "getting worse", "higher", "lower", "unclear"]
Assurance = Literal["consistently passing", "consistently failing", "inconsistent"]


@dataclass(frozen=True, slots=True)
class SpecialCause:
    """What at the last point is more than chance, and to which side of the centre."""

    cause: Cause
    side: Side


def special_cause(segment: Segment) -> SpecialCause | None:
    """What the last known point is a signal of; None where there is no verdict, or nothing but chance.

    Few crossings point to the side of the longest run where the last point is in it, and to neither side
    where it is not.
    """
    last = segment.known[-1] if segment.known else None
    if last is not None and last.beyond != "within":
        return SpecialCause("beyond a limit", "higher" if last.beyond == "above" else "lower")
    runs = segment.runs
    if runs is None or not runs.runs or not segment.policy.verdict:
        return None
    final = runs.runs[-1]  # points on the line after it have not ended it
    side: Side = "higher" if final.above else "lower"
    if final in runs.long_runs:
        return SpecialCause("a long run", side)
    if runs.few_crossings:
        return SpecialCause("few crossings", side if final.length == runs.longest else "unclear")
    return None


def variation(segment: Segment, good: Good) -> Variation:
    """The last point's special cause, in the direction that is good for this measure."""
    cause = special_cause(segment)
    if not segment.policy.verdict:
        return "no verdict"
    if cause is None:
        return "common cause"
    if cause.side == "unclear" or good == "neither":
        return cause.side
    return "improving" if cause.side == good else "getting worse"


def assurance(last: ChartPoint | None, target: float | None, good: Good) -> Assurance | None:
    """Whether chance alone can take the series across its target.

    A target that every value within the limits meets is passed consistently; one that none meets is failed.
    A target on a limit, or within them, is met by chance or not.

    Args:
        last: the last known point with its limits.
        target: the target at that time.
        good: which way is better.

    Returns:
        None without a target, limits or a good direction.
    """
    if last is None or target is None or last.lower is None or last.upper is None or good == "neither":
        return None
    if target < last.lower:
        return "consistently passing" if good == "higher" else "consistently failing"
    if target > last.upper:
        return "consistently failing" if good == "higher" else "consistently passing"
    return "inconsistent"
