"""The decision on a cycle, as a page says it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from halfterm.cycles.programme import Programme
from halfterm.cycles.record import Decision
from halfterm.cycles.words import sentence
from halfterm.site.pieces import dated
from halfterm.site.shown import ShownCycle, ShownEdition

HEAD: Final = re.compile(r"^Head\b|\bhead\b")
"""How the name of a headteacher may say the role: "Head, Ash School", "Ash School's head"; no surname."""


@dataclass(frozen=True, slots=True)
class DecisionLines:
    """What was decided and why, who decided, what was learned, what comes next."""

    kind: str
    reason: str
    learning: str
    extend_to: str
    sustain: str
    who: str
    next_cycle: str


def decision_lines(cycle: ShownCycle, edition: ShownEdition) -> DecisionLines | None:
    """The decision in words; None while there is none."""
    decision = cycle.decision
    if decision is None:
        return None
    programme = edition.programme
    return DecisionLines(
        kind=decision.kind.capitalize(),
        reason=decision.reason,
        learning=decision.learning,
        extend_to=sentence(decision.extend_to) if decision.extend_to else "",
        sustain=sentence(decision.sustain) if decision.sustain else "",
        who=(
            f"Proposed by {person(programme, decision.by)}, approved by "
            f"{person(programme, decision.approved_by)} on {dated(decision.on)}."
        ),
        next_cycle=next_cycle(edition, decision),
    )


def next_cycle(edition: ShownEdition, decision: Decision) -> str:
    """What the cycle that a decision leads to is called; empty where it leads to none.

    An edition made before that cycle was locked knows no more than that it is planned.
    """
    if not decision.next_cycle:
        return ""
    return next((c.plan.title for c in edition.cycles if c.plan.id == decision.next_cycle), "planned")


def person(programme: Programme, person_id: str) -> str:
    """A person's name and role, once where the name says the role; the id where nobody has it."""
    found = next((p for p in programme.people if p.id == person_id), None)
    if found is None:
        return person_id
    role = "NLE" if found.role == "nle" else found.role
    says_it = re.search(rf"\b{re.escape(role)}\b", found.name, re.IGNORECASE) or (
        role == "headteacher" and HEAD.search(found.name)
    )
    return found.name if says_it else f"{found.name} ({role})"


def person_name(programme: Programme, person_id: str) -> str:
    """A person's name where the page says the role itself."""
    return next((p.name for p in programme.people if p.id == person_id), person_id)
