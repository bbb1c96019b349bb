"""False-signal rates: the printed table, enumeration in R, and enumeration here."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest

from halfterm.cycles.series.false_signal import (
    MOST_POINTS,
    false_signal_rate,
    fixed_centre_rate,
    own_centre_rate,
)
from halfterm.cycles.series.run_chart import run_chart

R = json.loads((Path(__file__).parent / "fixtures" / "false_signal.json").read_text())


@pytest.mark.parametrize(
    ("useful", "rate"),
    [(6, 0.031), (8, 0.023), (10, 0.045), (12, 0.043), (18, 0.059), (24, 0.066), (36, 0.085)],
)
def test_the_table_is_reproduced(useful: int, rate: float) -> None:
    assert round(float(fixed_centre_rate(useful)), 3) == rate


def test_every_course_counted_one_by_one_in_r_gives_the_same() -> None:
    assert [fixed_centre_rate(n) * 2**n for n in range(2, 19)] == R["fixed"]


@pytest.mark.parametrize("useful", range(1, 11))
def test_every_course_judged_by_the_run_chart_itself_gives_the_same(useful: int) -> None:
    courses = list(product((-1, 1), repeat=useful))
    signals = sum(run_chart(course, centre=0).signal for course in courses)
    assert fixed_centre_rate(useful) == Fraction(signals, len(courses))


def test_all_rates_up_to_sixty_points_are_small() -> None:
    rates = [float(fixed_centre_rate(n)) for n in range(61)]
    assert rates[:6] == [0.0] * 6
    assert all(0.015 < rate < 0.11 for rate in rates[6:])


def test_about_its_own_median_a_chart_errs_as_often_as_r_counts() -> None:
    found = [own_centre_rate(n, n) for n in (6, 8, 10, 12, 14, 16)]
    assert found == pytest.approx(R["own"], abs=1e-9)


def test_about_the_median_of_its_first_points_a_chart_errs_as_often_as_r_counts() -> None:
    asked = [(9, 3), (8, 3), (9, 1), (7, 1), (9, 5)]
    assert [own_centre_rate(n, b) for n, b in asked] == pytest.approx(R["early"], abs=1e-9)


def test_a_centre_of_few_points_errs_more_often_than_one_known_beforehand() -> None:
    assert own_centre_rate(12, 3) > 4 * float(fixed_centre_rate(12))
    assert own_centre_rate(12, 12) < float(fixed_centre_rate(12))


def test_a_centre_needs_a_point_of_the_chart() -> None:
    for baseline in (0, 5):
        with pytest.raises(ValueError, match="median of one point or more"):
            own_centre_rate(4, baseline)


def test_a_chart_too_long_to_count_has_no_rate() -> None:
    assert false_signal_rate(MOST_POINTS + 1, useful=10, baseline=None) is None
    assert 0 < (false_signal_rate(MOST_POINTS, useful=MOST_POINTS, baseline=12) or 0) < 1
