"""Commands about plans: write a new one, look before its lock, follow a chain of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from halfterm.flows.cli_review import ByOption, WorkspaceArgument

CycleArgument = Annotated[str, typer.Argument(help="The cycle, as its plan is named.")]

plan_app = typer.Typer(
    help="Plans: write a new one by answering questions, and look at what it can show.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


@plan_app.command()
def new(
    workspace: WorkspaceArgument,
    answers: Annotated[
        Path | None, typer.Option(help="A YAML file of answers, instead of asking for them.")
    ] = None,
) -> None:
    """Write a new plan: the questions in the order in which one thinks, then the file."""
    from rich.console import Console

    from halfterm.flows.clock import today_in_london
    from halfterm.flows.plan_new import ask_in_terminal, take_from

    today, console = today_in_london(), Console()
    if answers is None:
        ask_in_terminal(workspace, today=today, console=console)
    else:
        take_from(answers, workspace, today=today, console=console)


@plan_app.command()
def look(
    workspace: WorkspaceArgument,
    cycle: CycleArgument,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Look at a plan's baseline before the lock: who is there, how they start, what they can show."""
    from rich.console import Console

    from halfterm.flows.plan_look import as_json, look_at_plan, print_look

    looked = look_at_plan(workspace, cycle)
    if json:
        typer.echo(as_json(looked))
        return
    print_look(Console(), looked)


@plan_app.command()
def lock(workspace: WorkspaceArgument, cycle: CycleArgument, by: ByOption) -> None:
    """Lock a plan before its day: from then on a change to it is an amendment."""
    from halfterm.flows.clock import today_in_london
    from halfterm.flows.locking import lock_now

    lock_now(workspace, cycle, by=by, today=today_in_london())
    typer.echo(f"{cycle}: locked, with its target group and its predictions")


@plan_app.command()
def amend(
    workspace: WorkspaceArgument,
    cycle: CycleArgument,
    by: ByOption,
    reason: Annotated[str, typer.Option(help="Why; it is published.")],
) -> None:
    """Record that a locked plan's file was changed, and why; every page about the cycle says so."""
    from halfterm.flows.clock import today_in_london
    from halfterm.flows.locking import amend as record_amendment

    amendment = record_amendment(workspace, cycle, by=by, reason=reason, today=today_in_london())
    typer.echo(f"{cycle}: amended in {', '.join(amendment.changed)}")


def chain(
    workspace: WorkspaceArgument,
    cycle: Annotated[str, typer.Argument(help="Any cycle of the chain.")],
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Show a chain of cycles: what each changed because of what, and what was decided on it."""
    from rich.console import Console

    from halfterm.flows.chain import as_json, chain_of, print_chain

    programme, steps = chain_of(workspace, cycle)
    if json:
        typer.echo(as_json(steps))
        return
    print_chain(Console(), steps, programme=programme)
