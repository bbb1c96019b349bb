"""A stepped order: schools start one after another, in a drawn order, and each is its own comparison before.

Hussey and Hughes (2007), Design and analysis of stepped wedge cluster randomized trials, Contemporary
Clinical Trials 28, with schools' levels fixed; the test is that of the draw itself: Fisher (1935), The Design
of Experiments; Wang and De Gruttola (2017), The use of permutation tests for the analysis of parallel and
stepped-wedge cluster-randomized trials, Statistics in Medicine 36.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from halfterm.cycles.impact.estimate import COVERAGE
from halfterm.cycles.impact.finding import Finding, undefined
from halfterm.cycles.impact.permutation import DEFAULT_SEED, Floats
from halfterm.cycles.impact.reasons import NotDefined
from halfterm.cycles.impact.stepped_orders import Orders, Starts, orders_of

STATISTIC = "stepped_effect"
NO_CONTRAST = "in no half-term so far do schools with the idea stand beside schools that still wait for it"
TOO_FEW_ORDERS = "so few orders could have been drawn that none is told from chance at 5 %"
CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class SteppedCell:
    """One school (or class) in one half-term: how many pupils have a score, and their mean, points.

    `half_term` counts the half-terms of the study from 0.
    """

    unit: str
    half_term: int
    pupils: int
    mean: float


@dataclass(frozen=True, slots=True)
class Started:
    """When a unit was drawn to start, as a half-term counted like those of cells; None: it never does.

    `block` is the block that its place was drawn in: others of the block might have had it.
    """

    half_term: int | None
    block: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class _Fit:
    """The cells with units' and half-terms' means taken out; every row is times the root of its pupils."""

    units: Sequence[str]
    unit_of: Starts
    half_term_of: Starts
    roots: Floats
    residual: Floats  # the matrix that takes the means out
    scores: Floats
    rank: int
    size: float  # of the scores about their mean, to tell rounding from nought

    def effects(self, starts: Starts, outcome: Floats) -> Floats:
        """The effect on an outcome under each row of starts; nan where an order cannot show any."""
        found = np.empty(len(starts))
        taken_out = self.residual @ outcome
        for first in range(0, len(starts), CHUNK):
            treated = self.treated(starts[first : first + CHUNK])
            squares = np.einsum("ij,ij->i", treated @ self.residual, treated)
            shows = squares > 1e-9 * np.einsum("ij,ij->i", treated, treated)
            found[first : first + CHUNK] = np.where(
                shows, (treated @ taken_out) / np.where(shows, squares, 1.0), np.nan
            )
        return found

    def treated(self, starts: Starts) -> Floats:
        """Which cells have the idea under each row of starts, times the roots."""
        made: Floats = (starts[:, self.unit_of] <= self.half_term_of) * self.roots
        return made


def stepped_effect(
    cells: Sequence[SteppedCell], started: Mapping[str, Started], *, seed: int = DEFAULT_SEED
) -> Finding:
    """The effect of having started, points, with the exact p and interval of the draw of the order.

    `mean = unit + half-term + effect * started + error` by least squares with a constant for each unit and
    each half-term and a cell's pupils as its weight: what pupils' own scores give with the same constants.
    p: the share of all orders that could have been drawn (within blocks) whose effect is as far from 0;
    above 200,000 orders 20,000 draws from `seed`, p = (b + 1)/(m + 1). The interval holds every effect that
    this test does not refuse at 5 %. The standard error is that of least squares. `n_target` and
    `n_comparison` count pupils' scores with and without the idea.

    Units that are not in `started` take no part. What cannot be computed is an undefined finding.
    """
    used = [cell for cell in cells if cell.pupils > 0 and cell.unit in started]
    counts = _counts(used, started)
    try:
        fit = _fit(used)
        observed = _observed(fit, started)
        return _tested(fit, observed, started, counts, seed=seed)
    except NotDefined as missing:
        return undefined(STATISTIC, str(missing), n_target=counts[0], n_comparison=counts[1])


def _counts(cells: Sequence[SteppedCell], started: Mapping[str, Started]) -> tuple[int, int]:
    """Pupils' scores with the idea, and without it."""
    starts = [(cell, started[cell.unit].half_term) for cell in cells]
    treated = sum(cell.pupils for cell, start in starts if start is not None and start <= cell.half_term)
    return treated, sum(cell.pupils for cell in cells) - treated


