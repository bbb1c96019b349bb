"""The orders that a draw of who starts when could have had: all of them, or seeded draws of too many."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from halfterm.cycles.impact.permutation import DRAWS, MOST_ARRANGEMENTS

Starts = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Orders:
    """Orders of starts, a row each, a column a unit; `exact` when they are all that there are."""

    starts: Starts
    exact: bool
    seed: int

    @property
    def how(self) -> str:
        """How they were had, for a finding's method."""
        if self.exact:
            return f"exact over {len(self.starts):,} orders"
        return f"{len(self.starts):,} draws, seed {self.seed}, p = (b + 1)/(m + 1)"

    def share(self, extreme: int) -> float:
        """p, when this many rows are at least as extreme as what was observed."""
        return extreme / len(self.starts) if self.exact else (extreme + 1) / (len(self.starts) + 1)

    def needed(self, level: float) -> int:
        """The least number of extreme rows with which p is above `level`.

        >>> Orders(np.zeros((24, 2), dtype=np.intp), exact=True, seed=1).needed(0.05)
        2
        """
        rows = len(self.starts) + (0 if self.exact else 1)
        # 1e-9: a level such as 1 - 0.95 is not quite 0.05.
        return math.floor(level * rows + 1e-9) + (1 if self.exact else 0)


def how_many(starts: Sequence[int], blocks: Sequence[str]) -> int:
    """In how many ways the starts of each block can be given to its units.

    >>> how_many([1, 2, 2, 3], ["a", "a", "a", "a"]), how_many([1, 2, 1, 2], ["a", "a", "b", "b"])
    (12, 4)
    """
    return math.prod(_ways(Counter(starts[i] for i in places)) for places in _places(blocks))


def orders_of(starts: Starts, blocks: Sequence[str], *, seed: int) -> Orders:
    """Every order, up to 200,000; above, 20,000 of them from `seed`, each as likely as any other."""
    places = _places(blocks)
    if how_many(starts.tolist(), blocks) > MOST_ARRANGEMENTS:
        generator = np.random.default_rng(seed)
        drawn = np.empty((DRAWS, len(starts)), dtype=np.intp)
        for own in places:
            drawn[:, own] = generator.permuted(np.tile(starts[own], (DRAWS, 1)), axis=1)
        return Orders(drawn, exact=False, seed=seed)
    every = np.empty((1, len(starts)), dtype=np.intp)
    for own in places:
        ways = _arrangements(starts[own].tolist())
        every = np.repeat(every, len(ways), axis=0)
        every[:, own] = np.tile(ways, (len(every) // len(ways), 1))
    return Orders(every, exact=True, seed=seed)


def _places(blocks: Sequence[str]) -> list[list[int]]:
    return [[i for i, block in enumerate(blocks) if block == name] for name in sorted(set(blocks))]


def _ways(counts: Counter[int]) -> int:
    return math.factorial(counts.total()) // math.prod(math.factorial(count) for count in counts.values())


def _arrangements(values: Sequence[int]) -> Starts:
    """Every different row in which each value stands as often as it does here."""
    kinds = sorted(Counter(values).items())
    rows = np.empty((1, 0), dtype=np.intp)
    left = np.array([[count for _, count in kinds]])
    for _ in values:
        parts = [(left[:, place] > 0, place) for place in range(len(kinds))]
        rows = np.vstack(
            [np.column_stack([rows[has], np.full(int(has.sum()), kinds[place][0])]) for has, place in parts]
        )
        left = np.vstack([left[has] - np.eye(len(kinds), dtype=np.intp)[place] for has, place in parts])
    return rows
