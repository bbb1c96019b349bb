"""Two-way counts: a group and the others by an outcome of yes and no, or of ordered levels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import stats

from halfterm.cycles.impact.estimate import Estimate
from halfterm.cycles.impact.finding import Finding, undefined
from halfterm.cycles.impact.moments import ScoreCount
from halfterm.cycles.impact.odds import conditional_odds_ratio
from halfterm.cycles.impact.ranks import Ranking, delta_interval, mann_whitney, ranking
from halfterm.cycles.impact.reached import Reached
from halfterm.cycles.impact.threshold import newcombe, wilson
from halfterm.cycles.impact.two_rows import all_tables, freeman_halton, rank_sum_exact

NOBODY_IN_GROUP: Final = "nobody is in the group"
NOBODY_ELSE: Final = "everybody is in the group, so there is nobody to compare with"
NOBODY_HAS_IT: Final = "nobody has the outcome, in the group or outside it"
EVERYBODY_HAS_IT: Final = "everybody has the outcome, in the group and outside it"
ONE_LEVEL: Final = "everybody is at the same level of the outcome"
EMPTY_CELL: Final = "a cell of the table is empty"


@dataclass(frozen=True, slots=True)
class TwoWay:
    """A group and the others by yes and no: the difference of shares, and the ratio of odds."""

    group: Reached
    others: Reached
    difference: Finding
    odds_ratio: Finding


def two_way(group: Reached, others: Reached) -> TwoWay:
    """Both figures of a table of two by two; not defined where a row or a column of it is empty."""
    why = _why_not(group, others)
    n = {"n_target": group.n, "n_comparison": others.n}
    if why:
        nothing = (undefined(name, why, **n) for name in ("risk_difference", "odds_ratio"))
        return TwoWay(group, others, *nothing)
    return TwoWay(group, others, risk_difference(group, others), odds_ratio(group, others))


def _why_not(group: Reached, others: Reached) -> str:
    if not group.n or not others.n:
        return NOBODY_ELSE if group.n else NOBODY_IN_GROUP
    if not group.reached + others.reached:
        return NOBODY_HAS_IT
    return EVERYBODY_HAS_IT if group.reached + others.reached == group.n + others.n else ""


def risk_difference(group: Reached, others: Reached) -> Finding:
    """Share of the group with the outcome less the others' share, percentage points.

    Newcombe's hybrid-score interval (method 10) and Fisher's exact two-sided p (R: fisher.test). Each side
    must have somebody.
    """
    difference, lower, upper = newcombe(group.reached, group.n, others.reached, others.n)
    p = min(float(stats.fisher_exact(_square(group, others)).pvalue), 1.0)
    method = "difference of shares; Newcombe hybrid-score interval (method 10); Fisher exact p"
    made = Estimate(difference, None, lower, upper, p).times(100)
    return made.finding("risk_difference", n_target=group.n, n_comparison=others.n, method=method)


def odds_ratio(group: Reached, others: Reached) -> Finding:
    """Odds of the outcome in the group over the others' odds, where no cell is empty.

    Conditional maximum likelihood with the exact interval that goes with Fisher's test (R: fisher.test).
    """
    table = _square(group, others)
    if not table.all():
        return undefined("odds_ratio", EMPTY_CELL, n_target=group.n, n_comparison=others.n)
    value, lower, upper = conditional_odds_ratio(group, others)
    made = Estimate(value, None, lower, upper, min(float(stats.fisher_exact(table).pvalue), 1.0))
    method = "conditional odds ratio with its exact interval; Fisher exact p"
    return made.finding("odds_ratio", n_target=group.n, n_comparison=others.n, method=method)


def _square(group: Reached, others: Reached) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    return np.asarray([[side.reached, side.n - side.reached] for side in (group, others)], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class OrderedTwoWay:
    """A group and the others by an ordered outcome, level -> pupils: how much the group leads.

    `any_p` is of any difference between the two, whatever the order of levels, by `any_test`.
    """

    group: Mapping[float, int]
    others: Mapping[float, int]
    lead: Finding
    any_p: float | None
    any_test: str


def ordered_two_way(group: Mapping[float, int], others: Mapping[float, int]) -> OrderedTwoWay:
    """A table of two rows and ordered columns; not defined where a row is empty or all are at one level.

    The lead is Cliff's delta: of all pairs of one of the group and one other, the share where the group's is
    higher less the share where it is lower, with the interval of `ranks.delta_interval`. p is exact over all
    tables with the same totals where there are at most 200,000 (a permutation test of the ranks), else
    Mann-Whitney's.
    """
    ranks = ranking(
        [ScoreCount(side is group, level, n) for side in (group, others) for level, n in side.items()]
    )
    n = {"n_target": ranks.n_target, "n_comparison": ranks.n_comparison}
    why = _why_not_ordered(ranks)
    if why:
        return OrderedTwoWay(group, others, undefined("outcome_lead", why, **n), None, "")
    delta = ranks.lead / ranks.pairs
    lower, upper, interval = delta_interval(delta, ranks)
    p, test, any_p, any_test = _tests(ranks)
    method = f"share of pairs higher minus share lower; {interval}; {test}"
    lead = Finding("outcome_lead", delta, lower, upper, p, method=method, **n)
    return OrderedTwoWay(group, others, lead, any_p, any_test)


def _why_not_ordered(ranks: Ranking) -> str:
    if not ranks.n_target or not ranks.n_comparison:
        return NOBODY_ELSE if ranks.n_target else NOBODY_IN_GROUP
    return ONE_LEVEL if len(ranks.scores) == 1 else ""


def _tests(ranks: Ranking) -> tuple[float, str, float, str]:
    """Two p-values, each with its test: by rank, and of any difference."""
    every = all_tables(ranks.target, ranks.comparison)
    if every is None:
        chi_square = stats.chi2_contingency(np.stack([ranks.target, ranks.comparison]), correction=False)
        return *mann_whitney(ranks), float(chi_square.pvalue), "chi-square p"
    by_rank = rank_sum_exact(ranks.target, ranks.comparison, every)
    tables = f"exact over {len(every.rows):,} tables"
    return by_rank, f"rank sum p, {tables}", freeman_halton(ranks.target, every), f"Fisher p, {tables}"


def share_against(reached: int, n: int, *, share: float) -> Finding:
    """A share less one that is known (0 to 1), percentage points: of progress against that of sessions, say.

    Wilson's interval and the exact binomial p (R: binom.test); n must be at least 1.
    """
    lower, upper = wilson(reached, n)
    p = min(float(stats.binomtest(reached, n, share).pvalue), 1.0)
    made = Estimate(reached / n - share, None, lower - share, upper - share, p).times(100)
    method = f"share less a known {100 * share:g} %; Wilson interval; exact binomial p"
    return made.finding("share_difference", n_target=n, n_comparison=0, method=method)
