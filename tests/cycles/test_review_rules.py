"""Who may submit, approve, send back, dispute, settle and withdraw; who decides, stops and goes without."""

from __future__ import annotations

import pytest

from halfterm.cycles.errors import NotAllowed
from halfterm.cycles.review_rules import (
    PageMove,
    PageOf,
    check_approver,
    check_commenter,
    check_decider,
    check_disputer,
    check_goer_without,
    check_move,
    check_page_move,
    check_second,
    check_settler,
    check_stopper,
    check_submitter,
    check_withdrawer,
    may_comment,
    may_dispute,
    may_go_without,
    may_move,
    may_move_page,
    may_request_changes,
    may_settle,
    may_stop,
    may_submit,
    may_withdraw,
    state_after,
)
from tests.cycles.factories import make_programme, programme_content

# ana: the cluster's facilitator; ben: the engagement's NLE, of the lead school ash; cat: head of birch;
# dan: head of ash; eli: data manager of ash; fay: another facilitator; gus: another NLE; hal: head of cedar,
# in the cluster but not in the engagement; ida: data manager of birch
MORE = [
    {"id": "hal", "name": "Hal Iver", "role": "headteacher", "school": "cedar"},
    {"id": "ida", "name": "Ida Jay", "role": "data manager", "school": "birch"},
]
PROGRAMME = make_programme(people=[*programme_content()["people"], *MORE])
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


# For a page of birch, a page of the lead school ash, the case study: y where the person may.
ON_A_PAGE = """
     changes  dispute  withdraw
ana    yyy      yyy      yyy
ben    yyy      yyy      yyy
cat    y--      y-y      y--
dan    -yy      -yy      yyy
eli    ---      -yy      ---
fay    ---      ---      ---
gus    ---      ---      ---
hal    ---      ---      ---
ida    ---      y-y      ---
"""
IN_GENERAL = """
     submit comment settle stop without
ana    y       y       y     y     y
ben    y       y       y     y     y
cat    y       y       -     -     -
dan    y       y       -     y     -
eli    y       y       -     -     -
fay    -       -       -     -     -
gus    -       -       -     -     -
hal    -       y       -     -     -
ida    y       y       -     -     -
"""


def rows(table: str) -> list[tuple[str, str, str]]:
    """Each cell of a table as (person, action, what is in it)."""
    head, *body = (line.split() for line in table.strip("\n").splitlines())
    return [(row[0], action, cell) for row in body for action, cell in zip(head, row[1:], strict=True)]


@pytest.mark.parametrize(("person", "action", "cell"), rows(ON_A_PAGE))
def test_what_a_person_may_do_to_a_page_hangs_on_whose_page_it_is(
    person: str, action: str, cell: str
) -> None:
    rule = {"changes": may_request_changes, "dispute": may_dispute, "withdraw": may_withdraw}[action]
    told = [
        rule(PROGRAMME.person(person), engagement=ENGAGEMENT, programme=PROGRAMME, school=school)
        for school in ("birch", "ash", None)
    ]
    assert told == [letter == "y" for letter in cell]


@pytest.mark.parametrize(("person", "action", "cell"), rows(IN_GENERAL))
def test_what_a_person_may_do_for_an_engagement(person: str, action: str, cell: str) -> None:
    rules = {
        "submit": may_submit(PROGRAMME.person(person), engagement=ENGAGEMENT, programme=PROGRAMME),
        "comment": may_comment(PROGRAMME.person(person), engagement=ENGAGEMENT, programme=PROGRAMME),
        "settle": may_settle(
            PROGRAMME.person(person), raised_by="nobody", engagement=ENGAGEMENT, programme=PROGRAMME
        ),
        "stop": may_stop(PROGRAMME.person(person), engagement=ENGAGEMENT, programme=PROGRAMME),
        "without": may_go_without(PROGRAMME.person(person), engagement=ENGAGEMENT, programme=PROGRAMME),
    }
    assert rules[action] == (cell == "y")


@pytest.mark.parametrize("person", ["cat", "ida", "gus"])
def test_whoever_raised_a_dispute_may_take_it_back(person: str) -> None:
    check_settler(PROGRAMME.person(person), raised_by=person, engagement=ENGAGEMENT, programme=PROGRAMME)


def test_a_refusal_names_the_person_and_who_might() -> None:
    gus = PROGRAMME.person("gus")
    here = {"engagement": ENGAGEMENT, "programme": PROGRAMME}
    for check, given, said in (
        (check_submitter, here, "neither of a school of 'ash-and-birch'"),
        (check_commenter, here, "not of the cluster 'north'"),
        (check_disputer, here | {"school": "ash"}, "headteacher or data manager of 'ash'"),
        (check_disputer, here | {"school": None}, "of a school of 'ash-and-birch'"),
        (check_settler, here | {"raised_by": "cat"}, "neither raised this dispute"),
        (check_withdrawer, here | {"school": "birch"}, "neither the headteacher of 'birch'"),
        (check_stopper, here, "neither leads 'ash-and-birch'"),
        (check_goer_without, here, "neither the NLE of 'ash-and-birch'"),
    ):
        with pytest.raises(NotAllowed, match=f"Gus Hart.*{said}"):
            check(gus, **given)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("move", "allowed"), [("submit", True), ("approve", False), ("request changes", True), ("withdraw", True)]
)
def test_an_author_may_move_a_page_in_every_way_but_approve_it(move: PageMove, allowed: bool) -> None:
    page = PageOf(ENGAGEMENT, PROGRAMME, school="ash", author="ben", one_person=False)
    assert may_move_page(PROGRAMME.person("ben"), move, page) == allowed
    if not allowed:
        with pytest.raises(NotAllowed, match="cannot approve it alone"):
            check_page_move(PROGRAMME.person("ben"), move, page)


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
    assert may_move(state, move) == is_open
    if is_open:
        check_move(state, move)
        return
    with pytest.raises(NotAllowed, match=f"'{move}' is not open when {state}"):
        check_move(state, move)
