"""Slides of a meeting: numbered, linked one to the next, no script, letters that the back row can read."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from halfterm.site.draft import draft_pages
from halfterm.site.frame import edition_frame
from halfterm.site.pieces import Draft
from halfterm.site.publish import page_markup
from halfterm.site.rendering import Templates
from halfterm.site.slides import Slide, numbered
from tests.site.edition_factory import edition
from tests.site.test_browser import FLAGS

TWENTY_POINTS = 20 * 96 / 72


@pytest.fixture(scope="module")
def slides() -> Draft:
    return next(d for d in draft_pages(edition(), audience="public") if d.path == "slides/north")


@pytest.fixture(scope="module")
def markup(slides: Draft) -> str:
    return page_markup(slides, edition_frame(edition(), audience="public"), Templates())


@pytest.fixture(scope="module")
def page(markup: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    chromium = shutil.which("chromium")
    if chromium is None:
        if os.environ.get("CI"):
            pytest.fail("there is no chromium to look at the slides with")
        pytest.skip("there is no chromium")
    root = tmp_path_factory.mktemp("slides")
    (root / "slides").mkdir()
    (root / "slides" / "north.html").write_text(markup)
    for style in ("style.css", "slides.css"):
        (root / style).write_text(Templates().asset(style))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        opened = browser.new_page(viewport={"width": 1280, "height": 720})
        opened.goto((root / "slides" / "north.html").as_uri())
        yield opened
        browser.close()


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


def test_every_slide_fills_the_screen_and_fits_into_it(page: Page) -> None:
    heights = page.eval_on_selector_all(".slide", "all => all.map(s => s.getBoundingClientRect().height)")
    assert len(heights) == 9
    assert set(map(round, heights)) == {720}


def test_no_letter_on_a_slide_is_smaller_than_twenty_points_in_a_chart_too(page: Page) -> None:
    sizes = page.evaluate(
        """() => [...document.querySelectorAll('.slide *')]
            .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
            .filter(e => e.checkVisibility() && !['title', 'desc'].includes(e.tagName))
            .map(e => {
                const drawing = e.closest('svg');
                const scale = drawing ? drawing.getScreenCTM().a : 1;
                return [parseFloat(getComputedStyle(e).fontSize) * scale, e.textContent.trim()];
            })"""
    )
    assert len(sizes) > 50
    assert [words for size, words in sizes if size < TWENTY_POINTS - 0.1] == []


def test_slides_print_one_to_a_sheet_that_lies_on_its_side(page: Page, tmp_path: Path) -> None:
    content = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox \[([\d. ]+)\]", content)
    assert len(boxes) == 9
    _, _, width, height = map(float, boxes[0].split())
    assert width > height
