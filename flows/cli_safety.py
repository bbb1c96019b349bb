"""`halfterm backup`, `restore` and `doctor`: the commands."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from halfterm.flows.cli_review import JsonOption, WorkspaceArgument


def backup(
    workspace: WorkspaceArgument,
    to: Annotated[Path, typer.Argument(metavar="FOLDER_OR_FILE", help="A folder, or a file ending in .zip.")],
    with_key: Annotated[
        bool, typer.Option("--with-key", help="Put the keys into it too: then guard it like a register.")
    ] = False,
) -> None:
    """Write a workspace into one file, both stores as of one moment, and read it back."""
    from rich.console import Console

    from halfterm.flows.backup import back_up
    from halfterm.flows.clock import now_in_london
    from halfterm.flows.safety_shown import print_backup

    print_backup(Console(), back_up(workspace, to, with_key=with_key, now=now_in_london()))


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `halfterm backup` wrote.")],
    folder: Annotated[Path, typer.Argument(metavar="NEW_WORKSPACE", help="A new or empty folder.")],
    warehouse_key: Annotated[
        Path | None, typer.Option(help="The key file of an encrypted warehouse, if it is not in the backup.")
    ] = None,
) -> None:
    """Make a workspace of a backup; everything is checked before anything is put in place."""
    from rich.console import Console

    from halfterm.flows.restoring import restore as put_back
    from halfterm.flows.safety_shown import print_restore

    print_restore(Console(), put_back(file, folder, warehouse_key=warehouse_key))


def doctor(
    workspace: Annotated[
        Path | None,
        typer.Argument(metavar="[WORKSPACE]", help="A workspace; without, the installation alone."),
    ] = None,
    json: JsonOption = False,
) -> None:
    """Look over the installation and a workspace: what is well, what to look at, what is broken."""
    from rich.console import Console

    from halfterm.flows.clock import now_in_london
    from halfterm.flows.doctor import examine
    from halfterm.flows.safety_shown import as_json, print_signs

    signs = examine(workspace, now=now_in_london())
    if json:
        typer.echo(as_json(signs))
    else:
        print_signs(Console(), signs)
    if any(sign.state == "broken" for sign in signs):
        raise typer.Exit(1)
