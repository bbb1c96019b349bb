"""The school summary: one side of A4 about one school's part in one cycle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from halfterm.cycles.plan import Plan
from halfterm.cycles.programme import Engagement, School
from halfterm.cycles.words import (
    GapFigures,
    headline,
    hidden_reason,
    sentence,
)
from halfterm.site.charts import prediction_chart
from halfterm.site.choice_lines import choice_lines
from halfterm.site.decided import DecisionLines, decision_lines
from halfterm.site.delivery import WHY, Delivery, delivery, planned
from halfterm.site.figures import closing_lines, computed, every_school, gap_figures, together
from halfterm.site.gains import GainRow, gain_rows
from halfterm.site.gap_charts import drawn, means_chart
from halfterm.site.how_computed import HowRow, delivered_files, from_loads, how_delivered, when_studied
from halfterm.site.impact_lines import ImpactLines, impact_lines
from halfterm.site.marks import WHO_MOVED, page_marks, told_each
from halfterm.site.missing_lines import missing_lines
from halfterm.site.pieces import Chart, DataFile, Draft, Fact, Picture
from halfterm.site.predicted import PredictedRow, chart_rows, other_scores, predicted_rows
from halfterm.site.questions import questions
from halfterm.site.rendering import PageRecord, Templates
from halfterm.site.shown import ShownCycle, ShownEdition, ShownStudy
from halfterm.site.since import Since, since
from halfterm.site.tidy import findings_csv
from halfterm.site.verdicts import Opening, Schools, opening, verdicts_on


@dataclass(frozen=True, slots=True)
class SchoolPage(PageRecord):
    """What the template of a school summary is given: words, and figures made safe."""

    note: tuple[str, ...]
    opening: Opening
    since: Since
    facts: tuple[Fact, ...]
    pictures: tuple[Picture, ...]
    prediction: Picture | None
    when_before: str
    when_after: str
    rows: tuple[PredictedRow, ...]
    gains: tuple[GainRow, ...]
    compared: bool
    other_scores: tuple[str, ...]
    closing: tuple[str, ...]
    impact: ImpactLines
    missing: tuple[str, ...]
    choices: tuple[str, ...]
    aim: str
    done: tuple[Fact, ...]
    why: tuple[Fact, ...]
    delivery: Delivery
    questions: tuple[str, ...]
    decision: DecisionLines | None
    case: str
    cluster: str
    data: str
    done_data: str
    how: tuple[HowRow, ...]
    made: tuple[str, ...]
    code_version: str


@dataclass(frozen=True, slots=True)
class Part:
    """One school's part of one cycle, with the figures of all schools of the engagement beside it.

    `told` is what the page tells: the school's own figures where any may be seen, else the engagement's.
    """

    school: School
    engagement: Engagement
    cycle: ShownCycle
    own: tuple[ShownStudy, ...]
    shared: tuple[ShownStudy, ...]

    @property
    def hidden(self) -> bool:
        return not any(study.visible for study in self.own)

    @property
    def told(self) -> tuple[ShownStudy, ...]:
        return self.shared if self.hidden else self.own

    @property
    def alone(self) -> bool:
        """Whether the engagement studies no other school, so that its figures are the school's own."""
        return bool(self.own) and self.engagement.pupil_schools == (self.school.id,)

    @property
    def every(self) -> tuple[ShownStudy, ...]:
        """All studies that the page shows, those of all schools only where they are others."""
        return self.own if self.alone else (*self.own, *self.shared)

    @property
    def together(self) -> str:
        """How a sentence calls all schools of the engagement; empty where the page is about no other."""
        return "" if self.alone else together(self.engagement)

    @property
    def plan(self) -> Plan:
        return self.cycle.plan


def school_draft(edition: ShownEdition, part: Part, *, slug: str, templates: Templates) -> Draft:
    """The summary of one school's part in the current cycle of one engagement."""
    gaps = [gap_figures(study, part.plan, edition.programme) for study in part.own]
    charts, pictures = _gap_charts(edition, part, templates)
    prediction = _prediction_chart(edition, part, templates)
    page = _page(edition, part, slug=slug, pictures=pictures, has_prediction=prediction is not None)
    cluster = edition.programme.cluster(part.engagement.cluster)
    return Draft(
        kind="school",
        slug=slug,
        title=f"{part.school.name}: {_title(part, gaps)}",
        markdown=templates.page("school.md", page),
        charts=charts if prediction is None else (*charts, prediction),
        tables=(
            DataFile(page.data, findings_csv(part.every)),
            *delivered_files(page.done_data, page.how),
        ),
        trail=((cluster.name, f"../clusters/{cluster.id}.html"),),
        engagement=part.engagement.id,
        school=part.school.id,
        computed=computed(part.every, edition.programme),
        marks=page_marks(edition, [part.cycle], (*part.own, *part.shared)),
    )


def _title(part: Part, gaps: Sequence[GapFigures]) -> str:
    if not part.own:
        return "no figures for this cycle"
    if part.hidden:
        return "figures hidden to protect pupils"
    return headline(gaps)


def _gap_charts(
    edition: ShownEdition, part: Part, templates: Templates
) -> tuple[tuple[Chart, ...], tuple[Picture, ...]]:
    own = {study.measure.id: study for study in part.own}
    shared = {study.measure.id: study for study in part.shared}
    charts = []
    for measure in part.plan.studied_measures:
        named = ((part.school.name, own), (sentence(together(part.engagement)).rstrip("."), shared))
        places = [(heading, studies[measure.id]) for heading, studies in named if measure.id in studies]
        if part.alone:
            places = places[:1]
        if places:
            charts.append(
                means_chart(
                    measure.id, places, part.plan, programme=edition.programme, audience=edition.audience
                )
            )
    return drawn(charts, templates)


