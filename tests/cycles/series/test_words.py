"""A chart in sentences: better, worse and nothing said alike, with the rules and how often they err."""

from __future__ import annotations

import pytest

from halfterm.cycles.series.chart import CycleMark, SeriesChart, SeriesRequest, series_chart
from halfterm.cycles.series.words import chart_sentences
from tests.cycles.series.test_segment import QUIET, points


def said(values: list[float | None], **asked: object) -> str:
    return " ".join(chart_sentences(chart_of(values, **asked), lambda value: f"{value:.1f}"))


def chart_of(values: list[float | None], **asked: object) -> SeriesChart:
    return series_chart(points(values), SeriesRequest("XmR", **asked))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("last", "words"),
    [
        (30.0, "Variation: improving by more than chance explains (special cause)."),
        (-30.0, "Variation: getting worse by more than chance explains (special cause)."),
        (12.1, "Variation: nothing at the last point that chance does not explain (common cause)."),
    ],
)
def test_better_worse_and_nothing_are_said_first_and_alike(last: float, words: str) -> None:
    assert said([*QUIET, last]).startswith(words)


def test_a_chart_says_its_rules_and_how_often_they_err() -> None:
    told = said([*QUIET])
    assert "Centre 12.1, the median of the first 12 points; longest run" in told
    assert "12 points: judged by runs and crossings (Anhøj) and by control limits." in told
    assert "Limits: XmR chart, 3 sigma, made of the first 12 points and locked." in told
    assert (
        "a false signal on 1.3 in 100 charts like this (4.3 in 100 about a centre known beforehand)." in told
    )


def test_a_signal_is_placed_and_opens_the_limits_again() -> None:
    told = said([*QUIET, 30.0, 12.0, 30.0])
    assert "Signal: above the limits in Half-term 12 and Half-term 14." in told
    assert "the signal has opened them again" in told
    assert "it may be over" in said([*QUIET, 30.0, 12.1])


def test_few_points_are_said_to_be_few() -> None:
    assert said([1.0, 2.0]).endswith("2 points: too few for a centre line, which begins at 6.")
    assert "1 point: too few" in said([1.0])
    assert "no verdict before 10" in said([1.0, 2.0, 1.5, 3.0, 2.5, 2.0])
    assert "limits begin at 12" in said([*QUIET[:10]])


def test_a_trial_chart_with_a_centre_from_before_says_why_it_is_judged() -> None:
    series = points([10, 12, 11, 14, 13, 12.5, 13.5, 12.8, 13.1])
    told = " ".join(
        chart_sentences(
            series_chart(series, SeriesRequest("XmR", cycle=CycleMark("c", series[2].ends))),
            lambda v: f"{v:g}",
        )
    )
    assert "the median of the 3 points before the cycle" in told
    assert "judged only because its centre comes from before the cycle" in told
    assert "the centre is crossed once; by chance" not in told
    assert "7 points in a row above the centre, from Half-term 1 to Half-term 8; chance explains 6" in told


def test_the_target_is_told_of_with_or_without_limits() -> None:
    assert "Target 1.0: consistently passing" in said([*QUIET], targets={"h0": 1.0})
    assert "Target 40.0: consistently failing" in said([*QUIET], targets={"h0": 40.0})
    assert "Target 12.0: inconsistent" in said([*QUIET], targets={"h0": 12.0})
    assert "Target 1.0: not known whether it will be met: limits begin at 12" in said(
        [*QUIET[:9]], targets={"h0": 1.0}
    )
    assert "nobody has said which way is better" in said([*QUIET], targets={"h0": 1.0}, good="neither")
    assert "No limits: the scores do not vary." in said([4.0] * 12)
