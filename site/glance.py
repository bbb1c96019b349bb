"""A meeting's cycles at a glance: what its cluster's page, its pack and its slides open with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from halfterm.cycles.programme import Engagement
from halfterm.site.gains import moved_cells
from halfterm.site.pieces import Link
from halfterm.site.predicted import outcome_words
from halfterm.site.shown import ShownCycle, ShownEdition


@dataclass(frozen=True, slots=True)
class GlanceRow:
    """One measure of one engagement's cycle; `compared` when its figures are gaps and not means."""

    compared: bool
    engagement: Link
    measure: str
    before: str
    after: str
    change: str
    tone: str
    interval: str
    prediction: str
    decision: str


@dataclass(frozen=True, slots=True)
class GlanceHeads:
    """What the figures of a table of cycles are called; a head leads to its statistic, if it is one alone."""

    what: str
    spread: str
    before: Link
    after: Link
    change: Link


_GAPS: Final = GlanceHeads(
    "Gap in points",
    "its change",
    Link("Gap before", "gap_baseline"),
    Link("Gap after", "gap_followup"),
    Link("Change", "gap_change"),
)
_MEANS: Final = GlanceHeads(
    "Mean of the target group in points",
    "its gain",
    Link("Mean before", ""),
    Link("Mean after", ""),
    Link("Gain", "gain_target"),
)
_BOTH: Final = GlanceHeads(
    "Gap in points, or mean of the target group where there is no comparison group",
    "its change",
    Link("Before", ""),
    Link("After", ""),
    Link("Change", ""),
)


def glance_rows(
    edition: ShownEdition, cycles: Iterable[tuple[Engagement, ShownCycle]]
) -> tuple[GlanceRow, ...]:
    """The table of a meeting's cycles, from a page one folder down: a row for each measure of each."""
    return tuple(row for pair in cycles for row in _glance(edition, *pair))


def glance_heads(rows: Sequence[GlanceRow]) -> GlanceHeads:
    """The heads of that table: of gaps, of means, or of whichever a row has."""
    kinds = {row.compared for row in rows}
    return _BOTH if len(kinds) > 1 else _MEANS if kinds == {False} else _GAPS


def _glance(edition: ShownEdition, engagement: Engagement, cycle: ShownCycle) -> list[GlanceRow]:
    rows = []
    for study in cycle.at("engagement", engagement.id):
        cells = moved_cells(study, cycle.plan, edition.programme)
        rows.append(
            GlanceRow(
                compared=cycle.plan.comparison.kind != "none",
                engagement=Link(engagement.name, f"../cases/{engagement.id}.html"),
                measure=cells.measure,
                before=cells.before,
                after=cells.after,
                change=cells.change,
                tone=cells.tone,
                interval=cells.interval,
                prediction=outcome_words(study),
                decision=cycle.decision.kind if cycle.decision else "not yet",
            )
        )
    return rows
