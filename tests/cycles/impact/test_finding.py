"""A finding: a number with its interval, or a reason in its place."""

from __future__ import annotations

import math

import pytest

from halfterm.cycles.impact.finding import Finding, undefined

MADE = Finding("gap_change", 1.5, 0.5, 2.5, 0.01, 24, 31, "Welch t interval", 0.5)


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("place", range(5))
def test_a_number_that_is_not_finite_never_becomes_a_finding(place: int, number: float) -> None:
    numbers: list[float | None] = [1.0, 0.0, 2.0, 0.5, 0.1]
    numbers[place] = number
    value, lower, upper, p, error = numbers
    with pytest.raises(ValueError, match=r"did: .* must be a finite number or None"):
        Finding("did", value, lower, upper, p, 10, 10, "t", error)


@pytest.mark.parametrize(("n_comparison", "one_sided"), [(0, True), (1, False)])
def test_a_finding_without_comparison_pupils_is_one_sided(n_comparison: int, one_sided: bool) -> None:
    assert Finding("gain_target", 2.0, None, None, None, 24, n_comparison, "t").one_sided is one_sided


def test_exchanging_the_sides_turns_value_and_bounds_round_and_keeps_the_rest() -> None:
    turned = MADE.negated("gap_index")
    assert (turned.statistic, turned.value, turned.lower, turned.upper) == ("gap_index", -1.5, -2.5, -0.5)
    assert (turned.p, turned.n_target, turned.n_comparison) == (0.01, 24, 31)


def test_an_undefined_finding_carries_its_reason_and_its_groups_and_stays_so_when_turned() -> None:
    missing = undefined("did", "one pupil shows no scatter", n_target=1, n_comparison=31)
    assert not missing.defined
    assert missing.method == "not computed: one pupil shows no scatter"
    assert (missing.n_target, missing.n_comparison) == (1, 31)
    turned = missing.negated("other")
    assert (turned.value, turned.lower, turned.upper) == (None, None, None)
    assert MADE.defined
