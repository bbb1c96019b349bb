"""Permutation test of the mean gain difference for few pupils, labels permuted within school."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from halfterm.cycles.impact.estimate import COVERAGE
from halfterm.cycles.impact.finding import Finding, undefined
from halfterm.cycles.impact.moments import Gain, PanelSummary
from halfterm.cycles.impact.sides import Sides

Floats = NDArray[np.float64]

FEW_PUPILS = 20
MOST_ARRANGEMENTS = 200_000
DRAWS = 20_000
DEFAULT_SEED = 20_121_130
NOTHING_TO_PERMUTE = "no school has pupils of both sides, so nothing can be permuted"


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """One school that has both kinds of pupils: gains about the school's mean, target pupils first."""

    gains: Floats
    target: int

    @property
    def arrangements(self) -> int:
        return math.comb(len(self.gains), self.target)

    @property
    def observed(self) -> float:
        return float(self.gains[: self.target].sum())

    @property
    def fewer(self) -> tuple[int, float]:
        """Size of the smaller side, and the sign its sum has in the target's: gains here add up to 0."""
        rest = len(self.gains) - self.target
        return (self.target, 1.0) if self.target <= rest else (rest, -1.0)


def permutation(summary: PanelSummary, sides: Sides, *, seed: int = DEFAULT_SEED) -> Finding:
    """Mean gain of target minus others, points, with a two-sided permutation p and interval.

    Only where a side has under 20 pupils. Exact up to 200,000 arrangements, else 20,000 draws from `seed`
    with p = (b + 1)/(m + 1). Extreme means at least as far from the expectation within schools, so that
    schools' different growth does not count for either side. The interval holds the shifts that the test,
    each tail by itself, does not reject; there is one only where all pupils are in one school.
    """
    counts = {"n_target": sides.target.n, "n_comparison": sides.others.n}
    why = sides.why_no_two_groups() or _why_not(summary.gains, sides)
    if why:
        return undefined("permutation", why, **counts)
    found = blocks(summary.gains)
    if not found:
        return undefined("permutation", NOTHING_TO_PERMUTE, **counts)
    p, how = permutation_p(found, seed=seed)
    means = (np.mean([gain.gain for gain in summary.gains if gain.target is side]) for side in (True, False))
    value = float(next(means) - next(means))
    lower, upper, interval = shift_interval(found, pupils=len(summary.gains), seed=seed)
    few = f"{sides.target.n} target and {sides.others.n} comparison pupils"
    method = (
        f"mean gain difference, labels permuted within school, {how}; {interval}; {few}{sides.disjoint()}"
    )
    return Finding("permutation", value, lower, upper, p, sides.target.n, sides.others.n, method)


def _why_not(gains: Sequence[Gain], sides: Sides) -> str:
    if min(sides.target.n, sides.others.n) >= FEW_PUPILS:
        return f"both sides have {FEW_PUPILS} pupils or more"
    handed = sum(gain.target for gain in gains)
    if (handed, len(gains) - handed) != (sides.target.n, sides.others.n):
        return "the single gains it needs do not match the panel"
    return ""


def blocks(gains: Sequence[Gain]) -> tuple[Block, ...]:
    """The schools whose labels can be permuted."""
    schools: dict[str, tuple[list[float], list[float]]] = defaultdict(lambda: ([], []))
    for gain in gains:
        schools[gain.school][0 if gain.target else 1].append(gain.gain)
    # In order, so that a seed gives the same draws whatever order the database returns rows in.
    in_order = ((sorted(target), sorted(others)) for _, (target, others) in sorted(schools.items()))
    return tuple(
        Block(_about_mean(np.asarray(target + others)), len(target))
        for target, others in in_order
        if target and others
    )


def _about_mean(gains: Floats) -> Floats:
    """Gains about their mean; what only rounding leaves of equal gains is nothing."""
    about: Floats = gains - gains.mean()
    about[np.abs(about) <= 1e-12 * np.abs(gains).max()] = 0.0
    return about


def permutation_p(found: Sequence[Block], *, seed: int = DEFAULT_SEED) -> tuple[float, str]:
    """Two-sided p over all arrangements within blocks, or over seeded draws, and how it was got."""
    observed = abs(sum(block.observed for block in found))
    # Equal sums added in another order differ in their last digits: they must count as equal.
    slack = 1e-9 * sum(float(np.abs(block.gains).sum()) for block in found)
    arrangements = math.prod(block.arrangements for block in found)
    if arrangements <= MOST_ARRANGEMENTS:
        every = every_sum(found)
        p = float(np.mean(np.abs(every) >= observed - slack))
        return p, f"exact over {arrangements:,} arrangements"
    drawn = drawn_sums(found, np.random.default_rng(seed))
    extreme = int(np.sum(np.abs(drawn) >= observed - slack))
    return (extreme + 1) / (DRAWS + 1), f"{DRAWS:,} draws, seed {seed}, p = (b + 1)/(m + 1)"


