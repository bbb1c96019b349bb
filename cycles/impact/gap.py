"""The gap before and after, its change, and who gained how much."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from halfterm.cycles.impact.estimate import Estimate
from halfterm.cycles.impact.finding import Finding, undefined
from halfterm.cycles.impact.moments import Moments
from halfterm.cycles.impact.reasons import NO_TARGET
from halfterm.cycles.impact.sample import Score, baseline_of, follow_up_of, gain_of, one_sample, welch
from halfterm.cycles.impact.sides import Sides

What = Literal["baseline", "follow-up", "gain"]
SCORES: Mapping[What, Score] = MappingProxyType(
    {"baseline": baseline_of, "follow-up": follow_up_of, "gain": gain_of}
)
GROWTH_ONLY = "nothing here separates the cycle from ordinary growth"


def gap_baseline(sides: Sides) -> Finding:
    """Mean of target minus mean of comparison before, points; negative while the target is behind."""
    return _gap("gap_baseline", sides, "baseline")


def gap_followup(sides: Sides) -> Finding:
    """Mean of target minus mean of comparison after, points."""
    return _gap("gap_followup", sides, "follow-up")


def gap_change(sides: Sides) -> Finding:
    """Gap after minus gap before, points, on the pupils with both scores: the difference of mean gains."""
    return _gap("gap_change", sides, "gain")


def did(sides: Sides) -> Finding:
    """Difference in differences, points: on a matched panel the same number as the change of the gap."""
    return _gap("did", sides, "gain")


def gain_target(sides: Sides) -> Finding:
    """Mean gain of the target group, points, paired t interval; it counts no comparison pupil."""
    if sides.target.n == 0:
        return undefined("gain_target", NO_TARGET)
    method = "mean gain of the target group; paired t interval"
    if sides.comparison == "none":
        method = f"{method}; {GROWTH_ONLY}"
    made = _mean_gain(sides.target, sides)
    return made.finding("gain_target", n_target=sides.target.n, n_comparison=0, method=method)


def gain_comparison(sides: Sides) -> Finding:
    """Mean gain of the comparison, points, paired t interval; a benchmark's gain has none."""
    if why := sides.why_no_comparison():
        return undefined("gain_comparison", why, n_target=sides.target.n, n_comparison=sides.n_comparison)
    if sides.comparison == "national":
        return _benchmark_gain(sides)
    group = sides.target + sides.rest if sides.comparison == "whole_class" else sides.rest
    made, counts = _mean_gain(group, sides), {"n_target": sides.target.n, "n_comparison": sides.n_comparison}
    return made.finding("gain_comparison", method=f"mean gain of {sides.named}; paired t interval", **counts)


def _mean_gain(group: Moments, sides: Sides) -> Estimate:
    # Sums are of shifted scores: the gain in points needs the shifts' difference back.
    return one_sample(gain_of(group), against=sides.shift.baseline - sides.shift.follow_up)


def _benchmark_gain(sides: Sides) -> Finding:
    constant = _constant(sides, "gain")
    if isinstance(constant, str):
        return undefined("gain_comparison", constant, n_target=sides.target.n)
    made = Estimate.bare(constant, "a benchmark is a published constant")
    method = f"gain of {sides.named}"
    return made.finding("gain_comparison", n_target=sides.target.n, n_comparison=0, method=method)


def _constant(sides: Sides, what: What) -> float | str:
    """The benchmark's mean or gain on the measure's scale, or why it has none."""
    benchmark = sides.benchmark
    before, after = (benchmark.baseline, benchmark.follow_up) if benchmark else (None, None)
    if what != "follow-up" and before is None:
        return "the benchmark has no baseline value"
    if what != "baseline" and after is None:
        return "the benchmark has no follow-up value"
    return _between(what, before or 0.0, after or 0.0)


def _between(what: What, before: float, after: float) -> float:
    return {"baseline": before, "follow-up": after, "gain": after - before}[what]


def _gap(statistic: str, sides: Sides, what: What) -> Finding:
    if why := sides.why_no_comparison():
        return undefined(statistic, why, n_target=sides.target.n, n_comparison=sides.n_comparison)
    if sides.comparison == "national":
        return _against_benchmark(statistic, sides, what)
    score = SCORES[what]
    made = welch(score(sides.target), score(sides.rest)).times(sides.rest_share)
    interval = "Welch t interval"
    if sides.comparison == "whole_class":
        interval = "(1 - q) x Welch t interval of target v the rest, q the target's share of the class"
    method = f"mean {what} of target minus {sides.named}; {interval}"
    return made.finding(statistic, n_target=sides.target.n, n_comparison=sides.n_comparison, method=method)


def _against_benchmark(statistic: str, sides: Sides, what: What) -> Finding:
    constant = _constant(sides, what)
    if isinstance(constant, str):
        return undefined(statistic, constant, n_target=sides.target.n)
    shift = _between(what, sides.shift.baseline, sides.shift.follow_up)
    made = one_sample(SCORES[what](sides.target), against=constant - shift)
    method = f"mean {what} of target minus {sides.named}; one-sample t interval, the benchmark taken as known"
    return made.finding(statistic, n_target=sides.target.n, n_comparison=0, method=method)
