"""Who may do what to a page or a decision: policy (is the move open?) is in `life`, permission is here.

Each rule is a raising `check_...` with a boolean twin `may_...` that asks it, so that what a list offers and
what an action allows never disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, ParamSpec

from halfterm.cycles.errors import NotAllowed
from halfterm.cycles.life import REVIEW_MOVES, after
from halfterm.cycles.programme import Engagement, Person, Programme

Rule = ParamSpec("Rule")
PageMove = Literal["submit", "approve", "request changes", "withdraw"]


@dataclass(frozen=True, slots=True)
class PageOf:
    """Whose a page is: one school's, or (school None) a whole engagement's, and who submitted it.

    `author` is empty before anybody has. With `one_person` the author approves alone.
    """

    engagement: Engagement
    programme: Programme
    school: str | None
    author: str
    one_person: bool

    @property
    def where(self) -> str:
        """The school whose headteacher has a say over the page."""
        return self.engagement.lead if self.school is None else self.school


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


def check_page_move(person: Person, move: PageMove, page: PageOf) -> None:
    """See that this person may make this move of this page, whatever its state.

    Raises:
        NotAllowed: it is not the person's to make.
    """
    engagement, programme, school = page.engagement, page.programme, page.school
    match move:
        case "submit":
            check_submitter(person, engagement=engagement, programme=programme)
        case "approve":
            check_approver(
                person,
                author=page.author,
                engagement=engagement,
                programme=programme,
                school=school,
                one_person=page.one_person,
            )
        case "request changes":
            check_changes_requester(person, engagement=engagement, programme=programme, school=school)
        case "withdraw":
            check_withdrawer(person, engagement=engagement, programme=programme, school=school)


def check_submitter(person: Person, *, engagement: Engagement, programme: Programme) -> None:
    """See that this person may put a page before its readers: of the engagement, or its facilitator.

    Raises:
        NotAllowed: the person is from elsewhere.
    """
    if not _belongs(person, engagement, programme):
        raise NotAllowed(
            f"{person.name} is neither of a school of '{engagement.id}', nor its NLE or cluster's facilitator"
        )


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
    _check_has_say(person, engagement=engagement, programme=programme, school=school)


def check_changes_requester(
    person: Person, *, engagement: Engagement, programme: Programme, school: str | None
) -> None:
    """See that this person may send a page back: whoever may approve it, its author among them.

    Raises:
        NotAllowed: the person has no say over this page.
    """
    _check_has_say(person, engagement=engagement, programme=programme, school=school)


def check_commenter(person: Person, *, engagement: Engagement, programme: Programme) -> None:
    """See that this person may comment on a page: anybody of the engagement or its cluster.

    Raises:
        NotAllowed: the person is from elsewhere.
    """
    of_cluster = {school.id for school in programme.cluster(engagement.cluster).schools}
    nles = {e.nle for e in programme.engagements if e.cluster == engagement.cluster}
    if person.school in of_cluster or person.id in nles or _belongs(person, engagement, programme):
        return
    raise NotAllowed(f"{person.name} is not of the cluster '{engagement.cluster}'")


def check_disputer(
    person: Person, *, engagement: Engagement, programme: Programme, school: str | None
) -> None:
    """See that this person may dispute a number of a page: of one school, or (None) of the engagement.

    The headteacher and the data manager of the school (of any of its schools, for an engagement), the
    engagement's NLE and its cluster's facilitator may.

    Raises:
        NotAllowed: the person is none of them.
    """
    if person.id in _of_engagement(engagement, programme):
        return
    schools = engagement.schools if school is None else (school,)
    if person.role not in ("headteacher", "data manager") or person.school not in schools:
        where = f"'{school}'" if school else f"a school of '{engagement.id}'"
        raise NotAllowed(
            f"{person.name} is neither the headteacher or data manager of {where}, nor the NLE of "
            f"'{engagement.id}', nor its cluster's facilitator"
        )


def check_settler(person: Person, *, raised_by: str, engagement: Engagement, programme: Programme) -> None:
    """See that this person may settle a dispute: who raised it takes it back, the NLE or facilitator decides.

    Raises:
        NotAllowed: the person is none of them.
    """
    if person.id != raised_by and person.id not in _of_engagement(engagement, programme):
        raise NotAllowed(
            f"{person.name} neither raised this dispute, nor is the NLE of '{engagement.id}' or its "
            "cluster's facilitator"
        )


def check_withdrawer(
    person: Person, *, engagement: Engagement, programme: Programme, school: str | None
) -> None:
    """See that this person may withdraw a published page.

    The headteacher of the school or of the lead school, the engagement's NLE and its cluster's facilitator
    may.

    Raises:
        NotAllowed: the person is none of them.
    """
    if not _leads(person, engagement):
        _check_has_say(person, engagement=engagement, programme=programme, school=school)


def check_decider(person: Person, *, engagement: Engagement) -> None:
    """See that this person may propose the decision on a cycle: its NLE, or the lead school's head.

    Raises:
        NotAllowed: the person is neither.
    """
    if person.id != engagement.nle and not _leads(person, engagement):
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


def check_stopper(person: Person, *, engagement: Engagement, programme: Programme) -> None:
    """See that this person may stop a cycle: its NLE, the lead school's head, the cluster's facilitator.

    Raises:
        NotAllowed: the person is none of them.
    """
    if person.id not in _of_engagement(engagement, programme) and not _leads(person, engagement):
        raise NotAllowed(
            f"{person.name} neither leads '{engagement.id}', nor is its NLE or its cluster's facilitator"
        )


def check_goer_without(person: Person, *, engagement: Engagement, programme: Programme) -> None:
    """See that this person may let a cycle go on without a school: its NLE, or the cluster's facilitator.

    Raises:
        NotAllowed: the person is neither.
    """
    if person.id not in _of_engagement(engagement, programme):
        raise NotAllowed(
            f"{person.name} is neither the NLE of '{engagement.id}' nor its cluster's facilitator"
        )


def _twin(check: Callable[Rule, None]) -> Callable[Rule, bool]:
    """The same rule as a question."""

    def may(*given: Rule.args, **named: Rule.kwargs) -> bool:
        try:
            check(*given, **named)
        except NotAllowed:
            return False
        return True

    return may


may_move = _twin(check_move)
may_move_page = _twin(check_page_move)
may_submit = _twin(check_submitter)
may_approve = _twin(check_approver)
may_request_changes = _twin(check_changes_requester)
may_comment = _twin(check_commenter)
may_dispute = _twin(check_disputer)
may_settle = _twin(check_settler)
may_withdraw = _twin(check_withdrawer)
may_decide = _twin(check_decider)
may_second = _twin(check_second)
may_stop = _twin(check_stopper)
may_go_without = _twin(check_goer_without)


def _of_engagement(engagement: Engagement, programme: Programme) -> tuple[str, str]:
    """Who answers for an engagement as a whole."""
    return engagement.nle, programme.cluster(engagement.cluster).facilitator


def _belongs(person: Person, engagement: Engagement, programme: Programme) -> bool:
    return person.school in engagement.schools or person.id in _of_engagement(engagement, programme)


def _leads(person: Person, engagement: Engagement) -> bool:
    return person.school == engagement.lead and person.role in ("headteacher", "nle")


def _check_has_say(
    person: Person, *, engagement: Engagement, programme: Programme, school: str | None
) -> None:
    if person.id in _of_engagement(engagement, programme):
        return
    where = engagement.lead if school is None else school
    if person.role != "headteacher" or person.school != where:
        raise NotAllowed(
            f"{person.name} is neither the headteacher of '{where}', nor the NLE of '{engagement.id}', "
            "nor its cluster's facilitator"
        )
