"""A chain of cycles as a ramp: each turn, what it changed because of which decision, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.cycles.plan import Plan
from halfterm.cycles.record import Decision


@dataclass(frozen=True, slots=True)
class RampStep:
    """One cycle of a chain.

    `changed` is what its plan adapts and `because` the reason of the decision before it, both empty at the
    start of the chain; `decision` is what was decided on this cycle, None while nothing is.
    """

    cycle: str
    title: str
    half_term: str
    follows: str | None
    changed: str
    because: str
    decision: Decision | None


def ramp(plans: Iterable[Plan], decisions: Mapping[str, Decision], cycle: str) -> tuple[RampStep, ...]:
    """The whole chain that a cycle belongs to, whichever of its cycles is named; earlier ones first.

    Where two plans follow one cycle, both branches are told, one after the other.

    Raises:
        BadInput: there is no such cycle; the near misses are offered.
    """
    by_id = {plan.id: plan for plan in plans}
    if cycle not in by_id:
        raise BadInput(f"no cycle '{cycle}'{did_you_mean(cycle, by_id)}")
    waiting, told = [_first(by_id, cycle)], dict[str, RampStep]()
    while waiting:
        plan = by_id[waiting.pop(0)]
        if plan.id in told:
            continue
        told[plan.id] = _step(plan, decisions)
        waiting = [other.id for other in by_id.values() if other.follows == plan.id] + waiting
    return tuple(told.values())


def _first(plans: Mapping[str, Plan], cycle: str) -> str:
    """Where the chain begins, as far back as its plans are there."""
    seen = {cycle}
    while (before := plans[cycle].follows) in plans and before is not None and before not in seen:
        cycle = before
        seen.add(cycle)
    return cycle


def _step(plan: Plan, decisions: Mapping[str, Decision]) -> RampStep:
    before = decisions.get(plan.follows) if plan.follows else None
    return RampStep(
        cycle=plan.id,
        title=plan.title,
        half_term=plan.half_term,
        follows=plan.follows,
        changed=plan.change_idea.adapts or "",
        because=before.reason if before else "",
        decision=decisions.get(plan.id),
    )
