"""Whatever is tried, in whatever order, a cycle lives one of the lives that it may have."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from halfterm.cycles import events
from halfterm.cycles.errors import NotAllowed
from halfterm.cycles.events import Event
from halfterm.cycles.life import CYCLE_MOVES, ENDED, HAS_FOLLOW_UP, MOVE_OF_EVENT, cycle_state

KINDS = st.sampled_from([*MOVE_OF_EVENT, events.AMENDED, events.LOGGED, events.GONE_WITHOUT])


def told(kind: str) -> Event:
    return Event(1, date(2026, 1, 5), "nia", kind, "ash-1", {}, "")


def lived(tried: list[str]) -> list[Event]:
    """The events that are let in when all these are tried in turn."""
    life: list[Event] = []
    for kind in tried:
        try:
            cycle_state([*life, told(kind)])
        except NotAllowed:
            continue
        life.append(told(kind))
    return life


@given(st.lists(KINDS, max_size=60))
def test_what_must_come_before_has_come_before(tried: list[str]) -> None:
    kinds = [event.kind for event in lived(tried)]
    order = [
        events.LOCKED,
        events.STARTED,
        events.FOLLOWED_UP,
        events.STUDIED,
        events.IN_REVIEW,
        events.DECISION,
    ]
    firsts = [kinds.index(kind) for kind in order if kind in kinds]
    assert firsts == sorted(firsts)
    assert [kind for kind in order if kind in kinds] == order[: len(firsts)]


@given(st.lists(KINDS, max_size=60))
def test_every_move_but_a_study_happens_once_and_an_end_is_an_end(tried: list[str]) -> None:
    kinds = [event.kind for event in lived(tried)]
    moves = [kind for kind in kinds if kind in MOVE_OF_EVENT and kind != events.STUDIED]
    assert len(moves) == len(set(moves))
    assert not {events.STOPPED, events.DECISION} <= set(moves)
    if events.STOPPED in moves:
        assert moves[-1] == events.STOPPED


@given(st.lists(KINDS, max_size=60))
def test_the_state_follows_from_the_moves_alone(tried: list[str]) -> None:
    life = lived(tried)
    state = cycle_state(life)
    assert state in CYCLE_MOVES
    assert state == cycle_state(event for event in life if event.kind in MOVE_OF_EVENT)
    assert (state in HAS_FOLLOW_UP) == (
        events.FOLLOWED_UP in {event.kind for event in life} and state != "stopped"
    )
    assert (state in ENDED) == bool({events.STOPPED, events.DECISION} & {event.kind for event in life})
