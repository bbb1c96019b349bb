"""What follows from a count of positive cases."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError
from scipy.stats import binom, binomtest

from halfterm.cycles.coding.how_sure import how_sure, sure_words
from halfterm.cycles.coding.reported import ReportedClaim

GROUND = {"words": "Nearly all schools saw a positive impact.", "source": "The programme's report"}


def claim(k: int, n: int, **more: Any) -> ReportedClaim:
    return ReportedClaim.model_validate(GROUND | {"k": k, "n": n} | more)


@pytest.mark.parametrize(("k", "n"), [(16, 17), (0, 5), (5, 5), (3, 8), (40, 61), (1, 1)])
def test_the_interval_and_the_sign_test_are_scipys(k: int, n: int) -> None:
    sure = how_sure(k, n)
    reference = binomtest(k, n).proportion_ci(method="wilson")
    assert (sure.lower, sure.upper) == pytest.approx((reference.low, reference.high), abs=1e-12)
    tail = binom.sf(max(k, n - k) - 1, n, 0.5)
    assert sure.p == pytest.approx(min(2 * tail, 1.0), rel=1e-9)


@pytest.mark.parametrize(("k", "n"), [(2, 1), (-1, 3), (0, 0)])
def test_only_a_part_of_something_is_a_share(k: int, n: int) -> None:
    with pytest.raises(ValueError, match="needs 0 <= k <= n"):
        how_sure(k, n)


def test_sixteen_of_seventeen_is_no_chance_and_no_proof() -> None:
    limits = ["self-reported", "selected", "low baseline", "no comparison"]
    said = sure_words(claim(16, 17, limits=limits))
    assert said[0].startswith("16 of 17 is 94%.")
    assert "between 73% and 99%" in said[0]
    assert said[1].endswith(
        "hardly come about by chance. But an even chance is not what doing nothing gives."
    )
    assert len(said) == 2 + len(limits) + 1
    assert any("regression to the mean" in line for line in said)


def test_a_count_near_half_could_be_chance_whichever_side() -> None:
    for k in (3, 5):
        assert sure_words(claim(k, 8))[1].endswith("chance alone could bring this about.")


def test_few_positives_are_told_as_plainly_as_many() -> None:
    assert "so few would hardly" in sure_words(claim(1, 17))[1]
    assert "so many would hardly" in sure_words(claim(16, 17))[1]


def test_where_nothing_is_said_of_the_judging_that_is_said() -> None:
    assert any(line.startswith("It is not said how each was judged") for line in sure_words(claim(16, 17)))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ({"k": 3, "n": 2}, "k is more than n"),
        ({"k": 1, "n": 0}, "greater than or equal to 1"),
        ({"k": 1, "n": 2, "limits": ["selected", "selected"]}, "twice"),
        ({"k": 1, "n": 2, "limits": ["biased"]}, "Input should be"),
    ],
)
def test_a_claim_that_cannot_be_is_refused(content: dict[str, Any], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        ReportedClaim.model_validate(GROUND | content)
