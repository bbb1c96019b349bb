"""A chart in sentences: a null or a worse result said as plainly as a better one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from halfterm.cycles.rounding import half_away
from halfterm.cycles.series.assurance import Assurance, Variation
from halfterm.cycles.series.chart import SeriesChart
from halfterm.cycles.series.policy import FEWEST_BEFORE_TRIAL, LIMITS_FROM, RUNS_FROM, TRIAL_FROM
from halfterm.cycles.series.segment import Segment
from halfterm.cycles.words import listed, sentence

Number = Callable[[float], str]
"""Writes a value of the series in its unit."""

_VARIATION: Final[dict[Variation, str]] = {
    "no verdict": "no verdict yet",
    "common cause": "nothing at the last point that chance does not explain (common cause)",
    "improving": "improving by more than chance explains (special cause)",
    "getting worse": "getting worse by more than chance explains (special cause)",
    "higher": "higher by more than chance explains (special cause)",
    "lower": "lower by more than chance explains (special cause)",
    "unclear": "more than chance explains, but the last point does not say which way (special cause)",
}
_ASSURANCE: Final[dict[Assurance, str]] = {
    "consistently passing": "consistently passing: every value within the limits meets it",
    "consistently failing": "consistently failing: no value within the limits meets it",
    "inconsistent": "inconsistent: within the limits, chance alone meets or misses it",
}


def chart_sentences(chart: SeriesChart, number: Number) -> tuple[str, ...]:
    """Everything a reader has to know of a chart, in the order in which it is asked.

    What varies, what signals, whether the target will be met, what the rules were, how often they err.
    """
    now = chart.now
    said = [f"variation: {_VARIATION[chart.variation]}", *_signals(now, chart)]
    if chart.assurance is not None and chart.target is not None:
        said.append(f"target {number(chart.target)}: {_ASSURANCE[chart.assurance]}")
    elif chart.target is not None:
        said.append(f"target {number(chart.target)}: {_no_assurance(chart)}")
    said += [_centre(now, number), _rules(now), _locked(now), _no_limits(now), false_signal_words(now)]
    return tuple(sentence(each) for each in said if each)


def _signals(segment: Segment, chart: SeriesChart) -> list[str]:
    """Each signal with its place; all of them, also where the last point has none."""
    runs, said = segment.runs, []
    if runs is not None and segment.policy.verdict:
        known = [each.point for each in segment.known]
        for run in runs.long_runs:
            side = "above" if run.above else "below"
            said.append(
                f"signal: {run.length} points in a row {side} the centre, from {known[run.first].name} to "
                f"{known[run.last].name}; chance explains {runs.longest_allowed}"
            )
        if runs.few_crossings:
            said.append(
                f"signal: the centre is crossed {_times(runs.crossings)}; by chance it is "
                f"{_times(runs.fewest_allowed)} or more"
            )
    for side in ("above", "below"):
        names = [each.point.name for each in segment.beyond if each.beyond == side]
        if names:
            said.append(f"signal: {side} the limits in {listed(names)}")
    if said and chart.variation == "common cause":
        said.append("the signal is not at the last point: it may be over, or have been something else")
    return said


def _times(number: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(number, f"{number} times")


def _centre(segment: Segment, number: Number) -> str:
    runs, allowed = segment.runs, segment.policy
    if runs is None:
        return ""
    centre = f"centre {number(runs.centre)}, the median of {_of_which(segment, allowed.centre_points)}"
    if not allowed.verdict:
        return centre
    return (
        f"{centre}; longest run {runs.longest} (chance: up to {runs.longest_allowed}), crossings "
        f"{runs.crossings} (chance: {runs.fewest_allowed} or more)"
    )


def _of_which(segment: Segment, points: int) -> str:
    match segment.policy.centre_from:
        case "before the cycle":
            return f"the {points} points before the cycle"
        case "the first points":
            return f"the first {points} points"
        case "all points":
            return f"all {points} points"


def _rules(segment: Segment) -> str:
    allowed = segment.policy
    points = f"{allowed.points} point{'' if allowed.points == 1 else 's'}"
    match allowed.stage:
        case "points only":
            return f"{points}: too few for a centre line, which begins at {TRIAL_FROM}"
        case "trial" if allowed.verdict:
            return f"{points}, a trial chart: judged only because its centre comes from before the cycle"
        case "trial":
            return (
                f"{points}, a trial chart: no verdict before {RUNS_FROM}, unless {FEWEST_BEFORE_TRIAL} or "
                "more of them lie before the cycle"
            )
        case "runs":
            return f"{points}: judged by runs and crossings (Anhøj); limits begin at {LIMITS_FROM}"
        case "runs and limits":
            return f"{points}: judged by runs and crossings (Anhøj) and by control limits"


def _locked(segment: Segment) -> str:
    made = segment.policy.limit_points
    if segment.limits is None or made is None:
        return ""
    chart = f"limits: {segment.limits.chart} chart, 3 sigma, made of the first {made} points"
    if segment.locked:
        return f"{chart} and locked"
    return f"{chart}; the signal has opened them again: if the change is to stay, re-base where it began"


def _no_limits(segment: Segment) -> str:
    if segment.policy.limit_points is None or segment.limits is not None:
        return ""
    return f"no limits: {segment.no_limits}"


def _no_assurance(chart: SeriesChart) -> str:
    if chart.good == "neither":
        return "nobody has said which way is better"
    return f"not known whether it will be met: {chart.now.no_limits or 'the last point has no limits'}"


def false_signal_words(segment: Segment) -> str:
    """How often the rules about runs err on a chart like this one; empty where there is no verdict."""
    own, fixed = segment.false_signal, segment.false_signal_fixed
    if own is None or fixed is None:
        return ""
    return (
        f"with nothing changed, the rules about runs give a false signal on {_in_100(own)} in 100 charts "
        f"like this ({_in_100(fixed)} in 100 about a centre known beforehand)"
    )


def _in_100(rate: float) -> str:
    return f"{half_away(100 * rate, 1):g}"
