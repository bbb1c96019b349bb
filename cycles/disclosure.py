"""Disclosure control: which numbers an audience may see. The one door between findings and pages.

Policies follow England's performance tables (cluster) and the programme's stricter rule (public). Hidden
cells show `c`, undefined ones `z`; ratios are computed from counts already made safe.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from halfterm.cycles.impact.finding import Finding
from halfterm.cycles.impact.threshold import newcombe
from halfterm.cycles.rounding import half_away

Audience = Literal["school", "cluster", "public"]
Symbol = Literal["c", "z", "x", "low"]

CONFIDENTIAL: Final = "c"
NOT_APPLICABLE: Final = "z"
UNAVAILABLE: Final = "x"
LOW: Final = "low"


@dataclass(frozen=True, slots=True)
class Policy:
    """`least` is the smallest group that may be shown; counts are rounded to the nearest `step`."""

    least: int
    step: int


POLICIES: Final[dict[Audience, Policy]] = {
    "school": Policy(least=0, step=1),
    "cluster": Policy(least=6, step=1),
    "public": Policy(least=10, step=5),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A number made safe for one audience: the text to print, and the value behind it if it may be seen.

    Only this module makes one. A page, chart, table cell or file gets its figures as `Shown`.
    """

    text: str
    value: float | None
    symbol: Symbol | None = None

    def __str__(self) -> str:
        return self.text

    @property
    def visible(self) -> bool:
        return self.symbol is None


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding made safe for one audience."""

    statistic: str
    value: Shown
    lower: Shown
    upper: Shown
    p: Shown
    n_target: Shown
    n_comparison: Shown
    method: str

    @property
    def visible(self) -> bool:
        return self.value.visible


def hidden(symbol: Symbol) -> Shown:
    """A cell that shows a symbol in place of its number.

    >>> hidden("c").text
    'c'
    """
    return Shown(symbol, None, symbol)


def show_number(number: float | None, *, decimals: int, signed: bool = False) -> Shown:
    """A number that may be seen, rounded half away from zero, with a true minus sign.

    >>> show_number(-2.25, decimals=1).text
    '−2.3'
    """
    if number is None:
        return hidden("z")
    rounded = half_away(number, decimals)
    sign = "+" if signed and rounded > 0 else ""
    return Shown(sign + f"{rounded:,.{decimals}f}".replace("-", "−"), rounded)


def show_p(p: float | None) -> Shown:
    """A p-value to three decimals, never as nought.

    >>> show_p(0.00004).text
    '<0.001'
    """
    if p is None:
        return hidden("z")
    return Shown("<0.001", 0.001) if p < 0.001 else show_number(p, decimals=3)


def too_few(count: int, audience: Audience) -> bool:
    """Whether a group of this size must be hidden from this audience."""
    return count < POLICIES[audience].least


def safe_count(count: int, audience: Audience) -> int | None:
    """A count as this audience may know it: rounded to the policy's step, or None when hidden.

    >>> safe_count(13, "public"), safe_count(9, "public"), safe_count(5, "cluster"), safe_count(6, "cluster")
    (15, None, None, 6)
    """
    if too_few(count, audience):
        return None
    step = POLICIES[audience].step
    return int(half_away(count / step)) * step


def show_count(count: int, audience: Audience) -> Shown:
    """A count of pupils, or `c` when it must be hidden."""
    safe = safe_count(count, audience)
    return hidden("c") if safe is None else Shown(f"{safe:,}", float(safe))


def show_mean(mean: float | None, *, pupils: int, audience: Audience, decimals: int) -> Shown:
    """A mean of a group's scores, hidden when the group is too small for this audience."""
    return hidden("c") if too_few(pupils, audience) else show_number(mean, decimals=decimals)


def show_finding(
    finding: Finding, *, audience: Audience, decimals: int, signed: bool = False
) -> ShownFinding:
    """A finding for this audience: every part of it is hidden when either side is too small.

    A finding that is not defined shows `z`, whatever the size of its groups.
    """
    n_target, n_comparison = (
        show_count(finding.n_target, audience),
        show_count(finding.n_comparison, audience),
    )
    sides = [finding.n_target] if finding.one_sided else [finding.n_target, finding.n_comparison]
    if finding.defined and any(too_few(n, audience) for n in sides):
        c = hidden("c")
        return ShownFinding(finding.statistic, c, c, c, c, n_target, n_comparison, "hidden: few pupils")
    return ShownFinding(
        finding.statistic,
        show_number(finding.value, decimals=decimals, signed=signed),
        show_number(finding.lower, decimals=decimals, signed=signed),
        show_number(finding.upper, decimals=decimals, signed=signed),
        show_p(finding.p),
        n_target,
        n_comparison,
        finding.method,
    )


@dataclass(frozen=True, slots=True)
class ThresholdCounts:
    """Pupils at or above a threshold on each side at one time. Unsafe until disclosed.

    With a whole class, the comparison's counts are those of the class less the target.
    """

    target_reached: int
    target: int
    comparison_reached: int
    comparison: int
    whole_class: bool = False

    @property
    def cells(self) -> tuple[int, ...]:
        """The four counts that a share and its complement give away."""
        return (
            self.target_reached,
            self.target - self.target_reached,
            self.comparison_reached,
            self.comparison - self.comparison_reached,
        )


def show_threshold_gap(statistic: str, counts: ThresholdCounts, *, audience: Audience) -> ShownFinding:
    """A gap between shares, in percentage points, from counts as this audience may know them.

    Hidden when any cell is too small, nought included: 0 % and 100 % of a small group say too much.
    """
    n_target, n_comparison = show_count(counts.target, audience), show_count(counts.comparison, audience)
    if any(too_few(cell, audience) for cell in counts.cells):
        c = hidden("c")
        return ShownFinding(statistic, c, c, c, c, n_target, n_comparison, "hidden: few pupils")
    safe = [safe_count(n, audience) or 0 for n in counts.cells]
    target, rest = safe[0] + safe[1], safe[2] + safe[3]
    factor = 100 * rest / (target + rest) if counts.whole_class else 100.0
    return ShownFinding(
        statistic,
        *(show_number(factor * x, decimals=0, signed=True) for x in newcombe(safe[0], target, safe[2], rest)),
        hidden("z"),
        n_target,
        n_comparison,
        f"shares from counts rounded to {POLICIES[audience].step}, Newcombe hybrid score interval",
    )
