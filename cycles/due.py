"""Which stages of which half-terms are due on a day, by the dates of their cycles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from halfterm.cycles.plan import Plan
from halfterm.cycles.programme import Programme
from halfterm.cycles.schedule import Kind, Occasion

StageName = Literal["plan", "do", "study", "act", "publish"]

ALL_STAGES: Final[tuple[StageName, ...]] = ("plan", "do", "study", "act", "publish")

OPENED_BY: Final[tuple[tuple[Kind, tuple[StageName, ...]], ...]] = (
    ("baseline window", ("plan",)),
    ("follow-up window", ("do",)),
    ("study day", ("study", "act")),
    ("publication", ("publish",)),
)
"""The occasion whose first day opens a stage. A stage stays open: what is late may still come."""


@dataclass(frozen=True, slots=True)
class DueHalfTerm:
    """The stages of a half-term that are open on a day, and the cycles whose plan is to be locked by now."""

    half_term: str
    stages: tuple[StageName, ...]
    to_lock: frozenset[str]


def due_half_terms(
    programme: Programme, plans: Iterable[Plan], occasions: Iterable[Occasion], *, today: date
) -> tuple[DueHalfTerm, ...]:
    """The half-terms with an open stage, in their order."""
    begun = [occasion for occasion in occasions if occasion.starts <= today]
    run_in = {plan.id: plan.half_term for plan in plans}
    followed_up_in = {plan.id: plan.follow_up for plan in plans}
    stages: dict[str, set[StageName]] = {}
    to_lock: dict[str, set[str]] = {}
    for occasion in begun:
        for kind, opened in OPENED_BY:
            if occasion.kind == kind and occasion.cycle in run_in:
                half_term = (run_in if "plan" in opened else followed_up_in)[occasion.cycle]
                stages.setdefault(half_term, set()).update(opened)
        if occasion.kind == "lock by" and occasion.cycle in run_in:
            to_lock.setdefault(run_in[occasion.cycle], set()).add(occasion.cycle)
    return tuple(
        DueHalfTerm(
            half_term.id,
            tuple(stage for stage in ALL_STAGES if stage in stages[half_term.id]),
            frozenset(to_lock.get(half_term.id, ())),
        )
        for half_term in programme.half_terms
        if half_term.id in stages
    )
