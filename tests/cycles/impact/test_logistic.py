"""Logistic regression from counts: R's numbers, and a reason where there is no fit."""

from __future__ import annotations

import numpy as np
import pytest

from halfterm.cycles.impact.logistic import NO_DOUBT, SAME, logistic
from halfterm.cycles.impact.reasons import NotDefined


def columns(*z: float) -> np.ndarray:
    return np.column_stack([np.ones(len(z)), z])


def test_a_small_table_is_fitted_as_r_fits_it() -> None:
    # glm(cbind(c(3, 5, 9), c(7, 5, 2)) ~ c(-1, 0, 2), family = binomial)
    fit = logistic(columns(-1, 0, 2), np.asarray([3.0, 5, 9]), np.asarray([7.0, 5, 2]))
    assert fit.coefficients == pytest.approx([-0.0374285967, 0.7803407472], rel=1e-6)
    assert fit.standard_errors == pytest.approx([0.404983642, 0.345167721], rel=1e-6)


def test_two_groups_without_anything_else_have_their_log_odds() -> None:
    fit = logistic(columns(0, 1), np.asarray([30.0, 10]), np.asarray([10.0, 10]))
    assert fit.coefficients == pytest.approx([np.log(3), -np.log(3)], abs=1e-12)
    assert fit.chance == pytest.approx([0.75, 0.5], abs=1e-12)


@pytest.mark.parametrize(
    ("successes", "failures"),
    [((0, 0, 5, 9), (4, 6, 0, 0)), ((9, 9, 9, 9), (0, 0, 0, 0)), ((0, 3, 5, 9), (4, 3, 0, 0))],
    ids=["parted by the score", "nobody fails", "parted but for one score"],
)
def test_where_the_outcomes_are_separated_there_is_no_fit(
    successes: tuple[int, ...], failures: tuple[int, ...]
) -> None:
    with pytest.raises(NotDefined, match=NO_DOUBT):
        logistic(columns(-2, -1, 0, 1), np.asarray(successes, float), np.asarray(failures, float))


def test_a_column_that_repeats_another_is_refused() -> None:
    with pytest.raises(NotDefined, match=SAME):
        logistic(columns(1, 1), np.asarray([3.0, 5]), np.asarray([2.0, 2]))
