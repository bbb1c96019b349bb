"""A finding: one figure, with its interval, how many pupils it rests on, and how it was made."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Finding:
    """One statistic of one study. `None` means not defined here, and `method` then says why.

    Units are those of the measure (points of its scale) unless the statistic's entry in
    `statistics.CATALOGUE` says otherwise. `lower` and `upper` bound a 95 % interval. `n_target` and
    `n_comparison` count the pupils on each side (for impact: treated and untreated target pupils).
    """

    statistic: str
    value: float | None
    lower: float | None
    upper: float | None
    p: float | None
    n_target: int
    n_comparison: int
    method: str
    standard_error: float | None = None

    def __post_init__(self) -> None:
        for name in ("value", "lower", "upper", "p", "standard_error"):
            number = getattr(self, name)
            if number is not None and not math.isfinite(number):
                raise ValueError(f"{self.statistic}: {name} must be a finite number or None")

    @property
    def one_sided(self) -> bool:
        """Whether the figure is about the target group alone (its gain, say)."""
        return self.n_comparison == 0

    @property
    def defined(self) -> bool:
        return self.value is not None

    def negated(self, statistic: str) -> Finding:
        """The same finding with the sides exchanged."""

        def minus(number: float | None) -> float | None:
            return None if number is None else -number

        return replace(
            self,
            statistic=statistic,
            value=minus(self.value),
            lower=minus(self.upper),
            upper=minus(self.lower),
        )


def undefined(statistic: str, why: str, *, n_target: int = 0, n_comparison: int = 0) -> Finding:
    """A finding with a reason in place of a number."""
    return Finding(statistic, None, None, None, None, n_target, n_comparison, f"not computed: {why}")
