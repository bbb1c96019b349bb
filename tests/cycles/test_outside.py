"""What happened outside a cycle while it ran."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from halfterm.cycles.outside import outside_events
from halfterm.cycles.record import OutsideEvent
from tests.cycles.factories import make_plan, make_programme, programme_content
from tests.cycles.log_factory import Book, entry

# The plan's baseline is autumn 1 (from 1 September), its follow-up autumn 2 (to 19 December 2025).


def found(book: Book, **programme: Any) -> tuple[OutsideEvent, ...]:
    return outside_events(book.about(), make_plan(), make_programme(**programme))


@pytest.mark.parametrize(
    ("on", "until", "counts"),
    [
        ("2025-09-01", None, True),
        ("2025-12-19", None, True),
        ("2025-08-31", None, False),
        ("2025-12-20", None, False),
        ("2025-06-01", "2025-09-01", True),
        ("2025-06-01", "2025-08-31", False),
        ("2025-12-19", "2026-03-01", True),
    ],
)
def test_an_event_counts_if_a_day_of_it_is_between_the_half_terms(
    on: str, until: str | None, counts: bool
) -> None:
    book = Book()
    book.lock()
    book.log(entry("context", on, what="a flood", **({"until": until} if until else {})))
    assert len(found(book)) == counts


def test_only_context_counts_and_only_where_it_was_not_struck_out() -> None:
    book = Book()
    book.lock()
    book.strike(book.log(entry("context", "2025-10-01", what="a mistake")))
    book.log(entry("obstacle", "2025-10-02", what="no room"))
    book.log(entry("context", "2025-10-03", what="a new head", school="birch"))
    assert found(book) == (OutsideEvent(date(2025, 10, 3), "a new head", "birch"),)


def test_what_is_logged_after_the_cycle_ended_changes_nothing() -> None:
    book = Book()
    book.lock()
    book.decide()
    book.log(entry("context", "2025-10-03", what="a new head"))
    assert found(book) == ()


def test_a_school_that_continues_a_closed_one_is_told_of_if_it_closed_then() -> None:
    clusters = programme_content()["clusters"]
    closed = [{"urn": "100001", "closed": "2025-08-31"}, {"urn": "100002", "closed": "2025-10-31"}]
    clusters[0]["schools"][1]["predecessors"] = closed
    (event,) = found(Book(), clusters=clusters)
    assert event == OutsideEvent(date(2025, 10, 31), "the school that Birch School continues closed", "birch")
