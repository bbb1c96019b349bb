"""`halfterm quality` and `halfterm judge`: how a cycle was done, by its record."""

from __future__ import annotations

from typing import Annotated

import typer

from halfterm.flows.cli_log import CycleArgument
from halfterm.flows.cli_review import ByOption, WorkspaceArgument


def quality(
    workspace: WorkspaceArgument,
    cycle: Annotated[str | None, typer.Argument(metavar="[CYCLE]", help="One cycle; by default all.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Ask how well a cycle was done: each point with the line of the record that proves it."""
    from rich.console import Console

    from halfterm.flows.clock import today_in_london
    from halfterm.flows.quality import qualities
    from halfterm.flows.quality_shown import print_qualities, qualities_json
    from halfterm.flows.workspace import open_workspace
    from halfterm.warehouse.register import register

    opened = open_workspace(workspace)
    with register(opened.register) as events:
        asked = qualities(opened, events, cycle=cycle, today=today_in_london())
    if json:
        typer.echo(qualities_json(asked))
    else:
        print_qualities(Console(), asked)


def judge(
    workspace: WorkspaceArgument,
    cycle: CycleArgument,
    level: Annotated[float, typer.Argument(metavar="LEVEL", help="From 0.5 to 5.0 in halves.")],
    by: ByOption,
    reason: Annotated[str, typer.Option(help="Why; it is shown beside the computed level.")],
) -> None:
    """Judge how far a cycle has come, where the record tells it wrong; both are shown."""
    from halfterm.flows.clock import today_in_london
    from halfterm.flows.do_log import Desk
    from halfterm.flows.quality import judge as record_judgement
    from halfterm.flows.workspace import open_workspace
    from halfterm.warehouse.register import register

    opened = open_workspace(workspace)
    desk = Desk(opened.programme, opened.plan(cycle), by, today_in_london())
    with register(opened.register) as events:
        record_judgement(events, desk, level, reason=reason)
    typer.echo(f"{cycle}: judged {level:.1f} of 5")
