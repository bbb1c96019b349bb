"""Which way a gap went, and which side moved."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfterm.cycles.impact.movement import Mover, direction, movement, what_moved


@pytest.mark.parametrize(
    ("before", "after", "word", "shrank"),
    [
        (-2.2, -1.1, "closing", True),
        (-2.0, -2.7, "widening", False),
        (2.0, 1.0, "closing", True),
        (2.0, 3.0, "widening", False),
        (-2.0, -2.0, "level", False),
        (-0.3, -0.1 - 0.2, "level", False),
        (-2.0, 0.0, "closing", True),
        (0.0, -1.0, "widening", False),
        (0.0, 0.0, "level", False),
        (-2.0, 1.0, "flipped", True),
        (-1.0, 2.0, "flipped", False),
        (-1.0, 1.0, "flipped", False),
    ],
)
def test_closing_is_a_smaller_gap_and_a_turned_sign_is_flipped(
    before: float, after: float, word: str, shrank: bool
) -> None:
    moved = movement(before, after)
    assert (moved.direction, moved.shrank) == (word, shrank)
    assert direction(before, after) == word


@pytest.mark.parametrize(
    ("target", "comparison", "baseline_gap", "mover"),
    [
        (3, 1, -2, Mover.CLOSING_UP),
        (3, 0, -2, Mover.CLOSING_UP),
        (0, -1, -2, Mover.CLOSING_DOWN),
        (-1, -3, -2, Mover.CLOSING_DOWN),
        (1, -1, -2, Mover.CLOSING_BOTH),
        (1, 3, -2, Mover.WIDENING_UP),
        (0, 3, -2, Mover.WIDENING_UP),
        (-1, 0, -2, Mover.WIDENING_DOWN),
        (-3, -1, -2, Mover.WIDENING_DOWN),
        (-1, 1, -2, Mover.WIDENING_BOTH),
        (2, 2, -2, Mover.LEVEL),
        # The target is ahead: the sides change places.
        (1, 3, 2, Mover.CLOSING_UP),
        (-1, 0, 2, Mover.CLOSING_DOWN),
        (3, 1, 2, Mover.WIDENING_UP),
        # No gap before: any difference opens one.
        (3, 1, 0, Mover.WIDENING_UP),
        (1, 3, 0, Mover.WIDENING_UP),
        (-1, 1, 0, Mover.WIDENING_BOTH),
    ],
)
def test_the_mover_is_seen_from_the_group_behind(
    target: float, comparison: float, baseline_gap: float, mover: Mover
) -> None:
    assert what_moved(target, comparison, baseline_gap=baseline_gap) is mover


@given(*[st.floats(-50, 50)] * 3)
def test_a_gap_that_moves_to_nought_without_passing_it_is_moved_by_a_closing_side(
    before: float, target: float, comparison: float
) -> None:
    after = before + target - comparison
    moved, mover = movement(before, after), what_moved(target, comparison, baseline_gap=before)
    if moved.direction == "closing" and abs(abs(before) - abs(after)) > 1e-6:
        assert mover.name.startswith("CLOSING")
    if moved.direction == "widening" and abs(abs(before) - abs(after)) > 1e-6:
        assert mover.name.startswith("WIDENING")
