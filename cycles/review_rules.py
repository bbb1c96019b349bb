"""Who may do what to a page or a decision: policy (is the move open?) is in `life`, permission is here.

Each rule is a raising `check_...`; a page asks the same function and catches the answer.
"""

from __future__ import annotations

from collections.abc import Iterable

from halfterm.cycles.errors import NotAllowed
from halfterm.cycles.life import REVIEW_MOVES, after
from halfterm.cycles.programme import Engagement, Person, Programme

_MOVE_OF_STATE = {
    "submitted": "submit",
    "changes requested": "request changes",
    "approved": "approve",
    "published": "publish",
}


def state_after(moves: Iterable[str]) -> str:
    """The state of a page whose events so far moved it to these states, in order.

    >>> state_after(["submitted", "changes requested", "submitted"])
    'submitted'
    """
    state = "draft"
    for reached in moves:
        state = after(REVIEW_MOVES, state, _MOVE_OF_STATE.get(reached, reached))
    return state


def check_move(state: str, move: str) -> None:
    """See that a review move is open in this state.

    Raises:
        NotAllowed: it is not; the message says what is.
    """
    after(REVIEW_MOVES, state, move)


def check_approver(
    person: Person, *, author: str, engagement: Engagement, school: str | None, one_person: bool
) -> None:
    """See that this person may approve a page: of one school, or (school None) of a whole engagement.

    Raises:
        NotAllowed: the author approves alone, or the person has no say over this page.
    """
    if person.id == author and not one_person:
        raise NotAllowed(
            f"{person.name} wrote this and cannot approve it alone; somebody else has to read it"
        )
    schools = {school} if school is not None else {engagement.lead}
    if person.role == "headteacher" and person.school not in schools:
        raise NotAllowed(f"{person.name} is not the headteacher of {' or '.join(sorted(schools))}")
    if person.role == "data manager":
        raise NotAllowed(f"{person.name} is a data manager; a headteacher, NLE or facilitator approves")


def check_decider(person: Person, *, engagement: Engagement) -> None:
    """See that this person may propose the decision on a cycle: its NLE, or the lead school's head.

    Raises:
        NotAllowed: the person is neither.
    """
    if person.id != engagement.nle and person.school != engagement.lead:
        raise NotAllowed(f"{person.name} neither leads '{engagement.id}' nor is its NLE")


def check_second(
    person: Person, *, proposer: Person, programme: Programme, engagement: Engagement, one_person: bool
) -> None:
    """See that this person may agree to a decision: somebody else, of the engagement or its cluster.

    Raises:
        NotAllowed: the proposer agrees alone, or the person is from elsewhere.
    """
    if person.id == proposer.id and not one_person:
        raise NotAllowed(f"{person.name} proposed this decision and cannot approve it alone")
    facilitator = programme.cluster(engagement.cluster).facilitator
    if person.id not in {engagement.nle, facilitator} and person.school not in engagement.schools:
        raise NotAllowed(
            f"{person.name} is neither of the engagement '{engagement.id}' nor its cluster's facilitator"
        )
