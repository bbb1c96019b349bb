"""The case study: one engagement over its chain of cycles so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from halfterm.cycles.programme import Engagement
from halfterm.cycles.words import change_words, headline, interval
from halfterm.site.case_charts import case_charts, slope_charts
from halfterm.site.case_series import PANEL, SeriesLine, case_series
from halfterm.site.case_story import (
    aims,
    context,
    ethics,
    limits,
    measures,
    next_steps,
    problem,
    rationale,
    studied,
)
from halfterm.site.case_turns import Turn, turns
from halfterm.site.completeness import Completeness, completeness
from halfterm.site.costs import Costs, costs
from halfterm.site.figures import both_scores, computed, gap_figures
from halfterm.site.gains import GainRow, gain_rows
from halfterm.site.gap_charts import chain_rows
from halfterm.site.how_computed import HowRow, delivered_files, from_loads, how_delivered, when_studied
from halfterm.site.learned import Learned, learned, lessons
from halfterm.site.marks import page_marks, told
from halfterm.site.pieces import DataFile, Draft, Link, Picture
from halfterm.site.questions import questions
from halfterm.site.rendering import PageRecord, Templates
from halfterm.site.shown import ShownCycle, ShownEdition
from halfterm.site.since import Since, since
from halfterm.site.tidy import findings_csv
from halfterm.site.verdicts import Opening, opening, verdicts_on


@dataclass(frozen=True, slots=True)
class CasePage(PageRecord):
    """What the template of a case study is given; an empty part is one that nobody told."""

    opening: Opening
    since: Since
    completeness: Completeness
    context: tuple[str, ...]
    problem: tuple[str, ...]
    rationale: tuple[str, ...]
    aims: tuple[str, ...]
    measures: tuple[str, ...]
    study: tuple[str, ...]
    pictures: tuple[Picture, ...]
    slopes: tuple[Picture, ...]
    over_time: tuple[tuple[str, ...], ...]
    gains: tuple[GainRow, ...]
    series: tuple[SeriesLine, ...]
    panel: str
    turns: tuple[Turn, ...]
    learned: Learned
    lessons: tuple[str, ...]
    costs: Costs
    limits: tuple[str, ...]
    ethics: tuple[str, ...]
    next_steps: tuple[str, ...]
    questions: tuple[str, ...]
    schools: tuple[Link, ...]
    cluster: Link
    data: str
    done_data: str
    how: tuple[HowRow, ...]
    made: tuple[str, ...]
    code_version: str


def case_draft(
    edition: ShownEdition, engagement: Engagement, *, schools: tuple[Link, ...], templates: Templates
) -> Draft:
    """The case study of an engagement with at least one cycle; `schools` link to its summaries."""
    chain = edition.chain(engagement.id)
    charts, pictures = case_charts(edition, chain, engagement, templates)
    slopes, sloped = slope_charts(edition, chain[-1], engagement, templates)
    courses, series = case_series(edition, engagement, templates)
    page = _page(edition, chain, engagement, schools=schools, pictures=(pictures, sloped), series=series)
    studies = [s for cycle in chain for s in cycle.at("engagement", engagement.id)]
    return Draft(
        kind="case",
        slug=engagement.id,
        title=f"{engagement.name}: {_title(edition, chain[-1], engagement)}",
        markdown=templates.page("case.md", page),
        charts=(*charts, *courses, *slopes),
        tables=(DataFile(page.data, findings_csv(studies)), *delivered_files(page.done_data, page.how)),
        trail=((page.cluster.words, page.cluster.href),),
        engagement=engagement.id,
        computed=computed(studies, edition.programme),
        marks=page_marks(edition, chain, studies),
    )


def _title(edition: ShownEdition, cycle: ShownCycle, engagement: Engagement) -> str:
    studies = cycle.at("engagement", engagement.id)
    words = headline([gap_figures(s, cycle.plan, edition.programme) for s in studies])
    return words or "no figures yet"


def _page(
    edition: ShownEdition,
    chain: Sequence[ShownCycle],
    engagement: Engagement,
    *,
    schools: tuple[Link, ...],
    pictures: tuple[tuple[Picture, ...], tuple[Picture, ...]],
    series: tuple[SeriesLine, ...],
) -> CasePage:
    last, cluster = chain[-1], edition.programme.cluster(engagement.cluster)
    now = last.at("engagement", engagement.id)
    every = tuple(s for cycle in chain for s in cycle.at("engagement", engagement.id))
    told_of = [verdicts_on(edition, cycle.at("engagement", engagement.id), [cycle]) for cycle in chain]
    known = learned(chain)
    return CasePage(
        opening=opening(edition, told_of[-1]),
        since=since(edition, engagement, now),
        completeness=completeness(edition, engagement, chain, known),
        context=context(edition, engagement),
        problem=problem(edition, chain, engagement),
        rationale=rationale(chain),
        aims=aims(chain),
        measures=measures(chain, edition.scales),
        study=studied(chain),
        pictures=pictures[0],
        slopes=pictures[1],
        over_time=_over_time(edition, chain, engagement),
        gains=_gains(edition, chain, engagement),
        series=series,
        panel=PANEL,
        turns=turns(edition, told_of, engagement),
        learned=known,
        lessons=lessons(chain),
        costs=costs(chain),
        limits=limits(chain),
        ethics=ethics(edition, engagement),
        next_steps=next_steps(edition, chain),
        questions=questions(now, last.plan, edition.programme),
        schools=schools,
        cluster=Link(cluster.name, f"../clusters/{cluster.id}.html"),
        data=f"case-{engagement.id}.csv",
        done_data=f"case-{engagement.id}-done.csv",
        how=how_delivered(chain),
        made=(from_loads(edition, every), when_studied(chain)),
        code_version=edition.code_version,
    )


def _over_time(
    edition: ShownEdition, chain: Sequence[ShownCycle], engagement: Engagement
) -> tuple[tuple[str, ...], ...]:
    """Rows of the table behind the charts: cycle, measure, gap before and after, change, interval, pupils."""
    rows = []
    for measure in dict.fromkeys(m.id for cycle in chain for m in cycle.plan.studied_measures):
        for label, study, plan in chain_rows(chain, engagement.id, measure, edition.programme):
            gap = gap_figures(study, plan, edition.programme)
            if not gap.compared:
                continue
            rows.append(
                (
                    study.measure.name,
                    label,
                    told(gap.before.value, study, "gap_baseline"),
                    told(gap.after.value, study, "gap_followup"),
                    told(change_words(gap), study, "gap_change"),
                    interval(gap.change) or gap.change.lower.text,
                    both_scores(study, plan),
                )
            )
    return tuple(rows)


def _gains(edition: ShownEdition, chain: Sequence[ShownCycle], engagement: Engagement) -> tuple[GainRow, ...]:
    """The cycles that compare with nobody: means and gain of the target group in place of a gap."""
    return tuple(
        row
        for measure in dict.fromkeys(m.id for cycle in chain for m in cycle.plan.studied_measures)
        for label, study, plan in chain_rows(chain, engagement.id, measure, edition.programme)
        if plan.comparison.kind == "none"
        for row in gain_rows([study], place=label)
    )
