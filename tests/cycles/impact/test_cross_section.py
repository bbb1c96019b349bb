"""The change of a cross-section, split exactly into who stayed, came, went and switched."""

from __future__ import annotations

import math
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfterm.cycles.impact.cross_section import (
    PARTS,
    ChangeSplit,
    GroupAtBothTimes,
    Scores,
    panels_disagree,
    split_change,
    split_gap_change,
)
from halfterm.cycles.impact.reasons import NotDefined

score = st.floats(-500, 500)
some = st.lists(score, max_size=6).map(lambda scores: Scores(len(scores), sum(scores)))
stayers = st.lists(st.tuples(score, score), min_size=1, max_size=6)


@st.composite
def groups(draw: st.DrawFn) -> GroupAtBothTimes:
    pairs = draw(stayers)
    before, after = (Scores(len(pairs), sum(pair[time] for pair in pairs)) for time in (0, 1))
    return GroupAtBothTimes(before, after, *(draw(some) for _ in range(4)))


def added(split: ChangeSplit) -> float:
    return math.fsum(getattr(split, part) for part in PARTS)


@given(groups())
def test_the_parts_add_up_to_the_change_of_the_means(group: GroupAtBothTimes) -> None:
    split = split_change(group)
    assert split.change == pytest.approx(group.follow_up.mean - group.baseline.mean, abs=1e-9)
    assert added(split) == pytest.approx(split.change, abs=1e-9)


@given(groups(), groups())
def test_the_parts_of_the_gap_add_up_to_its_change(
    target: GroupAtBothTimes, comparison: GroupAtBothTimes
) -> None:
    split = split_gap_change(target, comparison)
    before = target.baseline.mean - comparison.baseline.mean
    after = target.follow_up.mean - comparison.follow_up.mean
    assert split.change == pytest.approx(after - before, abs=1e-9)
    assert added(split) == pytest.approx(split.change, abs=1e-9)


def test_each_part_is_worked_by_hand() -> None:
    group = GroupAtBothTimes(
        stayers_baseline=Scores(4, 40.0),
        stayers_follow_up=Scores(4, 48.0),
        joiners=Scores(1, 7.0),
        leavers=Scores(2, 14.0),
        switched_in=Scores(5, 75.0),
        switched_out=Scores(2, 26.0),
    )
    # Before: (40 + 14 + 26) / 8 = 10. After: (48 + 7 + 75) / 10 = 13. Stayers: 10 -> 12.
    assert split_change(group) == ChangeSplit(
        change=3.0,
        stayers=2.0,
        joiners=(7 - 12) / 10,
        leavers=-(14 - 2 * 10) / 8,
        switched_in=(75 - 5 * 12) / 10,
        switched_out=-(26 - 2 * 10) / 8,
    )


def test_only_stayers_is_only_their_gain() -> None:
    split = split_change(GroupAtBothTimes(Scores(3, 30.0), Scores(3, 36.0)))
    assert [getattr(split, part.name) for part in fields(split)] == [2, 2, 0, 0, 0, 0]


@pytest.mark.parametrize("group", [GroupAtBothTimes(Scores(), Scores(), Scores(2, 9.0), Scores(3, 8.0))])
def test_without_stayers_there_is_nothing_to_split_by(group: GroupAtBothTimes) -> None:
    with pytest.raises(NotDefined, match="at both times"):
        split_change(group)


@pytest.mark.parametrize(
    ("matched", "cross", "disagree"),
    [(1, -1, True), (-1, 1, True), (1, 2, False), (-1, -2, False), (0, -1, False), (0, 0, False)],
)
def test_panels_disagree_when_they_go_opposite_ways(matched: float, cross: float, disagree: bool) -> None:
    assert panels_disagree(matched, cross) is disagree
