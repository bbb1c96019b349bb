"""The charts of a case study: the gap of each cycle, and of each school in the current one."""

from __future__ import annotations

from collections.abc import Sequence

from halfterm.cycles.programme import Engagement
from halfterm.site.charts import SlopeRow, slope_chart
from halfterm.site.figures import gap_figures
from halfterm.site.gap_charts import chain_rows, drawn, gaps_chart
from halfterm.site.pieces import Chart, Picture
from halfterm.site.predicted import tone
from halfterm.site.rendering import Templates
from halfterm.site.shown import ShownCycle, ShownEdition

Drawn = tuple[tuple[Chart, ...], tuple[Picture, ...]]


def case_charts(
    edition: ShownEdition, chain: Sequence[ShownCycle], engagement: Engagement, templates: Templates
) -> Drawn:
    """For each measure of the chain its gap before and after every cycle."""
    charts = []
    for measure in {m.id: m for cycle in chain for m in cycle.plan.studied_measures}.values():
        rows = chain_rows(chain, engagement.id, measure.id, edition.programme)
        if rows:
            charts.append(
                gaps_chart(
                    measure.id, measure.name, rows, programme=edition.programme, audience=edition.audience
                )
            )
    return drawn(charts, templates)


def slope_charts(
    edition: ShownEdition, cycle: ShownCycle, engagement: Engagement, templates: Templates
) -> Drawn:
    """For each measure of the current cycle the gap of every school, where two or more may be seen."""
    charts, pictures, programme = [], [], edition.programme
    for measure in cycle.plan.studied_measures:
        rows, seen = [], 0
        for school in engagement.schools:
            found = [study for study in cycle.at("school", school) if study.measure.id == measure.id]
            for study in found:
                gap = gap_figures(study, cycle.plan, programme)
                seen += gap.before.value.visible and gap.after.value.visible
                rows.append(
                    SlopeRow(programme.school(school).name, gap.before.value, gap.after.value, tone(gap))
                )
        if seen > 1:
            name, title = f"schools-{measure.id}", f"{measure.name}: the gap of each school"
            before, after = (programme.half_term(h).name for h in (cycle.plan.baseline, cycle.plan.follow_up))
            charts.append(
                slope_chart(name, title, rows, before=before, after=after, unit="points", templates=templates)
            )
            pictures.append(Picture(f"{name}.svg", title))
    return tuple(charts), tuple(pictures)
