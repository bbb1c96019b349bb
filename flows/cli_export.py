"""`halfterm export`: one published page as a PDF or a Word file."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from halfterm.flows.cli_publish import AudienceOption
from halfterm.flows.cli_review import WorkspaceArgument


class FormatChoice(StrEnum):
    """Word, to be worked on; PDF, to be printed and sent."""

    docx = "docx"
    pdf = "pdf"


def export(
    workspace: WorkspaceArgument,
    page: Annotated[str, typer.Argument(metavar="PAGE", help="A published page, as cases/ash-and-partners.")],
    to: Annotated[FormatChoice, typer.Option("--to", help="A Word file or a PDF.")],
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Where to write it; by default here, by its name."),
    ] = None,
    half_term: Annotated[
        str | None, typer.Option("--half-term", help="Which half-term; by default the latest published.")
    ] = None,
    audience: AudienceOption = None,
) -> None:
    """Write one published page as a Word file or a PDF, by the programs that this machine has for it."""
    from halfterm.flows.export import export_page

    written = export_page(
        workspace,
        page,
        to=to.value,
        out=out,
        half_term=half_term,
        audience=audience.value if audience else None,
    )
    typer.echo(f"wrote {written}")
