"""The case study: every part told once, in order, and nothing invented for what nobody wrote."""

from __future__ import annotations

import re
from dataclasses import replace

from halfterm.cycles.aims import Focus
from halfterm.cycles.record import EditionRecord
from halfterm.site.case_page import case_draft
from halfterm.site.completeness import completeness
from halfterm.site.learned import learned
from halfterm.site.pieces import Draft
from halfterm.site.rendering import Templates
from halfterm.site.safe import show_edition
from tests.site.edition_factory import edition, programme, study

HEADINGS = (
    *("What changed since the last edition", "Context", "The problem", "Why it should work", "Aims"),
    *("What was planned and done", "How it was measured and studied", "Results over time"),
    *("Results of cycle 1, Autumn 1 to Autumn 2", "Results of cycle 2, Autumn 2 to Spring 1"),
    *("What was learned", "What it cost", "What this does not show", "How pupils are protected"),
    *("Next steps", "How complete this case study is", "How this was computed"),
)


def case(record: EditionRecord, engagement: str = "ash-and-partners") -> Draft:
    shown = show_edition(record, "public")
    return case_draft(shown, shown.programme.engagement(engagement), schools=(), templates=Templates())


def section(draft: Draft, heading: str, level: int = 2) -> str:
    """The text under one heading, up to the next of its level or above, without markup."""
    marks = "#" * level
    text = draft.markdown.split(f"{marks} {heading}\n", 1)[1]
    text = re.split(rf"^#{{2,{level}}} ", text, maxsplit=1, flags=re.MULTILINE)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def test_the_parts_stand_in_the_order_of_the_programmes_reports() -> None:
    found = re.findall(r"^## (.+?)(?: \{.*)?$", case(edition()).markdown, re.MULTILINE)
    assert tuple(found) == HEADINGS


def test_what_nobody_told_is_said_not_to_be_told() -> None:
    draft = case(edition(), "dale-and-elm")
    assert section(draft, "By learners", 3) == "Not told."
    assert section(draft, "What it cost") == "Not told."
    assert section(draft, "Next steps").startswith("There is no decision yet.")
    assert "Nothing was logged" in section(draft, "Cycle 1: Talk before writing", 3)


def test_what_was_done_and_learned_comes_from_the_log() -> None:
    draft = case(edition())
    assert "25 of 28 sessions (89%)" in section(draft, "Cycle 2: Every reader, every class", 3)
    assert "An assistant was ill for a week; solved by a second assistant" in draft.markdown
    assert section(draft, "By learners", 3).startswith("Year 4 pupils (cycle 2): Reading to a partner")
    assert "She reads to her brother" not in draft.markdown
    assert "1 quotation more, not released" in draft.markdown


def test_a_plan_that_goes_on_is_not_told_twice() -> None:
    draft = case(edition())
    assert "The idea is planned as in the cycle before." in section(
        draft, "Cycle 2: Every reader, every class", 3
    )
    assert draft.markdown.count("Who reads aloud more, reads better.") == 1


def test_the_problem_says_how_the_focus_was_chosen() -> None:
    record = edition()
    focus = Focus(route="needs analysis", why="reading ages are low")
    plan = record.cycles[0].plan.model_copy(update={"focus": focus, "barriers": ("few books at home",)})
    told = section(
        case(replace(record, cycles=(replace(record.cycles[0], plan=plan), *record.cycles[1:]))),
        "The problem",
    )
    assert "Chosen by needs analysis: Reading ages are low." in told
    assert "Named as barriers: few books at home." in told


def test_the_score_is_that_of_what_the_page_tells() -> None:
    shown = show_edition(edition(), "public")
    ash, dale = shown.programme.engagements
    scores = [completeness(shown, e, shown.chain(e.id), learned(shown.chain(e.id))) for e in (ash, dale)]
    assert scores[0].score in case(edition()).markdown
    assert scores[0].score.startswith(f"{18 - len(scores[0].lacking)} of the 18 items of SQUIRE 2.0 are told")
    assert "15. Interpretation" in {line.item for line in scores[0].lacking}
    assert len(scores[1].lacking) > len(scores[0].lacking)


def test_half_terms_of_the_run_chart_are_half_terms_with_figures() -> None:
    asked = "3 half-terms or more with figures"
    assert asked in case(edition(series=()), "dale-and-elm").markdown
    assert asked not in case(edition(), "dale-and-elm").markdown


def test_what_is_missing_names_the_cycle_to_write_it_in() -> None:
    assert "plan ash-2: focus, route and why" in case(edition()).markdown
    assert "halfterm log add, dale-1: session" in case(edition(), "dale-and-elm").markdown


def test_context_counts_once_it_is_written() -> None:
    record = edition()
    ash, dale = record.programme.engagements
    bare = programme(engagements=(ash.model_copy(update={"context": None}), dale))
    assert (
        "the schools (programme.yaml: engagement ash-and-partners, context)"
        in case(replace(record, programme=bare)).markdown
    )


def test_schools_are_drawn_side_by_side_where_two_may_be_seen() -> None:
    record = edition()
    shown = tuple(
        study(cycle="ash-2", place=place, before=-6.0, after=after, n=(20, 30))
        for place, after in (("ash", -4.0), ("birch", -7.0), ("cedar", -6.0))
    )
    whole = tuple(s for s in record.cycles[1].studies if s.level == "engagement")
    cycle = replace(record.cycles[1], studies=(*shown, *whole))
    draft = case(replace(record, cycles=(record.cycles[0], cycle, record.cycles[2])))
    (chart,) = [chart for chart in draft.charts if chart.name == "schools-reading"]
    assert chart.table is not None
    assert [str(row[0]) for row in chart.table.rows] == ["Ash School", "Birch School", "Cedar School"]
    assert not [chart for chart in case(record).charts if chart.name.startswith("schools-")]
