"""What a pooled answer hangs on: without each effect in turn, and as the effects came in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from halfterm.cycles.impact.finding import Finding
from halfterm.cycles.impact.pooled_effect import Effect, combined
from halfterm.cycles.impact.pooling import pooled_finding

Answer = Literal["more", "less", "not clear"]
"""What an interval says: all above 0, all below 0, or neither."""


@dataclass(frozen=True, slots=True)
class Without:
    """The pooled effect without one of the effects, named by it."""

    name: str
    pooled: Finding


@dataclass(frozen=True, slots=True)
class UpTo:
    """The pooled effect of everything up to a half-term; `effects` counts what was pooled."""

    half_term: str
    effects: int
    pooled: Finding


@dataclass(frozen=True, slots=True)
class Dated:
    """One cycle's effect in one place, and the half-term it was followed up in."""

    place: str
    half_term: str
    effect: Effect


def answer(finding: Finding) -> Answer:
    """What the interval of a finding says; without an interval nothing is clear.

    >>> answer(Finding("pooled_effect", 0.2, 0.1, 0.3, 0.01, 0, 0, ""))
    'more'
    """
    if finding.lower is not None and finding.lower > 0:
        return "more"
    return "less" if finding.upper is not None and finding.upper < 0 else "not clear"


def leave_one_out(effects: Sequence[Effect]) -> tuple[Without, ...]:
    """The pool without each effect in turn, in their order; undefined where one alone is left."""
    return tuple(
        Without(left_out.name, pooled_finding([effect for effect in effects if effect is not left_out]))
        for left_out in effects
    )


def hangs_on(whole: Finding, parts: Iterable[Without]) -> tuple[Without, ...]:
    """Those without which the answer is another one.

    Where one effect alone is left, nothing is pooled and nothing follows: it is not among them.
    """
    return tuple(part for part in parts if part.pooled.defined and answer(part.pooled) != answer(whole))


def by_place(dated: Iterable[Dated]) -> tuple[Effect, ...]:
    """One effect a place, those of several cycles combined; in the order in which the places come."""
    held: dict[str, list[Effect]] = {}
    for each in dated:
        held.setdefault(each.place, []).append(each.effect)
    return tuple(combined(place, effects) for place, effects in held.items())


def cumulative(dated: Sequence[Dated], half_terms: Sequence[str]) -> tuple[UpTo, ...]:
    """The pool after each half-term that brought an effect; `half_terms` gives their order."""
    came = {each.half_term for each in dated}
    steps = []
    for position, half_term in enumerate(half_terms):
        if half_term in came:
            so_far = [each for each in dated if each.half_term in half_terms[: position + 1]]
            effects = by_place(so_far)
            steps.append(UpTo(half_term, len(effects), pooled_finding(effects)))
    return tuple(steps)
