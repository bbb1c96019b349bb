"""The story of a cycle: as it is published, and as its readers approve it before the decision."""

from __future__ import annotations

from halfterm.cycles.events import DECISION, IN_REVIEW, JUDGED, LOCKED, LOGGED, STRUCK_OUT, STUDIED
from halfterm.cycles.quality_point import CycleStory
from tests.cycles.log_factory import Book, entry
from tests.cycles.story_factory import make_story


def lived() -> CycleStory:
    """Locked, logged, studied, judged, decided, logged and struck out and judged after that."""
    book = Book()
    book.lock()
    first = book.log(entry("learning", what="One."))
    book.study()
    book.say(JUDGED, level=3.0, reason="It went well.")
    book.decide()
    book.log(entry("learning", what="Later."))
    book.strike(first)
    book.say(JUDGED, level=2.5, reason="It did not last.")
    return make_story(book)


def kinds(story: CycleStory) -> list[str]:
    wanted = (LOCKED, LOGGED, STUDIED, JUDGED, DECISION, STRUCK_OUT)
    return [event.kind for event in story.events if event.kind in wanted]


def test_what_is_logged_after_the_decision_is_not_published_but_judgements_and_strikes_are() -> None:
    published = lived().as_published()
    assert kinds(published) == [LOCKED, LOGGED, STUDIED, JUDGED, DECISION, STRUCK_OUT, JUDGED]
    assert published.log == ()


def test_readers_approve_the_story_without_decision_and_judgements() -> None:
    drafted = lived().as_drafted(decided=False)
    assert kinds(drafted) == [LOCKED, LOGGED, STUDIED, STRUCK_OUT]
    assert kinds(lived().as_drafted(decided=True)) == [LOCKED, LOGGED, STUDIED, DECISION, STRUCK_OUT]


def test_a_decision_and_a_judgement_leave_what_was_drafted_as_it_was() -> None:
    book = Book()
    book.lock()
    book.study()
    before = make_story(book).as_drafted(decided=False)
    book.say(IN_REVIEW, half_term="autumn-2")
    book.say(JUDGED, level=3.0, reason="It went well.")
    book.decide()
    book.log(entry("learning", what="Later."))
    assert make_story(book).as_drafted(decided=False) == before


def test_a_story_without_an_end_is_published_whole() -> None:
    book = Book()
    book.lock()
    book.log(entry("learning"))
    story = make_story(book)
    assert story.as_published() == story
    assert [one.number for one in story.log] == [2]
