"""Variation and assurance: the last point's special cause, and the target beside the limits."""

from __future__ import annotations

from datetime import date

import pytest

from halfterm.cycles.series.assurance import Good, SpecialCause, assurance, special_cause, variation
from halfterm.cycles.series.segment import ChartPoint, Point
from tests.cycles.series.test_segment import QUIET, judged

POINT = Point("h1", "H1", date(2024, 1, 8), date(2024, 2, 9), 50.0)
LAST = ChartPoint(POINT, 50.0, 40.0, 60.0)


@pytest.mark.parametrize(
    ("target", "good", "said"),
    [
        (39.9, "higher", "consistently passing"),
        (40.0, "higher", "inconsistent"),
        (50.0, "higher", "inconsistent"),
        (60.0, "higher", "inconsistent"),
        (60.1, "higher", "consistently failing"),
        (39.9, "lower", "consistently failing"),
        (40.0, "lower", "inconsistent"),
        (60.0, "lower", "inconsistent"),
        (60.1, "lower", "consistently passing"),
        (39.9, "neither", None),
        (None, "higher", None),
    ],
)
def test_a_target_beyond_the_limits_is_met_or_missed_consistently(
    target: float | None, good: Good, said: str | None
) -> None:
    assert assurance(LAST, target, good) == said


def test_without_limits_nothing_is_assured() -> None:
    assert assurance(ChartPoint(POINT, 50.0, None, None), 40.0, "higher") is None
    assert assurance(None, 40.0, "higher") is None


@pytest.mark.parametrize(
    ("good", "up", "down"),
    [
        ("higher", "improving", "getting worse"),
        ("lower", "getting worse", "improving"),
        ("neither", "higher", "lower"),
    ],
)
def test_a_signal_is_better_or_worse_by_the_direction_of_good(good: Good, up: str, down: str) -> None:
    assert variation(judged([*QUIET, 30.0]), good) == up
    assert variation(judged([*QUIET, -30.0]), good) == down
    assert variation(judged([*QUIET]), good) == "common cause"
    assert variation(judged(QUIET[:8]), good) == "no verdict"  # type: ignore[arg-type]


def test_a_point_beyond_a_limit_speaks_before_the_run_it_is_in() -> None:
    run = [12.5, 12.6, 12.7, 12.5, 12.6, 12.7, 12.5, 12.6]
    assert special_cause(judged([*QUIET, *run])) == SpecialCause("a long run", "higher")
    assert special_cause(judged([*QUIET, *run, -30.0])) == SpecialCause("beyond a limit", "lower")


def test_a_point_on_the_line_does_not_end_a_run() -> None:
    run = [12.5, 12.6, 12.7, 12.5, 12.6, 12.7, 12.5, 12.6]
    assert special_cause(judged([*QUIET, *run, 12.15])) == SpecialCause("a long run", "higher")


def test_few_crossings_point_to_the_longest_run_only_where_the_last_point_is_in_it() -> None:
    shifted = [1.0, 1.1, 1.2, 1.3, 1.1, 3.0, 3.1, 3.2, 3.3, 3.1]
    assert special_cause(judged([*shifted])) == SpecialCause("few crossings", "higher")
    assert variation(judged([*shifted]), "higher") == "improving"
    there_and_back = [1.0, 2.1, 1.2, 3.0, 4.1, 3.2, 4.3, 3.1, 4.2, 1.1, 2.05, 1.2]
    assert special_cause(judged([*there_and_back])) == SpecialCause("few crossings", "unclear")
    assert variation(judged([*there_and_back]), "higher") == "unclear"


def test_a_signal_that_is_over_is_common_cause_at_the_last_point() -> None:
    found = judged([*QUIET, 30.0, 12.1])
    assert (found.signal, special_cause(found)) == (True, None)
