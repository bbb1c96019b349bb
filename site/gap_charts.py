"""Which dumbbells a page shows: means of both sides on a school's page, gaps over time on the others."""

from __future__ import annotations

from collections.abc import Sequence

from halfterm.cycles.disclosure import Audience, hidden
from halfterm.cycles.plan import Plan
from halfterm.cycles.programme import Programme
from halfterm.cycles.words import change_words
from halfterm.site.charts import Dumbbell, Group, Key, Row, dumbbell_chart, shared_span
from halfterm.site.figures import gap_figures, why_hidden
from halfterm.site.gains import gains_chart, is_of_gains
from halfterm.site.pieces import Chart, Picture
from halfterm.site.rendering import Templates
from halfterm.site.shown import ShownCycle, ShownStudy


def means_chart(
    measure: str,
    places: Sequence[tuple[str, ShownStudy]],
    plan: Plan,
    *,
    programme: Programme,
    audience: Audience,
) -> Dumbbell:
    """Means of the target group and its comparison, before and after, for one or more places.

    Without a comparison those of the target group alone.
    """
    if plan.comparison.kind == "none":
        alone = [(heading, study, plan) for heading, study in places]
        return gains_chart(alone, programme=programme, audience=audience)
    name, sides = places[0][1].measure.name, f"{plan.target_group.name} and {plan.comparison.name}"
    return Dumbbell(
        name=f"gap-{measure}",
        heading=f"{name}, points",
        title=f"{name}: {sides}, before and after",
        keys=(Key("target", plan.target_group.name), Key("comparison", plan.comparison.name)),
        scale=places[0][1].measure.scale,
        groups=tuple(
            Group(heading, _two_times(study, plan, programme, audience)) for heading, study in places
        ),
    )


def _two_times(study: ShownStudy, plan: Plan, programme: Programme, audience: Audience) -> tuple[Row, ...]:
    gap, why = gap_figures(study, plan, programme), why_hidden(study, audience)
    x = hidden("x")
    return tuple(
        Row(
            label=when,
            note=f"gap {finding.value}",
            first=study.means.get(f"target_{time}", x),
            second=study.means.get(f"comparison_{time}", x),
            why_hidden=why,
        )
        for time, when, finding in (
            ("baseline", gap.when_before, gap.before),
            ("follow_up", gap.when_after, gap.after),
        )
    )


def gaps_chart(
    measure: str,
    heading: str,
    rows: Sequence[tuple[str, ShownStudy, Plan]],
    *,
    programme: Programme,
    audience: Audience,
) -> Dumbbell:
    """Gaps before and after, one row for each cycle or engagement, on an axis with the place of no gap."""
    return Dumbbell(
        name=f"gap-{measure}",
        heading=f"{heading}, gap in points",
        title=f"{heading}: gap before and after",
        keys=(Key("before", "gap before the cycle"), Key("after", "gap after it")),
        groups=(Group("", tuple(_gap_row(row, programme, audience) for row in rows)),),
        zero=True,
        scale=" and ".join(sorted({study.measure.scale for _, study, _ in rows})),
    )


def _gap_row(row: tuple[str, ShownStudy, Plan], programme: Programme, audience: Audience) -> Row:
    label, study, plan = row
    gap = gap_figures(study, plan, programme)
    return Row(label, change_words(gap), gap.before.value, gap.after.value, why_hidden(study, audience))


def drawn(charts: Sequence[Dumbbell], templates: Templates) -> tuple[tuple[Chart, ...], tuple[Picture, ...]]:
    """The charts of one page drawn to one length a point, with how the Markdown names them.

    Charts of different scales are as long as they need: a point of one is none of the other's. A group's
    means, drawn where there is no gap, each have their own: they may be far apart.
    """

    def span(chart: Dumbbell) -> float:
        alike = [other for other in charts if other.scale == chart.scale and not is_of_gains(other)]
        return shared_span([chart] if is_of_gains(chart) else alike)

    made = tuple(dumbbell_chart(chart, span=span(chart), templates=templates) for chart in charts)
    return made, tuple(Picture(f"{c.name}.svg", c.title) for c in charts)


def chain_rows(
    chain: Sequence[ShownCycle], engagement: str, measure: str, programme: Programme
) -> list[tuple[str, ShownStudy, Plan]]:
    """One engagement's studies of one measure, cycle by cycle, labelled with their half-terms."""
    rows = []
    for cycle in chain:
        before = programme.half_term(cycle.plan.baseline).name
        after = programme.half_term(cycle.plan.follow_up).name
        found = [s for s in cycle.at("engagement", engagement) if s.measure.id == measure]
        rows += [(f"{before} to {after}", study, cycle.plan) for study in found]
    return rows