def _prediction_chart(edition: ShownEdition, part: Part, templates: Templates) -> Chart | None:
    rows = chart_rows(part.shared, part.plan, edition.programme)
    if not rows:
        return None
    title = _prediction_title(part)
    return prediction_chart(rows, name="prediction", title=title, templates=templates)


def _prediction_title(part: Part) -> str:
    return f"Gap predicted and found, {part.together or part.school.name}"


def _page(
    edition: ShownEdition,
    part: Part,
    *,
    slug: str,
    pictures: tuple[Picture, ...],
    has_prediction: bool,
) -> SchoolPage:
    programme, plan = edition.programme, part.plan
    shared = verdicts_on(edition, part.shared, [part.cycle])
    closing = _with_plan(part) if part.alone else part.told
    schools = Schools(part.together, shared.verdicts, own=part.own, told=part.hidden)
    return SchoolPage(
        note=_hidden_note(edition, part),
        since=since(edition, part.engagement, part.told),
        opening=opening(edition, verdicts_on(edition, part.told, [part.cycle]), schools=schools),
        facts=_facts(edition, part),
        pictures=pictures,
        prediction=Picture("prediction.svg", _prediction_title(part)) if has_prediction else None,
        when_before=programme.half_term(plan.baseline).name,
        when_after=programme.half_term(plan.follow_up).name,
        rows=_rows(edition, part),
        gains=_gains(part),
        compared=plan.comparison.kind != "none",
        other_scores=tuple(line for study in part.shared for line in other_scores(study)),
        closing=told_each(
            closing_lines(closing, plan, programme), [s for s in closing if s.visible], WHO_MOVED
        ),
        impact=impact_lines(shared, place=part.together or part.school.name),
        missing=missing_lines(part.told, plan, edition.audience),
        choices=choice_lines(part.told),
        aim=plan.aim.sentence,
        done=tuple(fact for fact in planned(plan) if fact.label != WHY),
        why=tuple(fact for fact in planned(plan) if fact.label == WHY),
        delivery=delivery(part.cycle, school=part.school.id),
        questions=questions(part.own or part.shared, plan, programme),
        decision=decision_lines(part.cycle, edition),
        case=f"../cases/{part.engagement.id}.html",
        cluster=f"../clusters/{part.engagement.cluster}.html",
        data=f"school-{slug}.csv",
        done_data=f"school-{slug}-done.csv",
        how=how_delivered([part.cycle]),
        made=(from_loads(edition, part.every), when_studied([part.cycle])),
        code_version=edition.code_version,
    )


def _hidden_note(edition: ShownEdition, part: Part) -> tuple[str, ...]:
    """Why a school's own figures are not here, and whose are."""
    if not part.hidden:
        return ()
    if not part.own:
        return (f"No figures of this school's own were studied. Below: {together(part.engagement)}.",)
    few = any(study.why_hidden == "few pupils" for study in part.own)
    reason = hidden_reason(edition.audience, few=few).removeprefix("hidden: ")
    return (
        f"This school's own figures are hidden ({reason}); the school can see them itself. "
        f"What follows is about {together(part.engagement)}.",
    )


def _rows(edition: ShownEdition, part: Part) -> tuple[PredictedRow, ...]:
    """This school's row for each measure, then that of all schools, for whom the plan predicted."""
    if part.plan.comparison.kind == "none":
        return ()
    rows = [
        row
        for place, studies in _placed(part)
        for row in predicted_rows(studies, part.plan, edition.programme, place=place)
    ]
    order = [measure.name for measure in part.plan.studied_measures]
    return tuple(sorted(rows, key=lambda row: order.index(row.measure)))


def _gains(part: Part) -> tuple[GainRow, ...]:
    """The same rows where the plan compares with nobody."""
    if part.plan.comparison.kind != "none":
        return ()
    rows = [row for place, studies in _placed(part) for row in gain_rows(studies, place=place)]
    order = [measure.name for measure in part.plan.studied_measures]
    return tuple(sorted(rows, key=lambda row: order.index(row.measure)))


def _placed(part: Part) -> tuple[tuple[str, tuple[ShownStudy, ...]], ...]:
    """The studies that the page's table has rows of, by the place that they are about.

    A school of which nothing may be seen has no rows of symbols: the page says so at its head. Where the
    engagement studies no other school, its row is the school's own with what the plan said of it.
    """
    if part.alone and not part.hidden:
        return ((part.school.name, _with_plan(part)),)
    own = () if part.hidden else part.own
    return ((part.school.name, own), (every_school(part.engagement), part.shared))


def _with_plan(part: Part) -> tuple[ShownStudy, ...]:
    """The school's own studies with what is told of its engagement only: targets, predictions and shares."""
    whole = {study.measure.id: study for study in part.shared}
    return tuple(
        replace(
            study,
            targets=whole[name].targets,
            predictions=whole[name].predictions,
            target_shares=whole[name].target_shares,
        )
        if (name := study.measure.id) in whole
        else study
        for study in part.own
    )


def _facts(edition: ShownEdition, part: Part) -> tuple[Fact, ...]:
    plan, programme = part.plan, edition.programme
    times = (programme.half_term(plan.baseline).name, programme.half_term(plan.follow_up).name)
    sides = [(s.coverage.target_both, s.coverage.comparison_both) for s in part.own if s.visible]
    compared = plan.comparison.kind not in ("national", "none")
    counts = [f"{target} and {others}" if compared else f"{target}" for target, others in sides]
    facts = [
        Fact("Cycle", f"{plan.title}, {times[0]} to {times[1]}"),
        Fact("With", part.engagement.name),
    ]
    if counts:
        facts.append(Fact("Pupils with both scores", "; ".join(dict.fromkeys(counts))))
    return tuple(facts)
