"""What people see of the pages they read: the list of a half-term, and one page with all that was said."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from rich.console import Console
from rich.table import Table
from rich.text import Text

from halfterm.cycles.page_book import Step
from halfterm.cycles.programme import Programme
from halfterm.cycles.record import Dispute
from halfterm.cycles.review_rules import PageMove
from halfterm.flows.disputes import Comment, comments_on, every_doubt
from halfterm.flows.drafts import DraftPage
from halfterm.flows.page_figures import PageFigure, figures_on
from halfterm.flows.people import any_of
from halfterm.flows.plain_table import plain_table
from halfterm.flows.review import Reviews
from halfterm.flows.workspace import Workspace
from halfterm.site.decided import person, person_name
from halfterm.site.marks import statistic_words
from halfterm.site.pieces import dated
from halfterm.site.plain_text import plain_text

MOVES: tuple[PageMove, ...] = ("submit", "approve", "request changes", "withdraw")


@dataclass(frozen=True, slots=True)
class PageRow:
    """One page of the list. `waits_for` are ids of people, any one of whom will do."""

    page: str
    state: str
    next_move: str
    waits_for: tuple[str, ...]
    open_disputes: int
    comments: int


@dataclass(frozen=True, slots=True)
class PageView:
    """A page as a reader needs it: its words, what was done and said, what may be done and by whom."""

    page: str
    state: str
    text: str
    history: tuple[Step, ...]
    comments: tuple[Comment, ...]
    disputes: tuple[Dispute, ...]
    figures: tuple[PageFigure, ...]
    may: dict[str, tuple[str, ...]]


def page_rows(reviews: Reviews, pages: Sequence[DraftPage]) -> tuple[PageRow, ...]:
    """Every page of a half-term with its state and whom it waits for."""
    still = [doubt.subject for doubt in every_doubt(reviews.register) if doubt.dispute.is_open]
    return tuple(
        PageRow(
            page=page.path,
            state=reviews.state(page),
            next_move=reviews.next_move(page) or "",
            waits_for=tuple(p.id for p in reviews.waits_for(page)),
            open_disputes=still.count(page.subject),
            comments=len(comments_on(reviews.register, page)),
        )
        for page in pages
    )


def page_view(reviews: Reviews, page: DraftPage, workspace: Workspace) -> PageView:
    """One page with everything that a reader has to know of it."""
    drafts = workspace.drafts / page.half_term
    disputes = (d.dispute for d in every_doubt(reviews.register) if d.subject == page.subject)
    return PageView(
        page=page.path,
        state=reviews.state(page),
        text=plain_text((drafts / page.path / "page.md").read_text(encoding="utf-8")),
        history=reviews.history(page),
        comments=comments_on(reviews.register, page),
        disputes=tuple(disputes),
        figures=figures_on(drafts, page),
        may={
            move: tuple(p.id for p in reviews.who_may(page, move))
            for move in MOVES
            if reviews.is_open(page, move)
        },
    )


def as_json(shown: Sequence[PageRow] | PageView) -> str:
    """The same as JSON; days as ISO dates, people as ids."""
    content = asdict(shown) if isinstance(shown, PageView) else [asdict(row) for row in shown]
    return json.dumps(content, default=str, ensure_ascii=False, indent=1)


def rows_table(rows: Sequence[PageRow], programme: Programme) -> Table:
    """The list as a table."""
    heads = ("State", "Page", "Waits for", "Disputes", "Comments")
    people = {person.id: person for person in programme.people}
    cells = [
        (
            row.state,
            row.page,
            any_of(people[p] for p in row.waits_for) if row.next_move else "–",
            str(row.open_disputes or "–"),
            str(row.comments or "–"),
        )
        for row in rows
    ]
    return plain_table(heads, cells, numbers=heads[3:], unbroken=heads[:2])


def print_view(console: Console, view: PageView, programme: Programme) -> None:
    """The page's words first, then what was done and said, then what is open and to whom."""
    console.print(Text.assemble((view.page, "bold"), f" · {view.state}\n"))
    console.print(Text(view.text), soft_wrap=True)
    for heading, lines in (
        ("What was done", [_step_words(step, programme) for step in view.history]),
        ("Comments", [_comment_words(comment, programme) for comment in view.comments]),
        ("Disputes", [_dispute_words(dispute, programme) for dispute in view.disputes]),
        ("Open now", [f"{move}: {_names(people, programme)}" for move, people in view.may.items()]),
    ):
        if lines:
            console.print(Text(heading, style="bold"))
            console.print(Text("\n".join(lines) + "\n"), soft_wrap=True)
    figures = [
        (f.measure, f.statistic, statistic_words(f.statistic), _place(f, programme), f.value)
        for f in view.figures
    ]
    heads = ("Measure", "Figure", "What it is", "Of", "Value")
    console.print(plain_table(heads, figures, title="Figures", numbers=heads[4:], unbroken=heads[:2]))
    console.print(Text("`halfterm review dispute` takes Measure and Figure as they stand here.", style="dim"))


def _names(people: Sequence[str], programme: Programme) -> str:
    return any_of(programme.person(one) for one in people)


def _place(figure: PageFigure, programme: Programme) -> str:
    if figure.level == "school":
        return programme.school(figure.place).name
    return programme.engagement(figure.place).name


def _step_words(step: Step, programme: Programme) -> str:
    words = f": “{step.comment}”" if step.comment else ""
    return f"{dated(step.on)}  {step.move} by {person(programme, step.by)}{words}"


def _comment_words(comment: Comment, programme: Programme) -> str:
    return f"{dated(comment.on)}  {person(programme, comment.by)}: “{comment.words}”"


def _dispute_words(dispute: Dispute, programme: Programme) -> str:
    what = f"{dispute.measure}, {statistic_words(dispute.statistic)}"
    who = f"{person(programme, dispute.by)} since {dated(dispute.on)}: “{dispute.reason}”"
    if dispute.settled_on is None:
        return f"{dispute.number}  open: {what}, by {who}"
    settled = f"{person_name(programme, dispute.settled_by)} on {dated(dispute.settled_on)}"
    return f"{dispute.number}  settled: {what}, by {who}; settled by {settled}: “{dispute.outcome}”"
