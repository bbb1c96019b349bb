"""The conditional odds ratio: SciPy's where that is quick, R's where that has digits, and large tables."""

from __future__ import annotations

import pytest
from scipy.stats.contingency import odds_ratio

from halfterm.cycles.impact.odds import conditional_odds_ratio
from halfterm.cycles.impact.reached import Reached
from tests.cycles.impact.survey_references import SAID, said


def of(a: int, b: int, c: int, d: int) -> tuple[float, float, float]:
    return conditional_odds_ratio(Reached(a, a + b), Reached(c, c + d))


@pytest.mark.parametrize("name", ["small", "even", "large"])
def test_it_is_rs(name: str) -> None:
    case = SAID["fisher"][name]
    assert of(*case["cells"]) == pytest.approx(said(case["odds"]), rel=1e-9)


@pytest.mark.parametrize("cells", [(1, 1, 1, 1), (1, 99, 3, 9), (60, 1, 1, 60), (7, 3, 2, 11)])
def test_it_is_scipys(cells: tuple[int, int, int, int]) -> None:
    a, b, c, d = cells
    scipys = odds_ratio([[a, b], [c, d]])
    bounds = scipys.confidence_interval(0.95)
    assert of(*cells) == pytest.approx((scipys.statistic, bounds.low, bounds.high), rel=1e-6)


def test_of_very_many_pupils_it_is_the_plain_ratio() -> None:
    value, lower, upper = of(50_000, 30_000, 40_000, 50_000)
    assert value == pytest.approx(50 * 50 / (30 * 40), rel=1e-4)
    assert 2.04 < lower < value < upper < 2.13


def test_turning_the_groups_turns_the_ratio() -> None:
    value, lower, upper = of(9, 4, 3, 12)
    assert of(3, 12, 9, 4) == pytest.approx((1 / value, 1 / upper, 1 / lower), rel=1e-9)
