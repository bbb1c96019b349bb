"""An effect on its way into a pool: a number with its standard error, from a finding or from several."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from halfterm.cycles.impact.finding import Finding
from halfterm.cycles.impact.reasons import NotDefined, reason

NO_ERROR: Final = "it has no standard error, so there is no telling what it weighs"
OUT_OF_REACH: Final = "its standard error is too small or too large for the arithmetic"

# Squares of standard errors beyond these leave the floats, or leave nothing of the other effects' weights.
_LEAST, _MOST = 1e-60, 1e60


@dataclass(frozen=True, slots=True)
class Effect:
    """One school's or cycle's effect; `n_target` and `n_comparison` count pupils as a finding does.

    Raises `NotDefined` where value and standard error cannot be weighed with others.
    """

    name: str
    value: float
    standard_error: float
    n_target: int = 0
    n_comparison: int = 0

    def __post_init__(self) -> None:
        if not self.standard_error > 0:
            raise NotDefined(NO_ERROR)
        if not (_LEAST < self.standard_error < _MOST and abs(self.value) < _MOST):
            raise NotDefined(OUT_OF_REACH)

    @property
    def variance(self) -> float:
        """The sampling variance v: the squared standard error."""
        return self.standard_error * self.standard_error

    @classmethod
    def of(cls, name: str, finding: Finding) -> Effect:
        """A finding's value and standard error. Raises `NotDefined` with the reason where it lacks either."""
        if finding.value is None:
            raise NotDefined(reason(finding))
        if finding.standard_error is None:
            raise NotDefined(NO_ERROR)
        return cls(name, finding.value, finding.standard_error, finding.n_target, finding.n_comparison)


def combined(name: str, effects: Sequence[Effect]) -> Effect:
    """Several effects of one school as one: their mean weighted by 1/v, squared error 1 / sum(1/v).

    They are taken as independent: each cycle's progress is counted from the baseline of that cycle. Pupils
    count once in each cycle. There must be an effect.

    >>> made = combined("ash", [Effect("a", 0.2, 0.1), Effect("b", 0.5, 0.2)])
    >>> round(made.value, 6), round(made.standard_error, 6)
    (0.26, 0.089443)
    """
    if len(effects) == 1:
        return replace(effects[0], name=name)
    weights = [1 / effect.variance for effect in effects]
    total = math.fsum(weights)
    return Effect(
        name,
        math.fsum(weight * effect.value for weight, effect in zip(weights, effects, strict=True)) / total,
        math.sqrt(1 / total),
        sum(effect.n_target for effect in effects),
        sum(effect.n_comparison for effect in effects),
    )
