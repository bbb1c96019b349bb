"""`halfterm review ...` and `halfterm decide`: what people do with drafts and cycles, by command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from halfterm.flows.drafts import DraftPage
    from halfterm.flows.review import Reviews

review = typer.Typer(
    help="Read, submit, approve or send back the drafts of a half-term.", no_args_is_help=True
)

WorkspaceArgument = Annotated[Path, typer.Argument(metavar="WORKSPACE", help="The workspace's folder.")]
PageArgument = Annotated[
    str, typer.Argument(metavar="PAGE", help="A page as `review list` names it, or all.")
]
HalfTermOption = Annotated[str, typer.Option("--half-term", help="Which half-term's drafts.")]
ByOption = Annotated[str, typer.Option("--by", help="Who does it: an id from programme.yaml.")]


@review.command("list")
def list_pages(workspace: WorkspaceArgument, half_term: HalfTermOption) -> None:
    """List the pages that people have to read, each with its state."""
    with _reading(workspace, half_term) as (reviews, pages, _):
        for page in pages:
            typer.echo(f"{reviews.state(page):18} {page.path}")


@review.command()
def submit(workspace: WorkspaceArgument, page: PageArgument, half_term: HalfTermOption, by: ByOption) -> None:
    """Put drafts before their readers."""
    with _reading(workspace, half_term) as (reviews, pages, today):
        for chosen in _chosen(pages, page):
            reviews.submit(chosen, by=by, on=today)
            typer.echo(f"submitted: {chosen.path}")


@review.command()
def approve(
    workspace: WorkspaceArgument,
    page: PageArgument,
    half_term: HalfTermOption,
    by: ByOption,
    comment: Annotated[str, typer.Option(help="What to remember about it.")] = "",
) -> None:
    """Approve submitted pages as they stand; a later change voids the approval."""
    with _reading(workspace, half_term) as (reviews, pages, today):
        for chosen in _chosen(pages, page):
            reviews.approve(chosen, by=by, on=today, comment=comment)
            typer.echo(f"approved: {chosen.path}")


@review.command("request-changes")
def request_changes(
    workspace: WorkspaceArgument,
    page: PageArgument,
    half_term: HalfTermOption,
    by: ByOption,
    comment: Annotated[str, typer.Option(help="What should change.")],
) -> None:
    """Send submitted pages back, saying what should change."""
    with _reading(workspace, half_term) as (reviews, pages, today):
        for chosen in _chosen(pages, page):
            reviews.request_changes(chosen, by=by, on=today, comment=comment)
            typer.echo(f"changes requested: {chosen.path}")


def decide(
    workspace: WorkspaceArgument,
    cycle: Annotated[str, typer.Argument(help="The cycle's id.")],
    kind: Annotated[
        Literal["adopt", "adapt", "abandon", "extend"],
        typer.Argument(metavar="adopt|adapt|abandon|extend", help="What happens to the change idea."),
    ],
    by: ByOption,
    approved_by: Annotated[str, typer.Option(help="Who agrees: somebody else.")],
    reason: Annotated[str, typer.Option(help="Why; it is published.")],
    learning: Annotated[str, typer.Option(help="What was learned; it is published.")] = "",
) -> None:
    """Decide what happens next with a studied cycle."""
    from halfterm.cycles.record import Decision
    from halfterm.flows.clock import today_in_london
    from halfterm.flows.review import decide as record_decision
    from halfterm.flows.workspace import open_workspace
    from halfterm.warehouse.register import register

    today = today_in_london()
    opened = open_workspace(workspace)
    engagement = opened.programme.engagement(opened.plan(cycle).engagement)
    decision = Decision(cycle, kind, by, approved_by, today, reason, learning)
    with register(opened.register) as events:
        record_decision(events, opened.programme, engagement, decision, one_person=opened.settings.one_person)
    typer.echo(f"{cycle}: {kind}")


@contextmanager
def _reading(workspace: Path, half_term: str) -> Iterator[tuple[Reviews, tuple[DraftPage, ...], date]]:
    from halfterm.flows.clock import today_in_london
    from halfterm.flows.drafts import pages_to_read
    from halfterm.flows.review import Reviews
    from halfterm.flows.workspace import open_workspace
    from halfterm.warehouse.register import register

    opened = open_workspace(workspace)
    pages = pages_to_read(opened.drafts / half_term)
    with register(opened.register) as events:
        yield (
            Reviews(events, opened.programme, one_person=opened.settings.one_person),
            pages,
            today_in_london(),
        )


def _chosen(pages: tuple[DraftPage, ...], wanted: str) -> tuple[DraftPage, ...]:
    """The page of this name, or all.

    Raises:
        BadInput: there is no such page; the near misses are offered.
    """
    from halfterm.cycles.errors import BadInput, did_you_mean

    chosen = pages if wanted == "all" else tuple(page for page in pages if page.path == wanted)
    if not chosen:
        raise BadInput(f"no page '{wanted}' to read{did_you_mean(wanted, [page.path for page in pages])}")
    return chosen
