"""Every link of the built site followed in a real browser, and every page opened at every size."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

from playwright.sync_api import Browser

from tests.site.browser.opening import LAPTOP, pages_of, window


def test_every_link_leads_to_a_page_with_a_heading_or_to_a_file(browser: Browser, site: Path) -> None:
    waiting, seen = [(site / "index.html").as_uri()], set()
    with window(browser, LAPTOP) as (page, said):
        while waiting:
            address = waiting.pop()
            if address in seen:
                continue
            seen.add(address)
            path = Path(unquote(address.removeprefix("file://")))
            if path.suffix != ".html":
                assert path.is_file(), address
                continue
            page.goto(address)
            assert page.locator("h1").count() == 1, address
            assert page.evaluate(DEAD_ANCHORS) == [], address
            links: list[str] = page.eval_on_selector_all(
                "a[href], link[href]", "links => links.map(a => a.href.split('#')[0])"
            )
            waiting += [link for link in links if link.startswith("file://")]
        assert said == []
    reached = {Path(unquote(address.removeprefix("file://"))) for address in seen}
    assert {site / path for path in pages_of(site)} <= reached


def test_no_text_of_a_chart_leaves_it(browser: Browser, site: Path) -> None:
    with window(browser, LAPTOP) as (page, _):
        for path in pages_of(site):
            page.goto((site / path).as_uri())
            assert page.evaluate(OUTSIDE) == [], path


DEAD_ANCHORS = """() => [...document.querySelectorAll('a[href^="#"]')]
  .map(a => a.getAttribute('href').slice(1)).filter(id => !document.getElementById(id))"""

OUTSIDE = """() => [...document.querySelectorAll('svg text')].filter(t => {
  const [a, b] = [t.getBoundingClientRect(), t.closest('svg').getBoundingClientRect()];
  const by = Math.max(1, b.width * 0.002);  // the side bearing of a letter grows with the drawing
  return a.left < b.left - by || a.right > b.right + by || a.top < b.top - by || a.bottom > b.bottom + by;
}).map(t => t.textContent)"""
