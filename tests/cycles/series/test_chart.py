"""A whole series: segments of a planned re-base, cycles at their dates, targets that change."""

from __future__ import annotations

from datetime import date

import pytest

from halfterm.cycles.series.chart import CycleMark, SeriesRequest, series_chart
from tests.cycles.series.test_segment import QUIET, points

HIGHER = [value + 5 for value in QUIET]


def test_a_planned_rebase_begins_new_lines_and_keeps_the_old_ones() -> None:
    series = points([*QUIET, *HIGHER])
    alone = series_chart(series[:12], SeriesRequest("XmR"))
    chart = series_chart(series, SeriesRequest("XmR", rebase=("h12",)))
    old, new = chart.segments
    assert (old.limits, old.points) == (alone.now.limits, alone.now.points)
    assert new.limits is not None
    assert new.limits.centre == pytest.approx(alone.now.limits.centre + 5 if alone.now.limits else None)
    assert (old.signal, new.signal, chart.variation) == (False, False, "common cause")
    assert series_chart(series, SeriesRequest("XmR")).variation == "improving"


def test_a_new_segment_says_as_little_as_its_few_points_allow() -> None:
    chart = series_chart(points([*QUIET, *HIGHER[:3]]), SeriesRequest("XmR", rebase=("h12",)))
    assert [segment.policy.stage for segment in chart.segments] == ["runs and limits", "points only"]
    assert (chart.variation, chart.assurance) == ("no verdict", None)


def test_a_rebase_at_no_point_begins_nothing() -> None:
    for name in ("h0", "h99"):
        assert len(series_chart(points([*QUIET]), SeriesRequest("XmR", rebase=(name,))).segments) == 1


def test_cycles_stand_after_the_last_point_that_ends_before_them() -> None:
    series = points([*QUIET])
    marks = (
        CycleMark("first", series[2].ends),
        CycleMark("in a break", series[4].starts),
        CycleMark("before all", date(2020, 1, 1)),
        CycleMark("after all", date(2030, 1, 1)),
    )
    chart = series_chart(series, SeriesRequest("XmR", marks=marks))
    assert chart.marks == (("first", 3), ("in a break", 4), ("before all", 0), ("after all", 12))


@pytest.mark.parametrize(
    ("before", "centre_from", "centre_points"),
    [(0, "the first points", 12), (5, "the first points", 12), (6, "before the cycle", 6)],
)
def test_enough_points_before_the_cycle_make_the_centre(
    before: int, centre_from: str, centre_points: int
) -> None:
    series = points([*QUIET])
    day = series[before - 1].ends if before else date(2020, 1, 1)
    chart = series_chart(series, SeriesRequest("XmR", cycle=CycleMark("c", day)))
    assert (chart.now.policy.centre_from, chart.now.policy.centre_points) == (centre_from, centre_points)


def test_a_cycle_of_an_earlier_segment_makes_no_centre_of_a_later_one() -> None:
    series = points([*QUIET, *HIGHER])
    request = SeriesRequest("XmR", cycle=CycleMark("c", series[6].ends), rebase=("h12",))
    assert [s.policy.centre_from for s in series_chart(series, request).segments] == [
        *("before the cycle", "the first points"),
    ]


def test_the_target_in_force_at_the_last_known_point_counts() -> None:
    series = points([*QUIET, None])
    targets = {"h0": 40.0, "h6": 1.0, "h12": 40.0}
    chart = series_chart(series, SeriesRequest("XmR", targets=targets))
    assert chart.assurance == "consistently passing"
    assert chart.targets == (*[40.0] * 6, *[1.0] * 6, 40.0)
    assert (
        series_chart(series, SeriesRequest("XmR", targets={"h0": 40.0})).assurance == "consistently failing"
    )
    assert series_chart(series, SeriesRequest("XmR")).assurance is None
