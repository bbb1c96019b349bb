"""The decision on a cycle, as a page says it."""

from __future__ import annotations

from dataclasses import dataclass

from halfterm.cycles.programme import Programme
from halfterm.cycles.words import sentence
from halfterm.site.pieces import dated
from halfterm.site.shown import ShownCycle, ShownEdition


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
    after = decision.next_cycle
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
        next_cycle=next((c.plan.title for c in edition.cycles if c.plan.id == after), after or ""),
    )


def person(programme: Programme, person_id: str) -> str:
    """A person's name and role; the id itself when the programme does not know it."""
    found = next((p for p in programme.people if p.id == person_id), None)
    if found is None:
        return person_id
    return f"{found.name} ({'NLE' if found.role == 'nle' else found.role})"


def person_name(programme: Programme, person_id: str) -> str:
    """A person's name where the page says the role itself."""
    return next((p.name for p in programme.people if p.id == person_id), person_id)
