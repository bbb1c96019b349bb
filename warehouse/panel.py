"""From the rows of a panel, in SQL, to the sums that the impact arithmetic works on.

Six statements answer for every study at once, however many there are; no pupil's key is in any of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

import duckdb

from halfterm.cycles.impact.moments import Cell, Gain, Moments, PanelSummary, ScoreCount, Shift
from halfterm.warehouse.database import sql

UNCLASSIFIED = "unclassified"


@dataclass(slots=True)
class Panel:
    """The sums of one study's measure, school by school; `summary` adds up the schools asked for."""

    shift: Shift
    threshold: float | None
    cells: list[tuple[str, str, bool | None, Moments]] = field(default_factory=list)
    counts: list[tuple[str, ScoreCount]] = field(default_factory=list)
    counts_before: list[tuple[str, ScoreCount]] = field(default_factory=list)
    gains: list[Gain] = field(default_factory=list)
    absent: list[tuple[str, str, int, int]] = field(default_factory=list)  # school, side, before, after

    def summary(self, schools: Collection[str] | None = None) -> PanelSummary:
        """What `study_panel` needs, for these schools; None means all of the study's schools."""

        def here(school: str) -> bool:
            return schools is None or school in schools

        unclassified = Moments()
        for school, side, _, moments in self.cells:
            if side == UNCLASSIFIED and here(school):
                unclassified = unclassified + moments
        absent = {
            f"absent_{time}_{side}": sum(
                (before, after)[place]
                for school, whose, before, after in self.absent
                if whose == side and here(school)
            )
            for place, time in enumerate(("baseline", "follow_up"))
            for side in ("target", "comparison", UNCLASSIFIED)
        }
        return PanelSummary(
            shift=self.shift,
            cells=tuple(
                Cell(school, side == "target", treated, moments)
                for school, side, treated, moments in self.cells
                if side != UNCLASSIFIED and here(school)
            ),
            follow_up_counts=_added_up(self.counts, schools),
            baseline_counts=_added_up(self.counts_before, schools),
            gains=tuple(gain for gain in self.gains if here(gain.school)),
            unclassified=unclassified,
            threshold=self.threshold,
            **absent,
        )

    def __add__(self, other: Panel) -> Panel:
        """Both panels as one; they must be of the same measure in the same reading, so that shifts agree."""
        if self.shift != other.shift:
            raise ValueError("panels of different measures do not add up")
        same = self.threshold if self.threshold == other.threshold else None
        return Panel(
            self.shift,
            same,
            self.cells + other.cells,
            self.counts + other.counts,
            self.counts_before + other.counts_before,
            self.gains + other.gains,
            self.absent + other.absent,
        )


def _added_up(
    counts: list[tuple[str, ScoreCount]], schools: Collection[str] | None
) -> tuple[ScoreCount, ...]:
    pupils: dict[tuple[bool, float], int] = defaultdict(int)
    for place, count in counts:
        if schools is None or place in schools:
            pupils[count.target, count.score] += count.pupils
    return tuple(ScoreCount(target, score, n) for (target, score), n in sorted(pupils.items()))


def read_panels(connection: duckdb.DuckDBPyConnection, *, by_school: bool) -> dict[tuple[str, str], Panel]:
    """The panels of every study and measure in the table `panel_row`, by (study, measure).

    `by_school`: also keep score counts and few pupils' gains school by school, for school summaries.
    """
    connection.execute(sql("panel_shift"))
    panels = {
        (study, measure): Panel(Shift(baseline, follow_up), threshold)
        for study, measure, baseline, follow_up, threshold in _rows(connection, sql("panel_studies"))
    }
    for study, measure, school, side, treated, *sums in _rows(connection, sql("panel_cells")):
        panels[study, measure].cells.append((school, side, treated, Moments(*sums)))
    for before in (False, True):
        for study, measure, place, target, score, pupils in _rows(
            connection, sql("panel_counts"), by_school=by_school, before=before
        ):
            held = panels[study, measure]
            (held.counts_before if before else held.counts).append((place, ScoreCount(target, score, pupils)))
    for study, measure, school, target, gain in _rows(connection, sql("panel_few"), by_school=by_school):
        panels[study, measure].gains.append(Gain(school, target, gain))
    for study, measure, school, side, baseline, follow_up in _rows(connection, sql("panel_absent")):
        if (study, measure) in panels:
            panels[study, measure].absent.append((school, side, baseline, follow_up))
    connection.execute("DROP TABLE panel_shift")
    return panels


def _rows(connection: duckdb.DuckDBPyConnection, query: str, **parameters: bool) -> list[tuple[Any, ...]]:
    return connection.execute(query, parameters or None).fetchall()
