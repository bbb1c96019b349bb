"""Every table of the same totals: all of them, with the chances that SciPy gives."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from halfterm.cycles.impact.two_rows import MOST_TABLES, all_tables, how_many

cells = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=4)


@given(cells)
def test_they_are_all_there_once_with_their_chances(table: list[tuple[int, int]]) -> None:
    first, second = np.asarray(table, dtype=np.int64).T
    if not first.sum() or not second.sum():
        return
    columns = first + second
    every = all_tables(first, second)
    assert every is not None
    wanted = {row for row in product(*(range(n + 1) for n in columns)) if sum(row) == first.sum()}
    assert {tuple(map(int, row)) for row in every.rows} == wanted
    assert len(every.rows) == len(wanted) == how_many(columns, int(first.sum()))
    scipys = stats.multivariate_hypergeom.pmf(every.rows, m=columns, n=int(first.sum()))
    assert every.chances == pytest.approx(scipys, rel=1e-9)


def test_too_many_are_not_listed() -> None:
    many = np.full(12, 10)
    assert how_many(2 * many, 120) == MOST_TABLES + 1
    assert all_tables(many, many) is None


def test_two_columns_of_very_many_pupils_are_few_tables() -> None:
    every = all_tables(np.asarray([60_000, 30_000]), np.asarray([60_000, 10_000]))
    assert every is not None
    assert len(every.rows) == 40_001
    assert every.chances.sum() == pytest.approx(1, rel=1e-12)
