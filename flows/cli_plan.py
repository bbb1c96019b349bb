"""Commands about plans: write a new one, look before its lock, follow a chain of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from halfterm.flows.cli_review import WorkspaceArgument

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
    cycle: Annotated[str, typer.Argument(help="The cycle, as its plan is named.")],
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
