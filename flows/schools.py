"""`halfterm schools`: the national register of schools beside the programme's own list."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from halfterm.cycles.establishment import RegisterRemark, remarks
from halfterm.flows.workspace import open_workspace
from halfterm.warehouse.school_register import Extract, load_register, read_register
from halfterm.warehouse.store import reading, warehouse


def load(folder: Path, file: Path, *, links: Path | None, dated: date) -> Extract:
    """Take an extract of the register into the workspace's warehouse.

    Raises:
        BadInput: a file cannot be read, or is not an extract of the register.
    """
    workspace = open_workspace(folder)
    with warehouse(workspace.warehouse, doing="loading") as connection:
        return load_register(connection, file, links=links, dated=dated)


def check(folder: Path, *, as_at: date | None) -> tuple[RegisterRemark, ...]:
    """What the newest extract, or the newest of a day, says otherwise than programme.yaml.

    Raises:
        StoreTrouble: no extract is loaded.
    """
    workspace = open_workspace(folder)
    with reading(workspace.warehouse) as connection:
        return remarks(workspace.programme.schools, read_register(connection, as_at=as_at))


def as_json(found: tuple[RegisterRemark, ...]) -> str:
    return json.dumps([asdict(remark) for remark in found], indent=2, ensure_ascii=False)


def print_remarks(console: Console, found: tuple[RegisterRemark, ...]) -> None:
    """A line a remark, with the line to write into programme.yaml beneath it."""
    if not found:
        console.print("The register says nothing else of these schools.")
        return
    table = Table(box=None, pad_edge=False, show_header=True, header_style="dim")
    table.add_column("School", no_wrap=True)
    table.add_column("What the register says, and what to write in programme.yaml")
    for remark in found:
        table.add_row(remark.school, Text(remark.words + "\n") + Text(remark.mend, style="cyan"))
    console.print(table)
