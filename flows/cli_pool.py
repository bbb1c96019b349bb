"""`halfterm pool`: one answer for each change idea over all schools, cycles and years."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from halfterm.flows.cli_data import JsonOption


class PoolBy(StrEnum):
    """What is put into one pool; by school, the schools of each change idea are told one by one."""

    change_idea = "change-idea"
    theme = "theme"
    school = "school"
    half_term = "half-term"


def pool(
    workspace: Annotated[
        Path, typer.Argument(metavar="WORKSPACE", help="The workspace's folder; by default this one.")
    ] = Path(),
    measure: Annotated[str | None, typer.Option(help="One measure; by default each by itself.")] = None,
    by: Annotated[PoolBy, typer.Option("--by", help="What is pooled together.")] = PoolBy.change_idea,
    json: JsonOption = False,
) -> None:
    """Pool the effects of all studied cycles: what an idea does over schools, and how sure that is."""
    from rich.console import Console

    from halfterm.flows.clock import today_in_london
    from halfterm.flows.pool import pool_workspace
    from halfterm.flows.pool_shown import pools_json, print_pools

    report = pool_workspace(workspace, measure=measure, by=by.value, today=today_in_london())
    if json:
        typer.echo(pools_json(report))
    else:
        print_pools(Console(), report)
