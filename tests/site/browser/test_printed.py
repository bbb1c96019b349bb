"""The pages on paper: a summary on one side, nothing cut off, what only a screen needs left out."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.site.browser.opening import LAPTOP, Size, one_of_each_kind, window

A4 = Size(width=694, height=1047)  # what its margins leave of 210 by 297 mm, in CSS pixels


@pytest.mark.parametrize("school", ["ash", "birch", "cedar", "dale", "elm"])
def test_a_school_summary_prints_on_one_side_of_paper(browser: Browser, site: Path, school: str) -> None:
    with window(browser, LAPTOP) as (page, _):
        page.goto((site / "spring-1" / "schools" / f"{school}.html").as_uri())
        assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1


def test_every_kind_of_page_prints_without_menus_and_within_the_sheet(browser: Browser, site: Path) -> None:
    with window(browser, A4) as (page, _):
        page.emulate_media(media="print")
        for kind, path in one_of_each_kind(site).items():
            page.goto((site / path).as_uri())
            assert page.locator("nav").first.is_hidden(), path
            assert page.evaluate("document.body.innerText.trim().length") > 0, path
            if kind != "slides":  # they lie across
                assert page.evaluate("document.documentElement.scrollWidth") <= A4.width, path


def test_a_dark_screen_prints_black_on_white(browser: Browser, site: Path) -> None:
    with window(browser, A4, scheme="dark") as (page, _):
        page.emulate_media(media="print", color_scheme="dark")
        page.goto((site / "spring-1" / "schools" / "ash.html").as_uri())
        assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
