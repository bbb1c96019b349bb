"""Pupils at the ends of a scale, from counts of scores."""

from __future__ import annotations

from dataclasses import replace

import pytest

from halfterm.cycles.impact.ends import EndCount, Ends, end_counts
from halfterm.cycles.impact.moments import PanelSummary, ScoreCount, Shift

AFTER = (
    ScoreCount(True, 1.0, 2),
    ScoreCount(True, 4.0, 3),
    ScoreCount(False, 4.0, 5),
    ScoreCount(False, 5.0, 7),
)
PANEL = PanelSummary(shift=Shift(), cells=(), follow_up_counts=AFTER)


@pytest.mark.parametrize(
    ("ends", "target", "others"),
    [
        ((None, None), (0, 2), (7, 0)),
        ((1.0, 5.0), (0, 2), (7, 0)),
        ((0.0, 4.0), (3, 0), (12, 0)),
        ((4.0, None), (0, 5), (7, 5)),
        ((0.0, 9.0), (0, 0), (0, 0)),
    ],
)
def test_the_scales_ends_count_and_where_it_has_none_the_ends_of_what_anybody_has(
    ends: Ends, target: tuple[int, int], others: tuple[int, int]
) -> None:
    assert end_counts(PANEL, ends) == (
        EndCount("follow_up", True, 5, *target),
        EndCount("follow_up", False, 12, *others),
    )


def test_both_times_are_counted_by_themselves_baseline_first() -> None:
    before = (ScoreCount(True, 1.0, 5), ScoreCount(False, 2.0, 12))
    counts = end_counts(replace(PANEL, baseline_counts=before))
    assert [(one.time, one.target, one.at_top, one.at_bottom) for one in counts[:2]] == [
        ("baseline", True, 0, 5),
        ("baseline", False, 12, 0),
    ]
    assert [one.time for one in counts[2:]] == ["follow_up", "follow_up"]


def test_where_all_have_the_same_score_only_the_scale_can_say_that_it_is_an_end() -> None:
    alike = replace(PANEL, follow_up_counts=(ScoreCount(True, 4.0, 9),))
    assert end_counts(alike) == (EndCount("follow_up", True, 9, 0, 0),)
    assert end_counts(alike, (None, 4.0)) == (EndCount("follow_up", True, 9, 9, 0),)


def test_nobody_is_at_no_end() -> None:
    assert end_counts(PanelSummary(shift=Shift(), cells=(), follow_up_counts=())) == ()
