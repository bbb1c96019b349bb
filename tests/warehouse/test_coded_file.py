"""Coded reports of a workspace, read strictly: errors name file, row, column and the nearest right code."""

from __future__ import annotations

from pathlib import Path

import pytest

from halfterm.cycles.coding.coded import CodedReport, Printed
from halfterm.cycles.errors import BadInput
from halfterm.warehouse.coded_file import read_coded

SAID = """\
id: old-map
name: An old map
source: A report of old
synthetic: yes
reports: 3
printed:
  7_gap: [[gender, 2, 66.7], [risk of NEET, 1, 33]]
  3_phase: [[primary, 3, 100]]
"""
ROWS = """\
id,7_gap,3_phase
one,gender; risk of NEET,primary
two,gender,primary
three,,primary
"""


def coded(folder: Path, *, said: str | None = SAID, rows: str | None = ROWS, name: str = "old-map") -> Path:
    (folder / "coded").mkdir(exist_ok=True)
    if said is not None:
        (folder / "coded" / f"{name}.yaml").write_text(said)
    if rows is not None:
        (folder / "coded" / f"{name}.csv").write_text(rows)
    return folder / "coded"


def problems(folder: Path) -> list[str]:
    with pytest.raises(BadInput) as refused:
        read_coded(folder)
    return list(refused.value.problems)


def test_a_workspace_without_coded_reports_has_none(tmp_path: Path) -> None:
    assert read_coded(tmp_path / "coded") == ()


def test_reports_and_printed_tables_are_read(tmp_path: Path) -> None:
    [source] = read_coded(coded(tmp_path))
    assert (source.id, source.name, source.synthetic, source.printed_reports) == (
        *("old-map", "An old map"),
        *(True, 3),
    )
    assert source.reports == (
        CodedReport("one", {"7_gap": ("gender", "risk of NEET"), "3_phase": ("primary",)}),
        CodedReport("two", {"7_gap": ("gender",), "3_phase": ("primary",)}),
        CodedReport("three", {"3_phase": ("primary",)}),
    )
    assert source.printed[0] == Printed("7_gap", "gender", 2, 66.7)


def test_printed_tables_may_stand_without_reports(tmp_path: Path) -> None:
    [source] = read_coded(coded(tmp_path, rows=None))
    assert source.reports == ()
    assert len(source.printed) == 3


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("two,gender,primary", "two,gendre,primary",
         "row 3, column 7_gap: a code that the table does not have; did you mean 'gender'?"),
        ("two,gender,primary", "one,gender,primary", "row 3: the report has the id of row 2"),
        ("two,gender,primary", ",gender,primary", "row 3: the report has no id"),
        ("two,gender,primary", "two,gender,primary; secondary",
         "row 3, column 3_phase: table 3_phase takes one code, and has 2"),
        ("id,7_gap", "id,7_gaps", "row 1: the coding frame has no table '7_gaps'; did you mean '7_gap'?"),
        ("id,7_gap", "7_gap,id", "row 2, column 7_gap: a code that the table does not have"),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_named_by_row_and_column(tmp_path: Path, before: str, after: str, said: str) -> None:
    assert f"coded/old-map.csv, {said}" in problems(coded(tmp_path, rows=ROWS.replace(before, after)))


def test_a_cell_that_is_no_code_is_never_repeated(tmp_path: Path) -> None:
    told = problems(coded(tmp_path, rows=ROWS.replace("two,gender", "two,Amy Adams")))
    assert not [line for line in told if "Amy" in line]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("7_gap:", "7_gabs:", "no table '7_gabs'; did you mean '7_gap'?"),
        ("[gender, 2", "[genders, 2", "no code 'genders'; did you mean 'gender'?"),
        ("[risk of NEET, 1, 33]", "[gender, 1, 33]", "table 7_gap has two rows 'gender'"),
        ("reports: 3\n", "", "say of how many reports the tables are printed"),
        ("id: old-map", "id: new-map", "its id is 'new-map'; file and id have one name"),
        ("synthetic: yes", "synthetical: yes", "unknown key 'synthetical'; did you mean 'synthetic'?"),
    ],
)
def test_a_wrong_description_is_told(tmp_path: Path, before: str, after: str, said: str) -> None:
    [told] = problems(coded(tmp_path, said=SAID.replace(before, after)))
    assert told.startswith("coded/old-map.yaml")
    assert said in told


def test_reports_that_nobody_describes_are_no_source(tmp_path: Path) -> None:
    [told] = problems(coded(tmp_path, said=None))
    assert told == "coded/old-map.csv: there is no coded/old-map.yaml to say what it is"


def test_a_description_of_nothing_is_refused(tmp_path: Path) -> None:
    said = SAID.partition("printed:")[0]
    [told] = problems(coded(tmp_path, said=said, rows=None))
    assert told == "coded/old-map.yaml: neither printed tables nor reports in coded/old-map.csv"


def test_all_problems_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    coded(tmp_path, rows=ROWS.replace("two,gender", "two,gendr"))
    assert len(problems(coded(tmp_path, said="id: b\n", rows=None, name="b"))) == 3
