"""One page a school in a meeting's pack: its summary in short, by name and never by figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from halfterm.cycles.programme import Programme
from halfterm.cycles.words import sentence
from halfterm.site.charts import Dumbbell
from halfterm.site.decided import person_name
from halfterm.site.delivery import delivery
from halfterm.site.figures import together
from halfterm.site.gains import GainRow, gain_rows
from halfterm.site.gap_charts import means_chart
from halfterm.site.pieces import Link
from halfterm.site.predicted import PredictedRow, predicted_rows
from halfterm.site.questions import questions
from halfterm.site.school_part import Part, hidden_because
from halfterm.site.shown import ShownEdition, ShownStudy
from halfterm.site.verdicts import opening, verdicts_on

QUESTIONS: Final = 2
"""As many as a meeting can take up of one school."""


@dataclass(frozen=True, slots=True)
class SchoolInShort:
    """A school's page in the pack; `summary` leads to the whole of it. `anchor` is its place on the page."""

    name: str
    anchor: str
    summary: Link
    note: str
    cycle: str
    verdict: tuple[str, ...]
    care: str
    when_before: str
    when_after: str
    rows: tuple[PredictedRow, ...]
    gains: tuple[GainRow, ...]
    done: str
    questions: tuple[str, ...]
    charts: tuple[Dumbbell, ...]


def schools_in_short(edition: ShownEdition, parts: Iterable[tuple[str, Part]]) -> tuple[SchoolInShort, ...]:
    """The schools' pages in the order of their names; `parts` come with the names of their summaries."""
    named = sorted(parts, key=lambda one: (one[1].school.name.casefold(), one[1].engagement.name.casefold()))
    several = {
        part.school.id for _, part in named if sum(o.school.id == part.school.id for _, o in named) > 1
    }
    return tuple(
        _in_short(edition, part, slug=slug, several=part.school.id in several) for slug, part in named
    )


def _in_short(edition: ShownEdition, part: Part, *, slug: str, several: bool) -> SchoolInShort:
    programme, plan = edition.programme, part.plan
    first = opening(edition, verdicts_on(edition, part.told, [part.cycle]))
    return SchoolInShort(
        name=part.name(several=several),
        anchor=f"school-{slug}",
        summary=Link(f"The whole summary of {part.school.name}", f"../schools/{slug}.html"),
        note=_hidden_note(edition, part),
        cycle=f"{plan.title}, with {part.engagement.name} ({person_name(programme, part.engagement.nle)})",
        verdict=first.verdict or ("No figures have been studied for this cycle yet.",),
        care=_care(len(first.care)),
        when_before=programme.half_term(plan.baseline).name,
        when_after=programme.half_term(plan.follow_up).name,
        rows=_rows(part, programme),
        gains=_gains(part, programme),
        done=_done(part),
        questions=questions(part.own or part.shared, plan, programme)[:QUESTIONS],
        charts=_charts(edition, part, slug=slug),
    )


def _hidden_note(edition: ShownEdition, part: Part) -> str:
    """Why a school's own figures are not here, and whose are."""
    if not part.hidden:
        return ""
    if not part.own:
        return f"No figures of this school's own were studied; these are of {together(part.engagement)}."
    why = hidden_because(part, edition.audience)
    return f"This school's own figures are hidden ({why}); these are of {together(part.engagement)}."


def _care(warnings: int) -> str:
    if not warnings:
        return ""
    return f"{warnings} thing{'' if warnings == 1 else 's'} to bear in mind: read the whole summary."


def _rows(part: Part, programme: Programme) -> tuple[PredictedRow, ...]:
    """The school's own row of each measure, then that of all schools, for whom the plan predicted."""
    if part.plan.comparison.kind == "none":
        return ()
    rows = [
        row
        for place, studies in _placed(part, programme)
        for row in predicted_rows(studies, part.plan, programme, place=place)
    ]
    return tuple(sorted(rows, key=lambda row: _order(part, row.measure)))


def _gains(part: Part, programme: Programme) -> tuple[GainRow, ...]:
    """The same rows where the plan compares with nobody."""
    if part.plan.comparison.kind != "none":
        return ()
    rows = [
        row
        for place, studies in _placed(part, programme)
        for row in gain_rows(studies, place=place or part.school.name)
    ]
    return tuple(sorted(rows, key=lambda row: _order(part, row.measure)))


def _placed(part: Part, programme: Programme) -> Iterator[tuple[str, tuple[ShownStudy, ...]]]:
    """The studies with the place that they are about, which is empty for the school itself."""
    if not part.hidden:
        yield "", part.with_plan(part.own)
    for study in part.shared if part.hidden else part.beside:
        yield part.every_school_in(study.measure.id, programme), (study,)


def _order(part: Part, measure: str) -> int:
    return [each.name for each in part.plan.studied_measures].index(measure)


def _done(part: Part) -> str:
    """What was done, in few words: the idea, how much was planned, and what was delivered."""
    plan, delivered = part.plan, delivery(part.cycle)
    dosage = plan.intervention.dosage
    planned = f"; planned {dosage.said}" if dosage is not None else ""
    return f"{sentence(plan.change_idea.name + planned)} {delivered.line or delivered.none}"


def _charts(edition: ShownEdition, part: Part, *, slug: str) -> tuple[Dumbbell, ...]:
    """A chart for each measure, of the school itself where it may be seen, else of all schools."""
    place = together(part.engagement).capitalize() if part.hidden else part.school.name
    studies = {study.measure.id: study for study in part.told}
    return tuple(
        replace(chart, name=f"{slug}-{chart.name}")
        for chart in (
            means_chart(
                measure.id,
                [(place, studies[measure.id])],
                part.plan,
                programme=edition.programme,
                audience=edition.audience,
            )
            for measure in part.plan.studied_measures
            if measure.id in studies
        )
    )


def charts_of(schools: Sequence[SchoolInShort]) -> tuple[Dumbbell, ...]:
    """The charts of all schools, in their order."""
    return tuple(chart for school in schools for chart in school.charts)
