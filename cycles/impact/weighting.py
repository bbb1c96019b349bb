"""Inverse-probability weights: those followed up stand in for pupils like them who are missing.

A logistic model says how likely a pupil with this baseline score in this group was to be followed up; each
pupil who was counts by one over that. Robins, Hernan and Brumback (2000), Epidemiology 11: 550-560
(stabilised weights); Cole and Hernan (2008), American Journal of Epidemiology 168: 656-664 (trimming).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from halfterm.cycles.impact.cohort import BaselineCell, Cells
from halfterm.cycles.impact.logistic import Logistic, logistic
from halfterm.cycles.impact.reasons import NotDefined
from halfterm.cycles.impact.school_sums import Floats

TRIMMED: Final = (0.01, 0.99)
"""Weights below the first and above the second of these quantiles are set to them."""

FEWEST_LOST: Final = 5
"""With fewer missing pupils nothing can be learnt of who goes missing; with fewer on one side, its own slope
cannot be."""

NOBODY_MISSING = "nobody is missing: there is nothing to weigh"
FEW_MISSING = "fewer than five pupils are missing, too few to learn who goes missing"
NOBODY_KEPT = "one side has nobody with both scores"
ONE_SCORE = "the baseline score is the same for every pupil"

Grouped = Callable[[BaselineCell], bool]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """What one followed-up pupil of each cell counts for, and the model that says so.

    `of_cell` has one weight for each cell, in their order; `effective` are Kish's numbers of pupils,
    (sum w)^2 / sum w^2, of the group and of the rest.
    """

    of_cell: Floats
    model: Logistic
    terms: str
    effective: tuple[float, float]

    @property
    def method(self) -> str:
        """How the weights were made, in words."""
        low, high = (round(100 * quantile) for quantile in TRIMMED)
        return (
            f"inverse-probability weights (followed up ~ {self.terms}, logistic; stabilised within each "
            f"group, trimmed at percentiles {low} and {high}) taken as known"
        )


def weights_of(cells: Cells, group: Grouped) -> Weights:
    """Stabilised, trimmed weights of those followed up: P(kept | group) / P(kept | group, baseline).

    The model has the baseline in SDs, the group, and their product; without the product where one group
    has lost fewer than five pupils; and of one group alone where the other has lost nobody (who weigh 1).

    Raises:
        NotDefined: nobody is missing, too few are, nobody is left of a group, the baseline does not vary, or
            it tells without exception who is missing.
    """
    grouped, b, kept, lost = _columns(cells, group)
    losses = [int(lost[grouped == side].sum()) for side in (True, False)]
    if not sum(losses):
        raise NotDefined(NOBODY_MISSING)
    if not (kept[grouped].sum() and kept[~grouped].sum()):
        raise NotDefined(NOBODY_KEPT)
    if sum(losses) < FEWEST_LOST:
        raise NotDefined(FEW_MISSING)
    inside = grouped == (losses[0] > 0) if 0 in losses else np.full(len(grouped), True)
    z = _standardised(b, kept + lost, inside)
    columns, terms = _design(z, grouped, losses)
    model = logistic(columns[inside], kept[inside], lost[inside])
    chance = np.ones(len(cells))
    chance[inside] = model.chance
    kept_of = {
        side: kept[grouped == side].sum() / (kept + lost)[grouped == side].sum() for side in (True, False)
    }
    share = np.where(grouped, kept_of[True], kept_of[False])
    raw = np.where(inside, share, 1.0) / chance
    bounds = np.quantile(raw, TRIMMED, weights=kept, method="inverted_cdf")
    made = np.clip(raw, *bounds)
    effective = tuple(_kish(made, kept * (grouped == side)) for side in (True, False))
    return Weights(made, model, terms, (effective[0], effective[1]))


def _columns(cells: Cells, group: Grouped) -> tuple[Bools, Floats, Floats, Floats]:
    return (
        np.asarray([group(cell) for cell in cells], dtype=bool),
        np.asarray([cell.baseline for cell in cells], dtype=float),
        np.asarray([cell.kept for cell in cells], dtype=float),
        np.asarray([cell.lost for cell in cells], dtype=float),
    )


def _standardised(b: Floats, pupils: Floats, inside: Bools) -> Floats:
    """The baseline in SDs (n - 1) about its mean, over those in the model."""
    if len(set(b[inside])) < 2:
        raise NotDefined(ONE_SCORE)
    n = pupils * inside
    mean = (n @ b) / n.sum()
    variance = float(n @ (b - mean) ** 2) / (n.sum() - 1)
    made: Floats = (b - mean) / variance**0.5
    return made


def _design(z: Floats, grouped: Bools, losses: list[int]) -> tuple[Floats, str]:
    one, target = np.ones(len(z)), grouped.astype(float)
    if 0 in losses:
        return np.column_stack([one, z]), "baseline, in the group that has lost pupils"
    if min(losses) < FEWEST_LOST:
        return np.column_stack([one, z, target]), "baseline + group"
    return np.column_stack([one, z, target, z * target]), "baseline * group"


def _kish(weights: Floats, pupils: Floats) -> float:
    return float((pupils @ weights) ** 2 / (pupils @ weights**2))
