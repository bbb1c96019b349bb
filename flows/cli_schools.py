"""`halfterm schools ...`: the national register of schools."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from halfterm.flows.cli_review import JsonOption, WorkspaceArgument

schools = typer.Typer(
    help="Set the national register of schools (GIAS) beside the programme.", no_args_is_help=True
)

_DAY = ["%Y-%m-%d"]


@schools.command("load")
def load_extract(
    workspace: WorkspaceArgument,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="All establishments, as downloaded.")],
    links: Annotated[Path | None, typer.Option(help="The file of links between them.")] = None,
    dated: Annotated[
        datetime | None, typer.Option(formats=_DAY, help="The day of the extract; by default today.")
    ] = None,
) -> None:
    """Take in an extract of the register; earlier ones stay, each with its date."""
    from halfterm.flows.clock import today_in_london
    from halfterm.flows.schools import load

    day = dated.date() if dated else today_in_london()
    extract = load(workspace, file, links=links, dated=day)
    known = "" if extract.fresh else "; it was there already"
    typer.echo(f"{extract.establishments:,} schools, {extract.links:,} links as of {extract.dated}{known}.")


@schools.command("check")
def check_schools(
    workspace: WorkspaceArgument,
    as_at: Annotated[
        datetime | None, typer.Option(formats=_DAY, help="By the newest extract of this day or before.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """Say which schools have closed, which continue another, and what else the register has otherwise."""
    from rich.console import Console

    from halfterm.flows.schools import as_json, check, print_remarks

    found = check(workspace, as_at=as_at.date() if as_at else None)
    if json:
        typer.echo(as_json(found))
    else:
        print_remarks(Console(), found)
