"""Excel workbooks: what their cells become, and what is refused before the reader sees it."""

from __future__ import annotations

import datetime as dt
import doctest
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from halfterm.cycles.errors import BadInput
from halfterm.warehouse import cell_mark
from halfterm.warehouse.database import memory
from halfterm.warehouse.table_file import staged
from tests.warehouse.spreadsheets import XLS, cell, open_document, sheet_row

SHEET = "xl/worksheets/sheet1.xml"


def workbook(rows: list[list[object]], *, errors: tuple[str, ...] = ()) -> bytes:
    """A workbook with these rows; the cells named in `errors` hold an error value."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for place in errors:
        sheet[place].data_type = "e"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def changed(book: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with one part rewritten."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if name == part else content)
    return stream.getvalue()


def added(book: bytes, parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO(book)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return stream.getvalue()


@pytest.fixture
def rows_of(tmp_path: Path) -> Callable[[bytes], list[tuple[object, ...]]]:
    def rows(content: bytes) -> list[tuple[object, ...]]:
        path = tmp_path / "book.xlsx"
        path.write_bytes(content)
        with memory() as connection, staged(connection, path):
            return connection.execute("FROM staged_file").fetchall()

    return rows


@pytest.fixture
def refusal(tmp_path: Path) -> Callable[[bytes], str]:
    def said(content: bytes) -> str:
        path = tmp_path / "book.xlsx"
        path.write_bytes(content)
        with memory() as connection, pytest.raises(BadInput) as refused, staged(connection, path):
            pass
        return str(refused.value)

    return said


RowsOf = Callable[[bytes], list[tuple[object, ...]]]
Refusal = Callable[[bytes], str]


def test_numbers_truths_dates_and_texts_become_what_a_person_would_type(rows_of: RowsOf) -> None:
    book = workbook(
        [
            ["a", "b", "c", "d", "e", "f"],
            [1, 1.5, "1", True, dt.date(2014, 9, 1), dt.datetime(2014, 9, 1, 10, 30)],  # noqa: DTZ001 - Excel knows no zone
            [5.0, 1e16, " x ", False, dt.time(9, 5), dt.timedelta(hours=2)],
        ]
    )
    assert rows_of(book) == [
        (2, "1", "1.5", "1", "TRUE", "2014-09-01", "2014-09-01T10:30:00"),
        (3, "5", "1E+16", " x ", "FALSE", "09:05:00", "02:00:00"),
    ]


def test_blank_rows_keep_their_number_and_texts_their_quotation_marks_and_lines(rows_of: RowsOf) -> None:
    book = workbook([["a", "b"], [1, 'say "x"'], [None, None], [None, None], [2, "one,\ntwo\r\nthree"]])
    assert rows_of(book) == [(2, "1", 'say "x"'), (5, "2", "one,\ntwo\nthree")]


def test_a_single_column_keeps_its_row_numbers_too(rows_of: RowsOf) -> None:
    assert rows_of(workbook([["a"], [1], [None], [2]])) == [(2, "1"), (4, "2")]


def test_a_cell_with_an_error_or_a_formula_never_computed_is_not_taken_for_blank(rows_of: RowsOf) -> None:
    book = workbook([["a", "b", "c"], ["#N/A", "=B9+1", 3], [4, 5, 6]], errors=("A2",))
    assert rows_of(book) == [(2, "#error", "#formula without a saved value", "3"), (3, "4", "5", "6")]


def test_a_formula_that_gives_an_empty_text_is_blank(rows_of: RowsOf) -> None:
    book = workbook([["a", "b"], ["=1", 2]])
    empty = changed(book, SHEET, lambda xml: re.sub(rb'<c r="A2"[^>]*>', b'<c r="A2" t="str">', xml))
    assert rows_of(empty) == [(2, None, "2")]


def test_only_the_first_sheet_is_read(rows_of: RowsOf) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook([["a"], [1]])))
    book.create_sheet("second").append(["#N/A"])
    stream = io.BytesIO()
    book.save(stream)
    assert rows_of(stream.getvalue()) == [(2, "1")]


def test_an_empty_sheet_is_refused(refusal: Refusal) -> None:
    assert refusal(workbook([])) == "book.xlsx: the first sheet is empty"


def test_a_part_that_unpacks_to_a_hundred_times_its_size_is_refused(refusal: Refusal) -> None:
    bomb = added(workbook([["a"]]), {"xl/media/image1.bin": b"\0" * 2_000_000})
    assert "packed more tightly than a spreadsheet is" in refusal(bomb)


def test_a_workbook_that_unpacks_to_more_than_fifty_megabytes_is_refused(refusal: Refusal) -> None:
    large = added(workbook([["a"]]), {"xl/media/image1.bin": b"\0" * (51 * 1024**2)})
    assert "too large when unpacked" in refusal(large)


def test_more_than_two_hundred_parts_are_refused(refusal: Refusal) -> None:
    many = added(workbook([["a"]]), {f"xl/extra{i}.xml": b"<x/>" for i in range(200)})
    assert "too large when unpacked" in refusal(many)


@pytest.mark.parametrize("before", [b"", b" " * 5000])
def test_a_document_type_is_refused_wherever_it_stands(refusal: Refusal, before: bytes) -> None:
    book = changed(
        workbook([["a"], [1]]), SHEET, lambda xml: before + b'<!DOCTYPE x [<!ENTITY y "z">]>' + xml
    )
    assert "declares a document type" in refusal(book)


def test_a_part_in_utf_16_is_refused_because_it_cannot_be_checked(refusal: Refusal) -> None:
    book = changed(workbook([["a"], [1]]), SHEET, lambda xml: xml.decode().encode("utf-16"))
    assert "UTF-16" in refusal(book)


def test_a_cell_at_the_far_corner_is_refused(refusal: Refusal) -> None:
    book = changed(workbook([["a"], [1]]), SHEET, lambda xml: xml.replace(b'r="A2"', b'r="XFD1048576"'))
    assert "cells too far apart" in refusal(book)


def test_a_dimension_that_claims_the_whole_sheet_does_no_harm(rows_of: RowsOf) -> None:
    book = changed(
        workbook([["a"], [1]]), SHEET, lambda xml: xml.replace(b'ref="A1:A2"', b'ref="A1:XFD1048576"')
    )
    assert rows_of(book) == [(2, "1")]


def test_a_workbook_that_breaks_its_reader_is_refused_and_nothing_of_it_is_told(refusal: Refusal) -> None:
    book = changed(
        workbook([["Zaphod"], ["Beeblebrox"]]), SHEET, lambda xml: xml.replace(b"</sheetData>", b"</broken>")
    )
    assert refusal(book) == "book.xlsx: this is not a workbook that can be read"


def test_a_workbook_whose_directory_points_nowhere_is_damaged_and_not_closed_to_us(refusal: Refusal) -> None:
    book = bytearray(workbook([["a"], ["Zaphod"]]))
    end = book.rindex(b"PK\x05\x06")
    book[end + 12 : end + 16] = (len(book) * 2).to_bytes(4, "little")  # the directory's size
    assert refusal(bytes(book)) == "book.xlsx: this is not a workbook that can be read"


def test_a_flipped_byte_is_noticed_by_its_check_sum(refusal: Refusal) -> None:
    book = bytearray(workbook([["a"], ["Zaphod"]]))
    with zipfile.ZipFile(io.BytesIO(bytes(book))) as parts:
        sheet = parts.getinfo(SHEET)
    book[sheet.header_offset + 60 + sheet.compress_size // 2] ^= 0xFF
    assert refusal(bytes(book)) == "book.xlsx: this is not a workbook that can be read"


def test_a_module_lying_beside_the_data_is_not_imported(
    tmp_path: Path, rows_of: RowsOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "csv.py").write_text("raise SystemExit(99)", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert rows_of(workbook([["a"], [1]])) == [(2, "1")]


def test_a_sheet_is_found_by_its_name_and_titles_above_the_header_are_skipped(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("Marks & more")
    for row in (["Ash School"], [None], ["a", "b"], [1, "#N/A"], [None, None], [2, "x"]):
        book["Marks & more"].append(row)
    book["Marks & more"]["B4"].data_type = "e"
    path = tmp_path / "book.xlsx"
    book.save(path)
    with memory() as connection:
        with staged(connection, path, sheet="Marks & more", header_row=3):
            assert connection.execute("FROM staged_file").fetchall() == [(4, "1", "#error"), (6, "2", "x")]
        with pytest.raises(BadInput) as refused, staged(connection, path, sheet="Marks and more"):
            pass
    assert str(refused.value) == "book.xlsx: there is no sheet 'Marks and more'; did you mean 'Marks & more'?"


def test_what_excel_has_cut_short_or_made_a_date_of_is_told_apart_from_text(rows_of: RowsOf) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    formats = ["0.00E+00", "##0.0E+0", "0%", "0.0%", "h:mm", "[h]:mm:ss", "dd/mm/yyyy", 'd "E+" 0', "General"]
    sheet.append(formats)
    sheet.append([8012e9, 5, 0.85, 0.125, 7.1 / 24, 30 / 24, 40972, 3, 123456789012345678])
    for i, code in enumerate(formats, start=1):
        sheet.cell(2, i).number_format = code
    stream = io.BytesIO()
    book.save(stream)
    ((_, *cells),) = rows_of(stream.getvalue())
    assert cells[:7] == ["8.012E+12", "5E+00", "85%", "12.5%", "07:06:00", "30:00:00", "2012-03-04"]
    assert cells[8] == "1.23456789012346E+17"


def test_an_excel_97_sheet_shows_its_errors_and_formats_too(tmp_path: Path) -> None:
    path = tmp_path / "marks.xls"
    path.write_bytes(XLS)
    with memory() as connection, staged(connection, path, sheet="Marks") as table:
        assert table.columns == ("UPN", "score", "share", "when", "time", "id", "err", "yes")
        assert connection.execute("FROM staged_file").fetchall() == [
            (2, "B801200005001", "27", "85%", "2012-03-04", "07:06:00", "8.012E+12", "#error", "TRUE"),
            (4, None, None, "5E+00", "1E+16", None, None, None, None),
        ]


def test_an_open_document_sheet_shows_its_errors_and_formats_too(tmp_path: Path) -> None:
    error, twice = 'calcext:value-type="error"', 'table:number-columns-repeated="2"'
    path = tmp_path / "marks.ods"
    path.write_bytes(
        open_document(
            sheet_row(*(cell("string", name) for name in "abcdef")),
            sheet_row("<table:table-cell/>", more='table:number-rows-repeated="2"'),
            sheet_row(
                cell("float", "0", more=error),
                cell("string", "", more=error),
                cell("percentage", "0.85"),
                cell("time", "PT07H06M00S"),
                cell("float", "3", more=twice),
            ),
        )
    )
    with memory() as connection, staged(connection, path):
        rows = connection.execute("FROM staged_file").fetchall()
    assert rows == [(4, "#error", "#error", "85%", "07:06:00", "3", "3")]


def test_an_open_document_sheet_that_repeats_its_cells_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "marks.ods"
    many = 'table:number-columns-repeated="16384"'
    path.write_bytes(
        open_document(sheet_row(cell("float", "1", more=many), more='table:number-rows-repeated="1048576"'))
    )
    with memory() as connection, pytest.raises(BadInput, match="repeats its cells"), staged(connection, path):
        pass


def test_a_workbook_is_what_it_is_whatever_it_is_called(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_bytes(workbook([["a"], [1]]))
    (tmp_path / "b.xlsx").write_bytes(b"<table><tr><td>Zaphod</td></tr></table>")
    with memory() as connection:
        with staged(connection, tmp_path / "a.xls"):
            assert connection.execute("FROM staged_file").fetchall() == [(2, "1")]
        with pytest.raises(BadInput) as refused, staged(connection, tmp_path / "b.xlsx"):
            pass
    assert "save it as .xlsx or CSV" in str(refused.value)
    assert "Zaphod" not in str(refused.value)


def test_the_examples_of_marks_hold() -> None:
    result = doctest.testmod(cell_mark)
    assert result.attempted > 0
    assert result.failed == 0
