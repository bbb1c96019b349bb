"""Months of progress follow their table at every bound."""

from __future__ import annotations

import pytest

from halfterm.cycles.errors import BadInput
from halfterm.cycles.impact.finding import Finding, undefined
from halfterm.cycles.impact.months import MonthsTable, months_finding, months_of_progress

BOUNDS = [0.05, 0.10, 0.19, 0.27, 0.36, 0.45, 0.53, 0.62, 0.70, 0.79, 0.88, 0.96]


@pytest.mark.parametrize(("count", "bound"), list(enumerate(BOUNDS, start=1)))
def test_a_month_more_begins_at_each_bound_of_2018_and_less_progress_mirrors_it(
    count: int, bound: float
) -> None:
    assert months_of_progress(bound) == count
    assert months_of_progress(bound - 0.01) == count - 1
    assert months_of_progress(-bound) == -count
    assert months_of_progress(-bound + 0.01) == -(count - 1)


@pytest.mark.parametrize(
    ("effect", "table", "count"),
    [
        (0.0, "eef-2018", 0),
        (0.0449, "eef-2018", 0),
        (0.045, "eef-2018", 1),
        (-0.045, "eef-2018", -1),
        (0.185, "eef-2018", 3),
        (3.5, "eef-2018", 12),
        (-3.5, "eef-2018", -12),
        (0.0149, "toolkit-2014", 0),
        (0.015, "toolkit-2014", 1),
        (0.09, "toolkit-2014", 1),
        (0.10, "toolkit-2014", 2),
    ],
)
def test_the_effect_size_is_first_rounded_half_away_to_two_decimals(
    effect: float, table: MonthsTable, count: int
) -> None:
    assert months_of_progress(effect, table=table) == count


def test_value_and_bounds_become_months_and_the_method_names_the_table() -> None:
    effect = Finding("effect_size_adjusted", 0.16, -0.002, 0.249, 0.05, 30, 60, "least squares", 0.07)
    found = months_finding(effect, statistic="months", table="toolkit-2014")
    assert (found.value, found.lower, found.upper, found.p) == (2, 0, 3, 0.05)
    assert (found.n_target, found.n_comparison, found.standard_error) == (30, 60, None)
    assert found.method.startswith("months table toolkit-2014")
    assert str(found.lower) == "0.0"


def test_an_effect_without_an_interval_gives_months_without_one() -> None:
    effect = Finding("effect_size_adjusted", 0.5, None, None, None, 1, 60, "least squares")
    assert months_finding(effect, statistic="months").lower is None


def test_no_effect_size_gives_no_months_and_the_reason() -> None:
    found = months_finding(undefined("effect_size_adjusted", "the scores do not vary"), statistic="months")
    assert found.value is None
    assert found.method == "not computed: no effect size: the scores do not vary"


def test_an_unknown_table_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(BadInput, match="no months table 'eef-2108'; did you mean 'eef-2018'"):
        months_of_progress(0.2, table="eef-2108")  # type: ignore[arg-type]
