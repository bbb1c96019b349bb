"""Charts in a real browser: no text meets another or leaves its chart, and marks stand out, day and night."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from halfterm.site.charts.drawing import HOUSE
from tests.site.browser.opening import LAPTOP, PHONE, Scheme, Size, window
from tests.site.charts.gallery import SIZES

POLICY = "default-src 'none'; style-src 'self'"
PLACES = list(SIZES)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page for every size, with the site's own sheet and policy."""
    root = tmp_path_factory.mktemp("charts")
    (root / "style.css").write_text(HOUSE.asset("style.css"))
    for place, gallery in enumerate(SIZES.values()):
        figures = "".join(f"<figure>{chart.svg}</figure>" for chart in gallery.made().values())
        (root / f"{place}.html").write_text(
            f"<!doctype html><html lang=en><meta charset=utf-8><title>t</title>"
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
            f'<link rel="stylesheet" href="style.css"><main>{figures}</main>'
        )
    return root


@pytest.fixture(params=[(PHONE, "light"), (LAPTOP, "dark")], ids=["phone", "laptop, dark"])
def opened(request: pytest.FixtureRequest, browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    size: Size
    scheme: Scheme
    size, scheme = request.param
    with window(browser, size, scheme=scheme) as made:
        yield made


def test_no_text_meets_another_or_leaves_its_chart(folder: Path, opened: tuple[Page, list[str]]) -> None:
    page, said = opened
    for place, size in enumerate(PLACES):
        page.goto((folder / f"{place}.html").as_uri())
        assert page.evaluate(OUTSIDE) == [], size
        assert page.evaluate(MEETING) == [], size
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), size
    assert said == []


def test_marks_stand_out_from_the_paper(folder: Path, opened: tuple[Page, list[str]]) -> None:
    page, _ = opened
    page.goto((folder / f"{PLACES.index('a few')}.html").as_uri())
    assert page.evaluate(FAINT) == []


OUTSIDE = """() => [...document.querySelectorAll('svg text')].filter(t => {
  const [a, b] = [t.getBoundingClientRect(), t.closest('svg').getBoundingClientRect()];
  return a.left < b.left - 1 || a.right > b.right + 1 || a.top < b.top - 1 || a.bottom > b.bottom + 1;
}).map(t => t.closest('svg').querySelector('title').textContent + ': ' + t.textContent)"""

# The box of a text is higher than its letters: a little overlap of boxes is none of letters.
MEETING = """() => [...document.querySelectorAll('svg')].flatMap(svg => {
  const texts = [...svg.querySelectorAll('text')].map(t => [t.getBoundingClientRect(), t.textContent]);
  const meet = (a, b) => { const inset = 0.2 * Math.min(a.height, b.height);
    return a.left < b.right - 0.5 && b.left < a.right - 0.5
      && a.top < b.bottom - inset && b.top < a.bottom - inset; };
  return texts.flatMap(([a, one], i) => texts.slice(i + 1).filter(([b]) => meet(a, b)).map(([, two]) =>
    svg.querySelector('title').textContent + ': ' + one + ' / ' + two));
})"""

FAINT = """() => {
  const channel = v => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
  const light = c => { const [r, g, b] = c.match(/[\\d.]+/g).map(Number);
    return 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b); };
  const paper = light(getComputedStyle(document.body).backgroundColor);
  const ratio = c => { const l = light(c);
    return (Math.max(l, paper) + 0.05) / (Math.min(l, paper) + 0.05); };
  const quiet = '.grid, .cell, .predicted, .absent';
  const faint = new Set();
  for (const e of document.querySelectorAll('svg text, svg line, svg rect, svg circle, svg path')) {
    if (e.matches(quiet)) continue;
    const s = getComputedStyle(e);
    const inks = e.tagName === 'text' ? [s.fill] : [s.fill, s.stroke].filter(c => c !== 'none');
    if (Math.max(...inks.map(ratio)) < (e.tagName === 'text' ? 4.5 : 3)) faint.add(e.getAttribute('class'));
  }
  return [...faint];
}"""
