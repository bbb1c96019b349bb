"""Least squares and multilevel fits where they are hard, and how their cost grows."""

from __future__ import annotations

import time
from collections.abc import Callable
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from halfterm.cycles.impact.moments import Cell, Moments, PanelSummary, Shift
from halfterm.cycles.impact.multilevel import fit_random_intercept
from halfterm.cycles.impact.reasons import NotDefined
from halfterm.cycles.impact.regression import least_squares, panel_sums
from halfterm.cycles.impact.study import study_panel

Summarise = Callable[..., PanelSummary]
Rows = list[tuple[str, bool, float, float]]


def pupils(*, seed: int, schools: int, school_sd: float, size: int = 8) -> Rows:
    """Target pupils gain 2 less; follow-up = baseline + 5 + school + noise."""
    random = Random(seed)
    rows: Rows = []
    for school in range(schools):
        level = random.gauss(0, school_sd)
        for place in range(2 + (size * (school + 1)) % (2 * size)):
            baseline = random.gauss(20, 4)
            after = baseline + 5 - 2 * (place % 2) + level + random.gauss(0, 2)
            rows.append((str(school), place % 2 == 1, baseline, after))
    return rows


def restricted_deviance(rows: Rows, ratio: float) -> float:
    """-2 log restricted likelihood from the whole covariance matrix of the pupils."""
    school = np.asarray([row[0] for row in rows])
    x = np.asarray([(1.0, row[2], float(row[1])) for row in rows])
    y = np.asarray([row[3] for row in rows])
    covariance = np.eye(len(rows)) + ratio * (school[:, None] == school[None, :])
    inverse = np.linalg.inv(covariance)
    bread = x.T @ inverse @ x
    left = y - x @ np.linalg.solve(bread, x.T @ inverse @ y)
    degrees = len(rows) - 3
    variance = left @ inverse @ left / degrees
    whole = np.linalg.slogdet(covariance)[1] + np.linalg.slogdet(bread)[1]
    return float(degrees * (1 + np.log(2 * np.pi * variance)) + whole)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), school_sd=st.sampled_from([0.0, 0.3, 1.0, 5.0, 40.0]))
def test_the_fit_is_the_highest_point_of_the_restricted_likelihood(
    seed: int, school_sd: float, summary_from_rows: Summarise
) -> None:
    rows = pupils(seed=seed, schools=7, school_sd=school_sd, size=5)
    fit = fit_random_intercept(panel_sums(summary_from_rows(rows)))
    ratio = fit.variance_school / fit.variance_residual
    assert fit.restricted_deviance == pytest.approx(restricted_deviance(rows, ratio), rel=1e-9)
    for other in (0.0, 0.99 * ratio, 1.01 * ratio, 0.5 * ratio + 1e-3, 2 * ratio + 1e-2):
        assert restricted_deviance(rows, other) >= fit.restricted_deviance - 1e-8


def test_the_order_of_pupils_and_schools_changes_nothing(summary_from_rows: Summarise) -> None:
    rows = pupils(seed=4, schools=6, school_sd=1.5)
    one = study_panel(summary_from_rows(rows, shift=Shift(20, 25)), with_treated=False)
    other = study_panel(summary_from_rows(rows[::-1], shift=Shift(20, 25)), with_treated=False)
    for here, there in zip(one, other, strict=True):
        for part in ("value", "lower", "upper", "p"):
            assert getattr(here, part) == (
                getattr(there, part) and pytest.approx(getattr(there, part), rel=1e-9)
            )


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (pupils(seed=1, schools=4, school_sd=1), "fewer than 5 schools"),
        (
            [(str(place), place % 2 == 0, place % 5, place * place % 7) for place in range(12)],
            "every school has one pupil",
        ),
        (
            [(str(place % 6), place % 4 < 2, place % 5, 3 + place % 5) for place in range(24)],
            "leaves no scatter",
        ),
        (
            [(str(place % 6), place % 4 < 2, place % 5, 3 * (place % 6) ** 2) for place in range(24)],
            "do not differ once the baseline is allowed for",
        ),
        (
            [(str(place % 6), place % 4 < 2, 5, place % 7) for place in range(24)],
            "'baseline' is the same for every pupil",
        ),
        (
            [(str(place % 6), place % 4 < 2, float(place % 4 < 2), place % 7) for place in range(24)],
            "'baseline' and 'target' cannot be told apart",
        ),
    ],
)
def test_where_there_is_no_multilevel_fit_it_says_why(
    rows: Rows, why: str, summary_from_rows: Summarise
) -> None:
    found = {made.statistic: made for made in study_panel(summary_from_rows(rows), with_treated=False)}
    for name in ("multilevel", "icc", "variance_school", "variance_residual"):
        assert found[name].value is None
        assert why in found[name].method


def test_a_perfect_line_gives_a_coefficient_without_an_interval(summary_from_rows: Summarise) -> None:
    rows = [("a", place % 2 == 0, place, 3 + place - 2 * (place % 2 == 0)) for place in range(9)]
    found = {made.statistic: made for made in study_panel(summary_from_rows(rows), with_treated=False)}
    assert found["ancova"].value == pytest.approx(-2)
    assert found["ancova"].method.endswith("no interval: the model leaves no scatter")


def test_least_squares_of_nobody_is_refused(summary_from_rows: Summarise) -> None:
    with pytest.raises(NotDefined, match="no pupil"):
        least_squares(panel_sums(summary_from_rows([])))


def test_twenty_thousand_schools_are_fitted_in_seconds() -> None:
    generator = np.random.default_rng(5)
    cells = []
    for school in range(20_000):
        level = generator.normal(0, 2)
        for target in (True, False):
            n = int(generator.integers(8, 60))
            b = generator.normal(0, 4, n)
            f = 0.8 * b - 2 * target + level + generator.normal(0, 3, n)
            b_sum, f_sum, bb, ff, bf = (float(part) for part in (b.sum(), f.sum(), b @ b, f @ f, b @ f))
            cells.append(Cell(str(school), target, None, Moments(n, b_sum, f_sum, bb, ff, bf)))
    started = time.perf_counter()
    fit = fit_random_intercept(panel_sums(PanelSummary(Shift(), tuple(cells), ())))
    assert time.perf_counter() - started < 10
    assert fit.variance_school == pytest.approx(4, rel=0.05)
    assert fit.variance_residual == pytest.approx(9, rel=0.01)
    assert fit.coefficients[2] == pytest.approx(-2, abs=4 * fit.standard_errors[2])
