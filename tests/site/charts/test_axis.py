"""The axis: it holds its values, marks round numbers, and keeps those apart."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from halfterm.site.charts.axis import Axis, axis_over, fitted, tick_step, width_of

SCORES = st.floats(min_value=-9_999, max_value=99_999, allow_nan=False)


@example(0.0, 5e-324)
@given(SCORES, SCORES)
def test_an_axis_holds_its_values_and_marks_round_numbers(one: float, other: float) -> None:
    axis = axis_over([one, other], left=50, right=350)
    assert 49.9 <= axis.x(one) <= 350.1
    assert len(axis.ticks) <= 7
    assert all(49.9 <= tick.x <= 350.1 for tick in axis.ticks)


def test_numbers_under_an_axis_do_not_run_into_one_another() -> None:
    narrow = Axis(565.0, 625.0, 150.0, 260.0)
    assert [tick.label for tick in narrow.ticks] == ["580", "600", "620"]
    reach = [(t.x - width_of(t.label) / 2, t.x + width_of(t.label) / 2) for t in narrow.ticks]
    assert all(right < left for (_, right), (left, _) in pairwise(reach))


def test_ticks_are_round_and_told_with_a_true_minus() -> None:
    assert [tick.label for tick in Axis(-8.4, 0.0, 0, 200).ticks] == ["−8", "−6", "−4", "−2", "0"]
    assert [tick_step(span) for span in (0.9, 7, 110, 5_000)] == [0.2, 2.0, 20.0, 1_000.0]


def test_a_text_too_long_is_cut_with_an_ellipsis() -> None:
    assert fitted("short", 200) == "short"
    cut = fitted("a very long name of a school indeed", 80)
    assert cut.endswith("…")
    assert width_of(cut) <= 80
