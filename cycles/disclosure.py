"""Disclosure control: which numbers an audience may see. The one door between findings and pages.

Policies follow England's performance tables (cluster) and the programme's stricter rule (public). Hidden
cells show `c`, undefined ones `z`; ratios are computed from counts already made safe.
"""

from __future__ import annotations

import math
from dataclasses import KW_ONLY, InitVar, dataclass, field
from fractions import Fraction
from typing import Final, Literal

from halfterm.cycles.impact.finding import Finding
from halfterm.cycles.impact.movement import LEVEL
from halfterm.cycles.impact.threshold import newcombe, pupils_equivalent
from halfterm.cycles.rounding import half_away

Audience = Literal["school", "cluster", "public"]
Symbol = Literal["c", "z", "x", "low"]
"""As in England's official statistics: confidential, not applicable, unavailable, rounds to nought."""

STRICTEST: Final[Audience] = "public"
"""The audience that may know least: what depends only on its numbers may be told to everybody."""


HIDDEN_METHOD: Final = "hidden: few pupils"
"""Said in place of the method of a hidden finding."""

BEYOND: Final = 2
"""How many decimals more a bound next to nought may have, so that it keeps its sign."""


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


STRICTER: Final[dict[Audience, frozenset[Audience]]] = {
    "school": frozenset({"school", "cluster", "public"}),
    "cluster": frozenset({"cluster", "public"}),
    "public": frozenset({"public"}),
}
"""For whom a figure may have been made that an audience is shown: for it, or for one that may know less."""


class _Door:
    """What makes a figure safe says so with the one of these; nothing outside this module has it."""


_DOOR: Final = _Door()


@dataclass(frozen=True, slots=True)
class Shown:
    """A number made safe for one audience: the text to print, and the value behind it if it may be seen.

    Only this module makes one, and none is made from another by `replace`. A page, chart, table cell or file
    gets its figures as `Shown`. `audience` is whom it was made safe for; None where it is about no pupil, or
    was worked out from figures that were safe before.
    """

    text: str
    value: float | None
    symbol: Symbol | None = None
    audience: Audience | None = field(default=None, compare=False, repr=False)
    _: KW_ONLY
    door: InitVar[_Door]

    def __post_init__(self, door: _Door) -> None:
        if door is not _DOOR:
            raise TypeError("a figure is made safe by halfterm.cycles.disclosure, and by nothing else")

    def __str__(self) -> str:
        return self.text

    def may_be_shown_to(self, audience: Audience) -> bool:
        """Whether a page for this audience may print the figure."""
        return self.audience is None or self.audience in STRICTER[audience]

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
    return Shown(symbol, None, symbol, door=_DOOR)


def show_number(
    number: float | None,
    *,
    decimals: int,
    signed: bool = False,
    behind: str = "",
    audience: Audience | None = None,
) -> Shown:
    """A number that may be seen, rounded half away from zero, with a true minus sign; `z` for None.

    `behind` is printed after it. Without an audience it is one that everybody may see.

    >>> show_number(-2.25, decimals=1).text, show_number(0.4, decimals=0, behind=" %").text
    ('−2.3', '0 %')
    """
    if number is None:
        return hidden("z")
    rounded = half_away(number, decimals)
    sign = "+" if signed and rounded > 0 else ""
    text = sign + f"{rounded:,.{decimals}f}".replace("-", "−") + behind
    return Shown(text, rounded, None, audience, door=_DOOR)


def show_bound(
    bound: float | None, *, decimals: int, signed: bool = False, audience: Audience | None = None
) -> Shown:
    """A bound of an interval, as `show_number`, but printed as nought only where it is nought.

    The side of nought it is on tells whether chance would do, so a bound that rounds to nought gets as many
    decimals more as show its first digit: `BEYOND` at most, and from there is rounded away from nought.

    >>> [show_bound(bound, decimals=1).text for bound in (-0.04, 0.0304, -0.00002, 0.0)]
    ['−0.04', '0.03', '−0.001', '0.0']
    """
    if bound is None or abs(bound) <= LEVEL:
        return show_number(bound, decimals=decimals, signed=signed, audience=audience)
    tried = range(decimals, decimals + BEYOND + 1)
    places = next((places for places in tried if half_away(bound, places)), tried[-1])
    shown = bound if half_away(bound, places) else math.copysign(10.0**-places, bound)
    return show_number(shown, decimals=places, signed=signed, audience=audience)


def show_as_written(number: float) -> Shown:
    """A number of a plan or a scale, which is nobody's, with as many decimals as it has.

    >>> show_as_written(100.0).text, show_as_written(-0.5).text
    ('100', '−0.5')
    """
    return Shown(f"{number:g}".replace("-", "−"), number, door=_DOOR)


def show_p(p: float | None, *, audience: Audience | None = None) -> Shown:
    """A p-value to three decimals, never as nought; `z` for None.

    >>> show_p(0.00004).text
    '<0.001'
    """
    if p is None:
        return hidden("z")
    if p < 0.001:
        return Shown("<0.001", 0.001, None, audience, door=_DOOR)
    return show_number(p, decimals=3, audience=audience)


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
    return hidden("c") if safe is None else show_number(float(safe), decimals=0, audience=audience)


