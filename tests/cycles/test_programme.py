"""A programme whose names agree, and every way in which they may not."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from tests.cycles.factories import make_programme, programme_content


def changed(place: str, number: int, **changes: Any) -> list[dict[str, Any]]:
    """One of the programme's lists with one of its entries changed."""
    entries = [dict(entry) for entry in programme_content()[place]]
    entries[number] |= changes
    return entries


def test_everything_is_found_by_its_name() -> None:
    programme = make_programme()
    assert programme.half_term("spring-1").name == "Spring 1"
    assert programme.school("birch").code == "200"
    assert programme.cluster("north").facilitator == "ana"
    assert programme.engagement("ash-and-birch").schools == ("ash", "birch")
    assert programme.person("cat").role == "headteacher"
    assert [school.id for school in programme.schools] == ["ash", "birch", "cedar"]


def test_half_terms_are_counted_from_nought() -> None:
    programme = make_programme()
    assert [programme.position(name) for name in ("autumn-1", "autumn-2", "spring-1")] == [0, 1, 2]
    with pytest.raises(ValueError, match="summer"):
        programme.position("summer-1")


@pytest.mark.parametrize(
    ("place", "problem"),
    [
        ("half_terms", "half-term 'autumn-1' is there twice"),
        ("people", "person 'ana' is there twice"),
        ("clusters", "cluster 'north' is there twice"),
        ("engagements", "engagement 'ash-and-birch' is there twice"),
    ],
)
def test_a_name_that_is_there_twice_is_refused(place: str, problem: str) -> None:
    entries = programme_content()[place]
    with pytest.raises(ValidationError, match=problem):
        make_programme(**{place: [*entries, entries[0]]})


def test_two_schools_of_one_code_are_refused_even_in_two_clusters() -> None:
    north = programme_content()["clusters"][0]
    south = north | {"id": "south", "schools": [{"id": "dale", "name": "Dale", "code": "100"}]}
    with pytest.raises(ValidationError, match="school code '100' is there twice"):
        make_programme(clusters=[north, south])


@pytest.mark.parametrize(
    ("place", "changes", "problem"),
    [
        ("clusters", {"facilitator": "anna"}, "cluster 'north': no person 'anna'; did you mean 'ana'?"),
        ("people", {"school": "ashe"}, "person 'ana': no school 'ashe'; did you mean 'ash'?"),
        ("engagements", {"nle": "benn"}, "engagement 'ash-and-birch': no person 'benn'; did you mean 'ben'?"),
        ("engagements", {"cluster": "nord"}, "no cluster 'nord'; did you mean 'north'?"),
        ("engagements", {"lead": "oak"}, "school 'oak' is not in cluster 'north'"),
        ("engagements", {"supported": ["birh"]}, "is not in cluster 'north'; did you mean 'birch'?"),
        ("engagements", {"supported": ["ash"]}, "school 'ash' is there twice"),
        ("engagements", {"supported": ["birch", "birch"]}, "school 'birch' is there twice"),
    ],
)
def test_a_name_that_is_not_there_is_refused_with_its_near_miss(
    place: str, changes: dict[str, Any], problem: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        make_programme(**{place: changed(place, 0, **changes)})
    assert problem in str(caught.value)


@pytest.mark.parametrize(
    ("number", "changes", "problem"),
    [
        (0, {"ends": "2025-08-31"}, "half-term 'autumn-1' ends before it starts"),
        (0, {"ends": "2025-11-03"}, "half-term 'autumn-2' starts before 'autumn-1' ends"),
        (2, {"starts": "2025-11-10"}, "half-term 'spring-1' starts before 'autumn-2' ends"),
    ],
)
def test_half_terms_follow_one_another(number: int, changes: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValidationError) as caught:
        make_programme(half_terms=changed("half_terms", number, **changes))
    assert problem in str(caught.value)


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(ValidationError) as caught:
        make_programme(
            clusters=changed("clusters", 0, facilitator="nobody"),
            engagements=changed("engagements", 0, nle="somebody", lead="oak"),
        )
    said = str(caught.value)
    assert all(name in said for name in ("nobody", "somebody", "oak"))
