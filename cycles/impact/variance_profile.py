"""The profile of a random intercept's likelihood: the fit, its deviance and slope at one variance ratio.

The profile likelihood has one unknown, the ratio of the school variance to the pupil variance (Bates et
al. 2015, Fitting linear mixed-effects models using lme4). A school enters only through its size and its
sums, so schools of one size are added up once and each step of a search costs one term a size.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from halfterm.cycles.impact.reasons import NotDefined
from halfterm.cycles.impact.sample import rounding_floor
from halfterm.cycles.impact.school_sums import Floats, SchoolSums


@dataclass(frozen=True, slots=True, eq=False)
class Grouped:
    """Within-school products of the columns and y, and between-school products added up by school size."""

    size: Floats  # (D,) distinct numbers of pupils
    within: Floats  # (k + 1, k + 1), the last row and column are y's
    between: Floats  # (D, k + 1, k + 1)
    schools: Floats  # (D,) how many of each size
    pupils: int

    def weighted(self, weight: Floats) -> Floats:
        """Between-school products added up with a weight for each school size."""
        added: Floats = np.einsum("d,dij->ij", weight, self.between)
        return added

    @property
    def least_variance(self) -> float:
        """A residual variance at or under this is rounding."""
        return rounding_floor(self.pupils, float(self.within[-1, -1])) / self.pupils


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """The profile at one variance ratio: the fit given the ratio, deviance and its slope."""

    ratio: float
    coefficients: Floats
    inverse: Floats
    variance_residual: float
    deviance: float
    slope: float


def by_size(sums: SchoolSums) -> Grouped:
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
    return Grouped(size, within, between, count.astype(float), sums.pupils)


def step_at(groups: Grouped, ratio: float) -> Step:
    """The fit at one variance ratio, with its restricted deviance and the slope of that in the ratio."""
    shrink = 1 / (1 + groups.size * ratio)
    whole = groups.within + groups.weighted(shrink / groups.size)
    inverse: Floats = np.asarray(np.linalg.inv(whole[:-1, :-1]), dtype=np.float64)
    coefficients = inverse @ whole[:-1, -1]
    degrees = groups.pupils - len(coefficients)
    left = float(whole[-1, -1] - coefficients @ whole[:-1, -1]) / degrees
    variance = max(left, groups.least_variance)
    if not variance > 0:
        raise NotDefined("the scores lie too far apart for the arithmetic")
    log_determinant = float(np.linalg.slogdet(whole[:-1, :-1])[1])
    spread = float(groups.schools @ np.log1p(groups.size * ratio))
    deviance = degrees * (1 + np.log(2 * np.pi * variance)) + spread + log_determinant
    twice = groups.weighted(shrink**2)
    contrast = np.append(-coefficients, 1.0)
    slope = (
        float(groups.schools @ (groups.size * shrink))
        - float(np.sum(inverse * twice[:-1, :-1]))
        - float(contrast @ twice @ contrast) / variance
    )
    return Step(ratio, coefficients, inverse, variance, float(deviance), slope)


def deviances(groups: Grouped, ratios: Floats) -> Floats:
    """The restricted deviance at many ratios at once, but for a constant."""
    spread = 1 + ratios[:, None] * groups.size
    whole = groups.within + np.einsum("rd,dij->rij", 1 / (spread * groups.size), groups.between)
    inner, outer = whole[:, :-1, :-1], whole[:, :-1, -1:]
    explained = (outer * np.linalg.solve(inner, outer)).sum(axis=(1, 2))
    degrees = groups.pupils - inner.shape[-1]
    variance = np.maximum((whole[:, -1, -1] - explained) / degrees, groups.least_variance)
    if not np.all(variance > 0):
        raise NotDefined("the scores lie too far apart for the arithmetic")
    deviances: Floats = (
        degrees * np.log(variance) + np.log(spread) @ groups.schools + np.linalg.slogdet(inner)[1]
    )
    return deviances
