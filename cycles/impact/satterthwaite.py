"""How sure a standard error of the multilevel model is: Satterthwaite's degrees of freedom."""

from __future__ import annotations

import numpy as np

from halfterm.cycles.impact.variance_profile import Grouped, Step


def satterthwaite(groups: Grouped, best: Step) -> tuple[float, ...]:
    """2 V^2 / Var(V) of each fixed effect's variance V (R: lmerTest), at least 1.

    Var(V) by the delta method from the deviance's second derivatives in the variance ratio r and the residual
    variance s; V = s C(r) with C the inverse of X'X weighted for r. At the boundary r = 0 only s is
    estimated, and the degrees of freedom are those of least squares.
    """
    variance, inverse = best.variance_residual, best.inverse
    degrees = groups.pupils - len(best.coefficients)
    if best.ratio == 0:
        return (float(degrees),) * len(best.coefficients)
    shrink = 1 / (1 + groups.size * best.ratio)
    once, twice = groups.weighted(shrink**2), groups.weighted(groups.size * shrink**3)
    contrast = np.append(-best.coefficients, 1.0)
    pull = (once @ contrast)[:-1]
    middle = inverse @ once[:-1, :-1]
    bend = 2 * float(contrast @ twice @ contrast) - 2 * float(pull @ inverse @ pull)
    curve = (
        bend / variance
        - float(groups.schools @ (groups.size * shrink) ** 2)
        + 2 * float(np.trace(inverse @ twice[:-1, :-1]))
        - float(np.trace(middle @ middle))
    )
    cross = float(contrast @ once @ contrast) / variance**2
    hessian = np.asarray([[curve, cross], [cross, degrees / variance**2]])
    if np.linalg.det(hessian) <= 0:
        return (1.0,) * len(best.coefficients)
    slopes = np.stack([variance * np.diag(middle @ inverse), np.diag(inverse)])
    spread = 2 * np.einsum("ij,ik,kj->j", slopes, np.linalg.inv(hessian), slopes)
    return tuple(np.maximum(2 * (variance * np.diag(inverse)) ** 2 / spread, 1.0).tolist())
