"""Logistic regression from counts: how likely something is, given a few columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import expit

from halfterm.cycles.impact.reasons import NotDefined
from halfterm.cycles.impact.school_sums import Floats

MOST_STEPS: Final = 30
SETTLED: Final = 1e-10
SEPARATED: Final = 25.0
"""A log-odds beyond this is a probability of nought or one in all but name: the fit runs away to it."""

SAME = "some of what the model is given repeats the rest"
NO_DOUBT = "the baseline score tells without exception who is missing, so nobody can stand in for them"


@dataclass(frozen=True, slots=True, eq=False)
class Logistic:
    """Coefficients on the log-odds scale in the order of the columns, their errors, and each row's chance."""

    coefficients: Floats
    standard_errors: Floats
    chance: Floats


def logistic(columns: Floats, successes: Floats, failures: Floats) -> Logistic:
    """Fit successes of successes + failures ~ columns by maximum likelihood (R: glm, binomial).

    Iteratively reweighted least squares, which for the logit is Newton's method. `columns` is (rows, k), a
    constant included; rows without anybody are no trouble.

    Raises:
        NotDefined: a column repeats others, or the two outcomes are separated, so that no fit exists.
    """
    n = successes + failures
    coefficients = np.zeros(columns.shape[1])
    for _ in range(MOST_STEPS):
        chance = expit(columns @ coefficients)
        step = _inverse(columns, n * chance * (1 - chance)) @ (columns.T @ (successes - n * chance))
        coefficients = coefficients + step
        log_odds = columns @ coefficients
        if float(np.abs(log_odds[n > 0]).max()) > SEPARATED:
            raise NotDefined(NO_DOUBT)
        if float(np.abs(step).max()) <= SETTLED * (1 + float(np.abs(coefficients).max())):
            chance = expit(log_odds)
            inverse = _inverse(columns, n * chance * (1 - chance))
            return Logistic(coefficients, np.sqrt(np.diag(inverse)), chance)
    raise NotDefined(NO_DOUBT)


def _inverse(columns: Floats, weight: Floats) -> Floats:
    """Inverse of the information X'WX, its columns first brought to one length."""
    information = columns.T @ (weight[:, None] * columns)
    length = np.sqrt(np.diag(information))
    if not (length > 0).all():
        raise NotDefined(NO_DOUBT)
    scaled = information / np.outer(length, length)
    if np.linalg.eigvalsh(scaled)[0] < 1e-12:
        raise NotDefined(SAME)
    made: Floats = np.linalg.inv(scaled) / np.outer(length, length)
    return made
