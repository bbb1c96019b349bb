"""The life of a cycle and of a review: which move leads where, as two dicts that nothing else repeats."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType
from typing import Final

from halfterm.cycles import events
from halfterm.cycles.errors import NotAllowed
from halfterm.cycles.events import Event

CYCLE_MOVES: Final = MappingProxyType(
    {
        "drafted": {"lock": "locked", "stop": "stopped"},
        "locked": {"start": "under way", "stop": "stopped"},
        "under way": {"follow up": "followed up", "stop": "stopped"},
        "followed up": {"study": "studied", "stop": "stopped"},
        # A corrected resubmission is followed up and studied again; after the decision that moves nothing.
        "studied": {"submit": "in review", "study": "studied"},
        "in review": {"decide": "decided", "study": "in review"},
        "decided": {"study": "decided"},
        "stopped": {},
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

MOVE_OF_EVENT: Final = MappingProxyType(
    {
        events.LOCKED: "lock",
        events.STARTED: "start",
        events.FOLLOWED_UP: "follow up",
        events.STUDIED: "study",
        events.IN_REVIEW: "submit",
        events.DECISION: "decide",
        events.STOPPED: "stop",
    }
)
"""What moves a cycle: every other event about it is told, and leaves it where it is."""

HAS_FOLLOW_UP: Final = frozenset({"followed up", "studied", "in review", "decided"})
"""The states of a cycle whose follow-up is complete."""

ENDED: Final = frozenset({"decided", "stopped"})


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


def cycle_state(about: Iterable[Event]) -> str:
    """The state of a cycle, told by the events about it in their order: there is no other record of it.

    Raises:
        NotAllowed: the events tell a life that no cycle can have.
    """
    state = "drafted"
    for event in about:
        if event.kind in MOVE_OF_EVENT:
            state = after(CYCLE_MOVES, state, MOVE_OF_EVENT[event.kind])
    return state
