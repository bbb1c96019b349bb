"""The difference of gains and the relative progress with those missing stood in for: a sensitivity check."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from halfterm.cycles.impact.attrition import NOBODY, NOBODY_ELSE, TREATMENT_UNKNOWN, why_no_rest
from halfterm.cycles.impact.cohort import BaselineCell, Cells, Cohort, Loss
from halfterm.cycles.impact.estimate import Estimate
from halfterm.cycles.impact.finding import Finding, undefined
from halfterm.cycles.impact.reasons import NotDefined
from halfterm.cycles.impact.regression import NO_DEGREES, PERFECT, TOLERANCE
from halfterm.cycles.impact.sample import rounding_floor
from halfterm.cycles.impact.school_sums import Floats
from halfterm.cycles.impact.sides import Comparison
from halfterm.cycles.impact.weighting import Grouped, Weights, weights_of

HC1 = "sandwich (HC1) t interval"
CR1 = "treated by whole school: sandwich over schools (CR1), t with schools - 1 degrees of freedom"
FEW_SCHOOLS = "whole schools were treated and one side is a single school"


def weighted_findings(cohort: Cohort, *, comparison: Comparison, with_treated: bool) -> tuple[Finding, ...]:
    """weighted_gap_change, weighted_ancova and, with `with_treated`, weighted_impact; points.

    Each is the figure of the same name with those followed up weighted (see `weighting`); counts are of
    pupils with both scores.
    """
    found = (
        weighted_gap_change(cohort, comparison=comparison),
        weighted_ancova(cohort, comparison=comparison),
    )
    return (*found, weighted_impact(cohort)) if with_treated else found


def weighted_gap_change(cohort: Cohort, *, comparison: Comparison) -> Finding:
    """Weighted mean gain of the target group minus the rest's, points, robust t interval."""
    rest = cohort.rest(comparison)
    kept, others = Loss.of(cohort.target).kept, Loss.of(rest).kept
    whole_class = comparison == "whole_class"
    factor = others / (kept + others) if whole_class and others else 1.0
    words = "weighted mean gain of target minus the rest's"
    return _weighted(
        "weighted_gap_change",
        (*cohort.target, *rest),
        group=_is_target,
        with_baseline=False,
        why=why_no_rest(comparison),
        words=f"(1 - q) x {words}" if whole_class else words,
        factor=factor,
    )


def weighted_ancova(cohort: Cohort, *, comparison: Comparison) -> Finding:
    """Target's coefficient in weighted follow-up ~ baseline + target, points, robust t interval."""
    return _weighted(
        "weighted_ancova",
        (*cohort.target, *cohort.others),
        group=_is_target,
        with_baseline=True,
        why=why_no_rest(comparison),
        words="weighted least squares, follow-up ~ baseline + target",
    )


def weighted_impact(cohort: Cohort) -> Finding:
    """Treated's coefficient in weighted follow-up ~ baseline + treated among target pupils, points."""
    target = cohort.target
    cells = tuple(cell for cell in target if cell.treated is not None)
    unknown = Loss.of(tuple(cell for cell in target if cell.treated is None))
    return _weighted(
        "weighted_impact",
        cells,
        group=lambda cell: cell.treated is True,
        with_baseline=True,
        why=TREATMENT_UNKNOWN if unknown.lost else "",
        words="weighted least squares among target pupils, follow-up ~ baseline + treated",
        by_school=_by_whole_school(cells),
    )


def _is_target(cell: BaselineCell) -> bool:
    return cell.side == "target"


def _by_whole_school(cells: Cells) -> bool:
    treated = {cell.school for cell in cells if cell.treated}
    return not any(cell.school in treated for cell in cells if cell.treated is False)


def _weighted(
    statistic: str,
    cells: Cells,
    *,
    group: Grouped,
    with_baseline: bool,
    why: str,
    words: str,
    factor: float = 1.0,
    by_school: bool = False,
) -> Finding:
    inside = tuple(cell for cell in cells if group(cell))
    outside = tuple(cell for cell in cells if not group(cell))
    counts = {"n_target": Loss.of(inside).kept, "n_comparison": Loss.of(outside).kept}
    why = why or ("" if inside else NOBODY) or ("" if outside else NOBODY_ELSE)
    if why:
        return undefined(statistic, why, **counts)
    try:
        weights = weights_of(cells, group)
        fit = _fit(cells, weights, group, with_baseline=with_baseline)
    except NotDefined as missing:
        return undefined(statistic, str(missing), **counts)
    made = fit.by_school(cells, group) if by_school else fit.robust()
    method = f"{words}; {weights.method}; {CR1 if by_school else HC1}"
    return made.times(factor).finding(statistic, method=method, **counts)


