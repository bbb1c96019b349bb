"""`halfterm transitions`, `progress` and `exceptions`: how pupils moved, and where somebody has to look."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from halfterm.flows.cli_review import WorkspaceArgument

JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]
MeasureArgument = Annotated[str, typer.Argument(metavar="MEASURE", help="What is scored, such as reading.")]
FromOption = Annotated[
    str | None,
    typer.Option("--from", metavar="HALF-TERM", help="The one before; by default the last but one."),
]
ToOption = Annotated[
    str | None, typer.Option("--to", metavar="HALF-TERM", help="The one after; by default the newest.")
]
GroupOption = Annotated[
    str | None,
    typer.Option(
        metavar="NAME=VALUE[,...]", help="Set these pupils beside the others; by default all together."
    ),
]
SchoolOption = Annotated[str | None, typer.Option(help="One school only: an id from programme.yaml.")]


class BandsChoice(StrEnum):
    """The rows and columns of a transition matrix."""

    levels = "levels"
    grades = "grades"
    quarters = "quarters"


def transitions(
    workspace: WorkspaceArgument,
    measure: MeasureArgument,
    before: FromOption = None,
    after: ToOption = None,
    group: GroupOption = None,
    school: SchoolOption = None,
    bands: Annotated[
        BandsChoice | None,
        typer.Option(
            help="Whole levels, grades (sub-levels), or quarters of the scores before; by default the first "
            "that the scale has."
        ),
    ] = None,
    charts: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Write the matrices and the distribution, each with its table."),
    ] = None,
    json: JsonOption = False,
) -> None:
    """Show where pupils were on a scale and where they are now: a row a band before, a column after."""
    from rich.console import Console

    from halfterm.flows.pupil_moves import MovesAsked
    from halfterm.flows.transitions import print_transitions, transitions_json, transitions_of

    asked = MovesAsked(measure, before, after, group, school)
    report = transitions_of(workspace, asked, bands=bands.value if bands is not None else None)
    if charts is not None:
        from halfterm.flows.transition_charts import write_charts

        for path in write_charts(charts, report):
            typer.echo(f"wrote {path} and its table", err=True)
    if json:
        typer.echo(transitions_json(report))
    else:
        print_transitions(Console(), report)


def progress(
    workspace: WorkspaceArgument,
    measure: MeasureArgument,
    before: FromOption = None,
    after: ToOption = None,
    group: GroupOption = None,
    school: SchoolOption = None,
    table: Annotated[
        Path | None,
        typer.Option(
            "--expected",
            metavar="FILE",
            help="A published table for value added: CSV with scale, dated, source, from, to, expected.",
        ),
    ] = None,
    json: JsonOption = False,
) -> None:
    """Show how many steps pupils moved, who made expected progress, value added, the gap index over time."""
    from rich.console import Console

    from halfterm.flows.pupil_moves import MovesAsked
    from halfterm.flows.pupil_progress import progress_of
    from halfterm.flows.pupil_progress_shown import print_progress, progress_json

    report = progress_of(workspace, MovesAsked(measure, before, after, group, school), table=table)
    if json:
        typer.echo(progress_json(report))
    else:
        print_progress(Console(), report)


def exceptions(
    workspace: WorkspaceArgument,
    half_term: Annotated[
        str | None, typer.Option("--half-term", help="Which one; by default the newest loaded.")
    ] = None,
    school: SchoolOption = None,
    json: JsonOption = False,
) -> None:
    """Show a traffic light for each group, measure and school, and why it shows; rules in exceptions.yaml."""
    from rich.console import Console

    from halfterm.flows.exceptions import exceptions_of
    from halfterm.flows.exceptions_shown import exceptions_json, print_exceptions

    found = exceptions_of(workspace, half_term=half_term, school=school)
    if json:
        typer.echo(exceptions_json(found))
    else:
        print_exceptions(Console(), found)
