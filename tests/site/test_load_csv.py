"""The CSV of what is to be mended: a row a fault, in the order of the file, safe in a spreadsheet."""

from __future__ import annotations

import csv
import io

import pytest

from halfterm.cycles.load_report import LoadFinding
from halfterm.site.load_csv import COLUMNS, report_csv
from tests.cycles.load_report_factory import report


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_every_fault_of_every_row_is_a_line_by_row() -> None:
    load = report(
        LoadFinding("duplicate", "UPN", (9, 4)),
        LoadFinding("school-unknown", "School", (5,)),
    )
    rows = read(report_csv([load]))
    assert [(row["row"], row["rule"], row["verdict"]) for row in rows] == [
        ("4", "duplicate", "rejected"),
        ("5", "school-unknown", "aside"),
        ("9", "duplicate", "rejected"),
    ]
    assert rows[0] == {
        "rule": "duplicate",
        "census_code": "1520",
        "verdict": "rejected",
        "source": "marks",
        "half_term": "autumn-2",
        "file": "marks.csv",
        "row": "4",
        "column": "UPN",
        "what": "the same pupil more than once",
        "mend": "keep one row for each pupil and score; none of these rows is used",
    }


def test_two_faults_of_one_row_are_two_lines() -> None:
    load = report(LoadFinding("not-a-number", "Maths", (3,)), LoadFinding("not-a-number", "Reading", (3,)))
    assert [row["column"] for row in read(report_csv([load]))] == ["Maths", "Reading"]


@pytest.mark.parametrize("header", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_a_header_that_a_spreadsheet_would_run_is_made_harmless(header: str) -> None:
    (row,) = read(report_csv([report(LoadFinding("not-a-number", header, (3,)))]))
    assert row["column"] == f"'{header}"


def test_a_clean_load_leaves_the_header_only() -> None:
    assert report_csv([report()]) == ",".join(COLUMNS) + "\n"
