"""Movers: how many pupils came to a school, went, or changed a status, and what a cluster may know of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from halfterm.cycles.disclosure import Audience, Shown, show_count
from halfterm.cycles.small_counts import shown_together

FLOWS: Final = ("joined", "left", "moved_in", "moved_out")
"""Into the programme and out of it; from another of its schools and to one."""

Change = tuple[str, str]
"""An attribute, and the value that pupils now have."""


@dataclass(frozen=True, slots=True)
class Movers:
    """Pupils of one school since its half-term before. Unsafe until disclosed."""

    school: str
    half_term: str
    joined: int = 0
    left: int = 0
    moved_in: int = 0
    moved_out: int = 0
    changed: Mapping[Change, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ShownMovers:
    """The same made safe for one audience; `changed` has only the changes that somebody made somewhere."""

    school: str
    half_term: str
    flows: Mapping[str, Shown]
    changed: Mapping[Change, Shown]


def shown_movers(movers: tuple[Movers, ...], audience: Audience) -> tuple[ShownMovers, ...]:
    """The movers as an audience may know them.

    Small counts are hidden, nought included. Where a single one of a school's four flows is small, the
    smallest of the others is hidden too: from the numbers on roll it could be worked out.
    """
    changes = tuple(sorted({change for each in movers for change in each.changed}))
    return tuple(
        ShownMovers(
            each.school,
            each.half_term,
            _flows(each, audience),
            {change: show_count(each.changed.get(change, 0), audience) for change in changes},
        )
        for each in movers
    )


def _flows(movers: Movers, audience: Audience) -> dict[str, Shown]:
    return shown_together({name: int(getattr(movers, name)) for name in FLOWS}, audience)
