"""Deciding on cycles, and what was decided."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from halfterm.cycles.errors import BadInput, NotAllowed
from halfterm.cycles.events import DECISION, FOLLOWED_UP, IN_REVIEW, LOCKED, STARTED, STOPPED, STUDIED
from halfterm.cycles.record import Decision, DecisionKind
from halfterm.flows.deciding import decide, decisions
from halfterm.warehouse.register import Register, register
from tests.cycles.factories import make_programme

PROGRAMME = make_programme()
ENGAGEMENT = PROGRAMME.engagement("ash-and-birch")
TODAY = date(2026, 1, 7)
TO_REVIEW = (LOCKED, STARTED, FOLLOWED_UP, STUDIED, IN_REVIEW)


@pytest.fixture
def events(tmp_path: Path) -> Iterator[Register]:
    with register(tmp_path / "register.sqlite") as kept:
        yield kept


def tell(events: Register, *kinds: str) -> None:
    for kind in kinds:
        events.append(kind, "ash-1", actor="halfterm", on=TODAY, body={})


def made(
    events: Register,
    kind: DecisionKind = "adopt",
    *,
    second: str = "dan",
    one_person: bool = False,
    reason: str = "Pairs read more.",
    extend_to: str = "",
    sustain: str = "",
) -> None:
    decision = Decision(*("ash-1", kind, "ben", second, TODAY, reason), extend_to=extend_to, sustain=sustain)
    decide(events, PROGRAMME, ENGAGEMENT, decision, one_person=one_person)


def test_a_decision_keeps_to_whom_it_extends_and_how_it_is_sustained(events: Register) -> None:
    tell(events, *TO_REVIEW)
    made(events, "extend", extend_to="Every class of year 4", sustain="A weekly slot")
    held = decisions(events, next_cycles=[("ash-1", "ash-2")])["ash-1"]
    assert (held.extend_to, held.sustain, held.next_cycle) == (
        "Every class of year 4",
        "A weekly slot",
        "ash-2",
    )


def test_a_decision_may_end_the_work_whatever_becomes_of_the_idea(events: Register) -> None:
    tell(events, *TO_REVIEW)
    decision = Decision(*("ash-1", "adopt", "ben", "dan", TODAY, "It stays."), ends=True)
    decide(events, PROGRAMME, ENGAGEMENT, decision, one_person=False)
    assert decisions(events, next_cycles=())["ash-1"].ends is True


def test_a_decision_of_the_first_version_is_still_read(events: Register) -> None:
    body = {"kind": "adapt", "approved_by": "dan", "reason": "Not clear.", "learning": ""}
    events.append(DECISION, "ash-1", actor="ben", on=TODAY, body=body)
    held = decisions(events, next_cycles=[])["ash-1"]
    assert (held.kind, held.extend_to, held.sustain) == ("adapt", "", "")


def test_what_is_wrong_with_the_words_is_said_at_once(events: Register) -> None:
    tell(events, *TO_REVIEW)
    with pytest.raises(BadInput) as refused:
        made(events, "extend", reason=" ")
    assert refused.value.problems == (
        "say why: a decision has a reason",
        "an extension says to whom: give --extend-to",
    )
    with pytest.raises(BadInput, match="--extend-to goes with extend, not with adopt"):
        made(events, "adopt", extend_to="Year 4")


@pytest.mark.parametrize(
    ("kinds", "problem"),
    [
        ((), "has not been studied yet; it is drafted"),
        (TO_REVIEW[:3], "has not been studied yet; it is followed up"),
        (TO_REVIEW[:4], "its pages are not drafted yet"),
        ((LOCKED, STOPPED), "was stopped"),
        ((*TO_REVIEW, DECISION), "was decided on already"),
    ],
)
def test_a_cycle_is_decided_on_while_it_is_in_review(
    events: Register, kinds: tuple[str, ...], problem: str
) -> None:
    tell(events, *kinds)
    with pytest.raises(NotAllowed, match=f"cycle 'ash-1'.*{problem}"):
        made(events)
    assert len(events.events()) == len(kinds)


def test_two_people_decide_or_one_in_a_workspace_of_one(events: Register) -> None:
    tell(events, *TO_REVIEW)
    with pytest.raises(NotAllowed, match="cannot approve it alone"):
        made(events, second="ben")
    made(events, second="ben", one_person=True)
    assert decisions(events, next_cycles=[])["ash-1"].approved_by == "ben"