def _fit(cells: Sequence[SteppedCell]) -> _Fit:
    units, half_terms = (sorted({getattr(c, name) for c in cells}) for name in ("unit", "half_term"))
    if len(units) < 2 or len(half_terms) < 2:
        raise NotDefined("it takes two schools and two half-terms with scores")
    ordered = sorted(cells, key=lambda cell: (cell.unit, cell.half_term))
    unit_of = np.array([units.index(cell.unit) for cell in ordered])
    time_of = np.array([half_terms.index(cell.half_term) for cell in ordered])
    roots = np.sqrt(np.array([cell.pupils for cell in ordered], dtype=float))
    dummies = np.hstack([np.eye(len(units))[unit_of], np.eye(len(half_terms))[time_of]]) * roots[:, None]
    left, sizes, _ = np.linalg.svd(dummies, full_matrices=False)
    basis = left[:, sizes > 1e-10 * sizes[0]]
    means = np.array([cell.mean for cell in ordered])
    about = means - np.average(means, weights=roots**2)
    return _Fit(
        units=units,
        unit_of=unit_of,
        half_term_of=np.array([cell.half_term for cell in ordered]),
        roots=roots,
        residual=np.eye(len(ordered)) - basis @ basis.T,
        scores=about * roots,
        rank=basis.shape[1],
        size=float(np.abs(means).max()),
    )


def _observed(fit: _Fit, started: Mapping[str, Started]) -> Starts:
    """The half-term in which each unit starts; before the first is the first, never is past the last."""
    first, past = int(fit.half_term_of.min()), int(fit.half_term_of.max()) + 1
    starts = [started[unit].half_term for unit in fit.units]
    return np.array([past if start is None else min(max(start, first), past) for start in starts])


def _tested(
    fit: _Fit,
    observed: Starts,
    started: Mapping[str, Started],
    counts: tuple[int, int],
    *,
    seed: int,
) -> Finding:
    treated = fit.treated(observed[None, :])[0]
    value = float(fit.effects(observed[None, :], fit.scores)[0])
    if np.isnan(value):
        raise NotDefined(NO_CONTRAST)
    orders = orders_of(observed, [started[unit].block for unit in fit.units], seed=seed)
    slack = 1e-9 * abs(value) + 1e-11 * fit.size
    effects = fit.effects(orders.starts, fit.scores)
    # An order that could show no effect is counted as extreme: never for the idea.
    p = orders.share(int(np.sum(~(np.abs(effects) < abs(value) - slack))))
    lower, upper = _interval(value, effects, fit.effects(orders.starts, treated), orders)
    method = (
        f"least squares on means of {len(fit.units):,} units in {len(set(fit.half_term_of.tolist())):,} "
        "half-terms, weighted by pupils, mean ~ started + unit + half-term; "
        f"p and interval by drawing the order again, {orders.how}"
    )
    if lower is None:
        method = f"{method}; no interval: {TOO_FEW_ORDERS}"
    error = _standard_error(fit, treated, value)
    return Finding(STATISTIC, value, lower, upper, p, *counts, method, error)


def _interval(
    value: float, effects: Floats, slopes: Floats, orders: Orders
) -> tuple[float | None, float | None]:
    """The effects t that the test does not refuse; None where it refuses none on one side.

    Under t, an order's effect on `scores - t * started` is `effects - t * slopes`. With u = t - value and
    c = effects - value * slopes it is as far out as the observed when |c - u * slopes| >= |u|: for u > 0 up
    to the larger of c/(1 + slopes) and -c/(1 - slopes), for u < 0 the other way round. An order with a slope
    of 1 or more (the observed order itself) counts for every t, which can only make the interval wider.
    """
    beyond = np.abs(np.nan_to_num(slopes, nan=1.0)) >= 1 - 1e-9
    centred = np.where(beyond, 0.0, effects - value * slopes)
    rise, fall = (centred / (1 + sign * np.where(beyond, 0.0, slopes)) for sign in (1, -1))
    reaches = (
        np.where(beyond, np.inf, np.maximum(rise, -fall)),
        np.where(beyond, np.inf, np.maximum(fall, -rise)),
    )
    needed = orders.needed(1 - COVERAGE)
    above, below = (float(np.sort(reach)[-needed]) for reach in reaches)
    if not (np.isfinite(above) and np.isfinite(below)):
        return None, None
    return value - below, value + above


def _standard_error(fit: _Fit, treated: Floats, value: float) -> float | None:
    """That of least squares over cells; None where they leave no scatter to measure it by."""
    degrees = len(fit.scores) - fit.rank - 1
    left = fit.residual @ (fit.scores - value * treated)
    squares = float(left @ left)
    if degrees < 1 or squares <= (1e-11 * fit.size) ** 2:
        return None
    return float((squares / degrees / (treated @ fit.residual @ treated)) ** 0.5)
