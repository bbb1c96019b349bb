"""Pooling a workspace's studies: one answer for each change idea over its schools, cycles and years."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from halfterm.cycles.cycle_book import CycleBook
from halfterm.cycles.disclosure import Audience, safe_count
from halfterm.cycles.do_log import do_log, standing
from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.cycles.impact.cost import CycleCost, cycle_cost
from halfterm.cycles.impact.pooled_effect import Effect
from halfterm.cycles.impact.pooling_studies import (
    STATISTIC,
    By,
    CycleEffect,
    NotPooled,
    Place,
    Pool,
    Question,
    Source,
    of_schools_or_whole,
    pools,
)
from halfterm.cycles.impact.reasons import NotDefined
from halfterm.cycles.plan import Plan
from halfterm.cycles.programme import Programme
from halfterm.cycles.record import Study
from halfterm.flows.quality import shown_cycles
from halfterm.flows.workspace import Workspace, open_workspace
from halfterm.site.shown import ShownCycle
from halfterm.warehouse.register import register
from halfterm.warehouse.study_files import read_studies

FEW: Final = "too few pupils to be shown"


@dataclass(frozen=True, slots=True)
class PoolReport:
    """The pools of a workspace, made only of effects that its audience may see."""

    by: By
    audience: Audience
    programme: Programme
    measures: Mapping[str, str]
    pools: tuple[Pool, ...]

    def place_name(self, key: str) -> str:
        """The name of a school, or of an engagement, by the `Source.key` of its effect."""
        level, place = key.split(" ", 1)
        if level == "school":
            return self.programme.school(place).name
        return self.programme.engagement(place).name


@dataclass(frozen=True, slots=True)
class _Studied:
    """One cycle that has been studied: its studies, and what of them may be seen."""

    plan: Plan
    studies: tuple[Study, ...]
    shown: ShownCycle
    spent: CycleCost | None

    def study(self, level: Place, place: str, measure: str) -> Study | None:
        wanted = (level, place, measure)
        return next((s for s in self.studies if (s.level, s.place, s.measure) == wanted), None)

    def may_be_seen(self, study: Study, statistic: str) -> bool:
        seen = [s for s in self.shown.at(study.level, study.place) if s.measure.id == study.measure]
        return bool(seen) and seen[0].findings[statistic].value.symbol != "c"


_Place = tuple[_Studied, Place, str]
"""A cycle, a level, and the school's or engagement's id."""


def pool_workspace(
    folder: Path, *, measure: str | None = None, by: By = "change-idea", today: date
) -> PoolReport:
    """Pool the recorded effect sizes of all studied cycles; nothing is written.

    Only effects that the workspace's audience may see go in, so that no pool gives a hidden one away.

    Raises:
        BadInput: nothing has been studied yet, or there is no such measure.
        StoreTrouble: studies are damaged.
    """
    workspace = open_workspace(folder)
    studied = _studied(workspace, today=today)
    measures = {m.id: m.name for cycle in studied for m in cycle.plan.studied_measures}
    if not studied:
        raise BadInput(f"{folder.name}: no cycle has been studied yet; `halfterm run` studies a half-term")
    if measure is not None and measure not in measures:
        raise BadInput(f"no studied measure '{measure}'{did_you_mean(measure, measures)}")
    found = _effects(studied, workspace.programme)
    asked = [one for one in found if measure in (None, one.source.measure)]
    half_terms = [half_term.id for half_term in workspace.programme.half_terms]
    costs = {cycle.plan.id: cycle.spent for cycle in studied if cycle.spent is not None}
    made = pools(asked, by=by, half_terms=half_terms, costs=costs)
    return PoolReport(by, workspace.settings.audience, workspace.programme, measures, made)


def _studied(workspace: Workspace, *, today: date) -> tuple[_Studied, ...]:
    """Every cycle with a recorded study, in the order of their half-terms; its plan is the one locked."""
    programme = workspace.programme
    held = {
        half_term.id: read_studies(workspace.studies / half_term.id)
        for half_term in programme.half_terms
        if (workspace.studies / half_term.id).is_dir()
    }
    if not held:
        return ()
    with register(workspace.register) as events:
        book = CycleBook(events.events())
        shown = shown_cycles(workspace, events, today=today)
    found = []
    for cycle in book.locked.values():
        studies = tuple(s for s in held.get(cycle.plan.follow_up, ()) if s.cycle == cycle.plan.id)
        if studies and cycle.plan.id in shown:
            spent = _cost(cycle.plan, studies, book, workspace.settings.audience)
            found.append(_Studied(cycle.plan, studies, shown[cycle.plan.id], spent))
    return tuple(sorted(found, key=lambda one: (programme.position(one.plan.follow_up), one.plan.id)))


def _cost(plan: Plan, studies: tuple[Study, ...], book: CycleBook, audience: Audience) -> CycleCost | None:
    """What the cycle costs for the pupils who get the idea; None where their number may not be known."""
    whole = next(study for study in studies if study.level == "engagement")
    treated = [finding.n_target for finding in whole.findings if finding.statistic == "impact"]
    exact = treated[0] if treated else whole.coverage.target_frozen
    # A cost for each pupil beside the whole cost would give their number away: it is that which may be seen.
    pupils = safe_count(exact, audience)
    if not pupils:
        return None
    entries = [logged.entry for logged in standing(do_log(book.events(plan.id)))]
    return cycle_cost(plan.intervention, entries, pupils=pupils)


def _effects(cycles: Sequence[_Studied], programme: Programme) -> Iterator[CycleEffect | NotPooled]:
    """All effects, engagement by engagement: school by school, or of the whole where no school has one."""
    held: dict[tuple[str, str, Question], list[_Studied]] = {}
    for cycle in cycles:
        for measure in cycle.plan.studied_measures:
            for question in STATISTIC:
                if question != "impact" or cycle.plan.names_treated:
                    held.setdefault((cycle.plan.engagement, measure.id, question), []).append(cycle)
    for (engagement, measure_id, question), turns in held.items():
        schools = programme.engagement(engagement).schools
        each: list[_Place] = [(turn, "school", school) for turn in turns for school in schools]
        whole: list[_Place] = [(turn, "engagement", engagement) for turn in turns]
        yield from of_schools_or_whole(*([*_at(places, measure_id, question)] for places in (each, whole)))


def _at(places: Iterable[_Place], measure: str, question: Question) -> Iterator[CycleEffect | NotPooled]:
    for cycle, level, place in places:
        study = cycle.study(level, place, measure)
        # A plan amended since its study may name treated pupils where the study knew of none.
        if study is not None and any(f.statistic == STATISTIC[question] for f in study.findings):
            yield _effect(cycle, study, Source(cycle.plan, measure, question, level, place))


def _effect(cycle: _Studied, study: Study, source: Source) -> CycleEffect | NotPooled:
    statistic = STATISTIC[source.question]
    if not cycle.may_be_seen(study, statistic):
        return NotPooled(source, FEW)
    try:
        name = f"{source.plan.id}/{source.place}"
        return CycleEffect(source, Effect.of(name, study.finding(statistic)))
    except NotDefined as missing:
        return NotPooled(source, str(missing))
