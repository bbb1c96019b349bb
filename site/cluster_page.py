"""The cluster page: its cycles at a glance, and what they say together, for the half-term's meeting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from halfterm.cycles.disclosure import Shown, ShownFinding
from halfterm.cycles.plan import Plan
from halfterm.cycles.programme import Cluster, Engagement
from halfterm.cycles.words import (
    amount,
    headline,
    interval,
    listed,
    sentence,
)
from halfterm.site.charts import Dumbbell
from halfterm.site.decided import person_name
from halfterm.site.figures import closing_lines, computed, figure, gap_figures, loads_of
from halfterm.site.gains import MovedHeads, gains_chart, is_of_gains
from halfterm.site.gap_charts import drawn, gaps_chart
from halfterm.site.glance import GlanceRow, glance_heads, glance_rows
from halfterm.site.impact_lines import ImpactLines, impact_lines
from halfterm.site.marks import page_marks
from halfterm.site.pieces import DataFile, Draft, Fact, Link, Picture
from halfterm.site.questions import questions
from halfterm.site.rendering import PageRecord, Templates
from halfterm.site.shown import ShownCycle, ShownEdition, ShownStudy
from halfterm.site.tidy import findings_csv
from halfterm.site.verdicts import Opening, opening, verdicts_on


@dataclass(frozen=True, slots=True)
class EarlierRow:
    """The cluster's gap in an earlier half-term."""

    half_term: str
    measure: str
    before: Shown
    after: Shown
    change: Shown
    interval: str


@dataclass(frozen=True, slots=True)
class ClusterPage(PageRecord):
    """What the template of a cluster page is given."""

    opening: Opening
    facts: tuple[Fact, ...]
    rows: tuple[GlanceRow, ...]
    heads: MovedHeads
    pictures: tuple[Picture, ...]
    caption: str
    closing: tuple[str, ...]
    multilevel: tuple[str, ...]
    impact: ImpactLines
    earlier: tuple[EarlierRow, ...]
    questions: tuple[str, ...]
    cases: tuple[Link, ...]
    schools: tuple[Link, ...]
    pack: Link
    slides: Link
    data: str
    loads: str
    code_version: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """A cluster with the cycles it looks at: pairs of engagement and its current cycle, at least one."""

    cluster: Cluster
    cycles: tuple[tuple[Engagement, ShownCycle], ...]
    studies: tuple[ShownStudy, ...]

    @property
    def plan(self) -> Plan:
        """The first engagement's plan: the cluster's sentences borrow its names."""
        return self.cycles[0][1].plan


def cluster_draft(
    edition: ShownEdition, meeting: Meeting, *, schools: tuple[Link, ...], templates: Templates
) -> Draft:
    """The page of one cluster for this half-term; `schools` link to the summaries of its schools."""
    dumbbells = _charts(edition, meeting)
    charts, pictures = drawn(dumbbells, templates)
    page = _page(edition, meeting, schools=schools, pictures=pictures, caption=_caption(dumbbells))
    parts = [s for e, cycle in meeting.cycles for s in cycle.at("engagement", e.id)]
    gaps = [gap_figures(s, meeting.plan, edition.programme) for s in meeting.studies]
    words = headline(gaps) or "no figures for the cluster as a whole"
    return Draft(
        kind="cluster",
        slug=meeting.cluster.id,
        title=f"{meeting.cluster.name}: {words}",
        markdown=templates.page("cluster.md", page),
        charts=charts,
        tables=(DataFile(page.data, findings_csv((*meeting.studies, *parts))),),
        computed=computed((*meeting.studies, *parts), edition.programme),
        marks=page_marks(edition, [cycle for _, cycle in meeting.cycles], parts),
    )


def _charts(edition: ShownEdition, meeting: Meeting) -> list[Dumbbell]:
    """For each measure its gaps, cycle by cycle and then the cluster's; means where there is no gap."""
    measures = {m.id: m.name for _, cycle in meeting.cycles for m in cycle.plan.studied_measures}
    charts = []
    for measure, name in measures.items():
        every = [
            (engagement.name, study, cycle.plan)
            for engagement, cycle in meeting.cycles
            for study in cycle.at("engagement", engagement.id)
            if study.measure.id == measure
        ]
        rows = [row for row in every if row[2].comparison.kind != "none"]
        alone = [row for row in every if row[2].comparison.kind == "none"]
        if rows:
            rows += [("The cluster", s, meeting.plan) for s in meeting.studies if s.measure.id == measure]
            charts.append(
                gaps_chart(measure, name, rows, programme=edition.programme, audience=edition.audience)
            )
        if alone:
            charts.append(gains_chart(alone, programme=edition.programme, audience=edition.audience))
    return charts


