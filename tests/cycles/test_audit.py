"""Looking the register over: states in one pass, impossible lives and untrue locks named by their event."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

import pytest

from halfterm.cycles.audit import check_expected, contents, parse_head, replay, states, untrue_locks
from halfterm.cycles.errors import BadInput, NotAllowed
from halfterm.cycles.events import (
    AMENDED,
    COMMENTED,
    DECISION,
    DRAFTED,
    FOLLOWED_UP,
    IN_REVIEW,
    LOCKED,
    LOGGED,
    MEETING_HELD,
    STARTED,
    STOPPED,
    STUDIED,
    Event,
)
from halfterm.cycles.life import CYCLE_MOVES, MOVE_OF_EVENT
from tests.cycles.factories import make_plan

MAY = date(2025, 5, 1)
LIFE = (LOCKED, STARTED, FOLLOWED_UP, STUDIED, IN_REVIEW, DECISION)


def told(*pairs: tuple[str, str], body: dict[str, Any] | None = None) -> tuple[Event, ...]:
    """Events from (kind, subject), a day after each other."""
    return tuple(
        Event(n, date(2025, 5, n), "nia", kind, subject, body or {}, f"{n:02}" * 32)
        for n, (kind, subject) in enumerate(pairs, start=1)
    )


def lock(**changes: Any) -> Event:
    """A true lock of the plan of `ash-1`, with parts of its body replaced."""
    plan = make_plan()
    body = {
        "plan": plan.model_dump(mode="json"),
        "plan_hash": hashlib.sha256(plan.model_dump_json().encode()).hexdigest(),
    }
    return Event(3, MAY, "nia", LOCKED, "ash-1", body | changes, "0f")


@pytest.mark.parametrize("steps", range(len(LIFE) + 1))
def test_every_cycles_state_is_told_in_one_pass_of_mixed_events(steps: int) -> None:
    expected = ["drafted", "locked", "under way", "followed up", "studied", "in review", "decided"]
    one = [(kind, "ash-1") for kind in (DRAFTED, *LIFE[:steps])]
    other = [(kind, "ash-2") for kind in (LOCKED, LOGGED, STOPPED)]
    mixed = [pair for pairs in zip(one, other, strict=False) for pair in pairs]
    rest = one[3:] if len(one) > 3 else other[len(one) :]
    events = told(*mixed, *rest, (COMMENTED, "spring-1/schools/ash"), (MEETING_HELD, "north/spring-1"))
    assert states(events) == {"ash-1": expected[steps], "ash-2": "stopped"}


def test_an_impossible_move_is_named_once_and_the_other_cycles_go_on() -> None:
    events = told(
        (LOCKED, "ash-1"), (DECISION, "ash-1"), (LOCKED, "ash-1"), (LOCKED, "ash-2"), (STARTED, "ash-2")
    )
    reached, problems = replay(events)
    assert reached == {"ash-1": "locked", "ash-2": "under way"}
    assert problems == (
        "event 2 (decision, ash-1, 2025-05-02): 'decide' is not open when locked; open is 'start' or 'stop'",
    )
    with pytest.raises(NotAllowed, match="event 2 "):
        states(events)


@pytest.mark.parametrize("state", CYCLE_MOVES)
@pytest.mark.parametrize("kind", MOVE_OF_EVENT)
def test_a_move_is_a_problem_just_when_it_is_not_open(state: str, kind: str) -> None:
    before = {
        "drafted": (),
        "stopped": (STOPPED,),
        **{reached: LIFE[: n + 1] for n, reached in enumerate(list(CYCLE_MOVES)[1:7])},
    }[state]
    events = told(*((step, "ash-1") for step in (DRAFTED, *before)), (kind, "ash-1"))
    assert replay(events[:-1])[0] == {"ash-1": state}
    assert bool(replay(events)[1]) == (MOVE_OF_EVENT[kind] not in CYCLE_MOVES[state])


def test_a_true_lock_has_no_problem_nor_has_an_amendment() -> None:
    true = lock()
    amended = Event(4, MAY, "nia", AMENDED, "ash-1", true.body, "10")
    assert untrue_locks([true, amended]) == ()


def test_a_lock_stays_true_when_plans_have_learned_a_new_part_since() -> None:
    old = make_plan()
    content = old.model_dump(mode="json", exclude={"data_plan", "risks"})
    older = hashlib.sha256(old.model_dump_json(exclude={"data_plan", "risks"}).encode()).hexdigest()
    assert untrue_locks([lock(plan=content, plan_hash=older)]) == ()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"plan": make_plan(title="Another").model_dump(mode="json")},
            "its plan is not the one that was locked",
        ),
        ({"plan_hash": "0" * 64}, "its plan is not the one that was locked"),
        ({"plan": {"id": "ash-1"}}, "its plan cannot be read"),
        ({"plan": None}, "its plan cannot be read"),
    ],
)
def test_a_lock_that_is_not_of_its_plan_is_named(changes: dict[str, Any], said: str) -> None:
    assert untrue_locks([lock(**changes)]) == (f"event 3 (plan locked, ash-1, 2025-05-01): {said}",)


def test_a_lock_of_another_cycles_plan_is_named() -> None:
    other = Event(3, MAY, "nia", LOCKED, "ash-2", lock().body, "0f")
    assert untrue_locks([other]) == (
        "event 3 (plan locked, ash-2, 2025-05-01): its plan is that of cycle 'ash-1'",
    )


def test_contents_count_events_days_and_kinds() -> None:
    held = contents(told((LOCKED, "a"), (STUDIED, "a"), (LOCKED, "b")))
    assert (held.events, held.first, held.last) == (3, date(2025, 5, 1), date(2025, 5, 3))
    assert list(held.kinds.items()) == [(LOCKED, 2), (STUDIED, 1)]
    assert contents(()) == contents([])
    assert contents(()).first is None


@pytest.mark.parametrize(
    "text", ["", "3", "3:", "3:00ff", f"0:{'0' * 64}", f"-1:{'0' * 64}", f"3:{'g' * 64}", "३:" + "0" * 64]
)
def test_a_head_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="NUMBER:HASH"):
        parse_head(text)


def test_a_head_may_be_written_down_in_capitals_and_cut_short() -> None:
    assert parse_head(f" 12:{'AB' * 8}\n") == (12, "ab" * 8)


def test_a_register_is_compared_with_what_was_written_down() -> None:
    events = told((LOCKED, "a"), (STUDIED, "a"), (LOCKED, "b"))
    assert check_expected(events, 2, "02" * 8) == ()
    assert check_expected(events, 3, "03" * 32) == ()
    assert check_expected(events, 3, "02" * 8) == (
        "event 3 is not the one that was written down: the register was written anew",
    )
    assert check_expected(events, 4, "04" * 8) == (
        "event 4 was written down and is missing: the register ends at event 3",
    )
