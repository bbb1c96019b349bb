"""A sheet of the do-log taken into the register: all of it, or nothing when anything in it is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from halfterm.cycles.do_log import body_of, do_log, entry_id
from halfterm.cycles.do_log_sheet import SheetEntry, entries_of, has_british_days
from halfterm.cycles.errors import BadInput, UserError
from halfterm.cycles.events import LOGGED
from halfterm.flows.do_log import Desk, check_permitted, problems_of, release_said
from halfterm.flows.review import person_of
from halfterm.flows.workspace import Workspace
from halfterm.warehouse.do_log_file import read_log_file
from halfterm.warehouse.register import NewEvent, Register


@dataclass(frozen=True, slots=True)
class Imported:
    """How a sheet was taken in: entries new to the log, entries it had, whether days were day/month/year."""

    added: int
    held: int
    british_days: bool


def import_sheet(
    events: Register, workspace: Workspace, path: Path, *, by: str, cycle: str | None, today: date
) -> Imported:
    """Write the entries of a sheet that are new to the log.

    What the log has, or had before it was struck out, is not written again. `cycle` is that of rows which
    name none.

    Raises:
        BadInput: everything that is wrong with the file, row by row; nothing is written then.
    """
    person_of(workspace.programme, by)
    if cycle is not None:
        workspace.plan(cycle)
    rows = read_log_file(path, key=lambda: workspace.key.first)
    desks = {plan.id: Desk(workspace.programme, plan, by, today) for plan in workspace.plans}
    entries, problems = entries_of(rows, name=path.name, cycle=cycle, cycles=desks)
    own = {name: [one for one in entries if one.cycle == name] for name in desks}
    found = list(problems)
    for name, desk in desks.items():
        found += _problems(events, desk, own[name], name=path.name) if own[name] else []
    if found:
        raise BadInput(*found)
    fresh = [event for name, desk in desks.items() for event in _fresh(events, desk, own[name])]
    events.append_all(fresh)
    for name, desk in desks.items():
        if own[name]:
            release_said(events, desk)
    return Imported(len(fresh), len(entries) - len(fresh), has_british_days(rows))


def _problems(events: Register, desk: Desk, own: Sequence[SheetEntry], *, name: str) -> list[str]:
    """What keeps the entries of one cycle out: once for the cycle, or else row by row."""
    about = events.events(subject=desk.cycle)
    try:
        check_permitted(desk, about, [one.entry for one in own])
    except UserError as refused:
        return [f"{name}: {problem}" for problem in refused.problems]
    return [
        f"{name}, row {one.rows[0]}: {problem}"
        for one in own
        for problem in problems_of(desk, about, one.entry)
    ]


def _fresh(events: Register, desk: Desk, own: Iterable[SheetEntry]) -> list[NewEvent]:
    known = {logged.id for logged in do_log(events.events(subject=desk.cycle))}
    return [
        NewEvent(LOGGED, desk.cycle, desk.by, desk.today, body_of(desk.cycle, one.entry))
        for one in own
        if entry_id(desk.cycle, one.entry) not in known
    ]
