"""Questions for the meeting, made from the findings by rule: each points at something on the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from halfterm.cycles.plan import Plan
from halfterm.cycles.programme import Programme
from halfterm.cycles.record import GAP_CLOSES
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
        *_settled(gaps),
    ]
    return tuple(asked[:MOST])


def _of(gaps: Sequence[GapFigures], *claims: Claim) -> list[str]:
    return [gap.measure for gap in gaps if claim(gap) in claims]


def _contrast(gaps: Sequence[GapFigures]) -> list[str]:
    """A gap clear of chance beside one that is not is no contrast: the two may have moved alike."""
    closing, widening = _of(gaps, "closing"), _of(gaps, "widening")
    if not closing or not widening:
        return []
    return [f"What did {listed(closing)} have this time that {listed(widening)} did not?"]


def _fallen(gaps: Sequence[GapFigures]) -> list[str]:
    """A gap that closes because the others fell, by more than chance gives, is not what anyone planned."""
    asked = []
    for gap in gaps:
        others, change = gap.gain_comparison, gap.change.value.value
        fell = (others.value.value or 0.0) < 0 and could_be_chance(others) is False
        if fell and change and not gap.hidden:
            asked.append(f"{gap.measure}: the scores of {gap.comparison} fell. What happened to them?")
    return asked


def _predictions(studies: Sequence[ShownStudy]) -> list[str]:
    """Predictions of a figure that missed, or were bettered; of a chance, one outcome is no miss."""
    came = [
        (s.measure.name, {p.outcome for p in s.predictions if p.statistic != GAP_CLOSES}) for s in studies
    ]
    missed = [measure for measure, outcomes in came if "missed" in outcomes]
    better = [measure for measure, outcomes in came if "better" in outcomes]
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
    sure = [
        (study.measure.name, effect.value.value or 0.0)
        for study, effect in zip(studies, shown, strict=True)
        if effect.visible and could_be_chance(effect) is False
    ]
    lower = [measure for measure, value in sure if value < 0]
    if lower:
        beside = f"scored lower in {listed(lower)} than those without"
        return [f"Pupils with “{plan.change_idea.name}” {beside}: why should it go on?"]
    if sure:
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


def _settled(gaps: Sequence[GapFigures]) -> list[str]:
    """Where all gaps close clearly, ask what comes after."""
    if gaps and len(_of(gaps, "closing")) == len(gaps):
        these = "this gap keeps" if len(gaps) == 1 else "these gaps keep"
        return [f"If {these} closing, what is the next aim?"]
    return []
