"""How `halfterm progress` is told: tables and sentences for a person, an object for a machine."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from rich.console import Console
from rich.table import Table
from rich.text import Text

from halfterm.cycles.impact.finding import Finding
from halfterm.cycles.impact.progress_steps import StepCounts
from halfterm.cycles.impact.reached import Reached
from halfterm.cycles.impact.reasons import reason
from halfterm.cycles.impact.threshold import wilson
from halfterm.cycles.impact.value_added import ValueAdded
from halfterm.flows.finding_shown import (
    difference_sentence,
    finding_json,
    interval_words,
    p_words,
    percent,
    signed,
)
from halfterm.flows.plain_table import plain_table
from halfterm.flows.pupil_moves import Moves
from halfterm.flows.pupil_progress import ProgressReport
from halfterm.warehouse.counting import counted

FURTHEST = 4
"""Steps beyond which the table counts pupils together."""


def print_progress(console: Console, report: ProgressReport) -> None:
    """The steps, expected progress, value added and the gap index, and what to bear in mind."""
    console.print(Text(f"Progress in {report.moves.title}", style="bold"))
    console.print()
    if report.steps is not None:
        console.print(Text(f"Pupils by steps moved ({report.steps.about})", style="bold"))
        console.print(_step_table(report))
        console.print()
    for sentence in sentences(report):
        console.print(Text(sentence))
    if report.index:
        console.print()
        console.print(Text("Gap index at each half-term", style="bold"))
        console.print(_index_table(report))
    console.print()
    for note in notes(report):
        console.print(Text(note, style="dim"))


def _step_table(report: ProgressReport) -> Table:
    heads = ("Steps", *report.moves.names)
    moved = sorted({step for counts in report.counts for step, n in counts.pupils.items() if n})
    if not moved:
        return plain_table(heads, [("both scores", *("0" for _ in report.counts))], numbers=heads[1:])
    lowest, highest = max(moved[0], -FURTHEST), min(moved[-1], FURTHEST)
    lowest, highest = min(lowest, highest), max(lowest, highest)
    rows = []
    for step in range(highest, lowest - 1, -1):
        beyond = (
            " or more" if step == highest < moved[-1] else " or less" if step == lowest > moved[0] else ""
        )
        cells = [_step_cell(counts, step, lowest=lowest, highest=highest) for counts in report.counts]
        rows.append((f"{signed(step, 0)}{beyond}", *cells))
    rows.append(("both scores", *(f"{counts.n:,}" for counts in report.counts)))
    rows.append(("median", *(f"{signed(c.median, 1)}" if c.n else "" for c in report.counts)))
    return plain_table(heads, rows, numbers=heads[1:])


def _step_cell(counts: StepCounts, step: int, *, lowest: int, highest: int) -> str:
    """The pupils at a number of steps; at the ends of the table, also those beyond."""
    at = sum(
        n
        for moved, n in counts.pupils.items()
        if moved == step or (step == highest and moved > step) or (step == lowest and moved < step)
    )
    return f"{at:,} ({percent(at, counts.n)})" if at else "·"


def sentences(report: ProgressReport) -> Iterator[str]:
    """Expected progress and value added in words."""
    if report.no_steps:
        yield f"Steps are not counted: {report.no_steps}."
    yield from _expected_words(report)
    if report.added is not None:
        yield from _added_words(report, report.added)


def _expected_words(report: ProgressReport) -> Iterator[str]:
    expected, moves = report.expected, report.moves
    if expected is None:
        yield f"Scale '{moves.scale.id}' does not say what progress is expected; none is judged."
        return
    time = counted(moves.half_terms, "half-term")
    yield f"Expected progress in {time}: {expected.points:g} {_units(expected.points, moves)}."
    for name, made in zip(moves.names, expected.made, strict=True):
        yield f"{name}: {_made(made)}."
    if expected.gap is not None:
        yield difference_sentence("Expected progress", expected.gap, moves.names[0])
    if expected.if_all is not None:
        yield (
            "Scores here move in whole steps: if every pupil made just the expected progress, it would show "
            f"in about {100 * expected.if_all:.0f} % of them. Compare with the others, not with 100 %."
        )


def _units(points: float, moves: Moves) -> str:
    return moves.scale.unit if points == 1 else moves.scale.units


def _made(made: Reached) -> str:
    if not made.n:
        return "nobody has both scores"
    lower, upper = wilson(made.reached, made.n)
    interval = f"95 % interval {100 * lower:.0f} to {100 * upper:.0f} %"
    return (
        f"{made.reached:,} of {made.n:,} made expected progress ({percent(made.reached, made.n)}; {interval})"
    )


def _added_words(report: ProgressReport, added: ValueAdded) -> Iterator[str]:
    table, units = added.table, report.moves.scale.units
    yield f"Value added against {table.source} (as of {table.dated}, {table.name}), in {units}:"
    sides: Mapping[str, Finding] = dict(zip(report.moves.names, (added.group, added.others), strict=False))
    for name, finding in sides.items():
        if finding.value is None:
            yield f"{name}: none, {reason(finding)}."
            continue
        behind = interval_words(finding)
        pupils = counted(finding.n_target, "pupil")
        yield f"{name}: {signed(finding.value, 1)} over {pupils}" + (f" ({behind})." if behind else ".")
    if report.moves.asked.group is not None:
        yield difference_sentence("Value added", added.difference, report.moves.names[0])
    yield from added.notes


def _index_table(report: ProgressReport) -> Table:
    heads = ("Half-term", "Scale", "Pupils", "Gap index", "95 % interval", "p")
    rows = []
    for point in report.index:
        index = point.index
        pupils = f"{index.n_target:,} v {index.n_comparison:,}"
        if index.value is None:
            rows.append((point.half_term, point.scale, pupils, "none", reason(index), ""))
            continue
        has_interval = index.lower is not None and index.upper is not None
        interval = (
            f"{signed(index.lower or 0, 1)} to {signed(index.upper or 0, 1)}" if has_interval else "none"
        )
        p = "" if index.p is None else p_words(index.p).removeprefix("p ").removeprefix("= ")
        rows.append((point.half_term, point.scale, pupils, signed(index.value, 1), interval, p))
    return plain_table(heads, rows, numbers=heads[2:])


def notes(report: ProgressReport) -> Iterator[str]:
    """How to read the tables."""
    if report.index:
        yield (
            "Gap index: 10 x (share of pairs with the other pupil ahead minus share with the group's pupil "
            "ahead); 0 is no gap, 10 everybody else ahead. Only ranks count, so it compares over time even "
            "where everybody rises; each point is of who was of the group, and at the school, then."
        )
    yield "Pupils move for many reasons: this says how far, not why."
    yield from report.moves.notes()


def progress_json(report: ProgressReport) -> str:
    """One object: steps, expected progress, value added, the index over time, notes."""
    moves, expected, added = report.moves, report.expected, report.added
    whole = {
        "measure": moves.asked.measure,
        "scale": moves.scale.id,
        "from": moves.before.id,
        "to": moves.after.id,
        "half_terms": moves.half_terms,
        "school": moves.asked.school,
        "steps": None
        if report.steps is None
        else {
            "about": report.steps.about,
            "size": report.steps.size,
            "sides": [
                {"side": name, "n": counts.n, "pupils": dict(counts.pupils)}
                for name, counts in zip(moves.names, report.counts, strict=True)
            ],
        },
        "expected": None
        if expected is None
        else {
            "points": expected.points,
            "sides": [
                {"side": name, "made": made.reached, "n": made.n}
                for name, made in zip(moves.names, expected.made, strict=True)
            ],
            "gap": None if expected.gap is None else finding_json(expected.gap),
            "share_if_all_just_made_it": expected.if_all,
        },
        "value_added": None if added is None else _added_json(report, added),
        "gap_index": [
            {"half_term": point.half_term, "scale": point.scale} | finding_json(point.index)
            for point in report.index
        ],
        "notes": list(notes(report)),
    }
    return json.dumps(whole, indent=2, allow_nan=False, ensure_ascii=False)


def _added_json(report: ProgressReport, added: ValueAdded) -> dict[str, object]:
    table = added.table
    sides = (
        (added.group,) if report.moves.asked.group is None else (added.group, added.others, added.difference)
    )
    return {
        "table": {"name": table.name, "dated": table.dated.isoformat(), "source": table.source},
        "findings": [finding_json(finding) for finding in sides],
        "without_row": added.without_row,
        "notes": list(added.notes),
    }
