"""Where a page stands, folded from its reviews and the editions it came out in."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from halfterm.cycles.events import COMMENTED, PUBLISHED, REVIEW, Event
from halfterm.cycles.page_book import PageBook

PAGE = "spring-1/schools/ash"


def told(*events: str) -> PageBook:
    """A book of moves written `move content` ("submitted one"), by people in turn."""
    return PageBook(event(number, words) for number, words in enumerate(events, start=1))


def event(number: int, words: str) -> Event:
    move, _, content = words.rpartition(" ")
    kind, subject, body = REVIEW, PAGE, dict[str, Any](move=move, content=content, comment="")
    if move == "edition":
        kind, subject, body = PUBLISHED, "spring-1", {"pages": {"schools/ash": content}}
    return Event(number, date(2026, 2, number), f"person-{number}", kind, subject, body, "")


@pytest.mark.parametrize(
    ("events", "content", "state"),
    [
        ([], "one", "draft"),
        (["submitted one"], "one", "submitted"),
        (["submitted one"], "two", "draft"),
        (["submitted one", "approved one"], "one", "approved"),
        (["submitted one", "approved one"], "two", "draft"),
        (["submitted one", "approved one", "submitted two"], "one", "draft"),
        (["submitted one", "approved one", "submitted two", "submitted one"], "one", "submitted"),
        (["submitted one", "approved one", "edition one"], "one", "published"),
        (["submitted one", "approved one", "edition one", "edition one"], "one", "published"),
        (["submitted one", "edition one"], "one", "submitted"),
        (["submitted one", "approved one", "edition one", "withdrawn one"], "one", "withdrawn"),
        (["submitted one", "approved one", "edition one", "withdrawn one"], "two", "withdrawn"),
        (
            ["submitted one", "approved one", "edition one", "withdrawn one", "edition one"],
            "one",
            "withdrawn",
        ),
        (
            ["submitted one", "approved one", "edition one", "withdrawn one", "submitted one"],
            "one",
            "submitted",
        ),
        (
            ["submitted one", "approved one", "edition one", "withdrawn one", "submitted two"],
            "two",
            "submitted",
        ),
        (
            [
                "submitted one",
                "approved one",
                "edition one",
                "submitted two",
                "withdrawn two",
                "submitted two",
            ],
            "two",
            "submitted",
        ),
    ],
)
def test_an_approval_counts_for_its_content_and_a_withdrawal_until_the_next_submission(
    events: list[str], content: str, state: str
) -> None:
    assert told(*events).state(PAGE, content) == state


@pytest.mark.parametrize(
    ("events", "out"),
    [
        (["submitted one", "approved one"], False),
        (["submitted one", "approved one", "edition one"], True),
        (["submitted one", "approved one", "edition one", "submitted two"], True),
        (["submitted one", "approved one", "edition one", "withdrawn one"], False),
        (["submitted one", "approved one", "edition one", "withdrawn one", "submitted one"], False),
    ],
)
def test_a_page_is_out_from_its_edition_until_it_is_withdrawn(events: list[str], out: bool) -> None:
    assert told(*events).is_out(PAGE) == out


def test_the_author_is_who_submitted_the_content_last() -> None:
    book = told("submitted one", "changes requested one", "submitted one", "submitted two")
    assert (book.author(PAGE, "one"), book.author(PAGE, "two")) == ("", "person-4")


def test_the_history_has_every_move_of_every_content() -> None:
    book = told("submitted one", "submitted two", "approved two", "edition two")
    assert [(step.move, step.content) for step in book.history(PAGE)] == [
        ("submitted", "one"),
        ("submitted", "two"),
        ("approved", "two"),
        ("published", "two"),
    ]


def test_what_moves_no_page_is_passed_over() -> None:
    said = Event(1, date(2026, 2, 1), "cat", COMMENTED, PAGE, {"words": "Well read."}, "")
    assert PageBook([said]).history(PAGE) == ()
