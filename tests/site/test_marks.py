"""Amendments, schools gone without and disputed numbers, on every page that they concern."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from halfterm.cycles.events import BY_HALFTERM
from halfterm.cycles.record import Amendment, Decision, Dispute, EditionRecord, GoneWithout
from halfterm.site.draft import draft_pages
from halfterm.site.frame import edition_frame
from halfterm.site.marks import place_words
from halfterm.site.publish import page_markup
from halfterm.site.rendering import Templates
from halfterm.site.safe import show_edition
from tests.site.edition_factory import edition

AMENDED = Amendment("ben", date(2026, 1, 20), "Snow took two weeks.", ("targets.0.goal", "aim.to"))
GONE = GoneWithout("cedar", "ana", date(2026, 2, 10), "Its tests were lost.")
OWN = Dispute(12, "schools/ash", "reading", "gap_followup", "ben", date(2026, 2, 17), "Two sat it late.")
SHARED = Dispute(
    13, "cases/ash-and-partners", "reading", "gap_change", "cat", date(2026, 2, 18), "Some had left."
)
SETTLED = replace(OWN, outcome="The figure stands.", settled_by="ana", settled_on=date(2026, 2, 19))


def marked(cycle: str = "ash-2", **marks: Any) -> EditionRecord:
    """The small edition with marks on one of its cycles."""
    record = edition()
    return replace(
        record, cycles=tuple(replace(c, **marks) if c.plan.id == cycle else c for c in record.cycles)
    )


def markup(record: EditionRecord, path: str) -> str:
    draft = next(d for d in draft_pages(record, audience="public") if d.path == path)
    return page_markup(draft, edition_frame(record, audience="public"), Templates())


def foot(page: str) -> str:
    """The words of the notes at the foot; empty where there are none."""
    found = re.search(r'<section class="marks".*?</section>', page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", "", found[0]).split()) if found else ""


def disputed(page: str) -> list[str]:
    """What stands before each mark, with the mark's words and where it leads."""
    return re.findall(r'([^<>]*)(?:</strong>)? <a class="disputed" href="#(dispute-\d+)">([^<]*)', page)


def test_marks_change_nothing_that_people_approve() -> None:
    record = marked(amendments=(AMENDED,), without=(), disputes=(OWN, SHARED))
    plain = {d.path: d.content_hash for d in draft_pages(edition(), audience="public")}
    assert {d.path: d.content_hash for d in draft_pages(record, audience="public")} == plain


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("schools/ash", True),
        ("schools/birch", True),
        ("cases/ash-and-partners", True),
        ("clusters/north", True),
        ("schools/dale", False),
        ("cases/dale-and-elm", False),
        ("clusters/south", False),
        ("index", False),
    ],
)
def test_an_amendment_is_told_on_every_page_about_its_cycle_and_on_no_other(path: str, found: bool) -> None:
    page = markup(marked(amendments=(AMENDED,)), path)
    said = (
        "The plan was amended on 20 January 2026 by Ben Carr (NLE): Snow took two weeks. "
        "Changed: targets 1, goal; aim, to."
    )
    assert (said in foot(page)) == found
    assert ("something changed after the plan was locked" in page) == found


def test_a_page_about_several_cycles_says_which_was_amended() -> None:
    said = foot(markup(marked("ash-1", amendments=(AMENDED,)), "cases/ash-and-partners"))
    assert "“Hear every reader twice a week”: The plan was amended" in said


def test_a_school_gone_without_is_named_with_its_reason() -> None:
    said = foot(markup(marked(without=(GONE,)), "schools/ash"))
    assert (
        "Cedar School’s follow-up is missing: Its tests were lost; its pupils count as missing. "
        "Decided by Ana Bright (facilitator) on 10 February 2026."
    ) in said


def test_a_school_that_left_the_programme_was_sent_away_by_nobody() -> None:
    said = foot(markup(marked(without=(replace(GONE, by=BY_HALFTERM),)), "schools/ash"))
    assert "Cedar School left the programme on 10 February 2026: Its tests were lost" in said
    assert "Decided by" not in said


def test_a_schools_own_number_is_marked_on_its_page_in_text_and_tables_and_on_no_other() -> None:
    record = marked(disputes=(OWN,))
    page = markup(record, "schools/ash")
    marks = disputed(page)
    assert ("−3.4", "dispute-12", "disputed") in marks
    assert [words for _, _, words in marks].count("disputed: gap after") == 1
    assert '<li id="dispute-12"><strong>Reading, gap after, Ash School:</strong>' in page
    assert "disputed by Ben Carr (NLE) since 17 February 2026: “Two sat it late”." in foot(page)
    assert "1 figure of this page is disputed" in page
    for other in ("schools/birch", "cases/ash-and-partners", "clusters/north"):
        assert disputed(markup(record, other)) == [], other


