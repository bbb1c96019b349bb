"""Slides as a room sees them: each fills the screen, and its letters can be read from the back row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.site.browser.opening import Size, window

PROJECTOR = Size(1280, 720)
TWENTY_POINTS = 20 * 96 / 72


@pytest.fixture
def page(browser: Browser, site: Path) -> Iterator[Page]:
    with window(browser, PROJECTOR) as (opened, _):
        opened.goto((site / "spring-1" / "slides" / "north.html").as_uri())
        yield opened


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


def test_slides_print_one_to_a_sheet_that_lies_on_its_side(page: Page) -> None:
    content = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox \[([\d. ]+)\]", content)
    assert len(boxes) == 9
    _, _, width, height = map(float, boxes[0].split())
    assert width > height
