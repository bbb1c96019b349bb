"""A hidden figure cannot be had by subtraction from those that are shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from halfterm.cycles.record import Coverage, CycleRecord, EditionRecord, Study
from halfterm.site.suppression import FEW, PARTNER, assessed, hidden_studies
from tests.site.edition_factory import READING, edition, plan, programme, study


def cycle(cycle_id: str, engagement: str, sizes: dict[str, tuple[int, int]]) -> CycleRecord:
    """A cycle of reading with the given schools, and their sum as the engagement."""
    total = (sum(t for t, _ in sizes.values()), sum(c for _, c in sizes.values()))
    studies = [study(cycle=cycle_id, place=place, n=n) for place, n in sizes.items()]
    studies.append(study(cycle=cycle_id, level="engagement", place=engagement, n=total))
    made = plan(
        id=cycle_id,
        engagement=engagement,
        measures=(READING,),
        targets=(),
        predictions=plan().predictions[:1],
    )
    return CycleRecord(made, "hash", date(2025, 9, 8), "studied", tuple(studies))


def record(*cycles: CycleRecord, clusters: tuple[Study, ...] = ()) -> EditionRecord:
    empty = replace(edition(), cycles=cycles, cluster_studies=clusters, earlier_cluster_studies={})
    return replace(empty, half_term=programme().half_term("autumn-2"))


def test_a_lone_hidden_school_takes_its_smallest_partner_with_it() -> None:
    made = record(cycle("a", "ash-and-partners", {"ash": (24, 31), "birch": (18, 40), "cedar": (7, 33)}))
    assert hidden_studies(made, "public") == {
        ("a", "reading", "school", "cedar"): FEW,
        ("a", "reading", "school", "birch"): PARTNER,
    }


def test_two_hidden_schools_protect_one_another() -> None:
    made = record(cycle("a", "ash-and-partners", {"ash": (24, 31), "birch": (8, 40), "cedar": (7, 33)}))
    assert set(hidden_studies(made, "public").values()) == {FEW}


def test_nothing_is_hidden_where_all_groups_are_large_or_the_school_itself_reads() -> None:
    large = record(cycle("a", "ash-and-partners", {"ash": (24, 31), "birch": (18, 40), "cedar": (17, 33)}))
    small = record(cycle("a", "ash-and-partners", {"ash": (24, 31), "birch": (18, 40), "cedar": (7, 33)}))
    assert hidden_studies(large, "public") == {}
    assert hidden_studies(small, "school") == {}


def test_a_hidden_school_is_hidden_in_its_other_engagement_too() -> None:
    made = record(
        cycle("a", "ash-and-partners", {"ash": (24, 31), "birch": (18, 40), "cedar": (7, 33)}),
        cycle("b", "dale-and-elm", {"dale": (22, 35), "elm": (30, 41), "birch": (18, 40)}),
    )
    why = hidden_studies(made, "public")
    assert why["b", "reading", "school", "birch"] == PARTNER
    assert why["b", "reading", "school", "dale"] == PARTNER
    assert ("b", "reading", "school", "elm") not in why


def test_a_cluster_with_one_hidden_engagement_hides_its_own_figure() -> None:
    one = cycle("a", "ash-and-partners", {"ash": (4, 31), "birch": (3, 40)})
    other = cycle("b", "dale-and-elm", {"dale": (22, 35), "elm": (30, 41)})
    whole = study(cycle="", level="cluster", place="north", n=(59, 147))
    both_in_north = programme(
        engagements=tuple(e.model_copy(update={"cluster": "north"}) for e in programme().engagements)
    )
    made = replace(record(one, other, clusters=(whole,)), programme=both_in_north)
    why = hidden_studies(made, "public")
    assert why["a", "reading", "engagement", "ash-and-partners"] == FEW
    assert why["autumn-2", "reading", "cluster", "north"] == PARTNER


def unassessed(place: str) -> Study:
    none = Coverage(20, 30, 0, 0, 0, 0, 0, 0, 0, 0)
    return replace(study(cycle="a", place=place), findings=(), means={}, coverage=none)


def with_unassessed(sizes: dict[str, tuple[int, int]], place: str) -> EditionRecord:
    made = cycle("a", "ash-and-partners", sizes)
    return record(replace(made, studies=(*made.studies, unassessed(place))))


def test_a_school_where_nobody_was_assessed_protects_no_small_one() -> None:
    made = with_unassessed({"ash": (24, 31), "birch": (7, 40)}, "cedar")
    assert hidden_studies(made, "public") == {
        ("a", "reading", "school", "birch"): FEW,
        ("a", "reading", "school", "ash"): PARTNER,
    }


def test_a_school_where_nobody_was_assessed_hides_no_other() -> None:
    made = with_unassessed({"ash": (24, 31), "birch": (18, 40)}, "cedar")
    assert hidden_studies(made, "public") == {}


def test_a_school_whose_pupils_only_lack_a_follow_up_was_assessed() -> None:
    lost = replace(unassessed("cedar"), coverage=Coverage(20, 30, 0, 0, 4, 2, 0, 0, 0, 0))
    assert assessed(lost)
    assert not assessed(unassessed("cedar"))
    assert assessed(replace(unassessed("cedar"), level="engagement"))
