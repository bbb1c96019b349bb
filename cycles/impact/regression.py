"""Ordinary least squares from sums: relative progress (target v others) given the baseline."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from halfterm.cycles.impact.estimate import Estimate
from halfterm.cycles.impact.finding import Finding, undefined
from halfterm.cycles.impact.moments import Cell, PanelSummary
from halfterm.cycles.impact.reasons import NotDefined
from halfterm.cycles.impact.sample import rounding_floor
from halfterm.cycles.impact.school_sums import Floats, SchoolSums, school_sums
from halfterm.cycles.impact.sides import Sides

# Below this share of its own scatter left over by the other columns, a column carries nothing of its own.
TOLERANCE = 1e-10
PERFECT = "the model leaves no scatter"
NO_DEGREES = "too few pupils to measure the scatter"


@dataclass(frozen=True, slots=True, eq=False)
class LeastSquares:
    """Slopes of all columns but the constant, in the order of `sums.names[1:]`.

    `inverse` is the inverse of the centred X'X; `residual_variance` is None without degrees of freedom.
    """

    sums: SchoolSums
    constant: float
    slopes: Floats
    inverse: Floats
    column_means: Floats
    residual_variance: float | None
    degrees_of_freedom: int

    def estimate(self, slope: int) -> Estimate:
        """One slope with its t interval; -1 is the last column."""
        value = float(self.slopes[slope])
        if self.residual_variance is None:
            return Estimate.bare(value, NO_DEGREES)
        if self.residual_variance <= 0:
            return Estimate.bare(value, PERFECT)
        squared = self.residual_variance * float(self.inverse[slope, slope])
        return Estimate.from_t(value, squared**0.5, self.degrees_of_freedom)


def least_squares(sums: SchoolSums) -> LeastSquares:
    """Fit y ~ 1 + columns. Raises `NotDefined` when a column is constant or repeats the others (R: lm)."""
    xx, xy, yy = sums.xx.sum(axis=0), sums.xy.sum(axis=0), float(sums.yy.sum())
    n = float(xx[0, 0])
    means = xx[0, 1:] / n
    inner = xx[1:, 1:] - n * np.outer(means, means)
    outer = xy[1:] - means * xy[0]
    inverse = _inverse(inner, np.diag(xx)[1:], sums)
    slopes = inverse @ outer
    degrees = sums.pupils - len(sums.names)
    scatter = yy - float(xy[0]) ** 2 / n - float(slopes @ outer)
    left = scatter if scatter > rounding_floor(sums.pupils, yy) else 0.0
    return LeastSquares(
        sums=sums,
        constant=float(xy[0] / n - means @ slopes),
        slopes=slopes,
        inverse=inverse,
        column_means=means,
        residual_variance=left / degrees if degrees > 0 else None,
        degrees_of_freedom=degrees,
    )


def _inverse(inner: Floats, raw: Floats, sums: SchoolSums) -> Floats:
    """Inverse of the centred X'X by Cholesky, its columns first brought to one length."""
    spread = np.diag(inner)
    for name, about_mean, square in zip(sums.names[1:], spread, raw, strict=True):
        if about_mean <= rounding_floor(sums.pupils, square):
            raise NotDefined(f"'{name}' is the same for every pupil")
    length = np.sqrt(spread)
    correlation = inner / np.outer(length, length)
    if np.linalg.eigvalsh(correlation)[0] < TOLERANCE:
        raise NotDefined(f"{' and '.join(repr(name) for name in sums.names[1:])} cannot be told apart")
    root = np.linalg.inv(np.linalg.cholesky(correlation))
    inverse: Floats = (root.T @ root) / np.outer(length, length)
    return inverse


def panel_sums(summary: PanelSummary) -> SchoolSums:
    """Follow-up on baseline and target over the whole panel. Raises `NotDefined` when it is empty."""

    def target(cell: Cell) -> tuple[float]:
        return (float(cell.target),)

    return school_sums(summary.cells, coded=target, names=("target",))


def ancova(summary: PanelSummary, sides: Sides) -> Finding:
    """Target's coefficient in follow-up ~ baseline + target, points, t interval (R: lm)."""
    counts = {"n_target": sides.target.n, "n_comparison": sides.others.n}
    if why := sides.why_no_two_groups():
        return undefined("ancova", why, **counts)
    method = f"least squares, follow-up ~ baseline + target; t interval{sides.disjoint()}"
    try:
        made = least_squares(panel_sums(summary)).estimate(-1)
    except NotDefined as missing:
        return undefined("ancova", str(missing), **counts)
    return made.finding("ancova", method=method, **counts)
