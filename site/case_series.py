"""The run charts of a case study, each with a sentence that says which rules fired, or that none did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from halfterm.cycles.programme import Engagement
from halfterm.cycles.series.policy import RUNS_FROM, TRIAL_FROM
from halfterm.cycles.series.shown import ShownSegment, ShownSeries
from halfterm.cycles.words import listed, sentence
from halfterm.site.charts import control_chart
from halfterm.site.pieces import Chart, Picture
from halfterm.site.rendering import Templates
from halfterm.site.shown import ShownEdition

PANEL: Final = (
    "Each point is of the groups of one cycle: of those with both scores where the cycle was studied, of all "
    "who had a score at any other time. So a step between two points may also come of other pupils."
)


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """A chart with what it comes to."""

    picture: Picture
    words: str


def case_series(
    edition: ShownEdition, engagement: Engagement, templates: Templates
) -> tuple[tuple[Chart, ...], tuple[SeriesLine, ...]]:
    """For each measure of the current cycle with three half-terms or more, its series."""
    charts, lines = [], []
    for series in edition.series.get(engagement.id, ()):
        name = f"series-{series.measure}"
        charts.append(control_chart(series, name=name, templates=templates))
        lines.append(SeriesLine(Picture(f"{name}.svg", series.title), rules_words(series)))
    return tuple(charts), tuple(lines)


def rules_words(series: ShownSeries) -> str:
    """Which rules fired in what holds today; that none did; or that there are too few points to ask."""
    now = series.segments[-1]
    many = f"{now.known} points"
    if now.stage == "points only":
        return f"{many}: too few to tell change from chance. A centre line begins at {TRIAL_FROM}."
    if series.variation == "no verdict":
        return f"{many}: no rule is asked yet. They begin at {RUNS_FROM}."
    fired = [*_runs(now), *_beyond(series, now)]
    asked = "runs, crossings and limits" if now.limit_points else "runs and crossings"
    if not fired:
        return f"None of the rules fired ({asked}): over {many} nothing is beyond chance."
    return f"More than chance explains, over {many}: {'; '.join(fired)}. {_direction(series)}"


def _runs(now: ShownSegment) -> list[str]:
    fired = []
    longest, most = now.longest_run, now.longest_allowed
    if longest is not None and most is not None and longest > most:
        fired.append(f"{longest} in a row on one side of the centre, where chance gives up to {most}")
    if now.crossings is not None and now.fewest_allowed is not None and now.crossings < now.fewest_allowed:
        fired.append(
            f"the centre is crossed {_times(now.crossings)}, and by chance {_times(now.fewest_allowed)} "
            "or more"
        )
    return fired


def _times(number: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(number, f"{number} times")


def _beyond(series: ShownSeries, now: ShownSegment) -> list[str]:
    here = series.points[now.start : now.end]
    said = []
    for side in ("above", "below"):
        names = [point.name for point in here if f"{side} limits" in point.signal]
        if names:
            said.append(f"{side} the limits in {listed(names)}")
    return said


def _direction(series: ShownSeries) -> str:
    """What the last point says, in the direction that is good for the measure."""
    match series.variation:
        case "improving" | "getting worse" as way:
            return sentence(f"at the last point it is {way}")
        case "higher" | "lower" as way:
            return sentence(f"the last point is {way}")
        case "unclear":
            return "The last point does not say which way."
        case _:
            return "At the last point there is no signal: it may be over."
