"""The gap index of one moment from counts of scores: comparable over time, because only ranks count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from halfterm.cycles.impact.finding import Finding
from halfterm.cycles.impact.moments import Cell, Moments, PanelSummary, ScoreCount, Shift
from halfterm.cycles.impact.ranks import cliffs_delta, gap_index
from halfterm.cycles.impact.sides import sides_of


@dataclass(frozen=True, slots=True)
class IndexPoint:
    """The gap index of a group at one half-term, of everybody with a score there on one scale."""

    half_term: str
    scale: str
    index: Finding


def gap_index_of(counts: Sequence[ScoreCount], *, sign: int = 1) -> Finding:
    """10 x Cliff's delta of the others over the group: positive while the group is behind, -10 to 10.

    Interval and p are those of Cliff's delta (see `ranks`). `sign` is -1 where fewer points are better. A
    rank statistic does not care how far apart scores are, so that its values at two half-terms compare even
    where everybody rose or the test was another one; pupils may have come and gone between them.
    """
    turned = tuple(ScoreCount(c.target, sign * c.score, c.pupils) for c in counts)
    n = {side: sum(c.pupils for c in turned if c.target is side) for side in (True, False)}
    cells = tuple(Cell("", side, None, Moments(n=many)) for side, many in n.items())
    summary = PanelSummary(Shift(), cells, turned)
    return gap_index(cliffs_delta(summary, sides_of(summary)))
