"""The slope chart: lines told apart by shape, figures kept apart, hidden rows named and not drawn."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from halfterm.cycles.disclosure import Shown, hidden, show_number
from halfterm.site import predicted
from halfterm.site.charts.drawing import PAINT
from halfterm.site.charts.slope import TONES, SlopeRow, slope_chart
from halfterm.site.pieces import Chart

SVG = "{http://www.w3.org/2000/svg}"


def figure(value: float) -> Shown:
    return show_number(value, decimals=1)


def drawn(*rows: SlopeRow) -> Chart:
    return slope_chart("slope", "Reading gap", rows, before="Autumn", after="Spring", unit="points")


def test_a_steeper_change_is_a_steeper_line() -> None:
    made = drawn(
        SlopeRow("Ash", figure(-4), figure(-1), "closer"), SlopeRow("Birch", figure(-4), figure(-5), "wider")
    )
    lines = [e for e in ET.fromstring(made.svg).findall(f"{SVG}line") if "course" in (e.get("class") or "")]
    in_plot = [e for e in lines if float(e.attrib["x2"]) - float(e.attrib["x1"]) > 50]
    up, down = (float(e.attrib["y1"]) - float(e.attrib["y2"]) for e in in_plot)
    assert up == pytest.approx(-3 * down, abs=0.3)


def test_what_closes_and_what_widens_differ_in_shape_and_stroke() -> None:
    closer = drawn(SlopeRow("Ash", figure(-4), figure(-1), "closer")).svg
    wider = drawn(SlopeRow("Ash", figure(-4), figure(-5), "wider")).svg
    assert "<circle" in closer
    assert "<circle" not in wider
    assert "stroke-dasharray" in wider
    assert "stroke-dasharray" not in closer
    assert "gap closing" in closer
    assert "gap widening" in wider


@pytest.mark.parametrize(
    ("tones", "said"),
    [
        (("further", "nearer", "crossed"), ("further ahead", "less far ahead", "gap changed sides")),
        (("rose", "fell"), ("rose", "fell")),
    ],
)
def test_what_is_beyond_chance_is_never_called_chance_and_differs_in_shape_and_stroke(
    tones: tuple[str, ...], said: tuple[str, ...]
) -> None:
    made = drawn(*(SlopeRow(tone.title(), figure(1), figure(3), tone) for tone in tones)).svg
    assert "could be chance" not in made
    assert all(f">{words}<" in made for words in said)
    looks = {(PAINT[f"course {tone}"], TONES[tone][0]) for tone in tones}
    assert len({paint for paint, _ in looks}) == len({shape for _, shape in looks}) == len(tones)


def test_every_tone_that_a_change_can_have_is_explained() -> None:
    assert {*predicted.TONES.values(), "rose", "fell", "plain"} == TONES.keys()


def test_a_row_with_a_hidden_end_is_named_with_the_reason() -> None:
    made = drawn(
        SlopeRow("Ash", figure(-4), figure(-1), "closer"),
        SlopeRow("Birch", hidden("c"), figure(-77.7), "plain"),
        SlopeRow("Cedar", figure(-3), hidden("x"), "plain"),
    )
    assert ">Not drawn, hidden to protect pupils (c): Birch.<" in made.svg
    assert ">Not drawn, not available (x): Cedar.<" in made.svg
    assert "77.7<" not in made.svg.split("</desc>")[1]
    assert "1 gap closing and 2 not drawn" in made.svg


def test_a_chart_of_hidden_rows_only_says_so() -> None:
    assert (
        ">Not drawn, hidden to protect pupils (c): Ash.<"
        in drawn(SlopeRow("Ash", hidden("c"), hidden("c"), "plain")).svg
    )


def test_a_tone_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="no such tone: rosy"):
        drawn(SlopeRow("Ash", figure(1), figure(2), "rosy"))


def test_text_from_people_is_harmless() -> None:
    svg = drawn(SlopeRow('<script>"&', figure(1), figure(2), "plain")).svg
    assert not re.search("<script", svg)


def test_gaps_are_seen_against_no_gap_and_means_need_not_be() -> None:
    rows = [SlopeRow("Ash", figure(-8), figure(-7.5), "plain")]
    svg = drawn(*rows).svg
    assert "no gap" in svg
    (course,) = [e for e in ET.fromstring(svg).findall(f"{SVG}line") if _long_course(e)]
    assert abs(float(course.attrib["y1"]) - float(course.attrib["y2"])) < 12
    means = slope_chart("s", "Reading", rows, before="a", after="b", unit="points", zero=False).svg
    assert "no gap" not in means


def _long_course(line: ET.Element) -> bool:
    return "course" in line.attrib["class"] and float(line.attrib["x2"]) - float(line.attrib["x1"]) > 50


def test_charts_that_stand_together_can_have_one_scale() -> None:
    steep = []
    for after in (-2.0, -3.5):
        rows = [SlopeRow("Ash", figure(-4), figure(after), "plain")]
        svg = slope_chart("s", "R", rows, before="a", after="b", unit="points", zero=False, span=10.0).svg
        (course,) = [e for e in ET.fromstring(svg).findall(f"{SVG}line") if _long_course(e)]
        steep.append(float(course.attrib["y1"]) - float(course.attrib["y2"]))
    assert steep[0] == pytest.approx(4 * steep[1], abs=0.5)