def _caption(charts: Sequence[Dumbbell]) -> str:
    """What the charts show, beneath them."""
    gaps = "Gap in points; the line at 0 is no gap." if any(not is_of_gains(c) for c in charts) else ""
    means = (
        "Means of the target group in points; there is no comparison group."
        if any(is_of_gains(c) for c in charts)
        else ""
    )
    return " ".join(filter(None, [gaps, means]))


def _page(
    edition: ShownEdition,
    meeting: Meeting,
    *,
    schools: tuple[Link, ...],
    pictures: tuple[Picture, ...],
    caption: str,
) -> ClusterPage:
    plan, studies = meeting.plan, meeting.studies
    rows = glance_rows(edition, meeting.cycles)
    told_of = verdicts_on(edition, studies, [cycle for _, cycle in meeting.cycles])
    parts = tuple(s for e, cycle in meeting.cycles for s in cycle.at("engagement", e.id))
    return ClusterPage(
        opening=opening(edition, told_of),
        facts=_facts(edition, meeting),
        rows=rows,
        heads=glance_heads(rows),
        pictures=pictures,
        caption=caption,
        closing=closing_lines(studies, plan, edition.programme),
        multilevel=_multilevel(studies, plan),
        impact=impact_lines(told_of, place="all schools of the cluster together"),
        earlier=_earlier(edition, meeting.cluster),
        questions=questions(studies, plan, edition.programme),
        cases=tuple(Link(e.name, f"../cases/{e.id}.html") for e, _ in meeting.cycles),
        schools=schools,
        pack=Link("Pack for the meeting, to print", f"../packs/{meeting.cluster.id}.html"),
        slides=Link("Slides for the screen", f"../slides/{meeting.cluster.id}.html"),
        data=f"cluster-{meeting.cluster.id}.csv",
        loads=loads_of((*studies, *parts)),
        code_version=edition.code_version,
    )


def _facts(edition: ShownEdition, meeting: Meeting) -> tuple[Fact, ...]:
    programme = edition.programme
    nles = dict.fromkeys(person_name(programme, e.nle) for e, _ in meeting.cycles)
    ideas = dict.fromkeys(cycle.plan.change_idea.name for _, cycle in meeting.cycles)
    return (
        Fact("Facilitator", person_name(programme, meeting.cluster.facilitator)),
        Fact("NLEs" if len(nles) > 1 else "NLE", listed(list(nles))),
        Fact("Change ideas", listed(list(ideas))),
        Fact("Cycles", str(len(meeting.cycles))),
    )


def _multilevel(studies: Sequence[ShownStudy], plan: Plan) -> tuple[str, ...]:
    """The model over schools, measure by measure, then why it is not there; nothing without a comparison."""
    if plan.comparison.kind == "none":
        return ()
    said, lacking = [], dict[str, list[str]]()
    for study in studies:
        model = figure(study, "multilevel")
        if model.value.value is not None:
            said.append(_modelled(study, model, plan))
        else:
            why = "hidden to protect pupils" if model.value.symbol == "c" else model.method
            lacking.setdefault(why.removeprefix("not computed: "), []).append(study.measure.name)
    for why, measures in lacking.items():
        where = "" if len(measures) == len(studies) else f" in {listed(measures)}"
        said.append(sentence(f"How schools differ{where} is not worked out: {why}"))
    return tuple(said)


def _modelled(study: ShownStudy, model: ShownFinding, plan: Plan) -> str:
    # The model sets pupils beside those who are not of the group, also where a gap is that to everyone.
    others = "the others" if plan.comparison.kind == "whole_class" else plan.comparison.name
    side = "lower" if (model.value.value or 0) < 0 else "higher"
    score = (
        f"{amount(model.value)} {side} at follow-up than" if model.value.value else "the same at follow-up as"
    )
    said = (
        f"{study.measure.name}: within a school and from the same baseline, {plan.target_group.name} score "
        f"{score} {others} (95% interval {interval(model)})."
    )
    icc = figure(study, "icc")
    if icc.visible and icc.value.value is not None:
        said += f" Of what is left unexplained, a share of {icc.value} lies between schools."
    return said


def _earlier(edition: ShownEdition, cluster: Cluster) -> tuple[EarlierRow, ...]:
    """The same gaps in earlier half-terms, oldest first."""
    order = edition.programme.position
    rows = []
    for half_term in sorted(edition.earlier_cluster_studies, key=order):
        for study in edition.earlier_cluster_studies[half_term]:
            if study.place == cluster.id:
                change = figure(study, "gap_change")
                rows.append(
                    EarlierRow(
                        half_term=edition.programme.half_term(half_term).name,
                        measure=study.measure.name,
                        before=figure(study, "gap_baseline").value,
                        after=figure(study, "gap_followup").value,
                        change=change.value,
                        interval=interval(change) or change.lower.text,
                    )
                )
    return tuple(rows)
