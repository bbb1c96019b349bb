"""`halfterm repeat`, `halfterm movers` and `halfterm profile`: what the warehouse holds, and held."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from halfterm.flows.cli_log import CycleArgument
from halfterm.flows.cli_review import WorkspaceArgument

JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]
AsAtOption = Annotated[
    str | None,
    typer.Option("--as-at", metavar="DAY|LOAD", help="The loads up to a day, or to a load by id or number."),
]


def repeat(
    workspace: WorkspaceArgument, cycle: CycleArgument, as_at: AsAtOption = None, json: JsonOption = False
) -> None:
    """Compute a cycle's study again from the loads as they were, and say whether it is what was recorded."""
    from rich.console import Console

    from halfterm.flows.repeat import repeat_cycle
    from halfterm.flows.repeat_shown import print_repeated, repeated_json
    from halfterm.flows.workspace import open_workspace

    opened = open_workspace(workspace)
    audience = opened.settings.audience
    repeated = repeat_cycle(workspace, cycle, as_at=as_at)
    if json:
        typer.echo(repeated_json(repeated, audience=audience))
    else:
        names = {school.id: school.name for school in opened.programme.schools}
        names |= {engagement.id: engagement.name for engagement in opened.programme.engagements}
        print_repeated(Console(), repeated, names=names, audience=audience)
    if as_at is None and not repeated.is_equal:
        raise typer.Exit(1)


def movers(
    workspace: WorkspaceArgument,
    attribute: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Whose changes are counted; by default all that have two values."),
    ] = None,
    as_at: AsAtOption = None,
    json: JsonOption = False,
) -> None:
    """Count the pupils who came to each school, went, or changed status since the half-term before."""
    from rich.console import Console

    from halfterm.flows.movers import movers_json, movers_of, print_movers

    counted = movers_of(workspace, attributes=attribute, as_at=as_at)
    if json:
        typer.echo(movers_json(counted))
    else:
        print_movers(Console(), counted)


def profile(
    workspace: WorkspaceArgument,
    half_term: Annotated[
        str | None, typer.Option("--half-term", help="One half-term, by group and year too; by default all.")
    ] = None,
    measure: Annotated[str | None, typer.Option(help="One measure; by default all.")] = None,
    as_at: AsAtOption = None,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write a page instead of printing.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """Show what is loaded and what is missing: pupils with a score by school, measure and half-term."""
    from rich.console import Console

    from halfterm.flows.coverage import ProfileAsked, profile_of, write_page
    from halfterm.flows.coverage_shown import print_profile, profile_json

    found = profile_of(workspace, ProfileAsked(half_term=half_term, measure=measure, as_at=as_at))
    if html is not None:
        write_page(html, found)
        typer.echo(f"wrote {html}")
    elif json:
        typer.echo(profile_json(found))
    else:
        print_profile(Console(), found)
