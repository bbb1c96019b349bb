"""`halfterm words ...`: facilitators put passages of the pages into other words; figures stay."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from halfterm.flows.cli_review import ByOption, HalfTermOption, WorkspaceArgument

if TYPE_CHECKING:
    from halfterm.flows.run import Run
    from halfterm.flows.words import Page
    from halfterm.flows.workspace import Workspace
    from halfterm.warehouse.register import Register

words = typer.Typer(
    help="Put passages of a page into other words, or add some; every figure stays as computed.",
    no_args_is_help=True,
)

AnyPageArgument = Annotated[
    str, typer.Argument(metavar="PAGE", help="A page by its path, such as cases/ash-and-partners.")
]


@words.command()
def show(
    workspace: WorkspaceArgument,
    page: AnyPageArgument,
    half_term: HalfTermOption,
    out: Annotated[Path | None, typer.Option(help="Write them to this file instead.")] = None,
) -> None:
    """Show a page's passages, numbered, as a text to change and take back."""
    from halfterm.cycles.errors import BadInput
    from halfterm.flows.words import as_file, page_named

    with _at_work(workspace, half_term) as desk:
        text = as_file(page_named(desk.pages, page))
    if out is None:
        typer.echo(text)
        return
    if out.exists():
        raise BadInput(f"{out.name} is there already; name another file, so that no words are lost")
    out.write_text(text, encoding="utf-8")
    typer.echo(f"{out}: change the words, then `halfterm words take {workspace} {page} {out} ...`")


@words.command()
def take(
    workspace: WorkspaceArgument,
    page: AnyPageArgument,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `words show` wrote, with your words.")],
    half_term: HalfTermOption,
    by: ByOption,
) -> None:
    """Take your words from a file into the page; who approved it reads it again."""
    from halfterm.flows.act import draft
    from halfterm.flows.words import changes, page_named, record_changes, text_of

    text = text_of(file)
    with _at_work(workspace, half_term) as desk:
        chosen = page_named(desk.pages, page)
        found = changes(chosen, text, file=file.name)
        record_changes(desk.events, desk.workspace, desk.run, chosen, found, by=by)
    draft(desk.run)
    reworded, added = sum(not c.is_added for c in found), sum(c.is_added for c in found)
    typer.echo(
        f"{page}: {reworded} reworded, {added} added; marked with your name. `halfterm review list` says "
        "who reads it again."
    )


@words.command("list")
def list_edits(workspace: WorkspaceArgument, half_term: HalfTermOption) -> None:
    """List the words that people put into the pages, and which of them no longer fit."""
    from halfterm.flows.words import standing
    from halfterm.site.pieces import dated

    with _at_work(workspace, half_term) as desk:
        found = standing(desk.pages, desk.workspace.programme)
    for one in found:
        edit = one.edit
        fits = "" if one.fits else " - no longer fits: the passage now says something else"
        typer.echo(f"{edit.number}  {edit.page}, {edit.kind} by {edit.by} on {dated(edit.on)}{fits}")
        typer.echo(f"    {edit.now}")
    if not found:
        typer.echo("Every page is as the engine wrote it.")


@words.command()
def restore(
    workspace: WorkspaceArgument,
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="An edit, as `words list` numbers it.")],
    half_term: HalfTermOption,
    by: ByOption,
    reason: Annotated[str, typer.Option(help="Why.")],
) -> None:
    """Take an edit back: the passage is again as the engine writes it."""
    from halfterm.flows.act import draft
    from halfterm.flows.words import restore as take_back

    with _at_work(workspace, half_term) as desk:
        edit = take_back(
            desk.events, desk.workspace, desk.pages, number, by=by, on=desk.run.today, reason=reason
        )
    draft(desk.run)
    typer.echo(f"{edit.page}: edit {number} is taken back")


@dataclass(frozen=True, slots=True)
class _Desk:
    workspace: Workspace
    events: Register
    run: Run
    pages: tuple[Page, ...]


@contextmanager
def _at_work(folder: Path, half_term: str) -> Iterator[_Desk]:
    """The pages of a half-term, with the register open for what is done to them."""
    from halfterm.cycles.errors import BadInput, did_you_mean
    from halfterm.flows.clock import today_in_london
    from halfterm.flows.run import Run
    from halfterm.flows.words import pages_of
    from halfterm.flows.workspace import open_workspace
    from halfterm.warehouse.register import register

    workspace = open_workspace(folder)
    known = [h.id for h in workspace.programme.half_terms]
    if half_term not in known:
        raise BadInput(f"no half-term '{half_term}'{did_you_mean(half_term, known)}")
    run = Run(workspace.folder, half_term, today_in_london())
    with register(workspace.register) as events:
        yield _Desk(workspace, events, run, pages_of(run, workspace, events))
