"""`halfterm preview`: the drafts as they would be published, on this machine only; they follow changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from halfterm.flows.cli_publish import AudienceOption, LatestHalfTermOption
from halfterm.flows.cli_review import WorkspaceArgument

if TYPE_CHECKING:
    from halfterm.cycles.disclosure import Audience


def preview(
    workspace: WorkspaceArgument,
    half_term: LatestHalfTermOption = None,
    audience: AudienceOption = None,
    port: Annotated[int | None, typer.Option(help="Where to listen; by default the first free port.")] = None,
) -> None:
    """Show the drafts as they would be published, on this machine only; they follow every change."""
    import tempfile
    from pathlib import Path

    from halfterm.flows.clock import today_in_london
    from halfterm.flows.ending import told_to_end
    from halfterm.flows.preview import Preview
    from halfterm.flows.preview_server import LOOPBACK, open_port, serve

    with (
        told_to_end() as stop,
        tempfile.TemporaryDirectory(prefix="halfterm-preview-") as place,
        open_port(port) as listening,
    ):
        asked: Audience | None = audience.value if audience else None
        shown = Preview(workspace, half_term, asked, today=today_in_london(), place=Path(place))
        made = shown.build()
        typer.echo(f"{made.rendered} pages of {shown.half_term}, drafts: not approved")
        typer.echo(f"http://{LOOPBACK}:{listening.getsockname()[1]}/{shown.half_term}/index.html")
        typer.echo("Change a template, a plan or a draft, and the page follows. Ctrl-C ends it.")
        serve(shown, listening, stop=stop, tell=typer.echo)
    typer.echo("The preview has ended.")
