"""Backups, restored workspaces and the doctor's signs, in the terminal and as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from halfterm.flows.backup import BackupReport
from halfterm.flows.restoring import RestoreReport
from halfterm.flows.sign import Sign

_STYLES: Final = {"ok": "green", "look here": "yellow", "broken": "bold red"}


def print_backup(console: Console, report: BackupReport) -> None:
    """What was written, and what was left out of it."""
    console.print(f"Wrote {report.path}", highlight=False, markup=False, soft_wrap=True)
    console.print(
        f"{_size(report.size)}: {report.rows:,} rows of the warehouse, {report.events:,} events of the "
        f"register, {len(report.manifest.files) - 1:,} files. Read back and found whole.",
        highlight=False,
    )
    if report.manifest.with_key:
        console.print(
            "It holds the keys: whoever has it can look a pupil up by UPN. Keep it where you would keep "
            "pupils' names, apart from every other backup.",
            style="bold red",
            highlight=False,
        )
    else:
        console.print(
            "The inbox and the keys are not in it. Keep pupil.key elsewhere: without it no load can follow.",
            highlight=False,
        )
    if report.manifest.warehouse is not None and not report.manifest.warehouse.encrypted:
        console.print("It is not encrypted: pseudonyms and scores can be read.", style="dim", highlight=False)


def print_restore(console: Console, report: RestoreReport) -> None:
    """What was restored, and what the backup could not give back."""
    tables = report.manifest.warehouse.tables.values() if report.manifest.warehouse else ()
    events = report.manifest.register_head.split(":")[0]
    console.print(f"Restored {report.folder}", highlight=False, markup=False, soft_wrap=True)
    console.print(
        f"As of {report.manifest.made[:16].replace('T', ' ')}: {sum(table.rows for table in tables):,} rows "
        f"of the warehouse, {int(events):,} events of the register. Ledger and chain of events are whole.",
        highlight=False,
    )
    if not report.has_key:
        console.print(
            "The pupil key is not here. Put pupil.key back before you load: pupils under a new key would be "
            "strangers to those who are here.",
            style="yellow",
            highlight=False,
        )
    console.print("The inbox is empty: files from schools are never in a backup.", highlight=False)


def print_signs(console: Console, signs: Sequence[Sign]) -> None:
    """A line a sign; what to do stands beneath the one that needs it."""
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, style="dim")
    table.add_column(overflow="fold")
    for sign in signs:
        said = Text(sign.said)
        if sign.mend:
            said.append(f"\n{sign.mend}", style=_STYLES[sign.state])
        table.add_row(Text(sign.state, style=_STYLES[sign.state]), Text(sign.what), said)
    console.print(table)
    broken = sum(sign.state == "broken" for sign in signs)
    look = sum(sign.state == "look here" for sign in signs)
    console.print()
    if broken:
        console.print(
            f"{_things(broken)} broken, {_things(look)} to look at.", style="bold red", highlight=False
        )
    elif look:
        console.print(f"Nothing is broken; {_things(look)} to look at.", style="yellow", highlight=False)
    else:
        console.print("All is well.", style="green", highlight=False)


def as_json(signs: Sequence[Sign]) -> str:
    """One object: the worst state, and every sign."""
    worst = max((sign.state for sign in signs), key=list(_STYLES).index, default="ok")
    return json.dumps(
        {"state": worst, "signs": [asdict(sign) for sign in signs]}, ensure_ascii=False, indent=2
    )


def _things(count: int) -> str:
    return "1 thing" if count == 1 else f"{count} things"


def _size(count: int) -> str:
    return f"{count / 1e6:,.1f} MB" if count >= 100_000 else f"{count / 1e3:,.0f} KB"
