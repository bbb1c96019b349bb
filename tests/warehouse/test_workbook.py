"""Excel workbooks: what their cells become, and what is refused before the reader sees it."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from halfterm.cycles.errors import BadInput
from halfterm.warehouse.database import memory
from halfterm.warehouse.excel import copy_as_csv
from halfterm.warehouse.table_file import staged

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
        with pytest.raises(BadInput) as refused:
            copy_as_csv(path, tmp_path / "copy.csv")
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
        (3, "5", "10000000000000000", " x ", "FALSE", "09:05:00", "2:00:00"),
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
