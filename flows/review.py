"""Reading and approving pages, and deciding on cycles: what a person does, by command or by rehearsal.

Every function here leaves an event in the register, or refuses.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from halfterm.cycles.errors import BadInput, NotAllowed, did_you_mean
from halfterm.cycles.events import DECISION, REVIEW, STUDIED, Event
from halfterm.cycles.programme import Engagement, Person, Programme
from halfterm.cycles.record import Decision, DecisionKind, Review
from halfterm.cycles.review_rules import check_approver, check_decider, check_move, check_second, state_after
from halfterm.flows.drafts import DraftPage
from halfterm.warehouse.register import Register


class Reviews:
    """The reviews of one register, read once; each write goes to the register and is then known here."""

    def __init__(self, events: Register, programme: Programme, *, one_person: bool) -> None:
        self._events = events
        self._programme = programme
        self._one_person = one_person
        self._moves: dict[str, list[Event]] = {}
        for event in events.events(REVIEW):
            self._moves.setdefault(event.subject, []).append(event)

    def state(self, page: DraftPage) -> str:
        """Where a page stands; an approval counts only for the content that was approved."""
        moves = self._moves.get(page.subject, [])
        if moves and moves[-1].body["content"] != page.content:
            return "draft"
        return state_after(event.body["move"] for event in self._current(page))

    def lines(self, page: DraftPage) -> tuple[Review, ...]:
        """What happened to a page as it now stands, oldest first."""
        return tuple(
            Review(page.path, event.body["move"], event.actor, event.on, event.body["comment"])
            for event in self._current(page)
        )

    def submit(self, page: DraftPage, *, by: str, on: date, comment: str = "") -> None:
        """Put a draft before its readers."""
        self._move(page, "submit", "submitted", by=by, on=on, comment=comment)

    def approve(self, page: DraftPage, *, by: str, on: date, comment: str = "") -> None:
        """Approve a submitted page as it stands.

        Raises:
            NotAllowed: the person wrote it, has no say over it, or it is not submitted.
        """
        check_move(self.state(page), "approve")
        author = next(
            event.actor for event in reversed(self._current(page)) if event.body["move"] == "submitted"
        )
        check_approver(
            self._person(by),
            author=author,
            engagement=self._programme.engagement(page.engagement),
            programme=self._programme,
            school=page.school or None,
            one_person=self._one_person,
        )
        self._move(page, "approve", "approved", by=by, on=on, comment=comment)

    def request_changes(self, page: DraftPage, *, by: str, on: date, comment: str) -> None:
        """Send a submitted page back, saying why.

        Raises:
            BadInput: no reason is given.
        """
        if not comment.strip():
            raise BadInput("say what should change")
        self._move(page, "request changes", "changes requested", by=by, on=on, comment=comment)

    def _current(self, page: DraftPage) -> list[Event]:
        """The moves since the content last changed: an edit after approval voids it."""
        return [event for event in self._moves.get(page.subject, []) if event.body["content"] == page.content]

    def _person(self, person: str) -> Person:
        return person_of(self._programme, person)

    def _move(self, page: DraftPage, move: str, reached: str, *, by: str, on: date, comment: str) -> None:
        check_move(self.state(page), move)
        self._person(by)
        body = {"move": reached, "content": page.content, "comment": comment}
        self._moves.setdefault(page.subject, []).append(
            self._events.append(REVIEW, page.subject, actor=by, on=on, body=body)
        )


def person_of(programme: Programme, person: str) -> Person:
    """A person of the programme.

    Raises:
        BadInput: there is nobody of that name; the near misses are offered.
    """
    known = {p.id: p for p in programme.people}
    if person not in known:
        raise BadInput(f"no person '{person}' in programme.yaml{did_you_mean(person, known)}")
    return known[person]


def decide(
    events: Register, programme: Programme, engagement: Engagement, decision: Decision, *, one_person: bool
) -> None:
    """Record what is done next with a change idea, with its reason.

    Raises:
        NotAllowed: it was decided already, or these two people cannot decide it.
    """
    if events.events(DECISION, subject=decision.cycle):
        raise NotAllowed(f"cycle '{decision.cycle}' was decided on already")
    if not events.events(STUDIED, subject=decision.cycle):
        raise NotAllowed(f"cycle '{decision.cycle}' has not been studied yet")
    proposer, second = person_of(programme, decision.by), person_of(programme, decision.approved_by)
    check_decider(proposer, engagement=engagement)
    check_second(second, proposer=proposer, programme=programme, engagement=engagement, one_person=one_person)
    body = {
        "kind": decision.kind,
        "approved_by": decision.approved_by,
        "reason": decision.reason,
        "learning": decision.learning,
    }
    events.append(DECISION, decision.cycle, actor=decision.by, on=decision.on, body=body)


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
        )
    return held
