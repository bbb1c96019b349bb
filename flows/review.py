"""Reading and approving pages, and deciding on cycles: what a person does, by command or by rehearsal.

Every function that writes leaves an event in the register, or refuses.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from halfterm.cycles.errors import BadInput, NotAllowed, did_you_mean
from halfterm.cycles.events import DECISION, PUBLISHED, REVIEW
from halfterm.cycles.life import cycle_state
from halfterm.cycles.page_book import PageBook, Step
from halfterm.cycles.programme import Engagement, Person, Programme
from halfterm.cycles.record import Decision, DecisionKind, Review, ReviewMove
from halfterm.cycles.review_rules import (
    PageMove,
    PageOf,
    check_decider,
    check_move,
    check_page_move,
    check_second,
    may_move,
    may_move_page,
)
from halfterm.flows.drafts import DraftPage
from halfterm.flows.leaving import leaves_event
from halfterm.warehouse.register import Register

REACHED: Final[dict[PageMove, ReviewMove]] = {
    "submit": "submitted",
    "approve": "approved",
    "request changes": "changes requested",
    "withdraw": "withdrawn",
}
MOST_NAMES: Final = 3


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
        """Why this person cannot make this move of these pages, all of it at once; empty when nothing stops it.

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


def said(what: str, words: str) -> str:
    """Words that somebody has to give.

    Raises:
        BadInput: there are none.
    """
    if not words.strip():
        raise BadInput(what)
    return words.strip()


def person_of(programme: Programme, person: str) -> Person:
    """A person of the programme.

    Raises:
        BadInput: there is nobody of that name; the near misses are offered.
    """
    known = {p.id: p for p in programme.people}
    if person not in known:
        raise BadInput(f"no person '{person}' in programme.yaml{did_you_mean(person, known)}")
    return known[person]


def any_of(people: Iterable[Person]) -> str:
    """Whom something waits for: a few names, any one of whom will do.

    Nobody at all is said too: the programme then names no one with that say.
    """
    names = [person.name for person in people]
    if not names:
        return "nobody in programme.yaml"
    if len(names) > MOST_NAMES:
        names = [*names[: MOST_NAMES - 1], f"{len(names) - MOST_NAMES + 1} others"]
    return " or ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


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


@leaves_event
def decide(
    events: Register, programme: Programme, engagement: Engagement, decision: Decision, *, one_person: bool
) -> None:
    """Record what is done next with a change idea, with its reason.

    Raises:
        BadInput: no reason is given, or an extension says not to whom.
        NotAllowed: the cycle is not in review, or these two people cannot decide it.
    """
    _check_words(decision)
    _check_in_review(events, decision.cycle)
    proposer, second = person_of(programme, decision.by), person_of(programme, decision.approved_by)
    check_decider(proposer, engagement=engagement)
    check_second(second, proposer=proposer, programme=programme, engagement=engagement, one_person=one_person)
    body = {
        "kind": decision.kind,
        "approved_by": decision.approved_by,
        "reason": decision.reason,
        "learning": decision.learning,
        "extend_to": decision.extend_to,
        "sustain": decision.sustain,
    }
    events.append(DECISION, decision.cycle, actor=decision.by, on=decision.on, body=body)


def _check_words(decision: Decision) -> None:
    problems = []
    if not decision.reason.strip():
        problems.append("say why: a decision has a reason")
    if decision.kind == "extend" and not decision.extend_to.strip():
        problems.append("an extension says to whom: give --extend-to")
    if decision.kind != "extend" and decision.extend_to.strip():
        problems.append(f"--extend-to goes with extend, not with {decision.kind}")
    if problems:
        raise BadInput(*problems)


def _check_in_review(events: Register, cycle: str) -> None:
    match cycle_state(events.events(subject=cycle)):
        case "in review":
            return
        case "decided":
            raise NotAllowed(f"cycle '{cycle}' was decided on already")
        case "stopped":
            raise NotAllowed(f"cycle '{cycle}' was stopped; there is nothing to decide")
        case "studied":
            raise NotAllowed(f"cycle '{cycle}': its pages are not drafted yet; run the half-term first")
        case state:
            raise NotAllowed(f"cycle '{cycle}' has not been studied yet; it is {state}")


def decisions(events: Register, *, next_cycles: Iterable[tuple[str, str]]) -> dict[str, Decision]:
    """The decision on each cycle that has one; `next_cycles` are (cycle, the one that follows it)."""
    following = dict(next_cycles)
    held: dict[str, Decision] = {}
    for event in events.events(DECISION):
        kind: DecisionKind = event.body["kind"]
        held[event.subject] = Decision(
            cycle=event.subject,
            kind=kind,
            by=event.actor,
            approved_by=event.body["approved_by"],
            on=event.on,
            reason=event.body["reason"],
            learning=event.body["learning"],
            next_cycle=following.get(event.subject),
            # Decisions of the first version say neither.
            extend_to=event.body.get("extend_to", ""),
            sustain=event.body.get("sustain", ""),
        )
    return held
