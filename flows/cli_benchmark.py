"""`halfterm benchmark ...`: published figures."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from halfterm.flows.cli_review import JsonOption, WorkspaceArgument

benchmark = typer.Typer(
    help="Published figures, national or of an authority, that a plan may compare with.",
    no_args_is_help=True,
)

_DAY = ["%Y-%m-%d"]


@benchmark.command("add")
def add_figure(
    workspace: WorkspaceArgument,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Official open data as CSV.")],
    benchmark: Annotated[str, typer.Option("--id", help="How plans name the benchmark.")],
    dated: Annotated[datetime, typer.Option(formats=_DAY, help="The day of publication.")],
    measure: Annotated[str, typer.Option(help="The measure whose mean it is.")],
    half_term: Annotated[str, typer.Option("--half-term", help="The half-term it stands for.")],
    scale: Annotated[str, typer.Option(help="The scale it is on.")],
    indicator: Annotated[str, typer.Option(help="The column of the figure.")],
    where: Annotated[str, typer.Option(metavar="COL=VALUE[,...]", help="The one row it stands in.")],
    name: Annotated[str | None, typer.Option(help="What pages call it; by default the id.")] = None,
    area: Annotated[str, typer.Option(help="Whose figures they are.")] = "England",
) -> None:
    """Note a figure of official open data in benchmarks.yaml."""
    from halfterm.flows.benchmark_import import FigureWish
    from halfterm.flows.benchmark_import import add_figure as add
    from halfterm.flows.gap import parse_pairs

    wish = FigureWish(
        benchmark=benchmark,
        name=name or benchmark,
        dated=dated.date(),
        measure=measure,
        half_term=half_term,
        scale=scale,
        indicator=indicator,
        where=parse_pairs("--where", where),
        area=area,
    )
    mean = add(workspace, file, wish)
    typer.echo(f"{benchmark}, {measure}, {half_term}: {mean:g}, as of {wish.dated}.")


@benchmark.command("list")
def list_figures(workspace: WorkspaceArgument, json: JsonOption = False) -> None:
    """List the published figures of a workspace, the newest edition of each first."""
    from rich.console import Console

    from halfterm.flows.benchmarks import as_json, print_benchmarks
    from halfterm.flows.workspace import open_workspace

    records = open_workspace(workspace).benchmarks
    if json:
        typer.echo(as_json(records))
    else:
        print_benchmarks(Console(), records)
