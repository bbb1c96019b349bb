"""Baseline balance: how far apart two groups start, in scores and in who they are."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from halfterm.cycles.impact.effect_size import FEW, pooled_variance, standardised
from halfterm.cycles.impact.estimate import Estimate
from halfterm.cycles.impact.finding import Finding, undefined
from halfterm.cycles.impact.reasons import NO_SCATTER
from halfterm.cycles.impact.sample import Sample

Verdict = Literal["balanced", "needs adjustment", "not comparable"]

BALANCED: Final = 0.05
ADJUSTABLE: Final = 0.25
"""What Works Clearinghouse, Standards Handbook: up to .05 SD apart nothing is needed, up to .25 SD a model
must adjust for the baseline, beyond that no adjustment is trusted to make groups comparable."""


def balance_verdict(difference: float) -> Verdict:
    """The verdict on a standardised difference at baseline, in SDs.

    >>> balance_verdict(-0.05), balance_verdict(0.25), balance_verdict(-0.26)
    ('balanced', 'needs adjustment', 'not comparable')
    """
    if abs(difference) <= BALANCED:
        return "balanced"
    return "needs adjustment" if abs(difference) <= ADJUSTABLE else "not comparable"


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """How far apart two groups are in one thing, before anybody was matched and among those who were.

    Each is in SDs of the pupils it compares, as the What Works Clearinghouse has it for the pupils analysed.
    """

    name: str
    before: Finding
    after: Finding

    @property
    def verdict(self) -> Verdict | None:
        """The verdict on the matched pupils; None where there is nothing to judge."""
        return None if self.after.value is None else balance_verdict(self.after.value)


def before_and_after(before: Mapping[str, Finding], after: Mapping[str, Finding]) -> tuple[BeforeAfter, ...]:
    """The balance table of a matching: a row for each thing known before, in that order.

    What is no longer known of anybody after it has an undefined finding there.
    """
    return tuple(
        BeforeAfter(
            name, found, after.get(name) or undefined(found.statistic, "it is known of nobody matched")
        )
        for name, found in before.items()
    )


def score_balance(one: Sample | None, other: Sample | None) -> Finding:
    """Hedges' g of two groups' baseline scores, `one - other`, with its interval; None is nobody."""
    counts = {"n_target": one.n if one else 0, "n_comparison": other.n if other else 0}
    if one is None or other is None:
        return undefined("baseline_balance", "there is nobody with a baseline score on one side", **counts)
    if one.n + other.n < 4:
        return undefined("baseline_balance", FEW, **counts)
    pooled = pooled_variance(one, other)
    if pooled <= 0:
        return undefined("baseline_balance", NO_SCATTER, **counts)
    made, interval = standardised(one.mean - other.mean, pooled**0.5, n=(one.n, other.n))
    return made.finding("baseline_balance", method=f"Hedges' g of baseline scores; {interval}", **counts)


def share_balance(one: tuple[int, int], other: tuple[int, int]) -> Finding:
    """Standardised difference of two shares, `one - other`, each as (how many have it, out of how many).

    Cohen's h = 2 asin(sqrt(p1)) - 2 asin(sqrt(p2)), variance 1/n1 + 1/n2 (Cohen 1988, Statistical Power
    Analysis, ch. 6). Chosen over Cox's logit index because it exists at 0 % and 100 %, which few pupils
    often show; in the middle it is the difference in SDs, so the same bounds judge it.

    >>> made = share_balance((9, 20), (14, 40))
    >>> [round(number, 3) for number in (made.value, made.lower, made.upper)]
    [0.205, -0.332, 0.741]

    Raises:
        ValueError: more have it than there are.
    """
    (had, n), (other_had, other_n) = one, other
    if not (0 <= had <= n and 0 <= other_had <= other_n):
        raise ValueError("a share is a count out of at least as many")
    counts = {"n_target": n, "n_comparison": other_n}
    if not n or not other_n:
        return undefined("share_balance", "it is known of nobody on one side", **counts)
    difference = _angle(had / n) - _angle(other_had / other_n)
    made = Estimate.from_normal(difference, math.sqrt(1 / n + 1 / other_n))
    return made.finding("share_balance", method="Cohen's h of shares; normal interval", **counts)


def _angle(share: float) -> float:
    return 2 * math.asin(math.sqrt(share))
