"""`halfterm review ...`: what people do with the drafts of a half-term, by command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from halfterm.cycles.review_rules import PageMove
    from halfterm.flows.drafts import DraftPage
    from halfterm.flows.review import Reviews
    from halfterm.flows.workspace import Workspace

review = typer.Typer(
    help="Read, submit, approve, send back or dispute the drafts of a half-term.", no_args_is_help=True
)

WorkspaceArgument = Annotated[Path, typer.Argument(metavar="WORKSPACE", help="The workspace's folder.")]
PageArgument = Annotated[
    str, typer.Argument(metavar="PAGE", help="A page as `review list` names it, or all that are ready.")
]
OnePageArgument = Annotated[str, typer.Argument(metavar="PAGE", help="A page as `review list` names it.")]
HalfTermOption = Annotated[str, typer.Option("--half-term", help="Which half-term's drafts.")]
ByOption = Annotated[str, typer.Option("--by", help="Who does it: an id from programme.yaml.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")]


@review.command("list")
def list_pages(
    workspace: WorkspaceArgument,
    half_term: HalfTermOption,
    waiting_for: Annotated[
        str | None, typer.Option(metavar="PERSON", help="Only what waits for this person.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """List the pages that people have to read: state, whom each waits for, doubts and comments."""
    from rich.console import Console

    from halfterm.flows.people import person_of
    from halfterm.flows.review_desk import as_json, page_rows, rows_table

    with _reading(workspace, half_term) as desk:
        programme = desk.workspace.programme
        wanted = person_of(programme, waiting_for).id if waiting_for is not None else None
        rows = [row for row in page_rows(desk.reviews, desk.pages) if wanted in (None, *row.waits_for)]
    if json:
        typer.echo(as_json(rows))
    elif rows:
        Console().print(rows_table(rows, programme))
    else:
        typer.echo("Nothing waits.")


@review.command()
def show(
    workspace: WorkspaceArgument, page: OnePageArgument, half_term: HalfTermOption, json: JsonOption = False
) -> None:
    """Show a page as it will be read, what was done and said, what is open and to whom."""
    from rich.console import Console

    from halfterm.flows.review_desk import as_json, page_view, print_view

    with _reading(workspace, half_term) as desk:
        view = page_view(desk.reviews, desk.page(page), desk.workspace)
    if json:
        typer.echo(as_json(view))
    else:
        print_view(Console(), view, desk.workspace.programme)


@review.command()
def submit(workspace: WorkspaceArgument, page: PageArgument, half_term: HalfTermOption, by: ByOption) -> None:
    """Put drafts before their readers."""
    with _reading(workspace, half_term) as desk:
        for chosen in desk.open_to(by, "submit", page):
            desk.reviews.submit(chosen, by=by, on=desk.today)
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
    with _reading(workspace, half_term) as desk:
        for chosen in desk.open_to(by, "approve", page):
            desk.reviews.approve(chosen, by=by, on=desk.today, comment=comment)
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
    with _reading(workspace, half_term) as desk:
        for chosen in desk.open_to(by, "request changes", page):
            desk.reviews.request_changes(chosen, by=by, on=desk.today, comment=comment)
            typer.echo(f"changes requested: {chosen.path}")


@review.command()
def withdraw(
    workspace: WorkspaceArgument,
    page: OnePageArgument,
    half_term: HalfTermOption,
    by: ByOption,
    reason: Annotated[str, typer.Option(help="Why.")],
) -> None:
    """Take back a published page: the next run leaves it out, until it is submitted and approved again."""
    with _reading(workspace, half_term) as desk:
        chosen = desk.page(page)
        desk.reviews.withdraw(chosen, by=by, on=desk.today, reason=reason)
    typer.echo(f"withdrawn: {chosen.path}; run the half-term to take it off the site")


@review.command("comment")
def comment_on(
    workspace: WorkspaceArgument,
    page: OnePageArgument,
    half_term: HalfTermOption,
    by: ByOption,
    words: Annotated[str, typer.Option(help="What to say about it.")],
) -> None:
    """Say something about a page; it moves nothing and is not published."""
    from halfterm.flows.disputes import comment

    with _reading(workspace, half_term) as desk:
        chosen = desk.page(page)
        programme = desk.workspace.programme
        comment(desk.reviews.register, programme, chosen, by=by, on=desk.today, words=words)
    typer.echo(f"noted: {chosen.path}")


@review.command("dispute")
def dispute_figure(
    workspace: WorkspaceArgument,
    page: OnePageArgument,
    half_term: HalfTermOption,
    measure: Annotated[str, typer.Option(help="Of which measure.")],
    figure: Annotated[
        str, typer.Option(metavar="STATISTIC", help="Which number: as `review show` names it.")
    ],
    by: ByOption,
    reason: Annotated[str, typer.Option(help="Why; it is published beside the number if that is seen.")],
) -> None:
    """Doubt a number of a page: it stays marked wherever it is published, until the doubt is settled."""
    from halfterm.flows.disputes import dispute
    from halfterm.flows.page_figures import figure_named, figures_on

    with _reading(workspace, half_term) as desk:
        chosen = desk.page(page)
        found = figure_named(
            figures_on(desk.workspace.drafts / half_term, chosen),
            page=chosen,
            measure=measure,
            statistic=figure,
        )
        number = dispute(
            desk.reviews.register,
            desk.workspace.programme,
            chosen,
            figure=found,
            by=by,
            on=desk.today,
            reason=reason,
        )
    typer.echo(f"dispute {number}: {figure} of {measure} on {chosen.path}")


@review.command("settle")
def settle_dispute(
    workspace: WorkspaceArgument,
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="The dispute's number.")],
    by: ByOption,
    outcome: Annotated[str, typer.Option(help="How it ended; it is published like the reason.")],
) -> None:
    """Settle a dispute; whoever raised it takes it back by this."""
    from halfterm.flows.clock import today_in_london
    from halfterm.flows.disputes import settle
    from halfterm.flows.workspace import open_workspace
    from halfterm.warehouse.register import register

    opened = open_workspace(workspace)
    with register(opened.register) as events:
        doubt = settle(events, opened.programme, number, by=by, on=today_in_london(), outcome=outcome)
    typer.echo(f"settled: dispute {number}, {doubt.dispute.outcome}")


@dataclass(frozen=True, slots=True)
class _Desk:
    """A half-term's drafts with their reviews, as people work on them."""

    workspace: Workspace
    reviews: Reviews
    pages: tuple[DraftPage, ...]
    today: date

    def open_to(self, by: str, move: PageMove, wanted: str) -> tuple[DraftPage, ...]:
        """The page of this name, or all that are ready for this move; nothing is done where one is refused.

        Raises:
            NotAllowed: this person cannot make the move, page by page; or no page is ready for it.
        """
        from halfterm.cycles.errors import NotAllowed

        if wanted == "all":
            pages = tuple(page for page in self.pages if self.reviews.is_open(page, move))
        else:
            pages = (self.page(wanted),)
        refused = self.reviews.refusals(pages, move, by=by)
        if refused or not pages:
            raise NotAllowed(*(refused or (f"no page is in a state to {move}",)))
        return pages

    def page(self, wanted: str) -> DraftPage:
        """The page of this name.

        Raises:
            BadInput: there is no such page; the near misses are offered.
        """
        from halfterm.cycles.errors import BadInput, did_you_mean

        paths = {page.path: page for page in self.pages}
        if wanted not in paths:
            raise BadInput(f"no page '{wanted}' to read{did_you_mean(wanted, paths)}")
        return paths[wanted]


@contextmanager
def _reading(workspace: Path, half_term: str) -> Iterator[_Desk]:
    from halfterm.flows.clock import today_in_london
    from halfterm.flows.drafts import pages_to_read
    from halfterm.flows.review import Reviews
    from halfterm.flows.workspace import open_workspace
    from halfterm.warehouse.register import register

    opened = open_workspace(workspace)
    pages = pages_to_read(opened.drafts / half_term)
    with register(opened.register) as events:
        reviews = Reviews(events, opened.programme, one_person=opened.settings.one_person)
        yield _Desk(opened, reviews, pages, today_in_london())
