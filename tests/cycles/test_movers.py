"""Movers as a cluster may know them: no small count, and none that the others give away."""

from __future__ import annotations

import pytest

from halfterm.cycles.movers import FLOWS, Movers, shown_movers


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((8, 9, 10, 11), ("8", "9", "10", "11")),
        ((5, 9, 10, 11), ("c", "c", "10", "11")),
        ((9, 8, 0, 11), ("9", "c", "c", "11")),
        ((5, 9, 0, 11), ("c", "9", "c", "11")),
        ((0, 0, 0, 0), ("c", "c", "c", "c")),
    ],
)
def test_a_single_small_flow_takes_the_next_smallest_with_it(
    counts: tuple[int, ...], shown: tuple[str, ...]
) -> None:
    movers = Movers("ash", "spring", *counts)
    (safe,) = shown_movers((movers,), "cluster")
    assert tuple(safe.flows[name].text for name in FLOWS) == shown


def test_a_school_sees_its_own_numbers() -> None:
    (safe,) = shown_movers((Movers("ash", "spring", joined=1),), "school")
    assert [safe.flows[name].text for name in FLOWS] == ["1", "0", "0", "0"]


def test_changes_are_shown_for_all_where_they_were_made_anywhere() -> None:
    one = Movers("ash", "spring", changed={("fsm", "yes"): 7})
    safe = shown_movers((one, Movers("beech", "spring")), "cluster")
    assert [each.changed[("fsm", "yes")].text for each in safe] == ["7", "c"]
