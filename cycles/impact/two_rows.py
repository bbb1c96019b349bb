"""Tables of two rows: exact tests over every table with the same totals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]

MOST_TABLES: Final = 200_000
_AS_LIKELY: Final = 1 + 1e-7
"""As R's fisher.test: a table as likely as the one seen but for rounding counts as being as likely."""


@dataclass(frozen=True, slots=True, eq=False)
class AllTables:
    """Every first row that the totals allow, shape (tables, columns), and the chance of each."""

    rows: Counts
    chances: Floats


def all_tables(first: Counts, second: Counts) -> AllTables | None:
    """Every table of the totals of the one with these two rows; None where there are more than 200,000.

    Rows are of whole numbers, shape (columns,), and hold somebody each. The chance of a row is
    prod C(column total, cell) / C(all, row total): the multivariate hypergeometric.
    """
    columns, wanted = first + second, int(first.sum())
    if how_many(columns, wanted) > MOST_TABLES:
        return None
    rows = np.zeros((1, 0), dtype=np.int64)
    left = int(columns.sum())
    for total in columns:
        left -= int(total)
        held = rows.sum(axis=1)
        least, most = np.maximum(wanted - held - left, 0), np.minimum(wanted - held, total)
        wide = most - least + 1
        first_of = np.repeat(np.cumsum(wide) - wide, wide)
        cells = np.repeat(least, wide) + np.arange(int(wide.sum())) - first_of
        rows = np.column_stack([np.repeat(rows, wide, axis=0), cells])
    logs = _log_choose(columns, rows).sum(axis=1) - _log_choose(columns.sum(), np.asarray(wanted))
    chances = np.exp(logs)
    # What rounding leaves of the logarithms of many pupils goes out with the sum, which is 1.
    return AllTables(rows, chances / chances.sum())


def how_many(columns: Counts, wanted: int) -> int:
    """How many first rows of this total there are, each cell at most its column's; counted to 200,001."""
    ways = np.zeros(wanted + 1, dtype=np.int64)
    ways[0] = 1
    for total in columns:
        below = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(ways)])
        from_place = np.maximum(np.arange(wanted + 1) - int(total), 0)
        ways = np.minimum(below[1:] - below[from_place], MOST_TABLES + 1)
    return int(ways[wanted])


def freeman_halton(first: Counts, every: AllTables) -> float:
    """Two-sided p of Fisher's test of two rows and any columns (R: fisher.test).

    The chance of all tables that are no likelier than the one seen. Freeman & Halton (1951), Biometrika 38.
    """
    seen = every.chances[np.all(every.rows == first, axis=1)][0]
    return min(float(every.chances[every.chances <= seen * _AS_LIKELY].sum()), 1.0)


def rank_sum_exact(first: Counts, second: Counts, every: AllTables) -> float:
    """Two-sided exact p of the rank sum with ties, columns rising (R: coin::wilcox_test, exact).

    The chance of all tables whose first row's sum of middle ranks is as far from its expectation.
    """
    columns = first + second
    doubled = 2 * np.cumsum(columns) - columns + 1
    expected = int(first.sum()) * (int(columns.sum()) + 1)
    far = np.abs(every.rows @ doubled - expected) >= abs(int(first @ doubled) - expected)
    return min(float(every.chances[far].sum()), 1.0)


def _log_choose(n: Counts, k: Counts) -> Floats:
    chosen: Floats = gammaln(n + 1.0) - gammaln(k + 1.0) - gammaln(n - k + 1.0)
    return chosen
