"""The do-log read from events; who may write in it, when, and what pages may quote."""

from __future__ import annotations

from datetime import date

import pytest

from halfterm.cycles.do_log import (
    check_open,
    check_releaser,
    check_writer,
    entry_id,
    entry_problems,
    release_of,
    releases,
    standing,
)
from halfterm.cycles.do_log_entries import Entry, Releasable, WordsRelease
from halfterm.cycles.errors import NotAllowed
from halfterm.cycles.events import LOGGED
from tests.cycles.factories import make_programme
from tests.cycles.log_factory import LOCK_DAY, Book, entry

TODAY = date(2025, 3, 1)
SCHOOLS = ("ash", "birch")


def say_release(number: int, given: str = "released") -> WordsRelease:
    return WordsRelease.model_validate({"on": TODAY, "words_of": number, "given": given})


def test_an_entry_is_struck_out_and_never_changed() -> None:
    book = Book()
    first, second = book.log(entry("learning", what="one")), book.log(entry("learning", what="two"))
    book.strike(first, "said wrongly")
    assert [(one.number, one.struck_out) for one in book.logged()] == [(first, "said wrongly"), (second, "")]
    assert [one.number for one in standing(book.logged())] == [second]


def test_what_is_logged_twice_in_the_same_words_counts_once_until_it_is_struck_out() -> None:
    book, same = Book(), entry("learning", what="one")
    first = book.log(same)
    book.log(same)
    assert [one.number for one in standing(book.logged())] == [first]
    book = Book()
    book.strike(book.log(same))
    assert standing(book.logged()) == ()
    again = book.log(same)
    assert [one.number for one in standing(book.logged())] == [again]


def test_an_entry_is_known_by_its_cycle_and_content() -> None:
    one = entry("session", planned=3)
    assert entry_id("ash-1", one) == entry_id("ash-1", entry("session", planned="3"))
    assert len({entry_id("ash-1", one), entry_id("ash-2", one), entry_id("ash-1", entry("session"))}) == 3


@pytest.mark.parametrize(
    "kind", ["quotation", "adaptation", "obstacle", "learning", "leadership", "learning walk", "context"]
)
def test_words_of_every_kind_may_be_shown_only_while_their_release_stands(kind: str) -> None:
    book = Book()
    written = book.log(entry(kind, school="ash"))
    assert releases(book.logged()) == {written: "not asked"}
    released = book.log(say_release(written), by="dan", on=TODAY)
    assert releases(book.logged()) == {written: "released"}
    book.strike(released)
    assert releases(book.logged()) == {written: "not asked"}


def test_the_last_word_of_the_school_on_an_entry_counts() -> None:
    book = Book()
    quoted = book.log(entry("quotation"))
    assert release_of(book.logged(), quoted) == "not asked"
    for given in ("released", "refused", "released"):
        book.log(say_release(quoted, given), on=date(2025, 3, len(book.events)))
        assert release_of(book.logged(), quoted) == given
    book.strike(quoted)
    assert releases(book.logged()) == {}


def test_a_quotation_that_says_itself_released_is_not_until_the_release_is_an_event() -> None:
    book = Book()
    book.log(entry("quotation", release="released", released_by="dan"))
    refused = book.log(entry("quotation", words="No.", release="refused"))
    assert list(releases(book.logged()).values()) == ["not asked", "refused"]
    assert release_of(book.logged(), refused) == "refused"


def test_what_has_no_words_for_a_page_cannot_be_released_by_any_number() -> None:
    book = Book()
    session = book.log(entry("session"))
    book.log(say_release(session))
    book.log(say_release(99))
    assert releases(book.logged()) == {}


def test_a_release_in_a_register_of_old_is_still_one() -> None:
    book = Book()
    quoted = book.log(entry("quotation"))
    old = {"entry": "release", "on": "2025-03-01", "quotation": quoted, "given": "released"}
    book.say(LOGGED, id="0123456789abcdef", entry=old)
    assert release_of(book.logged(), quoted) == "released"


@pytest.mark.parametrize(
    ("person", "may"),
    [
        ("ana", True),  # the cluster's facilitator
        ("ben", True),  # the engagement's NLE
        ("cat", True),  # head of the supported school
        ("eli", True),  # data manager of the lead school
        ("fay", False),  # a facilitator of no cluster of theirs
        ("gus", False),  # another NLE
    ],
)
def test_those_of_the_engagement_write_in_its_log(person: str, may: bool) -> None:
    programme = make_programme()
    engagement = programme.engagement("ash-and-birch")
    if may:
        check_writer(programme.person(person), engagement=engagement, programme=programme)
    else:
        with pytest.raises(NotAllowed, match="none of the schools of 'ash-and-birch'"):
            check_writer(programme.person(person), engagement=engagement, programme=programme)


@pytest.mark.parametrize(
    ("person", "school", "may"),
    [
        ("dan", "ash", True),
        ("dan", None, True),
        ("cat", "birch", True),
        ("cat", None, True),
        ("dan", "birch", False),  # a head releases for the own school
        ("ben", "ash", False),  # of that school, and not its head
        ("eli", "ash", False),
        ("ana", None, False),
    ],
)
def test_the_head_of_the_school_releases_its_words(person: str, school: str | None, may: bool) -> None:
    programme = make_programme()
    quoted = entry("quotation", school=school)
    assert isinstance(quoted, Releasable)
    engagement = programme.engagement("ash-and-birch")
    if may:
        check_releaser(programme.person(person), entry=quoted, engagement=engagement)
    else:
        with pytest.raises(NotAllowed, match="released by the headteacher"):
            check_releaser(programme.person(person), entry=quoted, engagement=engagement)


@pytest.mark.parametrize("state", ["locked", "under way", "followed up", "studied", "in review"])
def test_until_it_is_decided_a_cycle_takes_every_entry(state: str) -> None:
    check_open("ash-1", {"session", "learning"}, state=state)


@pytest.mark.parametrize("state", ["decided", "stopped"])
def test_a_cycle_that_has_ended_takes_only_what_comes_to_light_later(state: str) -> None:
    check_open("ash-1", {"context", "evidence", "learning", "release"}, state=state)
    with pytest.raises(NotAllowed, match=f"'ash-1' is {state}: only context.*not cost or session"):
        check_open("ash-1", {"session", "cost", "learning"}, state=state)


def test_there_is_no_log_before_the_lock() -> None:
    with pytest.raises(NotAllowed, match="no do-log before its plan is locked"):
        check_open("ash-1", {"evidence"}, state="drafted")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (entry("session", on="2025-03-01"), ""),
        (entry("session", on="2025-03-02"), "on: 2025-03-02 is after today (2025-03-01)"),
        (entry("session", on="2025-01-20"), ""),
        (entry("session", on="2025-01-19"), "on: 2025-01-19 is before the plan was locked (2025-01-20)"),
        (entry("observation", on="2025-01-19", when="before"), ""),
        (entry("observation", on="2025-01-19"), "on: 2025-01-19 is before the plan was locked"),
        (entry("evidence", on="2024-06-01"), ""),
        (entry("context", on="2024-06-01"), ""),
        (entry("context", on="1924-06-01"), "on: 1924-06-01 is more than three years before"),
        (entry("learning", school="birch"), ""),
        (entry("learning", school="birsh"), "school: not one of this engagement's; did you mean 'birch'?"),
    ],
)
def test_an_entry_lies_in_its_cycles_days_and_schools(written: Entry, said: str) -> None:
    found = entry_problems(written, today=TODAY, locked_on=LOCK_DAY, schools=SCHOOLS)
    assert len(found) == bool(said)
    assert all(problem.startswith(said) for problem in found)
