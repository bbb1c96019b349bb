"""A series of a process measure, counted from the do-logs of one engagement's cycles."""

from __future__ import annotations

from typing import Final

from halfterm.cycles.do_log import standing
from halfterm.cycles.errors import BadInput
from halfterm.cycles.measure import FromLog, Measure
from halfterm.cycles.plan import Plan
from halfterm.cycles.series.log_points import LOG_CHARTS, counting_days, log_points, periods
from halfterm.cycles.series.shown import Unit
from halfterm.flows.do_log import log_of
from halfterm.flows.series_asked import Asked, Drawing
from halfterm.flows.workspace import Workspace
from halfterm.warehouse.register import register

IN_PERCENT: Final[frozenset[FromLog]] = frozenset({"attendance", "fidelity", "lessons_good"})


def series_of_log(workspace: Workspace, asked: Asked, plan: Plan | None, measure: Measure) -> Drawing:
    """The cycles of one engagement that count the same from their logs, as one series.

    Raises:
        BadInput: several engagements do, and no cycle is named.
    """
    wanted = measure.from_log
    if wanted is None:
        raise BadInput(f"'{measure.id}' is not counted from the do-log")
    alike = [
        p
        for p in workspace.plans
        if any((m.id, m.from_log) == (measure.id, wanted) for m in p.measures)
        and (plan is None or p.engagement == plan.engagement)
    ]
    engagements = {p.engagement for p in alike}
    if len(engagements) > 1:
        raise BadInput(f"'{measure.id}' is logged by {len(engagements)} engagements: name a --cycle of one")
    with register(workspace.register) as events:
        entries = [logged.entry for p in alike for logged in standing(log_of(events, p.id))]
    entries = [e for e in entries if asked.school is None or e.school == asked.school]
    days = counting_days(entries, wanted)
    within = periods(days, workspace.programme.half_terms, every=asked.every)
    percent = wanted in IN_PERCENT
    place = asked.school or next(iter(engagements), "")
    names = {e.id: e.name for e in workspace.programme.engagements}
    names |= {s.id: s.name for s in workspace.programme.schools}
    return Drawing(
        points=log_points(entries, wanted, within, audience=asked.audience),
        of="share" if percent else "mean",
        kind=LOG_CHARTS[wanted],
        unit=Unit("percent", 100.0, 1, behind="%") if percent else Unit("count"),
        good="higher",
        title=f"{measure.name}, from the do-log of {names.get(place, place)}, by {asked.every}",
        measure=measure.id,
        cycle=plan,
        marked=tuple(alike),
    )
