"""Who may rotate the pupil key, and who may trace pupils: truth tables."""

from __future__ import annotations

import pytest

from halfterm.cycles.errors import NotAllowed
from halfterm.cycles.key_rules import check_key_keeper, check_tracer
from halfterm.cycles.programme import Engagement, Person

ENGAGEMENT = Engagement(
    id="ash-beech", name="Ash and Beech", cluster="north", lead="ash", supported=("beech",), nle="nia"
)


def person(role: str, school: str | None = None) -> Person:
    return Person.model_validate({"id": "pat", "name": "Pat", "role": role, "school": school})


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("administrator", True),
        ("facilitator", True),
        ("nle", False),
        ("headteacher", False),
        ("data manager", False),
        ("governor", False),
        ("researcher", False),
    ],
)
def test_administrators_and_facilitators_rotate_the_key(role: str, may: bool) -> None:
    if may:
        check_key_keeper(person(role))
    else:
        with pytest.raises(NotAllowed, match="neither an administrator nor a facilitator"):
            check_key_keeper(person(role))


@pytest.mark.parametrize(
    ("role", "school", "may"),
    [
        ("headteacher", "ash", True),
        ("data manager", "beech", True),
        ("headteacher", "cedar", False),
        ("headteacher", None, False),
        ("data manager", None, False),
        ("deputy", "ash", False),
        ("nle", "ash", False),
        ("facilitator", None, False),
        ("administrator", "ash", False),
    ],
)
def test_heads_and_data_managers_trace_the_pupils_of_their_own_school(
    role: str, school: str | None, may: bool
) -> None:
    if may:
        assert check_tracer(person(role, school), engagement=ENGAGEMENT) == school
    else:
        with pytest.raises(NotAllowed):
            check_tracer(person(role, school), engagement=ENGAGEMENT)
