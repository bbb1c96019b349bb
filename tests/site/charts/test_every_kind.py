"""What holds of every kind of chart: words for who does not see it, the page's colours, nothing hidden."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import chain

import pytest

from halfterm.cycles.disclosure import Shown
from halfterm.site.charts.drawing import HOUSE, PAINT
from halfterm.site.pieces import Chart
from tests.site.charts.gallery import SIZES, Gallery

SVG = "{http://www.w3.org/2000/svg}"
KINDS = tuple(Gallery().makers)
MADE = {size: gallery.made() for size, gallery in SIZES.items()}
EVERY = [
    pytest.param(chart, id=f"{kind}, {size}") for size, made in MADE.items() for kind, chart in made.items()
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
    looks = set(re.findall(r'class="([^"]+)"', "".join(made[kind].svg for made in MADE.values())))
    assert {look for look in looks if not look.startswith("chart")} - {"halo"} <= PAINT.keys()


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