def shift_interval(
    found: Sequence[Block], *, pupils: int, seed: int = DEFAULT_SEED
) -> tuple[float | None, float | None, str]:
    """The 95 % interval of a shift of the target's gains, points, by inverting the permutation test.

    Swapping m target pupils for m others raises the target's sum less a shift d per pupil as soon as d is
    above (sum of those that leave - sum of those that come) / m. So the lower bound is the k-th lowest of
    these over all arrangements, k the whole part of 2.5 % of them, and the upper bound the k-th highest
    (Maritz, Distribution-free statistical methods, chapter 2). Without 40 arrangements there is none.
    """
    if len(found) > 1 or len(found[0].gains) != pupils:
        return None, None, "no interval: the pupils are of several schools"
    block = found[0]
    exact = block.arrangements <= MOST_ARRANGEMENTS
    places = _every_subset(block) if exact else _drawn_subsets(block, np.random.default_rng(seed))
    shifts = np.sort(_rejected_from(block, places))
    # A draw counts as in p = (b + 1)/(m + 1): the arrangement seen is one more.
    arrangements = block.arrangements if exact else DRAWS + 1
    rank = math.floor((1 - COVERAGE) / 2 * arrangements)
    if rank < 1:
        return None, None, "no interval: too few arrangements for 95 %"
    bounds = float(shifts[rank - 1]), float(shifts[len(shifts) - rank])
    # On coarse grades whole heaps of arrangements reject from the same shift on, and 2.5 % is never met.
    near = 1e-9 * max(1.0, float(np.abs(shifts).max()))
    heap = max(int(np.sum(np.abs(shifts - bound) <= near)) for bound in bounds)
    if heap > (1 - COVERAGE) * arrangements:
        return None, None, "no interval: too many gains are equal"
    return *bounds, "interval by inverting the test, 2.5 % a tail"


def _every_subset(block: Block) -> NDArray[np.intp]:
    size, _ = block.fewer
    rows = combinations(range(len(block.gains)), size)
    return np.fromiter(chain.from_iterable(rows), dtype=np.intp, count=block.arrangements * size).reshape(
        -1, size
    )


def _rejected_from(block: Block, places: NDArray[Any]) -> Floats:
    """For each arrangement but the one seen: the shift above which its sum is the higher one."""
    size, sign = block.fewer
    # The smaller side's own places: the target's are the first, the others' the last.
    seen = places < size if sign > 0 else places >= len(block.gains) - size
    swapped = size - seen.sum(axis=1)
    own = block.gains[:size] if sign > 0 else block.gains[len(block.gains) - size :]
    change = sign * (float(own.sum()) - block.gains[places].sum(axis=1))
    moved = swapped > 0
    shifts: Floats = change[moved] / swapped[moved]
    return shifts


def every_sum(found: Sequence[Block]) -> Floats:
    """The target's sum of gains in every arrangement: schools' subset sums, added in all combinations."""
    total = np.zeros(1)
    for block in found:
        total = np.add.outer(total, _subset_sums(block)).ravel()
    return total


def _subset_sums(block: Block) -> Floats:
    sums: Floats = block.fewer[1] * block.gains[_every_subset(block)].sum(axis=1)
    return sums


def drawn_sums(found: Sequence[Block], generator: np.random.Generator) -> Floats:
    """The target's sum of gains in `DRAWS` random arrangements."""
    total = np.zeros(DRAWS)
    for block in found:
        total += block.fewer[1] * block.gains[_drawn_subsets(block, generator)].sum(axis=1)
    return total


def _drawn_subsets(block: Block, generator: np.random.Generator) -> NDArray[np.int64]:
    """`DRAWS` random sets of the smaller side's places, each equally likely (Floyd's method, all at once)."""
    n, (size, _) = len(block.gains), block.fewer
    chosen = np.full((DRAWS, size), -1, dtype=np.int64)
    for column, last in enumerate(range(n - size, n)):
        pick = generator.integers(0, last + 1, size=DRAWS)
        taken = (chosen[:, :column] == pick[:, None]).any(axis=1)
        chosen[:, column] = np.where(taken, last, pick)
    return chosen
