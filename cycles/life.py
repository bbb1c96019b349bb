"""The life of a cycle and of a review: which move leads where, as two dicts that nothing else repeats."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from halfterm.cycles.errors import NotAllowed

CYCLE_MOVES: Final = MappingProxyType(
    {
        "drafted": {"lock": "locked"},
        "locked": {"start": "under way"},
        "under way": {"follow up": "followed up"},
        "followed up": {"study": "studied"},
        "studied": {"submit": "in review"},
        "in review": {"decide": "decided"},
        "decided": {},
    }
)

REVIEW_MOVES: Final = MappingProxyType(
    {
        "draft": {"submit": "submitted"},
        "submitted": {"approve": "approved", "request changes": "changes requested"},
        "changes requested": {"submit": "submitted"},
        "approved": {"publish": "published", "edit": "draft"},
        "published": {"withdraw": "withdrawn"},
        "withdrawn": {"submit": "submitted"},
    }
)


def after(moves: MappingProxyType[str, dict[str, str]], state: str, move: str) -> str:
    """The state that a move leads to.

    >>> after(CYCLE_MOVES, "drafted", "lock")
    'locked'

    Raises:
        NotAllowed: the move is not open in this state.
    """
    if move not in moves[state]:
        open_moves = " or ".join(f"'{name}'" for name in moves[state]) or "nothing"
        raise NotAllowed(f"'{move}' is not open when {state}; open is {open_moves}")
    return moves[state][move]
