"""Two-way counts: against R's exact tests, against SciPy, and the tables that are refused."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from halfterm.cycles.impact.contingency import (
    EMPTY_CELL,
    EVERYBODY_HAS_IT,
    NOBODY_ELSE,
    NOBODY_HAS_IT,
    NOBODY_IN_GROUP,
    ONE_LEVEL,
    ordered_two_way,
    share_against,
    two_way,
)
from halfterm.cycles.impact.reached import Reached
from halfterm.cycles.impact.reasons import reason
from tests.cycles.impact.survey_references import EXACT, SAID, numbers, said


@pytest.mark.parametrize("case", SAID["fisher"].values(), ids=SAID["fisher"])
def test_a_two_by_two_table_is_rs(case: dict[str, Any]) -> None:
    yes, no, others_yes, others_no = case["cells"]
    found = two_way(Reached(yes, yes + no), Reached(others_yes, others_yes + others_no))
    assert numbers(found.difference) == pytest.approx(said(case["difference"]), rel=1e-9)
    assert found.difference.p == pytest.approx(case["p"], rel=EXACT)
    if case["odds"] is None:
        assert reason(found.odds_ratio) == EMPTY_CELL
    else:
        assert numbers(found.odds_ratio) == pytest.approx(said(case["odds"]), rel=1e-6)
        assert found.odds_ratio.p == pytest.approx(case["p"], rel=EXACT)


@pytest.mark.parametrize(
    ("group", "others", "why"),
    [
        (Reached(0, 0), Reached(3, 9), NOBODY_IN_GROUP),
        (Reached(3, 9), Reached(0, 0), NOBODY_ELSE),
        (Reached(0, 4), Reached(0, 9), NOBODY_HAS_IT),
        (Reached(4, 4), Reached(9, 9), EVERYBODY_HAS_IT),
    ],
)
def test_an_empty_row_or_column_is_refused_with_its_reason(group: Reached, others: Reached, why: str) -> None:
    found = two_way(group, others)
    for finding in (found.difference, found.odds_ratio):
        assert (finding.value, finding.p, reason(finding)) == (None, None, why)
        assert (finding.n_target, finding.n_comparison) == (group.n, others.n)


def test_one_pupil_a_side_shows_nothing() -> None:
    found = two_way(Reached(1, 1), Reached(0, 1)).difference
    assert (found.value, found.p) == (100, 1)
    assert found.lower is not None
    assert found.lower < 0


@pytest.mark.parametrize("case", SAID["ordered"].values(), ids=SAID["ordered"])
def test_an_ordered_outcome_is_rs(case: dict[str, Any]) -> None:
    group, others = (dict(enumerate(row, start=1)) for row in case["rows"])
    found = ordered_two_way(group, others)
    assert numbers(found.lead) == pytest.approx(said(case), rel=1e-6, abs=1e-12)
    assert found.lead.p == pytest.approx(case["p"], rel=EXACT)
    assert found.any_p == pytest.approx(case["any"], rel=EXACT)
    exact = "exact over" in found.lead.method
    assert exact is found.any_test.startswith("Fisher") is (sum(map(sum, case["rows"])) < 50)


@given(st.lists(st.integers(0, 7), min_size=4, max_size=4))
def test_two_levels_are_fishers_two_by_two(cells: list[int]) -> None:
    a, b, c, d = cells
    found = ordered_two_way({0: a, 1: b}, {0: c, 1: d})
    if found.lead.defined:
        assert found.any_p == pytest.approx(stats.fisher_exact([[a, b], [c, d]]).pvalue, abs=EXACT)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=3))
def test_the_rank_p_counts_the_ways_to_pick_the_group_that_lead_as_far(rows: list[tuple[int, int]]) -> None:
    group, others = ({level: row[side] for level, row in enumerate(rows)} for side in (0, 1))
    found = ordered_two_way(group, others).lead
    if not found.defined:
        return
    everybody = np.repeat([*group, *others], [*group.values(), *others.values()])
    picks = combinations(stats.rankdata(everybody), found.n_target)
    sums = np.abs(np.asarray([sum(pick) for pick in picks]) - found.n_target * (len(everybody) + 1) / 2)
    assert found.p == pytest.approx(np.mean(sums >= sums[0] - 1e-9), abs=EXACT)


@pytest.mark.parametrize(
    ("group", "others", "why"),
    [
        ({}, {1: 3}, NOBODY_IN_GROUP),
        ({1: 3, 2: 0}, {1: 0}, NOBODY_ELSE),
        ({3: 4}, {3: 5, 2: 0}, ONE_LEVEL),
    ],
)
def test_nobody_on_a_side_or_one_level_is_refused(
    group: dict[float, int], others: dict[float, int], why: str
) -> None:
    found = ordered_two_way(group, others)
    assert (reason(found.lead), found.any_p, found.any_test) == (why, None, "")


def test_where_no_pair_overlaps_the_lead_is_whole() -> None:
    found = ordered_two_way({4: 3, 5: 2}, {1: 6}).lead
    assert (found.value, found.upper) == (1, 1)
    assert found.lower is not None
    assert 0 < found.lower < 1
    assert found.p == pytest.approx(1 / 462)


def test_many_pupils_on_many_levels_take_no_exact_test_and_no_time() -> None:
    found = ordered_two_way(dict.fromkeys(range(9), 300_000), dict.fromkeys(range(9), 200_000))
    assert (found.lead.value, found.lead.p) == (0, 1)
    assert found.any_p == pytest.approx(1)


def test_a_share_is_set_against_a_known_one() -> None:
    found = share_against(27, 107, share=0.5)
    assert numbers(found) == pytest.approx(said(SAID["share_against"]), rel=1e-9)
    assert found.p == pytest.approx(SAID["share_against"]["p"], rel=EXACT)
    assert found.one_sided
