"""What a study's counts warn of, and that nothing of it gives a small count away."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfterm.cycles.cautions import NOTHING_COUNTED, Crowd, cautions
from halfterm.cycles.disclosure import POLICIES, Audience
from halfterm.cycles.impact.cross_section import ChangeSplit
from halfterm.cycles.impact.ends import EndCount
from halfterm.cycles.impact.finding import Finding
from halfterm.cycles.panels import CrossSection, PupilsByKind
from halfterm.cycles.record import Coverage, Study

NOBODY = Coverage(100, 200, 100, 200, 0, 0, 0, 0, 0, 0)
CLOSING = (Finding("gap_change", 0.4, 0.1, 0.7, 0.01, 100, 200, "Welch t interval"),)
WIDENING = ChangeSplit(change=-1.0, stayers=0.4, joiners=-1.4, leavers=0.0, switched_in=0.0, switched_out=0.0)
PLAIN = Study(
    cycle="ash-1",
    measure="reading",
    level="engagement",
    place="ash-and-birch",
    findings=CLOSING,
    means={},
    coverage=NOBODY,
    loads=(),
    code_version="",
)


def moved(joiners: int) -> PupilsByKind:
    return PupilsByKind(stayers=90, joiners=joiners, leavers=0, switched_in=0, switched_out=0)


@pytest.mark.parametrize("audience", ["school", "cluster", "public"])
def test_a_plain_study_is_warned_of_nothing(audience: Audience) -> None:
    assert cautions(PLAIN, audience=audience) == NOTHING_COUNTED


@pytest.mark.parametrize(
    ("switched_out", "switched_in", "both", "audience", "many"),
    [
        (15, 0, 100, "public", True),
        (0, 15, 100, "public", True),
        (10, 10, 100, "public", True),
        (10, 0, 100, "public", False),  # a tenth is not more than a tenth
        (12, 0, 100, "public", False),  # 12 is published as 10
        (12, 0, 100, "cluster", True),
        (9, 9, 20, "public", False),  # both are hidden
        (9, 9, 20, "cluster", True),
        (9, 0, 9, "public", False),
        (2, 0, 9, "school", True),
    ],
)
def test_switchers_are_many_as_the_audience_may_count_them(
    switched_out: int, switched_in: int, both: int, audience: Audience, many: bool
) -> None:
    coverage = replace(NOBODY, target_both=both, switched_out=switched_out, switched_in=switched_in)
    assert cautions(replace(PLAIN, coverage=coverage), audience=audience).many_switchers is many


@pytest.mark.parametrize(
    ("joiners", "leavers", "others_joined", "changed"),
    [
        (25, 0, 0, True),
        (0, 25, 0, True),
        (10, 15, 0, True),
        (20, 0, 0, False),
        (0, 0, 45, True),
        (0, 0, 40, False),
    ],
)
def test_a_cohort_has_changed_when_more_than_a_fifth_of_a_side_joined_or_left(
    joiners: int, leavers: int, others_joined: int, changed: bool
) -> None:
    cross = CrossSection("gap_change", replace(WIDENING, change=0.2), moved(joiners), moved(others_joined))
    study = replace(PLAIN, coverage=replace(NOBODY, joiners=joiners, leavers=leavers), cross_section=cross)
    assert cautions(study, audience="public").cohort_changed is changed


@pytest.mark.parametrize(("target", "comparison", "told"), [(10, 10, True), (9, 10, False), (10, 9, False)])
def test_panels_that_disagree_are_told_of_where_enough_pupils_moved(
    target: int, comparison: int, told: bool
) -> None:
    study = replace(
        PLAIN, cross_section=CrossSection("gap_change", WIDENING, moved(target), moved(comparison))
    )
    assert cautions(study, audience="public").panels_disagree is told


def test_panels_that_agree_are_nothing_to_tell() -> None:
    cross = CrossSection("gap_change", replace(WIDENING, change=0.2), moved(20), moved(20))
    assert cautions(replace(PLAIN, cross_section=cross), audience="public") == NOTHING_COUNTED


@pytest.mark.parametrize(
    ("at_end", "pupils", "audience", "crowded"),
    [
        (20, 100, "public", True),
        (15, 100, "public", False),  # 15 % is not more than 15 %
        (16, 100, "cluster", True),
        (9, 20, "public", False),  # hidden
        (9, 20, "cluster", True),
        (2, 9, "school", True),
        (1, 3, "school", False),  # somebody always has the highest score
    ],
)
def test_an_end_is_crowded_with_more_than_fifteen_in_a_hundred(
    at_end: int, pupils: int, audience: Audience, crowded: bool
) -> None:
    top = EndCount("baseline", True, pupils, at_end, 0)
    bottom = EndCount("follow_up", False, pupils, 0, at_end)
    found = cautions(replace(PLAIN, at_ends=(top, bottom)), audience=audience)
    assert found.at_top == ((Crowd("baseline", True),) if crowded else ())
    assert found.at_bottom == ((Crowd("follow_up", False),) if crowded else ())


@pytest.mark.parametrize(("audience", "told"), [("school", True), ("cluster", False), ("public", False)])
def test_of_one_school_nothing_counted_is_told_outside_it(audience: Audience, told: bool) -> None:
    school = replace(PLAIN, level="school", coverage=replace(NOBODY, switched_out=50))
    assert cautions(school, audience=audience).many_switchers is told


@given(
    st.sampled_from(["cluster", "public"]),
    st.lists(st.integers(0, 9), min_size=10, max_size=10),
    st.integers(0, 300),
    st.floats(-50, 50),
)
def test_no_small_count_and_no_score_of_few_pupils_makes_a_caution_come_or_go(
    audience: Audience, small: list[int], both: int, change: float
) -> None:
    few = POLICIES[audience].least
    missing, lost, out, into, joiners, leavers, of_target, of_others, top, bottom = (n % few for n in small)
    coverage = Coverage(both + missing, 200, both, 200, missing, lost, out, into, joiners, leavers)
    study = replace(
        PLAIN,
        coverage=coverage,
        cross_section=CrossSection(
            "gap_change", replace(WIDENING, change=change), moved(of_target), moved(of_others)
        ),
        at_ends=(EndCount("baseline", True, both, top, bottom),),
    )
    assert cautions(study, audience=audience) == NOTHING_COUNTED
