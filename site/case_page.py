"""The case study: one engagement over its chain of cycles so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from halfterm.cycles.programme import Engagement
from halfterm.cycles.words import (
    OTHER_REASONS,
    change_words,
    headline,
    interval,
    listed,
    sentence,
    standing,
)
from halfterm.site.choice_lines import choice_lines
from halfterm.site.decided import DecisionLines, decision_lines, person
from halfterm.site.figures import closing_lines, computed, figure, gap_figures, loads_of, together
from halfterm.site.gap_charts import chain_rows, drawn, gaps_chart
from halfterm.site.impact_lines import ImpactLines, impact_lines
from halfterm.site.marks import WHO_MOVED, page_marks, told, told_each
from halfterm.site.missing_lines import missing_lines
from halfterm.site.pieces import Chart, DataFile, Draft, Fact, Link, Picture, dated
from halfterm.site.predicted import PredictedRow, other_scores, predicted_rows
from halfterm.site.questions import questions
from halfterm.site.rendering import Templates
from halfterm.site.school_page import done
from halfterm.site.shown import ShownCycle, ShownEdition
from halfterm.site.tidy import findings_csv
from halfterm.site.verdicts import Opening, opening, verdicts_on


@dataclass(frozen=True, slots=True)
class Turn:
    """One cycle of the chain as the case study tells it."""

    title: str
    when: str
    when_before: str
    when_after: str
    theme: str
    aim: str
    locked: str
    done: tuple[Fact, ...]
    rows: tuple[PredictedRow, ...]
    other_scores: tuple[str, ...]
    closing: tuple[str, ...]
    impact: ImpactLines
    missing: tuple[str, ...]
    choices: tuple[str, ...]
    decision: DecisionLines | None


@dataclass(frozen=True, slots=True)
class CasePage:
    """What the template of a case study is given."""

    opening: Opening
    context: tuple[str, ...]
    problem: tuple[str, ...]
    measures: str
    target_group: str
    comparison: str
    pictures: tuple[Picture, ...]
    over_time: tuple[tuple[str, ...], ...]
    turns: tuple[Turn, ...]
    limits: tuple[str, ...]
    questions: tuple[str, ...]
    schools: tuple[Link, ...]
    cluster: Link
    data: str
    loads: str
    code_version: str


def case_draft(
    edition: ShownEdition, engagement: Engagement, *, schools: tuple[Link, ...], templates: Templates
) -> Draft:
    """The case study of an engagement with at least one cycle; `schools` link to its summaries."""
    chain = edition.chain(engagement.id)
    charts, pictures = _charts(edition, chain, engagement, templates)
    page = _page(edition, chain, engagement, schools=schools, pictures=pictures)
    studies = [s for cycle in chain for s in cycle.at("engagement", engagement.id)]
    return Draft(
        kind="case",
        slug=engagement.id,
        title=f"{engagement.name}: {_title(edition, chain[-1], engagement)}",
        markdown=templates.page("case.md", page),
        charts=charts,
        tables=(DataFile(page.data, findings_csv(studies)),),
        trail=((page.cluster.words, page.cluster.href),),
        engagement=engagement.id,
        computed=computed(studies, edition.programme),
        marks=page_marks(edition, chain, studies),
    )


def _title(edition: ShownEdition, cycle: ShownCycle, engagement: Engagement) -> str:
    studies = cycle.at("engagement", engagement.id)
    words = headline([gap_figures(s, cycle.plan, edition.programme) for s in studies])
    return words or "no figures yet"


def _charts(
    edition: ShownEdition, chain: Sequence[ShownCycle], engagement: Engagement, templates: Templates
) -> tuple[tuple[Chart, ...], tuple[Picture, ...]]:
    measures = {m.id: m for cycle in chain for m in cycle.plan.studied_measures}
    charts = []
    for measure in measures.values():
        rows = chain_rows(chain, engagement.id, measure.id, edition.programme)
        if rows:
            charts.append(
                gaps_chart(
                    measure.id, measure.name, rows, programme=edition.programme, audience=edition.audience
                )
            )
    return drawn(charts, templates)


def _page(
    edition: ShownEdition,
    chain: Sequence[ShownCycle],
    engagement: Engagement,
    *,
    schools: tuple[Link, ...],
    pictures: tuple[Picture, ...],
) -> CasePage:
    last, first = chain[-1], chain[0]
    now = last.at("engagement", engagement.id)
    every = tuple(s for cycle in chain for s in cycle.at("engagement", engagement.id))
    cluster = edition.programme.cluster(engagement.cluster)
    return CasePage(
        opening=opening(edition, verdicts_on(edition, now, [last])),
        context=_context(edition, engagement),
        problem=_problem(edition, first, engagement),
        measures=listed([m.name for m in last.plan.studied_measures]),
        target_group=last.plan.target_group.name,
        comparison=last.plan.comparison.name,
        pictures=pictures,
        over_time=_over_time(edition, chain, engagement),
        turns=tuple(_turn(edition, cycle, engagement) for cycle in chain),
        limits=_limits(chain),
        questions=questions(now, last.plan, edition.programme),
        schools=schools,
        cluster=Link(cluster.name, f"../clusters/{cluster.id}.html"),
        data=f"case-{engagement.id}.csv",
        loads=loads_of(every),
        code_version=edition.code_version,
    )


def _context(edition: ShownEdition, engagement: Engagement) -> tuple[str, ...]:
    programme = edition.programme
    lead = programme.school(engagement.lead).name
    names = [programme.school(s).name for s in engagement.supported]
    said = [
        f"{lead} leads; it works with {listed(names)} ({engagement.model}), "
        f"led by {person(programme, engagement.nle)}."
    ]
    return (*said, sentence(engagement.context)) if engagement.context else tuple(said)


def _problem(edition: ShownEdition, first: ShownCycle, engagement: Engagement) -> tuple[str, ...]:
    """Where the target group stood when the chain began."""
    plan, said = first.plan, list[str]()
    if plan.comparison.kind == "none":
        return (f"Nobody is set beside {plan.target_group.name}, so no gap is known at the start.",)
    for study in first.at("engagement", engagement.id):
        gap = figure(study, "gap_baseline").value
        when = edition.programme.half_term(plan.baseline).name
        if gap.visible:
            stood = (
                f"{study.measure.name}: in {when}, {plan.target_group.name} were "
                f"{standing(gap, plan.comparison.name)}."
            )
            said.append(told(stood, study, "gap_baseline"))
    return tuple(said)


def _limits(chain: Sequence[ShownCycle]) -> tuple[str, ...]:
    """What a case study can never show, however its figures come out."""
    said = ["Scores are one sign among several: they say nothing of what else changed for these pupils."]
    if len(chain) > 1:
        said.insert(
            0,
            "Each cycle follows the pupils who have both of its scores: the gap after one cycle and the gap "
            "before the next are about different pupils.",
        )
    if chain[-1].plan.names_treated:
        said.insert(0, f"Only the comparison with and without the idea is about the idea. {OTHER_REASONS}")
    return tuple(said)


def _over_time(
    edition: ShownEdition, chain: Sequence[ShownCycle], engagement: Engagement
) -> tuple[tuple[str, ...], ...]:
    """Rows of the table behind the charts: cycle, measure, gap before and after, change, interval, pupils."""
    rows = []
    for measure in dict.fromkeys(m.id for cycle in chain for m in cycle.plan.studied_measures):
        for label, study, plan in chain_rows(chain, engagement.id, measure, edition.programme):
            gap = gap_figures(study, plan, edition.programme)
            pupils = f"{study.coverage.target_both} and {study.coverage.comparison_both}"
            rows.append(
                (
                    study.measure.name,
                    label,
                    told(gap.before.value, study, "gap_baseline"),
                    told(gap.after.value, study, "gap_followup"),
                    told(change_words(gap), study, "gap_change"),
                    interval(gap.change) or gap.change.lower.text,
                    pupils,
                )
            )
    return tuple(rows)


def _turn(edition: ShownEdition, cycle: ShownCycle, engagement: Engagement) -> Turn:
    plan, programme = cycle.plan, edition.programme
    studies = cycle.at("engagement", engagement.id)
    before, after = programme.half_term(plan.baseline).name, programme.half_term(plan.follow_up).name
    return Turn(
        title=plan.title,
        when=f"{before} to {after}",
        when_before=before,
        when_after=after,
        theme=plan.intervention.theme,
        aim=plan.aim.sentence,
        locked=f"plan and predictions locked on {dated(cycle.locked_on)}, fingerprint {cycle.plan_hash[:12]}",
        done=done(plan),
        rows=predicted_rows(studies, plan, programme, place=""),
        other_scores=tuple(line for study in studies for line in other_scores(study)),
        closing=told_each(
            closing_lines(studies, plan, programme), [s for s in studies if s.visible], WHO_MOVED
        ),
        impact=impact_lines(verdicts_on(edition, studies, [cycle]), place=together(engagement)),
        missing=missing_lines(studies, plan, edition.audience),
        choices=choice_lines(studies),
        decision=decision_lines(cycle, edition),
    )
