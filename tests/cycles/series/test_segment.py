"""One stretch of a series: what it is judged by, and where a signal is marked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from halfterm.cycles.impact.reasons import NO_SCATTER
from halfterm.cycles.series.segment import NOT_YET, Point, Segment, judge_segment

QUIET = [12.1, 11.4, 12.9, 12.3, 11.2, 12.8, 11.9, 12.2, 12.6, 11.7, 12.4, 11.8]


def points(values: list[float | None], size: float = 20) -> list[Point]:
    starts = [date(2023, 9, 4) + timedelta(days=49 * i) for i in range(len(values))]
    return [
        Point(f"h{i}", f"Half-term {i}", day, day + timedelta(days=39), value, size)
        for i, (day, value) in enumerate(zip(starts, values, strict=True))
    ]


def judged(values: list[float | None], before: int | None = None) -> Segment:
    return judge_segment(points(values), kind="XmR", before=before)


def test_under_six_points_only_the_points_are_shown() -> None:
    found = judged([1, 2, 3, 4, 5])
    assert (found.runs, found.limits, found.signal, found.false_signal) == (None, None, False, None)
    assert {each.centre for each in found.points} == {None}


def test_a_trial_chart_has_a_centre_and_no_verdict_whatever_it_looks_like() -> None:
    found = judged([1, 1.1, 1.2, 1.3, 9, 9.1, 9.2, 9.3])
    assert (found.policy.verdict, found.signal, found.false_signal) == (False, False, None)
    assert {(each.centre, each.special) for each in found.points} == {(5.15, False)}
    assert found.no_limits == NOT_YET


def test_a_trial_chart_about_a_centre_from_before_the_cycle_has_a_verdict() -> None:
    found = judged([10, 12, 11, 14, 13, 12.5, 13.5, 12.8, 13.1], before=3)
    assert (found.policy.centre_points, found.signal) == (3, True)
    assert [each.in_run for each in found.points] == [False, True, False, *[True] * 6]
    assert found.false_signal == pytest.approx(1 / 12)


def test_missing_points_are_left_out_of_the_count_and_of_all_arithmetic() -> None:
    with_holes: list[float | None] = [*QUIET[:4], None, *QUIET[4:], None]
    found, whole = judged(with_holes), judged([*QUIET])
    assert found.policy.points == 12
    assert (found.runs and found.runs.centre, found.limits) == (
        whole.runs and whole.runs.centre,
        whole.limits,
    )
    assert (found.points[4].lower, found.points[4].centre) == (None, found.points[0].centre)


def test_limits_are_locked_on_the_first_twelve_points_until_a_signal() -> None:
    quiet = judged([*QUIET, 12.0, 11.9])
    assert quiet.locked
    assert not quiet.signal
    loud = judged([*QUIET, 12.0, 30.0])
    assert (loud.locked, loud.signal, [each.point.id for each in loud.beyond]) == (False, True, ["h13"])
    assert loud.limits is not None
    assert quiet.limits is not None
    assert loud.limits.upper == quiet.limits.upper


def test_values_all_tied_have_no_limits_and_no_signal() -> None:
    found = judged([7.0] * 14)
    assert (found.limits, found.no_limits, found.signal) == (None, NO_SCATTER, False)


def test_no_point_at_all_is_no_verdict() -> None:
    assert judged([]).policy.stage == "points only"
    assert judged([None, None]).known == ()


def test_missing_points_before_the_cycle_do_not_count_as_a_centre() -> None:
    assert not judged([10, None, None, 11, 13, 12.5, 13.5, 12.8, 13.1], before=3).policy.verdict
