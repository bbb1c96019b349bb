"""`halfterm audit`: proof that the register holds what was written into it, and that it makes sense."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from rich.console import Console
from rich.table import Table
from rich.text import Text

from halfterm.cycles.audit import (
    Contents,
    broken_rotations,
    check_expected,
    contents,
    parse_head,
    replay,
    untrue_locks,
)
from halfterm.cycles.errors import StoreTrouble
from halfterm.cycles.events import KEY_ROTATED
from halfterm.flows.workspace import Workspace
from halfterm.warehouse.register import register
from halfterm.warehouse.register_address import RegisterAddress


@dataclass(frozen=True, slots=True)
class Audit:
    """What a register holds, its head as NUMBER:HASH, every cycle's state, and all that is wrong.

    `rotations` tells, a line each, when the pupil key was rotated, by whom and why.
    """

    register: str
    contents: Contents
    head: str
    cycles: dict[str, str]
    problems: tuple[str, ...]
    rotations: tuple[str, ...] = ()


def audit(workspace: Workspace, *, expect: str | None = None) -> Audit:
    """Prove the chain of events, replay every cycle's life, check every lock against its plan.

    Args:
        workspace: whose register it is.
        expect: a head that somebody wrote down elsewhere, as NUMBER:HASH.

    Raises:
        BadInput: `expect` is no head.
        StoreTrouble: there is no register yet, or an event of it was changed or lost; it is named.
    """
    expected = None if expect is None else parse_head(expect)
    address = workspace.register
    if _is_nowhere(address):
        raise StoreTrouble(f"{address.name}: there is no register yet; nothing has been locked or decided")
    with register(address) as book:
        events = book.events()
        problems = [
            f"{address.name}: the database's own refusal of changes ({guard}) was taken away; it is put back"
            for guard in book.put_guards_back()
        ]
    cycles, impossible = replay(events)
    problems += impossible
    problems += untrue_locks(events)
    problems += broken_rotations(events)
    rotations = tuple(
        f"{e.on}: {e.body['from']} to {e.body['to']}, by {e.actor}: {e.body['reason']}"
        for e in events
        if e.kind == KEY_ROTATED
    )
    if expected is not None:
        problems += check_expected(events, *expected)
    head = f"{events[-1].number}:{events[-1].hash}" if events else "0"
    return Audit(address.name, contents(events), head, cycles, tuple(problems), rotations)


def _is_nowhere(address: RegisterAddress) -> bool:
    """No file, and no note that there was one."""
    file, anchor = address.file, address.anchor
    return file is not None and not file.exists() and not (anchor is not None and anchor.exists())


def as_json(found: Audit) -> str:
    """One object: what was counted, the head, the cycles' states, the problems."""
    return json.dumps(asdict(found), ensure_ascii=False, indent=2, default=str)


def print_audit(console: Console, found: Audit) -> None:
    """Show what was found; the problems are the caller's to raise."""
    held = found.contents
    if held.first is None:
        console.print(f"{found.register} holds no event yet.", highlight=False, markup=False)
        return
    span = f"{held.first} to {held.last}" if held.first != held.last else str(held.first)
    console.print(f"{found.register}: {held.events:,} events, {span}", highlight=False, markup=False)
    console.print("Every event is as it was written, and none is missing.", style="green", highlight=False)
    kinds = {kind: f"{count:,}" for kind, count in held.kinds.items()}
    _print_pairs(console, ("Kind", "Events"), kinds, justify="right")
    if found.cycles:
        _print_pairs(console, ("Cycle", "State"), found.cycles, justify="left")
    if found.rotations:
        console.print("\nThe pupil key was rotated", style="dim", highlight=False)
    for rotation in found.rotations:
        console.print(rotation, highlight=False, markup=False, soft_wrap=True)
    console.print("\nHead, to be written down where nobody here can change it:", highlight=False)
    console.print(found.head, highlight=False, markup=False, soft_wrap=True)


def _print_pairs(console: Console, heads: tuple[str, str], pairs: dict[str, str], *, justify: str) -> None:
    table = Table(box=None, pad_edge=False)
    table.add_column(heads[0], header_style="dim")
    table.add_column(heads[1], header_style="dim", justify="right" if justify == "right" else "left")
    for name, value in pairs.items():
        table.add_row(Text(name), Text(value))
    console.print()
    console.print(table)
