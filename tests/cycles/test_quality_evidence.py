"""The grade of a cycle's evidence, as a table of what each grade asks for."""

from __future__ import annotations

import pytest

from halfterm.cycles.do_log_entries import Entry
from halfterm.cycles.quality_evidence import evidence_grade, items_of
from tests.cycles.log_factory import Book, entry
from tests.cycles.story_factory import found, make_story


def evidence(kind: str, when: str = "during", about: str = "learners", **fields: object) -> Entry:
    own = {"source": f"our {kind}", "project_specific": True} | fields
    return entry("evidence", kind=kind, when=when, about=about, **own)


SURVEY = (evidence("student perceptions", "before"), evidence("student perceptions", "after"))
TESTS = evidence("test or assessment data", "before", source="markbook", project_specific=False)
PARENTS = evidence("parental perceptions", about="families")
LEADERS = entry("leadership")


def grade(*entries: Entry, studied: bool = False) -> tuple[str, str]:
    book = Book()
    book.lock()
    for one in entries:
        book.log(one)
    if studied:
        book.study()
    point = evidence_grade(make_story(book, studied=(found(), found("maths")) if studied else ()))
    assert bool(point.proof) == bool(entries or studied)
    return point.answer, point.missing


@pytest.mark.parametrize(
    ("entries", "studied", "expected"),
    [
        ((), False, "description"),
        ((PARENTS,), False, "description"),  # nothing tracks pupils
        ((), True, "monitoring"),  # the schools' own assessment
        ((TESTS,), False, "monitoring"),
        ((TESTS, PARENTS), False, "monitoring"),  # nothing about leadership
        ((TESTS, LEADERS), False, "monitoring"),  # one kind of evidence
        ((TESTS, PARENTS, LEADERS), False, "evaluation"),
        ((PARENTS, LEADERS), True, "evaluation"),
        ((TESTS, evidence("meeting notes", about="leaders")), False, "evaluation"),
        ((*SURVEY, PARENTS), True, "research"),  # two of three made for the project
        ((*SURVEY, TESTS), True, "monitoring"),  # two kinds, and nothing about leadership
        ((*SURVEY[:1], PARENTS), True, "research"),  # the studies compare before and after
        ((*SURVEY[:1], PARENTS, TESTS), False, "monitoring"),  # nothing is compared
    ],
)
def test_a_grade_is_given_by_its_rules(entries: tuple[Entry, ...], studied: bool, expected: str) -> None:
    assert grade(*entries, studied=studied)[0] == expected


def test_what_the_next_grade_asks_for_is_said() -> None:
    assert grade()[1] == "for monitoring: data that track pupils"
    assert grade(studied=True)[1] == (
        "for evaluation: 2 kinds of evidence, 2 sources, some of it made for the project, "
        "something that tracks what leaders did"
    )
    assert grade(*SURVEY, PARENTS, studied=True)[1] == ""


def test_writing_one_source_down_often_makes_it_no_more() -> None:
    many = [
        evidence("test or assessment data", source="Markbook", project_specific=False, what=str(number))
        for number in range(5)
    ]
    assert grade(*SURVEY, PARENTS, *many, studied=False)[0] == "research"


def test_lessons_observed_are_evidence_and_a_quotation_is_one_voice() -> None:
    book = Book()
    for kind in ("observation", "learning walk", "quotation", "session"):
        book.log(entry(kind))
    assert [(item.kind, item.about, item.project_specific) for item in items_of(make_story(book))] == [
        ("observation", "staff", True),
        ("observation", "staff", True),
    ]


def test_the_pupils_data_are_one_item_proved_by_the_study() -> None:
    book = Book()
    studied = book.study()
    (item,) = items_of(make_story(book, studied=(found(), found("maths"))))
    assert (item.kind, item.project_specific, item.line.event) == ("test or assessment data", False, studied)
    assert item.when == {"before", "after"}


def test_struck_out_evidence_does_not_count() -> None:
    book = Book()
    book.strike(book.log(TESTS))
    assert evidence_grade(make_story(book)).answer == "description"
