"""The agenda: minutes add up to the meeting's, nothing empty is an item, times follow from the start."""

from __future__ import annotations

from datetime import time
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfterm.cycles.errors import BadInput
from halfterm.cycles.meeting_agenda import Business, agenda, shared_out

COUNTS = st.integers(0, 30)


def business(**changes: Any) -> Business:
    made: dict[str, Any] = {"cycles": 4, "predictions": 9, "decisions": 2, "visits": 1, "steps": 4}
    return Business(**(made | changes))


@given(business=st.builds(Business, COUNTS, COUNTS, COUNTS, COUNTS, COUNTS), minutes=st.integers(30, 300))
def test_the_minutes_of_every_agenda_add_up_and_every_item_has_some(business: Business, minutes: int) -> None:
    items = agenda(business, minutes=minutes)
    assert sum(item.minutes for item in items) == minutes
    assert all(item.minutes > 0 for item in items)
    if minutes % 5 == 0 and minutes >= 35:
        assert all(item.minutes % 5 == 0 for item in items)


def test_a_meeting_of_ninety_minutes_is_shared_out_by_what_there_is_to_do() -> None:
    items = agenda(business(), host="Ash School")
    assert [(item.title, item.minutes) for item in items] == [
        ("Welcome by Ash School", 10),
        ("Cycles at a glance", 20),
        ("Predictions resolved", 15),
        ("Decisions due", 15),
        ("Who to visit", 10),
        ("Strategic steps", 10),
        ("Next half-term", 10),
    ]


def test_each_item_begins_when_the_one_before_it_ends() -> None:
    items = agenda(business(), minutes=60, starts=time(23, 40))
    for one, following in pairwise(items):
        assert one.starts is not None
        assert following.starts is not None
        begins, ends = (t.hour * 60 + t.minute for t in (one.starts, following.starts))
        assert (begins + one.minutes) % (24 * 60) == ends
    assert items[0].starts == time(23, 40)


def test_what_there_is_nothing_of_is_no_item_but_visits_are_always_agreed() -> None:
    kinds = [item.kind for item in agenda(Business(1, 0, 0, 0, 0))]
    assert kinds == ["welcome", "glance", "visits", "next"]


def test_more_decisions_get_more_of_the_time() -> None:
    def minutes(count: int) -> int:
        return next(i.minutes for i in agenda(business(decisions=count)) if i.kind == "decisions")

    assert minutes(1) < minutes(4) <= minutes(9) == minutes(25)


def test_a_meeting_too_short_for_its_items_is_refused() -> None:
    with pytest.raises(BadInput, match="a meeting of 6 minutes has no room for 7 items"):
        agenda(business(), minutes=6)


@given(st.lists(st.integers(1, 50), min_size=1, max_size=8), st.integers(0, 200))
def test_shares_add_up_and_a_greater_weight_never_has_the_smaller_share(
    weights: list[int], rest: int
) -> None:
    shares = shared_out(weights, len(weights) + rest)
    assert sum(shares) == len(weights) + rest
    pairs = list(zip(weights, shares, strict=True))
    assert all(b >= a for w, a in pairs for v, b in pairs if v > w)
