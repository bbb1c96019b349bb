"""A meeting's cycles at a glance: what its cluster's page, its pack and its slides open with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from halfterm.cycles.programme import Engagement
from halfterm.site.gains import MovedCells, MovedHeads, moved_cells, moved_heads
from halfterm.site.pieces import Link
from halfterm.site.predicted import outcome_words
from halfterm.site.shown import ShownCycle, ShownEdition


@dataclass(frozen=True, slots=True)
class GlanceRow:
    """One measure of one engagement's cycle."""

    engagement: Link
    cells: MovedCells
    prediction: str
    decision: str


def glance_rows(
    edition: ShownEdition, cycles: Iterable[tuple[Engagement, ShownCycle]]
) -> tuple[GlanceRow, ...]:
    """The table of a meeting's cycles, from a page one folder down: a row for each measure of each."""
    return tuple(row for pair in cycles for row in _glance(edition, *pair))


def glance_heads(rows: Sequence[GlanceRow]) -> MovedHeads:
    """The heads of that table."""
    return moved_heads([row.cells for row in rows])


def _glance(edition: ShownEdition, engagement: Engagement, cycle: ShownCycle) -> list[GlanceRow]:
    return [
        GlanceRow(
            engagement=Link(engagement.name, f"../cases/{engagement.id}.html"),
            cells=moved_cells(study, cycle.plan, edition.programme),
            prediction=outcome_words(study),
            decision=cycle.decision.kind if cycle.decision else "not yet",
        )
        for study in cycle.at("engagement", engagement.id)
    ]
