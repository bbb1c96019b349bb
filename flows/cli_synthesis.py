"""`halfterm synthesis`: a programme's cycles table by table, and coded reports beside their print."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from halfterm.flows.cli_data import JsonOption


def synthesis(
    workspace: Annotated[
        Path, typer.Argument(metavar="WORKSPACE", help="The workspace's folder; by default this one.")
    ] = Path(),
    json: JsonOption = False,
) -> None:
    """Code the cycles so far into the ten tables of the 2010 map; check what coded reports have printed."""
    from rich.console import Console

    from halfterm.flows.clock import today_in_london
    from halfterm.flows.coding import synthesis_of
    from halfterm.flows.coding_shown import print_synthesis, synthesis_json

    made = synthesis_of(workspace, today=today_in_london())
    if json:
        typer.echo(synthesis_json(made))
    else:
        print_synthesis(Console(), made)
