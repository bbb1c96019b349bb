"""What has happened to cycles, found again by place."""

from __future__ import annotations

import pytest

from halfterm.cycles.impact.finding import undefined
from halfterm.cycles.record import Coverage, CycleRecord, Level, Study
from tests.cycles.factories import day, make_plan


def study(level: Level, place: str, measure: str = "reading") -> Study:
    finding = undefined("gap_change", "an example")
    nobody = Coverage(0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    return Study("ash-1", measure, level, place, (finding,), {}, nobody, (), "halfterm 0")


def cycle(*studies: Study) -> CycleRecord:
    return CycleRecord(make_plan(), "hash", day("2025-10-20"), "studied", studies)


def test_a_study_is_found_by_level_place_and_measure() -> None:
    record = cycle(study("school", "ash"), study("school", "birch"), study("engagement", "ash"))
    found = record.study(level="engagement", place="ash", measure="reading")
    assert found is record.studies[2]
    assert record.study(level="school", place="birch", measure="maths") is None


def test_a_finding_is_found_by_its_statistic() -> None:
    one = study("school", "ash")
    assert one.finding("gap_change") is one.findings[0]
    with pytest.raises(StopIteration):
        one.finding("impact")
