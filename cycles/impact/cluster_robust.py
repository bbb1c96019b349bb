"""The interval of a slope when whole schools were treated, from the scatter between schools."""

from __future__ import annotations

import numpy as np

from halfterm.cycles.impact.estimate import Estimate
from halfterm.cycles.impact.regression import LeastSquares
from halfterm.cycles.impact.school_sums import Floats

# A school with a share of a column this near 1 determines it alone: it says nothing about scatter.
ALONE = 1e-9


def cluster_robust(fit: LeastSquares, *, slope: int) -> Estimate:
    """One slope with the bias-reduced sandwich over schools (CR2) and Satterthwaite degrees of freedom.

    Bell and McCaffrey (2002), Bias reduction in standard errors for linear regression with multi-stage
    samples, Survey Methodology 28: 169-181; as R's clubSandwich::coef_test(vcov = "CR2"), working model of
    equal, independent scatter. A school's part of the adjustment is f(S M) X'e with S its X'X, M the inverse
    of the whole X'X and f(h) = (1 - h)^(-1/2): school sums are enough.
    """
    sums, value = fit.sums, float(fit.slopes[slope])
    if sums.schools < 2 or fit.degrees_of_freedom < 1:
        return Estimate.bare(value, "too few schools or pupils to measure the scatter")
    if not fit.residual_variance:
        return Estimate.bare(value, "the model leaves no scatter between schools")
    share, vectors, root = _shares(fit)
    along = root[slope if slope < 0 else slope + 1]  # L'c, with M = L L'; row 0 is the constant's
    # Every school in the coordinates of its own eigenvectors: the wanted direction, and its scores.
    wanted = np.einsum("gij,i->gj", vectors, along)
    scores = np.einsum("gij,gi->gj", vectors, _scores(fit) @ root)
    adjust = np.where(share < 1 - ALONE, 1 / np.sqrt(np.maximum(1 - share, ALONE)), 0.0)
    squared = float(np.sum(np.sum(wanted * adjust * scores, axis=1) ** 2))
    if squared <= 0:
        return Estimate.bare(value, "the model leaves no scatter between schools")
    degrees = _degrees(wanted, share, adjust=adjust, vectors=vectors)
    return Estimate.from_t(value, squared**0.5, degrees)


def _turn(fit: LeastSquares) -> Floats:
    """The matrix that takes columns about their means."""
    turn = np.eye(len(fit.slopes) + 1)
    turn[1:, 0] = -fit.column_means
    return turn


def _shares(fit: LeastSquares) -> tuple[Floats, Floats, Floats]:
    """Eigenvalues (0 to 1) and vectors of each school's L'S L, and L, the root of the inverse of X'X."""
    k = len(fit.slopes) + 1
    inverse = np.zeros((k, k))
    inverse[0, 0], inverse[1:, 1:] = 1 / fit.sums.pupils, fit.inverse
    root: Floats = np.asarray(np.linalg.cholesky(inverse), dtype=np.float64)
    turn = _turn(fit)
    share, vectors = np.linalg.eigh(root.T @ (turn @ fit.sums.xx @ turn.T) @ root)
    return np.clip(share, 0.0, 1.0), vectors, root


def _scores(fit: LeastSquares) -> Floats:
    """X'e of each school, columns about their means."""
    coefficients = np.concatenate([[fit.constant], fit.slopes])
    scores: Floats = (fit.sums.xy - fit.sums.xx @ coefficients) @ _turn(fit).T
    return scores


def _degrees(wanted: Floats, share: Floats, *, adjust: Floats, vectors: Floats) -> float:
    """(tr B)^2 / tr(B^2), B the scatter of the schools' parts if pupils' scatter is equal and independent."""
    own = np.sum(adjust**2 * share * wanted**2, axis=1)
    shared = np.einsum("gij,gj->gi", vectors, adjust * share * wanted)
    length = np.sum(shared**2, axis=1)
    together = shared.T @ shared
    trace = float(np.sum(own - length))
    square = float(np.sum(own**2 - 2 * own * length) + np.sum(together**2))
    return max(trace**2 / square, 1.0) if square > 0 else 1.0
