"""Who may approve a page, propose a decision and agree to it."""

from __future__ import annotations

import pytest

from halfterm.cycles.errors import NotAllowed
from halfterm.cycles.review_rules import (
    check_approver,
    check_decider,
    check_move,
    check_second,
    state_after,
)
from tests.cycles.factories import make_programme

# ana: the cluster's facilitator; ben: the engagement's NLE, of the lead school ash; cat: head of birch;
# dan: head of ash; eli: data manager of ash; fay: another facilitator; gus: another NLE
PROGRAMME = make_programme()
ENGAGEMENT = PROGRAMME.engagement("ash-and-birch")


def approve(
    person: str, *, author: str = "nobody", school: str | None = "birch", one_person: bool = False
) -> None:
    check_approver(
        PROGRAMME.person(person),
        author=author,
        engagement=ENGAGEMENT,
        programme=PROGRAMME,
        school=school,
        one_person=one_person,
    )


@pytest.mark.parametrize(
    ("person", "school_page", "lead_page", "case_study"),
    [
        ("ana", True, True, True),
        ("ben", True, True, True),
        ("cat", True, False, False),
        ("dan", False, True, True),
        ("eli", False, False, False),
        ("fay", False, False, False),
        ("gus", False, False, False),
    ],
)
def test_a_page_is_approved_by_its_head_the_nle_or_the_facilitator(
    person: str, school_page: bool, lead_page: bool, case_study: bool
) -> None:
    for school, allowed in (("birch", school_page), ("ash", lead_page), (None, case_study)):
        if allowed:
            approve(person, school=school)
            continue
        with pytest.raises(NotAllowed, match=PROGRAMME.person(person).name):
            approve(person, school=school)


@pytest.mark.parametrize(
    ("author", "one_person", "allowed"), [("ben", False, False), ("ben", True, True), ("cat", False, True)]
)
def test_the_author_approves_alone_only_in_a_workspace_of_one_person(
    author: str, one_person: bool, allowed: bool
) -> None:
    if allowed:
        approve("ben", author=author, one_person=one_person)
        return
    with pytest.raises(NotAllowed, match="Ben Carr wrote this and cannot approve it alone"):
        approve("ben", author=author, one_person=one_person)


def test_being_the_only_person_gives_nobody_a_say_elsewhere() -> None:
    with pytest.raises(NotAllowed, match="Gus Hart is neither the headteacher of"):
        approve("gus", author="gus", one_person=True)


@pytest.mark.parametrize(
    ("person", "allowed"),
    [
        ("ana", False),
        ("ben", True),
        ("cat", False),
        ("dan", True),
        ("eli", False),
        ("fay", False),
        ("gus", False),
    ],
)
def test_a_decision_is_proposed_by_the_nle_or_the_head_of_the_lead_school(person: str, allowed: bool) -> None:
    if allowed:
        check_decider(PROGRAMME.person(person), engagement=ENGAGEMENT)
        return
    with pytest.raises(NotAllowed, match="neither leads 'ash-and-birch' nor is its NLE"):
        check_decider(PROGRAMME.person(person), engagement=ENGAGEMENT)


@pytest.mark.parametrize(
    ("person", "proposer", "one_person", "allowed"),
    [
        ("ana", "ben", False, True),
        ("cat", "ben", False, True),
        ("dan", "ben", False, True),
        ("ben", "dan", False, True),
        ("ben", "ben", False, False),
        ("ben", "ben", True, True),
        ("eli", "ben", False, False),
        ("fay", "ben", False, False),
        ("gus", "ben", False, False),
        ("gus", "gus", True, False),
    ],
)
def test_a_decision_is_agreed_to_by_somebody_else_of_the_engagement_or_its_cluster(
    person: str, proposer: str, one_person: bool, allowed: bool
) -> None:
    def agree() -> None:
        check_second(
            PROGRAMME.person(person),
            proposer=PROGRAMME.person(proposer),
            programme=PROGRAMME,
            engagement=ENGAGEMENT,
            one_person=one_person,
        )

    if allowed:
        agree()
        return
    with pytest.raises(NotAllowed, match=PROGRAMME.person(person).name):
        agree()


@pytest.mark.parametrize(
    ("reached", "state"),
    [
        ([], "draft"),
        (["submitted"], "submitted"),
        (["submitted", "changes requested"], "changes requested"),
        (["submitted", "changes requested", "submitted", "approved"], "approved"),
        (["submitted", "approved", "published"], "published"),
        (["submitted", "approved", "published", "withdrawn"], "withdrawn"),
        (["submitted", "approved", "published", "withdrawn", "submitted"], "submitted"),
        (["submitted", "approved", "draft"], "draft"),
    ],
)
def test_the_state_of_a_page_is_where_its_events_led(reached: list[str], state: str) -> None:
    assert state_after(reached) == state


@pytest.mark.parametrize("reached", [["approved"], ["submitted", "published"], ["submitted", "mislaid"]])
def test_events_that_no_move_explains_are_refused(reached: list[str]) -> None:
    with pytest.raises(NotAllowed, match=f"to {reached[-1]}"):
        state_after(reached)


@pytest.mark.parametrize(
    ("state", "move", "is_open"),
    [
        ("draft", "submit", True),
        ("draft", "approve", False),
        ("submitted", "approve", True),
        ("approved", "approve", False),
    ],
)
def test_a_move_is_open_or_refused(state: str, move: str, is_open: bool) -> None:
    if is_open:
        check_move(state, move)
        return
    with pytest.raises(NotAllowed, match=f"'{move}' is not open when {state}"):
        check_move(state, move)
