"""A matching at baseline: who has a match, and how alike the two groups are before and after."""

from __future__ import annotations

from dataclasses import dataclass

from halfterm.cycles.baseline_contrast import BaselineCell, Contrast, Side, contrast_of_target
from halfterm.cycles.impact.balance import BeforeAfter, before_and_after
from halfterm.cycles.impact.finding import Finding
from halfterm.cycles.impact.matching import CALIPER
from halfterm.cycles.plan import Plan
from halfterm.cycles.plan_look import BaselineSums

SCORES = "baseline score"


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Pupils of one group who are set aside: for want of a baseline score, or of anybody near enough."""

    no_score: int
    no_match: int


@dataclass(frozen=True, slots=True)
class MatchLook:
    """One measure's matching: pairs, who is set aside, the caliper in SDs, and the balance table."""

    pairs: int
    caliper: float
    target: Unmatched
    comparison: Unmatched
    balance: tuple[BeforeAfter, ...]


def look_at_matching(plan: Plan, before: BaselineSums, after: BaselineSums) -> MatchLook:
    """A measure of a matched plan, from the sums of everybody and of those who were matched."""
    contrasts = [
        contrast_of_target(sums.cells, sums.attributes, assumes=plan.assumes, why_not="")
        for sums in (before, after)
    ]
    return MatchLook(
        pairs=_scored(after, "target"),
        caliper=CALIPER if plan.comparison.caliper is None else plan.comparison.caliper,
        target=_unmatched(before, after, "target"),
        comparison=_unmatched(before, after, "comparison"),
        balance=before_and_after(_differences(contrasts[0]), _differences(contrasts[1])),
    )


def _cells(sums: BaselineSums, side: Side) -> list[BaselineCell]:
    return [cell for cell in sums.cells if cell.side == side]


def _scored(sums: BaselineSums, side: Side) -> int:
    return sum(cell.moments.n for cell in _cells(sums, side))


def _unmatched(before: BaselineSums, after: BaselineSums, side: Side) -> Unmatched:
    everybody = sum(cell.pupils for cell in _cells(before, side))
    scored = _scored(before, side)
    return Unmatched(no_score=everybody - scored, no_match=scored - _scored(after, side))


def _differences(contrast: Contrast) -> dict[str, Finding]:
    """What the two groups are compared in: the score, then each attribute's value."""
    shares = {f"{one.attribute} {one.value}": one.difference for one in contrast.attributes}
    return {SCORES: contrast.balance, **shares}
