"""Random intercepts of schools by REML, from per-school sums: cost grows with schools, not with pupils.

The profile likelihood has one unknown, the ratio of the school variance to the pupil variance (Bates et
al. 2015, Fitting linear mixed-effects models using lme4). A school enters only through its size and its
sums, so schools of one size are added up once and each step of the search costs one term a size.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from halfterm.cycles.impact.estimate import Estimate
from halfterm.cycles.impact.reasons import NotDefined
from halfterm.cycles.impact.regression import least_squares
from halfterm.cycles.impact.sample import rounding_floor
from halfterm.cycles.impact.school_sums import Floats, SchoolSums

FEWEST_SCHOOLS = 5
RATIOS = (0.0, *(float(ratio) for ratio in np.logspace(-7, 7, 57)))
HALVINGS = 64


@dataclass(frozen=True, slots=True, eq=False)
class RandomInterceptFit:
    """Fixed effects in the order of `names`, variances in squared points, restricted deviance (-2 log L).

    The constant is that of a baseline about its mean and a follow-up about its mean. `boundary` is True when
    the best school variance is 0.
    """

    names: tuple[str, ...]
    coefficients: tuple[float, ...]
    standard_errors: tuple[float, ...]
    variance_school: float
    variance_residual: float
    restricted_deviance: float
    schools: int
    pupils: int

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
        """One fixed effect with its Wald normal interval; -1 is the last column."""
        return Estimate.from_normal(self.coefficients[column], self.standard_errors[column])


@dataclass(frozen=True, slots=True, eq=False)
class _Grouped:
    """Within-school products of the columns and y, and between-school products added up by school size."""

    size: Floats  # (D,) distinct numbers of pupils
    within: Floats  # (k + 1, k + 1), the last row and column are y's
    between: Floats  # (D, k + 1, k + 1)
    schools: Floats  # (D,) how many of each size
    pupils: int

    @property
    def least_variance(self) -> float:
        """A residual variance at or under this is rounding."""
        return rounding_floor(self.pupils, float(self.within[-1, -1])) / self.pupils


@dataclass(frozen=True, slots=True, eq=False)
class _Step:
    """The profile at one variance ratio: the fit given the ratio, deviance and its slope."""

    ratio: float
    coefficients: Floats
    inverse: Floats
    variance_residual: float
    deviance: float
    slope: float


def fit_random_intercept(sums: SchoolSums) -> RandomInterceptFit:
    """Fit y ~ columns + (1 | school) by REML; the same numbers as lme4 to 6 digits.

    Raises `NotDefined` with the reason: fewer than 5 schools, one pupil in every school, columns that
    repeat one another, no scatter left between the pupils of a school.
    """
    _check(sums)
    groups = _by_size(sums)
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


def _by_size(sums: SchoolSums) -> _Grouped:
    k = len(sums.names)
    whole = np.empty((sums.schools, k + 1, k + 1))
    whole[:, :k, :k], whole[:, k, k] = sums.xx, sums.yy
    whole[:, :k, k] = whole[:, k, :k] = sums.xy
    school = whole[:, 0, :]  # sums over the pupils of a school
    products = school[:, :, None] * school[:, None, :]
    within = (whole - products / sums.n[:, None, None]).sum(axis=0)
    within[0, :] = within[:, 0] = 0.0
    size, place, count = np.unique(sums.n, return_inverse=True, return_counts=True)
    between = np.zeros((len(size), k + 1, k + 1))
    np.add.at(between, place, products)
    return _Grouped(size, within, between, count.astype(float), sums.pupils)


def _at(groups: _Grouped, ratio: float) -> _Step:
    """The fit at one variance ratio, with its restricted deviance and the slope of that in the ratio."""
    shrink = 1 / (1 + groups.size * ratio)
    whole = groups.within + np.einsum("d,dij->ij", shrink / groups.size, groups.between)
    inverse = np.linalg.inv(whole[:-1, :-1])
    coefficients = inverse @ whole[:-1, -1]
    degrees = groups.pupils - len(coefficients)
    left = float(whole[-1, -1] - coefficients @ whole[:-1, -1]) / degrees
    variance = max(left, groups.least_variance)
    if not variance > 0:
        raise NotDefined("the scores lie too far apart for the arithmetic")
    log_determinant = float(np.linalg.slogdet(whole[:-1, :-1])[1])
    spread = float(groups.schools @ np.log1p(groups.size * ratio))
    deviance = degrees * (1 + np.log(2 * np.pi * variance)) + spread + log_determinant
    twice = np.einsum("d,dij->ij", shrink**2, groups.between)
    contrast = np.append(-coefficients, 1.0)
    slope = (
        float(groups.schools @ (groups.size * shrink))
        - float(np.sum(inverse * twice[:-1, :-1]))
        - float(contrast @ twice @ contrast) / variance
    )
    return _Step(ratio, coefficients, inverse, variance, float(deviance), slope)


def _best(groups: _Grouped) -> _Step:
    """The lowest point of a coarse grid, then halving on the sign of the slope between its neighbours."""
    steps = [_at(groups, ratio) for ratio in RATIOS]
    lowest = min(range(len(steps)), key=lambda index: steps[index].deviance)
    if lowest == len(steps) - 1 or steps[lowest].variance_residual <= groups.least_variance:
        raise NotDefined("the pupils of a school do not differ once the baseline is allowed for")
    if lowest == 0 and steps[0].slope >= 0:
        return steps[0]
    low, high = RATIOS[max(lowest - 1, 0)], RATIOS[lowest + 1]
    step = steps[lowest]
    for _ in range(HALVINGS):
        step = _at(groups, (low + high) / 2)
        low, high = (step.ratio, high) if step.slope < 0 else (low, step.ratio)
    return step
