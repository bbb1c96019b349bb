"""What holds of every kind of chart: words for who does not see it, the page's colours, nothing hidden."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from halfterm.cycles.disclosure import Shown
from halfterm.site.charts.drawing import HOUSE, PAINT
from halfterm.site.pieces import Chart
from tests.site.charts.gallery import Gallery
from tests.site.test_browser import browser as browser

SVG = "{http://www.w3.org/2000/svg}"
POLICY = "default-src 'none'; style-src 'self'"
KINDS = tuple(Gallery().makers)
SIZES = {
    "one row": Gallery(1, mask=0).made(),
    "one hidden row": Gallery(1, mask=1).made(),
    "a few": Gallery(5).made(),
    "long names": Gallery(5, long=True).made(),
    "forty long names": Gallery(40, long=True).made(),
    "nothing hidden, great numbers": Gallery(6, scale=12_345.0, mask=0).made(),
    "all the same": Gallery(4, scale=0.0, mask=0).made(),
}
EVERY = [
    pytest.param(chart, id=f"{kind}, {size}") for size, made in SIZES.items() for kind, chart in made.items()
]


@pytest.mark.parametrize("chart", EVERY)
def test_it_has_title_description_and_table_and_no_style_of_its_own(chart: Chart) -> None:
    svg = ET.fromstring(chart.svg)
    title, described = svg.find(f"{SVG}title"), svg.find(f"{SVG}desc")
    assert title is not None
    assert title.text
    assert described is not None
    assert described.text
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == f"{chart.name}-title {chart.name}-desc"
    assert [e.get("id") for e in svg.iter() if e.get("id")] == [f"{chart.name}-title", f"{chart.name}-desc"]
    assert chart.table is not None
    assert chart.table.caption
    assert {len(row) for row in chart.table.rows} <= {len(chart.table.heads)}
    assert not re.search(r"(?<!-)style=|<style|<script|\burl\(|\bnan\b|\binf\b|None", chart.svg)


def test_the_same_figures_make_the_same_bytes() -> None:
    assert Gallery(7, long=True).made() == Gallery(7, long=True).made()


@pytest.mark.parametrize("kind", KINDS)
def test_every_look_is_known_to_a_viewer_without_the_style_sheet(kind: str) -> None:
    looks = set(re.findall(r'class="([^"]+)"', "".join(made[kind].svg for made in SIZES.values())))
    assert looks - {"chart", "chart wide", "halo"} <= PAINT.keys()


def test_every_look_takes_its_colours_from_the_style_sheet() -> None:
    sheet = HOUSE.asset("style.css")
    plain = {"soft italic", "halo strong", "strong", "head"}
    for look in PAINT.keys() - plain:
        names = look.split()
        assert any(re.search(rf"\.{name}\b[^{{]*\{{[^}}]*var\(--", sheet) for name in names), look


@pytest.mark.parametrize("kind", [k for k in KINDS if k not in ("calendar", "control", "lights")])
def test_a_hidden_figure_is_said_and_not_drawn(kind: str) -> None:
    seen, masked = Gallery(6, mask=0).makers[kind](), Gallery(6, mask=2).makers[kind]()
    assert masked.table is not None
    assert any(isinstance(cell, Shown) and cell.symbol == "c" for cell in chain(*masked.table.rows))
    described = ET.fromstring(masked.svg).findtext(f"{SVG}desc") or ""
    assert re.search("hidden|not shown|not drawn", described)
    assert _drawn(masked) < _drawn(seen)


def _drawn(chart: Chart) -> int:
    svg = ET.fromstring(chart.svg)
    marks = sum(len(svg.findall(f"{SVG}{form}")) for form in ("circle", "rect", "path", "line"))
    shades = len(re.findall(r"shade-", chart.svg))
    return marks + shades


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page for every size, with the site's own sheet and policy."""
    root = tmp_path_factory.mktemp("charts")
    (root / "style.css").write_text(HOUSE.asset("style.css"))
    for place, made in enumerate(SIZES.values()):
        figures = "".join(f"<figure>{chart.svg}</figure>" for chart in made.values())
        (root / f"{place}.html").write_text(
            f"<!doctype html><html lang=en><meta charset=utf-8><title>t</title>"
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
            f'<link rel="stylesheet" href="style.css"><main>{figures}</main>'
        )
    return root


@pytest.fixture(params=[(360, "light"), (1280, "dark")], ids=["phone", "desk, dark"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    width, scheme = request.param
    opened = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    yield opened
    opened.close()


def test_no_text_meets_another_or_leaves_its_chart(folder: Path, page: Page) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    for place, size in enumerate(SIZES):
        page.goto((folder / f"{place}.html").as_uri())
        assert page.evaluate(OUTSIDE) == [], size
        assert page.evaluate(MEETING) == [], size
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), size
    assert said == []


def test_marks_stand_out_from_the_paper_by_day_and_by_night(folder: Path, page: Page) -> None:
    page.goto((folder / f"{list(SIZES).index('a few')}.html").as_uri())
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
