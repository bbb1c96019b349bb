"""Which effects belong in one pool: of one question and measure, by change idea, theme or half-term."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from halfterm.cycles.do_log_fields import folded
from halfterm.cycles.impact.cost import CycleCost, per_month, per_pupil_planned, per_pupil_spent
from halfterm.cycles.impact.finding import Finding, undefined
from halfterm.cycles.impact.months import months_finding
from halfterm.cycles.impact.pooled_effect import Effect
from halfterm.cycles.impact.pooling import Pooled, pool
from halfterm.cycles.impact.pooling_checks import (
    Dated,
    UpTo,
    Without,
    by_place,
    cumulative,
    hangs_on,
    leave_one_out,
)
from halfterm.cycles.impact.reasons import NotDefined
from halfterm.cycles.plan import Plan

By = Literal["change-idea", "theme", "school", "half-term"]
Question = Literal["impact", "relative progress"]
Place = Literal["school", "engagement"]

STATISTIC: Final[Mapping[Question, str]] = {
    "impact": "impact_effect_size",
    "relative progress": "effect_size_adjusted",
}
"""What is pooled for each question: adjusted effect sizes, never one kind with the other."""

NOT_IMPACT: Final = "relative progress is not impact: what months the idea added is not known"
TOO_FEW_SCHOOLS: Final = "fewer than two schools have an effect to pool"


@dataclass(frozen=True, slots=True)
class Source:
    """Which cycle, measure and question an effect answers, and where: a school or a whole engagement."""

    plan: Plan
    measure: str
    question: Question
    level: Place
    place: str

    @property
    def key(self) -> str:
        """The place with its level, since a school and an engagement may have one id."""
        return f"{self.level} {self.place}"


@dataclass(frozen=True, slots=True)
class CycleEffect:
    """One cycle's effect at one place."""

    source: Source
    effect: Effect


@dataclass(frozen=True, slots=True)
class NotPooled:
    """A study that goes into no pool, and why."""

    source: Source
    why: str


@dataclass(frozen=True)
class Pool:
    """The effects of one question and measure under one name, and everything that is made of them.

    `half_terms` are the programme's, in order; `costs` are of the cycles behind the effects. Unsafe until
    disclosed, unless only effects that may be seen went in.
    """

    question: Question
    measure: str
    name: str
    used: tuple[CycleEffect, ...]
    left_out: tuple[NotPooled, ...]
    half_terms: tuple[str, ...]
    costs: tuple[CycleCost, ...]

    @property
    def plans(self) -> tuple[Plan, ...]:
        """The plans behind the effects, each once."""
        return tuple({one.source.plan.id: one.source.plan for one in self.used}.values())

    @property
    def whole_engagements(self) -> int:
        """How many of the effects are of an engagement as a whole."""
        return len({one.source.key for one in self.used if one.source.level == "engagement"})

    @cached_property
    def dated(self) -> tuple[Dated, ...]:
        """The effects with the half-terms that they were found in."""
        return tuple(Dated(one.source.key, one.source.plan.follow_up, one.effect) for one in self.used)

    @cached_property
    def effects(self) -> tuple[Effect, ...]:
        """One effect a school (or engagement), those of its cycles combined; named by `Source.key`."""
        return by_place(self.dated)

    @cached_property
    def fit(self) -> Pooled | None:
        """None with fewer than two effects."""
        try:
            return pool(self.effects)
        except NotDefined:
            return None

    @cached_property
    def whole(self) -> Finding:
        """`pooled_effect`."""
        return undefined("pooled_effect", TOO_FEW_SCHOOLS) if self.fit is None else self.fit.finding()

    @cached_property
    def months(self) -> Finding:
        """`impact_months` or `months` of the pooled effect."""
        return months_finding(self.whole, statistic="impact_months" if self.is_impact else "months")

    @cached_property
    def without(self) -> tuple[Without, ...]:
        """The pool without each school in turn."""
        return leave_one_out(self.effects)

    @cached_property
    def hanging(self) -> tuple[Without, ...]:
        """The schools without which the answer is another one."""
        return hangs_on(self.whole, self.without)

    @cached_property
    def steps(self) -> tuple[UpTo, ...]:
        """The pool up to each half-term that brought an effect."""
        return cumulative(self.dated, self.half_terms)

    @property
    def is_impact(self) -> bool:
        """Whether treated pupils are compared with untreated ones."""
        return self.question == "impact"

    @cached_property
    def cost(self) -> Finding:
        """`cost_per_pupil`, as planned."""
        return per_pupil_planned(self.costs)

    @cached_property
    def cost_so_far(self) -> Finding:
        """`cost_per_pupil_so_far`."""
        return per_pupil_spent(self.costs)

    @cached_property
    def month(self) -> Finding:
        """`cost_per_month`; only an impact adds months."""
        return (
            per_month(self.cost, self.months) if self.is_impact else undefined("cost_per_month", NOT_IMPACT)
        )


