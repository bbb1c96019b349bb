"""Percentages before and after: with other pupils, with the same, and without their number."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfterm.cycles.impact.before_after import (
    DIFFERENCE_ONLY,
    NO_PUPILS,
    PairedShares,
    change_of_paired_shares,
    change_of_percentages,
    change_of_shares,
    mean_change_of_total,
    newcombe_paired,
    paired_shares,
    reached_of_percentage,
)
from halfterm.cycles.impact.reached import Reached
from halfterm.cycles.impact.reasons import NotDefined, reason
from halfterm.cycles.impact.threshold import newcombe, shares_p
from tests.cycles.impact.survey_references import EXACT, SAID, numbers, said


@pytest.mark.parametrize("case", SAID["change"].values(), ids=SAID["change"])
def test_the_same_pupils_have_newcombes_paired_interval_and_mcnemars_p(case: dict[str, Any]) -> None:
    found = change_of_paired_shares(PairedShares(*case["cells"]))
    assert numbers(found) == pytest.approx(said(case), rel=1e-9, abs=1e-9)
    assert found.p == pytest.approx(case["p"], rel=EXACT)


@pytest.mark.parametrize(
    ("cells", "printed"),
    [
        # Altman et al. (2000), Statistics with Confidence, 2nd ed., p. 53: 0.20, 0.056 to 0.329.
        ((20, 2, 12, 16), (0.200, 0.056, 0.329)),
        # Fagerland, Lydersen & Laake (2017), chapter 8, Bentur et al.: -0.286, -0.507 to -0.026,
        # before less after.
        ((1, 1, 7, 12), (0.286, 0.026, 0.507)),
    ],
)
def test_the_paired_interval_is_the_printed_one(
    cells: tuple[int, int, int, int], printed: tuple[float, ...]
) -> None:
    assert [round(number, 3) for number in newcombe_paired(PairedShares(*cells))] == list(printed)


@given(st.tuples(*[st.integers(0, 40)] * 4).filter(any))
def test_the_paired_interval_holds_the_difference_and_keeps_its_bounds(
    cells: tuple[int, int, int, int],
) -> None:
    difference, lower, upper = newcombe_paired(PairedShares(*cells))
    assert -1 <= lower <= difference <= upper <= 1
    both, only_before, only_after, neither = cells
    turned = newcombe_paired(PairedShares(both, only_after, only_before, neither))
    assert turned == pytest.approx((-difference, -upper, -lower), abs=1e-12)


def test_other_pupils_have_newcombes_interval() -> None:
    found = change_of_shares(Reached(14, 30), Reached(24, 30))
    assert numbers(found) == pytest.approx([100 * part for part in newcombe(24, 30, 14, 30)])
    assert found.p == shares_p(Reached(24, 30), Reached(14, 30))[0]
    assert (found.n_target, found.n_comparison) == (30, 30)


def test_without_pupils_there_is_the_difference_and_it_says_so() -> None:
    found = change_of_percentages(68.3, 80)
    assert (found.value, found.lower, found.upper, found.p) == (11.7, None, None, None)
    assert found.method == DIFFERENCE_ONLY


def test_nobody_is_a_reason() -> None:
    assert reason(change_of_shares(Reached(0, 0), Reached(3, 4))) == NO_PUPILS
    assert reason(change_of_paired_shares(PairedShares(0, 0, 0, 0))) == NO_PUPILS
    assert reason(mean_change_of_total(7, 0)) == NO_PUPILS


def test_a_sum_of_changes_has_a_mean_and_no_interval() -> None:
    found = mean_change_of_total(7, 8)
    assert (found.value, found.lower, found.p, found.n_target) == (0.875, None, None, 8)


@pytest.mark.parametrize(
    ("percentage", "n", "decimals", "count"),
    [
        (47, 30, 0, 14),
        (80, 30, 0, 24),
        (0, 7, 0, 0),
        (100, 7, 0, 7),
        (46.7, 30, 1, 14),
        (12.5, 8, 1, 1),
        (13, 8, 0, 1),
    ],
)
def test_a_percentage_stands_for_a_whole_number_of_pupils(
    percentage: float, n: int, decimals: int, count: int
) -> None:
    assert reached_of_percentage(percentage, n, decimals=decimals) == Reached(count, n)


@given(st.integers(1, 400), st.data())
def test_every_printed_share_finds_a_count_that_prints_so(n: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, n))
    printed = float(f"{100 * count / n:.0f}")
    try:
        found = reached_of_percentage(printed, n)
    except NotDefined:
        assert (200 * count / n) % 2 == 1  # a half: printed to even here, away from nought there
        return
    assert abs(100 * found.share - printed) <= 0.5


def test_a_percentage_that_no_number_of_pupils_has_is_refused() -> None:
    with pytest.raises(NotDefined, match=r"25 pupils is 47 %: 11 are 44 % and 12 are 48 %"):
        reached_of_percentage(47, 25)


def test_the_four_cells_come_from_three_counts() -> None:
    assert paired_shares(14, 24, n=30, both=13) == PairedShares(13, 1, 11, 5)
    with pytest.raises(NotDefined, match="8 to 14 can have it both times"):
        paired_shares(14, 24, n=30, both=7)
