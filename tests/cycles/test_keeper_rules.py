"""Who may record an engagement's progress and a cluster's meetings."""

from __future__ import annotations

import pytest

from halfterm.cycles.errors import NotAllowed
from halfterm.cycles.keeper_rules import check_meeting_keeper, check_terms_keeper
from halfterm.cycles.programme import Person
from tests.cycles.factories import make_programme

PROGRAMME = make_programme()


def person(role: str, school: str | None = None, *, known_as: str = "somebody") -> Person:
    return Person.model_validate({"id": known_as, "name": "Somebody", "role": role, "school": school})


@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        (person("nle", "ash", known_as="ben"), True),  # the engagement's NLE
        (person("facilitator", known_as="ana"), True),  # the cluster's facilitator
        (person("headteacher", "ash"), True),  # of the lead school
        (person("headteacher", "birch"), True),  # of a supported school
        (person("headteacher", "cedar"), False),  # of the cluster, not of the engagement
        (person("nle", "ash"), False),
        (person("facilitator"), False),
        (person("deputy", "ash"), False),
        (person("data manager", "birch"), False),
        (person("governor", "birch"), False),
    ],
)
def test_the_nle_the_heads_and_the_facilitator_record_progress(who: Person, allowed: bool) -> None:
    engagement = PROGRAMME.engagement("ash-and-birch")
    if allowed:
        check_terms_keeper(who, engagement=engagement, programme=PROGRAMME)
        return
    with pytest.raises(NotAllowed, match="Somebody is neither a headteacher of the engagement"):
        check_terms_keeper(who, engagement=engagement, programme=PROGRAMME)


def test_only_the_clusters_own_facilitator_records_its_meetings() -> None:
    cluster = PROGRAMME.cluster("north")
    check_meeting_keeper(PROGRAMME.person("ana"), cluster=cluster)
    with pytest.raises(NotAllowed, match="Fay Gray is not the facilitator of 'north'"):
        check_meeting_keeper(PROGRAMME.person("fay"), cluster=cluster)