def of_schools_or_whole(
    schools: Sequence[CycleEffect | NotPooled], whole: Sequence[CycleEffect | NotPooled]
) -> Sequence[CycleEffect | NotPooled]:
    """What goes into a pool from all cycles of one engagement: its schools' effects, if there are any.

    Else those of the engagement as a whole (whole schools were treated, or each school has too few pupils).
    Never both, in whichever cycles: they are of the same pupils.
    """
    if any(isinstance(one, CycleEffect) for one in schools):
        return schools
    return whole if any(isinstance(one, CycleEffect) for one in whole) else schools


def pools(
    found: Sequence[CycleEffect | NotPooled],
    *,
    by: By,
    half_terms: Sequence[str],
    costs: Mapping[str, CycleCost],
) -> tuple[Pool, ...]:
    """All pools: impact first, then by name, then in the measures' order.

    By school the pools are those of the change ideas: their schools are then told one by one. `half_terms`
    are the programme's, in order; `costs` those of cycles by id.
    """
    named = _names(found, by)
    groups: dict[tuple[Question, str, str], list[CycleEffect | NotPooled]] = {}
    for one in found:
        source = one.source
        groups.setdefault((source.question, folded(_named(source.plan, by)), source.measure), []).append(one)
    measures = list(dict.fromkeys(one.source.measure for one in found))
    names = list(half_terms) if by == "half-term" else sorted({name for _, name, _ in groups})
    order = {folded(name): position for position, name in enumerate(names)}
    ranked = sorted(
        groups.items(),
        key=lambda group: (group[0][0] != "impact", order[group[0][1]], measures.index(group[0][2])),
    )
    return tuple(
        _pool(question, measure, named[name], members, half_terms=tuple(half_terms), costs=costs)
        for (question, name, measure), members in ranked
    )


def _pool(
    question: Question,
    measure: str,
    name: str,
    members: Iterable[CycleEffect | NotPooled],
    *,
    half_terms: tuple[str, ...],
    costs: Mapping[str, CycleCost],
) -> Pool:
    members = tuple(members)
    used = tuple(one for one in members if isinstance(one, CycleEffect))
    cycles = dict.fromkeys(one.source.plan.id for one in used)
    return Pool(
        question=question,
        measure=measure,
        name=name,
        used=used,
        left_out=tuple(one for one in members if isinstance(one, NotPooled)),
        half_terms=half_terms,
        costs=tuple(costs[cycle] for cycle in cycles if cycle in costs),
    )


def _named(plan: Plan, by: By) -> str:
    name: Callable[[Plan], str] = {
        "change-idea": lambda plan: plan.change_idea.name,
        "school": lambda plan: plan.change_idea.name,
        "theme": lambda plan: plan.intervention.theme,
        "half-term": lambda plan: plan.follow_up,
    }[by]
    return name(plan)


def _names(found: Iterable[CycleEffect | NotPooled], by: By) -> dict[str, str]:
    """Each name as it was written first: capitals and hyphens do not tell change ideas apart."""
    names: dict[str, str] = {}
    for one in found:
        written = _named(one.source.plan, by)
        names.setdefault(folded(written), written)
    return names
