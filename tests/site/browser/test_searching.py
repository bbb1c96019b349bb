"""The search as somebody uses it: by keyboard, with a slip of the finger, without a script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.site.browser.opening import LAPTOP, PHONE, window


@pytest.fixture
def search(browser: Browser, site: Path) -> Iterator[Page]:
    with window(browser, LAPTOP) as (page, said):
        page.goto((site / "spring-1" / "search.html").as_uri())
        yield page
        assert said == []


def asked(page: Page, words: str) -> list[str]:
    """The pages found, by their paths in the edition."""
    page.get_by_role("searchbox").fill(words)
    page.keyboard.press("Enter")
    links: list[str] = page.eval_on_selector_all("#found a", "all => all.map(a => a.getAttribute('href'))")
    return [link.split("#")[0] for link in links]


def test_a_school_is_found_by_its_name_first(search: Page) -> None:
    assert asked(search, "Cedar School")[0].endswith("/cedar.html")
    assert "found" in search.get_by_role("status").inner_text()


def test_the_beginning_of_a_word_and_a_slip_of_the_finger_are_enough(search: Page) -> None:
    whole = asked(search, "cedar")
    assert whole
    assert asked(search, "ceda") == whole
    assert asked(search, "cedra") == whole
    assert asked(search, "CÉDAR") == whole


def test_all_words_must_be_there(search: Page) -> None:
    assert asked(search, "cedar zebra") == []
    assert search.get_by_role("status").inner_text().startswith("No page has all of these words.")
    assert search.locator("#all").is_visible()


def test_what_is_typed_is_a_text_and_nothing_else(search: Page) -> None:
    assert asked(search, "<img src=x onerror=alert(1)> ( [ \\") == []
    assert search.locator("main img").count() == 0


def test_a_search_can_be_made_by_keyboard_alone_and_its_address_kept(search: Page) -> None:
    search.keyboard.press("Tab")
    for _ in range(12):
        if search.evaluate("document.activeElement.type") == "search":
            break
        search.keyboard.press("Tab")
    search.keyboard.type("pairs")
    search.keyboard.press("Enter")
    search.keyboard.press("Tab")
    first = search.evaluate("document.activeElement.getAttribute('href')")
    assert first == search.locator("#found a").first.get_attribute("href")
    search.reload()
    assert search.get_by_role("searchbox").input_value() == "pairs"
    assert search.locator("#found a").first.get_attribute("href") == first


def test_a_passage_marks_the_words_that_were_asked_for(search: Page) -> None:
    asked(search, "gaps")
    marked = {text.lower() for text in search.locator("mark").all_inner_texts()}
    assert marked <= {"gap", "gaps"}
    assert marked


def test_without_a_script_the_list_of_all_pages_is_there(browser: Browser, site: Path) -> None:
    page = browser.new_page(java_script_enabled=False, viewport=PHONE._asdict())
    page.goto((site / "spring-1" / "search.html").as_uri())
    assert page.locator("form").is_hidden()
    there = {p.relative_to(site / "spring-1").as_posix() for p in (site / "spring-1").rglob("*.html")}
    listed = {link.get_attribute("href") for link in page.locator("#all a").all()}
    page.close()
    assert listed == there - {"search.html"}
