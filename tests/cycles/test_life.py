"""Which move leads where, in the life of a cycle and of a review."""

from __future__ import annotations

from itertools import pairwise

import pytest

from halfterm.cycles.errors import NotAllowed
from halfterm.cycles.life import CYCLE_MOVES, REVIEW_MOVES, after

CYCLE = ["drafted", "locked", "under way", "followed up", "studied", "in review", "decided"]
ALLOWED_OF_REVIEW = {
    ("draft", "submit"): "submitted",
    ("submitted", "approve"): "approved",
    ("submitted", "request changes"): "changes requested",
    ("changes requested", "submit"): "submitted",
    ("approved", "publish"): "published",
    ("approved", "edit"): "draft",
    ("published", "withdraw"): "withdrawn",
    ("withdrawn", "submit"): "submitted",
}
REVIEW_WORDS = sorted({move for _, move in ALLOWED_OF_REVIEW})


@pytest.mark.parametrize("state", list(CYCLE_MOVES))
@pytest.mark.parametrize("move", sorted({move for moves in CYCLE_MOVES.values() for move in moves}))
def test_a_cycle_moves_as_the_truth_table_says_and_in_no_other_way(state: str, move: str) -> None:
    allowed = {
        **{
            (a, move): b
            for (a, b), move in zip(
                pairwise(CYCLE), ["lock", "start", "follow up", "study", "submit", "decide"], strict=True
            )
        },
        **{(s, "stop"): "stopped" for s in CYCLE[:4]},
        **{(s, "study"): s for s in CYCLE[4:]},
    }
    if (state, move) in allowed:
        assert after(CYCLE_MOVES, state, move) == allowed[state, move]
        return
    with pytest.raises(NotAllowed):
        after(CYCLE_MOVES, state, move)


@pytest.mark.parametrize("state", list(REVIEW_MOVES))
@pytest.mark.parametrize("move", REVIEW_WORDS)
def test_a_review_moves_as_the_truth_table_says_and_in_no_other_way(state: str, move: str) -> None:
    if (state, move) in ALLOWED_OF_REVIEW:
        assert after(REVIEW_MOVES, state, move) == ALLOWED_OF_REVIEW[state, move]
        return
    with pytest.raises(NotAllowed):
        after(REVIEW_MOVES, state, move)


@pytest.mark.parametrize("moves", [CYCLE_MOVES, REVIEW_MOVES])
def test_every_move_leads_to_a_state_that_is_there(moves: dict[str, dict[str, str]]) -> None:
    assert {reached for row in moves.values() for reached in row.values()} <= set(moves)


def test_a_refusal_says_which_moves_are_open() -> None:
    with pytest.raises(
        NotAllowed, match="'publish' is not open when submitted; open is 'approve' or 'request"
    ):
        after(REVIEW_MOVES, "submitted", "publish")
    with pytest.raises(NotAllowed, match="'lock' is not open when stopped; open is nothing"):
        after(CYCLE_MOVES, "stopped", "lock")
