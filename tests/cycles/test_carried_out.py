"""What was done in a cycle, added up from its do-log: until it ended, with words and their releases."""

from __future__ import annotations

from typing import Any

import pytest

from halfterm.cycles.carried_out import CarriedOut, carried_out, log_to_the_end
from halfterm.cycles.do_log_entries import WordsRelease
from halfterm.cycles.intervention import Intervention
from halfterm.cycles.plan import Plan
from tests.cycles.factories import plan_content
from tests.cycles.log_factory import Book, entry


def plan() -> Plan:
    costs = (
        {"what": "books", "pounds": 10, "funding": "pupil premium", "per_pupil": True},
        {"what": "a day of training", "pounds": 300, "funding": "school budget"},
    )
    intervention = {
        "name": "Pairs",
        "theme": "Mentoring",
        "dosage": {"sessions_per_week": 2, "minutes": 20, "weeks": 6},
        "costs": costs,
    }
    return Plan.model_validate(plan_content(intervention=intervention))


def release(number: int, given: str = "released") -> WordsRelease:
    return WordsRelease.model_validate({"on": "2025-03-01", "words_of": number, "given": given})


def done(book: Book, *, pupils: int | None = 20) -> CarriedOut:
    return carried_out(log_to_the_end(book.about()), plan(), pupils=pupils)


def test_an_empty_log_adds_up_to_nothing_beside_the_plan() -> None:
    told = done(Book())
    assert isinstance(plan().intervention, Intervention)
    assert (told.dose.sessions, told.dose.sessions_planned, told.reached) == (0, 12, None)
    assert (told.notes, told.evidence, len(told.costs)) == ((), (), 2)
    assert told.cost is not None
    assert (told.cost.planned, told.cost.spent) == (500, None)


def test_what_it_costs_is_not_known_without_the_number_of_pupils() -> None:
    assert done(Book(), pupils=None).cost is None


def test_sessions_and_money_are_added_up_and_pupils_counted_once() -> None:
    book = Book()
    for day in ("2025-01-21", "2025-01-22"):
        book.log(entry("session", on=day, planned=8, present=7, minutes=20))
    book.log(entry("cost", pounds=90, funding="pupil premium"))
    told = done(book)
    assert (told.dose.sessions, told.dose.minutes, told.reached) == (2, 40, 8)
    assert told.cost is not None
    assert told.cost.spent == 90


@pytest.mark.parametrize(
    ("kind", "fields", "said"),
    [
        ("adaptation", {"what": "Shorter.", "why": "Lunch."}, ("Shorter.", "", "Lunch.", None)),
        ("obstacle", {"what": "No room.", "solved_by": "The hall."}, ("No room.", "", "The hall.", None)),
        ("obstacle", {"what": "No room."}, ("No room.", "", "", None)),
        ("learning", {"what": "Pairs first.", "by": "Nia"}, ("Pairs first.", "Nia", "", None)),
        ("quotation", {"words": "I dare to.", "who": "pupil"}, ("I dare to.", "pupil", "", None)),
        (
            "learning walk",
            {"by": "nia", "focus": "talk", "seen": "questions"},
            ("questions", "nia", "talk", None),
        ),
        (
            "leadership",
            {"by": "head", "stage": "staying the course", "skill": "listening", "what": "asked"},
            ("asked", "head", "listening", "staying the course"),
        ),
    ],
)
def test_each_kind_of_note_says_what_who_and_more(
    kind: str, fields: dict[str, Any], said: tuple[object, ...]
) -> None:
    book = Book()
    number = book.log(entry(kind, school="ash", **fields))
    (note,) = done(book).notes
    assert (note.kind, note.number, note.school, note.released) == (kind, number, "ash", False)
    assert (note.words, note.who, note.more, note.stage) == said


def test_notes_come_by_the_day_they_are_about_and_know_whether_they_are_released() -> None:
    book = Book()
    late = book.log(entry("learning", on="2025-02-10", what="Late."))
    early = book.log(entry("learning", on="2025-01-22", what="Early."))
    book.log(release(late))
    assert [(note.number, note.released) for note in done(book).notes] == [(early, False), (late, True)]


def test_what_is_logged_after_the_decision_changes_no_page() -> None:
    book = Book()
    book.log(entry("learning", what="On the way."))
    book.decide()
    book.log(entry("learning", what="Afterwards."))
    assert [note.words for note in done(book).notes] == ["On the way."]


def test_words_are_released_and_taken_back_after_the_decision_too() -> None:
    book = Book()
    number = book.log(entry("quotation"))
    struck = book.log(entry("learning", what="Wrong."))
    book.decide()
    book.log(release(number))
    assert [note.released for note in done(book).notes] == [True, False]
    book.log(release(number, "refused"))
    book.strike(struck)
    assert [(note.number, note.released) for note in done(book).notes] == [(number, False)]


def test_evidence_is_a_line_a_kind_with_all_its_times() -> None:
    book = Book()
    for when, own in (("before", True), ("after", True), ("before", True), ("during", False)):
        source = f"walks {len(book.events)}"
        book.log(entry("evidence", when=when, project_specific=own, source=source))
    assert [(e.kind, e.project_specific, e.when) for e in done(book).evidence] == [
        ("observation", True, ("before", "after")),
        ("observation", False, ("during",)),
    ]
