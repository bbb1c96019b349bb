"""What a draw is shown as: counts, seed and hashes, and the order of schools; never a class or a pupil."""

from __future__ import annotations

import json

from rich.console import Console
from rich.text import Text

from halfterm.cycles.impact.randomise import DrawRecord
from halfterm.flows.draw_record import Checked
from halfterm.flows.plain_table import plain_table
from halfterm.warehouse.counting import counted

NEVER = "not while the cycle lasts"


def draw_as_json(cycle: str, record: DrawRecord) -> str:
    """One object: the record of the draw."""
    return json.dumps({"cycle": cycle, **record.model_dump(mode="json")}, indent=2, ensure_ascii=False)


def print_draw(console: Console, cycle: str, record: DrawRecord) -> None:
    """The draw for a person: how many start when, and what it takes to do it again."""
    units = _units(record)
    again = f", draw {record.number}" if record.number > 1 else ""
    console.print(Text(f"{cycle}: {units} drawn{again}", style="bold"))
    console.print()
    heads = (
        "Gets the idea",
        *(["Classes" if record.unit == "class" else "Schools"] if record.unit != "pupil" else ()),
        "Pupils",
    )
    rows = [
        (start or NEVER, *((f"{units:,}",) if record.unit != "pupil" else ()), f"{pupils:,}")
        for start, units, pupils in zip(record.starts, record.units, record.pupils, strict=True)
    ]
    console.print(plain_table(heads, rows, numbers=heads[1:]))
    if record.order:
        console.print()
        order = sorted(record.order.items(), key=lambda one: (record.starts.index(one[1]), one[0]))
        console.print(
            plain_table(("School", "Starts"), [(school, start or NEVER) for school, start in order])
        )
    console.print()
    said = [
        f"Seed {record.seed}; {record.algorithm} version {record.version}{_blocked(record)}.",
        f"List {record.list_hash[:16]}, draw {record.waves_hash[:16]}.",
        "It counts as drawn, whoever then takes part. "
        f"Do it again with: halfterm randomise WORKSPACE {cycle} --check",
    ]
    if record.unit != "school":
        said.append("A school finds its own pupils in it by its own file: halfterm drawn")
    for line in said:
        console.print(Text(line), soft_wrap=True)


def check_as_json(cycle: str, checked: Checked) -> str:
    """One object: the record, and what is not as it says."""
    report = {
        "cycle": cycle,
        "event": checked.event.number,
        "on": checked.event.on.isoformat(),
        "by": checked.event.actor,
        "holds": not checked.problems,
        "problems": list(checked.problems),
        "list_compared": not checked.rotated,
        "record": checked.record.model_dump(mode="json"),
    }
    return json.dumps(report, indent=2, ensure_ascii=False)


def check_lines(cycle: str, checked: Checked) -> tuple[str, ...]:
    """What a repeated draw came to, a sentence each."""
    event = checked.event
    told = f"draw {checked.record.number} of {event.on} by {event.actor} (event {event.number})"
    if checked.problems:
        return tuple(f"{cycle}: {told}: {problem}" for problem in checked.problems)
    units = _units(checked.record)
    lines = [f"{cycle}: {told}, done again from seed {checked.record.seed}: the same for {units}."]
    if checked.rotated:
        lines.append(
            "The pupil key was rotated since, so the list's hash was not compared; the ledger vouches for it."
        )
    return tuple(lines)


def _blocked(record: DrawRecord) -> str:
    if not record.block:
        return ""
    return f", within {' and '.join(record.block)} ({counted(record.blocks, 'block')})"


def _units(record: DrawRecord) -> str:
    number = sum(record.units)
    return f"{number:,} classes" if record.unit == "class" and number > 1 else counted(number, record.unit)
