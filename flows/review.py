"""Reading and approving pages: what a person does with a draft, by command or by rehearsal.

Every function that writes leaves an event in the register, or refuses.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from halfterm.cycles.errors import NotAllowed
from halfterm.cycles.events import PUBLISHED, REVIEW
from halfterm.cycles.page_book import PageBook, Step
from halfterm.cycles.programme import Person, Programme
from halfterm.cycles.record import Review, ReviewMove
from halfterm.cycles.review_rules import (
    PageMove,
    PageOf,
    check_move,
    check_page_move,
    may_move,
    may_move_page,
)
from halfterm.flows.deciding import decide, decisions
from halfterm.flows.drafts import DraftPage
from halfterm.flows.leaving import leaves_event
from halfterm.flows.people import any_of, person_of, said
from halfterm.warehouse.register import Register

__all__ = [
    "Reviews",
    "any_of",
    "decide",
    "decisions",
    "missing_approvals",
    "person_of",
    "said",
    "withdrawn_pages",
]

REACHED: Final[dict[PageMove, ReviewMove]] = {
    "submit": "submitted",
    "approve": "approved",
    "request changes": "changes requested",
    "withdraw": "withdrawn",
}


class Reviews:
    """The reviews of one register, read once; each write goes to the register and is then known here."""

    def __init__(self, events: Register, programme: Programme, *, one_person: bool) -> None:
        self._events = events
        self._programme = programme
        self._one_person = one_person
        told = (*events.events(REVIEW), *events.events(PUBLISHED))
        self._book = PageBook(sorted(told, key=lambda event: event.number))

    @property
    def register(self) -> Register:
        """Where the moves are written."""
        return self._events

    def state(self, page: DraftPage) -> str:
        """Where a page stands; an approval counts only for the content that was approved."""
        return self._book.state(page.subject, page.content)

    def lines(self, page: DraftPage) -> tuple[Review, ...]:
        """What its readers did to a page as it now stands, oldest first."""
        return tuple(
            Review(page.path, step.move, step.by, step.on, step.comment)
            for step in self._book.current(page.subject, page.content)
            # To publish an edition must not change what the edition is made of.
            if step.move != "published"
        )

    def history(self, page: DraftPage) -> tuple[Step, ...]:
        """Everything that was done to a page, to earlier contents too, oldest first."""
        return self._book.history(page.subject)

    def next_move(self, page: DraftPage) -> PageMove | None:
        """What a page waits for; None when it is approved or published."""
        match self.state(page):
            case "submitted":
                return "approve"
            case "draft" | "changes requested" | "withdrawn":
                return "submit"
        return None

    def who_may(self, page: DraftPage, move: PageMove) -> tuple[Person, ...]:
        """The people to whom a move of this page is open by who they are, whatever its state.

        Those nearest to it come first: who submits is the NLE as a rule, who reads is of the school.
        """
        about = self._page_of(page)
        first = {about.engagement.nle: 0} if move == "submit" else {}
        people = [p for p in self._programme.people if may_move_page(p, move, about)]
        return tuple(sorted(people, key=lambda p: (first.get(p.id, 1), p.school != about.where)))

    def is_open(self, page: DraftPage, move: PageMove) -> bool:
        """Whether a page is in a state in which this move may be made."""
        return may_move(self._state_for(page, move), move)

    def refusals(self, pages: Iterable[DraftPage], move: PageMove, *, by: str) -> tuple[str, ...]:
        """Why this person cannot make this move of these pages, all of it at once; empty when it can be.

        Raises:
            BadInput: there is no such person.
        """
        person = person_of(self._programme, by)
        said = []
        for page in pages:
            try:
                check_move(self._state_for(page, move), move)
                check_page_move(person, move, self._page_of(page))
            except NotAllowed as refused:
                said += [f"{page.path}: {problem}" for problem in refused.problems]
        return tuple(said)

    def waits_for(self, page: DraftPage) -> tuple[Person, ...]:
        """Any one of whom may do what the page waits for."""
        move = self.next_move(page)
        return self.who_may(page, move) if move else ()

    def is_out(self, page: DraftPage) -> bool:
        """Whether some content of the page is published and was not withdrawn since."""
        return self._book.is_out(page.subject)

    @leaves_event
    def submit(self, page: DraftPage, *, by: str, on: date, comment: str = "") -> None:
        """Put a draft before its readers.

        Raises:
            NotAllowed: it is before them already, or the person is not of the engagement.
        """
        self._move(page, "submit", by=by, on=on, comment=comment)

    @leaves_event
    def approve(self, page: DraftPage, *, by: str, on: date, comment: str = "") -> None:
        """Approve a submitted page as it stands.

        Raises:
            NotAllowed: the person wrote it, has no say over it, or it is not submitted.
        """
        self._move(page, "approve", by=by, on=on, comment=comment)

    @leaves_event
    def request_changes(self, page: DraftPage, *, by: str, on: date, comment: str) -> None:
        """Send a submitted page back, saying why.

        Raises:
            BadInput: no reason is given.
            NotAllowed: the person has no say over it, or it is not submitted.
        """
        said("say what should change", comment)
        self._move(page, "request changes", by=by, on=on, comment=comment)

    @leaves_event
    def withdraw(self, page: DraftPage, *, by: str, on: date, reason: str) -> None:
        """Take back a published page; the next publication leaves it out until it is approved again.

        Raises:
            BadInput: no reason is given.
            NotAllowed: the person has no say over it, or it is not published.
        """
        said("say why the page is withdrawn", reason)
        self._move(page, "withdraw", by=by, on=on, comment=reason)

    def _move(self, page: DraftPage, move: PageMove, *, by: str, on: date, comment: str) -> None:
        refused = self.refusals([page], move, by=by)
        if refused:
            raise NotAllowed(*refused)
        body = {"move": REACHED[move], "content": page.content, "comment": comment}
        self._book.add(self._events.append(REVIEW, page.subject, actor=by, on=on, body=body))

    def _state_for(self, page: DraftPage, move: PageMove) -> str:
        """What is out may be an earlier content than the draft's: that is what is withdrawn."""
        return "published" if move == "withdraw" and self.is_out(page) else self.state(page)

    def _page_of(self, page: DraftPage) -> PageOf:
        return PageOf(
            author=self._book.author(page.subject, page.content),
            engagement=self._programme.engagement(page.engagement),
            programme=self._programme,
            school=page.school or None,
            one_person=self._one_person,
        )


def missing_approvals(reviews: Reviews, pages: Iterable[DraftPage]) -> dict[str, str]:
    """For each page that keeps an edition waiting, by path: what is missing, and from whom.

    A withdrawn page is missing from nothing: the edition goes on without it.
    """
    missing = {}
    for page in pages:
        state = reviews.state(page)
        if state not in ("approved", "published", "withdrawn"):
            move = reviews.next_move(page)
            missing[page.path] = f"{state}; to {move}: {any_of(reviews.waits_for(page))}"
    return missing


def withdrawn_pages(reviews: Reviews, pages: Iterable[DraftPage]) -> frozenset[str]:
    """The paths of the pages that an edition leaves out."""
    return frozenset(page.path for page in pages if reviews.state(page) == "withdrawn")
