"""`halfterm schedule`, `up`, `status` and `remind`: when what is due, and seeing that it is done."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from halfterm.flows.cli_review import WorkspaceArgument

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")]


def schedule(
    workspace: WorkspaceArgument,
    half_term: Annotated[str | None, typer.Option(help="One half-term only.")] = None,
    every: Annotated[bool, typer.Option("--all", help="A line for every cycle and school.")] = False,
    ics: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write a calendar file for Outlook, Google or a phone."),
    ] = None,
    json: JsonOption = False,
    deploy: Annotated[
        bool, typer.Option("--deploy", help="Put the dates on the Prefect server of PREFECT_API_URL.")
    ] = False,
) -> None:
    """List the dates of every cycle and meeting, worked out from plans, calendar and rota."""
    from rich.console import Console

    from halfterm.flows.schedule import as_json, of_half_term, print_schedule, schedule_of, write_ical
    from halfterm.flows.workspace import open_workspace
    from halfterm.warehouse.register import register

    opened = open_workspace(workspace)
    with register(opened.register) as events:
        listed = whole = schedule_of(opened, events)
        if half_term is not None:
            listed = of_half_term(opened, listed, half_term)
        if ics is not None:
            write_ical(ics, opened, events, listed)
    if json:
        typer.echo(as_json(listed))
    elif ics is not None:
        typer.echo(f"wrote {ics}: {len(listed)} entries")
    else:
        print_schedule(Console(), opened, listed, every=every)
    if deploy:
        from halfterm.flows.clock import now_in_london
        from halfterm.flows.deploying import deploy_to_named_server

        days = deploy_to_named_server(opened, whole, now=now_in_london())
        typer.echo(f"deployed: {len(days)} days with something to do", err=json)


def up(
    workspace: WorkspaceArgument,
    port: Annotated[
        int | None,
        typer.Option(min=1, max=65535, help="Prefect's port; by default the first free from 4200."),
    ] = None,
    prefect: Annotated[bool, typer.Option(help="Show and schedule with Prefect.")] = True,
) -> None:
    """Keep a workspace running: do what is due, and what was missed, until Ctrl-C."""
    import os

    from halfterm.flows.clock import now_in_london
    from halfterm.flows.up import up as keep_up

    keep_up(
        workspace,
        port=port,
        with_prefect=prefect,
        environment=os.environ,
        say=typer.echo,
        now=now_in_london,
    )


def status(workspace: WorkspaceArgument, json: JsonOption = False) -> None:
    """Tell what is overdue, due and coming, and whose turn it is; worst first."""
    from rich.console import Console

    from halfterm.flows.clock import today_in_london
    from halfterm.flows.standings import as_json, print_status, status_of
    from halfterm.flows.workspace import open_workspace
    from halfterm.warehouse.register import register

    opened = open_workspace(workspace)
    with register(opened.register) as events:
        told = status_of(opened, events, today=today_in_london())
    if json:
        typer.echo(as_json(told))
    else:
        print_status(Console(), told, opened.programme)


def remind(
    workspace: WorkspaceArgument,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print the digest and where it would go; send nothing.")
    ] = False,
) -> None:
    """Send today's digest of what is due and overdue where `reminders` in halfterm.toml say."""
    import os

    from halfterm.cycles.errors import BadInput
    from halfterm.flows.clock import today_in_london
    from halfterm.flows.reminders import digest_of, targets_of, where_it_went
    from halfterm.flows.reminders import remind as send
    from halfterm.flows.standings import status_of
    from halfterm.flows.workspace import open_workspace
    from halfterm.warehouse.register import register

    opened = open_workspace(workspace)
    today = today_in_london()
    targets = targets_of(opened.settings.reminders, os.environ)
    with register(opened.register) as events:
        digest = digest_of(status_of(opened, events, today=today), opened.programme)
        if digest is None:
            typer.echo("There is nothing to remind of: nothing is due, or the programme is a replay.")
            return
        if dry_run or not targets:
            typer.echo(f"{digest.title}\n{digest.body}")
            where = ", ".join(target.name for target in targets)
            typer.echo(f"\nwould go to {where}" if targets else "\n`reminders` in halfterm.toml names nobody")
            return
        reminded = send(digest, targets, events, today=today)
    if said := where_it_went(reminded):
        typer.echo(said)
    if reminded.failed:
        raise BadInput(*reminded.failed)
