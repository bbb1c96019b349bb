"""The site in a real browser: no link broken, nothing wider than a phone, no error, one side of paper."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.site.refresh_golden import build

FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
PAGES = ("index", "schools/ash", "schools/cedar", "cases/ash-and-partners", "clusters/north", "methods")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        if os.environ.get("CI"):
            pytest.fail("there is no chromium to look at the pages with")
        pytest.skip("there is no chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("site")
    build(root)
    return root


def opened(browser: Browser, width: int, *, dark: bool = False) -> tuple[Page, list[str]]:
    page = browser.new_page(
        viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light"
    )
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("requestfailed", lambda request: said.append(request.url))
    return page, said


@pytest.mark.parametrize("width", [360, 1280])
def test_no_page_scrolls_sideways_or_complains(browser: Browser, site: Path, width: int) -> None:
    page, said = opened(browser, width)
    for name in PAGES:
        page.goto((site / "spring-1" / f"{name}.html").as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert page.evaluate("getComputedStyle(document.querySelector('h1')).borderBottomStyle") == "solid", (
            name
        )
    page.close()
    assert said == []


def test_every_link_leads_to_a_page_with_a_heading(browser: Browser, site: Path) -> None:
    page, said = opened(browser, 1280)
    waiting, seen = [(site / "index.html").as_uri()], set()
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        if not address.endswith(".html"):
            assert Path(address.removeprefix("file://")).is_file(), address
            continue
        page.goto(address)
        assert page.locator("h1").count() == 1, address
        links: list[str] = page.eval_on_selector_all(
            "a[href]", "links => links.map(a => a.href.split('#')[0])"
        )
        waiting += [link for link in links if link.startswith("file://")]
    page.close()
    assert said == []
    assert len([address for address in seen if address.endswith(".html")]) == 12


@pytest.mark.parametrize("school", ["ash", "birch", "cedar", "dale", "elm"])
def test_a_school_summary_prints_on_one_side_of_paper(browser: Browser, site: Path, school: str) -> None:
    page, _ = opened(browser, 1280)
    page.goto((site / "spring-1" / "schools" / f"{school}.html").as_uri())
    pages = page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n")
    page.close()
    assert pages == 1


@pytest.mark.parametrize("dark", [False, True])
def test_words_stand_out_from_the_paper(browser: Browser, site: Path, dark: bool) -> None:
    page, _ = opened(browser, 1280, dark=dark)
    page.goto((site / "spring-1" / "schools" / "ash.html").as_uri())
    ratios = page.evaluate(CONTRAST)
    page.close()
    assert min(ratios.values()) >= 4.5, ratios


def test_no_text_of_a_chart_leaves_it(browser: Browser, site: Path) -> None:
    page, _ = opened(browser, 1280)
    for name in ("schools/ash", "schools/cedar", "cases/ash-and-partners", "clusters/north"):
        page.goto((site / "spring-1" / f"{name}.html").as_uri())
        assert page.evaluate(OUTSIDE) == [], name
    page.close()


CONTRAST = """() => {
  const channel = v => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
  const light = c => { const [r, g, b] = c.match(/[\\d.]+/g).map(Number);
    return 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b); };
  const paper = light(getComputedStyle(document.body).backgroundColor);
  const found = {};
  const kinds = 'p a .standsin .facts caption th .review footer summary strong.closer';
  for (const s of kinds.split(' ')) {
    const e = document.querySelector(s); if (!e) continue;
    const ink = light(getComputedStyle(e).color);
    found[s] = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
  }
  return found;
}"""

OUTSIDE = """() => [...document.querySelectorAll('svg text')].filter(t => {
  const [a, b] = [t.getBoundingClientRect(), t.closest('svg').getBoundingClientRect()];
  return a.left < b.left - 1 || a.right > b.right + 1 || a.top < b.top - 1 || a.bottom > b.bottom + 1;
}).map(t => t.textContent)"""
