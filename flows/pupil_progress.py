"""`halfterm progress`: how far pupils moved in steps of the scale, and the gap index over time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from halfterm.cycles.impact.finding import Finding
from halfterm.cycles.impact.gap_index import IndexPoint, gap_index_of
from halfterm.cycles.impact.progress_steps import (
    StepCounts,
    Steps,
    expected_points,
    expected_progress_gap,
    made_expected,
    on_grid,
    share_if_all_expected,
    step_counts,
    steps_of,
)
from halfterm.cycles.impact.reached import Reached
from halfterm.cycles.impact.reasons import NotDefined
from halfterm.cycles.impact.score_bands import sign_of
from halfterm.cycles.impact.value_added import ValueAdded, value_added
from halfterm.flows.pupil_moves import Moves, MovesAsked, read_moves
from halfterm.warehouse.expected_table_file import read_expected_table


@dataclass(frozen=True, slots=True)
class ExpectedProgress:
    """What the scale's file expects in this time, who made it by side, and the difference of the shares.

    `if_all` is the share that would show it if every pupil made exactly that, where scores are too coarse to
    show it in everybody; None where they are not.
    """

    points: float
    made: tuple[Reached, ...]
    gap: Finding | None
    if_all: float | None


@dataclass(frozen=True, slots=True)
class ProgressReport:
    """Progress of a group and the others (or of all pupils); what the scale cannot tell is None."""

    moves: Moves
    steps: Steps | None
    counts: tuple[StepCounts, ...]
    expected: ExpectedProgress | None
    index: tuple[IndexPoint, ...]
    added: ValueAdded | None
    no_steps: str = ""


def progress_of(folder: Path, asked: MovesAsked, *, table: Path | None = None) -> ProgressReport:
    """The progress of pupils in a measure between two half-terms of a workspace; `table` is for value added.

    Raises:
        BadInput: as `read_moves` and `read_expected_table`, or the table is on another scale.
    """
    moves = read_moves(folder, asked)
    sides = (moves.group,) if asked.group is None else (moves.group, moves.others)
    try:
        steps, why = steps_of(moves.scale), ""
    except NotDefined as missing:
        steps, why = None, str(missing)
    return ProgressReport(
        moves=moves,
        steps=steps,
        counts=() if steps is None else tuple(step_counts(side, steps) for side in sides),
        expected=_expected(moves, steps),
        index=() if asked.group is None else tuple(_index(moves)),
        added=None if table is None else _value_added(moves, table),
        no_steps=why,
    )


def _expected(moves: Moves, steps: Steps | None) -> ExpectedProgress | None:
    points = expected_points(moves.scale, moves.half_terms)
    if points is None:
        return None
    size = steps.size if steps is not None and on_grid(moves.pairs.counts, steps.size) else None
    if_all = share_if_all_expected(points, size)
    group, others = (made_expected(side, points, scale=moves.scale) for side in (moves.group, moves.others))
    coarse = None if if_all == 1 else if_all
    if moves.asked.group is None:
        return ExpectedProgress(points, (group,), None, coarse)
    return ExpectedProgress(points, (group, others), expected_progress_gap(group, others), coarse)


def _index(moves: Moves) -> Iterator[IndexPoint]:
    order = {half_term.id: half_term.name for half_term in moves.workspace.programme.half_terms}
    for half_term, name in order.items():
        for (when, scale), counts in sorted(moves.scores.items()):
            if when == half_term:
                sign = sign_of(moves.workspace.scales[scale])
                yield IndexPoint(name, scale, gap_index_of(counts, sign=sign))


def _value_added(moves: Moves, table: Path) -> ValueAdded:
    expected = read_expected_table(table, moves.workspace.scales)
    return value_added(
        moves.pairs.counts,
        expected,
        scale=moves.scale,
        followed_up=moves.after.ends,
        half_terms=moves.half_terms,
    )
