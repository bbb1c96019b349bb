"""Which cycle of a chain tells of each half-term, so that none has two figures of nearly the same pupils.

Two figures of one half-term, of groups that differ by a few pupils, would give those few away. A half-term
is therefore told of by the figure that was studied there, or else by the groups of the next cycle to follow.
A later cycle never changes who tells of an earlier half-term.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from halfterm.cycles.plan import Plan
from halfterm.cycles.programme import HalfTerm, Programme

Time = Literal["baseline", "follow_up", ""]


@dataclass(frozen=True, slots=True)
class Teller:
    """Who tells of a half-term: the figure of `plan` at that `time`, or its frozen groups where `time` is ''.

    `plan` is None where another group, or another scale, was studied.
    """

    half_term: HalfTerm
    plan: Plan | None
    time: Time = ""


def tellers(chain: Sequence[Plan], measure: str, programme: Programme) -> tuple[Teller, ...]:
    """Who tells of each half-term up to the follow-up of the last plan of a chain.

    Args:
        chain: an engagement's plans in the order of their follow-ups; the last one studies the measure.
        measure: its id.
        programme: of the chain.
    """
    last = chain[-1]
    own = [plan for plan in chain if is_alike(plan, last, measure)]
    half_terms = programme.half_terms[: programme.position(last.follow_up) + 1]
    taken = {h for plan in chain if plan not in own and _studies(plan, measure) for h in _times(plan)}
    return tuple(_teller(half_term, own, taken, programme) for half_term in half_terms)


def is_alike(plan: Plan, other: Plan, measure: str) -> bool:
    """Whether two plans study a measure of the same groups on the same scale."""
    return (
        _studies(plan, measure)
        and _studies(other, measure)
        and plan.measure(measure).scale == other.measure(measure).scale
        and plan.target_group == other.target_group
        and (plan.comparison.kind, plan.comparison.name) == (other.comparison.kind, other.comparison.name)
    )


def _studies(plan: Plan, measure: str) -> bool:
    return measure in {each.id for each in plan.studied_measures}


def _times(plan: Plan) -> tuple[str, str]:
    return plan.baseline, plan.follow_up


def _teller(half_term: HalfTerm, own: Sequence[Plan], taken: set[str], programme: Programme) -> Teller:
    name = half_term.id
    for plan in own:
        if plan.follow_up == name:
            return Teller(half_term, plan, "follow_up")
    for plan in own:
        if plan.baseline == name:
            return Teller(half_term, plan, "baseline")
    if name in taken:
        return Teller(half_term, None)
    here = programme.position(name)
    return Teller(half_term, next(p for p in own if programme.position(p.follow_up) > here))
