"""Two-way counts as an audience may know them: all of a table, or nothing of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from halfterm.cycles.disclosure import POLICIES, Audience, safe_count, too_few
from halfterm.cycles.impact.contingency import OrderedTwoWay, TwoWay, ordered_two_way, two_way
from halfterm.cycles.impact.finding import Finding
from halfterm.cycles.impact.reached import Reached

Levels = Mapping[float, int]
"""Level of the outcome -> pupils; no is 0 and yes is 1."""


@dataclass(frozen=True, slots=True)
class Counted:
    """The group and the others by level of the outcome. Every level that occurs is in both."""

    group: Levels
    others: Levels

    @property
    def levels(self) -> tuple[float, ...]:
        return tuple(sorted(self.group))


def counted_levels(group: Levels, others: Levels) -> Counted:
    """Both rows with every level that occurs in either, so that a cell of nobody is a cell too."""
    levels = sorted(group.keys() | others.keys())
    return Counted(
        {level: group.get(level, 0) for level in levels}, {level: others.get(level, 0) for level in levels}
    )


def safe_counted(counted: Counted, audience: Audience) -> Counted | None:
    """The table with each cell rounded as the audience's policy says; None where a cell is too small.

    Nought is small: a table is shown whole or not at all, as its figures would give a hidden cell away.
    """
    cells = [*counted.group.values(), *counted.others.values()]
    if any(too_few(cell, audience) for cell in cells):
        return None
    return Counted(*({level: safe_count(n, audience) or 0 for level, n in row.items()} for row in
                     (counted.group, counted.others)))  # fmt: skip


def shown_two_way(safe: Counted, audience: Audience) -> TwoWay:
    """The figures of a table of yes and no, from counts as the audience may know them."""
    group, others = (Reached(row.get(1, 0), sum(row.values())) for row in (safe.group, safe.others))
    found = two_way(group, others)
    return replace(
        found,
        difference=_without_p(found.difference, audience),
        odds_ratio=_without_p(found.odds_ratio, audience),
    )


def shown_ordered(safe: Counted, audience: Audience) -> OrderedTwoWay:
    """The figures of a table of ordered levels, from counts as the audience may know them."""
    found = ordered_two_way(safe.group, safe.others)
    rounded = POLICIES[audience].step > 1
    return replace(
        found,
        lead=_without_p(found.lead, audience),
        any_p=None if rounded else found.any_p,
        any_test="" if rounded else found.any_test,
    )


def _without_p(finding: Finding, audience: Audience) -> Finding:
    """Rounded counts have no p: it would be that of other pupils."""
    step = POLICIES[audience].step
    if step == 1 or not finding.defined:
        return finding
    method = f"{finding.method.rpartition('; ')[0]}; counts rounded to {step}, so no p"
    return replace(finding, p=None, method=method)