def test_an_engagements_number_is_marked_wherever_it_is_shown() -> None:
    record = marked(disputes=(SHARED,))
    for path in ("cases/ash-and-partners", "schools/ash", "clusters/north"):
        marks = disputed(markup(record, path))
        assert ("3.3 closer", "dispute-13", "disputed") in marks, path
        assert {lead for _, lead, _ in marks} == {"dispute-13"}


def test_a_settled_dispute_is_told_and_marks_nothing() -> None:
    page = markup(marked(disputes=(SETTLED,)), "schools/ash")
    assert disputed(page) == []
    assert "Settled by Ana Bright (facilitator) on 19 February 2026: “The figure stands”." in foot(page)
    assert "Read the notes at the foot" not in page


def test_a_number_disputed_twice_leads_to_the_first_and_tells_of_both() -> None:
    page = markup(marked(disputes=(OWN, replace(OWN, number=14, by="ana"))), "schools/ash")
    assert {lead for _, lead, _ in disputed(page)} == {"dispute-12"}
    assert '<li id="dispute-14">' in page


def test_a_doubt_raised_where_a_figure_is_hidden_keeps_its_words_to_itself() -> None:
    few = replace(OWN, page="schools/cedar", by="cat", reason="We have 7 pupils, not 33.", outcome="7 it is.")
    record = marked(disputes=(few, replace(few, number=13, settled_by="ana", settled_on=few.on)))
    for draft in draft_pages(record, audience="public"):
        page = page_markup(draft, edition_frame(record, audience="public"), Templates())
        assert "7 pupils" not in page
        assert "7 it is" not in page
    assert "The reason is not shown, to protect pupils." in foot(markup(record, "schools/cedar"))


def test_a_dispute_names_a_figure_and_carries_no_number() -> None:
    few = replace(OWN, page="schools/cedar", by="cat", reason="We have 7 pupils, not 33.")
    shown = next(c for c in show_edition(marked(disputes=(few,)), "public").cycles if c.plan.id == "ash-2")
    (dispute,) = shown.disputes
    assert (dispute.place, dispute.statistic, dispute.reason) == ("ash-and-partners", "gap_followup", "")


def test_a_school_sees_the_words_of_a_doubt_about_its_own_small_number() -> None:
    few = replace(OWN, page="schools/cedar", by="cat", reason="We have 7 pupils, not 33.")
    shown = next(c for c in show_edition(marked(disputes=(few,)), "school").cycles if c.plan.id == "ash-2")
    assert (shown.disputes[0].place, shown.disputes[0].reason) == ("cedar", "We have 7 pupils, not 33.")


@pytest.mark.parametrize(
    ("measure", "statistic"), [("reading", "no_such_thing"), ("writing", "gap_followup")]
)
def test_a_doubt_about_a_figure_that_is_no_more_is_still_told(measure: str, statistic: str) -> None:
    gone = replace(OWN, measure=measure, statistic=statistic)
    page = markup(marked(disputes=(gone,)), "schools/ash")
    assert 'id="dispute-12"' in page
    assert disputed(page) == []


def test_long_words_are_cut_and_hostile_ones_stay_words() -> None:
    hostile = replace(OWN, reason="<script>alert(1)</script> " + "word " * 200)
    page = markup(marked(disputes=(hostile,)), "schools/ash")
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert 250 < len(foot(page)) < 500
    assert "word…" in foot(page)


def test_no_name_of_a_figure_is_left_in_a_published_page() -> None:
    record = marked(disputes=(OWN, SHARED))
    for draft in draft_pages(record, audience="public"):
        assert "<data" not in page_markup(draft, edition_frame(record, audience="public"), Templates())


def test_an_extension_says_to_whom_and_how_it_is_kept() -> None:
    decision = Decision(
        *("ash-2", "extend", "ben", "cat", date(2026, 2, 25), "It helped."),
        extend_to="Every class of year 4",
        sustain="A weekly slot in the timetable",
    )
    page = markup(marked(decision=decision), "schools/ash")
    assert "Extended to: Every class of year 4." in page
    assert "To keep what was gained: A weekly slot in the timetable." in page


def test_a_place_in_a_plan_is_said_as_a_person_would_count() -> None:
    assert place_words("predictions.2.lower") == "predictions 3, lower"
    assert place_words("change_idea.untreated") == "change idea, untreated"
