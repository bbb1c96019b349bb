"""The run chart as SVG: what is drawn, what is told in words, and nothing outside its frame."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from halfterm.cycles.disclosure import Audience
from halfterm.cycles.series.chart import CycleMark, SeriesRequest, series_chart
from halfterm.cycles.series.segment import Point
from halfterm.cycles.series.shown import ShownSeries, Unit, shown_series
from halfterm.cycles.series.sums import HIDDEN
from halfterm.site.axis import width_of
from halfterm.site.rendering import Templates
from halfterm.site.run_chart import draw_series, lay_out, series_csv
from tests.cycles.series.test_segment import QUIET, points
from tests.site.test_browser import browser as browser

SVG = "{http://www.w3.org/2000/svg}"
TEMPLATES = Templates()


def shown(
    held: list[Point], *, audience: Audience = "school", unit: Unit | None = None, **asked: object
) -> ShownSeries:
    request = SeriesRequest("XmR", **asked)  # type: ignore[arg-type]
    return shown_series(
        series_chart(held, request),
        title="Reading: gap, FSM pupils less the others",
        measure="reading",
        of="gap",
        unit=unit or Unit("points", signed=True),
        audience=audience,
    )


def with_hidden(held: list[Point], place: int, why: str) -> list[Point]:
    point = held[place]
    return [
        *held[:place],
        Point(point.id, point.name, point.starts, point.ends, None, why=why),
        *held[place + 1 :],
    ]


def drawn(series: ShownSeries) -> ET.Element:
    return ET.fromstring(draw_series(series, name="x", templates=TEMPLATES))


def test_title_and_description_say_what_the_chart_shows() -> None:
    held = points([*QUIET, 30.0])
    chart = drawn(shown(held, marks=(CycleMark("pairs-1", held[5].ends),), targets={"h0": 1.0}))
    assert chart.attrib["aria-labelledby"] == "x-title x-desc"
    title, described = chart.find(f"{SVG}title"), chart.find(f"{SVG}desc")
    assert title is not None
    assert described is not None
    assert title.text == "Reading: gap, FSM pupils less the others"
    told = described.text or ""
    assert told.startswith("Variation: improving by more than chance explains")
    assert "Start of pairs-1: before Half-term 6." in told
    assert "Half-term 12: +30.0 (limits" in told
    assert "above limits." in told


def test_signals_differ_in_shape_as_well_as_in_colour() -> None:
    chart = drawn(shown(points([*QUIET, 30.0])))
    assert len(chart.findall(f"{SVG}circle")) == 12 + 1  # one in the key
    assert len(chart.findall(f"{SVG}path[@class='found']")) == 1 + 1


def test_a_hidden_point_leaves_a_gap_and_no_place() -> None:
    layout = lay_out(shown(with_hidden(points([*QUIET]), 4, HIDDEN), audience="cluster"), name="x")
    assert [spot.text for spot in layout.spots].count("c") == 1
    assert layout.spots[4].y == layout.bottom - 5
    assert len(layout.courses) == 2
    assert "c hidden, x none" in [key.words for key in layout.keys]


def test_a_rebase_keeps_the_old_lines_and_breaks_the_course() -> None:
    layout = lay_out(shown(points([*QUIET, *[v + 5 for v in QUIET]]), rebase=("h12",)), name="x")
    assert (len(layout.rebases), len(layout.centres), len(layout.limits), len(layout.courses)) == (1, 2, 4, 2)


@pytest.mark.parametrize("values", [[4.0], [4.0, 4.0], [0.0] * 12, [1e-3, 2e-3] * 6, [1e6, 2e6, 5e5] * 12])
def test_any_values_have_a_chart(values: list[float]) -> None:
    text = draw_series(shown(points([*values])), name="x", templates=TEMPLATES)
    assert not re.search(r"\b(nan|inf|None)\b", text)


def test_text_from_people_is_harmless() -> None:
    held = [Point("a", "<b>&", date(2024, 1, 1), date(2024, 2, 1), 1.0)]
    assert "<b>" not in draw_series(shown(held), name="x", templates=TEMPLATES)
    named = [Point("a", "=1+1", date(2024, 1, 1), date(2024, 2, 1), 1.0)]
    assert "'=1+1" in series_csv(shown(named))


def test_the_table_beside_the_chart_has_a_row_a_point_and_symbols_for_what_is_hidden() -> None:
    series = shown(with_hidden(points([*QUIET]), 4, HIDDEN), targets={"h3": 12.0})
    lines = series_csv(series).splitlines()
    assert lines[0] == "point,name,starts,ends,value,n,n_others,centre,lower,upper,target,signal,why_none"
    assert lines[1].startswith("h0,Half-term 0,2023-09-04,2023-10-13,12.1,")
    assert lines[5].split(",")[4] == "c"
    assert [line.split(",")[10] for line in lines[3:6]] == ["z", "12.0", "12.0"]


@pytest.mark.parametrize("count", [1, 2, 7, 12, 30, 40])
def test_names_of_times_do_not_overlap_and_the_last_is_there(count: int) -> None:
    ticks = lay_out(shown(points([float(i % 5) for i in range(count)])), name="x").time_ticks
    edges = [(tick.x - width_of(tick.text) / 2, tick.x + width_of(tick.text) / 2) for tick in ticks]
    assert all(before[1] < after[0] for before, after in pairwise(edges))
    assert ticks[-1].text == f"Half-term {count - 1}"


@pytest.mark.parametrize("count", [1, 3, 12, 40])
def test_no_text_leaves_the_chart(browser: Browser, tmp_path: Path, count: int) -> None:
    held = [
        Point(p.id, f"Autumn {i % 2 + 1} 20{23 + i // 6}", p.starts, p.ends, p.value, p.size)
        for i, p in enumerate(points([-1234.5 + i % 7 for i in range(count)]))
    ]
    marks = tuple(CycleMark(f"ash-and-partners-{i}", held[min(3 * i, count - 1)].ends) for i in range(4))
    text = draw_series(shown(held, marks=marks, targets={"h0": 3.0}), name="x", templates=TEMPLATES)
    page = browser.new_page(viewport={"width": 390, "height": 700})
    page.set_content(f"<body style='margin:0'>{text}</body>")
    outside = page.evaluate(
        """() => { const box = document.querySelector('svg').getBoundingClientRect();
        return [...document.querySelectorAll('svg text')].filter(t => { const b = t.getBoundingClientRect();
          return b.left < box.left - 1 || b.right > box.right + 1
            || b.top < box.top - 1 || b.bottom > box.bottom + 1;
        }).map(t => t.textContent); }"""
    )
    page.close()
    assert outside == []
