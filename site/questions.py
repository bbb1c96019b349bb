"""Questions for the meeting, made from the findings by rule: each points at something on the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from halfterm.cycles.plan import Plan
from halfterm.cycles.programme import Programme
from halfterm.cycles.words import Claim, GapFigures, claim, could_be_chance, listed
from halfterm.site.figures import figure, gap_figures
from halfterm.site.shown import ShownStudy

MOST: Final = 4
"""Questions a meeting can take up."""


def questions(studies: Sequence[ShownStudy], plan: Plan, programme: Programme) -> tuple[str, ...]:
    """Up to four questions, the most telling first. Hidden studies raise none about their figures."""
    gaps = [gap_figures(study, plan, programme) for study in studies]
    asked = [
        *_contrast(gaps),
        *_fallen(gaps),
        *_predictions(studies),
        *_impact(studies, plan),
        *_chance(gaps),
        *_hidden(gaps),
        *_settled(gaps, plan),
    ]
    return tuple(asked[:MOST])


def _of(gaps: Sequence[GapFigures], *claims: Claim) -> list[str]:
    return [gap.measure for gap in gaps if claim(gap) in claims]


def _contrast(gaps: Sequence[GapFigures]) -> list[str]:
    closing, other = _of(gaps, "closing"), _of(gaps, "widening", "no clear change")
    if not closing or not other:
        return []
    return [f"What did {listed(closing)} have this time that {listed(other)} did not?"]


def _fallen(gaps: Sequence[GapFigures]) -> list[str]:
    """A gap that closes because the others fell is not what anyone planned."""
    asked = []
    for gap in gaps:
        others, change = gap.gain_comparison.value.value, gap.change.value.value
        if others is not None and others < 0 and change and not gap.hidden:
            asked.append(f"{gap.measure}: the scores of {gap.comparison} fell. What happened to them?")
    return asked


def _predictions(studies: Sequence[ShownStudy]) -> list[str]:
    """Predictions that missed, and predictions that came true."""
    missed = [s.measure.name for s in studies if any(p.outcome == "missed" for p in s.predictions)]
    better = [s.measure.name for s in studies if any(p.outcome == "better" for p in s.predictions)]
    asked = []
    if missed:
        asked.append(f"What did the plan not foresee in {listed(missed)}?")
    if better:
        asked.append(
            f"{listed(better)} went better than predicted: what was underestimated, and will it last?"
        )
    return asked


def _impact(studies: Sequence[ShownStudy], plan: Plan) -> list[str]:
    shown = [figure(s, "impact") for s in studies]
    if not plan.names_treated:
        return [
            f"Who could go without “{plan.change_idea.name}” for a while, so that its effect can be seen?"
        ]
    if any(f.visible and could_be_chance(f) is False for f in shown):
        return [f"What would it take to keep “{plan.change_idea.name}” going, and for whom next?"]
    if any(f.visible for f in shown):
        return [f"How many more pupils would show whether “{plan.change_idea.name}” makes a difference?"]
    return []


def _chance(gaps: Sequence[GapFigures]) -> list[str]:
    unclear = _of(gaps, "no clear change")
    if not unclear:
        return []
    return [f"What else, besides scores, would tell a real change in {listed(unclear)} from chance?"]


def _hidden(gaps: Sequence[GapFigures]) -> list[str]:
    if not _of(gaps, "hidden"):
        return []
    return ["The school can see its own figures: what do they say beside those of the schools it works with?"]


def _settled(gaps: Sequence[GapFigures], plan: Plan) -> list[str]:
    """Where all gaps close clearly, ask what comes after."""
    if gaps and len(_of(gaps, "closing")) == len(gaps):
        return [f"If these gaps keep closing, what should {plan.target_group.name} aim at next?"]
    return []
