"""Revisions of an edition, folded from what the register tells."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from halfterm.cycles.events import PUBLISHED, REVIEW, Event
from halfterm.cycles.revisions import Publication, Revision, last_change, publications, revisions, with_this

FIRST, SECOND, THIRD = date(2026, 2, 20), date(2026, 3, 5), date(2026, 3, 9)
ASH = {"schools/ash": "a1"}


def out(on: date, **contents: str) -> Publication:
    return Publication(on, {}, contents)


def event(number: int, subject: str, body: Mapping[str, object], *, kind: str = PUBLISHED) -> Event:
    return Event(number=number, kind=kind, subject=subject, actor="ana", on=FIRST, body=body, hash="")


def test_the_first_publication_changes_nothing() -> None:
    assert revisions([out(FIRST, ash="1", elm="1")]) == (Revision(1, FIRST),)


def test_a_revision_tells_new_changed_and_removed_pages_apart() -> None:
    told = [out(FIRST, ash="1", elm="1", fir="1"), out(SECOND, ash="2", fir="1", oak="1")]
    assert revisions(told)[1] == Revision(2, SECOND, added=("oak",), changed=("ash",), removed=("elm",))


def test_the_same_content_again_is_no_revision() -> None:
    told = [out(FIRST, ash="1"), out(SECOND, ash="1"), out(THIRD, ash="2")]
    assert [(r.number, r.on) for r in revisions(told)] == [(1, FIRST), (2, THIRD)]
    assert with_this(told[:1], told[1]) == (told[0],)
    assert with_this(told[:1], told[2]) == (told[0], told[2])


def test_what_was_taken_back_and_published_again_is_told_as_both() -> None:
    made = revisions([out(FIRST, ash="1"), out(SECOND), out(THIRD, ash="1")])
    assert [(r.added, r.removed) for r in made] == [((), ()), ((), ("ash",)), (("ash",), ())]


def test_a_page_knows_the_last_revision_that_changed_it() -> None:
    made = revisions([out(FIRST, ash="1", elm="1"), out(SECOND, ash="2", elm="1"), out(THIRD, ash="3")])
    assert last_change(made, "ash") == made[2]
    assert last_change(made, "elm") is None


def test_only_the_publications_of_this_half_term_and_audience_are_read() -> None:
    events = [
        event(1, "spring-1", {"pages": ASH, "audience": "public", "edition": {"index": "i1"}}),
        event(2, "spring-1", {"pages": ASH, "audience": "cluster", "edition": {"index": "i2"}}),
        event(3, "autumn-2", {"pages": ASH, "audience": "public"}),
        event(4, "spring-1", {"move": "approved"}, kind=REVIEW),
    ]
    assert publications(events, "spring-1", audience="public") == (Publication(FIRST, ASH, {"index": "i1"}),)


def test_where_the_register_kept_approved_pages_only_these_are_compared() -> None:
    old = Publication(FIRST, ASH)
    new = Publication(SECOND, ASH, {"schools/ash": "other hash", "index": "i1"})
    late = Publication(THIRD, {**ASH, "schools/elm": "e1"}, {"index": "i2"})
    assert [r.number for r in revisions([old, new])] == [1]
    assert revisions([old, late])[1].added == ("schools/elm",)
