"""A study put together from a hand-made panel."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from pydantic import TypeAdapter

from halfterm.cycles.disclosure import ThresholdCounts
from halfterm.cycles.impact.ends import EndCount
from halfterm.cycles.impact.moments import ScoreCount, Shift
from halfterm.cycles.impact.sides import Benchmark
from halfterm.cycles.record import GAP_CLOSES, Coverage, Level, PupilTargetCount, Study
from halfterm.cycles.study import Material, study_cluster, study_cycle
from tests.cycles.factories import flow, frozen, make_panel, make_plan

# Target 90 -> 96, others 100 -> 102 on average; the pupil of unknown group 95 -> 99.
TARGET = [(88, 95), (92, 97), (90, 96), (90, 96)]
OTHERS = [(98, 101), (102, 103), (100, 102)]
SHIFT = Shift(95, 100)
FLOWS = (
    flow("stayer", 4, target=True, baseline=90, follow_up=96),
    flow("joiner", 2, target=True, follow_up=93),
    flow("leaver", 1, target=True, baseline=85),
    flow("switched_out", 3, target=True, baseline=91, follow_up=99),
    flow("switched_in", 3, target=False, baseline=91, follow_up=99),
    flow("stayer", 3, target=False, baseline=100, follow_up=102),
    flow("leaver", 5, target=False, baseline=100),
)
FROZEN = (
    frozen(target=True, both=4, no_follow_up=1, no_baseline=2),
    frozen(target=False, both=3, no_follow_up=5),
)
ENGLAND = Benchmark(100.0, 103.0, "England", "2025")


def material(**changes: Any) -> Material:
    made = Material(
        measure="reading",
        level="engagement",
        place="ash-and-birch",
        summary=make_panel(TARGET, OTHERS, shift=SHIFT, threshold=96),
        flows=FLOWS,
        frozen=FROZEN,
        loads=("load-1", "load-2"),
        pupil_targets=PupilTargetCount(1, 2, 1),
    )
    return replace(made, **changes)


def studied(made: Material | None = None, benchmark: Benchmark | None = None, **plan: Any) -> Study:
    return study_cycle(made or material(), make_plan(**plan), benchmark=benchmark, code_version="halfterm 0")


def compared(kind: str, **more: Any) -> dict[str, Any]:
    return {"comparison": {"kind": kind, "name": kind, **more}}


def test_a_study_says_what_it_is_of_and_what_it_rests_on() -> None:
    study = studied()
    assert (study.cycle, study.measure, study.level, study.place) == (
        "ash-1",
        "reading",
        "engagement",
        "ash-and-birch",
    )
    assert (study.loads, study.code_version) == (("load-1", "load-2"), "halfterm 0")
    assert study.pupil_targets == PupilTargetCount(1, 2, 1)


def test_the_means_are_in_points_whatever_the_shift_and_the_gaps_are_their_differences() -> None:
    study = studied()
    assert study.means == pytest.approx(
        {
            "target_baseline": 90,
            "target_follow_up": 96,
            "comparison_baseline": 100,
            "comparison_follow_up": 102,
        }
    )
    assert study.finding("gap_baseline").value == pytest.approx(-10)
    assert study.finding("gap_followup").value == pytest.approx(-6)
    assert study.finding("gap_change").value == pytest.approx(4)
    assert study.finding("gain_target").value == pytest.approx(6)
    assert study.finding("gain_comparison").value == pytest.approx(2)


def test_everybody_is_counted_who_was_frozen_missed_joined_left_or_switched() -> None:
    assert studied().coverage == Coverage(
        target_frozen=7,
        comparison_frozen=8,
        target_both=4,
        comparison_both=3,
        target_missing_follow_up=1,
        comparison_missing_follow_up=5,
        switched_out=3,
        switched_in=0,
        joiners=2,
        leavers=1,
    )


def test_beside_the_matched_panel_stands_everyone_with_a_score_each_time() -> None:
    cross = studied().cross_section
    assert cross is not None
    assert cross.statistic == "gap_change"
    before = (4 * 90 + 85 + 3 * 91) / 8 - 100
    after = (4 * 96 + 2 * 93) / 6 - (3 * 99 + 3 * 102) / 6
    assert cross.split.change == pytest.approx(after - before)
    assert (cross.target.switched_out, cross.target.leavers) == (3, 1)


def test_a_study_survives_being_written_and_read() -> None:
    study, kind = studied(), TypeAdapter(Study)
    assert kind.validate_json(kind.dump_json(study)) == study


def test_targets_and_predictions_of_the_measure_are_scored_for_the_engagement() -> None:
    both = {"measure": "reading", "value": -5, "lower": -7, "upper": -3, "closing_probability": 0.7}
    study = studied(predictions=[both, {"measure": "maths", "closing_probability": 0.2}])
    assert [(t.statistic, t.met) for t in study.targets] == [("gap", False)]
    assert [score.statistic for score in study.predictions] == ["gap", GAP_CLOSES]
    assert study.predictions[0].inside is True
    assert study.predictions[1].brier == pytest.approx(0.09)


@pytest.mark.parametrize("level", ["school", "cluster"])
def test_targets_and_predictions_are_not_scored_for_one_school(level: Level) -> None:
    study = studied(material(level=level))
    assert (study.targets, study.predictions) == ((), ())


def test_who_reached_the_threshold_is_counted_with_the_absent() -> None:
    panel = make_panel(TARGET, OTHERS, threshold=96, absent_follow_up_target=2, absent_follow_up_comparison=1)
    study = studied(material(summary=panel))
    assert study.threshold_baseline == ThresholdCounts(0, 4, 3, 3)
    assert study.threshold_follow_up == ThresholdCounts(3, 6, 3, 4)


def test_without_a_threshold_there_are_no_threshold_counts() -> None:
    study = studied(material(summary=make_panel(TARGET, OTHERS)))
    assert (study.threshold_baseline, study.threshold_follow_up) == (None, None)


def test_a_whole_class_includes_the_target_and_pupils_of_unknown_group() -> None:
    panel = make_panel(TARGET, OTHERS, threshold=96, unclassified=[(95, 99)])
    study = studied(material(summary=panel), **compared("whole_class"))
    assert study.means["comparison_baseline"] == pytest.approx((4 * 90 + 3 * 100 + 95) / 8)
    assert study.threshold_follow_up == ThresholdCounts(3, 4, 4, 4, whole_class=True)
    gap = study.finding("gap_baseline")
    assert gap.value == pytest.approx(90 - (4 * 90 + 3 * 100 + 95) / 8)
    assert gap.n_comparison == 8


def test_a_national_comparison_is_the_benchmarks_mean() -> None:
    study = studied(benchmark=ENGLAND, **compared("national", benchmark="ks2"))
    assert study.means == pytest.approx(
        {
            "target_baseline": 90,
            "target_follow_up": 96,
            "comparison_baseline": 100,
            "comparison_follow_up": 103,
        }
    )
    assert study.finding("gap_change").value == pytest.approx(6 - 3)
    assert study.cross_section is not None
    assert study.cross_section.comparison is None


def test_a_benchmark_without_a_value_leaves_the_gap_undefined() -> None:
    half = Benchmark(100.0, None, "England", "2025")
    study = studied(benchmark=half, **compared("national", benchmark="ks2"))
    assert "comparison_follow_up" not in study.means
    assert study.finding("gap_change").value is None
    assert study.cross_section is None
    assert study.targets[0].met is None


def test_without_a_comparison_the_target_group_stands_alone() -> None:
    mean = {"measure": "reading", "statistic": "mean", "value": 95, "lower": 93, "upper": 97}
    study = studied(targets=[], predictions=[mean], **compared("none"))
    assert study.means == pytest.approx({"target_baseline": 90, "target_follow_up": 96})
    assert study.finding("gap_change").value is None
    assert study.finding("gain_target").value == pytest.approx(6)
    assert study.predictions[0].inside is True
    assert study.cross_section is not None
    assert study.cross_section.statistic == "gain_target"


@pytest.mark.parametrize("kind", ["others", "whole_class", "matched"])
@pytest.mark.parametrize("threshold", [None, 96.0])
def test_a_study_of_nobody_says_so_and_has_no_number(kind: str, threshold: float | None) -> None:
    empty = material(summary=make_panel([], threshold=threshold), flows=(), frozen=(), pupil_targets=None)
    study = studied(empty, **compared(kind))
    assert study.means == {}
    assert study.coverage == Coverage(0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    assert all(not finding.defined for finding in study.findings)
    assert (study.cross_section, study.at_ends) == (None, ())
    assert study.targets[0].met is None


def test_a_plan_that_names_nobody_treated_has_no_impact() -> None:
    treated = {"name": "pairs", "theory": "It helps.", "treated": {"class": "oak"}}
    assert "impact" not in {finding.statistic for finding in studied().findings}
    assert "impact" in {finding.statistic for finding in studied(change_idea=treated).findings}


def test_the_ends_of_the_scale_are_counted_for_both_sides_at_both_times() -> None:
    panel = replace(
        make_panel(TARGET, OTHERS, shift=SHIFT),
        baseline_counts=(ScoreCount(True, 88.0, 1), ScoreCount(True, 92.0, 3), ScoreCount(False, 100.0, 3)),
    )
    study = studied(material(summary=panel, scale_ends=(0.0, 100.0)))
    assert study.at_ends == (
        EndCount("baseline", True, 4, 0, 0),
        EndCount("baseline", False, 3, 3, 0),
        EndCount("follow_up", True, 4, 0, 0),
        EndCount("follow_up", False, 3, 3, 0),
    )


def test_a_cluster_is_studied_without_a_cycle_of_its_own() -> None:
    study = study_cluster(
        material(level="cluster", place="north", flows=FLOWS + FLOWS, frozen=FROZEN + FROZEN),
        comparison="others",
        with_treated=False,
        code_version="halfterm 0",
    )
    assert (study.cycle, study.level, study.place) == ("", "cluster", "north")
    assert (study.targets, study.predictions) == ((), ())
    assert (study.coverage.target_frozen, study.coverage.joiners) == (14, 4)
    assert study.cross_section is not None
    assert study.cross_section.target.stayers == 8


def test_on_a_scale_without_equal_steps_a_study_has_no_points_but_counts_ranks_and_shares() -> None:
    ordered = studied(material(subtracts=False))
    assert (ordered.means, ordered.cross_section, ordered.choices) == ({}, None, None)
    defined = {finding.statistic for finding in ordered.findings if finding.defined}
    assert defined == {"cliffs_delta", "gap_index", "threshold_gap_baseline", "threshold_gap_followup"}
    equal = studied()
    assert ordered.coverage == equal.coverage
    assert ordered.at_ends == equal.at_ends
    assert ordered.threshold_follow_up == equal.threshold_follow_up
    assert ordered.pupil_targets == equal.pupil_targets


def test_a_cluster_subtracts_no_more_than_its_cycles() -> None:
    study = study_cluster(
        material(level="cluster", place="north", subtracts=False),
        comparison="others",
        with_treated=False,
        code_version="halfterm 0",
    )
    assert study.means == {}
    assert study.finding("gap_change").value is None
    assert study.finding("cliffs_delta").defined
