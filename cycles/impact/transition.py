"""A transition matrix: in which band pupils were before, and in which they are after.

The tables that English schools know: a row a band before, a column a band after. Shares are of all pupils of
the row, those without a score after included, as in the transition matrices of the Department for Education.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from halfterm.cycles.impact.estimate import Estimate
from halfterm.cycles.impact.finding import Finding, undefined
from halfterm.cycles.impact.reached import Reached
from halfterm.cycles.impact.reasons import NO_COMPARISON, NO_TARGET
from halfterm.cycles.impact.score_bands import Bands
from halfterm.cycles.impact.score_pairs import PairCount
from halfterm.cycles.impact.threshold import newcombe, shares_p


@dataclass(frozen=True, slots=True)
class Transition:
    """Pupils of one side by band before (rows) and after (columns), worst band first.

    `missing` are those with a score before and none after, by band before; `left` of them were at no school
    of the programme any more. `arrived` are those with a score after and none before, by band after; `new` of
    them were at no school of the programme before.
    """

    labels: tuple[str, ...]
    cells: tuple[tuple[int, ...], ...]
    missing: tuple[int, ...]
    arrived: tuple[int, ...]
    left: int = 0
    new: int = 0

    @property
    def matched(self) -> int:
        """Pupils with both scores."""
        return sum(map(sum, self.cells))

    @property
    def stayed(self) -> int:
        return sum(row[place] for place, row in enumerate(self.cells))

    @property
    def up(self) -> int:
        """Pupils in a better band than before."""
        return sum(sum(row[place + 1 :]) for place, row in enumerate(self.cells))

    @property
    def down(self) -> int:
        return sum(sum(row[:place]) for place, row in enumerate(self.cells))

    def row_total(self, place: int) -> int:
        """Pupils of a band before, those without a score after included."""
        return sum(self.cells[place]) + self.missing[place]

    def row_percent(self, place: int) -> tuple[float, ...] | None:
        """The row's shares by band after, and last those without a score after; None for an empty row."""
        total = self.row_total(place)
        if not total:
            return None
        return tuple(100 * count / total for count in (*self.cells[place], self.missing[place]))


def transition(pairs: Iterable[PairCount], bands: Bands) -> Transition:
    """The matrix of one side's pupils; those without any score are not in it."""
    many = len(bands.labels)
    cells = [[0] * many for _ in range(many)]
    missing, arrived = [0] * many, [0] * many
    left = new = 0
    for pair in pairs:
        if pair.before is not None and pair.after is not None:
            cells[bands.place(pair.before)][bands.place(pair.after)] += pair.pupils
        elif pair.before is not None:
            missing[bands.place(pair.before)] += pair.pupils
            left += pair.pupils if pair.came == "not here" else 0
        elif pair.after is not None:
            arrived[bands.place(pair.after)] += pair.pupils
            new += pair.pupils if pair.was == "not here" else 0
    rows = tuple(tuple(row) for row in cells)
    return Transition(bands.labels, rows, tuple(missing), tuple(arrived), left, new)


def moved_up_gap(group: Transition, others: Transition) -> Finding:
    """Share of the group in a better band than before minus the others' share, percentage points."""
    shares = Reached(group.up, group.matched), Reached(others.up, others.matched)
    return share_gap("moved_up_gap", *shares, what="share in a better band than before")


def moved_down_gap(group: Transition, others: Transition) -> Finding:
    """Share of the group in a worse band than before minus the others' share, percentage points."""
    shares = Reached(group.down, group.matched), Reached(others.down, others.matched)
    return share_gap("moved_down_gap", *shares, what="share in a worse band than before")


def share_gap(statistic: str, group: Reached, others: Reached, *, what: str) -> Finding:
    """A difference of two shares of pupils with both scores, in percentage points.

    Newcombe's hybrid-score interval (method 10, without continuity correction); p of the score test, or
    Fisher's exact test where an expected count is under 5.
    """
    counts = {"n_target": group.n, "n_comparison": others.n}
    if not (group.n and others.n):
        return undefined(statistic, NO_COMPARISON if group.n else NO_TARGET, **counts)
    difference, lower, upper = newcombe(group.reached, group.n, others.reached, others.n)
    p, test = shares_p(group, others)
    made = Estimate(difference, None, lower, upper, p).times(100)
    method = f"{what}, group minus others; Newcombe hybrid-score interval (method 10); {test}"
    return made.finding(statistic, method=method, **counts)
