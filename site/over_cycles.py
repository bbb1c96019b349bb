"""What one school took part in, over all cycles of an edition: for reports that look back over a year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from halfterm.cycles.disclosure import Shown
from halfterm.cycles.words import change_words, interval
from halfterm.site.figures import gap_figures, together
from halfterm.site.marks import told
from halfterm.site.predicted import OUTCOMES, gap_prediction, tone
from halfterm.site.school_page import Part
from halfterm.site.shown import ShownEdition, ShownStudy


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
    interval: str | Shown
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


def moved_rows(edition: ShownEdition, parts: Sequence[Part]) -> tuple[MovedRow, ...]:
    """A row for each measure of each cycle."""
    return tuple(_row(edition, part, study) for part in parts for study in part.told)


def _row(edition: ShownEdition, part: Part, study: ShownStudy) -> MovedRow:
    gap, prediction = gap_figures(study, part.plan, edition.programme), gap_prediction(study)
    return MovedRow(
        idea=part.plan.change_idea.name,
        when=f"{gap.when_before} to {gap.when_after}",
        measure=study.measure.name,
        whose="this school" if study.level == "school" else together(part.engagement),
        before=told(gap.before.value, study, "gap_baseline"),
        after=told(gap.after.value, study, "gap_followup"),
        change=told(change_words(gap), study, "gap_change"),
        tone=tone(gap),
        interval=interval(gap.change) or gap.change.lower,
        prediction=OUTCOMES[prediction.outcome].removeprefix("prediction ") if prediction else "none",
    )
