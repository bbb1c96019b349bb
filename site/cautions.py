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
        *([] if _secured(studies, plan) else _lost(seen, plan)),
        *_comparison(plan),
        *_warnings(seen),
    ]
    if not plan.names_treated:
        said.append(f"{OTHER_REASONS} Nobody was compared with and without the change idea.")
    return tuple(dict.fromkeys(said))


def security(studies: Sequence[ShownStudy], plan: Plan) -> str:
    """How far the impact may be trusted: how it was settled who got the idea, and who was lost."""
    lost = _lost([study for study in studies if study.visible], plan)
    return " ".join(["How secure is this?", ASSIGNED[plan.change_idea.assigned], *lost])


def _secured(studies: Sequence[ShownStudy], plan: Plan) -> bool:
    """Whether the page says with the impact who was lost: a school's own losses are not said there."""
    return plan.names_treated and all(study.level != "school" for study in studies)


def _warnings(studies: Sequence[ShownStudy]) -> list[str]:
    """The studies' own warnings, each once with the measures it is about."""
    said: dict[str, list[str]] = {}
    for study in studies:
        for warning in study.warnings:
            said.setdefault(warning, []).append(study.measure.name)
    return [f"{listed(measures)}: {warning[:1].lower()}{warning[1:]}" for warning, measures in said.items()]


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
            said.setdefault(f"{missing} of {frozen}", []).append(study.measure.name)
    if not said:
        return []
    counts = "; ".join(f"{count} in {listed(measures)}" for count, measures in said.items())
    return [f"Without a follow-up score: {counts} ({plan.target_group.name})."]


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
