"""How figures that are not a study's findings came about, and what data a page was made from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from halfterm.cycles.carried_out import ShownCarriedOut
from halfterm.cycles.disclosure import Shown
from halfterm.cycles.words import listed
from halfterm.site.costs import pounds
from halfterm.site.delivery import NOTHING, delivery, percent
from halfterm.site.pieces import DataFile, dated
from halfterm.site.shown import ShownCycle, ShownEdition, ShownStudy
from halfterm.site.tidy import rows_csv

_STUDIED: Final = 2.5
"""From this level of progress on, the first proof of it is the study."""

_Method = tuple[str, Callable[[ShownCarriedOut], Shown], Callable[[Shown], str], str]

_METHODS: Final[tuple[_Method, ...]] = (
    ("Sessions", lambda log: log.sessions, str, "entries of sessions in the do-log that stand, counted"),
    (
        "Sessions planned",
        lambda log: log.sessions_planned,
        str,
        "the plan's sessions a week × weeks, for each group of the do-log",
    ),
    (
        "Sessions, of those planned",
        lambda log: log.sessions_percent,
        percent,
        "sessions / sessions planned",
    ),
    (
        "Minutes",
        lambda log: log.minutes,
        str,
        "minutes of the sessions that say how long they took, summed",
    ),
    (
        "Minutes planned",
        lambda log: log.minutes_planned,
        str,
        "sessions planned × minutes of a session in the plan",
    ),
    (
        "Attendance",
        lambda log: log.attendance,
        percent,
        "places taken / places kept, over the sessions that count both; from counts made safe first",
    ),
    (
        "Done as planned",
        lambda log: log.fidelity,
        percent,
        "mean of the entries on fidelity: fully 1, partly 0.5, not 0, or the share that was written",
    ),
    (
        "Lessons good or better, before",
        lambda log: log.lessons_good_before,
        percent,
        "good or better / seen, in the observations before the cycle",
    ),
    (
        "Lessons good or better, after",
        lambda log: log.lessons_good_after,
        percent,
        "good or better / seen, in the observations after the cycle",
    ),
    (
        "Cost planned",
        lambda log: log.cost_planned,
        pounds,
        "costs of the plan, summed; those by pupil times pupils, their number made safe first",
    ),
    ("Cost spent", lambda log: log.cost_spent, pounds, "entries of costs in the do-log, summed"),
    (
        "Planned cost per pupil",
        lambda log: log.cost_per_pupil,
        pounds,
        "cost planned / pupils whom the idea is for, their number made safe first",
    ),
)


@dataclass(frozen=True, slots=True)
class HowRow:
    """A figure, of which cycle, as it is said, and how it was computed from what."""

    figure: str
    cycle: str
    title: str
    shown: Shown
    value: str
    method: str


def how_delivered(cycles: Sequence[ShownCycle]) -> tuple[HowRow, ...]:
    """A row for every figure of what was done and what it cost, in each of these cycles."""
    return tuple(row for cycle in cycles for row in _rows(cycle))


def _rows(cycle: ShownCycle) -> Iterator[HowRow]:
    log = cycle.carried_out
    if log is None or delivery(cycle).none == NOTHING:
        return
    for name, figure, said, method in _METHODS:
        if figure(log).symbol != "z":
            yield HowRow(name, cycle.plan.id, cycle.plan.title, figure(log), said(figure(log)), method)


def delivered_files(name: str, rows: Sequence[HowRow]) -> tuple[DataFile, ...]:
    """The figures of what was done as tidy data (percent, minutes, pounds); no file where there are none."""
    if not rows:
        return ()
    cells = ((row.cycle, row.figure, row.shown, row.method) for row in rows)
    return (DataFile(name, rows_csv(("cycle", "figure", "value", "method"), cells)),)


def from_loads(edition: ShownEdition, studies: Sequence[ShownStudy]) -> str:
    """The loads behind some studies, each with its source and half-term: what tells them apart, and when."""
    known = {load.load: load for load in edition.loads}
    loads = sorted({load for study in studies for load in study.loads})
    order = edition.programme.position
    named = sorted(
        (known[load] for load in loads if load in known), key=lambda one: (order(one.half_term), one.load)
    )
    said = [
        f"{one.load[:12]} ({one.source}, {edition.programme.half_term(one.half_term).name})" for one in named
    ]
    said += [load[:12] for load in loads if load not in known]
    return (
        f"Made from {'load' if len(said) == 1 else 'loads'} {listed(said)}."
        if said
        else "Made from no load of scores."
    )


def when_studied(cycles: Sequence[ShownCycle]) -> str:
    """When each cycle was locked and, where the record tells, studied; never by a clock."""
    said = []
    for number, cycle in enumerate(cycles, start=1):
        name = f"cycle {number} " if len(cycles) > 1 else ""
        studied = _studied_on(cycle)
        said.append(f"{name}locked on {dated(cycle.locked_on)}{f', studied {studied}' if studied else ''}")
    words = "; ".join(said)
    return f"{words[:1].upper()}{words[1:]}."


def _studied_on(cycle: ShownCycle) -> str:
    """The day and event of the study that proves how far the cycle has come; empty where none is known."""
    if cycle.quality is None or (cycle.quality.progress.level or 0.0) < _STUDIED:
        return ""
    line = next((proof for proof in cycle.quality.progress.proof if proof.on is not None), None)
    return "" if line is None or line.on is None else f"on {dated(line.on)} (event {line.event})"
