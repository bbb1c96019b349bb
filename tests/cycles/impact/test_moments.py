"""Sums over groups of pupils add up to the sums over all of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfterm.cycles.impact.moments import Cell, Moments, PanelSummary, Shift
from tests.cycles.factories import moments

PAIRS = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), max_size=8)
A, B, C, D = (Moments(n=n) for n in (1, 2, 4, 8))
CELLS = (
    Cell("ash", True, True, A),
    Cell("ash", True, False, B),
    Cell("birch", False, None, C),
    Cell("birch", False, True, D),
)


@given(PAIRS, PAIRS)
def test_two_groups_add_up_to_the_sums_over_both(
    one: list[tuple[int, int]], other: list[tuple[int, int]]
) -> None:
    added = moments(one, threshold=100) + moments(other, threshold=100)
    assert added == moments([*one, *other], threshold=100)


def test_nobody_adds_nothing() -> None:
    some = moments([(90, 95), (100, 101)], threshold=95)
    assert some + Moments() == some


@pytest.mark.parametrize(
    ("target", "treated", "pupils"),
    [
        (None, None, 15),
        (True, None, 3),
        (False, None, 12),
        (None, True, 9),
        (None, False, 2),
        (True, True, 1),
        (False, False, 0),
    ],
)
def test_a_total_takes_the_cells_asked_for(target: bool | None, treated: bool | None, pupils: int) -> None:
    panel = PanelSummary(shift=Shift(), cells=CELLS, follow_up_counts=())
    assert panel.total(target=target, treated=treated).n == pupils
