"""Tables of expected scores as files: what is read, and what is refused with its row."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from halfterm.cycles.errors import BadInput
from halfterm.cycles.impact.value_added import ExpectedBand, ExpectedTable
from halfterm.warehouse.expected_table_file import read_expected_table
from halfterm.warehouse.scale_file import built_in_scales

SCALES = built_in_scales()
HEAD = "scale,dated,source,half_terms,from,to,expected"
NATIONAL = "nc-levels,2012-09-01,National pupils of 2012,6"


def read(folder: Path, *rows: str, head: str = HEAD) -> ExpectedTable:
    path = folder / "national.csv"
    path.write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
    return read_expected_table(path, SCALES)


def test_a_row_is_a_band_of_grades_with_the_mean_that_is_expected(tmp_path: Path) -> None:
    table = read(tmp_path, f"{NATIONAL},1c,1a,13.5", f"{NATIONAL},2c,2c,15", f"{NATIONAL},15,15,3c")
    assert table == ExpectedTable(
        "national.csv",
        "nc-levels",
        date(2012, 9, 1),
        "National pupils of 2012",
        (ExpectedBand(7, 11, 13.5), ExpectedBand(13, 13, 15), ExpectedBand(15, 15, 19)),
        6,
    )
    assert [table.expected(points) for points in (9, 13, 17)] == [13.5, 15, None]


def test_the_time_between_may_be_left_out(tmp_path: Path) -> None:
    table = read(tmp_path, "percent,2012-09-01,Us,0,50,55", head="scale,dated,source,from,to,expected")
    assert table.half_terms is None


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("nc-level,2012-09-01,Us,6,1c,1a,13", "no scale 'nc-level'; did you mean 'nc-levels'"),
        ("nc-levels,1 Sept 2012,Us,6,1c,1a,13", "'dated' is no day such as 2012-09-01"),
        ("nc-levels,2012-09-01,,6,1c,1a,13", "'source' is blank in a row"),
        ("nc-levels,2012-09-01,Us,six,1c,1a,13", "'half_terms' is no whole number"),
        ("nc-levels,2012-09-01,Us,6,1d,1a,13", "row 2: 'from' is not on scale 'nc-levels'"),
        ("nc-levels,2012-09-01,Us,6,3,3a,21", "row 2: 'from' could be a grade or points"),
        ("nc-levels,2012-09-01,Us,6,1c,1a,130", "row 2: 'expected' is not on scale"),
        ("nc-levels,2012-09-01,Us,6,1c,1a,", "row 2: 'expected' is not on scale"),
        ("nc-levels,2012-09-01,Us,6,1a,1c,13", "from a higher score to a lower one"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, row: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        read(tmp_path, row)


def test_two_tables_in_one_file_and_overlapping_rows_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="'source' differs from row to row"):
        read(tmp_path, f"{NATIONAL},1c,1a,13", "nc-levels,2012-09-01,Others,6,2c,2c,15")
    with pytest.raises(BadInput, match="two rows overlap"):
        read(tmp_path, f"{NATIONAL},1c,1a,13", f"{NATIONAL},1a,2c,15")


def test_a_missing_column_has_its_near_miss(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no column 'expected'; did you mean 'expcted'"):
        read(tmp_path, f"{NATIONAL},1c,1a,13", head="scale,dated,source,half_terms,from,to,expcted")
