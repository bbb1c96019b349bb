"""Deciding what happens next with a change idea, and what was decided."""

from __future__ import annotations

from collections.abc import Iterable

from halfterm.cycles.errors import BadInput, NotAllowed
from halfterm.cycles.events import DECISION
from halfterm.cycles.life import cycle_state
from halfterm.cycles.programme import Engagement, Programme
from halfterm.cycles.record import Decision, DecisionKind
from halfterm.cycles.review_rules import check_decider, check_second
from halfterm.flows.leaving import leaves_event
from halfterm.flows.people import person_of
from halfterm.warehouse.register import Register


@leaves_event
def decide(
    events: Register, programme: Programme, engagement: Engagement, decision: Decision, *, one_person: bool
) -> None:
    """Record what is done next with a change idea, with its reason.

    Raises:
        BadInput: no reason is given, or an extension says not to whom.
        NotAllowed: the cycle is not in review, or these two people cannot decide it.
    """
    _check_words(decision)
    _check_in_review(events, decision.cycle)
    proposer, second = person_of(programme, decision.by), person_of(programme, decision.approved_by)
    check_decider(proposer, engagement=engagement)
    check_second(second, proposer=proposer, programme=programme, engagement=engagement, one_person=one_person)
    body = {
        "kind": decision.kind,
        "approved_by": decision.approved_by,
        "reason": decision.reason,
        "learning": decision.learning,
        "extend_to": decision.extend_to,
        "sustain": decision.sustain,
        "ends": decision.ends,
    }
    events.append(DECISION, decision.cycle, actor=decision.by, on=decision.on, body=body)


def _check_words(decision: Decision) -> None:
    problems = []
    if not decision.reason.strip():
        problems.append("say why: a decision has a reason")
    if decision.kind == "extend" and not decision.extend_to.strip():
        problems.append("an extension says to whom: give --extend-to")
    if decision.kind != "extend" and decision.extend_to.strip():
        problems.append(f"--extend-to goes with extend, not with {decision.kind}")
    if problems:
        raise BadInput(*problems)


def _check_in_review(events: Register, cycle: str) -> None:
    match cycle_state(events.events(subject=cycle)):
        case "in review":
            return
        case "decided":
            raise NotAllowed(f"cycle '{cycle}' was decided on already")
        case "stopped":
            raise NotAllowed(f"cycle '{cycle}' was stopped; there is nothing to decide")
        case "studied":
            raise NotAllowed(f"cycle '{cycle}': its pages are not drafted yet; run the half-term first")
        case state:
            raise NotAllowed(f"cycle '{cycle}' has not been studied yet; it is {state}")


def decisions(events: Register, *, next_cycles: Iterable[tuple[str, str]]) -> dict[str, Decision]:
    """The decision on each cycle that has one; `next_cycles` are (cycle, the one that follows it)."""
    following = dict(next_cycles)
    held: dict[str, Decision] = {}
    for event in events.events(DECISION):
        kind: DecisionKind = event.body["kind"]
        held[event.subject] = Decision(
            cycle=event.subject,
            kind=kind,
            by=event.actor,
            approved_by=event.body["approved_by"],
            on=event.on,
            reason=event.body["reason"],
            learning=event.body["learning"],
            next_cycle=following.get(event.subject),
            # Decisions of the first versions say none of these.
            extend_to=event.body.get("extend_to", ""),
            sustain=event.body.get("sustain", ""),
            ends=event.body.get("ends", False),
        )
    return held
