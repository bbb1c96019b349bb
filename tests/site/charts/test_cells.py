"""Charts made of cells, and bars: matrix, lights, distribution."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from halfterm.cycles.disclosure import Shown, hidden, show_number
from halfterm.site.charts.distribution import DistributionSeries, distribution_chart
from halfterm.site.charts.grid import grid_over
from halfterm.site.charts.lights import LightCell, lights_chart
from halfterm.site.charts.matrix import matrix_chart
from halfterm.site.pieces import Chart

SVG = "{http://www.w3.org/2000/svg}"


def count(value: float | None) -> Shown:
    return hidden("c") if value is None else show_number(value, decimals=0)


def matrix(*rows: tuple[float | None, ...]) -> Chart:
    return matrix_chart(
        "matrix",
        "Progress, pupils",
        [[count(value) for value in row] for row in rows],
        rows=["2c", "2b"],
        columns=["2c", "2b", "2a"],
        row_head="Autumn",
        column_head="Spring",
    )


def test_a_larger_cell_is_darker_and_a_hidden_or_empty_one_has_no_shade() -> None:
    svg = ET.fromstring(matrix((20, 10, 0), (5, None, 1)).svg)
    looks = [e.get("class") for e in svg.findall(f"{SVG}rect") if "cell" in (e.get("class") or "")]
    assert looks == ["cell shade-4", "cell shade-2", "cell", "cell shade-1", "cell", "cell shade-1"]


def test_the_same_band_is_outlined_whatever_it_holds() -> None:
    svg = ET.fromstring(matrix((20, 10, 0), (5, None, 1)).svg)
    assert len([e for e in svg.findall(f"{SVG}rect") if e.get("class") == "same"]) == 2 + 1  # and the key


def test_a_matrix_is_told_row_by_row() -> None:
    described = ET.fromstring(matrix((20, 10, 0), (5, None, 1)).svg).findtext(f"{SVG}desc")
    assert described == (
        "Autumn in rows, Spring in columns. From 2c: to 2c 20, to 2b 10. "
        "From 2b: to 2c 5, to 2a 1, 1 not shown."
    )


def test_cells_that_do_not_fit_their_heads_are_refused() -> None:
    with pytest.raises(ValueError, match="not as many"):
        matrix((1, 2), (3, 4))
    with pytest.raises(ValueError, match="not as many"):
        lights_chart("l", "L", [[LightCell("red", "")]], rows=["Ash"], columns=["a", "b"])


def test_lights_differ_in_shape_and_are_told_in_words() -> None:
    row = [
        LightCell("red", "−3.2"),
        LightCell("amber", ""),
        LightCell("green", "+1.0"),
        LightCell("grey", ""),
    ]
    made = lights_chart("l", "Lights", [row], rows=["Ash"], columns=["a", "b", "c", "d"])
    assert len(_forms(made)) == 4
    assert "Ash: a red: −3.2, b amber, c green: +1.0, d not judged." in made.svg
    assert made.table is not None
    assert made.table.rows == (("Ash", "red: −3.2", "amber", "green: +1.0", "not judged"),)


def _forms(chart: Chart) -> set[str]:
    """The forms of the lights, wherever they are and whatever their colours."""
    svg = ET.fromstring(chart.svg)
    paths = {re.sub(r"^M \S+ \S+", "", e.attrib["d"]) for e in svg.findall(f"{SVG}path")}
    return paths | {f"disc {e.attrib['r']}" for e in svg.findall(f"{SVG}circle")}


def test_columns_go_by_letters_where_their_names_do_not_fit_and_the_letters_are_explained() -> None:
    names = ["Attainment at the end of Key Stage 2", "Progress"]
    assert grid_over(["Ash"], names, least=25, most_label=100).letters == ()
    many = grid_over(["Ash"], names * 6, least=25, most_label=100)
    assert many.letters[:2] == (("A", names[0]), ("B", names[1]))
    assert many.heads[0] == ("A",)


def test_a_grid_of_many_columns_is_wider_than_a_phone_and_says_so_to_the_page() -> None:
    row = [LightCell("green", "")] * 30
    made = lights_chart("l", "Lights", [row], rows=["Ash"], columns=[f"c{i}" for i in range(30)])
    assert made.svg.startswith('<svg class="chart wide wide-800"')


def shares(*values: float | None) -> list[Shown]:
    return [count(value) for value in values]


def test_bars_are_as_long_as_their_shares_and_begin_at_nought() -> None:
    made = distribution_chart(
        "d", "Levels", [DistributionSeries("FSM", shares(10, 40, None))], bands=["2c", "2b", "2a"], unit="%"
    )
    bars = ET.fromstring(made.svg).findall(f"{SVG}rect")[1:]
    assert len(bars) == 2
    assert float(bars[1].attrib["width"]) == pytest.approx(4 * float(bars[0].attrib["width"]), abs=0.5)
    assert bars[0].attrib["x"] == bars[1].attrib["x"]
    assert "FSM: 2c 10, 2b 40, 2a hidden to protect pupils." in made.svg


def test_four_series_are_told_apart_without_colour_and_a_fifth_is_refused() -> None:
    four = [DistributionSeries(f"s{i}", shares(10)) for i in range(4)]
    svg = distribution_chart("d", "Levels", four, bands=["2c"], unit="%").svg
    paints = set(
        re.findall(r'<rect class="series-\d"[^>]*?((?: (?:fill|stroke|stroke-width)="[^"]*")+)', svg)
    )
    assert len(paints) == 4
    with pytest.raises(ValueError, match="more than 4"):
        distribution_chart("d", "Levels", [*four, four[0]], bands=["2c"], unit="%")


def test_a_series_has_a_share_for_every_band() -> None:
    with pytest.raises(ValueError, match="as many shares"):
        distribution_chart("d", "L", [DistributionSeries("s", shares(1))], bands=["2c", "2b"], unit="%")
