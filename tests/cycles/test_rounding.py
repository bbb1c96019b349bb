"""Published rounding goes half away from zero on the number as written."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfterm.cycles.rounding import half_away, in_percent


@pytest.mark.parametrize(
    ("number", "places", "rounded"),
    [
        (-2.25, 1, -2.3),
        (2.25, 1, 2.3),
        (2.675, 2, 2.68),
        (1.005, 2, 1.01),
        (0.5, 0, 1.0),
        (-0.5, 0, -1.0),
        (2.5, 0, 3.0),
        (-2.2, 1, -2.2),
        (1e300, 2, 1e300),
        (5e-324, 2, 0.0),
        (15, -1, 20.0),
        (0.1 + 0.2, 15, 0.3),
    ],
)
def test_halves_go_away_from_zero(number: float, places: int, rounded: float) -> None:
    assert half_away(number, places) == rounded


@pytest.mark.parametrize(
    ("held", "planned", "percent"), [(41, 40, 103), (29, 200, 15), (1, 3, 33), (0, 4, 0)]
)
def test_half_a_percent_is_rounded_up_however_the_share_is_stored(
    held: int, planned: int, percent: float
) -> None:
    assert half_away(in_percent(held / planned)) == percent


def test_a_share_that_is_no_number_has_no_percentage() -> None:
    with pytest.raises(ValueError, match="finite"):
        in_percent(math.nan)


@pytest.mark.parametrize("number", [-0.0, -0.04, -1e-300])
def test_nought_has_no_minus(number: float) -> None:
    assert math.copysign(1, half_away(number, 1)) == 1


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_what_is_not_finite_is_refused(number: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        half_away(number)


@given(st.floats(-1e9, 1e9), st.integers(0, 6))
def test_it_is_within_half_a_unit_and_odd(number: float, places: int) -> None:
    distance = abs(Decimal(repr(half_away(number, places))) - Decimal(repr(number)))
    assert distance <= Decimal(5).scaleb(-places - 1)
    assert half_away(-number, places) == -half_away(number, places)
