"""What people do with drafts: submit, approve, send back, withdraw; whom a page waits for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from halfterm.cycles.errors import BadInput, NotAllowed
from halfterm.cycles.events import PUBLISHED
from halfterm.cycles.review_rules import PageMove
from halfterm.flows.drafts import DraftPage
from halfterm.flows.people import any_of
from halfterm.flows.review import Reviews, missing_approvals, withdrawn_pages
from halfterm.warehouse.register import Register, register
from tests.cycles.factories import make_programme

PROGRAMME = make_programme()
TODAY = date(2026, 2, 16)
ASH = DraftPage("spring-1", "schools/ash", "content-1", "ash-and-birch", "ash")
BIRCH = DraftPage("spring-1", "schools/birch", "content-2", "ash-and-birch", "birch")
CASE = DraftPage("spring-1", "cases/ash-and-birch", "content-3", "ash-and-birch", "")
PAGES = (ASH, BIRCH, CASE)


@pytest.fixture
def events(tmp_path: Path) -> Iterator[Register]:
    with register(tmp_path / "register.sqlite") as kept:
        yield kept


def reviews(events: Register, *, one_person: bool = False) -> Reviews:
    return Reviews(events, PROGRAMME, one_person=one_person)


def publish(events: Register, *pages: DraftPage) -> None:
    """What the publication of an edition leaves in the register."""
    body = {"pages": {page.path: page.content for page in pages}, "audience": "public"}
    events.append(PUBLISHED, "spring-1", actor="ana", on=TODAY, body=body)


def test_what_is_done_is_known_at_once_and_read_again_from_the_register(events: Register) -> None:
    desk = reviews(events)
    desk.submit(BIRCH, by="ben", on=TODAY)
    desk.approve(BIRCH, by="cat", on=TODAY, comment="Clear.")
    for known in (desk, reviews(events)):
        assert known.state(BIRCH) == "approved"
        assert [(line.move, line.by, line.comment) for line in known.lines(BIRCH)] == [
            ("submitted", "ben", ""),
            ("approved", "cat", "Clear."),
        ]


def test_an_edit_after_approval_voids_it(events: Register) -> None:
    desk = reviews(events)
    desk.submit(BIRCH, by="ben", on=TODAY)
    desk.approve(BIRCH, by="cat", on=TODAY)
    edited = replace(BIRCH, content="edited")
    assert (desk.state(edited), desk.lines(edited)) == ("draft", ())
    with pytest.raises(NotAllowed, match="schools/birch: 'approve' is not open when draft"):
        desk.approve(edited, by="cat", on=TODAY)


def test_the_author_approves_alone_only_in_a_workspace_of_one_person(events: Register) -> None:
    desk = reviews(events)
    desk.submit(ASH, by="ben", on=TODAY)
    with pytest.raises(NotAllowed, match="schools/ash: Ben Carr wrote this"):
        desk.approve(ASH, by="ben", on=TODAY)
    alone = reviews(events, one_person=True)
    alone.approve(ASH, by="ben", on=TODAY)
    assert alone.state(ASH) == "approved"


@pytest.mark.parametrize(
    ("person", "problem"),
    [("gus", "neither of a school of 'ash-and-birch'"), ("bem", "did you mean 'ben'")],
)
def test_a_stranger_submits_nothing(events: Register, person: str, problem: str) -> None:
    with pytest.raises((NotAllowed, BadInput), match=problem):
        reviews(events).submit(ASH, by=person, on=TODAY)
    assert events.events() == ()


def test_a_page_is_sent_back_with_a_reason_by_who_has_a_say(events: Register) -> None:
    desk = reviews(events)
    desk.submit(BIRCH, by="ben", on=TODAY)
    with pytest.raises(BadInput, match="say what should change"):
        desk.request_changes(BIRCH, by="cat", on=TODAY, comment=" ")
    with pytest.raises(NotAllowed, match="Dan Eve is neither the headteacher of 'birch'"):
        desk.request_changes(BIRCH, by="dan", on=TODAY, comment="No.")
    desk.request_changes(BIRCH, by="cat", on=TODAY, comment="Our name is wrong.")
    assert (desk.state(BIRCH), desk.next_move(BIRCH)) == ("changes requested", "submit")


def test_everything_that_stops_a_person_is_said_at_once_and_nothing_is_done(events: Register) -> None:
    desk = reviews(events)
    desk.submit(ASH, by="ben", on=TODAY)
    desk.submit(CASE, by="ben", on=TODAY)
    assert desk.refusals(PAGES, "approve", by="cat") == (
        "schools/ash: Cat Dunn is neither the headteacher of 'ash', nor the NLE of 'ash-and-birch', "
        "nor its cluster's facilitator",
        "schools/birch: 'approve' is not open when draft; open is 'submit'",
        "cases/ash-and-birch: Cat Dunn is neither the headteacher of 'ash', nor the NLE of 'ash-and-birch', "
        "nor its cluster's facilitator",
    )
    assert desk.refusals((ASH, CASE), "approve", by="dan") == ()
    assert len(events.events()) == 2


def test_a_published_page_is_withdrawn_with_a_reason_until_it_is_submitted_again(events: Register) -> None:
    desk = reviews(events)
    desk.submit(BIRCH, by="ben", on=TODAY)
    desk.approve(BIRCH, by="cat", on=TODAY)
    with pytest.raises(NotAllowed, match="'withdraw' is not open when approved"):
        desk.withdraw(BIRCH, by="cat", on=TODAY, reason="A wrong paper.")
    publish(events, BIRCH)
    desk = reviews(events)
    assert desk.state(BIRCH) == "published"
    with pytest.raises(BadInput, match="say why"):
        desk.withdraw(BIRCH, by="cat", on=TODAY, reason="")
    with pytest.raises(NotAllowed, match="Eli Fox"):
        desk.withdraw(BIRCH, by="eli", on=TODAY, reason="A wrong paper.")
    desk.withdraw(BIRCH, by="cat", on=TODAY, reason="A wrong paper.")
    assert withdrawn_pages(desk, PAGES) == {"schools/birch"}
    assert [line.move for line in desk.lines(BIRCH)] == []
    desk.submit(replace(BIRCH, content="mended"), by="ben", on=TODAY)
    assert withdrawn_pages(desk, (replace(BIRCH, content="mended"),)) == frozenset()


def test_a_published_page_can_be_withdrawn_while_its_next_content_is_a_draft(events: Register) -> None:
    desk = reviews(events)
    desk.submit(BIRCH, by="ben", on=TODAY)
    desk.approve(BIRCH, by="cat", on=TODAY)
    publish(events, BIRCH)
    desk, edited = reviews(events), replace(BIRCH, content="edited")
    assert (desk.state(edited), desk.is_out(edited), desk.is_open(edited, "withdraw")) == (
        "draft",
        True,
        True,
    )
    desk.withdraw(edited, by="dan", on=TODAY, reason="The lead school saw it first.")
    assert (desk.state(edited), desk.is_out(edited)) == ("withdrawn", False)


def test_publication_changes_no_line_that_a_page_is_made_of(events: Register) -> None:
    desk = reviews(events)
    desk.submit(BIRCH, by="ben", on=TODAY)
    desk.approve(BIRCH, by="cat", on=TODAY)
    before = desk.lines(BIRCH)
    publish(events, BIRCH)
    assert reviews(events).lines(BIRCH) == before


@pytest.mark.parametrize(
    ("page", "move", "people"),
    [
        (BIRCH, "submit", ["ben", "cat", "ana", "dan", "eli"]),
        (BIRCH, "approve", ["cat", "ana", "ben"]),
        (CASE, "approve", ["ben", "dan", "ana"]),
        (BIRCH, "withdraw", ["cat", "ana", "ben", "dan"]),
    ],
)
def test_who_may_move_a_page_is_told_nearest_first(
    events: Register, page: DraftPage, move: PageMove, people: list[str]
) -> None:
    assert [person.id for person in reviews(events).who_may(page, move)] == people


def test_what_is_missing_says_from_whom_and_leaves_out_what_is_read_or_withdrawn(events: Register) -> None:
    desk = reviews(events)
    assert missing_approvals(desk, [BIRCH]) == {
        "schools/birch": "draft; to submit: Ben Carr, Cat Dunn or 3 others"
    }
    desk.submit(BIRCH, by="ben", on=TODAY)
    desk.submit(CASE, by="dan", on=TODAY)
    assert missing_approvals(desk, PAGES) == {
        "schools/ash": "draft; to submit: Ben Carr, Dan Eve or 3 others",
        "schools/birch": "submitted; to approve: Cat Dunn or Ana Bright",
        "cases/ash-and-birch": "submitted; to approve: Ben Carr or Ana Bright",
    }
    desk.approve(BIRCH, by="cat", on=TODAY)
    publish(events, BIRCH)
    desk = reviews(events)
    desk.withdraw(BIRCH, by="ana", on=TODAY, reason="A wrong paper.")
    assert "schools/birch" not in missing_approvals(desk, PAGES)


def test_a_few_names_are_said_and_many_are_counted() -> None:
    people = PROGRAMME.people
    assert any_of(people[:1]) == "Ana Bright"
    assert any_of(people[:3]) == "Ana Bright, Ben Carr or Cat Dunn"
    assert any_of(people[:5]) == "Ana Bright, Ben Carr or 3 others"
    assert any_of(()) == "nobody in programme.yaml"
