"""`halfterm series`: one measure over the half-terms, read, made safe for its readers, and judged."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.cycles.measure import Measure
from halfterm.cycles.plan import Plan
from halfterm.cycles.series.chart import CycleMark, SeriesRequest, series_chart
from halfterm.cycles.series.planned import planned_targets
from halfterm.cycles.series.segment import Point
from halfterm.cycles.series.shown import ShownSeries, shown_series
from halfterm.flows.series_asked import Asked, Drawing
from halfterm.flows.series_log import series_of_log
from halfterm.flows.series_scores import series_of_scores
from halfterm.flows.workspace import Workspace


def series_of(workspace: Workspace, asked: Asked) -> ShownSeries:
    """The series of one measure, as its audience may know it.

    Raises:
        BadInput: no such measure, cycle, group, school or half-term; nothing is known yet; or what is asked
            for does not fit together.
    """
    _check_words(workspace, asked)
    plan = workspace.plan(asked.cycle) if asked.cycle is not None else None
    logged = _logged_measure(workspace, asked, plan)
    made = (
        series_of_scores(workspace, asked, plan)
        if logged is None
        else series_of_log(workspace, asked, plan, logged)
    )
    if all(point.value is None and not point.why.startswith("hidden") for point in made.points):
        raise BadInput(f"'{asked.measure}': there is nothing to show yet for what is asked")
    _check_points(made.points, asked)
    request = SeriesRequest(
        kind=made.kind,
        good=asked.good or made.good,
        cycle=_mark(workspace, made.cycle),
        marks=_marks(workspace, made.marked),
        rebase=asked.rebase,
        targets=_targets(workspace, asked, made),
    )
    shown = shown_series(
        series_chart(made.points, request),
        title=made.title,
        measure=made.measure,
        of=made.of,
        unit=made.unit,
        audience=asked.audience,
    )
    return replace(shown, sentences=(*shown.sentences, *made.cautions))


def _check_words(workspace: Workspace, asked: Asked) -> None:
    problems = []
    if asked.cycle is not None and asked.group is not None:
        problems.append("give --cycle or --group: a cycle has its own target group")
    schools = [school.id for school in workspace.programme.schools]
    if asked.school is not None and asked.school not in schools:
        problems.append(f"--school: no school '{asked.school}'{did_you_mean(asked.school, schools)}")
    if asked.threshold is not None and not math.isfinite(asked.threshold):
        problems.append("--threshold: give a number")
    if problems:
        raise BadInput(*problems)


def _check_points(points: Sequence[Point], asked: Asked) -> None:
    """A re-base begins at a point of the chart that is not its first."""
    ids = [point.id for point in points]
    problems = [
        f"--rebase: '{name}' is not one of the chart's points{did_you_mean(name, ids)}"
        if name not in ids
        else f"--rebase: '{name}' is the first point: there is nothing before it to keep"
        for name in asked.rebase
        if name not in ids[1:]
    ]
    if problems:
        raise BadInput(*problems)


def _logged_measure(workspace: Workspace, asked: Asked, plan: Plan | None) -> Measure | None:
    """The measure, where it is counted from the do-log; None where it is scored."""
    plans = workspace.plans if plan is None else (plan,)
    known = {m.id: m for each in plans for m in each.measures}
    if plan is not None and asked.measure not in known:
        near = did_you_mean(asked.measure, known)
        raise BadInput(f"cycle '{plan.id}' has no measure '{asked.measure}'{near}")
    measure = known.get(asked.measure)
    if measure is None or measure.from_log is None:
        if asked.every == "week":
            raise BadInput("--every week: scores come by half-term; only what the do-log counts has weeks")
        return None
    wrong = [
        f"{option}: '{asked.measure}' is counted from the do-log, which knows no such thing"
        for option, given in (("--of", asked.of), ("--group", asked.group), ("--threshold", asked.threshold))
        if given is not None
    ]
    if wrong:
        raise BadInput(*wrong)
    return measure


def _mark(workspace: Workspace, plan: Plan | None) -> CycleMark | None:
    """A cycle begins after its baseline."""
    if plan is None:
        return None
    return CycleMark(plan.id, workspace.programme.half_term(plan.baseline).ends)


def _marks(workspace: Workspace, plans: Sequence[Plan]) -> tuple[CycleMark, ...]:
    """One mark for all cycles that begin together."""
    together: dict[str, list[Plan]] = defaultdict(list)
    for plan in plans:
        together[plan.baseline].append(plan)
    return tuple(
        CycleMark(
            together[h.id][0].id if len(together[h.id]) == 1 else f"{len(together[h.id])} cycles", h.ends
        )
        for h in workspace.programme.half_terms
        if h.id in together
    )


def _targets(workspace: Workspace, asked: Asked, made: Drawing) -> dict[str, float]:
    """Targets by the id of the point from which each holds, in the series' own unit."""
    if not made.points:
        return {}
    first, ids = made.points[0].id, [point.id for point in made.points]
    if not asked.targets:
        cycle = made.cycle
        planned = planned_targets(cycle, made.measure, made.of, workspace.programme) if cycle else {}
        return {name: level / made.unit.factor for name, level in planned.items()}
    targets = {}
    for text in asked.targets:
        where, equals, number = text.rpartition("=")
        if equals and where not in ids:
            raise BadInput(f"--target: '{where}' is not one of the chart's points{did_you_mean(where, ids)}")
        targets[where or first] = _finite(number) / made.unit.factor
    return targets


def _finite(text: str) -> float:
    try:
        number = float(text.strip().removesuffix("%").replace("−", "-"))
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise BadInput("--target: give a number, or HALF-TERM=NUMBER for one that holds from there on")
    return number


def check_writable(path: Path) -> None:
    """See that a chart is asked for under a name that says what it is.

    Raises:
        BadInput: it does not end in .svg.
    """
    if path.suffix.lower() != ".svg":
        raise BadInput(f"--svg: {path.name}: give a name that ends in .svg; the table goes beside it as .csv")
