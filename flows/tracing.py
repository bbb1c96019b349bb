"""`halfterm trace`: a school finds its own pupils again, by its own file, and the register remembers it."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.text import Text

from halfterm.cycles.cycle_book import CycleBook
from halfterm.cycles.errors import BadInput, NotAllowed, did_you_mean
from halfterm.cycles.events import TRACED
from halfterm.cycles.key_rules import check_tracer
from halfterm.cycles.plan import Plan
from halfterm.cycles.school import School
from halfterm.flows.leaving import leaves_event
from halfterm.flows.people import person_of
from halfterm.flows.plain_table import plain_table
from halfterm.flows.workspace import Workspace
from halfterm.site.tidy import rows_csv
from halfterm.warehouse.counting import counted
from halfterm.warehouse.key_file import warehouse_key
from halfterm.warehouse.register import Register
from halfterm.warehouse.source import Source
from halfterm.warehouse.store import reading
from halfterm.warehouse.trace import Asked, Trace, trace_pupils


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asks for: a file of this source, one cycle, and where its rows are to go, if at all."""

    file: Path
    source: str
    cycle: str
    by: str
    out: Path | None = None


@dataclass(frozen=True, slots=True)
class Traced:
    """What was found, as far as a terminal may show it: counts of one school's pupils."""

    cycle: str
    school: str
    rows: int
    other_rows: int
    pupils: dict[str, int]
    without_baseline: dict[str, int]
    without_follow_up: dict[str, int]


@leaves_event
def trace_file(events: Register, workspace: Workspace, wanted: Wanted, *, today: date) -> Traced:
    """Look a school's own pupils up in the groups of a cycle; write its rows to `wanted.out` if one is named.

    The rows hold what the file itself says of the pupil: the file they are written to is for its owner alone.

    Raises:
        BadInput: there is no such person, cycle, source or file; or the place to write to is taken.
        NotAllowed: the person may not, or the cycle's groups are not frozen yet.
    """
    plan = workspace.plan(wanted.cycle)
    engagement = workspace.programme.engagement(plan.engagement)
    school = check_tracer(person_of(workspace.programme, wanted.by), engagement=engagement)
    held = CycleBook(events.events()).locked.get(plan.id)
    if held is None:
        raise NotAllowed(
            f"cycle '{plan.id}': its groups are not frozen yet; they are when its plan is locked"
        )
    source = named_source(workspace, wanted.source)
    check_out(wanted.out, workspace)
    asked = Asked(
        held.plan,
        source,
        columns_half_term(source, held.plan),
        school,
        codes_of(workspace.programme.school(school)),
    )
    with reading(workspace.warehouse) as connection:
        key = warehouse_key(connection, workspace.key_place)
        found = trace_pupils(connection, wanted.file, asked, key=key)
    if not found.rows:
        raise BadInput(f"{wanted.file.name}: no row is of {workspace.programme.school(school).name}")
    traced = _counts(found, cycle=plan.id, school=school)
    body = {"school": school, "source": source.source, "rows": traced.rows, "pupils": traced.pupils}
    # Told before it is written: a file that nobody remembers would be worse than an event without its file.
    events.append(TRACED, plan.id, actor=wanted.by, on=today, body=body)
    if wanted.out is not None:
        _write(wanted.out, found)
    return traced


def print_traced(console: Console, traced: Traced, wanted: Wanted) -> None:
    """The counts for a person, and where the rows are; never a row."""
    others = f"; {counted(traced.other_rows, 'row')} of other schools left out" if traced.other_rows else ""
    console.print(
        Text(
            f"{traced.cycle}, {traced.school}: {counted(traced.rows, 'row')} of the file{others}",
            style="bold",
        )
    )
    console.print()
    rows = [(group, f"{number:,}") for group, number in traced.pupils.items()]
    console.print(plain_table(("Group", "Pupils"), rows, numbers=["Pupils"]))
    lacking = [
        (measure, f"{number:,}", f"{traced.without_follow_up[measure]:,}")
        for measure, number in traced.without_baseline.items()
    ]
    heads = ("Measure", "No baseline", "No follow-up")
    console.print()
    console.print(Text("Pupils of the two groups without a score", style="bold"))
    console.print(plain_table(heads, lacking, numbers=heads[1:]))
    console.print()
    where = "Name a file with --out to have it row by row."
    if wanted.out is not None:
        where = f"Row by row in {wanted.out}: it names pupils. Delete it when you have done with it."
    console.print(Text(where), soft_wrap=True)


def traced_as_json(traced: Traced) -> str:
    """One object of counts."""
    return json.dumps(asdict(traced), indent=2, ensure_ascii=False)


def named_source(workspace: Workspace, name: str) -> Source:
    for source in workspace.sources:
        if source.source == name and source.identifier == "anonymous":
            raise BadInput(f"source '{name}': its rows name no pupils, so none can be traced")
        if source.source == name:
            return source
    raise BadInput(f"no source '{name}'{did_you_mean(name, [s.source for s in workspace.sources])}")


def columns_half_term(source: Source, plan: Plan) -> str:
    """The half-term by whose columns the file is read: the baseline's, else any that the source knows."""
    known = list(source.half_terms)
    return next((h for h in (plan.baseline, plan.follow_up) if h in known), known[0])


def codes_of(school: School) -> tuple[str, ...]:
    return (*school.codes, *school.numbers, school.id)


def check_out(out: Path | None, workspace: Workspace) -> None:
    if out is None:
        return
    if out.exists():
        raise BadInput(f"{out.name}: is there already; name another file")
    if not out.parent.is_dir():
        raise BadInput(f"{out}: there is no such folder")
    if out.resolve().is_relative_to(workspace.folder.resolve()):
        raise BadInput(f"{out.name}: the rows name pupils; write them outside the workspace")


def _counts(found: Trace, *, cycle: str, school: str) -> Traced:
    measures = list(enumerate(found.measures))
    return Traced(
        cycle=cycle,
        school=school,
        rows=len(found.rows),
        other_rows=found.others,
        pupils=found.pupils,
        without_baseline={measure: found.without(i, "baseline") for i, measure in measures},
        without_follow_up={measure: found.without(i, "follow-up") for i, measure in measures},
    )


def _write(path: Path, found: Trace) -> None:
    rows = ((str(row.row), row.written, row.group, *row.scores) for row in found.rows)
    text = rows_csv(("row", found.column, "group", *found.measures), rows)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
        file.write(text)
