"""How far a cycle has come: each level by the record that first proves it."""

from __future__ import annotations

import pytest

from halfterm.cycles.errors import BadInput, NotAllowed
from halfterm.cycles.events import JUDGED, STARTED
from halfterm.cycles.quality_point import StudiedMeasure
from halfterm.cycles.quality_progress import LEVELS, check_judge, check_level, judgement, progress
from tests.cycles.factories import make_programme
from tests.cycles.log_factory import Book, entry
from tests.cycles.story_factory import found, make_story

SURELY = {"gap_before": -6.0, "gap_after": -4.0, "lower": 0.5, "upper": 3.5}


def level(book: Book, *studied: StudiedMeasure) -> float | None:
    story = make_story(book, studied=studied)
    return progress(story, [story]).level


def test_before_the_follow_up_each_step_of_the_record_is_a_level() -> None:
    book = Book()
    assert level(book) == 0.5
    locked = book.lock()
    story = make_story(book)
    point = progress(story, [story])
    assert (point.level, [line.event for line in point.proof]) == (1.0, [locked])
    assert point.missing == "for 1.5, under way: the cycle has started"
    book.say(STARTED)
    assert level(book) == 1.5
    book.log(entry("session"))
    assert level(book) == 2.0


def test_an_entry_shows_that_a_cycle_is_under_way() -> None:
    book = Book()
    book.lock()
    book.log(entry("obstacle"))
    assert level(book) == 1.5


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ({}, 2.5),  # hidden, or not known
        ({"gap_before": -4.0, "gap_after": -6.0}, 2.5),
        ({"gap_before": -6.0, "gap_after": -4.0}, 3.0),
        # A group that was ahead has no gap to make smaller: its lead shrank, or is the others' now.
        ({"gap_before": 0.5, "gap_after": 0.2}, 2.5),
        ({"gap_before": 6.0, "gap_after": 2.0, "lower": -6.0, "upper": -2.0}, 2.5),
        ({"gap_before": 6.0, "gap_after": -2.0, "lower": -10.0, "upper": -6.0}, 2.5),
        ({"gap_before": -6.0, "gap_after": -4.0, "lower": -1.0, "upper": 5.0}, 3.0),
        (SURELY, 3.5),
        (SURELY | {"goals": (49.0,)}, 3.5),
        (SURELY | {"goals": (50.0, None)}, 4.0),
        (SURELY | {"goals": (50.0, 20.0, None)}, 3.5),
        (SURELY | {"goals": (120.0,)}, 4.0),  # held later? not known yet
        # Goals nearly obtained count for nothing while chance explains the change.
        ({"gap_before": -6.0, "gap_after": -4.0, "lower": -1.0, "upper": 5.0, "goals": (90.0,)}, 3.0),
    ],
)
def test_after_the_study_the_figures_tell_the_level(figures: dict[str, object], expected: float) -> None:
    book = Book()
    book.lock()
    book.study()
    assert level(book, found(**figures)) == expected


def test_a_gap_that_is_smaller_by_no_more_than_chance_is_said_to_be_so() -> None:
    book = Book()
    book.lock()
    book.study()
    unsure, sure = (
        progress(story, [story]).because
        for story in (
            make_story(book, studied=(found(**figures),))
            for figures in (SURELY | {"lower": -1.0, "upper": 5.0}, SURELY)
        )
    )
    assert unsure == "modest improvement: a gap is smaller than before, which could be chance"
    assert sure == "improvement: a gap is smaller by more than chance explains"


@pytest.mark.parametrize(
    ("goal", "gap_later", "decided", "expected"),
    [
        (80.0, -4.0, "adopt", 4.5),
        (80.0, -4.5, "adopt", 4.0),  # the gap widened again
        (80.0, None, "adopt", 4.0),
        (100.0, -3.0, "adopt", 5.0),
        (100.0, -3.0, "extend", 5.0),
        (100.0, -3.0, "adapt", 4.5),
    ],
)
def test_what_is_held_in_a_later_half_term_is_sustained(
    goal: float, gap_later: float | None, decided: str, expected: float
) -> None:
    book = Book()
    book.lock()
    book.study()
    book.decide(decided)
    later = book.study("ash-2")
    first = make_story(book, studied=(found(**SURELY, goals=(goal,)),))
    second = make_story(book, "ash-2", studied=(found(half_term="spring-1", gap_after=gap_later),))
    point = progress(first, [first, second])
    assert point.level == expected
    assert (later in [line.event for line in point.proof]) == (expected >= 4.5)


def test_a_cycle_is_not_sustained_by_one_that_does_not_follow_it() -> None:
    book = Book()
    book.study()
    book.study("ash-3")
    first = make_story(book, studied=(found(**SURELY, goals=(90.0,)),))
    unlinked = make_story(book, "ash-3", studied=(found(gap_after=-1.0),))
    assert progress(first, [first, unlinked]).level == 4.0


def test_the_levels_rise_in_halves_from_intent_to_outstanding() -> None:
    assert [number for number, _, _ in LEVELS] == [number / 2 for number in range(1, 11)]


def test_the_last_judgement_of_a_person_stands_beside_the_computed_level() -> None:
    book = Book()
    assert judgement(make_story(book)) is None
    book.say(JUDGED, level=2.0, reason="Begun.")
    number = book.say(JUDGED, by="ana", level=3.5, reason="Staff say so.")
    judged = judgement(make_story(book))
    assert judged is not None
    assert (judged.level, judged.by, judged.reason, judged.line.event) == (
        3.5,
        "ana",
        "Staff say so.",
        number,
    )
    assert level(book) == 0.5


@pytest.mark.parametrize("wrong", [0.0, 0.4, 2.75, 5.5])
def test_a_level_off_the_scale_is_refused(wrong: float) -> None:
    with pytest.raises(BadInput, match=r"judged from .* in halves"):
        check_level(wrong)


@pytest.mark.parametrize(("person", "may"), [("ben", True), ("ana", True), ("cat", False), ("gus", False)])
def test_the_nle_and_the_facilitator_judge(person: str, may: bool) -> None:
    programme = make_programme()
    engagement = programme.engagement("ash-and-birch")
    if may:
        check_judge(programme.person(person), engagement=engagement, programme=programme)
    else:
        with pytest.raises(NotAllowed, match="neither the NLE"):
            check_judge(programme.person(person), engagement=engagement, programme=programme)
