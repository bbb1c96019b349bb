"""Did the change idea do it? The one place on a page that may say "impact"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from halfterm.cycles.plan import Plan
from halfterm.cycles.words import chance_sentence, impact_sentence, no_impact_sentence, sentence
from halfterm.site.cautions import security
from halfterm.site.figures import figure
from halfterm.site.shown import ShownStudy

UNTREATED: Final = "pupils without it"


def impact_lines(studies: Sequence[ShownStudy], plan: Plan, *, place: str) -> tuple[str, ...]:
    """Sentences on the impact, measure by measure, with how secure it is; `place` says for whom.

    Without treated pupils named by the plan, the one sentence that nothing is known.
    """
    if not plan.names_treated:
        return (no_impact_sentence(plan.change_idea.name),)
    if not studies:
        return (f"No figures for {place} yet.",)
    lines = [f"{sentence(place).rstrip('.')}, treated against untreated {plan.target_group.name}:"]
    for study in studies:
        lines += [_impact(study, plan), *_on_gap(study, plan)]
    if any(figure(study, "impact").visible for study in studies):
        lines.append(security(studies, plan))
    return tuple(lines)


def _impact(study: ShownStudy, plan: Plan) -> str:
    """The impact; its months are said only where chance is unlikely."""
    impact = figure(study, "impact")
    if study.level == "cluster" and figure(study, "impact_multilevel").visible:
        impact = figure(study, "impact_multilevel")
    return impact_sentence(
        impact,
        measure=study.measure.name,
        target=plan.target_group.name,
        idea=plan.change_idea.name,
        untreated=plan.change_idea.untreated or UNTREATED,
        effect=figure(study, "impact_effect_size"),
    )


def _on_gap(study: ShownStudy, plan: Plan) -> list[str]:
    """Whether the gap closed more where the idea was used."""
    on_gap = figure(study, "impact_on_gap")
    if not on_gap.visible or not on_gap.value.value:
        return []
    more = "more" if on_gap.value.value > 0 else "less"
    size, idea = on_gap.value.text.lstrip("−+"), plan.change_idea.name
    return [
        f"{study.measure.name}: with “{idea}” the gap closed {size} points {more} than without. "
        f"{chance_sentence(on_gap, 'difference')}"
    ]
