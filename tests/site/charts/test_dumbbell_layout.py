"""The dumbbell: legible whatever it shows, and nothing drawn of what is hidden."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from halfterm.cycles.disclosure import Shown, hidden, show_number
from halfterm.site.charts.axis import BOLD, WIDTH, width_of
from halfterm.site.charts.dumbbell import Dumbbell, Group, Key, Row, shared_span
from halfterm.site.charts.dumbbell_layout import Layout, dumbbell_chart, lay_out

SCORES = st.floats(min_value=-9_999, max_value=99_999, allow_nan=False)
WORDS = st.text(alphabet="abcdefghijWM 0123456789", max_size=80)


def figure(value: float) -> Shown:
    return show_number(value, decimals=1)


def row(first: float, second: float, *, label: str = "Autumn 2", note: str = "gap −2.2") -> Row:
    return Row(label, note, figure(first), figure(second))


def chart(*rows: Row, zero: bool = False, keys: tuple[str, str] = ("FSM pupils", "other pupils")) -> Dumbbell:
    legend = (Key("target", keys[0]), Key("comparison", keys[1]))
    return Dumbbell(
        "gap-reading", "Reading, points", "Reading: both groups", legend, (Group("Ash School", rows),), zero
    )


def boxes(layout: Layout) -> list[tuple[float, float, float, float]]:
    """Left, right, top and bottom of every text in the rows, as wide as it may be drawn."""
    found = []
    for mark in layout.rows:
        found.append((0.0, width_of(mark.label), mark.words_y - 9, mark.words_y + 3))
        found.append((WIDTH - BOLD * width_of(mark.note), WIDTH, mark.words_y - 9, mark.words_y + 3))
        for end in mark.ends:
            wide = width_of(end.label)
            left = end.label_x - wide if end.anchor == "end" else end.label_x
            found.append((left, left + wide, mark.y - 4.5, mark.y + 7.5))
    return [box for box in found if box[1] > box[0]]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(SCORES, SCORES, WORDS), min_size=1, max_size=4), WORDS, st.booleans())
def test_no_text_overlaps_another_or_leaves_the_box(
    ends: list[tuple[float, float, str]], key: str, zero: bool
) -> None:
    rows = [row(first, second, label=label) for first, second, label in ends]
    layout = lay_out(chart(*rows, zero=zero, keys=(key, key)))
    found = boxes(layout)
    for i, (left, right, top, bottom) in enumerate(found):
        assert left >= 0
        assert right <= layout.width + 0.01
        assert 0 <= top < bottom <= layout.height
        for other in found[i + 1 :]:
            apart = (
                right <= other[0] + 0.01 or other[1] <= left + 0.01 or bottom <= other[2] or other[3] <= top
            )
            assert apart, (found[i], other)
    for mark in layout.keys:
        assert mark.x + 18 + width_of(mark.words) <= layout.width + 0.01


def test_ends_that_coincide_keep_their_figures_apart() -> None:
    (mark,) = lay_out(chart(row(430.0, 430.0))).rows
    left, right = mark.ends
    assert (left.anchor, right.anchor) == ("end", "start")
    assert left.label_x < left.x == right.x < right.label_x


def test_a_hidden_row_draws_nothing_but_its_reason() -> None:
    c = hidden("c")
    secret = Row("Spring 1", "gap −55.5", c, c, "hidden: fewer than 10 pupils")
    layout = lay_out(chart(row(430.0, 450.0), secret))
    assert layout.rows[1].ends == ()
    assert (layout.rows[1].instead, layout.rows[1].note) == ("hidden: fewer than 10 pupils", "")
    svg = dumbbell_chart(chart(row(430.0, 450.0), secret)).svg
    assert "55.5" not in svg
    assert "hidden: fewer than 10 pupils" in svg


def test_a_chart_of_hidden_rows_only_is_still_a_chart() -> None:
    c = hidden("c")
    layout = lay_out(chart(Row("Spring 1", "", c, c, "hidden: fewer than 10 pupils"), zero=True))
    assert (layout.ticks, layout.zero_x) == ((), None)


def test_a_drawing_has_a_title_and_a_description_named_after_the_chart() -> None:
    svg = ET.fromstring(dumbbell_chart(chart(row(430.0, 450.0))).svg)
    space = "{http://www.w3.org/2000/svg}"
    title, description = svg.find(f"{space}title"), svg.find(f"{space}desc")
    assert title is not None
    assert description is not None
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == "gap-reading-title gap-reading-desc"
    assert (title.get("id"), description.get("id")) == ("gap-reading-title", "gap-reading-desc")
    assert description.text == "Ash School, Autumn 2: FSM pupils 430.0, other pupils 450.0; gap −2.2."


def test_what_people_write_stays_text_in_a_drawing() -> None:
    svg = dumbbell_chart(chart(row(1.0, 2.0, label="<b>&"), keys=('"><script>', "b"))).svg
    assert "<script>" not in svg
    assert ET.fromstring(svg) is not None


def test_charts_that_stand_together_use_one_length_for_one_point() -> None:
    wide, narrow = chart(row(400.0, 500.0)), chart(row(430.0, 450.0))
    span = shared_span([wide, narrow])
    lengths = []
    for made in (wide, narrow):
        first, second = lay_out(made, span=span).rows[0].ends
        lengths.append((second.x - first.x) / (made.values[1] - made.values[0]))
    assert lengths[0] == pytest.approx(lengths[1], rel=0.01)
    assert shared_span([]) == 0.0


def test_the_table_says_both_ends_and_nothing_of_what_is_hidden() -> None:
    c = hidden("c")
    secret = Row("Spring 1", "gap −55.5", figure(1.0), c, "hidden: fewer than 10 pupils")
    table = dumbbell_chart(chart(row(430.0, 450.0), secret)).table
    assert table is not None
    assert table.heads == ("When", "FSM pupils", "other pupils", "In words")
    assert [tuple(map(str, cells)) for cells in table.rows] == [
        ("Ash School, Autumn 2", "430.0", "450.0", "gap −2.2"),
        ("Ash School, Spring 1", "c", "c", "hidden: fewer than 10 pupils"),
    ]


def test_a_long_entry_of_the_legend_takes_a_second_line_in_place_of_being_cut() -> None:
    long = "children of Year 2 with free school meals before the cycle that was run"
    first, second = lay_out(chart(row(1.0, 2.0), keys=(long, "the others"))).keys
    assert " ".join((first.words, *first.more)) == long
    assert second.y == first.bottom + 19
