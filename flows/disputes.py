"""Comments on pages, and doubts about their numbers: raised, listed, settled. Every write leaves an event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from halfterm.cycles.doubts import Doubt, doubts
from halfterm.cycles.errors import BadInput, NotAllowed
from halfterm.cycles.events import COMMENTED, DISPUTED, SETTLED
from halfterm.cycles.programme import Programme
from halfterm.cycles.record import Dispute
from halfterm.cycles.review_rules import check_commenter, check_disputer, check_settler
from halfterm.flows.drafts import DraftPage
from halfterm.flows.leaving import leaves_event
from halfterm.flows.page_figures import PageFigure
from halfterm.flows.people import person_of, said
from halfterm.warehouse.register import Register

TAKEN_BACK: Final = "taken back"


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody said about a page; it moves nothing."""

    by: str
    on: date
    words: str


@leaves_event
def comment(
    events: Register, programme: Programme, page: DraftPage, *, by: str, on: date, words: str
) -> None:
    """Say something about a page.

    Raises:
        BadInput: nothing is said, or there is no such person.
        NotAllowed: the person is not of the page's cluster.
    """
    said("say something: --words", words)
    engagement = programme.engagement(page.engagement)
    check_commenter(person_of(programme, by), engagement=engagement, programme=programme)
    body = {"path": page.path, "content": page.content, "words": words.strip()}
    events.append(COMMENTED, page.subject, actor=by, on=on, body=body)


def comments_on(events: Register, page: DraftPage) -> tuple[Comment, ...]:
    """What was said about a page, oldest first."""
    told = events.events(COMMENTED, subject=page.subject)
    return tuple(Comment(event.actor, event.on, event.body["words"]) for event in told)


@leaves_event
def dispute(
    events: Register,
    programme: Programme,
    page: DraftPage,
    *,
    figure: PageFigure,
    by: str,
    on: date,
    reason: str,
) -> int:
    """Doubt a number that a page shows; it stays marked until the doubt is settled. Returns its number.

    Raises:
        BadInput: no reason is given, or there is no such person.
        NotAllowed: the person does not speak for a school of the page, or the school disputes it already.
    """
    said("say why the number is disputed", reason)
    check_disputer(
        person_of(programme, by),
        engagement=programme.engagement(page.engagement),
        programme=programme,
        school=page.school or None,
    )
    wanted = (figure.measure, figure.statistic)
    for held in (doubt.dispute for doubt in doubts_about(events, page)):
        same = (held.measure, held.statistic) == wanted and held.is_open
        if same and _side(programme, held.by) == _side(programme, by):
            what = f"{figure.statistic} of {figure.measure}"
            raise NotAllowed(f"{page.path}: {what} is disputed already, as number {held.number}")
    body = {
        "path": page.path,
        "half_term": page.half_term,
        "engagement": page.engagement,
        "school": page.school,
        "content": page.content,
        "measure": figure.measure,
        "statistic": figure.statistic,
        "reason": reason.strip(),
    }
    return events.append(DISPUTED, page.subject, actor=by, on=on, body=body).number


def _side(programme: Programme, person_id: str) -> str:
    """For whom somebody speaks: a school says the same thing once. People may have left the programme."""
    return next((p.school for p in programme.people if p.id == person_id and p.school), person_id)


@leaves_event
def settle(events: Register, programme: Programme, number: int, *, by: str, on: date, outcome: str) -> Doubt:
    """Settle a dispute, saying how; whoever raised it takes it back by this. Returns it as it then stands.

    Raises:
        BadInput: there is no such dispute or person, or no outcome is given.
        NotAllowed: it is settled already, or the person neither raised it nor answers for the engagement.
    """
    said("say how the dispute is settled", outcome)
    doubt = doubt_numbered(events, number)
    held = doubt.dispute
    person = person_of(programme, by)
    if not held.is_open:
        raise NotAllowed(f"dispute {number} was settled on {held.settled_on}")
    engagement = programme.engagement(doubt.engagement)
    check_settler(person, raised_by=held.by, engagement=engagement, programme=programme)
    taken_back = person.id == held.by
    words = f"{TAKEN_BACK}: {outcome.strip()}" if taken_back else outcome.strip()
    body = {"dispute": number, "path": held.page, "outcome": words}
    events.append(SETTLED, doubt.subject, actor=by, on=on, body=body)
    return doubt_numbered(events, number)


def doubt_numbered(events: Register, number: int) -> Doubt:
    """The dispute of this number.

    Raises:
        BadInput: there is none; the open ones are named.
    """
    held = {doubt.dispute.number: doubt for doubt in every_doubt(events)}
    if number not in held:
        still = [str(n) for n, doubt in held.items() if doubt.dispute.is_open]
        raise BadInput(f"no dispute {number}; open are {', '.join(still) or 'none'}")
    return held[number]


def every_doubt(events: Register) -> tuple[Doubt, ...]:
    """Every dispute of the register, oldest first."""
    told = (*events.events(DISPUTED), *events.events(SETTLED))
    return doubts(sorted(told, key=lambda event: event.number))


def doubts_about(events: Register, page: DraftPage) -> tuple[Doubt, ...]:
    """The disputes of one page, open and settled."""
    return tuple(doubt for doubt in every_doubt(events) if doubt.subject == page.subject)


def disputes_by_engagement(events: Register) -> dict[tuple[str, str], tuple[Dispute, ...]]:
    """The disputes of the cycles, by the half-term of their pages and their engagement."""
    held: dict[tuple[str, str], tuple[Dispute, ...]] = {}
    for doubt in every_doubt(events):
        where = (doubt.half_term, doubt.engagement)
        held[where] = (*held.get(where, ()), doubt.dispute)
    return held
