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
    with pytest.raises(KeyError):
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
    ("ash", "birch", "problem"),
    [
        (
            {"code": "100"},
            {"predecessors": [{"urn": "100001", "code": "100", "closed": "2012-08-31"}]},
            "school code '100' is there twice",
        ),
        (
            {"urn": "100001"},
            {"predecessors": [{"urn": "100001", "closed": "2012-08-31"}]},
            "URN '100001' is there twice",
        ),
        ({"laestab": "330/2071"}, {"laestab": "3302071"}, "LAESTAB '3302071' is there twice"),
    ],
)
def test_no_two_schools_share_an_identifier_not_even_a_predecessors(
    ash: dict[str, Any], birch: dict[str, Any], problem: str
) -> None:
    first, second, *others = programme_content()["clusters"][0]["schools"]
    with pytest.raises(ValidationError, match=problem):
        make_programme(clusters=changed("clusters", 0, schools=[first | ash, second | birch, *others]))


def test_a_school_may_keep_its_code_and_laestab_when_it_converts() -> None:
    first, *others = programme_content()["clusters"][0]["schools"]
    closed = {"urn": "100001", "code": "100", "laestab": "330/2071", "closed": "2012-08-31"}
    kept = first | {"urn": "138001", "laestab": "3302071", "predecessors": [closed]}
    programme = make_programme(clusters=changed("clusters", 0, schools=[kept, *others]))
    assert programme.school("ash").codes == ("100",)


TERMS = {
    "agreed": "2025-09-01",
    "by": ["ben", "cat"],
    "aims": "Halve the reading gap.",
    "lead_offers": "Two days a half-term.",
    "supported_commit": "Come to the meetings.",
    "data_shared": "Marks.",
}


@pytest.mark.parametrize(
    ("by", "problem"),
    [
        (["ben", "kat"], "terms: no person 'kat'; did you mean 'cat'?"),
        (["cat", "fay"], "terms: nobody of the lead's side is in `by`"),
        (["ben", "dan"], "terms: nobody of a supported school is in `by`"),
    ],
)
def test_terms_are_agreed_by_both_sides(by: list[str], problem: str) -> None:
    with pytest.raises(ValidationError) as caught:
        make_programme(engagements=changed("engagements", 0, terms=TERMS | {"by": by}))
    assert problem in str(caught.value)


@pytest.mark.parametrize("by", [["ben", "cat"], ["dan", "cat"], ["eli", "cat", "fay"]])
def test_the_lead_side_is_the_nle_or_anybody_of_the_lead_school(by: list[str]) -> None:
    programme = make_programme(engagements=changed("engagements", 0, terms=TERMS | {"by": by}))
    terms = programme.engagement("ash-and-birch").terms
    assert terms is not None
    assert terms.by == tuple(by)


def test_a_cluster_and_an_engagement_say_what_the_programme_of_2012_says_of_them() -> None:
    programme = make_programme(
        clusters=changed(
            "clusters", 0, region="North West", phase="primary", meets={"weekday": "friday", "week": 2}
        ),
        engagements=changed("engagements", 0, themes=["Mentoring", "Parents"], model="federation"),
    )
    assert programme.cluster("north").meets.week == 2
    assert programme.engagement("ash-and-birch").themes == ("Mentoring", "Parents")
    assert make_programme().cluster("north").meets.weekday == "tuesday"


@pytest.mark.parametrize("role", ["deputy", "governor", "researcher", "administrator"])
def test_people_of_every_role_take_part(role: str) -> None:
    assert make_programme(people=[*programme_content()["people"], {"id": "zoe", "name": "Zoe", "role": role}])


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


def test_pupils_are_studied_at_all_schools_or_at_those_that_are_named() -> None:
    assert make_programme().engagement("ash-and-birch").pupil_schools == ("ash", "birch")
    supported = make_programme(engagements=changed("engagements", 0, pupils_at=["birch"]))
    assert supported.engagement("ash-and-birch").pupil_schools == ("birch",)
    with pytest.raises(ValidationError, match=r"pupils_at: 'brich' is not one of its schools.*birch"):
        make_programme(engagements=changed("engagements", 0, pupils_at=["brich"]))


def test_clusters_meet_from_the_first_half_term_or_from_the_one_that_is_named() -> None:
    assert len(make_programme().meeting_half_terms) == 3
    later = make_programme(meets_from="autumn-2")
    assert [half_term.id for half_term in later.meeting_half_terms] == ["autumn-2", "spring-1"]
    with pytest.raises(ValidationError, match="meets_from: no half-term 'autumn-3'; did you mean"):
        make_programme(meets_from="autumn-3")


def test_a_changed_copy_looks_up_its_own_parts() -> None:
    first = make_programme()
    assert first.cluster("north").name == "North"
    assert first.schools[0].id == "ash"
    east = first.clusters[0].model_copy(update={"name": "East", "schools": first.clusters[0].schools[1:]})
    changed_one = first.model_copy(update={"clusters": (east, *first.clusters[1:])})
    assert changed_one.cluster("north").name == "East"
    assert changed_one.schools[0].id == "birch"
    assert first.cluster("north").name == "North"


def test_looking_up_changes_nothing_that_a_programme_says_of_itself() -> None:
    asked, fresh = make_programme(), make_programme()
    assert asked.school("ash").id == "ash"
    assert (asked == fresh, hash(asked) == hash(fresh), repr(asked) == repr(fresh)) == (True, True, True)
    assert asked.model_dump() == fresh.model_dump()
    with pytest.raises(KeyError):
        asked.school("oak")
