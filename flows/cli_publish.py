"""`halfterm publish`: what people have approved, as an edition for one audience."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from halfterm.flows.cli_review import WorkspaceArgument

if TYPE_CHECKING:
    from halfterm.cycles.disclosure import Audience
    from halfterm.flows.publish import Publication


class AudienceChoice(StrEnum):
    """For whom pages are: what each may see differs."""

    school = "school"
    cluster = "cluster"
    public = "public"


AudienceOption = Annotated[
    AudienceChoice | None,
    typer.Option("--audience", help="For whom: cluster or public; by default as halfterm.toml says."),
]
LatestHalfTermOption = Annotated[
    str | None, typer.Option("--half-term", help="Which half-term; by default the latest that has drafts.")
]


def publish(
    workspace: WorkspaceArgument,
    audience: AudienceOption = None,
    half_term: LatestHalfTermOption = None,
) -> None:
    """Publish what people have approved, and say what waits for whom."""
    from halfterm.flows.act import draft
    from halfterm.flows.audiences import may_leave
    from halfterm.flows.clock import today_in_london
    from halfterm.flows.drafts import half_term_with_drafts
    from halfterm.flows.publish import publish_edition
    from halfterm.flows.run import Run
    from halfterm.flows.workspace import open_workspace

    opened = open_workspace(workspace)
    asked: Audience | None = audience.value if audience else None
    may_leave(asked or opened.settings.audience, chosen=audience is not None)
    run = Run(workspace, half_term_with_drafts(opened, half_term), today_in_london())
    # What was released, struck out or put in other words since is read anew before it goes out.
    draft(run)
    for line in publication_lines(publish_edition(run, asked), run.half_term):
        typer.echo(line)


def publication_lines(publication: Publication, half_term: str) -> list[str]:
    """What was built for whom and where, and what waits for whom, a line each."""
    from halfterm.site.kinds import KINDS

    said = []
    for built in publication.built:
        place = built.folder / "index.html"
        if built.pages is None:
            said.append(f"{half_term}, for {built.audience}: as it was; {place}")
            continue
        pages = built.pages
        kinds = ", ".join(
            f"{number} {(KINDS[kind].one if number == 1 else KINDS[kind].many).lower()}"
            for kind, number in pages.counts.items()
        )
        said += [
            f"{half_term}, for {built.audience}: {sum(pages.counts.values())} pages: {kinds}",
            f"  {pages.rendered} rendered anew, {pages.kept} kept; {place}",
        ]
    if not publication.built:
        gone = "what was published is taken back" if publication.changed else "nothing is published"
        said.append(f"{half_term}: {gone}: no engagement has all of its pages approved")
    if publication.waiting:
        waits = "1 page waits" if len(publication.waiting) == 1 else f"{len(publication.waiting)} pages wait"
        said.append(f"{waits}:")
        said += [f"  {path}: {what}" for path, what in publication.waiting.items()]
    return said
