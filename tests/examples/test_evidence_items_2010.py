"""The rules of evidence, tried on the synthetic reports of the map, assign the printed project types."""

from __future__ import annotations

import csv
import importlib.util
import shutil
from collections import Counter, defaultdict
from pathlib import Path
from typing import Final

import pytest

from halfterm.cycles.quality_evidence import evidence_grade
from tests.cycles.coding.map_2010 import PRINTED
from tests.cycles.log_factory import Book, entry
from tests.cycles.story_factory import make_story

EXAMPLE: Final = Path(__file__).parents[2] / "examples" / "closing-the-gap-2012"
REPORTS: Final = EXAMPLE / "coded" / "programme-map-2010.csv"
ITEMS: Final = EXAMPLE / "coded" / "evidence" / "programme-map-2010.csv"

Row = dict[str, str]


def rows_of(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def reports() -> dict[str, Row]:
    return {row["id"]: row for row in rows_of(REPORTS)}


@pytest.fixture(scope="module")
def items() -> dict[str, list[Row]]:
    found = defaultdict(list)
    for row in rows_of(ITEMS):
        found[row.pop("report")].append(row)
    return found


def grade(items: list[Row]) -> str:
    """What the engine says of a cycle in whose do-log these items stand."""
    book = Book()
    book.lock()
    for item in items:
        book.log(entry("evidence", **item))
    return evidence_grade(make_story(book)).answer


def test_the_rules_assign_as_many_of_each_type_as_printed(items: dict[str, list[Row]]) -> None:
    found = Counter(grade(own) for own in items.values())
    assert found == {"research": 14, "evaluation": 60, "monitoring": 42, "description": 12}
    printed = [n for n, _ in PRINTED["10_project_type"]]
    assert [found[code] for code in ("research", "evaluation", "monitoring", "description")] == printed


def test_each_report_is_of_the_type_that_it_is_coded_as(
    reports: dict[str, Row], items: dict[str, list[Row]]
) -> None:
    assert {report: grade(own) for report, own in items.items()} == {
        report: row["10_project_type"] for report, row in reports.items() if row["10_project_type"]
    }


def test_a_report_s_items_are_of_the_kinds_that_it_is_coded_with(
    reports: dict[str, Row], items: dict[str, list[Row]]
) -> None:
    for report, own in items.items():
        kinds = set(reports[report]["9_evidence"].split("; "))
        assert {item["kind"] for item in own} == kinds, report


def test_the_one_report_without_a_printed_type_has_no_items(
    reports: dict[str, Row], items: dict[str, list[Row]]
) -> None:
    [untyped] = set(reports) - set(items)
    assert reports[untyped]["10_project_type"] == ""


def test_monitoring_and_description_rest_on_one_or_two_sources(items: dict[str, list[Row]]) -> None:
    for own in items.values():
        if grade(own) in ("monitoring", "description"):
            assert len({item["source"] for item in own}) <= 2


def test_the_same_seed_makes_the_same_items(tmp_path: Path) -> None:
    shutil.copy(REPORTS, tmp_path)
    spec = importlib.util.spec_from_file_location(
        "evidence_items", EXAMPLE / "generator" / "evidence_items.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.main(tmp_path)
    assert (tmp_path / "evidence" / REPORTS.name).read_bytes() == ITEMS.read_bytes()
