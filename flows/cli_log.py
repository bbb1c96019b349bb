"""`halfterm log ...`: what was done, written down as it happens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from halfterm.flows.cli_review import ByOption, WorkspaceArgument

if TYPE_CHECKING:
    from halfterm.flows.do_log import Desk
    from halfterm.warehouse.register import Register

log = typer.Typer(
    help="The do-log of a cycle: sessions, obstacles, evidence ... as they happen.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

CycleArgument = Annotated[str, typer.Argument(metavar="CYCLE", help="The cycle's id.")]
NumberArgument = Annotated[int, typer.Argument(metavar="NUMBER", help="The entry's number in `log show`.")]


@log.command()
def add(
    workspace: WorkspaceArgument,
    cycle: CycleArgument,
    entry: Annotated[str, typer.Argument(metavar="ENTRY", help="Its kind; `log fields` lists them.")],
    by: ByOption,
    fields: Annotated[
        list[str] | None, typer.Argument(metavar="FIELD=VALUE ...", help="`log fields ENTRY` lists them.")
    ] = None,
) -> None:
    """Write one entry; its day is today's unless `on=` says otherwise."""
    from halfterm.cycles.do_log_reading import entry_of
    from halfterm.flows.do_log import add_entry

    with _writing(workspace, cycle, by) as (events, desk):
        said = {"on": desk.today.isoformat()} | _pairs(fields or [])
        written = entry_of(entry, said)
        number = add_entry(events, desk, written)
    typer.echo(f"{cycle}: entry {number}, {written.entry} of {written.on}")


@log.command()
def show(
    workspace: WorkspaceArgument,
    cycle: CycleArgument,
    all_entries: Annotated[bool, typer.Option("--all", help="Struck-out entries too.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Show the do-log of a cycle, and what it adds up to beside what was planned."""
    from rich.console import Console

    from halfterm.flows.do_log import log_of
    from halfterm.flows.do_log_shown import log_json, print_log
    from halfterm.flows.workspace import open_workspace
    from halfterm.warehouse.register import register

    opened = open_workspace(workspace)
    plan = opened.plan(cycle)
    with register(opened.register) as events:
        written = log_of(events, cycle)
    if json:
        typer.echo(log_json(plan, written))
    else:
        print_log(Console(), plan, written, all_entries=all_entries)


@log.command()
def strike(
    workspace: WorkspaceArgument,
    cycle: CycleArgument,
    number: NumberArgument,
    by: ByOption,
    reason: Annotated[str, typer.Option(help="Why; it stays in the log.")],
) -> None:
    """Strike out an entry; write it anew with `log add`. Nothing is ever changed or deleted."""
    from halfterm.flows.do_log import strike_out

    with _writing(workspace, cycle, by) as (events, desk):
        strike_out(events, desk, number, reason=reason)
    typer.echo(f"{cycle}: entry {number} is struck out")


@log.command()
def release(
    workspace: WorkspaceArgument,
    cycle: CycleArgument,
    number: NumberArgument,
    by: ByOption,
    refuse: Annotated[bool, typer.Option("--refuse", help="Say that pages may not show them.")] = False,
) -> None:
    """Let pages show the words of an entry: the school's headteacher, or deputy, says so.

    Quotations, adaptations, obstacles, learning, leaders' actions, learning walks and context are shown to
    other schools and the public only once they are released.
    """
    from halfterm.flows.do_log import release as record_release

    with _writing(workspace, cycle, by) as (events, desk):
        record_release(events, desk, number, refuse=refuse)
    typer.echo(f"{cycle}: the words of entry {number} are {'refused' if refuse else 'released'}")


@log.command("import")
def import_(
    workspace: WorkspaceArgument,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV or Excel: columns as fields.")],
    by: ByOption,
    cycle: Annotated[str | None, typer.Option(help="The cycle of rows that name none.")] = None,
) -> None:
    """Write a sheet of entries, or a register with a row for each pupil: all of it, or nothing."""
    from halfterm.flows.clock import today_in_london
    from halfterm.flows.do_log_import import import_sheet
    from halfterm.flows.workspace import open_workspace
    from halfterm.warehouse.register import register

    opened = open_workspace(workspace)
    with register(opened.register) as events:
        taken = import_sheet(events, opened, file, by=by, cycle=cycle, today=today_in_london())
    held = f"; {taken.held:,} logged before" if taken.held else ""
    entries = "1 entry" if taken.added == 1 else f"{taken.added:,} entries"
    typer.echo(f"{file.name}: {entries} added{held}")
    if taken.british_days:
        typer.echo("Days with slashes were read as day/month/year.")


@log.command("fields")
def fields_of(
    entry: Annotated[str | None, typer.Argument(metavar="[ENTRY]", help="A kind of entry.")] = None,
) -> None:
    """List the kinds of entry, or the fields of one."""
    from rich.console import Console

    from halfterm.flows.do_log_shown import print_fields

    print_fields(Console(), entry)


@contextmanager
def _writing(workspace: Path, cycle: str, by: str) -> Iterator[tuple[Register, Desk]]:
    from halfterm.flows.clock import today_in_london
    from halfterm.flows.do_log import Desk
    from halfterm.flows.workspace import open_workspace
    from halfterm.warehouse.register import register

    opened = open_workspace(workspace)
    desk = Desk(opened.programme, opened.plan(cycle), by, today_in_london())
    with register(opened.register) as events:
        yield events, desk


def _pairs(words: list[str]) -> dict[str, str]:
    """The fields of `field=value` words.

    Raises:
        BadInput: a word has no `=`, or a field is there twice; all of them are named.
    """
    from halfterm.cycles.errors import BadInput

    pairs: dict[str, str] = {}
    problems = []
    for place, word in enumerate(words, start=1):
        field, equals, value = word.partition("=")
        field = field.strip().replace("-", "_")
        if not equals or not field:
            problems.append(
                f"word {place} after the entry is not FIELD=VALUE; quote values with spaces in them"
            )
        elif field in pairs:
            problems.append(f"the field '{field}' is there twice")
        pairs[field] = value
    if problems:
        raise BadInput(*problems)
    return pairs
