"""Random intercepts of schools by REML, from per-school sums: cost grows with schools, not with pupils."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from halfterm.cycles.impact.estimate import Estimate
from halfterm.cycles.impact.reasons import NotDefined
from halfterm.cycles.impact.regression import least_squares
from halfterm.cycles.impact.sample import rounding_floor
from halfterm.cycles.impact.satterthwaite import satterthwaite
from halfterm.cycles.impact.school_sums import SchoolSums
from halfterm.cycles.impact.variance_profile import Grouped, Step, by_size, deviances, step_at

FEWEST_SCHOOLS = 5
RATIOS = (0.0, *(float(ratio) for ratio in np.logspace(-7, 7, 57)))
HALVINGS = 64


@dataclass(frozen=True, slots=True, eq=False)
class RandomInterceptFit:
    """Fixed effects in the order of `names`, variances in squared points, restricted deviance (-2 log L).

    The constant is that of a baseline about its mean and a follow-up about its mean. `boundary` is True when
    the best school variance is 0. `degrees_of_freedom` are Satterthwaite's, one for each fixed effect.
    """

    names: tuple[str, ...]
    coefficients: tuple[float, ...]
    standard_errors: tuple[float, ...]
    variance_school: float
    variance_residual: float
    restricted_deviance: float
    schools: int
    pupils: int
    degrees_of_freedom: tuple[float, ...]

    @property
    def boundary(self) -> bool:
        return self.variance_school == 0

    @property
    def variance_total(self) -> float:
        return self.variance_school + self.variance_residual

    @property
    def icc(self) -> float:
        """School variance over school plus residual variance: the share of scatter between schools."""
        return self.variance_school / self.variance_total

    def estimate(self, column: int) -> Estimate:
        """One fixed effect with its t interval; -1 is the last column."""
        degrees = self.degrees_of_freedom[column]
        return Estimate.from_t(self.coefficients[column], self.standard_errors[column], degrees)


def fit_random_intercept(sums: SchoolSums) -> RandomInterceptFit:
    """Fit y ~ columns + (1 | school) by REML; the same numbers as lme4 to 6 digits.

    Raises `NotDefined` with the reason: fewer than 5 schools, one pupil in every school, columns that
    repeat one another, no scatter left between the pupils of a school.
    """
    _check(sums)
    groups = by_size(sums)
    best = _best(groups)
    errors = np.sqrt(best.variance_residual * np.diag(best.inverse))
    return RandomInterceptFit(
        names=sums.names,
        coefficients=tuple(best.coefficients.tolist()),
        standard_errors=tuple(errors.tolist()),
        variance_school=best.ratio * best.variance_residual,
        variance_residual=best.variance_residual,
        restricted_deviance=best.deviance,
        schools=sums.schools,
        pupils=sums.pupils,
        degrees_of_freedom=satterthwaite(groups, best),
    )


def _check(sums: SchoolSums) -> None:
    if sums.schools < FEWEST_SCHOOLS:
        raise NotDefined(f"fewer than {FEWEST_SCHOOLS} schools")
    if sums.pupils == sums.schools:
        raise NotDefined("every school has one pupil, so schools and pupils cannot be told apart")
    scatter: float | None
    if len(sums.names) > 1:
        scatter = least_squares(sums).residual_variance
    else:
        about_mean = float(sums.yy.sum()) - float(sums.xy.sum()) ** 2 / sums.pupils
        scatter = about_mean if about_mean > rounding_floor(sums.pupils, float(sums.yy.sum())) else 0.0
    if not scatter:
        raise NotDefined("the model leaves no scatter to divide between schools and pupils")


def _best(groups: Grouped) -> Step:
    """The lowest point of a coarse grid, then the zero of the slope between its neighbours."""
    lowest = int(np.argmin(deviances(groups, np.asarray(RATIOS))))
    step = step_at(groups, RATIOS[lowest])
    if lowest == len(RATIOS) - 1 or step.variance_residual <= groups.least_variance:
        raise NotDefined("the pupils of a school do not differ once the baseline is allowed for")
    if lowest == 0 and step.slope >= 0:
        return step
    low, high = RATIOS[max(lowest - 1, 0)], RATIOS[lowest + 1]
    return step_at(groups, _turning_point(groups, low, high))


def _turning_point(groups: Grouped, low: float, high: float) -> float:
    """Where the slope changes from falling to rising: by Brent's method, or by halving."""
    if step_at(groups, low).slope < 0 < step_at(groups, high).slope:
        return float(brentq(lambda ratio: step_at(groups, ratio).slope, low, high, xtol=1e-300, rtol=1e-14))
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if step_at(groups, middle).slope < 0 else (low, middle)
    return (low + high) / 2
