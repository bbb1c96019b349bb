"""`halfterm key ...`, `trace` and `follow`: the key of the pseudonyms, and whom it finds again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from halfterm.flows.cli_review import ByOption, WorkspaceArgument

key = typer.Typer(
    help="Make, show or rotate the key that pupils' pseudonyms are made with.", no_args_is_help=True
)

JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]


@key.command()
def new(workspace: WorkspaceArgument) -> None:
    """Make the key of a workspace that has none yet."""
    from halfterm.flows.keys import new_key
    from halfterm.flows.workspace import open_workspace

    opened = open_workspace(workspace)
    made = new_key(opened)
    typer.echo(f"wrote {workspace / opened.key_place.file.name} (fingerprint {made.fingerprint})")
    typer.echo("Keep a copy where the warehouse and its backups are not: a lost key cannot be made again.")


@key.command()
def show(workspace: WorkspaceArgument, json: JsonOption = False) -> None:
    """Show the key's fingerprint, never the key, and whether the warehouse's pseudonyms are under it."""
    from halfterm.flows.keys import show_key
    from halfterm.flows.keys_shown import key_as_json, key_lines
    from halfterm.flows.workspace import open_workspace

    shown = show_key(open_workspace(workspace))
    if json:
        typer.echo(key_as_json(shown))
        return
    for line in key_lines(shown):
        typer.echo(line)


@key.command()
def rotate(
    workspace: WorkspaceArgument,
    by: ByOption,
    reason: Annotated[str, typer.Option(help="Why; the register keeps it.")],
) -> None:
    """Follow the key by another and take every pseudonym of the warehouse under it."""
    from halfterm.flows.clock import today_in_london
    from halfterm.flows.keys import rotate as rotate_key
    from halfterm.flows.keys_shown import rotated_lines
    from halfterm.flows.workspace import open_workspace

    opened = open_workspace(workspace)
    done = rotate_key(opened, by=by, reason=reason, today=today_in_london())
    for line in rotated_lines(done, name=opened.key_place.file.name):
        typer.echo(line)


def trace(
    workspace: WorkspaceArgument,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The school's own export.")],
    source: Annotated[str, typer.Option(help="The source whose columns the file has.")],
    cycle: Annotated[str, typer.Option(help="The cycle whose groups are looked up.")],
    by: ByOption,
    out: Annotated[
        Path | None,
        typer.Option(help="Write a row for each row of the file here; only its owner may read it."),
    ] = None,
    json: JsonOption = False,
) -> None:
    """Tell a school which of its own pupils are in a cycle's groups, by its own file."""
    from rich.console import Console

    from halfterm.flows.clock import today_in_london
    from halfterm.flows.tracing import Wanted, print_traced, trace_file, traced_as_json
    from halfterm.flows.workspace import open_workspace
    from halfterm.warehouse.register import register

    opened = open_workspace(workspace)
    wanted = Wanted(file, source, cycle, by, out)
    with register(opened.register) as events:
        traced = trace_file(events, opened, wanted, today=today_in_london())
    if json:
        typer.echo(traced_as_json(traced))
    else:
        print_traced(Console(), traced, wanted)


def follow(
    workspace: WorkspaceArgument,
    attribute: Annotated[
        str, typer.Option(metavar="NAME=VALUE[,...]", help="Whom to follow, such as looked-after=yes.")
    ],
    measure: Annotated[str | None, typer.Option(help="One measure only.")] = None,
    json: JsonOption = False,
) -> None:
    """Follow a group of pupils over the half-terms and from school to school, beside all others."""
    from rich.console import Console

    from halfterm.flows.following import follow_group, followed_as_json, print_followed
    from halfterm.flows.workspace import open_workspace

    followed = follow_group(open_workspace(workspace), attribute, measure=measure)
    if json:
        typer.echo(followed_as_json(followed))
    else:
        print_followed(Console(), followed)
