"""What facilitators write: figures stay, other words fit again when only the figures changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from halfterm.cycles.disclosure import Audience
from halfterm.cycles.errors import BadInput, NotAllowed
from halfterm.cycles.events import WORDS_EDITED, WORDS_RESTORED, Event
from halfterm.cycles.rewording import (
    TextEdit,
    check_added,
    check_editor,
    check_reworded,
    edits_for,
    refitted,
    text_edits,
)
from tests.site.edition_factory import programme

WAS = "Reading: FSM pupils were 8.0 points behind and are 4.9 points behind."


def edit(was: str, now: str, kind: str = "reworded") -> TextEdit:
    return TextEdit(
        7,
        kind,
        "spring-1",
        "cases/ash",
        "public",
        was,
        0,
        now,
        "ana",
        date(2026, 3, 3),  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    "now",
    [
        "In reading the gap went from 8.0 points to 4.9 points.",
        "In reading it is 4.9 points now; it was 8.0 on 3 March 2026.",
    ],
)
def test_other_words_around_the_same_numbers_are_taken(now: str) -> None:
    check_reworded(WAS, now, where="w.txt, line 5")


@pytest.mark.parametrize(
    ("now", "rule"),
    [
        ("The gap went from 8.0 points to 4.8 points.", "one is gone or changed"),
        ("The gap went down to 4.9 points.", "one is gone or changed"),
        ("From 8.0 points to 4.9 points for 7 pupils.", "not there before"),
        ("From 8.0 points to −4.9 points.", "gone or changed"),
        ("From 8.0 and 8.0 points to 4.9 points.", "not there before"),
        ("  ", "not removed"),
        ("x" * 2001, "at most 2,000"),
    ],
)
def test_a_number_changed_lost_or_new_is_refused_without_being_told(now: str, rule: str) -> None:
    with pytest.raises(BadInput, match=rule) as refused:
        check_reworded(WAS, now, where="w.txt, line 5")
    assert "w.txt, line 5" in str(refused.value)
    assert "4.8" not in str(refused.value)


def test_a_passage_of_ones_own_may_name_days_and_no_other_number() -> None:
    check_added("The heads met on 9 February 2026, and again on 3 March.", where="w.txt, line 6")
    with pytest.raises(BadInput, match="no other number"):
        check_added("Of 7 pupils, 4 came.", where="w.txt, line 6")


def test_other_words_take_the_figures_of_today_in_their_own_order() -> None:
    held = edit(WAS, "In reading it is 4.9 points now; it was 8.0 on 3 March 2026.")
    today = "Reading: FSM pupils were 8.1 points behind and are 5.0 points behind."
    assert refitted(held, today) == "In reading it is 5.0 points now; it was 8.1 on 3 March 2026."


def test_words_that_the_page_no_longer_says_are_not_replaced() -> None:
    held = edit(WAS, "In reading the gap went from 8.0 points to 4.9 points.")
    assert refitted(held, "Reading: FSM pupils were 8.0 points behind and are 9.9 points ahead.") is None


def test_an_edit_taken_back_stands_no_more() -> None:
    body = {"kind": "added", "audience": "public", "was": WAS, "nth": 0, "now": "Well met."}
    subject, day = "spring-1/cases/ash", date(2026, 3, 3)
    told = [Event(n, day, "ana", WORDS_EDITED, subject, body, "") for n in (4, 5)]
    told.append(Event(6, day, "ana", WORDS_RESTORED, subject, {"number": 4, "reason": "Twice."}, ""))
    assert [(e.number, e.half_term, e.page, e.now) for e in text_edits(told)] == [
        (5, "spring-1", "cases/ash", "Well met.")
    ]


@pytest.mark.parametrize(
    ("person", "engagement", "cluster", "may"),
    [
        ("ana", "ash-and-partners", "north", True),
        ("ben", "ash-and-partners", "north", True),
        ("cat", "ash-and-partners", "north", False),
        ("ana", "", "north", True),
        ("ben", "", "north", False),
        ("ana", "", "", True),
        ("cat", "", "", False),
    ],
)
def test_the_facilitator_edits_and_the_nle_the_pages_of_the_engagement(
    person: str, engagement: str, cluster: str, may: bool
) -> None:
    known = programme()
    asked = {"engagement": engagement, "cluster": cluster, "programme": known}
    if may:
        check_editor(known.person(person), **asked)  # type: ignore[arg-type]
    else:
        with pytest.raises(NotAllowed, match="neither the facilitator"):
            check_editor(known.person(person), **asked)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("half_term", "page", "audience", "kind", "shown"),
    [
        ("spring-1", "cases/ash", "public", "reworded", True),
        ("spring-1", "cases/ash", "public", "added", True),
        ("spring-2", "cases/ash", "public", "reworded", True),
        ("spring-2", "cases/ash", "public", "added", False),
        ("autumn-2", "cases/ash", "public", "reworded", False),
        ("autumn-2", "cases/ash", "public", "added", False),
        ("spring-1", "cases/oak", "public", "reworded", False),
        ("spring-1", "cases/ash", "cluster", "reworded", False),
    ],
)
def test_other_words_go_on_to_later_editions_for_the_same_readers_and_added_ones_do_not(
    half_term: str, page: str, audience: Audience, kind: str, shown: bool
) -> None:
    held = replace(edit("A.", "B.", kind), page="cases/ash")
    shown_now = edits_for(page, [held], programme(), half_term=half_term, audience=audience)
    assert bool(shown_now) is shown
