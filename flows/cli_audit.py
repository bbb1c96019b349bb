"""`halfterm audit`: the command."""

from __future__ import annotations

from typing import Annotated

import typer

from halfterm.flows.cli_review import WorkspaceArgument


def audit(
    workspace: WorkspaceArgument,
    expect: Annotated[
        str | None,
        typer.Option(metavar="NUMBER:HASH", help="A head that was written down elsewhere, to compare with."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Prove that no event of the register was changed or lost, and that they tell possible lives."""
    from rich.console import Console

    from halfterm.cycles.errors import StoreTrouble
    from halfterm.flows.audit import as_json, print_audit
    from halfterm.flows.audit import audit as look_over
    from halfterm.flows.workspace import open_workspace

    found = look_over(open_workspace(workspace), expect=expect)
    if json:
        typer.echo(as_json(found))
    else:
        print_audit(Console(), found)
    if found.problems:
        raise StoreTrouble(*found.problems)
