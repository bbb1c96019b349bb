"""Who may do what to a page or a decision: policy (is the move open?) is in `life`, permission is here.

Each rule is a raising `check_...`; a page asks the same function and catches the answer.
"""

from __future__ import annotations

from collections.abc import Iterable

from halfterm.cycles.errors import NotAllowed
from halfterm.cycles.life import REVIEW_MOVES, after
from halfterm.cycles.programme import Engagement, Person, Programme


def state_after(reached: Iterable[str]) -> str:
    """The state of a page whose events so far moved it to these states, in order.

    >>> state_after(["submitted", "changes requested", "submitted"])
    'submitted'

    Raises:
        NotAllowed: no move leads from one of these states to the next.
    """
    state = "draft"
    for next_state in reached:
        if next_state not in REVIEW_MOVES[state].values():
            raise NotAllowed(f"no move leads from {state} to {next_state}")
        state = next_state
    return state


def check_move(state: str, move: str) -> None:
    """See that a review move is open in this state.

    Raises:
        NotAllowed: it is not; the message says what is.
    """
    after(REVIEW_MOVES, state, move)


def check_approver(
    person: Person,
    *,
    author: str,
    engagement: Engagement,
    programme: Programme,
    school: str | None,
    one_person: bool,
) -> None:
    """See that this person may approve a page: of one school, or (school None) of a whole engagement.

    The headteacher of the school (of the lead school, for an engagement), the engagement's NLE and its
    cluster's facilitator may; the author only with `one_person`.

    Raises:
        NotAllowed: the author approves alone, or the person has no say over this page.
    """
    if person.id == author and not one_person:
        raise NotAllowed(
            f"{person.name} wrote this and cannot approve it alone; somebody else has to read it"
        )
    if person.id in _of_engagement(engagement, programme):
        return
    where = engagement.lead if school is None else school
    if person.role != "headteacher" or person.school != where:
        raise NotAllowed(
            f"{person.name} is neither the headteacher of '{where}', nor the NLE of '{engagement.id}', "
            "nor its cluster's facilitator"
        )


def check_decider(person: Person, *, engagement: Engagement) -> None:
    """See that this person may propose the decision on a cycle: its NLE, or the lead school's head.

    Raises:
        NotAllowed: the person is neither.
    """
    leads = person.school == engagement.lead and person.role in ("headteacher", "nle")
    if person.id != engagement.nle and not leads:
        raise NotAllowed(f"{person.name} neither leads '{engagement.id}' nor is its NLE")


def check_second(
    person: Person, *, proposer: Person, programme: Programme, engagement: Engagement, one_person: bool
) -> None:
    """See that this person may agree to a decision: somebody else, of the engagement or its cluster.

    The head (or an NLE) of any of its schools, its NLE and its cluster's facilitator may.

    Raises:
        NotAllowed: the proposer agrees alone, or the person is from elsewhere or looks after data only.
    """
    if person.id == proposer.id and not one_person:
        raise NotAllowed(f"{person.name} proposed this decision and cannot approve it alone")
    heads = person.school in engagement.schools and person.role in ("headteacher", "nle")
    if person.id not in _of_engagement(engagement, programme) and not heads:
        raise NotAllowed(
            f"{person.name} is neither a head of the engagement '{engagement.id}', nor its NLE, "
            "nor its cluster's facilitator"
        )


def _of_engagement(engagement: Engagement, programme: Programme) -> tuple[str, str]:
    """Who answers for an engagement as a whole."""
    return engagement.nle, programme.cluster(engagement.cluster).facilitator
