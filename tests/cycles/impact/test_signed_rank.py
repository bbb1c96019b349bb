"""Wilcoxon's signed-rank test with noughts: against coin, against SciPy, and where nobody changed."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from halfterm.cycles.impact.signed_rank import MOST_CHANGED_EXACT, SignedRank, signed_rank
from tests.cycles.impact.survey_references import EXACT, SAID


def of(*changes: float) -> SignedRank:
    return signed_rank(np.asarray(changes), np.ones(len(changes), dtype=np.int64))


@pytest.mark.parametrize("case", SAID["signed"].values(), ids=SAID["signed"])
def test_p_is_coins_with_pratts_noughts(case: dict[str, Any]) -> None:
    before, after, times = np.asarray(case["pairs"]).T
    found = signed_rank((after - before).astype(float), times)
    changed = times[after != before].sum()
    if changed <= MOST_CHANGED_EXACT:
        assert found.p == pytest.approx(case["exact"], rel=EXACT)
        assert found.test.startswith("exact")
    else:
        assert found.p == pytest.approx(case["normal"], rel=1e-9)
        assert "normal" in found.test


@pytest.mark.parametrize("changes", [(1, 0, 2, -1, 2), (0, 0, 1), (-3, -1, 0, 0, 2, -2, -1), (2, 2, 2, -1)])
def test_few_changes_are_scipys_over_all_signs(changes: tuple[int, ...]) -> None:
    every_sign = stats.PermutationMethod(n_resamples=2**9)
    scipys = stats.wilcoxon(np.asarray(changes, dtype=float), zero_method="pratt", method=every_sign)
    assert of(*changes).p == pytest.approx(scipys.pvalue, abs=EXACT)


@given(st.lists(st.integers(-4, 4), min_size=1, max_size=8))
def test_p_counts_the_signs_that_lead_as_far(changes: list[int]) -> None:
    ranks = stats.rankdata(np.abs(changes))[np.asarray(changes) != 0]
    leads = [abs(float(ranks @ signs)) for signs in product((-1, 1), repeat=len(ranks))]
    seen = of(*changes)
    assert seen.lead == pytest.approx(float(np.sign(changes) @ stats.rankdata(np.abs(changes))))
    assert seen.p == pytest.approx(sum(lead >= abs(seen.lead) for lead in leads) / len(leads))


@given(st.sets(st.integers(1, 60), min_size=1, max_size=30), st.randoms())
def test_without_ties_and_noughts_it_is_scipys_exact(sizes: set[int], random: Any) -> None:
    changes = [size * random.choice([-1.0, 1.0]) for size in sorted(sizes)]
    assert of(*changes).p == pytest.approx(stats.wilcoxon(changes, method="exact").pvalue, abs=EXACT)


def test_many_changes_are_scipys_normal_without_correction() -> None:
    changes = np.asarray([place % 7 - 2.5 - (place % 3) for place in range(300)])
    changes[::9] = 0
    scipys = stats.wilcoxon(changes, zero_method="pratt", method="asymptotic", correction=False)
    assert of(*changes).p == pytest.approx(scipys.pvalue, rel=1e-9)


@pytest.mark.parametrize("changes", [(0.0,), (0.0, 0.0, 0.0), ()])
def test_where_nobody_changed_there_is_no_lead(changes: tuple[float, ...]) -> None:
    assert of(*changes) == SignedRank(0.0, 1.0, "nobody changed")


def test_one_respondent_shows_nothing() -> None:
    assert of(3.0).p == 1


def test_changes_that_differ_by_rounding_only_are_tied() -> None:
    assert of(4.1 - 3.1, 2.1 - 1.1, -1.0) == of(1.0, 1.0, -1.0)
    assert of(0.1 + 0.2 - 0.3, 1.0).lead == of(0.0, 1.0).lead
