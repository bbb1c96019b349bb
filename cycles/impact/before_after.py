"""Percentages before and after: of other pupils, of the same pupils, or without their number."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from scipy import stats

from halfterm.cycles.impact.estimate import Estimate
from halfterm.cycles.impact.finding import Finding, undefined
from halfterm.cycles.impact.reached import Reached
from halfterm.cycles.impact.reasons import NotDefined
from halfterm.cycles.impact.threshold import newcombe, shares_p, wilson
from halfterm.cycles.rounding import half_away

DIFFERENCE_ONLY: Final = (
    "difference only: the numbers of pupils are not given, so nothing says how sure it is"
)
NO_PUPILS: Final = "there is no pupil before, or none after"


@dataclass(frozen=True, slots=True)
class PairedShares:
    """Pupils known at both times, by whether they had reached it: both times, only before or after, never."""

    both: int
    only_before: int
    only_after: int
    neither: int

    @property
    def n(self) -> int:
        return self.both + self.only_before + self.only_after + self.neither

    @property
    def before(self) -> Reached:
        return Reached(self.both + self.only_before, self.n)

    @property
    def after(self) -> Reached:
        return Reached(self.both + self.only_after, self.n)


def paired_shares(before: int, after: int, *, n: int, both: int) -> PairedShares:
    """The four cells from those who reached it before, after and both times, out of n.

    Raises:
        NotDefined: no table has these counts.
    """
    cells = PairedShares(both, before - both, after - both, n - before - after + both)
    if min(cells.both, cells.only_before, cells.only_after, cells.neither) < 0:
        low, high = max(0, before + after - n), min(before, after)
        raise NotDefined(
            f"of {n} pupils with {before} before and {after} after, {low} to {high} can have it both times"
        )
    return cells


def change_of_shares(before: Reached, after: Reached) -> Finding:
    """Share after less share before of pupils who are not the same, percentage points.

    Newcombe's hybrid-score interval (method 10); score p, or Fisher's where an expected count is under 5.
    """
    if not before.n or not after.n:
        return undefined("share_change", NO_PUPILS, n_target=after.n, n_comparison=before.n)
    difference, lower, upper = newcombe(after.reached, after.n, before.reached, before.n)
    p, test = shares_p(after, before)
    made = Estimate(difference, None, lower, upper, p).times(100)
    method = f"after less before, other pupils each time; Newcombe hybrid-score interval (method 10); {test}"
    return made.finding("share_change", n_target=after.n, n_comparison=before.n, method=method)


def change_of_paired_shares(cells: PairedShares) -> Finding:
    """Share after less share before of the same pupils, percentage points.

    Newcombe's interval for paired shares (method 10 of the second paper) and McNemar's exact p (R:
    binom.test of those who changed): 1 where nobody changed.
    """
    if not cells.n:
        return undefined("share_change", NO_PUPILS)
    difference, lower, upper = newcombe_paired(cells)
    changed = cells.only_after + cells.only_before
    p = min(float(stats.binomtest(cells.only_after, changed).pvalue), 1.0) if changed else 1.0
    method = "after less before, the same pupils; Newcombe paired interval (method 10); McNemar exact p"
    made = Estimate(difference, None, lower, upper, p).times(100)
    return made.finding("share_change", n_target=cells.n, n_comparison=cells.n, method=method)


def newcombe_paired(cells: PairedShares) -> tuple[float, float, float]:
    """Difference after less before of paired shares with its 95 % interval, as proportions; n at least 1.

    Method 10 of Newcombe (1998), Statistics in Medicine 17: 2635-2650: Wilson's bounds, squared and added
    less twice their product times phi, which is corrected for continuity.

    >>> [round(number, 4) for number in newcombe_paired(PairedShares(20, 2, 12, 16))]
    [0.2, 0.0562, 0.3292]
    """
    after, before = cells.after, cells.before
    (lower_1, upper_1), (lower_2, upper_2) = wilson(after.reached, cells.n), wilson(before.reached, cells.n)
    difference = (cells.only_after - cells.only_before) / cells.n
    phi = _phi(cells)
    below = _third_side(after.share - lower_1, upper_2 - before.share, phi)
    above = _third_side(upper_1 - after.share, before.share - lower_2, phi)
    return difference, max(difference - below, -1.0), min(difference + above, 1.0)


def _third_side(one: float, other: float, phi: float) -> float:
    # With phi 1 and equal sides rounding may leave less than nothing.
    return math.sqrt(max(one**2 - 2 * phi * one * other + other**2, 0.0))


def _phi(cells: PairedShares) -> float:
    """Correlation of before and after; a positive one is brought n/2 nearer to nought in its numerator."""
    product: float = cells.both * cells.neither - cells.only_before * cells.only_after
    if product > 0:
        product = max(product - cells.n / 2, 0.0)
    before, after = cells.before, cells.after
    margins = before.reached * (cells.n - before.reached) * after.reached * (cells.n - after.reached)
    return product / math.sqrt(margins) if margins else 0.0


def change_of_percentages(before: float, after: float) -> Finding:
    """A percentage after less one before whose numbers of pupils are not known, percentage points.

    No interval and no p: the method says so.
    """
    difference = half_away(after - before, 9)
    return Finding("share_change", difference, None, None, None, 0, 0, DIFFERENCE_ONLY)


def reached_of_percentage(percentage: float, n: int, *, decimals: int = 0) -> Reached:
    """The count that a printed percentage of n pupils stands for; the nearest where several would print so.

    >>> reached_of_percentage(47, 30)
    Reached(reached=14, n=30)

    Raises:
        NotDefined: no whole number of n pupils prints as this percentage.
    """
    near = int(half_away(percentage * n / 100))
    found = [k for k in (near, near - 1, near + 1) if 0 <= k <= n and _prints(k, n, percentage, decimals)]
    if not found:
        exact = percentage * n / 100
        beside = sorted({min(max(k, 0), n) for k in (math.floor(exact), math.ceil(exact))})
        are = " and ".join(f"{k} are {half_away(100 * k / n, decimals):.{decimals}f} %" for k in beside)
        raise NotDefined(f"no whole number of {n} pupils is {percentage:g} %: {are}")
    return Reached(found[0], n)


def _prints(count: int, n: int, percentage: float, decimals: int) -> bool:
    return half_away(100 * count / n, decimals) == half_away(percentage, decimals)


def mean_change_of_total(total: float, n: int) -> Finding:
    """Mean change of pupils of whom only the sum of their changes is known, in the sum's units.

    No interval and no p: how the pupils' own changes scatter is not given.
    """
    if n < 1:
        return undefined("mean_change", NO_PUPILS)
    method = "sum of changes over pupils; no interval: the pupils' own changes are not given"
    return Finding("mean_change", total / n, None, None, None, n, 0, method)
