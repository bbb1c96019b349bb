"""Words in a chart: broken where they must be, kept apart, never beyond their room."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfterm.site.charts.axis import width_of
from halfterm.site.charts.drawing import Words
from halfterm.site.charts.lettering import apart, keys, point, wrapped

HEIGHTS = st.lists(st.tuples(st.floats(-50, 500), st.floats(5, 40)), min_size=1, max_size=15)


@given(HEIGHTS)
def test_nothing_overlaps_nor_leaves_its_room_and_the_order_holds(rows: list[tuple[float, float]]) -> None:
    wanted, heights = [w for w, _ in rows], [h for _, h in rows]
    bottom = max(200.0, sum(heights))
    places = apart(wanted, heights, top=0.0, bottom=bottom)
    spans = sorted((place - h / 2, place + h / 2) for place, h in zip(places, heights, strict=True))
    assert spans[0][0] >= -0.06
    assert spans[-1][1] <= bottom + 0.06
    assert all(one[1] <= two[0] + 0.11 for one, two in pairwise(spans))
    order = sorted(range(len(rows)), key=lambda i: (wanted[i], i))
    assert all(places[a] <= places[b] + 0.11 for a, b in pairwise(order))


def test_what_has_room_stays_where_it_is_wanted() -> None:
    assert apart([10.0, 60.0, 30.0], [10, 10, 10], top=0, bottom=100) == [10.0, 60.0, 30.0]


@given(st.text(alphabet="abc mWi", max_size=60), st.floats(40, 200), st.integers(1, 4))
def test_lines_fit_their_room_and_are_no_more_than_asked(text: str, room: float, most: int) -> None:
    lines = wrapped(text, room, most=most)
    assert 1 <= len(lines) <= most
    assert all(width_of(line) <= room for line in lines)


def test_a_text_that_fits_in_its_lines_is_whole() -> None:
    assert " ".join(wrapped("Tollgate Primary School", 120, most=3)) == "Tollgate Primary School"
    assert wrapped("", 100) == [""]


def test_keys_take_as_many_lines_as_they_need() -> None:
    sample = lambda x, y: (point("circle", x, y, "dot"),)  # noqa: E731
    placed = keys([(sample, "a key of some length")] * 4, 0.0)
    words = [mark for mark in placed.marks if isinstance(mark, Words)]
    assert len({mark.y for mark in words}) == 2
    assert keys([], 7.0).bottom == 7.0


def test_a_shape_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="no such shape"):
        point("star", 0, 0, "dot")
