"""`halfterm open-data` and `halfterm screen`: what leaves for researchers, and its checks."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from halfterm.flows.cli_review import JsonOption

SCREEN_FAILED = 2


def open_data(
    folder: Annotated[
        Path, typer.Argument(metavar="[WORKSPACE]", help="The workspace's folder; by default this one.")
    ] = Path(),
    out: Annotated[Path, typer.Option("--out", metavar="FILE.zip", help="Where to write it.")] = Path(
        "open-data.zip"
    ),
    half_term: Annotated[
        str | None, typer.Option(help="One published half-term only; by default all of them.")
    ] = None,
    licence: Annotated[
        str, typer.Option(help="Under which terms others may use it, in words for its README.")
    ] = "",
    json: JsonOption = False,
) -> None:
    """Write the published figures as open data in the education department's shape, checked, as a zip."""
    from rich.console import Console

    from halfterm.flows.clock import today_in_london
    from halfterm.flows.open_data import release
    from halfterm.flows.open_data_shown import print_released, released_json

    made = release(folder, half_term=half_term, out=out, licence=licence, today=today_in_london())
    if json:
        typer.echo(released_json(made))
    else:
        print_released(Console(), made)


def screen(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="The data file.")],
    meta: Annotated[
        Path | None, typer.Option(help="Its metadata; by default FILE.meta.csv beside it.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """Check an open-data file and its metadata by the education department's rules, each check by name."""
    from rich.console import Console

    from halfterm.flows.screening import print_screening, screen_files, screening_json

    screening = screen_files(file, meta)
    if json:
        typer.echo(screening_json(screening))
    else:
        print_screening(Console(), screening)
    if not screening.passed:
        raise typer.Exit(SCREEN_FAILED)
