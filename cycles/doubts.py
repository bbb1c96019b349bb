"""Doubts about numbers as the register tells them: who disputes which, and how each was settled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from halfterm.cycles.events import DISPUTED, SETTLED, Event
from halfterm.cycles.record import Dispute


@dataclass(frozen=True, slots=True)
class Doubt:
    """A dispute with where it belongs: the page's subject, its half-term and engagement."""

    subject: str
    half_term: str
    engagement: str
    dispute: Dispute


def doubts(events: Iterable[Event]) -> tuple[Doubt, ...]:
    """Every dispute that these events tell of, oldest first, as it now stands.

    A dispute's number is that of the event that raised it.
    """
    told: dict[int, Doubt] = {}
    for event in events:
        body = event.body
        if event.kind == DISPUTED:
            dispute = Dispute(
                number=event.number,
                page=body["path"],
                measure=body["measure"],
                statistic=body["statistic"],
                by=event.actor,
                on=event.on,
                reason=body["reason"],
            )
            told[event.number] = Doubt(event.subject, body["half_term"], body["engagement"], dispute)
        elif event.kind == SETTLED:
            held = told[body["dispute"]]
            settled = replace(
                held.dispute, outcome=body["outcome"], settled_by=event.actor, settled_on=event.on
            )
            told[body["dispute"]] = replace(held, dispute=settled)
    return tuple(told.values())