@dataclass(frozen=True, slots=True, eq=False)
class _Fit:
    """A weighted least-squares fit by cell: `x` is (cells, k), the group's column last.

    `residual` and `squared` sum each cell's residuals and their squares, unweighted.
    """

    x: Floats
    n: Floats
    weight: Floats
    coefficients: Floats
    inverse: Floats
    residual: Floats
    squared: Floats
    scale: float

    @property
    def value(self) -> float:
        return float(self.coefficients[-1])

    @property
    def degrees(self) -> int:
        return round(float(self.n.sum())) - len(self.coefficients)

    def robust(self) -> Estimate:
        """HC1: n/(n - k) A^-1 (sum of w^2 e^2 x x') A^-1, A = sum of w x x' (R: sandwich::vcovHC, HC1)."""
        if self.degrees < 1:
            return Estimate.bare(self.value, NO_DEGREES)
        meat = self.x.T @ ((self.weight**2 * self.squared)[:, None] * self.x)
        return self._estimate(meat, float(self.n.sum()) / self.degrees, self.degrees)

    def by_school(self, cells: Cells, group: Grouped) -> Estimate:
        """CR1 over schools (R: sandwich::vcovCL, HC1 with cadjust)."""
        places: dict[str, int] = {}
        place = np.asarray([places.setdefault(cell.school, len(places)) for cell in cells])
        with_group = {cell.school for cell in cells if group(cell) and cell.kept}
        without = {cell.school for cell in cells if not group(cell) and cell.kept}
        if min(len(with_group), len(without)) < 2 or self.degrees < 1:
            return Estimate.bare(self.value, FEW_SCHOOLS if self.degrees > 0 else NO_DEGREES)
        scores = np.zeros((len(places), self.x.shape[1]))
        np.add.at(scores, place, (self.weight * self.residual)[:, None] * self.x)
        schools = len(with_group | without)
        pupils = float(self.n.sum())
        correction = schools / (schools - 1) * (pupils - 1) / self.degrees
        return self._estimate(scores.T @ scores, correction, schools - 1)

    def _estimate(self, meat: Floats, correction: float, degrees: int) -> Estimate:
        variance = correction * float((self.inverse @ meat @ self.inverse)[-1, -1])
        if (
            float(self.squared.sum()) <= rounding_floor(round(float(self.n.sum())), self.scale)
            or variance <= 0
        ):
            return Estimate.bare(self.value, PERFECT)
        return Estimate.from_t(self.value, variance**0.5, degrees)


def _fit(cells: Cells, weights: Weights, group: Grouped, *, with_baseline: bool) -> _Fit:
    """Weighted least squares of follow-up on baseline and group, or of gain on group, from sums by cell."""
    n = np.asarray([cell.kept for cell in cells], dtype=float)
    w = weights.of_cell
    b = np.asarray([cell.baseline for cell in cells])
    b = b - (w * n @ b) / (w @ n)
    f = np.asarray([cell.f for cell in cells])
    ff = np.asarray([cell.ff for cell in cells])
    grouped = np.asarray([float(group(cell)) for cell in cells])
    ones = np.ones(len(cells))
    x = np.column_stack([ones, b, grouped] if with_baseline else [ones, grouped])
    if not with_baseline:  # the gain of a cell's pupils: their follow-ups less the one score they share
        f, ff = f - n * b, ff - 2 * b * f + n * b**2
    inverse = _inverted(x, w * n)
    coefficients = inverse @ (x.T @ (w * f))
    fitted = x @ coefficients
    squared = np.maximum(ff - 2 * fitted * f + n * fitted**2, 0.0)
    return _Fit(x, n, w, coefficients, inverse, f - n * fitted, squared, float(ff.sum()))


def _inverted(x: Floats, weight: Floats) -> Floats:
    product = x.T @ (weight[:, None] * x)
    length = np.sqrt(np.diag(product))
    if not (length > 0).all():
        raise NotDefined("'baseline' is the same for every pupil")
    scaled = product / np.outer(length, length)
    if np.linalg.eigvalsh(scaled)[0] < TOLERANCE:
        raise NotDefined("the groups cannot be told apart from the baseline score")
    made: Floats = np.linalg.inv(scaled) / np.outer(length, length)
    return made
