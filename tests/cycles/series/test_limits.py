"""Limits at their edges: on a limit, no scatter, one point, shares kept within 0 and 1."""

from __future__ import annotations

import math

import pytest

from halfterm.cycles.impact.reasons import NotDefined
from halfterm.cycles.series.limits import limits_about
from halfterm.cycles.series.means import difference_size, i_prime
from halfterm.cycles.series.shares import p_chart, p_prime
from halfterm.cycles.series.xmr import xmr

TWELVE = [12.1, 11.4, 12.9, 12.3, 11.2, 12.8, 11.9, 12.2, 12.6, 11.7, 12.4, 11.8]


def test_a_point_on_a_limit_is_within_it() -> None:
    limits = limits_about("XmR", 10.0, [1.0] * 4)
    assert [limits.side(i, value) for i, value in enumerate([13.0, 7.0, 13.1, 6.9])] == [
        *("within", "within", "above", "below")
    ]


@pytest.mark.parametrize("values", [[], [4.0], [4.0] * 12])
def test_without_scatter_there_are_no_limits(values: list[float]) -> None:
    with pytest.raises(NotDefined):
        xmr(values)
    with pytest.raises(NotDefined):
        i_prime(values, [9.0] * len(values))


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_shares_of_nobody_or_everybody_have_no_limits(share: float) -> None:
    for chart in (p_chart, p_prime):
        with pytest.raises(NotDefined, match="do not vary"):
            chart([share] * 12, [30.0] * 12)


def test_shares_alike_have_no_limits_of_their_own_but_those_of_counting() -> None:
    with pytest.raises(NotDefined, match="do not vary"):
        p_prime([0.5] * 12, [30.0] * 12)
    assert p_chart([0.5] * 12, [30.0] * 12).sigma[0] == pytest.approx(math.sqrt(0.25 / 30))


def test_limits_of_shares_stay_within_nought_and_one() -> None:
    limits = p_prime([0.02, 0.1, 0.05, 0.0, 0.9, 0.08], [10, 12, 9, 11, 10, 12])
    assert min(limits.lower) == 0.0
    assert max(limits.upper) <= 1.0


def test_means_of_equal_numbers_have_the_limits_of_single_values_unscreened() -> None:
    plain, weighted = xmr(TWELVE), i_prime(TWELVE, [25.0] * 12)
    # sqrt(pi) / 2 is 1 / 1.1284: d2 as it is, where XmR takes it as printed.
    assert weighted.centre == pytest.approx(plain.centre)
    assert weighted.sigma[0] == pytest.approx(plain.sigma[0] * 1.128 * math.sqrt(math.pi) / 2)


def test_more_pupils_have_narrower_limits() -> None:
    limits = i_prime(TWELVE, [10.0] * 11 + [40.0])
    assert limits.sigma[11] == pytest.approx(limits.sigma[0] / 2)


def test_a_difference_is_as_sure_as_a_mean_of_fewer_pupils() -> None:
    assert 1 / difference_size(15, 85) == pytest.approx(1 / 15 + 1 / 85)


def test_later_points_do_not_move_locked_limits() -> None:
    locked = xmr([*TWELVE, 40.0, 2.0], baseline=12)
    assert (locked.lower[0], locked.upper[13]) == (xmr(TWELVE).lower[0], xmr(TWELVE).upper[0])
