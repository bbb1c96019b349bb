"""The cycles of a case study one by one: what was planned and done, and how its figures came out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from halfterm.cycles.plan import Plan
from halfterm.cycles.programme import Engagement
from halfterm.site.choice_lines import choice_lines
from halfterm.site.decided import DecisionLines, decision_lines
from halfterm.site.delivery import WHY, Delivery, delivery, planned
from halfterm.site.figures import closing_lines, together
from halfterm.site.gains import GainRow, gain_rows
from halfterm.site.impact_lines import ImpactLines, impact_lines
from halfterm.site.marks import WHO_MOVED, told_each
from halfterm.site.missing_lines import missing_lines
from halfterm.site.pieces import Fact, dated
from halfterm.site.predicted import PredictedRow, other_scores, predicted_rows
from halfterm.site.quality_lines import quality_lines
from halfterm.site.shown import ShownEdition
from halfterm.site.verdicts import Told


@dataclass(frozen=True, slots=True)
class Turn:
    """One cycle of the chain as the case study tells it; `same` says that its plan is the last one's."""

    title: str
    when: str
    when_before: str
    when_after: str
    theme: str
    locked: str
    same: str
    done: tuple[Fact, ...]
    delivery: Delivery
    rows: tuple[PredictedRow, ...]
    gains: tuple[GainRow, ...]
    compared: bool
    other_scores: tuple[str, ...]
    closing: tuple[str, ...]
    impact: ImpactLines
    missing: tuple[str, ...]
    choices: tuple[str, ...]
    quality: tuple[Fact, ...]
    decision: DecisionLines | None


def turns(edition: ShownEdition, told_of: Sequence[Told], engagement: Engagement) -> tuple[Turn, ...]:
    """Every cycle of the chain, in order, from the verdicts on each."""
    before = (None, *(told.cycles[0].plan for told in told_of))
    return tuple(
        _turn(edition, told, engagement, earlier) for told, earlier in zip(told_of, before, strict=False)
    )


def _turn(edition: ShownEdition, told_of: Told, engagement: Engagement, earlier: Plan | None) -> Turn:
    cycle = told_of.cycles[0]
    plan, programme = cycle.plan, edition.programme
    studies = cycle.at("engagement", engagement.id)
    compared = plan.comparison.kind != "none"
    before, after = programme.half_term(plan.baseline).name, programme.half_term(plan.follow_up).name
    done, kept = _told_here(plan), () if earlier is None else _told_here(earlier)
    return Turn(
        title=plan.title,
        when=f"{before} to {after}",
        when_before=before,
        when_after=after,
        theme=plan.intervention.theme,
        locked=f"plan and predictions locked on {dated(cycle.locked_on)}, fingerprint {cycle.plan_hash[:12]}",
        same=_same(done, kept),
        done=tuple(fact for fact in done if fact not in kept),
        delivery=delivery(cycle),
        rows=predicted_rows(studies, plan, programme, place="") if compared else (),
        gains=() if compared else gain_rows(studies, place=""),
        compared=compared,
        other_scores=tuple(line for study in studies for line in other_scores(study)),
        closing=told_each(
            closing_lines(studies, plan, programme), [s for s in studies if s.visible], WHO_MOVED
        ),
        impact=impact_lines(told_of, place=together(engagement)),
        missing=missing_lines(studies, plan, edition.audience),
        choices=choice_lines(studies),
        quality=quality_lines(cycle.quality, programme),
        decision=decision_lines(cycle, edition),
    )


def _told_here(plan: Plan) -> tuple[Fact, ...]:
    """What is planned to be done; why it should work is told once for the whole chain."""
    return tuple(fact for fact in planned(plan) if fact.label != WHY)


def _same(done: Sequence[Fact], kept: Sequence[Fact]) -> str:
    """What need not be said again of a plan that goes on with the one before."""
    again = [fact for fact in done if fact in kept]
    if not again:
        return ""
    rest = "." if len(again) == len(done) else ", but for this:"
    return f"The idea is planned as in the cycle before{rest}"
