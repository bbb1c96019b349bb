"""Did the change idea do it? The one place on a page that may say "impact"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from halfterm.cycles.verdict import said
from halfterm.cycles.words import interval
from halfterm.site.figures import figure
from halfterm.site.marks import told
from halfterm.site.shown import ShownStudy
from halfterm.site.verdicts import Told, impact_figure

ASSIGNED: Final = {
    "random": "Who got the idea was drawn at random, so other differences between the two are chance.",
    "waiting list": "Those without are waiting for it, so the two should be alike, but nobody drew lots.",
    "chosen": "Who got the idea was chosen, so the two may have differed from the start.",
    "not known": "How it was settled who got the idea is not known, so the two may have differed.",
}


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
    security: tuple[str, ...]


def impact_lines(told_of: Told, *, place: str) -> ImpactLines:
    """The impact, measure by measure, with how secure it is; `place` says for whom."""
    plans = [cycle.plan for cycle in told_of.cycles]
    if not told_of.studies:
        return ImpactLines((f"There are no figures for {place} yet.",), "", (), ())
    sentences = said(told_of.verdicts, "impact")
    if not all(plan.names_treated for plan in plans):
        return ImpactLines(sentences, "", (), ())
    target = plans[0].target_group.name
    assigned = dict.fromkeys(ASSIGNED[plan.change_idea.assigned] for plan in plans)
    return ImpactLines(
        sentences=sentences,
        caption=f"Points (95% interval), treated v untreated {target}, {place}, baseline allowed for",
        rows=_rows(told_of.studies),
        security=(*said(told_of.verdicts, "security"), *assigned),
    )


def _rows(studies: Sequence[ShownStudy]) -> tuple[ImpactRow, ...]:
    """A row for each visible study; none where every impact is hidden, since the sentences say that."""
    seen = [study for study in studies if study.visible]
    if all(impact_figure(study).value.symbol == "c" for study in seen):
        return ()
    return tuple(_row(study) for study in seen)


def _row(study: ShownStudy) -> ImpactRow:
    impact = impact_figure(study)
    return ImpactRow(
        measure=study.measure.name,
        points=told(_with_interval(study, impact.statistic), study, impact.statistic),
        effect=told(_with_months(study), study, "impact_effect_size"),
        on_gap=told(_with_interval(study, "impact_on_gap"), study, "impact_on_gap"),
    )


def _with_months(study: ShownStudy) -> str:
    effect, months = figure(study, "impact_effect_size").value, figure(study, "impact_months").value
    # A no-break space, as below.
    return (
        f"{effect} ({months}\u00a0{'month' if abs(months.value) == 1 else 'months'})"
        if months.value
        else effect.text
    )


def _with_interval(study: ShownStudy, statistic: str) -> str:
    finding = figure(study, statistic)
    bounds = interval(finding)
    # No-break spaces: a narrow cell breaks before the bracket only.
    return f"{finding.value} ({bounds})".replace(" to ", "\u00a0to\u00a0") if bounds else finding.value.text