def show_mean(mean: float | None, *, pupils: int, audience: Audience, decimals: int) -> Shown:
    """A mean of a group's scores, in points, hidden when the group is too small for this audience."""
    if too_few(pupils, audience):
        return hidden("c")
    return show_number(mean, decimals=decimals, audience=audience)


def show_finding(
    finding: Finding, *, audience: Audience, decimals: int, signed: bool = False
) -> ShownFinding:
    """A finding for this audience: every part of it is hidden when either side is too small.

    A finding that is not defined shows `z` and why, unless a side is too small: the reason may say how few.
    One that has no comparison pupils (a gain of the target group) shows `z` for their number.
    """
    if _too_few_behind(finding, audience):
        return hide_finding(finding.statistic)
    one_sided = finding.defined and finding.one_sided
    lower, upper = (
        show_bound(bound, decimals=decimals, signed=signed, audience=audience)
        for bound in (finding.lower, finding.upper)
    )
    return ShownFinding(
        statistic=finding.statistic,
        value=show_number(finding.value, decimals=decimals, signed=signed, audience=audience),
        lower=lower,
        upper=upper,
        p=show_p(finding.p, audience=audience),
        n_target=show_count(finding.n_target, audience),
        n_comparison=hidden("z") if one_sided else show_count(finding.n_comparison, audience),
        method=finding.method,
    )


def _too_few_behind(finding: Finding, audience: Audience) -> bool:
    """Whether a side with pupils in it is too small; a number about nobody is hidden as well."""
    if finding.defined and too_few(finding.n_target, audience):
        return True
    return any(n > 0 and too_few(n, audience) for n in (finding.n_target, finding.n_comparison))


def hide_finding(statistic: str) -> ShownFinding:
    """A finding of which nothing may be known but that it is hidden: not its groups, not its method."""
    c = hidden("c")
    return ShownFinding(statistic, c, c, c, c, c, c, HIDDEN_METHOD)


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
    def cells(self) -> tuple[int, int, int, int]:
        """The four counts that a share and its complement give away."""
        return (
            self.target_reached,
            self.target - self.target_reached,
            self.comparison_reached,
            self.comparison - self.comparison_reached,
        )

    @property
    def all_compared(self) -> int:
        """Pupils of the comparison; a whole class includes the target."""
        return self.comparison + (self.target if self.whole_class else 0)


def safe_threshold_counts(counts: ThresholdCounts, audience: Audience) -> ThresholdCounts | None:
    """Counts as this audience may know them, each cell rounded and the totals added up from those.

    None when any cell is too small, nought included: 0 % and 100 % of a small group say too much.
    """
    if any(too_few(cell, audience) for cell in counts.cells):
        return None
    reached, below, rest_reached, rest_below = (safe_count(cell, audience) or 0 for cell in counts.cells)
    return ThresholdCounts(
        target_reached=reached,
        target=reached + below,
        comparison_reached=rest_reached,
        comparison=rest_reached + rest_below,
        whole_class=counts.whole_class,
    )


def _gap_in_percentage_points(counts: ThresholdCounts) -> tuple[float, float, float] | None:
    """The gap with its lower and upper bound; None when one side is empty."""
    if not counts.target or not counts.comparison:
        return None
    all_reached = counts.comparison_reached + (counts.target_reached if counts.whole_class else 0)
    # In fractions: 10 of 25 less 35 of 50 is -30 exactly, and its half-way cases round as they should.
    gap = Fraction(counts.target_reached, counts.target) - Fraction(all_reached, counts.all_compared)
    # share(target) - share(class) = (1 - q) (share(target) - share(rest)), q the target's part of the class
    factor = 100 * counts.comparison / counts.all_compared
    _, lower, upper = newcombe(
        counts.target_reached, counts.target, counts.comparison_reached, counts.comparison
    )
    return float(100 * gap), factor * lower, factor * upper


def show_threshold_gap(statistic: str, counts: ThresholdCounts, *, audience: Audience) -> ShownFinding:
    """A gap between shares, in percentage points, from counts as this audience may know them.

    Newcombe's hybrid-score interval (method 10) on those counts; `z` when one side is empty.
    """
    safe = safe_threshold_counts(counts, audience)
    if safe is None:
        return hide_finding(statistic)
    step = POLICIES[audience].step
    rounded = "" if step == 1 else f" rounded to {step}"
    gap, *bounds = _gap_in_percentage_points(safe) or (None, None, None)
    lower, upper = (show_bound(bound, decimals=0, signed=True, audience=audience) for bound in bounds)
    return ShownFinding(
        statistic=statistic,
        value=show_number(gap, decimals=0, signed=True, audience=audience),
        lower=lower,
        upper=upper,
        p=hidden("z"),
        n_target=show_count(safe.target, audience),
        n_comparison=show_count(safe.all_compared, audience),
        method=f"shares from counts{rounded}, Newcombe hybrid score interval",
    )


def show_pupils_equivalent(counts: ThresholdCounts, *, audience: Audience) -> Shown:
    """How many target pupils the threshold gap amounts to, signed like it, in whole pupils.

    `c` and `z` as for `show_threshold_gap`: it is made of the same counts, and says nothing more.
    """
    safe = safe_threshold_counts(counts, audience)
    if safe is None:
        return hidden("c")
    gap = _gap_in_percentage_points(safe)
    equivalent = None if gap is None else pupils_equivalent(gap[0], safe.target)
    return show_number(equivalent, decimals=0, signed=True, audience=audience)
