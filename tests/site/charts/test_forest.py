"""The forest plot: squares by weight, a diamond for what is pooled, the range to expect."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from halfterm.cycles.disclosure import Shown, hidden, show_number
from halfterm.site.charts.forest import ForestRow, forest_chart
from halfterm.site.pieces import Chart

SVG = "{http://www.w3.org/2000/svg}"


def figure(value: float) -> Shown:
    return show_number(value, decimals=2)


def row(label: str, effect: float, weight: float, *, pooled: bool = False) -> ForestRow:
    ends = (figure(effect), figure(effect - 0.2), figure(effect + 0.2))
    return ForestRow(label, *ends, figure(weight), is_pooled=pooled)


def drawn(*rows: ForestRow, expected: tuple[Shown, Shown] | None = None) -> Chart:
    return forest_chart("forest", "Paired reading", rows, unit="standard deviations", expected=expected)


def squares(chart: Chart) -> list[float]:
    """The sides of the squares in the plot, the one of the key left out."""
    return [float(e.attrib["width"]) for e in ET.fromstring(chart.svg).findall(f"{SVG}rect")][1:]


def test_areas_go_by_weight() -> None:
    heavy, light = squares(drawn(row("Ash", 0.1, 40), row("Birch", 0.3, 10)))
    assert (heavy / light) ** 2 == pytest.approx(4, rel=0.02)


def test_intervals_are_as_long_as_they_say_and_nought_is_on_the_scale() -> None:
    svg = ET.fromstring(drawn(row("Ash", 0.5, 40), row("Birch", 0.9, 10)).svg)
    whiskers = [
        (float(e.attrib["x1"]), float(e.attrib["x2"]))
        for e in svg.findall(f"{SVG}line")
        if e.get("class") == "whisker" and e.attrib["y1"] == e.attrib["y2"]
    ][1:]
    (zero,) = [float(e.attrib["x1"]) for e in svg.findall(f"{SVG}line") if e.get("class") == "zero"]
    (one, two), (three, four) = whiskers
    assert two - one == pytest.approx(four - three, abs=0.2)
    assert three - one == pytest.approx(two - one, abs=0.3)
    assert (one - zero) / (two - one) == pytest.approx(0.3 / 0.4, abs=0.01)


def test_the_pooled_effect_comes_first_in_words_with_what_to_expect() -> None:
    made = drawn(
        row("Ash", 0.1, 60), row("All", 0.16, 100, pooled=True), expected=(figure(-0.1), figure(0.4))
    )
    described = ET.fromstring(made.svg).findtext(f"{SVG}desc") or ""
    assert described.startswith(
        "In standard deviations. All: 0.16 (−0.04 to 0.36). A new school may expect −0.10 to 0.40. Ash: 0.10"
    )
    assert 'class="pooled"' in made.svg


def test_a_hidden_effect_has_its_symbol_and_no_mark() -> None:
    c = hidden("c")
    made = drawn(row("Ash", 0.1, 60), ForestRow("Birch", c, c, c, c))
    assert len(squares(made)) == 1
    assert ">c</text>" in made.svg
    assert "Birch: hidden to protect pupils." in made.svg


def test_an_effect_without_an_interval_is_a_square_alone() -> None:
    z = hidden("z")
    made = drawn(ForestRow("Ash", figure(0.1), z, z, figure(10)))
    assert len(squares(made)) == 1
    assert made.svg.count('class="whisker"') == 3  # those of the key


def test_a_pool_of_which_nothing_may_be_seen_is_still_a_chart() -> None:
    c = hidden("c")
    made = drawn(ForestRow("Ash", c, c, c, c), expected=(c, c))
    assert made.table is not None
    assert tuple(map(str, made.table.rows[-1])) == ("A new school may expect", "", "c", "c", "")


def test_a_range_of_which_one_end_is_hidden_is_not_drawn() -> None:
    made = drawn(row("Ash", 0.1, 60), expected=(figure(-0.77), hidden("c")))
    assert 'class="expected"' not in made.svg
    assert "0.77" not in made.svg
