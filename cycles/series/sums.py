"""From sums of a half-term's scores to the points of a series, each as one audience may know it.

Values are made safe first and the lines are drawn through those: no centre and no limit can give away a
hidden point, or more of a value than is printed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from halfterm.cycles.disclosure import Audience, ThresholdCounts, safe_count, safe_threshold_counts, too_few
from halfterm.cycles.rounding import half_away
from halfterm.cycles.series.means import difference_size

Of = Literal["gap", "mean", "share"]

DECIMALS: Final = 1
"""Of means and gaps that leave the school."""

HIDDEN: Final = "hidden: few pupils"


@dataclass(frozen=True, slots=True)
class SideSum:
    """The scores of one side's pupils in one half-term (`position`), on one scale. Unsafe until disclosed.

    `side`: in the group, not in it, or not known (None). `reached` counts those at or above the threshold;
    `absent` those without a score who stay in its denominator. Without a threshold, both are 0.
    """

    position: int
    measure: str
    scale: str
    side: bool | None
    scored: int
    total: float
    reached: int = 0
    absent: int = 0

    def __add__(self, other: SideSum) -> SideSum:
        return SideSum(
            self.position,
            self.measure,
            self.scale,
            None,
            self.scored + other.scored,
            self.total + other.total,
            self.reached + other.reached,
            self.absent + other.absent,
        )

    @property
    def mean(self) -> float:
        return self.total / self.scored


@dataclass(frozen=True, slots=True)
class Figure:
    """What one point shows: its value, the size that its limits go by, the pupils behind it; or why nothing.

    Means and gaps are in the measure's points, shares from 0 to 1. The figure is safe for the audience that
    it was made for.
    """

    value: float | None
    size: float = 1.0
    n: int | None = None
    n_others: int | None = None
    why: str = ""


def mean_figure(sums: Sequence[SideSum], *, audience: Audience) -> Figure:
    """The mean of these pupils; hidden where they are too few."""
    whole = _whole(sums)
    if whole is None or not whole.scored:
        return Figure(None, why="no scores")
    if too_few(whole.scored, audience):
        return Figure(None, why=HIDDEN)
    n = safe_count(whole.scored, audience)
    return Figure(_rounded(audience)(whole.mean), float(n or 0), n)


def share_figure(sums: Sequence[SideSum], *, audience: Audience) -> Figure:
    """The share of these pupils who reached the threshold; hidden where few did, or few did not.

    Rounded counts make a rounded share, as everywhere that counts are rounded.
    """
    whole = _whole(sums)
    if whole is None or not whole.scored:
        return Figure(None, why="no scores")
    return counted_share(whole.reached, whole.scored + whole.absent, audience=audience)


def counted_share(reached: int, n: int, *, audience: Audience) -> Figure:
    """A share from its two counts as an audience may know them; `n` is above 0."""
    alone = ThresholdCounts(reached, n, reached, n)  # the same cells twice: one side by itself
    safe = safe_threshold_counts(alone, audience)
    if safe is None:
        return Figure(None, why=HIDDEN)
    return Figure(safe.target_reached / safe.target, float(safe.target), safe.target)


def gap_figure(sums: Sequence[SideSum], *, whole_class: bool, audience: Audience) -> Figure:
    """The group's mean less that of the others, or of everybody; hidden where one side is few."""
    target = next((s for s in sums if s.side is True), None)
    rest = _whole([s for s in sums if s.side is False or (whole_class and s.side is None)])
    if target is None or not target.scored:
        return Figure(None, why="no scores of the group")
    if rest is None or not rest.scored:
        return Figure(None, why="no scores to compare with")
    if too_few(target.scored, audience) or too_few(rest.scored, audience):
        return Figure(None, why=HIDDEN)
    compared = target + rest if whole_class else rest
    # mean(target) - mean(all) = part of the rest x (mean(target) - mean(rest)), and so is its error.
    part = rest.scored / compared.scored
    n, n_rest = safe_count(target.scored, audience) or 0, safe_count(rest.scored, audience) or 0
    return Figure(
        # 16.5 - 21.15 is a hair short of -4.65, and would be rounded the other way.
        value=_rounded(audience)(round(target.mean - compared.mean, 12)),
        size=difference_size(n, n_rest) / part**2,
        n=n,
        n_others=n + n_rest if whole_class else n_rest,
    )


def _whole(sums: Sequence[SideSum]) -> SideSum | None:
    """All sides together; None for no side at all."""
    if not sums:
        return None
    whole = sums[0]
    for each in sums[1:]:
        whole = whole + each
    return whole


def _rounded(audience: Audience) -> Callable[[float], float]:
    """What leaves the school leaves it rounded."""
    return (lambda value: value) if audience == "school" else (lambda value: half_away(value, DECIMALS))
