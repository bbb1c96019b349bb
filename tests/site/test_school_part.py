"""Whose figures a school's pages tell, where a measure was taken at some schools of the engagement only."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pytest

from halfterm.cycles.record import CycleRecord, EditionRecord, Study
from halfterm.site.draft import draft_pages
from halfterm.site.pieces import Draft
from halfterm.site.safe import show_edition
from tests.site.edition_factory import coverage, edition, scored, study


def nobody(made: Study) -> Study:
    """The school was locked in, and not assessed in this measure."""
    none = replace(coverage(0, 0), target_missing_follow_up=0, comparison_missing_follow_up=0)
    return replace(
        made,
        findings=(),
        means={},
        coverage=replace(none, switched_out=0, switched_in=0, joiners=0, leavers=0),
    )


@cache
def maths_at_ash_only() -> EditionRecord:
    """All schools were assessed in reading; in maths ash alone, so that the engagement's figures are its."""

    def changed(cycle: CycleRecord) -> CycleRecord:
        if cycle.plan.id != "ash-2":
            return cycle
        (ash,) = (s for s in cycle.studies if (s.place, s.measure) == ("ash", "maths"))
        whole = replace(ash, level="engagement", place="ash-and-partners", **scored("maths", -8.6))
        others = [s for s in cycle.studies if s.measure == "reading"]
        empty = [nobody(study(cycle="ash-2", measure="maths", place=p)) for p in ("birch", "cedar")]
        return replace(cycle, studies=(*others, ash, *empty, whole))

    made = edition()
    return replace(made, cycles=tuple(changed(cycle) for cycle in made.cycles))


@cache
def pages() -> dict[str, Draft]:
    return {draft.path: draft for draft in draft_pages(maths_at_ash_only(), audience="public")}


def said(path: str) -> str:
    return re.sub(r"</?data[^>]*>", "", pages()[path].markdown)


def test_a_school_that_was_not_assessed_in_a_measure_has_no_study_of_it() -> None:
    (cycle,) = (c for c in show_edition(maths_at_ash_only(), "public").cycles if c.plan.id == "ash-2")
    assert cycle.assessed("maths") == {"ash"}
    assert cycle.assessed("reading") == {"ash", "birch", "cedar"}
    assert [s.measure.id for s in cycle.at("school", "birch")] == ["reading"]


@pytest.mark.parametrize("path", ["schools/birch", "schools/cedar"])
def test_a_measure_that_was_not_taken_here_is_called_so_and_not_hidden(path: str) -> None:
    assert "Maths was not assessed at this school: the figures are of Ash School only." in said(path)
    (chart,) = (chart for chart in pages()[path].charts if chart.name == "gap-maths")
    assert "hidden" not in chart.svg
    assert "Ash School only" in chart.svg
    assert "all 3 schools" not in chart.svg.casefold()


def test_targets_and_predictions_name_the_schools_that_they_are_of() -> None:
    told = said("schools/cedar")
    assert "Reading, all 3 schools together: the gap was inside the predicted interval." in told
    assert "Maths, Ash School only: the gap was inside the predicted interval." in told
    assert "| Maths, Ash School only |" in told
    assert "Maths, all 3 schools" not in told


def test_the_one_school_that_was_assessed_has_its_row_once_with_what_was_predicted() -> None:
    told = said("schools/ash")
    rows = [line for line in told.splitlines() if line.startswith("| Maths, ")]
    assert len(rows) == 1
    assert "−8.0 (−10.0 to −6.0)" in rows[0]
    assert "Maths: the gap was inside the predicted interval." in told
    assert "Reading, all 3 schools" in told
    assert "not assessed" not in told


def test_a_governors_table_names_the_schools_behind_each_measure() -> None:
    rows = [line.split(" | ") for line in said("governors/cedar").splitlines() if line.startswith("| Maths")]
    assert [(row[1], row[3]) for row in rows] == [
        ("Autumn 1 to Autumn 2", "all 3 schools together"),
        ("Autumn 2 to Spring 1", "Ash School only"),
    ]
    own = [line for line in said("governors/ash").splitlines() if line.startswith("| Maths")]
    assert "| this school |" in own[1]


def test_a_school_is_hidden_for_its_few_pupils_only_where_that_is_so_of_every_measure() -> None:
    made = edition()
    sizes = {("cedar", "maths"): coverage(17, 33), ("birch", "maths"): coverage(7, 33)}
    studies = tuple(
        replace(s, coverage=sizes.get((s.place, s.measure), s.coverage)) for s in made.cycles[1].studies
    )
    mixed = replace(made, cycles=(made.cycles[0], replace(made.cycles[1], studies=studies), made.cycles[2]))
    assert "figures are hidden (fewer than 10 pupils)" in cedar_of(made)
    assert "figures are hidden (it would give away a small group)" in cedar_of(mixed)


def cedar_of(record: EditionRecord) -> str:
    return next(d.markdown for d in draft_pages(record, audience="public") if d.path == "schools/cedar")
