"""Did the change idea do it? The one place on a page that may say "impact"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from halfterm.cycles.disclosure import ShownFinding
from halfterm.cycles.plan import Plan
from halfterm.cycles.words import impact_sentences, interval, no_impact_sentence
from halfterm.site.cautions import security
from halfterm.site.figures import figure
from halfterm.site.marks import told
from halfterm.site.shown import ShownStudy


@dataclass(frozen=True, slots=True)
class ImpactRow:
    """The impact on one measure, in points and as an effect size, and on its gap."""

    measure: str
    points: str
    effect: str
    on_gap: str


@dataclass(frozen=True, slots=True)
class ImpactLines:
    """What is said of the impact; without rows nothing was compared, and the sentences say so."""

    sentences: tuple[str, ...]
    caption: str
    rows: tuple[ImpactRow, ...]
    security: str


def impact_lines(studies: Sequence[ShownStudy], plan: Plan, *, place: str) -> ImpactLines:
    """The impact, measure by measure, with how secure it is; `place` says for whom."""
    if not plan.names_treated:
        return ImpactLines((no_impact_sentence(plan.change_idea.name),), "", (), "")
    if not studies:
        return ImpactLines((f"There are no figures for {place} yet.",), "", (), "")
    impacts = [(study.measure.name, _impact(study)) for study in studies]
    target = plan.target_group.name
    return ImpactLines(
        sentences=impact_sentences(impacts, target=target, idea=plan.change_idea.name),
        caption=f"Points (95% interval), treated v untreated {target}, {place}, baseline allowed for",
        rows=tuple(_row(study) for study in studies if study.visible),
        security=security(studies, plan),
    )


def _impact(study: ShownStudy) -> ShownFinding:
    """A cluster's impact allows each school a level of its own, where that could be fitted."""
    multilevel = figure(study, "impact_multilevel")
    return multilevel if study.level == "cluster" and multilevel.visible else figure(study, "impact")


def _row(study: ShownStudy) -> ImpactRow:
    return ImpactRow(
        measure=study.measure.name,
        points=told(_with_interval(_impact(study)), study, _impact(study).statistic),
        effect=told(_with_months(study), study, "impact_effect_size"),
        on_gap=told(_with_interval(figure(study, "impact_on_gap")), study, "impact_on_gap"),
    )


def _with_months(study: ShownStudy) -> str:
    effect, months = figure(study, "impact_effect_size").value, figure(study, "impact_months").value
    # A no-break space, as below.
    return (
        f"{effect} ({months}\u00a0{'month' if abs(months.value) == 1 else 'months'})"
        if months.value
        else effect.text
    )


def _with_interval(finding: ShownFinding) -> str:
    bounds = interval(finding)
    # No-break spaces: a narrow cell breaks before the bracket only.
    return f"{finding.value} ({bounds})".replace(" to ", "\u00a0to\u00a0") if bounds else finding.value.text
