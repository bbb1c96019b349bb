"""Bounds: what R finds by filling in every missing score, and the ends they are filled in with."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfterm.cycles.impact.bounds import extremes, gap_bounds, threshold_bounds
from halfterm.cycles.impact.finding import Finding
from halfterm.cycles.impact.reasons import NotDefined
from halfterm.cycles.impact.sides import Benchmark
from tests.cycles.impact.cohorts import REFERENCE, cohort_of, reference_cohort

SCALE = (0.0, 60.0)
BARE = (None, None)


def by_name(found: tuple[Finding, ...]) -> dict[str, Finding]:
    return {finding.statistic: finding for finding in found}


def assert_same(finding: Finding, said: dict[str, float]) -> None:
    parts = [finding.value, finding.lower, finding.upper]
    assert parts == pytest.approx([said["value"], said["lower"], said["upper"]], rel=1e-6)


@pytest.mark.parametrize(
    ("said", "comparison", "scale"),
    [("bounds", "others", SCALE), ("whole_class", "whole_class", SCALE), ("observed", "others", BARE)],
)
def test_the_bounds_of_the_gap_are_those_of_filling_in_every_score(
    said: str, comparison: str, scale: tuple[float | None, float | None]
) -> None:
    found = by_name(gap_bounds(reference_cohort(), comparison=comparison, scale=scale))  # type: ignore[arg-type]
    reference = REFERENCE[said]
    assert found["gap_baseline_everyone"].value == pytest.approx(reference["everyone"], rel=1e-9)
    assert_same(found["gap_followup_bounds"], reference["after"])
    assert_same(found["gap_change_bounds"], reference["change"])
    alike = found["gap_change_alike"]
    assert [alike.lower, alike.upper] == pytest.approx(reference["alike"], rel=1e-9)


def test_the_bounds_of_a_threshold_gap_are_manskis() -> None:
    assert_same(threshold_bounds(reference_cohort(), comparison="others"), REFERENCE["threshold"])


def test_the_ends_are_the_scales_or_else_those_observed_and_never_narrower() -> None:
    cohort = cohort_of([("target", 10, 12), ("comparison", 11, 20), ("comparison", 9, None)])
    assert extremes(cohort, (0, 40)).named == "the lowest and highest scores of the scale, 0 and 40"
    assert extremes(cohort, (None, 40)).named == "the lowest and highest scores observed, 12 and 40"
    assert extremes(cohort, BARE).named == "the lowest and highest scores observed, 12 and 20"
    assert (extremes(cohort, (15, 18)).lowest, extremes(cohort, (15, 18)).highest) == (12, 20)
    lost = cohort_of([("target", 10, None)])
    assert extremes(lost, (0, 40)).of_scale
    with pytest.raises(NotDefined, match="nobody has a follow-up score"):
        extremes(lost, (0, None))


def test_with_nobody_missing_the_bounds_meet_at_the_value() -> None:
    cohort = cohort_of([("target", 10, 14), ("target", 12, 13), ("comparison", 15, 16)], threshold=14)
    found = by_name(gap_bounds(cohort, comparison="others", scale=SCALE))
    for name in ("gap_followup_bounds", "gap_change_bounds", "gap_change_alike"):
        made = found[name]
        assert made.lower == made.upper == pytest.approx(made.value)
    assert found["gap_change_bounds"].value == pytest.approx(2.5 - 1)
    shares = threshold_bounds(cohort, comparison="others")
    assert shares.lower == shares.upper == shares.value == pytest.approx(-50)


def test_where_nobody_of_a_side_was_followed_up_there_are_bounds_and_no_value() -> None:
    cohort = cohort_of([("target", 10, None), ("comparison", 15, 16)])
    made = by_name(gap_bounds(cohort, comparison="others", scale=SCALE))["gap_change_bounds"]
    assert made.value is None
    assert (made.lower, made.upper) == pytest.approx((-10 - 1, 50 - 1))


def test_a_benchmark_is_a_constant_and_without_a_comparison_the_gain_is_bounded() -> None:
    cohort = cohort_of([("target", 10, 14), ("target", 12, None)])
    england = Benchmark(12.0, 13.0, "England", "2025")
    change = by_name(gap_bounds(cohort, comparison="national", scale=(0, 20), benchmark=england))
    assert change["gap_baseline_everyone"].value == pytest.approx(-1)
    made = change["gap_change_bounds"]
    assert (made.value, made.lower, made.upper) == pytest.approx((3, 7 - 11 - 1, 17 - 11 - 1))
    (gain,) = gap_bounds(cohort, comparison="none", scale=(0, 20))
    assert (gain.statistic, gain.value, gain.lower, gain.upper) == ("gain_target_bounds", 4, -4, 6)


@pytest.mark.parametrize(
    ("rows", "comparison", "why"),
    [
        ([], "others", "no pupil of the target group has a baseline score"),
        ([("target", 1, 2)], "others", "no comparison pupil has a baseline score"),
        ([("target", 1, 2)], "national", "the benchmark lacks a value"),
        ([("target", 1, None), ("comparison", 1, None)], "others", "the scale does not end on both sides"),
    ],
)
def test_where_there_are_no_bounds_there_is_a_reason(rows: list[object], comparison: str, why: str) -> None:
    for finding in gap_bounds(cohort_of(rows), comparison=comparison):  # type: ignore[arg-type]
        assert why in finding.method


def test_a_threshold_gap_needs_a_threshold_and_both_sides() -> None:
    cohort = cohort_of([("target", 10, 14)])
    assert "no threshold" in threshold_bounds(cohort, comparison="others").method
    with_one = cohort_of([("target", 10, 14)], threshold=12)
    assert "no comparison pupil" in threshold_bounds(with_one, comparison="others").method
    assert not threshold_bounds(with_one, comparison="none").defined


SCORES = st.integers(0, 6)
ROWS = st.lists(
    st.tuples(st.sampled_from(["target", "comparison"]), SCORES, st.one_of(st.none(), SCORES)),
    min_size=4,
    max_size=9,
).filter(lambda rows: {side for side, *_ in rows} == {"target", "comparison"})


@given(rows=ROWS)
def test_no_way_to_fill_in_the_missing_scores_falls_outside_the_bounds(
    rows: list[tuple[str, int, int]],
) -> None:
    cohort = cohort_of(rows)  # type: ignore[arg-type]
    bounds = by_name(gap_bounds(cohort, comparison="others", scale=(0, 6)))["gap_change_bounds"]
    lower, upper = bounds.lower or 0.0, bounds.upper or 0.0
    missing = [place for place, row in enumerate(rows) if row[2] is None]
    for fill in product((0, 6), repeat=min(len(missing), 4)):
        after = [row[2] if row[2] is not None else 3 for row in rows]
        for place, score in zip(missing, fill, strict=False):
            after[place] = score
        full = by_name(
            gap_bounds(
                cohort_of(
                    [(row[0], row[1], score) for row, score in zip(rows, after, strict=True)], threshold=3
                ),  # type: ignore[arg-type, misc]
                comparison="others",
                scale=(0, 6),
            )
        )["gap_change_bounds"]
        assert full.value is not None
        assert lower - 1e-9 <= full.value <= upper + 1e-9
