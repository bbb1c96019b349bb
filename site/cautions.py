"""What to read with care: the limits of a page's figures, from the figures and the plan themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from halfterm.cycles.disclosure import Audience
from halfterm.cycles.plan import Plan
from halfterm.cycles.words import OTHER_REASONS, hidden_reason, listed
from halfterm.site.figures import FEW_PUPILS, figure
from halfterm.site.shown import ShownStudy

ASSIGNED: Final = {
    "random": "Who got the idea was drawn at random, so other differences between the two are chance.",
    "waiting list": "Those without are waiting for it, so the two should be alike, but nobody drew lots.",
    "chosen": "Who got the idea was chosen, so the two may have differed from the start.",
    "not known": "How it was settled who got the idea is not known, so the two may have differed.",
}


def cautions(studies: Sequence[ShownStudy], plan: Plan, audience: Audience) -> tuple[str, ...]:
    """One sentence for each limit, the study's own warnings last. Of a hidden study only that it is."""
    seen = [study for study in studies if study.visible]
    said = [
        *_hidden(studies, audience),
        *_few(seen),
        *_lost(seen, plan),
        *_comparison(plan),
        *(f"{study.measure.name}: {warning}" for study in seen for warning in study.warnings),
    ]
    if not plan.names_treated:
        said.append(f"{OTHER_REASONS} Nobody was compared with and without the change idea.")
    return tuple(dict.fromkeys(said))


def security(studies: Sequence[ShownStudy], plan: Plan) -> str:
    """How far the impact may be trusted: who was compared, how it was settled, who was lost."""
    untreated = plan.change_idea.untreated or "pupils without the change idea"
    said = [f"How secure is this? The comparison is with {untreated}. {ASSIGNED[plan.change_idea.assigned]}"]
    return " ".join([*said, *_lost([study for study in studies if study.visible], plan)])


def _hidden(studies: Sequence[ShownStudy], audience: Audience) -> list[str]:
    """Which measures are hidden, by reason."""
    said = []
    for why in dict.fromkeys(s.why_hidden for s in studies if s.why_hidden):
        measures = [s.measure.name for s in studies if s.why_hidden == why]
        said.append(f"{listed(measures)} {hidden_reason(audience, few=why == 'few pupils')}.")
    return said


def _few(studies: Sequence[ShownStudy]) -> list[str]:
    """Small groups: named with their published count."""
    said: dict[str, list[str]] = {}
    for study in studies:
        gap = figure(study, "gap_baseline")
        numbers = [n.value for n in (gap.n_target, gap.n_comparison) if n.value]
        if numbers and min(numbers) < FEW_PUPILS:
            said.setdefault(f"{min(numbers):,.0f}", []).append(study.measure.name)
    return [
        f"{listed(measures)}: one side has only about {count} pupils, so one child can move its mean."
        for count, measures in said.items()
    ]


def _lost(studies: Sequence[ShownStudy], plan: Plan) -> list[str]:
    """Pupils of the target group with a baseline and no follow-up."""
    said: dict[str, list[str]] = {}
    for study in studies:
        missing, frozen = study.coverage.target_missing, study.coverage.target_frozen
        if missing.value and frozen.value:
            counts = f"{missing} of {frozen} {plan.target_group.name} had no follow-up score"
            said.setdefault(counts, []).append(study.measure.name)
    return [f"{listed(measures)}: {counts}." for counts, measures in said.items()]


def _comparison(plan: Plan) -> list[str]:
    match plan.comparison.kind:
        case "whole_class":
            return ["The comparison includes the target pupils themselves, so it makes the gap look smaller."]
        case "none":
            return ["There is no comparison: nothing here separates the cycle from ordinary growth."]
        case "national":
            return ["The comparison is a published national figure, not pupils of these schools."]
        case "others" | "matched":
            return []
