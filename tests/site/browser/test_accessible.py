"""WCAG 2.2 AA by axe-core and by hand: every page of the site, by light and by dark, small and large."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.site.browser.opening import (
    LAPTOP,
    NARROWEST,
    PHONE,
    Size,
    one_of_each_kind,
    pages_of,
    window,
)

AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@cache
def axe() -> str:
    return AXE.read_text(encoding="utf-8")


def violations(page: Page, rules: Sequence[str] = RULES, *, kind: str = "tag") -> list[str]:
    """What axe-core finds wrong with the page that is open, a line for each element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe())  # by the debugger: the pages' own policy lets no script in
    found: list[dict[str, Any]] = page.evaluate(
        "only => axe.run({runOnly: only, resultTypes: ['violations']}).then(r => r.violations)",
        {"type": kind, "values": list(rules)},
    )
    return [
        f"{rule['id']}: {node['target']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]
    ]


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_axe_finds_nothing_wrong_with_any_kind_of_page_by_light_or_dark(
    browser: Browser, site: Path, size: Size
) -> None:
    wrong: dict[str, list[str]] = {}
    with window(browser, size) as (page, _):
        for path in one_of_each_kind(site).values():
            page.emulate_media(color_scheme="light")
            page.goto((site / path).as_uri())
            wrong[path] = violations(page)
            page.emulate_media(color_scheme="dark")
            wrong[path] += violations(page, ["color-contrast"], kind="rule")  # all else is as by light
    assert {path: found for path, found in wrong.items() if found} == {}


def test_axe_does_find_what_is_wrong(browser: Browser, site: Path) -> None:
    with window(browser, LAPTOP) as (page, _):
        page.goto((site / "index.html").as_uri())
        page.evaluate("document.querySelector('h1').replaceWith(document.createElement('img'))")
        found = {line.split(":")[0] for line in violations(page)}
    assert {"image-alt", "page-has-heading-one"} <= found


def test_every_page_has_its_landmarks_language_and_headings_in_order(browser: Browser, site: Path) -> None:
    with window(browser, LAPTOP) as (page, _):
        for path in pages_of(site):
            page.goto((site / path).as_uri())
            assert page.evaluate("document.documentElement.lang") == "en-GB", path
            assert page.locator("main").count() == 1, path
            assert page.locator("h1").count() == 1, path
            levels: list[int] = page.eval_on_selector_all(
                "h1, h2, h3, h4, h5, h6", "all => all.map(h => Number(h.tagName[1]))"
            )
            steps = pairwise(levels)
            assert levels[0] == 1, path
            assert [step for step in steps if step[1] > step[0] + 1] == [], path


def test_every_table_has_a_caption_and_heads_with_their_scope(browser: Browser, site: Path) -> None:
    with window(browser, LAPTOP) as (page, _):
        for path in pages_of(site):
            page.goto((site / path).as_uri())
            assert page.evaluate(UNNAMED) == [], path


def test_the_keyboard_reaches_the_content_first_and_everything_after(browser: Browser, site: Path) -> None:
    with window(browser, PHONE) as (page, _):
        for path in one_of_each_kind(site).values():
            page.goto((site / path).as_uri())
            page.keyboard.press("Tab")
            first = page.evaluate("document.activeElement.getAttribute('href')")
            assert first == "#main", path
            assert page.evaluate(HOW_FOCUS_SHOWS) == "seen", path
            page.keyboard.press("Enter")
            page.keyboard.press("Tab")
            inside = "!document.activeElement.closest('header, .skip')"
            assert page.evaluate(inside), path


def test_focus_is_seen_and_not_hidden_wherever_it_goes(browser: Browser, site: Path) -> None:
    with window(browser, PHONE) as (page, _):
        for path in one_of_each_kind(site).values():
            page.goto((site / path).as_uri())
            stops: int = page.evaluate(STOPS)
            for stop in range(min(stops, 25)):
                page.keyboard.press("Tab")
                assert page.evaluate(HOW_FOCUS_SHOWS) == "seen", (path, stop)


@pytest.mark.parametrize("size", [NARROWEST, LAPTOP], ids=["320", "1280"])
def test_no_page_scrolls_sideways_or_complains(browser: Browser, site: Path, size: Size) -> None:
    with window(browser, size) as (page, said):
        for path in pages_of(site) if size == NARROWEST else one_of_each_kind(site).values():
            page.goto((site / path).as_uri())
            assert page.evaluate("document.documentElement.scrollWidth") <= size.width, path
        assert said == []


def test_text_twice_as_large_is_not_cut_off(browser: Browser, site: Path) -> None:
    with window(browser, LAPTOP) as (page, _):
        for path in one_of_each_kind(site).values():
            page.goto((site / path).as_uri())
            page.evaluate("document.documentElement.style.fontSize = '200%'")
            assert page.evaluate("document.documentElement.scrollWidth") <= LAPTOP.width, path
            assert page.evaluate(CUT_OFF) == [], path


def test_spacing_of_text_may_be_widened_without_loss(browser: Browser, site: Path) -> None:
    with window(browser, PHONE) as (page, _):
        for path in one_of_each_kind(site).values():
            page.goto((site / path).as_uri())
            page.evaluate(WIDEN)
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE.width, path
            assert page.evaluate(CUT_OFF) == [], path


UNNAMED = """() => [...document.querySelectorAll('table')].filter(table =>
  !table.caption || !table.caption.textContent.trim() ||
  [...table.querySelectorAll('th')].some(th => !['col', 'row', 'colgroup', 'rowgroup'].includes(th.scope)) ||
  !table.querySelector('thead th') ||
  [...table.tBodies].some(b => [...b.rows].some(r => r.cells[0].tagName != 'TH'))
).map(table => table.outerHTML.slice(0, 200))"""

STOPS = """() => document.querySelectorAll('a[href], summary, input, button, [tabindex="0"]').length"""

HOW_FOCUS_SHOWS = """() => {
  const e = document.activeElement;
  if (e === document.body) return 'seen';  // past the last stop
  const box = e.getClientRects()[0], style = getComputedStyle(e), it = e.outerHTML.slice(0, 200);
  if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2) return 'no outline: ' + it;
  const x = Math.min(Math.max(box.left + 2, 1), innerWidth - 2), y = box.top + Math.min(box.height / 2, 12);
  if (y < 0 || y > innerHeight) return e.className.includes('scroll') ? 'seen' : 'off the screen: ' + it;
  const top = document.elementFromPoint(x, y);
  return top && (e.contains(top) || top.contains(e)) ? 'seen' : 'hidden: ' + it + ' by ' + top?.outerHTML;
}"""

# What is a pixel wide is there for readers by ear alone.
CUT_OFF = """() => [...document.querySelectorAll('main *, header *, footer *')].filter(e => {
  const s = getComputedStyle(e);
  return ['hidden', 'clip'].includes(s.overflowX) && e.scrollWidth > e.clientWidth + 1
    && e.clientWidth > 1 && !e.closest('svg');
}).map(e => e.outerHTML.slice(0, 200))"""

WIDEN = """() => { for (const e of document.querySelectorAll('body *')) { if (e.closest('svg')) continue;
  e.style.lineHeight = '1.5'; e.style.letterSpacing = '0.12em'; e.style.wordSpacing = '0.16em'; } }"""
