"""The school summary: plan, what was done, results, questions, decision; on paper only what a head needs."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pytest

from halfterm.cycles.disclosure import Audience
from halfterm.cycles.record import CycleRecord, EditionRecord
from halfterm.site.draft import draft_pages
from halfterm.site.figures import both_scores
from halfterm.site.pieces import Draft
from halfterm.site.safe import show_edition
from tests.site.edition_factory import edition, scored


@cache
def as_it_is() -> tuple[Draft, ...]:
    return draft_pages(edition(), audience="public")


def page(school: str = "ash", record: EditionRecord | None = None) -> Draft:
    drafts = as_it_is() if record is None else draft_pages(record, audience="public")
    return next(d for d in drafts if d.path == f"schools/{school}")


def on_paper(draft: Draft) -> str:
    """The Markdown without what the style sheet leaves to the screen."""
    return re.sub(r'<div class="screen" markdown="1">.*?\n</div>', "", draft.markdown, flags=re.DOTALL)


def test_a_summary_tells_plan_and_delivery_results_questions_and_decision() -> None:
    headings = re.findall(r"^## (.+?)(?: \{.*)?$", page().markdown, re.MULTILINE)
    assert headings == [
        *("Predicted and found", "What was planned and done", "Is the gap closing?"),
        *("Did the change idea do it?", "To discuss", "Decision", "What changed since the last edition"),
        "How this was computed",
    ]


def test_the_dose_is_one_line_on_paper_and_a_table_on_the_screen() -> None:
    draft = page()
    assert "25 of 28 sessions (89%), 375 of 420 minutes" in on_paper(draft)
    assert "Table: Planned and delivered" in draft.markdown
    assert "Table: Planned and delivered" not in on_paper(draft)


def test_where_nothing_was_logged_the_page_says_so() -> None:
    assert "Nothing was logged: what was planned is known, what was delivered is not." in on_paper(
        page("dale")
    )


def test_long_parts_are_for_the_screen_only() -> None:
    assert "## Is the gap closing?" not in on_paper(page())
    assert "points behind now" in page().markdown
    assert "points behind now" not in on_paper(page())


def test_a_hidden_schools_table_has_no_rows_of_symbols() -> None:
    table = page("cedar").markdown.split("Table: Gap in points")[1].split("</div>")[0]
    assert "Cedar School" not in table
    assert "Reading, all 3 schools" in table


def test_a_school_is_not_told_the_notes_of_another() -> None:
    record = edition()
    done = record.cycles[1].carried_out
    assert done is not None
    notes = tuple(replace(note, school="birch") if note.kind == "obstacle" else note for note in done.notes)
    cycle = replace(record.cycles[1], carried_out=replace(done, notes=notes))
    told = replace(record, cycles=(record.cycles[0], cycle, record.cycles[2]))
    assert "An assistant was ill" not in page("ash", told).markdown
    assert "An assistant was ill" in page("birch", told).markdown


def test_the_figures_of_what_was_done_have_their_methods_and_their_data() -> None:
    draft = page()
    assert "places taken / places kept" in draft.markdown
    assert [table.name for table in draft.tables] == ["school-ash.csv", "school-ash-done.csv"]
    assert [table.name for table in page("dale").tables] == ["school-dale.csv"]


@pytest.mark.parametrize("audience", ["cluster", "public"])
def test_words_that_no_school_has_released_are_on_no_page(audience: Audience) -> None:
    for draft in draft_pages(edition(), audience=audience):
        assert "She reads to her brother" not in draft.markdown, draft.path


def of_one_school() -> EditionRecord:
    """Dale is the only school of its engagement whose pupils are studied."""
    made = edition()
    engagements = tuple(
        e.model_copy(update={"pupils_at": ("dale",)}) if e.id == "dale-and-elm" else e
        for e in made.programme.engagements
    )

    def alone(cycle: CycleRecord) -> CycleRecord:
        if cycle.plan.id != "dale-1":
            return cycle
        (own,) = (s for s in cycle.studies if (s.level, s.place) == ("school", "dale"))
        same = replace(own, level="engagement", place="dale-and-elm", **scored("reading", -3.4))
        return replace(cycle, studies=(own, same))

    return replace(
        made,
        programme=made.programme.model_copy(update={"engagements": engagements}),
        cycles=tuple(alone(cycle) for cycle in made.cycles),
    )


def test_the_only_school_of_an_engagement_has_its_rows_once_with_what_was_predicted() -> None:
    draft = page("dale", of_one_school())
    said = re.sub(r"</?data[^>]*>", "", draft.markdown)
    rows = [line for line in said.splitlines() if line.startswith("| Reading")]
    (row,) = (line for line in rows if "Dale School" in line)
    assert "−5.0 (−7.0 to −3.0)" in row
    assert len([line for line in rows if " −3.4 " in line]) == 1
    assert "the engagement" not in " ".join(rows)
    assert "the whole engagement" not in said
    (chart,) = (c for c in draft.charts if c.name == "gap-reading")
    assert "hole engagement" not in chart.svg
    keys = [made.key for made in draft.computed]
    assert all("/school/dale/" in key for key in keys)
    assert len({(made.measure, made.statistic) for made in draft.computed}) == len(keys)


def test_a_school_beside_others_has_its_own_rows_and_those_of_all() -> None:
    said = page("dale").markdown
    assert "Reading, Dale School |" in said
    assert "Reading, both schools |" in said


@pytest.mark.parametrize(
    ("kind", "pupils"),
    [("others", "25 and 30"), ("whole_class", "25 of 30"), ("national", "25"), ("none", "25")],
)
def test_pupils_of_a_whole_class_are_counted_with_the_target_group_among_them(kind: str, pupils: str) -> None:
    cycle = show_edition(edition(), "public").cycles[1]
    ash = cycle.at("school", "ash")[0]
    compared = cycle.plan.comparison.model_copy(update={"kind": kind})
    plan = cycle.plan.model_copy(update={"comparison": compared})
    assert both_scores(ash, plan) == pupils
