"""The charts of a case study: the gap of each cycle, and of each school in the current one."""

from __future__ import annotations

from collections.abc import Sequence

from halfterm.cycles.programme import Engagement
from halfterm.site.charts import SlopeRow, slope_chart
from halfterm.site.figures import gap_figures
from halfterm.site.gains import gains_chart, means
from halfterm.site.gap_charts import chain_rows, drawn, gaps_chart
from halfterm.site.pieces import Chart, Picture
from halfterm.site.predicted import tone
from halfterm.site.rendering import Templates
from halfterm.site.shown import ShownCycle, ShownEdition

Drawn = tuple[tuple[Chart, ...], tuple[Picture, ...]]


def case_charts(
    edition: ShownEdition, chain: Sequence[ShownCycle], engagement: Engagement, templates: Templates
) -> Drawn:
    """For each measure of the chain its gap before and after every cycle; its means without a comparison."""
    charts = []
    for measure in {m.id: m for cycle in chain for m in cycle.plan.studied_measures}.values():
        every = chain_rows(chain, engagement.id, measure.id, edition.programme)
        rows = [row for row in every if row[2].comparison.kind != "none"]
        if rows:
            charts.append(
                gaps_chart(
                    measure.id, measure.name, rows, programme=edition.programme, audience=edition.audience
                )
            )
        alone = [("", study, plan) for _, study, plan in every if plan.comparison.kind == "none"]
        if alone:
            charts.append(gains_chart(alone, programme=edition.programme, audience=edition.audience))
    return drawn(charts, templates)


def slope_charts(
    edition: ShownEdition, cycle: ShownCycle, engagement: Engagement, templates: Templates
) -> Drawn:
    """For each measure of the current cycle the gap of every school, where two or more may be seen.

    Where the plan compares with nobody, the mean of the target group.
    """
    charts, pictures, programme = [], [], edition.programme
    for measure in cycle.plan.studied_measures:
        rows, seen = [], 0
        for school in engagement.schools:
            found = [study for study in cycle.at("school", school) if study.measure.id == measure.id]
            for study in found:
                gap = gap_figures(study, cycle.plan, programme)
                ends = (gap.before.value, gap.after.value) if gap.compared else means(study)
                seen += all(end.visible for end in ends)
                rows.append(SlopeRow(programme.school(school).name, *ends, tone(gap)))
        if seen > 1:
            compared = cycle.plan.comparison.kind != "none"
            what = "gap" if compared else f"mean of {cycle.plan.target_group.name}"
            name, title = f"schools-{measure.id}", f"{measure.name}: the {what} of each school"
            before, after = (programme.half_term(h).name for h in (cycle.plan.baseline, cycle.plan.follow_up))
            drawn = slope_chart(
                *(name, title, rows),
                before=before,
                after=after,
                unit="points",
                zero=compared,
                templates=templates,
            )
            charts.append(drawn)
            pictures.append(Picture(f"{name}.svg", title))
    return tuple(charts), tuple(pictures)
