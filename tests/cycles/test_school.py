"""A school's identifiers, its predecessors, and its time in the programme."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from halfterm.cycles.school import School
from tests.cycles.factories import day

CLOSED = {"urn": "100001", "code": "OLD", "laestab": "330/2071", "closed": "2012-08-31"}


def make_school(**changes: Any) -> School:
    return School.model_validate({"id": "ash", "name": "Ash", "code": "NEW"} | changes)


def test_a_converted_academy_is_named_by_its_own_code_first_and_its_predecessors_after() -> None:
    school = make_school(
        urn="138001",
        laestab="3302071",
        predecessors=[
            CLOSED,
            {"urn": "100000", "closed": "1999-08-31"},
            CLOSED | {"urn": "100002", "code": "NEW"},
        ],
    )
    assert school.codes == ("NEW", "OLD")
    assert school.urns == ("138001", "100001", "100000", "100002")
    assert school.laestabs == ("3302071",)


@pytest.mark.parametrize(("written", "kept"), [("3302071", "3302071"), ("330/2071", "3302071")])
def test_a_laestab_may_be_written_with_a_stroke(written: str, kept: str) -> None:
    assert make_school(laestab=written).laestab == kept


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"laestab": "330/207"}, "laestab"),
        ({"laestab": "33/02071"}, "laestab"),
        ({"urn": "12345"}, "urn"),
        ({"phase": "middle"}, "phase"),
        ({"context": {"fsm_pct": 101}}, "context.fsm_pct"),
        ({"context": {"pupils": 0}}, "context.pupils"),
        ({"predecessors": [{"urn": "100001"}]}, "predecessors.0.closed"),
        ({"withdrawn": {"on": "2012-10-01"}}, "withdrawn.reason"),
    ],
)
def test_what_cannot_be_is_refused_in_its_place(changes: dict[str, Any], place: str) -> None:
    with pytest.raises(ValidationError) as refused:
        make_school(**changes)
    assert [".".join(map(str, e["loc"])) for e in refused.value.errors()] == [place]


def test_a_member_takes_part_from_its_first_day_to_the_day_before_its_withdrawal() -> None:
    school = make_school(joined="2012-09-03", withdrawn={"on": "2013-01-07", "reason": "A new head."})
    assert [
        school.is_member(day(when)) for when in ("2012-09-02", "2012-09-03", "2013-01-06", "2013-01-07")
    ] == [False, True, True, False]
    assert make_school().is_member(day("1999-01-01"))


def test_nobody_leaves_before_having_joined() -> None:
    with pytest.raises(ValidationError, match="'ash' is withdrawn before it has joined"):
        make_school(joined="2013-01-07", withdrawn={"on": "2013-01-07", "reason": "A new head."})
