"""Stopping a cycle, and going on without a school."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from halfterm.cycles.errors import BadInput, NotAllowed
from halfterm.cycles.events import FOLLOWED_UP, LOCKED, STARTED, STUDIED
from halfterm.cycles.life import cycle_state
from halfterm.flows.life import go_without, stop
from halfterm.warehouse.register import Register, register
from tests.cycles.factories import make_plan, make_programme, programme_content

ENGAGEMENT = programme_content()["engagements"][0]
PROGRAMME = make_programme(engagements=[ENGAGEMENT | {"supported": ["birch", "cedar"]}])
PLAN = make_plan()
TODAY = date(2025, 11, 20)


@pytest.fixture
def events(tmp_path: Path) -> Iterator[Register]:
    with register(tmp_path / "register.sqlite") as kept:
        yield kept


def tell(events: Register, *kinds: str) -> None:
    for kind in kinds:
        events.append(kind, PLAN.id, actor="halfterm", on=TODAY, body={})


def gone(events: Register, school: str, *, by: str = "ben", reason: str = "It is late.") -> None:
    go_without(events, PROGRAMME, PLAN, school=school, by=by, on=TODAY, reason=reason)


@pytest.mark.parametrize("kinds", [(), (LOCKED,), (LOCKED, STARTED), (LOCKED, STARTED, FOLLOWED_UP)])
def test_a_cycle_is_stopped_at_any_time_before_it_is_studied(
    events: Register, kinds: tuple[str, ...]
) -> None:
    tell(events, *kinds)
    stop(events, PROGRAMME, PLAN, by="dan", on=TODAY, reason="The mentor has left.")
    assert cycle_state(events.events(subject=PLAN.id)) == "stopped"
    assert events.events()[-1].body["reason"] == "The mentor has left."
    with pytest.raises(NotAllowed, match="cycle 'ash-1' is stopped; a cycle is stopped only before"):
        stop(events, PROGRAMME, PLAN, by="dan", on=TODAY, reason="Again.")


@pytest.mark.parametrize(
    ("by", "reason", "problem"),
    [
        ("cat", "Why not.", "Cat Dunn neither leads"),
        ("dan", "", "say why"),
        ("dam", "x", "did you mean 'dan'"),
    ],
)
def test_a_cycle_is_stopped_by_who_leads_it_with_a_reason(
    events: Register, by: str, reason: str, problem: str
) -> None:
    with pytest.raises((BadInput, NotAllowed), match=problem):
        stop(events, PROGRAMME, PLAN, by=by, on=TODAY, reason=reason)
    assert events.events() == ()


def test_a_studied_cycle_is_not_stopped(events: Register) -> None:
    tell(events, LOCKED, STARTED, FOLLOWED_UP, STUDIED)
    with pytest.raises(NotAllowed, match="'ash-1' is studied"):
        stop(events, PROGRAMME, PLAN, by="ben", on=TODAY, reason="Too late.")


def test_a_cycle_goes_on_without_schools_but_not_without_all(events: Register) -> None:
    tell(events, LOCKED, STARTED)
    gone(events, "birch")
    with pytest.raises(NotAllowed, match="goes on without 'birch' already"):
        gone(events, "birch")
    gone(events, "cedar", by="ana")
    with pytest.raises(NotAllowed, match="'ash' is the last school of cycle 'ash-1'; stop the cycle"):
        gone(events, "ash")
    assert [e.body for e in events.events("school gone without")] == [
        {"school": "birch", "reason": "It is late."},
        {"school": "cedar", "reason": "It is late."},
    ]


@pytest.mark.parametrize(
    ("kinds", "school", "by", "reason", "problem"),
    [
        ((), "birch", "ben", "Late.", "is drafted; only one that is under way"),
        ((LOCKED, STARTED, FOLLOWED_UP), "birch", "ben", "Late.", "is followed up; only one"),
        ((LOCKED,), "brich", "ben", "Late.", "no school 'brich' in .*; did you mean 'birch'"),
        ((LOCKED,), "birch", "dan", "Late.", "Dan Eve is neither the NLE"),
        ((LOCKED,), "birch", "ben", " ", "say why"),
    ],
)
def test_a_cycle_does_not_go_on_without_a_school(
    events: Register, kinds: tuple[str, ...], school: str, by: str, reason: str, problem: str
) -> None:
    tell(events, *kinds)
    with pytest.raises((BadInput, NotAllowed), match=problem):
        gone(events, school, by=by, reason=reason)
    assert len(events.events()) == len(kinds)
