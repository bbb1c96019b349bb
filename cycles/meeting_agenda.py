"""The agenda of a cluster's meeting: what there is to do, and minutes that add up to the meeting's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final, Literal

from halfterm.cycles.errors import BadInput

ItemKind = Literal["welcome", "glance", "predictions", "decisions", "visits", "steps", "next"]

MINUTES: Final = 90
"""How long a meeting is taken to last when nobody has said."""

STEP: Final = 5
"""Items are given whole multiples of so many minutes, in a meeting long enough for that."""

LONGEST_WEIGHED: Final = 9
"""Cycles, predictions or decisions that lengthen their item; more are looked at by example."""


@dataclass(frozen=True, slots=True)
class Business:
    """What a meeting has to do, in numbers: cycles to look at, predictions resolved, decisions due.

    `steps` counts the engagements whose strategic steps are known.
    """

    cycles: int
    predictions: int
    decisions: int
    visits: int
    steps: int


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One item: what it is for, how many minutes it has, and when it begins if that is known."""

    kind: ItemKind
    title: str
    purpose: str
    minutes: int
    starts: time | None = None


@dataclass(frozen=True, slots=True)
class _Wanted:
    kind: ItemKind
    title: str
    purpose: str
    weight: int


def agenda(
    business: Business, *, host: str = "", minutes: int = MINUTES, starts: time | None = None
) -> tuple[AgendaItem, ...]:
    """The items in the order of the meeting; their minutes add up to `minutes`.

    Each item has at least one step of minutes, the rest is shared by how much each has to do. What there is
    nothing of (a prediction, a decision, a step) is no item. `host` is the name of the school that hosts.

    Raises:
        BadInput: the meeting has fewer minutes than items.
    """
    wanted = [item for item in _wanted(business, host) if item.weight]
    if minutes < len(wanted):
        raise BadInput(f"a meeting of {minutes} minutes has no room for {len(wanted)} items")
    step = STEP if minutes % STEP == 0 and minutes // STEP >= len(wanted) else 1
    shares = shared_out([item.weight for item in wanted], minutes // step)
    items, gone = [], 0
    for item, share in zip(wanted, shares, strict=True):
        begins = None if starts is None else _later(starts, gone)
        items.append(AgendaItem(item.kind, item.title, item.purpose, share * step, begins))
        gone += share * step
    return tuple(items)


def shared_out(weights: Sequence[int], whole: int) -> tuple[int, ...]:
    """A whole number shared out by weight, at least 1 to each: by largest remainders, the earlier first.

    `whole` is not below the number of weights, and each weight is above nought.

    >>> shared_out([10, 20, 10], 18)
    (5, 8, 5)
    """
    rest, total = whole - len(weights), sum(weights)
    shares = [1 + rest * weight // total for weight in weights]
    remainders = [rest * weight % total for weight in weights]
    left = whole - sum(shares)
    for place in sorted(range(len(weights)), key=lambda place: (-remainders[place], place))[:left]:
        shares[place] += 1
    return tuple(shares)


def _wanted(business: Business, host: str) -> tuple[_Wanted, ...]:
    """Every item with its weight: roughly the minutes it would take; nought where there is nothing."""
    at = f" by {host}" if host else ""

    def weight(count: int, *, base: int, each: int) -> int:
        return base + each * min(count, LONGEST_WEIGHED) if count else 0

    return (
        _Wanted("welcome", f"Welcome{at}", "Who is here, and what the host would like us to see", 8),
        _Wanted(
            "glance",
            "Cycles at a glance",
            "What each cycle found, and what it did not",
            weight(business.cycles, base=10, each=5),
        ),
        _Wanted(
            "predictions",
            "Predictions resolved",
            "What we expected, what came, and how sure to be next time",
            weight(business.predictions, base=6, each=1),
        ),
        _Wanted(
            "decisions",
            "Decisions due",
            "Adopt, adapt, abandon or extend, each with its reason",
            weight(business.decisions, base=5, each=5),
        ),
        _Wanted(
            "visits",
            "Who to visit",
            "Who goes to see whom, and on which day",
            6 + 2 * min(business.visits, 4),
        ),
        _Wanted(
            "steps",
            "Strategic steps",
            "Which step each engagement takes next",
            weight(business.steps, base=4, each=2),
        ),
        _Wanted("next", "Next half-term", "Dates, hosts, and who does what by when", 10),
    )


def _later(starts: time, minutes: int) -> time:
    # Any day will do: only the wall clock is meant.
    return (datetime.combine(datetime(2000, 1, 1, tzinfo=UTC), starts) + timedelta(minutes=minutes)).time()
