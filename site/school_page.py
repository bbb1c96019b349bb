"""The school summary: one side of A4 about one school's part in one cycle."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from halfterm.cycles.programme import Programme
from halfterm.cycles.words import GapFigures, headline, sentence
from halfterm.site.charts import PredictionRow, prediction_chart
from halfterm.site.choice_lines import choice_lines
from halfterm.site.decided import DecisionLines, decision_lines
from halfterm.site.delivery import WHY, Delivery, delivery, planned
from halfterm.site.figures import (
    both_scores,
    closing_lines,
    computed,
    every_school,
    gap_figures,
    only_schools,
    together,
)
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
from halfterm.site.school_part import Part, hidden_because, not_assessed, opening_of
from halfterm.site.shown import ShownEdition, ShownStudy
from halfterm.site.since import Since, since
from halfterm.site.tidy import findings_csv
from halfterm.site.verdicts import Opening, verdicts_on


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
    charts = []
    for measure in part.plan.studied_measures:
        whole = part.together_in(measure.id, edition.programme)
        named = ((part.school.name, part.own), (sentence(whole).rstrip("."), part.beside))
        places = [(heading, s) for heading, studies in named for s in studies if s.measure.id == measure.id]
        if places:
            charts.append(
                means_chart(
                    measure.id, places, part.plan, programme=edition.programme, audience=edition.audience
                )
            )
    return drawn(charts, templates)


def _prediction_chart(edition: ShownEdition, part: Part, templates: Templates) -> Chart | None:
    rows = tuple(_predicted_of(edition.programme, part))
    if not rows:
        return None
    title = _prediction_title(part)
    return prediction_chart(rows, name="prediction", title=title, templates=templates)


def _predicted_of(programme: Programme, part: Part) -> Iterator[PredictionRow]:
    """The rows of all schools; a measure that only some of them assessed says which."""
    for study in part.shared:
        only = only_schools(part.cycle, part.engagement, study.measure.id, programme)
        for row in chart_rows([study], part.plan, programme):
            where = f", {every_school(part.engagement, only)}" if only and not part.alone else ""
            yield replace(row, measure=row.measure + where)


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
    closing = part.with_plan(part.told)
    return SchoolPage(
        note=_hidden_note(edition, part),
        since=since(edition, part.engagement, part.told),
        opening=opening_of(edition, part),
        facts=_facts(edition, part),
        pictures=pictures,
        prediction=Picture("prediction.svg", _prediction_title(part)) if has_prediction else None,
        when_before=programme.half_term(plan.baseline).name,
        when_after=programme.half_term(plan.follow_up).name,
        rows=_rows(edition, part),
        gains=_gains(part, edition.programme),
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
    elsewhere = not_assessed(part, edition.programme)
    if not part.hidden:
        return elsewhere
    if not part.own:
        return (f"No figures of this school's own were studied. Below: {together(part.engagement)}.",)
    return (
        f"This school's own figures are hidden ({hidden_because(part, edition.audience)}); the school can "
        f"see them itself. What follows is about {together(part.engagement)}.",
        *elsewhere,
    )


def _rows(edition: ShownEdition, part: Part) -> tuple[PredictedRow, ...]:
    """This school's row for each measure, then that of all schools, for whom the plan predicted."""
    if part.plan.comparison.kind == "none":
        return ()
    rows = [
        row
        for place, studies in _placed(part, edition.programme)
        for row in predicted_rows(studies, part.plan, edition.programme, place=place)
    ]
    order = [measure.name for measure in part.plan.studied_measures]
    return tuple(sorted(rows, key=lambda row: order.index(row.measure)))


def _gains(part: Part, programme: Programme) -> tuple[GainRow, ...]:
    """The same rows where the plan compares with nobody."""
    if part.plan.comparison.kind != "none":
        return ()
    rows = [row for place, studies in _placed(part, programme) for row in gain_rows(studies, place=place)]
    order = [measure.name for measure in part.plan.studied_measures]
    return tuple(sorted(rows, key=lambda row: order.index(row.measure)))


def _placed(part: Part, programme: Programme) -> Iterator[tuple[str, tuple[ShownStudy, ...]]]:
    """The studies that the page's table has rows of, by the place that they are about.

    A school of which nothing may be seen has no rows of symbols: the page says so at its head. Where no other
    school is behind a measure's figures, its row is the school's own with what the plan said of it.
    """
    if not part.hidden:
        yield part.school.name, part.with_plan(part.own)
    for study in part.shared if part.hidden else part.beside:
        yield part.every_school_in(study.measure.id, programme), (study,)


def _facts(edition: ShownEdition, part: Part) -> tuple[Fact, ...]:
    plan, programme = part.plan, edition.programme
    times = (programme.half_term(plan.baseline).name, programme.half_term(plan.follow_up).name)
    counts = [both_scores(study, plan) for study in part.own if study.visible]
    facts = [
        Fact("Cycle", f"{plan.title}, {times[0]} to {times[1]}"),
        Fact("With", part.engagement.name),
    ]
    if counts:
        facts.append(Fact("Pupils with both scores", "; ".join(dict.fromkeys(counts))))
    return tuple(facts)
