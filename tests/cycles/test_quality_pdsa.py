"""The features of plan-do-study-act, found in the record with the line that proves each."""

from __future__ import annotations

import pytest

from halfterm.cycles.quality_pdsa import (
    data_over_time,
    documented,
    iterative,
    pdsa,
    prediction_based,
    reached,
    small_scale_first,
    strict_set,
)
from halfterm.cycles.quality_point import CycleStory, Point, lines_said
from tests.cycles.log_factory import Book, entry
from tests.cycles.story_factory import found, make_story


def chain(book: Book, **adapts: str) -> tuple[CycleStory, CycleStory]:
    return make_story(book), make_story(book, "ash-2", change_idea=adapts)


def test_a_decision_before_the_next_lock_makes_a_chain_iterative() -> None:
    book = Book()
    book.lock()
    decided = book.decide("adapt")
    locked = book.lock("ash-2")
    point = iterative(chain(book, adapts="an hour a week in mixed groups"))
    assert (point.met, point.answer) == (True, "yes")
    assert lines_said(point.proof) == (
        f"event {decided} (2025-01-20), cycles/ash-2.yaml: follows and event {locked} (2025-01-20)"
    )


def test_a_single_cycle_is_not_iterative() -> None:
    point = iterative([make_story(Book())])
    assert (point.met, point.missing) == (False, "a cycle that follows it")


def test_linked_cycles_are_not_iterative_while_the_first_is_not_decided() -> None:
    book = Book()
    book.lock()
    book.lock("ash-2")
    assert iterative(chain(book)).missing == "the decision on 'ash-1'"
    book.decide()
    assert iterative(chain(book)).missing == "a decision on 'ash-1' before the lock of 'ash-2'"


def test_a_next_plan_that_is_not_locked_or_does_not_say_what_it_adapts_is_not_informed_yet() -> None:
    book = Book()
    book.decide("adapt")
    assert iterative(chain(book)).missing == "the lock of 'ash-2'"
    book.lock("ash-2")
    assert iterative(chain(book)).missing == ("what 'ash-2' adapts (cycles/ash-2.yaml: change_idea.adapts)")


def test_predictions_count_when_they_were_locked_before_the_follow_up() -> None:
    book = Book()
    assert prediction_based(make_story(book)).met is False
    locked = book.lock()
    assert prediction_based(make_story(book)).because == "locked, and the follow-up is not there yet"
    book.study()
    point = prediction_based(make_story(book))
    assert point.met
    assert (point.proof[0].event, str(point.proof[1])) == (locked, "cycles/ash-1.yaml: predictions")


def test_a_plan_locked_after_its_follow_up_predicts_nothing() -> None:
    book = Book()
    book.study()
    book.lock()
    assert prediction_based(make_story(book)).met is False


def test_pupils_reached_are_the_distinct_ones_of_registers_and_the_most_of_each_other_group() -> None:
    book = Book()
    assert reached(book.logged()) is None
    book.log(entry("session", group="red", planned=6, present=4))
    book.log(entry("session", "2025-01-22", group="red", planned=5, present=5))
    book.log(entry("session", group="blue", present=3))
    assert reached(book.logged()) == 9
    book.log(entry("session", "2025-01-23", group="green", pupils=("a" * 64,), absent=("b" * 64,)))
    book.log(entry("session", "2025-01-24", group="green", pupils=("b" * 64,)))
    assert reached(book.logged()) == 11


@pytest.mark.parametrize(
    ("first", "second", "answer"),
    [
        (30, None, "yes"),  # one class
        (31, 60, "yes"),  # fewer than later
        (31, 31, "no"),
        (60, 31, "no"),
        (None, 31, "not known"),
    ],
)
def test_small_scale_first_is_told_by_the_sessions(
    first: int | None, second: int | None, answer: str
) -> None:
    book = Book()
    for cycle, pupils in (("ash-1", first), ("ash-2", second)):
        if pupils is not None:
            book.log(entry("session", planned=pupils), cycle)
    point = small_scale_first(chain(book))
    assert (point.answer, point.met) == (answer, {"yes": True, "no": False}.get(answer))
    assert not any(str(number) in point.because for number in (30, 31, 60))


def test_three_half_terms_on_one_measure_are_data_over_time() -> None:
    book = Book()
    first, second = book.study(), book.study("ash-2")
    one = make_story(book, studied=(found(), found("maths")))
    assert data_over_time([one]).met is False
    two = make_story(book, "ash-2", studied=(found(half_term="spring-1"),))
    point = data_over_time([one, two])
    assert (point.met, point.because) == (True, "3 half-terms with data on reading")
    assert [line.event for line in point.proof] == [first, second]
    other = make_story(book, "ash-2", studied=(found("maths", half_term="spring-1"),))
    assert data_over_time([make_story(book, studied=(found(),)), other]).met is False


def test_documented_asks_for_sessions_a_reasoned_decision_and_learning() -> None:
    book = Book()
    assert documented(make_story(book)).missing == "sessions in the do-log, a decision, what was learned"
    session = book.log(entry("session"))
    decided = book.decide()
    assert documented(make_story(book)).missing == "what was learned"
    learned = book.log(entry("learning", on="2025-01-30"))
    point = documented(make_story(book))
    assert point.met
    assert [line.event for line in point.proof] == [session, learned, decided]
    book.strike(session)
    assert documented(make_story(book)).missing == "sessions in the do-log"


def test_the_learning_of_the_decision_is_learning() -> None:
    book = Book()
    book.log(entry("session"))
    book.decide(learning="Pairs need a room.")
    assert documented(make_story(book)).met


def test_the_strict_set_is_all_of_them_and_is_set_beside_published_projects() -> None:
    whole = strict_set([Point("a", "yes", "", True), Point("b", "yes", "", True)])
    assert (whole.met, whole.because[:15]) == (True, "2 of 2 features")
    assert "3 of 72 published projects" in whole.because
    part = strict_set([Point("a", "yes", "", True), Point("b", "not known", "", None)])
    assert (part.met, part.missing) == (False, "b")


def test_a_chain_like_hope_valley_shows_every_feature() -> None:
    # Two weeks in single-sex groups; on the pupils' word, an hour a week for a term in mixed groups.
    book = Book()
    book.lock()
    book.log(entry("session", planned=12, present=12, group="girls"))
    book.study()
    book.decide("adapt", learning="Pupils ask for mixed groups.")
    book.lock("ash-2")
    book.study("ash-2")
    stories = (
        make_story(book, studied=(found(),)),
        make_story(
            book,
            "ash-2",
            change_idea={"adapts": "an hour a week, mixed groups: pupils asked for it"},
            studied=(found(half_term="spring-1"),),
        ),
    )
    assert [point.answer for point in pdsa(stories[0], stories)] == ["yes"] * 6
