"""`halfterm source`: drafts of sources from the files that schools have, and the presets that there are."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from halfterm.flows.cli_review import JsonOption

source = typer.Typer(
    name="source",
    help="Where data come from: draft a source from a file, list presets.",
    no_args_is_help=True,
)


@source.command("suggest")
def suggest_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An export: CSV, Excel, Parquet or CTF.")],
    workspace: Annotated[
        Path | None, typer.Option(help="The workspace to write the draft into; else it is printed.")
    ] = None,
    half_term: Annotated[str | None, typer.Option(help="Which half-term the file is of.")] = None,
    preset: Annotated[str | None, typer.Option(help="Which preset it is; by default the nearest.")] = None,
    sheet: Annotated[
        str | None, typer.Option(help="Which sheet of a workbook; by default the first.")
    ] = None,
    name: Annotated[str | None, typer.Option(help="What to call the source; by default as the file.")] = None,
    out: Annotated[Path | None, typer.Option(help="Where to write the draft instead.")] = None,
) -> None:
    """Draft a source from the headers of a file, with a note beside every guess. No cell is shown."""
    from halfterm.flows.clock import today_in_london
    from halfterm.flows.suggest import Suggestion, suggest, write_draft

    asked = Suggestion(file, workspace, half_term, preset, sheet, name)
    draft, text = suggest(asked, today=today_in_london())
    place = out or (workspace / "sources" / f"{draft.name}.yaml" if workspace else None)
    if place is None:
        typer.echo(text, nl=False)
        return
    write_draft(text, place)
    typer.echo(f"wrote {place}")
    if workspace is not None:
        typer.echo(f"Look at its notes (# ...), then: halfterm check {workspace}")


@source.command()
def presets(json: JsonOption = False) -> None:
    """List the presets: what the common exports look like, for sources to build upon."""
    from halfterm.flows.presets_shown import presets_json, print_presets
    from halfterm.warehouse.preset import presets as known

    if json:
        typer.echo(presets_json(known()))
        return
    from rich.console import Console

    print_presets(Console(), known())
