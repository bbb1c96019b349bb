"""The governors' report: one school's cycles over time, what they cost, how sure it is, what to ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from halfterm.cycles.words import sentence
from halfterm.site.board_questions import board_questions
from halfterm.site.decided import DecisionLines, decision_lines
from halfterm.site.delivery import delivery
from halfterm.site.figures import computed, loads_of
from halfterm.site.marks import page_marks
from halfterm.site.over_cycles import Moved, current, moved, parts_over_time
from halfterm.site.pieces import DataFile, Draft, Fact
from halfterm.site.rendering import PageRecord, Templates
from halfterm.site.school_part import Part, opening_of
from halfterm.site.shown import ShownEdition
from halfterm.site.spending import SpentRow, spent_rows
from halfterm.site.tidy import findings_csv
from halfterm.site.verdicts import Opening


@dataclass(frozen=True, slots=True)
class CycleLines:
    """One cycle of this half-term: its verdict, what was aimed at and done, how well it was studied."""

    title: str
    opening: Opening
    aim: str
    done: str
    quality: tuple[Fact, ...]
    decision: DecisionLines | None


@dataclass(frozen=True, slots=True)
class GovernorsPage(PageRecord):
    """What the template of a governors' report is given."""

    about: str
    cycles: tuple[CycleLines, ...]
    moved: Moved
    spent: tuple[SpentRow, ...]
    questions: tuple[str, ...]
    summary: str
    premium: str
    data: str
    loads: str
    code_version: str


def governors_drafts(
    edition: ShownEdition, schools: Sequence[str], *, premium: frozenset[str], templates: Templates
) -> tuple[Draft, ...]:
    """A report for each of these schools that has a cycle in this half-term.

    `schools` are ids; those in `premium` have a pupil premium review to link to.
    """
    return tuple(
        _draft(edition, parts, has_premium=school in premium, templates=templates)
        for school in schools
        if current(edition, parts := parts_over_time(edition, school))
    )


def _draft(edition: ShownEdition, parts: Sequence[Part], *, has_premium: bool, templates: Templates) -> Draft:
    now, school = current(edition, parts), parts[0].school
    studies = tuple(study for part in parts for study in part.told)
    page = GovernorsPage(
        about=_about(edition, parts),
        cycles=tuple(_cycle(edition, part) for part in now),
        moved=moved(edition, parts),
        spent=spent_rows(parts, edition.programme),
        questions=board_questions(now, edition.programme),
        summary=f"../schools/{school.id}.html",
        premium=f"../pupil-premium/{school.id}.html" if has_premium else "",
        data=f"governors-{school.id}.csv",
        loads=loads_of(studies),
        code_version=edition.code_version,
    )
    return Draft(
        kind="governors",
        slug=school.id,
        title=f"{school.name}: report to governors",
        markdown=templates.page("governors.md", page),
        tables=(DataFile(page.data, findings_csv(studies)),),
        trail=((f"{school.name}", page.summary),),
        engagement=now[0].engagement.id,
        school=school.id,
        computed=computed(studies, edition.programme),
        marks=page_marks(edition, [part.cycle for part in parts], studies),
    )


def _about(edition: ShownEdition, parts: Sequence[Part]) -> str:
    count, engagements = len(parts), {part.engagement.id for part in parts}
    cycles = "one cycle" if count == 1 else f"{count} cycles"
    told = f" in {len(engagements)} engagements" if len(engagements) > 1 else ""
    return (
        f"{parts[0].school.name} has taken part in {cycles} of {edition.programme.name}{told}, "
        f"up to {edition.half_term.name}."
    )


def _cycle(edition: ShownEdition, part: Part) -> CycleLines:
    done = delivery(part.cycle, school=part.school.id)
    return CycleLines(
        title=part.plan.title,
        opening=opening_of(edition, part),
        aim=part.plan.aim.sentence,
        done=done.line or done.none,
        quality=_quality(part),
        decision=decision_lines(part.cycle, edition),
    )


def _quality(part: Part) -> tuple[Fact, ...]:
    quality = part.cycle.quality
    if quality is None:
        return ()
    return (
        Fact("Evidence", sentence(f"{quality.evidence.answer}: {quality.evidence.because}")),
        Fact("Security of the claim", sentence(f"{quality.security.answer}; {quality.security.because}")),
    )
