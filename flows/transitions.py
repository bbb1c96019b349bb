"""`halfterm transitions`: where pupils were on a scale at one half-term, and where they are at another."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from halfterm.cycles.impact.finding import Finding
from halfterm.cycles.impact.score_bands import BandKind, Bands, bands_of
from halfterm.cycles.impact.transition import Transition, moved_down_gap, moved_up_gap, transition
from halfterm.flows.finding_shown import difference_sentence, finding_json, percent
from halfterm.flows.plain_table import plain_table
from halfterm.flows.pupil_moves import Moves, MovesAsked, read_moves
from halfterm.warehouse.counting import counted

NOTHING = "·"


@dataclass(frozen=True, slots=True)
class TransitionReport:
    """The matrices of a group and the others (or of all pupils), and how the shares that moved differ."""

    moves: Moves
    bands: Bands
    matrices: tuple[Transition, ...]
    up: Finding | None = None
    down: Finding | None = None


def transitions_of(folder: Path, asked: MovesAsked, *, bands: BandKind | None = None) -> TransitionReport:
    """The transition matrix of a measure between two half-terms of a workspace.

    Raises:
        BadInput: as `read_moves`, or the scale has no such bands.
    """
    moves = read_moves(folder, asked)
    cut = bands_of(moves.scale, moves.pairs.counts, scales=moves.workspace.scales, kind=bands)
    group = transition(moves.group, cut)
    if asked.group is None:
        return TransitionReport(moves, cut, (group,))
    others = transition(moves.others, cut)
    up, down = moved_up_gap(group, others), moved_down_gap(group, others)
    return TransitionReport(moves, cut, (group, others), up, down)


def print_transitions(console: Console, report: TransitionReport) -> None:
    """A matrix a side, what they come to, and whether the two sides moved differently."""
    console.print(Text(f"Transitions in {report.moves.title}", style="bold"))
    console.print(Text(f"Bands: {report.bands.about}.", style="dim"))
    for name, matrix in zip(report.moves.names, report.matrices, strict=True):
        console.print()
        console.print(Text(f"{name}: {counted(matrix.matched, 'pupil')} with both scores", style="bold"))
        console.print(_matrix(matrix))
    console.print()
    console.print(_summary(report))
    console.print()
    for sentence in sentences(report):
        console.print(Text(sentence))
    for note in notes(report):
        console.print(Text(note, style="dim"))


def _matrix(matrix: Transition) -> Table:
    """Bands outside of which nobody is are left out; a pupil who stayed is on the diagonal."""
    used = [
        place
        for place in range(len(matrix.labels))
        if matrix.row_total(place) or matrix.arrived[place] or any(row[place] for row in matrix.cells)
    ]
    kept = range(min(used), max(used) + 1) if used else range(0)
    heads = ("Before", *(matrix.labels[place] for place in kept), "missing after", "All")
    rows = []
    for place in kept:
        counts = [*(matrix.cells[place][column] for column in kept), matrix.missing[place]]
        total = matrix.row_total(place)
        cells = [_cell(count, total) for count in counts]
        rows.append((matrix.labels[place], *cells, f"{total:,}"))
    arrived = [matrix.arrived[place] for place in kept]
    if any(arrived):
        rows.append(("new after", *(_cell(count) for count in arrived), "", f"{sum(arrived):,}"))
    return plain_table(heads, rows, numbers=heads[1:], unbroken=heads)


def _cell(count: int, total: int | None = None) -> str:
    if not count:
        return NOTHING
    return f"{count:,}" if total is None else f"{count:,} ({percent(count, total)})"


def _summary(report: TransitionReport) -> Table:
    heads = ("", "Both scores", "Up", "Stayed", "Down", "Missing after", "New after")
    rows = [
        (
            name,
            f"{m.matched:,}",
            *(_of(count, m.matched) for count in (m.up, m.stayed, m.down)),
            f"{sum(m.missing):,}",
            f"{sum(m.arrived):,}",
        )
        for name, m in zip(report.moves.names, report.matrices, strict=True)
    ]
    return plain_table(heads, rows, numbers=heads[1:])


def _of(count: int, n: int) -> str:
    return f"{count:,} ({percent(count, n)})" if n else f"{count:,}"


def sentences(report: TransitionReport) -> Iterator[str]:
    """How the shares that moved differ, and who is missing, in words."""
    for finding, what in ((report.up, "Moved up"), (report.down, "Moved down")):
        if finding is not None:
            yield difference_sentence(what, finding, report.moves.names[0])
    for name, matrix in zip(report.moves.names, report.matrices, strict=True):
        missing, arrived = sum(matrix.missing), sum(matrix.arrived)
        parts = []
        if missing:
            parts.append(
                f"{missing:,} missing after ({matrix.left:,} at no school of the programme then, "
                f"{missing - matrix.left:,} there without a score)"
            )
        if arrived:
            parts.append(
                f"{arrived:,} new after ({matrix.new:,} at no school of the programme before, "
                f"{arrived - matrix.new:,} there without a score)"
            )
        if parts:
            yield f"{name}: {'; '.join(parts)}."


def notes(report: TransitionReport) -> Iterator[str]:
    """How to read the table."""
    yield "Worst band first; shares are of all pupils of the row, those missing after included."
    if report.bands.kind == "quarters":
        yield "The cuts stay where they were before, so that everybody's growth moves pupils up."
    yield "Pupils move for many reasons: this says where to, not why."
    yield from report.moves.notes()


def transitions_json(report: TransitionReport) -> str:
    """One object: bands, matrices by side, differences and notes."""
    moves = report.moves
    whole = {
        "measure": moves.asked.measure,
        "scale": moves.scale.id,
        "from": moves.before.id,
        "to": moves.after.id,
        "school": moves.asked.school,
        "bands": {"kind": report.bands.kind, "about": report.bands.about, "labels": report.bands.labels},
        "sides": [
            _side_json(name, matrix) for name, matrix in zip(moves.names, report.matrices, strict=True)
        ],
        "differences": [finding_json(f) for f in (report.up, report.down) if f is not None],
        "notes": list(notes(report)),
    }
    return json.dumps(whole, indent=2, allow_nan=False, ensure_ascii=False)


def _side_json(name: str, matrix: Transition) -> dict[str, object]:
    return {
        "side": name,
        "both_scores": matrix.matched,
        "up": matrix.up,
        "stayed": matrix.stayed,
        "down": matrix.down,
        "rows": [
            {"before": label, "after": row, "missing_after": missing, "row_percent": matrix.row_percent(i)}
            for i, (label, row, missing) in enumerate(
                zip(matrix.labels, matrix.cells, matrix.missing, strict=True)
            )
        ],
        "new_after": matrix.arrived,
        "left": matrix.left,
        "new_to_the_programme": matrix.new,
    }
