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
    "Where a cycle was studied, a point is the gap of the pupils who were studied; elsewhere it is that of "
    "the same cycle's groups, of those of them who had a score then."
)
PANEL_OF_MEANS: Final = PANEL.replace("the gap", "the mean")


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """A chart with what it comes to; `panel` says whose scores the points are."""

    picture: Picture
    words: str
    panel: str


def case_series(
    edition: ShownEdition, engagement: Engagement, templates: Templates
) -> tuple[tuple[Chart, ...], tuple[SeriesLine, ...]]:
    """For each measure of the current cycle with three half-terms or more, its series."""
    charts, lines = [], []
    for series in edition.series.get(engagement.id, ()):
        name = f"series-{series.measure}"
        charts.append(control_chart(series, name=name, templates=templates))
        panel = PANEL if series.of == "gap" else PANEL_OF_MEANS
        lines.append(SeriesLine(Picture(f"{name}.svg", series.title), rules_words(series), panel))
    return tuple(charts), tuple(lines)


def rules_words(series: ShownSeries) -> str:
    """Which rules fired in what holds today; that none did; or that there are too few points to ask."""
    now = series.segments[-1]
    many = f"{now.known} half-terms"
    if now.stage == "points only":
        return f"{many}: too few to tell change from chance. A centre line begins at {TRIAL_FROM}."
    if series.variation == "no verdict":
        return f"{many}: no rule is asked yet. They begin at {RUNS_FROM}."
    fired = [*_runs(now), *_beyond(series, now)]
    asked = "runs, crossings and limits" if now.limit_points else "runs and crossings"
    if not fired:
        return f"None of the rules fired ({asked}): over {many} nothing is more than chance explains."
    return f"More than chance explains, over {many}: {'; '.join(fired)}. {_direction(series)}"


def _runs(now: ShownSegment) -> list[str]:
    fired = []
    if now.longest_run is not None and now.longest_allowed is not None:
        if now.longest_run > now.longest_allowed:
            fired.append(
                f"{now.longest_run} in a row on one side of the centre, where chance gives up to "
                f"{now.longest_allowed}"
            )
    if now.crossings is not None and now.fewest_allowed is not None and now.crossings < now.fewest_allowed:
        fired.append(
            f"the centre is crossed {_times(now.crossings)}, where chance gives {_times(now.fewest_allowed)} "
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
