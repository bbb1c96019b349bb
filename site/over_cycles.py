"""What one school took part in, over all cycles of an edition: for reports that look back over a year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from halfterm.site.figures import together
from halfterm.site.gains import moved_cells
from halfterm.site.predicted import OUTCOMES, gap_prediction
from halfterm.site.school_page import Part
from halfterm.site.shown import ShownEdition, ShownStudy
from halfterm.site.verdicts import Opening, Schools, opening, verdicts_on


@dataclass(frozen=True, slots=True)
class MovedRow:
    """One measure's gap in one cycle: the school's own where it may be seen, else that of all schools."""

    idea: str
    when: str
    measure: str
    whose: str
    before: str
    after: str
    change: str
    tone: str
    interval: str
    prediction: str


def parts_over_time(edition: ShownEdition, school: str) -> tuple[Part, ...]:
    """The school's part of every studied cycle, oldest first.

    A school that leads, and has no pupils of its own in the study, takes part as well.
    """
    programme = edition.programme
    found = [
        Part(
            school=programme.school(school),
            engagement=engagement,
            cycle=cycle,
            own=cycle.at("school", school),
            shared=cycle.at("engagement", engagement.id),
        )
        for engagement in programme.engagements
        if school in engagement.schools
        for cycle in edition.chain(engagement.id)
        if school not in cycle.missing_schools
    ]
    return tuple(sorted(found, key=lambda part: programme.position(part.plan.follow_up)))


def current(edition: ShownEdition, parts: Sequence[Part]) -> tuple[Part, ...]:
    """Those that this edition's half-term followed up."""
    return tuple(part for part in parts if part.plan.follow_up == edition.half_term.id)


def opening_of(edition: ShownEdition, part: Part) -> Opening:
    """What a school's summary opens with: its own verdicts where they may be seen, beside all schools'."""
    shared = verdicts_on(edition, part.shared, [part.cycle])
    beside = Schools(together(part.engagement), shared.verdicts, own=part.own, told=part.hidden)
    return opening(edition, verdicts_on(edition, part.told, [part.cycle]), schools=beside)


def moved_rows(edition: ShownEdition, parts: Sequence[Part]) -> tuple[MovedRow, ...]:
    """A row for each measure of each cycle."""
    return tuple(_row(edition, part, study) for part in parts for study in part.told)


def _row(edition: ShownEdition, part: Part, study: ShownStudy) -> MovedRow:
    plan, programme = part.plan, edition.programme
    cells, prediction = moved_cells(study, plan, programme), gap_prediction(study)
    before, after = programme.half_term(plan.baseline).name, programme.half_term(plan.follow_up).name
    return MovedRow(
        idea=plan.change_idea.name,
        when=f"{before} to {after}",
        measure=cells.measure,
        whose="this school" if study.level == "school" else together(part.engagement),
        before=cells.before,
        after=cells.after,
        change=cells.change,
        tone=cells.tone,
        interval=cells.interval,
        prediction=OUTCOMES[prediction.outcome].removeprefix("prediction ") if prediction else "none",
    )
