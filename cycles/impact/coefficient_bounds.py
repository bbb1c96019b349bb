"""Bounds of a regression coefficient, whatever the missing pupils would have scored (see `bounds`)."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from halfterm.cycles.impact.attrition import TREATMENT_UNKNOWN, why_no_rest
from halfterm.cycles.impact.bounds import NO_FOLLOW_UP, NOT_CHANCE, bounded, extremes
from halfterm.cycles.impact.cohort import BaselineCell, Cells, Cohort, Loss
from halfterm.cycles.impact.ends import Ends
from halfterm.cycles.impact.finding import Finding, undefined
from halfterm.cycles.impact.reasons import NotDefined
from halfterm.cycles.impact.regression import TOLERANCE
from halfterm.cycles.impact.school_sums import Floats
from halfterm.cycles.impact.sides import Comparison


def progress_bounds(cohort: Cohort, *, comparison: Comparison, scale: Ends) -> Finding:
    """Bounds of target's coefficient in follow-up ~ baseline + target (`ancova_bounds`), points."""
    counts = {"n_target": Loss.of(cohort.target).pupils, "n_comparison": Loss.of(cohort.others).pupils}
    if why := why_no_rest(comparison):
        return undefined("ancova_bounds", why, **counts)
    cells = cohort.of(lambda cell: cell.side != "unclassified")
    return _coefficient_bounds(
        "ancova_bounds", cohort, cells, scale, coded=lambda cell: cell.side == "target", counts=counts
    )


def impact_bounds(cohort: Cohort, *, scale: Ends) -> Finding:
    """Bounds of treated's coefficient in follow-up ~ baseline + treated among target pupils, points.

    `n_target` counts treated, `n_comparison` untreated pupils. Not defined where a missing pupil's treatment
    is not known.
    """
    cells = cohort.of(lambda cell: cell.side == "target" and cell.treated is not None)
    unknown = Loss.of(cohort.of(lambda cell: cell.side == "target" and cell.treated is None))
    treated = sum(cell.pupils for cell in cells if cell.treated)
    counts = {"n_target": treated, "n_comparison": Loss.of(cells).pupils - treated}
    if unknown.lost:
        return undefined("impact_bounds", TREATMENT_UNKNOWN, **counts)
    return _coefficient_bounds(
        "impact_bounds", cohort, cells, scale, coded=lambda cell: cell.treated is True, counts=counts
    )


def _coefficient_bounds(
    statistic: str,
    cohort: Cohort,
    cells: Cells,
    scale: Ends,
    *,
    coded: Callable[[BaselineCell], bool],
    counts: dict[str, int],
) -> Finding:
    """A least-squares coefficient is a weighted sum of the follow-ups: each missing one is put at the end
    that its weight calls for, so the bounds are sharp. The value is the coefficient of those kept.
    """
    if not counts["n_target"] or not counts["n_comparison"]:
        return undefined(statistic, "one side has nobody with a baseline score", **counts)
    try:
        ends = extremes(cohort, scale)
        everyone = _coefficient_weights(cells, coded, lambda cell: cell.pupils)
    except NotDefined as missing:
        return undefined(statistic, str(missing), **counts)
    lost = np.asarray([cell.lost for cell in cells], dtype=float)
    known = math.fsum(everyone * np.asarray([cell.f for cell in cells]))
    low, high = ends.lowest - cohort.shift, ends.highest - cohort.shift
    lower = known + math.fsum(lost * everyone * np.where(everyone > 0, low, high))
    upper = known + math.fsum(lost * everyone * np.where(everyone > 0, high, low))
    try:
        kept = _coefficient_weights(cells, coded, lambda cell: cell.kept)
        value = math.fsum(kept * np.asarray([cell.f for cell in cells]))
    except NotDefined:
        value = None
    method = f"each missing score at the end that moves the coefficient most: {ends.named}; {NOT_CHANCE}"
    return bounded(statistic, value, (lower, upper), method, counts)


def _coefficient_weights(
    cells: Cells, coded: Callable[[BaselineCell], bool], pupils: Callable[[BaselineCell], int]
) -> Floats:
    """What one pupil of each cell weighs in the group's coefficient of y ~ 1 + baseline + group (its row of
    (X'X)^-1 X', by the Frisch-Waugh theorem).
    """
    n = np.asarray([pupils(cell) for cell in cells], dtype=float)
    if not n.sum():
        raise NotDefined(NO_FOLLOW_UP)
    b = np.asarray([cell.baseline for cell in cells])
    group = np.asarray([float(coded(cell)) for cell in cells])
    if len(set(b[n > 0])) < 2:
        raise NotDefined("'baseline' is the same for every pupil")
    b = b - (n @ b) / n.sum()
    centred = group - (n @ group) / n.sum()
    own = float(n @ centred**2)
    left: Floats = centred - float(n @ (b * centred)) / float(n @ b**2) * b
    scatter = float(n @ left**2)
    if own <= 0 or scatter < TOLERANCE * own:
        raise NotDefined("the groups cannot be told apart from the baseline score")
    return left / scatter
