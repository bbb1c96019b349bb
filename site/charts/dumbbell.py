"""The dumbbell chart: two ends and the distance between them, row by row.

Drawn in two ways. Means: the target group and its comparison at one time, the gap being the bar. Gaps:
one gap before and after, on an axis that shows where no gap would be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from halfterm.cycles.disclosure import Shown, hidden

EndKind = Literal["target", "comparison", "before", "after"]


@dataclass(frozen=True, slots=True)
class Row:
    """One dumbbell: its ends, the words at its left and right; or `why_hidden` in place of the ends."""

    label: str
    note: str
    first: Shown
    second: Shown
    why_hidden: str = ""

    @property
    def values(self) -> tuple[float, ...]:
        """Both ends, or nothing if either is hidden."""
        if self.why_hidden or self.first.value is None or self.second.value is None:
            return ()
        return (self.first.value, self.second.value)

    @property
    def figures(self) -> tuple[Shown, Shown]:
        """Both ends as a table may show them: none where the row is hidden."""
        return (hidden("c"), hidden("c")) if self.why_hidden else (self.first, self.second)

    @property
    def instead(self) -> str:
        """What is said where there is nothing to draw."""
        return self.why_hidden or ("" if self.values else "not available")


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading; an empty heading takes no room."""

    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of the legend."""

    kind: EndKind
    words: str


@dataclass(frozen=True, slots=True)
class Dumbbell:
    """What a dumbbell chart shows, in points of a `scale`. With `zero`, the axis has the place of no gap."""

    name: str
    heading: str
    title: str
    keys: tuple[Key, Key]
    groups: tuple[Group, ...]
    zero: bool = False
    scale: str = ""

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(row for group in self.groups for row in group.rows)

    @property
    def values(self) -> list[float]:
        return [value for row in self.rows for value in row.values]

    @property
    def description(self) -> str:
        """The chart in words, for those who do not see it."""
        return " ".join(self._told(group, row) for group in self.groups for row in group.rows)

    def _told(self, group: Group, row: Row) -> str:
        where = ", ".join(filter(None, [group.heading, row.label]))
        if row.instead:
            return f"{where}: {row.instead}."
        ends = f"{self.keys[0].words} {row.first}, {self.keys[1].words} {row.second}"
        return f"{where}: {ends}" + (f"; {row.note}." if row.note else ".")


def shared_span(charts: Sequence[Dumbbell]) -> float:
    """The widest range of values among charts that stand together, in points."""
    spans = [max(chart.values) - min(chart.values) for chart in charts if chart.values]
    return max(spans, default=0.0)
