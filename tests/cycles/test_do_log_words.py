"""The do-log as it is read: one line an entry, a few sentences for the sums."""

from __future__ import annotations

from typing import Any

import pytest

from halfterm.cycles.do_log_words import dose_lines, summary
from halfterm.cycles.dosage import PlannedDose, dose, lessons_seen
from tests.cycles.log_factory import Book, entry


@pytest.mark.parametrize(
    ("kind", "fields", "said"),
    [
        (
            "session",
            {"planned": 4, "present": 3, "minutes": 25, "group": "Red", "school": "ash"},
            "ash: pat (teacher), 3 of 4 pupils, 25 minutes, Red",
        ),
        ("session", {"pupils": ("a" * 64,), "absent": ("b" * 64,)}, "pat (teacher), 1 of 2 pupils"),
        ("session", {"planned": 4}, "pat (teacher), 4 pupils awaited"),
        ("fidelity", {"share": 0.25, "note": "two ill"}, "pairs: 25 % as planned; two ill"),
        ("obstacle", {"solved_by": "the library"}, "something; solved by the library"),
        ("obstacle", {}, "something; not solved"),
        ("quotation", {}, "pupil: “I read more now.” (not asked)"),
        ("cost", {"pounds": 1200, "funding": "donation"}, "£1,200.00 for books, from donation"),
        ("context", {"until": "2025-02-01"}, "something, until 2025-02-01"),
    ],
)
def test_an_entry_is_one_line(kind: str, fields: dict[str, Any], said: str) -> None:
    book = Book()
    book.log(entry(kind, **fields))
    (logged,) = book.logged()
    assert summary(logged, book.logged()) == said


def test_a_struck_out_entry_says_so_first() -> None:
    book = Book()
    book.strike(book.log(entry("learning")), "said twice")
    assert summary(book.logged()[0], book.logged()) == "STRUCK OUT, said twice: something"


def test_what_has_no_plan_says_so() -> None:
    entries = [entry("session", minutes=20), entry("cost", pounds=5)]
    assert list(dose_lines(dose(entries, PlannedDose()), lessons_seen(entries))) == [
        "1 session held; no number of sessions was planned.",
        "20 minutes delivered; no number of minutes was planned.",
        "Nobody counted who came.",
        "Nothing tells how far the change idea was carried out as planned.",
        "Spent from funding not said: £5.00; nothing planned.",
    ]


def test_what_was_planned_is_set_beside_what_was_done() -> None:
    entries = [
        entry("session", group="red", planned=4, present=3, minutes=20),
        entry("session", group="blue", planned=4, present=4, role="TA"),
        entry("fidelity", as_planned="partly"),
        entry("observation", seen=10, good=9, when="before"),
        entry("observation", seen=10, good=8, when="after"),
    ]
    planned = PlannedDose(sessions=2, minutes=40, pounds={"pupil premium": 30})
    assert list(dose_lines(dose(entries, planned), lessons_seen(entries))) == [
        "2 sessions held of 4 planned (50 %, 2 groups taken together).",
        "20 minutes delivered of 80 planned (25 %); 1 session without a time.",
        "Attendance 88 %: 7 of 8 places over 2 sessions.",
        "  led by teacher: 1 session, attendance 75 %.",
        "  led by teaching assistant: 1 session, attendance 100 %.",
        "As planned: 50 %, over 1 note.",
        "Lessons good or better: 9 of 10 before, 8 of 10 after: −10 percentage points "
        "(95 % interval −42 to +24).",
        "Spent from pupil premium: £0.00; £30.00 planned.",
    ]
