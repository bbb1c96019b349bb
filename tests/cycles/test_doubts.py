"""Disputes as the register tells them."""

from __future__ import annotations

from datetime import date

from halfterm.cycles.doubts import doubts
from halfterm.cycles.events import DISPUTED, REVIEW, SETTLED, Event


def disputed(number: int, statistic: str = "gap_change") -> Event:
    body = {
        "path": "schools/ash",
        "half_term": "spring-1",
        "engagement": "ash-and-birch",
        "measure": "reading",
        "statistic": statistic,
        "reason": "Two pupils are missing.",
    }
    return Event(number, date(2026, 2, number), "dan", DISPUTED, "spring-1/schools/ash", body, "")


def settled(number: int, of: int) -> Event:
    body = {"dispute": of, "path": "schools/ash", "outcome": "They are there now."}
    return Event(number, date(2026, 2, number), "ben", SETTLED, "spring-1/schools/ash", body, "")


def test_a_dispute_is_open_until_it_is_settled_and_keeps_its_number() -> None:
    one, two = doubts([disputed(3), disputed(4, "gap_followup"), settled(5, of=3)])
    assert (one.dispute.number, two.dispute.number) == (3, 4)
    assert (one.dispute.is_open, two.dispute.is_open) == (False, True)
    assert (one.dispute.outcome, one.dispute.settled_by) == ("They are there now.", "ben")
    assert one.dispute.settled_on == date(2026, 2, 5)
    assert (one.half_term, one.engagement, one.subject) == (
        "spring-1",
        "ash-and-birch",
        "spring-1/schools/ash",
    )


def test_other_events_are_passed_over() -> None:
    assert doubts([Event(1, date(2026, 2, 1), "dan", REVIEW, "spring-1/schools/ash", {}, "")]) == ()
