"""What is waited for: which line a cycle's state gives, how urgent it is, and in which order."""

from __future__ import annotations

from datetime import date

import pytest

from halfterm.cycles.occasion import Kind, Occasion
from halfterm.cycles.status import CycleStanding, status
from tests.cycles.factories import day

WHEN: dict[Kind, tuple[str, str, str]] = {
    "baseline window": ("birch", "2025-10-13", "2025-10-24"),
    "lock by": ("", "2025-11-07", "2025-11-07"),
    "milestone": ("", "2025-11-21", "2025-11-21"),
    "follow-up window": ("birch", "2025-12-08", "2025-12-19"),
    "study day": ("", "2026-01-05", "2026-01-05"),
    "review deadline": ("", "2026-01-12", "2026-01-12"),
    "publication": ("", "2026-01-15", "2026-01-15"),
}
CYCLE = [
    Occasion(kind, "", "north", "ash-1", school, day(starts), day(ends), ("cat",), f"the {kind}")
    for kind, (school, starts, ends) in WHEN.items()
]
MEETING = Occasion(
    "meeting", "spring-1", "north", "", "ash", day("2026-01-20"), day("2026-01-20"), ("ana",), "they meet"
)
LATER = day("2026-02-02")


def told(today: str | date, standing: CycleStanding) -> list[str]:
    lines = status(today if isinstance(today, date) else day(today), [*CYCLE, MEETING], [standing])
    return [f"{line.when}: {line.what} ({', '.join(line.who)})" for line in lines]


@pytest.mark.parametrize(
    ("standing", "waits_for"),
    [
        (
            CycleStanding("ash-1", "drafted"),
            ["the baseline window", "the lock by", "the follow-up window"],
        ),
        (
            CycleStanding("ash-1", "drafted", baseline_in=frozenset({"birch"})),
            ["the lock by", "the follow-up window"],
        ),
        (CycleStanding("ash-1", "locked"), ["the follow-up window"]),
        (CycleStanding("ash-1", "under way"), ["the follow-up window"]),
        (CycleStanding("ash-1", "under way", follow_up_in=frozenset({"birch"})), []),
        (CycleStanding("ash-1", "followed up"), ["the study day"]),
        (CycleStanding("ash-1", "studied"), ["decide what is next"]),
        (CycleStanding("ash-1", "in review"), ["decide what is next"]),
        (CycleStanding("ash-1", "decided"), []),
        (CycleStanding("ash-1", "stopped"), []),
    ],
)
def test_a_cycle_waits_for_what_its_state_lacks_and_for_nothing_that_cannot_be_done_yet(
    standing: CycleStanding, waits_for: list[str]
) -> None:
    lines = status(LATER, CYCLE, [standing])
    assert sorted(line.what for line in lines) == sorted(waits_for)
    assert {line.urgency for line in lines} <= {"overdue"}


def test_pages_wait_for_those_whose_turn_it_is_and_read_ones_for_nobody() -> None:
    pages = {
        "cases/ash-and-birch": ("draft", ("ben",)),
        "schools/ash": ("submitted", ("dan",)),
        "schools/birch": ("changes requested", ("ben",)),
        "schools/cedar": ("approved", ()),
        "schools/elm": ("withdrawn", ("ben",)),
    }
    standing = CycleStanding("ash-1", "in review", pages=pages, open_disputes=2, settlers=("ben", "ana"))
    assert told("2026-01-14", standing) == [
        "overdue 2 days: 2 disputed numbers, to be settled (ben, ana)",
        "overdue 2 days: page cases/ash-and-birch, to be submitted (ben)",
        "overdue 2 days: page schools/ash, to be read (dan)",
        "overdue 2 days: page schools/birch, to be changed (ben)",
        "from 15 Jan, in 1 day: decide what is next ()",
        "from 20 Jan, in 6 days: they meet (ana)",
    ]


def test_an_edition_waits_once_its_pages_are_read_until_it_is_out() -> None:
    read = {"schools/ash": ("approved", ())}
    waiting = CycleStanding("ash-1", "decided", pages=read)
    assert told("2026-01-16", waiting)[0] == "overdue 1 day: the publication (cat)"
    out = CycleStanding("ash-1", "decided", pages=read, published=True)
    assert told("2026-01-16", out) == ["from 20 Jan, in 4 days: they meet (ana)"]


def test_milestones_and_meetings_are_told_ahead_and_never_overdue() -> None:
    standing = CycleStanding("ash-1", "locked")
    assert "from 21 Nov, in 14 days: the milestone (cat)" in told("2025-11-07", standing)
    assert "due today: the milestone (cat)" in told("2025-11-21", standing)
    assert told("2025-11-22", standing) == []
    assert told(day("2026-01-21"), CycleStanding("ash-1", "decided")) == []


@pytest.mark.parametrize(
    ("today", "first"),
    [
        ("2025-11-23", None),  # fifteen days before it begins nobody is troubled
        ("2025-11-24", "from 8 Dec, in 14 days"),
        ("2025-12-07", "from 8 Dec, in 1 day"),
        ("2025-12-08", "due in 11 days"),
        ("2025-12-18", "due in 1 day"),
        ("2025-12-19", "due today"),
        ("2025-12-20", "overdue 1 day"),
    ],
)
def test_a_window_comes_is_due_and_is_overdue_to_the_day(today: str, first: str | None) -> None:
    lines = status(day(today), CYCLE, [CycleStanding("ash-1", "under way")])
    assert [line.when for line in lines] == ([] if first is None else [first])


def test_the_worst_comes_first() -> None:
    drafted = CycleStanding("ash-1", "drafted")
    assert [line.split(":")[0] for line in told("2025-12-10", drafted)] == [
        "overdue 47 days",
        "overdue 33 days",
        "due in 9 days",
    ]


def test_cycles_that_nothing_is_known_of_are_not_told() -> None:
    assert status(LATER, CYCLE, []) == ()
