"""The run chart as SVG: what is drawn, what is told in words, and nothing outside its frame."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import date
from itertools import pairwise

import pytest

from halfterm.cycles.disclosure import Audience
from halfterm.cycles.series.chart import CycleMark, SeriesRequest, series_chart
from halfterm.cycles.series.segment import Point
from halfterm.cycles.series.shown import ShownSeries, Unit, shown_series
from halfterm.cycles.series.sums import HIDDEN
from halfterm.site.charts.axis import width_of
from halfterm.site.charts.control import control_chart, series_csv
from halfterm.site.charts.control_layout import lay_out
from tests.cycles.series.test_segment import QUIET, points

SVG = "{http://www.w3.org/2000/svg}"


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
    return ET.fromstring(control_chart(series, name="x").svg)


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
    assert len(chart.findall(f"{SVG}circle[@class='after']")) == 12 + 1  # one in the key
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
    text = control_chart(shown(points([*values])), name="x").svg
    assert not re.search(r"\b(nan|inf|None)\b", text)


def test_text_from_people_is_harmless() -> None:
    held = [Point("a", "<b>&", date(2024, 1, 1), date(2024, 2, 1), 1.0)]
    assert "<b>" not in control_chart(shown(held), name="x").svg
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
def test_the_labels_of_cycles_stay_in_the_chart_and_apart(count: int) -> None:
    held = points([-1234.5 + i % 7 for i in range(count)])
    marks = tuple(CycleMark(f"ash-and-partners-{i}", held[min(3 * i, count - 1)].ends) for i in range(4))
    labels = lay_out(shown(held, marks=marks, targets={"h0": 3.0}), name="x").mark_labels
    assert all(label.x >= 0 and label.x + width_of(label.text) <= 400.1 for label in labels)
    for y in {label.y for label in labels}:
        line = sorted(label.x for label in labels if label.y == y)
        assert all(a + width_of("ash-and-partners-0") < b for a, b in pairwise(line))


def test_the_icons_say_in_shape_and_words_what_varies_and_whether_the_target_will_be_met() -> None:
    better = control_chart(shown(points([*QUIET, 30.0]), good="higher", targets={"h0": 20.0}), name="x")
    assert ">improving</text>" in better.svg
    assert ">missed</text>" in better.svg
    assert re.findall(r">([HLPF])</text>", better.svg) == ["H", "F"]
    quiet = control_chart(shown(points([*QUIET]), good="higher"), name="x").svg
    assert "common cause: no change beyond chance" in quiet
    assert "icon improving" not in quiet
    few = control_chart(shown(points([1.0, 2.0]), good="higher"), name="x").svg
    assert "no verdict yet: too few points" in few


def test_the_table_has_the_points_with_their_limits() -> None:
    table = control_chart(shown(with_hidden(points([*QUIET]), 4, HIDDEN), audience="cluster"), name="x").table
    assert table is not None
    assert table.heads == ("When", "Value", "Centre", "From", "To", "Target", "More than chance")
    assert [str(row[1]) for row in table.rows][3:6] == ["+12.3", "c", "+12.8"]
