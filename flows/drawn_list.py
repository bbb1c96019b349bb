"""`halfterm drawn`: a school's own list of who was drawn, written to its own file and nowhere else."""

from __future__ import annotations

import json
import os
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.text import Text

from halfterm.cycles.errors import BadInput
from halfterm.cycles.events import TRACED
from halfterm.cycles.key_rules import check_tracer
from halfterm.flows.draw_record import draws_of
from halfterm.flows.leaving import leaves_event
from halfterm.flows.people import person_of
from halfterm.flows.plain_table import plain_table
from halfterm.flows.randomise_shown import NEVER
from halfterm.flows.tracing import check_out, codes_of, columns_half_term, named_source
from halfterm.flows.workspace import Workspace
from halfterm.site.tidy import rows_csv
from halfterm.warehouse.counting import counted
from halfterm.warehouse.drawn_list import DrawnList, drawn_rows
from halfterm.warehouse.key_file import warehouse_key
from halfterm.warehouse.register import Register
from halfterm.warehouse.store import reading
from halfterm.warehouse.trace import Asked


@dataclass(frozen=True, slots=True)
class ListWanted:
    """What a school asks for: its own file, its source, which cycle's draw, and where the list is to go."""

    file: Path
    source: str
    cycle: str
    by: str
    out: Path


@dataclass(frozen=True, slots=True)
class Listed:
    """What was written, as far as a terminal may show it: counts of one school's rows."""

    cycle: str
    school: str
    draw: int
    rows: int
    listed: int
    starts: dict[str, int]


@leaves_event
def write_drawn(events: Register, workspace: Workspace, wanted: ListWanted, *, today: date) -> Listed:
    """Write, for each row of a school's file whose pupil was drawn, when the pupil starts.

    Raises:
        BadInput: there is no such person, cycle, source or file, nothing was drawn, no row is of the school,
            or the place to write to is taken or inside the workspace.
        NotAllowed: the person is not the head or data manager of one of the cycle's schools.
    """
    plan = workspace.plan(wanted.cycle)
    engagement = workspace.programme.engagement(plan.engagement)
    school = check_tracer(person_of(workspace.programme, wanted.by), engagement=engagement)
    source = named_source(workspace, wanted.source)
    check_out(wanted.out, workspace)
    drawn = draws_of(events, plan.id)
    if not drawn:
        raise BadInput(f"cycle '{plan.id}': nothing was drawn for it")
    number = drawn[-1][1].number
    place = workspace.programme.school(school)
    asked = Asked(plan, source, columns_half_term(source, plan), school, codes_of(place))
    with reading(workspace.warehouse) as connection:
        key = warehouse_key(connection, workspace.key_place)
        found = drawn_rows(connection, wanted.file, asked, draw=number, key=key)
    if not found.of_school:
        raise BadInput(f"{wanted.file.name}: no row is of {place.name}")
    starts = Counter(row.starts or NEVER for row in found.rows)
    listed = Listed(plan.id, school, number, found.of_school, len(found.rows), dict(sorted(starts.items())))
    body = {
        "school": school,
        "source": source.source,
        "rows": listed.rows,
        "draw": number,
        "pupils": listed.starts,
    }
    # Told before it is written: a file that nobody remembers would be worse than an event without its file.
    events.append(TRACED, plan.id, actor=wanted.by, on=today, body=body)
    _write(wanted.out, found)
    return listed


def _write(path: Path, found: DrawnList) -> None:
    rows = ((str(row.row), row.written, row.starts or NEVER) for row in found.rows)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
        file.write(rows_csv(("row", found.column, "gets the idea"), rows))


def print_listed(console: Console, listed: Listed, wanted: ListWanted) -> None:
    """The counts for a person, and where the list is; never a row."""
    of = f"{counted(listed.listed, 'row')} of {listed.rows:,} in draw {listed.draw}"
    console.print(Text(f"{listed.cycle}, {listed.school}: {of}", style="bold"))
    console.print()
    rows = [(start, f"{number:,}") for start, number in listed.starts.items()]
    console.print(plain_table(("Gets the idea", "Rows"), rows, numbers=["Rows"]))
    console.print()
    said = f"Row by row in {wanted.out}: it names pupils. Delete it when you have done with it."
    console.print(Text(said), soft_wrap=True)


def listed_as_json(listed: Listed) -> str:
    """One object of counts."""
    return json.dumps(asdict(listed), indent=2, ensure_ascii=False)
