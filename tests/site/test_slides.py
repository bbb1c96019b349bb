"""Slides of a meeting: in the order of the agenda, numbered, linked one to the next, without any script."""

from __future__ import annotations

import re

import pytest

from halfterm.site.frame import edition_frame
from halfterm.site.pieces import Draft
from halfterm.site.publish import page_markup
from halfterm.site.rendering import Templates
from halfterm.site.slides import Slide, numbered
from tests.site.edition_factory import edition
from tests.site.test_gains import record
from tests.site.test_pack_page import drafts


@pytest.fixture(scope="module")
def slides() -> Draft:
    return next(d for d in drafts(edition()) if d.path == "slides/north")


@pytest.fixture(scope="module")
def markup(slides: Draft) -> str:
    return page_markup(slides, edition_frame(edition(), audience="public"), Templates())


def test_the_slides_go_from_the_agenda_over_each_cycle_to_the_next_meeting(slides: Draft) -> None:
    assert re.findall(r"^## (.*?) \{:", slides.markdown, flags=re.M) == [
        "Agenda",
        "Cycles at a glance",
        "Reading gap closing; no clear change in Maths",
        "Predictions resolved",
        "Decisions due",
        "Who to visit",
        "What is due until we meet again",
        "When we meet again",
    ]


def test_every_slide_leads_to_its_neighbours_and_the_last_only_back() -> None:
    three = numbered([Slide("agenda", "one"), Slide("glance", "two"), Slide("next", "three")])
    assert [(s.before, s.number, s.after) for s in three] == [
        ("1", "2", "3"),
        ("2", "3", "4"),
        ("3", "4", ""),
    ]


def test_every_link_of_a_slide_leads_to_a_slide_that_is_there(markup: str) -> None:
    places = set(re.findall(r'id="(slide-\d+)"', markup))
    assert len(places) == 9
    assert set(re.findall(r'href="#(slide-\d+)"', markup)) == places


def test_slides_have_no_script_and_no_style_of_their_own(markup: str) -> None:
    assert "default-src 'none'" in markup
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=", markup)


def test_slides_say_what_the_title_and_the_audience_are(markup: str) -> None:
    assert '<h1 id="slide-1">North cluster: meeting of 10 March 2026</h1>' in markup
    assert "Figures about fewer than 10 pupils are hidden" in markup
    assert "the schools and their figures are made up" in markup


def test_an_engagement_is_seen_once_in_a_table_and_read_out_in_every_row(slides: Draft, markup: str) -> None:
    glance = slides.markdown.split("## Cycles at a glance", 1)[1].split("## ", 1)[0]
    assert re.findall(r"^\| (.*?) \| (Reading|Maths) ", glance, flags=re.M) == [
        ("Ash and partners", "Reading"),
        ("*Ash and partners*{: .again }", "Maths"),
    ]
    assert '<em class="again">Ash and partners</em>' in markup


def test_a_cycle_without_a_comparison_shows_its_means_and_no_empty_gap() -> None:
    south = next(d for d in drafts(record(), audience="cluster") if d.path == "slides/south")
    assert [chart.name for chart in south.charts] == ["dale-and-elm-mean-reading"]
    assert "![Reading: mean of FSM pupils, before and after](dale-and-elm-mean-reading.svg)" in south.markdown
    assert "Table: Mean of the target group in points, with the 95% interval of its gain" in south.markdown
