"""The figures behind each light of the exception report, from sums by school and year group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from halfterm.cycles.gap_differences import Differences, Strata, differences
from halfterm.cycles.impact.reached import Reached


@dataclass(frozen=True, slots=True)
class Place:
    """What a light is about. `school` is '' for all schools together, `group` a number of the scan."""

    group: int
    measure: str
    scale: str
    school: str


@dataclass(frozen=True, slots=True)
class GapNow:
    """The group minus the others of its school and year group; points, below 0 while behind.

    `sd` is that of all pupils within their school and year group. It, the interval and the standard error are
    None where the scores do not vary.
    """

    n: int
    n_others: int
    points: float
    sd: float | None
    lower: float | None
    upper: float | None
    standard_error: float | None

    @property
    def sds(self) -> float | None:
        """The gap in SDs."""
        return self.points / self.sd if self.sd else None


@dataclass(frozen=True, slots=True)
class GapChange:
    """Mean gains of the same pupils since the earlier half-term, of the group and of the others; points."""

    n: int
    n_others: int
    rise: float
    rise_others: float

    @property
    def change(self) -> float:
        """Above 0 when the group caught up."""
        return self.rise - self.rise_others


@dataclass(frozen=True, slots=True)
class Figures:
    """All that the rules ask about one place; None where there is nothing to say.

    `pupils` are those of the group at the school, `scored` those of them with a score.
    """

    pupils: int
    scored: int
    gap: GapNow | None = None
    change: GapChange | None = None
    expected: tuple[Reached, Reached] | None = None


@dataclass(frozen=True, slots=True)
class Sums:
    """One row per place, year group and school: counts and sums of the group and of the others."""

    places: tuple[Place, ...]
    strata: Strata


def gaps(sums: Sums, spread: Mapping[tuple[str, str, str], float]) -> dict[Place, GapNow]:
    """The gap of each place, stratified by school and year group (see `gap_differences`).

    `spread` is the SD by measure, scale and school; that over all schools ('') is the yardstick everywhere.
    """
    order = list(dict.fromkeys(sums.places))
    made = differences(_numbered(sums, order), len(order))
    return {
        place: _gap(made, i, spread.get((place.measure, place.scale, ""))) for i, place in enumerate(order)
    }


def _gap(made: Differences, i: int, spread: float | None) -> GapNow:
    sure = bool(made.testable[i])
    points = float(made.gap[i])
    return GapNow(
        n=int(made.n[i]),
        n_others=int(made.n_others[i]),
        points=points,
        sd=spread or None,
        lower=float(made.lower[i]) if sure else None,
        upper=float(made.upper[i]) if sure else None,
        standard_error=float(made.standard_error[i]) if sure else None,
    )


def changes(sums: Sums) -> dict[Place, GapChange]:
    """The mean gains of both sides, schools and year groups weighted as in the gap, so that they subtract."""
    order = list(dict.fromkeys(sums.places))
    strata, many = _numbered(sums, order), len(order)
    weight = strata.n * strata.n_others / (strata.n + strata.n_others)

    def summed(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> list[float]:
        return list(np.bincount(strata.comparison, weights=values, minlength=many).tolist())

    total = summed(weight)
    rise, others = (
        summed(weight * strata.total / strata.n),
        summed(weight * strata.total_others / strata.n_others),
    )
    n, n_others = summed(strata.n), summed(strata.n_others)
    return {
        place: GapChange(int(n[i]), int(n_others[i]), rise[i] / total[i], others[i] / total[i])
        for i, place in enumerate(order)
    }


def _numbered(sums: Sums, order: Sequence[Place]) -> Strata:
    number = {place: i for i, place in enumerate(order)}
    places = np.asarray([number[place] for place in sums.places], dtype=np.int64)
    strata = sums.strata
    return Strata(
        places,
        strata.n,
        strata.total,
        strata.square,
        strata.n_others,
        strata.total_others,
        strata.square_others,
    )
