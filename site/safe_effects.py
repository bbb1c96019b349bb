"""Which effects of an edition's cycles go into pools: only those that its audience may see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

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
from halfterm.cycles.record import CycleRecord, Study
from halfterm.site.safe_carried_out import pupils_of
from halfterm.site.shown import ShownCycle

FEW: Final = "hidden to protect pupils"


@dataclass(frozen=True, slots=True)
class Studied:
    """One cycle that has been studied: its studies, and what of them may be seen."""

    record: CycleRecord
    shown: ShownCycle

    @property
    def plan(self) -> Plan:
        return self.record.plan

    def may_be_seen(self, study: Study, statistic: str) -> bool:
        """Whether the audience sees this figure of this study."""
        seen = [s for s in self.shown.at(study.level, study.place) if s.measure.id == study.measure]
        return bool(seen) and seen[0].findings[statistic].value.symbol != "c"

    @property
    def cost(self) -> CycleCost | None:
        """What the cycle costs for the pupils who get the idea; None where their number may not be known.

        A cost for each pupil beside the whole cost would give their number away: it is that which is shown.
        """
        pupils = pupils_of(self.shown.at("engagement", self.plan.engagement)).value
        if not pupils:
            return None
        planned = cycle_cost(self.plan.intervention, (), pupils=int(pupils))
        carried_out = self.shown.carried_out
        spent = None if carried_out is None else carried_out.cost_spent.value
        return CycleCost(planned.planned, planned.recurring, spent, planned.pupils)


_Where = tuple[Studied, Place, str]
"""A cycle, a level, and the school's or engagement's id."""


def studied_cycles(
    records: Iterable[CycleRecord], shown: Iterable[ShownCycle], programme: Programme
) -> tuple[Studied, ...]:
    """The cycles that an audience is shown, in the order of their half-terms."""
    seen = {one.plan.id: one for one in shown}
    found = [Studied(one, seen[one.plan.id]) for one in records if one.plan.id in seen]
    return tuple(sorted(found, key=lambda one: (programme.position(one.plan.follow_up), one.plan.id)))


def pools_of(
    cycles: Sequence[Studied], programme: Programme, *, by: Sequence[By], measure: str | None = None
) -> tuple[tuple[Pool, ...], ...]:
    """All pools of these cycles, of one measure or of every one: a tuple for each way of pooling.

    No pool gives a hidden effect away.
    """
    asked = [one for one in _effects(cycles, programme) if measure in (None, one.source.measure)]
    half_terms = [half_term.id for half_term in programme.half_terms]
    costs = {cycle.plan.id: cost for cycle in cycles if (cost := cycle.cost) is not None}
    return tuple(pools(asked, by=way, half_terms=half_terms, costs=costs) for way in by)


def _effects(cycles: Sequence[Studied], programme: Programme) -> Iterator[CycleEffect | NotPooled]:
    """All effects, engagement by engagement: school by school, or of the whole where no school has one."""
    held: dict[tuple[str, str, Question], list[Studied]] = {}
    for cycle in cycles:
        for measure in cycle.plan.studied_measures:
            for question in STATISTIC:
                if question != "impact" or cycle.plan.names_treated:
                    held.setdefault((cycle.plan.engagement, measure.id, question), []).append(cycle)
    for (engagement, measure_id, question), turns in held.items():
        schools = programme.engagement(engagement).schools
        each: list[_Where] = [(turn, "school", school) for turn in turns for school in schools]
        whole: list[_Where] = [(turn, "engagement", engagement) for turn in turns]
        yield from of_schools_or_whole(*([*_at(places, measure_id, question)] for places in (each, whole)))


def _at(places: Iterable[_Where], measure: str, question: Question) -> Iterator[CycleEffect | NotPooled]:
    for cycle, level, place in places:
        study = cycle.record.study(level=level, place=place, measure=measure)
        # A plan amended since its study may name treated pupils where the study knew of none.
        if study is not None and any(f.statistic == STATISTIC[question] for f in study.findings):
            yield _effect(cycle, study, Source(cycle.plan, measure, question, level, place))


def _effect(cycle: Studied, study: Study, source: Source) -> CycleEffect | NotPooled:
    statistic = STATISTIC[source.question]
    if not cycle.may_be_seen(study, statistic):
        return NotPooled(source, FEW)
    try:
        name = f"{source.plan.id}/{source.place}"
        return CycleEffect(source, Effect.of(name, study.finding(statistic)))
    except NotDefined as missing:
        return NotPooled(source, str(missing))
