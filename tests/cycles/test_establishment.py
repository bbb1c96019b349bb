"""The register of schools beside a programme: closures, conversions, slips."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from halfterm.cycles.establishment import Establishment, Link, SchoolRegister, remarks
from halfterm.cycles.school import School

PRIMARY = Establishment("100001", "Ash Primary School", "3012001", "Barking", closed=date(2012, 8, 31))
ACADEMY = Establishment("137001", "Ash Academy", "3012001", "Barking", opened=date(2012, 9, 1))
INFANTS = Establishment("100002", "Beech Infant School", "3012002", "Barking", closed=date(2009, 8, 31))
JUNIORS = Establishment("100003", "Beech Junior School", "3012003", "Barking", closed=date(2009, 8, 31))
BEECH = Establishment("135001", "Beech Primary School", "3012004", "Barking", opened=date(2009, 9, 1))
CEDAR = Establishment("100004", "Cedar Primary School", "3012005", "Barking")

REGISTER = SchoolRegister(
    (PRIMARY, ACADEMY, INFANTS, JUNIORS, BEECH, CEDAR),
    (
        Link("137001", "100001", "Predecessor", date(2012, 9, 1)),
        Link("100001", "137001", "Successor", date(2012, 9, 1)),
        Link("135001", "100002", "Predecessor - merged"),
        Link("135001", "100003", "Predecessor - merged"),
        Link("100004", "999999", "Sixth Form Centre School"),
        Link("100004", "888888", "Predecessor"),
    ),
)


def school(**changes: Any) -> School:
    return School.model_validate({"id": "ash", "name": "Ash", "code": "A"} | changes)


def said(**changes: Any) -> list[tuple[str, str]]:
    return [(remark.words, remark.mend) for remark in remarks([school(**changes)], REGISTER)]


@pytest.mark.parametrize(
    ("urn", "earlier", "later"),
    [
        ("137001", ["100001"], []),
        ("100001", [], ["137001"]),
        ("135001", ["100003", "100002"], []),
        ("100004", [], []),  # its predecessor is not in the extract, and a centre continues nobody
    ],
)
def test_links_are_followed_both_ways(urn: str, earlier: list[str], later: list[str]) -> None:
    assert [one.urn for one in REGISTER.predecessors(urn)] == earlier
    assert [one.urn for one in REGISTER.successors(urn)] == later


def test_links_that_make_a_ring_end() -> None:
    ring = SchoolRegister(
        (PRIMARY, ACADEMY),
        (Link("137001", "100001", "Predecessor"), Link("100001", "137001", "Predecessor")),
    )
    assert [one.urn for one in ring.predecessors("137001")] == ["100001"]


def test_a_school_that_the_register_has_alike_leaves_nothing_to_say() -> None:
    assert said(urn="100004", laestab="301/2005") == []


def test_a_closed_school_is_told_with_the_academy_that_continues_it() -> None:
    assert said(urn="100001") == [
        ("URN 100001 closed on 2012-08-31", "urn: 137001 (Ash Academy), with 100001 as predecessor")
    ]


def test_a_school_that_left_before_it_closed_is_nothing_to_look_at() -> None:
    left = {"on": "2012-07-20", "reason": "It became an academy."}
    assert said(urn="100001", withdrawn=left) == []


def test_a_converted_school_is_told_the_line_that_joins_its_history() -> None:
    assert said(urn="137001") == [
        (
            "it continues Ash Primary School (100001), which programme.yaml does not say",
            "predecessors: [{urn: 100001, laestab: 301/2001, closed: 2012-08-31}]",
        )
    ]
    told = {"urn": "100001", "closed": "2012-08-31"}
    assert said(urn="137001", predecessors=[told]) == []


def test_another_laestab_and_an_unknown_urn_are_told() -> None:
    assert said(urn="100004", laestab="301/2006") == [
        ("its LAESTAB is 3012005 in the register", "laestab: 301/2005")
    ]
    assert said(urn="100009") == [("URN 100009 is not in the register", "correct the URN")]


def test_a_school_without_a_urn_is_offered_open_schools_of_nearly_its_name() -> None:
    assert said(name="Cedar Primary") == [
        ("it has no URN here", "urn: one of 100004 Cedar Primary School"),
    ]
    assert said(name="Ash Primary School") == [
        ("it has no URN here", "urn: one of 137001 Ash Academy"),  # the school itself has closed
    ]
    assert said(name="Quince Grammar") == []
