"""`halfterm scale ...`: the assessment scales that there are, and what may be done with each."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

scale = typer.Typer(help="Assessment scales: grades, points and what they bear.", no_args_is_help=True)

ScaleArgument = Annotated[
    str, typer.Argument(metavar="SCALE", help="A scale's id, as `scale list` shows it.")
]
OptionalWorkspace = Annotated[
    Path | None, typer.Argument(metavar="[WORKSPACE]", help="With the scales of this workspace.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")]


@scale.command("list")
def list_scales(workspace: OptionalWorkspace = None, json: JsonOption = False) -> None:
    """List every scale: what its cells hold, and whether differences mean anything."""
    from rich.console import Console

    from halfterm.flows.plain_table import plain_table
    from halfterm.flows.scales import LIST_HEADS, list_row, scales_of

    scales = scales_of(workspace)
    if json:
        _print_json([_as_record(scale.model_dump(mode="json")) for scale in scales.values()])
        return
    rows = [list_row(one) for one in scales.values()]
    Console().print(plain_table(LIST_HEADS, rows, unbroken=["Scale"]))


@scale.command()
def show(name: ScaleArgument, workspace: OptionalWorkspace = None, json: JsonOption = False) -> None:
    """Show one scale: its grades and points, its thresholds, and what may be done with it."""
    from rich.console import Console

    from halfterm.flows.plain_table import plain_table
    from halfterm.flows.scales import facts, grade_rows, scale_of, scales_of, threshold_rows

    shown = scale_of(scales_of(workspace), name)
    if json:
        _print_json(_as_record(shown.model_dump(mode="json")))
        return
    console = Console()
    console.print(f"{shown.name} ({shown.id})", style="bold", highlight=False, markup=False)
    console.print(shown.about, highlight=False, markup=False)
    console.print()
    for fact in facts(shown):
        console.print(fact, highlight=False, markup=False)
    if shown.grades:
        console.print()
        console.print(plain_table(("Grade", "Points"), grade_rows(shown), numbers=["Points"]))
    if shown.thresholds:
        console.print()
        heads = ("Threshold", "What it is", "At")
        console.print(plain_table(heads, threshold_rows(shown), unbroken=["Threshold"]))


@scale.command("convert")
def convert_grade(
    text: Annotated[str, typer.Argument(metavar="GRADE", help="A grade, or the exact points of one.")],
    source: Annotated[str, typer.Argument(metavar="FROM", help="The scale it is on.")],
    target: Annotated[str, typer.Argument(metavar="TO", help="The scale to go to.")],
    workspace: Annotated[
        Path | None, typer.Option("--workspace", help="With the scales of this workspace.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """Say what a grade is on another scale, where an official table leads there."""
    from halfterm.cycles.errors import BadInput
    from halfterm.flows.scales import converted, scales_of, suggestion

    scales = scales_of(workspace)
    try:
        found = converted(scales, text, source, target)
    except BadInput as wrong:
        near = suggestion(text, scales[source]) if source in scales and target in scales else ""
        raise BadInput(*(problem + near for problem in wrong.problems)) from None
    if json:
        _print_json(found)
        return
    before, after = found["from"], found["to"]
    assert isinstance(before, dict)
    assert isinstance(after, dict)
    typer.echo(
        f"{before['grade']} on {source} ({before['points']:g} points) is {after['grade']} on {target} "
        f"({after['points']:g} points): {found['rule']}."
    )


def _as_record(content: dict[str, object]) -> dict[str, object]:
    """A scale without what it does not say."""
    return {name: said for name, said in content.items() if said not in (None, {}, [], False)}


def _print_json(content: object) -> None:
    import json

    typer.echo(json.dumps(content, indent=2, ensure_ascii=False))
