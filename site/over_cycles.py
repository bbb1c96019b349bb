"""What one school took part in, over all cycles of an edition: for reports that look back over a year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from halfterm.cycles.programme import Programme
from halfterm.site.gains import MovedCells, MovedHeads, moved_cells, moved_heads
from halfterm.site.predicted import outcome_words
from halfterm.site.school_part import Part
from halfterm.site.shown import ShownEdition, ShownStudy


@dataclass(frozen=True, slots=True)
class MovedRow:
    """One measure's gap in one cycle: the school's own where it may be seen, else that of all schools."""

    idea: str
    when: str
    whose: str
    cells: MovedCells
    prediction: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The table of all cycles."""

    caption: str
    heads: MovedHeads
    rows: tuple[MovedRow, ...]
    note: str


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


def moved(edition: ShownEdition, parts: Sequence[Part]) -> Moved:
    """A row for each measure of each cycle."""
    rows = tuple(_row(edition, part, study) for part in parts for study in part.told)
    heads = moved_heads([row.cells for row in rows])
    kinds = {"mean" if part.plan.comparison.kind == "none" else "gap" for part in parts}
    return Moved(
        caption=f"{heads.what}, oldest first, with the 95% interval of {heads.spread}",
        heads=heads,
        rows=rows,
        note=_note(" or ".join(sorted(kinds)), several=len(parts) > 1),
    )


def _note(what: str, *, several: bool) -> str:
    """What a reader of the table must not take for an effect."""
    told = f"a {what} before and after is told of the same pupils"
    if not several:
        return f"Results of all pupils may rise together; {told}."
    return (
        f"Each cohort differs, and results of all pupils may rise together: {told} within one row, and "
        "may be of other pupils in another cycle."
    )


def _row(edition: ShownEdition, part: Part, study: ShownStudy) -> MovedRow:
    plan, programme = part.plan, edition.programme
    before, after = programme.half_term(plan.baseline).name, programme.half_term(plan.follow_up).name
    return MovedRow(
        idea=plan.change_idea.name,
        when=f"{before} to {after}",
        whose=_whose(part, study, programme),
        cells=moved_cells(study, plan, programme),
        prediction=_prediction(part, study),
    )


def _whose(part: Part, study: ShownStudy, programme: Programme) -> str:
    own = "this school"
    return own if study.level == "school" else part.together_in(study.measure.id, programme) or own


def _prediction(part: Part, study: ShownStudy) -> str:
    """What became of the plan's predictions of a measure; a dash where it made none of these pupils."""
    (planned,) = part.with_plan((study,))
    return outcome_words(planned) if planned.predictions else "–"
