"""Cliff's delta, Mann-Whitney and the gap index from counts of scores."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from halfterm.cycles.impact.moments import PanelSummary, ScoreCount
from halfterm.cycles.impact.ranks import cliffs_delta, gap_index, lead_interval, mann_whitney, ranking
from halfterm.cycles.impact.sides import sides_of

Summarise = Callable[..., PanelSummary]

scores = st.lists(st.integers(0, 6), min_size=1, max_size=12)


def counts_of(target: list[int], others: list[int]) -> list[ScoreCount]:
    return [
        ScoreCount(side, score, 1) for side, group in ((True, target), (False, others)) for score in group
    ]


def rows_of(target: list[float], others: list[float]) -> list[tuple[str, bool, float, float]]:
    return [("a", side, 0, score) for side, group in ((True, target), (False, others)) for score in group]


@given(scores, scores)
def test_the_lead_is_pairs_higher_minus_pairs_lower(target: list[int], others: list[int]) -> None:
    lead = sum((mine > theirs) - (mine < theirs) for mine in target for theirs in others)
    assert ranking(counts_of(target, others)).lead == lead


@given(scores, scores)
def test_with_ties_p_is_scipys_corrected_normal(target: list[int], others: list[int]) -> None:
    p, test = mann_whitney(ranking(counts_of(target, others)))
    if len(set(target + others)) == len(target + others):
        assert p == pytest.approx(stats.mannwhitneyu(target, others, method="exact").pvalue, abs=1e-9)
        assert test == "exact Mann-Whitney p"
    elif len(set(target + others)) > 1:
        assert p == pytest.approx(stats.mannwhitneyu(target, others, method="asymptotic").pvalue, abs=1e-9)
        assert test.startswith("Mann-Whitney p, normal")


@pytest.mark.parametrize(("others", "method"), [(100, "exact"), (101, "asymptotic")])
def test_it_is_exact_up_to_ten_thousand_pairs(others: int, method: Literal["exact", "asymptotic"]) -> None:
    sides = [3 * place for place in range(100)], [3 * place + 1 for place in range(others)]
    p, test = mann_whitney(ranking(counts_of(*sides)))
    assert p == pytest.approx(stats.mannwhitneyu(*sides, method=method).pvalue, rel=1e-9)
    assert test.startswith("exact") is (method == "exact")


def test_where_no_pair_overlaps_the_interval_ends_at_the_edge(summary_from_rows: Summarise) -> None:
    summary = summary_from_rows(rows_of([1, 2, 3], [7, 8]))
    found = cliffs_delta(summary, sides_of(summary))
    assert (found.value, found.lower) == (-1, -1)
    assert found.upper is not None
    assert -1 < found.upper < 1
    assert found.p == pytest.approx(0.2)
    index = gap_index(found)
    assert (index.value, index.upper, index.p) == (10, 10, found.p)


# R: N <- (m + n)/2 - 1; t0 <- (1 + d)/2
# f <- function(t) abs(t0 - t) -
#   qnorm(.975) * sqrt(ties * t * (1 - t) * (1 + N * ((1 - t)/(2 - t) + t/(1 + t)))/(m * n))
# 2 * c(uniroot(f, c(0, t0), tol = 1e-16)$root, uniroot(f, c(t0, 1), tol = 1e-16)$root) - 1
@pytest.mark.parametrize(
    ("delta", "n", "ties", "bounds"),
    [
        (0.5, (10, 10), 1.0, (-0.0184526222975, 0.794108790405)),
        (-0.3, (9, 21), 0.8, (-0.61140853756543, 0.10707772688881)),
        (-1.0, (4, 5), 1.0, (-1.0, -0.22304646159291)),
        (1.0, (90, 210), 0.95, (0.97066102059919, 1.0)),
    ],
)
def test_the_interval_is_newcombes_method_5(
    delta: float, n: tuple[int, int], ties: float, bounds: tuple[float, float]
) -> None:
    assert lead_interval(delta, n=n, ties=ties) == pytest.approx(bounds, abs=1e-9)


def test_when_every_score_is_the_same_there_is_no_difference(summary_from_rows: Summarise) -> None:
    summary = summary_from_rows(rows_of([4, 4, 4], [4, 4]))
    found = cliffs_delta(summary, sides_of(summary))
    assert (found.value, found.lower, found.p) == (0, None, 1)
    assert str(gap_index(found).value) == "0.0"


def test_the_index_turns_the_sides_and_its_bounds(summary_from_rows: Summarise) -> None:
    summary = summary_from_rows(rows_of([1, 2, 5], [3, 4, 6, 7]))
    delta = cliffs_delta(summary, sides_of(summary))
    index = gap_index(delta)
    assert delta.value is not None
    assert index.value == pytest.approx(-10 * delta.value)
    assert (index.lower, index.upper) == pytest.approx((-10 * (delta.upper or 0), -10 * (delta.lower or 0)))


def test_millions_of_pupils_do_not_overflow() -> None:
    counts = [ScoreCount(side, score, 3_000_000) for side in (True, False) for score in (1.0, 2.0)]
    ranks = ranking([*counts, ScoreCount(True, 3.0, 3_000_000)])
    assert ranks.lead == 9_000_000 * 2_000_000
    assert mann_whitney(ranks)[0] == 0
