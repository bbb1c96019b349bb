"""A workbook's sheet written as CSV. Runs in a fork under limits (see `parser_process.py`)."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import CalamineWorkbook, PasswordError

from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.warehouse.cell_mark import ERROR, NO_VALUE, Mark, Marks, percent, scientific
from halfterm.warehouse.compound_file import SIGNATURE
from halfterm.warehouse.open_document import document_marks
from halfterm.warehouse.workbook_parts import check_parts, sheet_marks
from halfterm.warehouse.xls_marks import xls_marks

_LOST_DIGITS = 1e15  # spreadsheets keep fifteen digits of a number

Cell = int | float | str | bool | time | date | datetime | timedelta


def write_csv(path: Path, copy: Path, *, sheet: str | None = None, header_row: int = 1) -> None:
    """Write a sheet as CSV from its header on, each row at its place, so that its damage shows.

    Whole numbers lose their `.0`; a date is `2012-03-04`, a time or duration `07:06:00`. A number of more
    than fifteen digits, or one in a scientific format, is written as `8.012E+12`, one in a percent format as
    `85%`; errors are `#error`.

    Args:
        path: the workbook, in a folder where it may be renamed: the reader goes by the ending.
        copy: the CSV file to write.
        sheet: the sheet's name; the first sheet where it is None.
        header_row: the row that names the columns, from 1.

    Raises:
        BadInput: empty, too large when unpacked, under a password, no such sheet, or an empty one; the
            message does not name the file.
    """
    book, marks_of = _named_by_kind(path)  # first of all: it refuses what would exhaust the reader
    opened = _opened(book)
    number = _sheet_number(opened.sheet_names, sheet)
    marks = marks_of(number)
    rows = opened.get_sheet_by_index(number).to_python(skip_empty_area=False)
    if not rows:
        raise BadInput("the first sheet is empty" if sheet is None else f"the sheet '{sheet}' is empty")
    with copy.open("w", encoding="utf-8", newline="") as text:
        writer = csv.writer(text, lineterminator="\n")
        for place, row in enumerate(rows[header_row - 1 :], start=header_row - 1):
            writer.writerow(_as_text(cell, marks.get((place, i))) for i, cell in enumerate(row))


def _named_by_kind(path: Path) -> tuple[Path, Callable[[int], Marks]]:
    """The workbook under the ending of what it is, whatever it was called; the parts of a zip are checked.

    Returns:
        The path, and what finds the marks of a sheet by its number, from 0.
    """
    with path.open("rb") as content:
        start = content.read(8)
    if not start:
        raise BadInput("the file is empty")
    if start == SIGNATURE:
        book = path.rename(path.with_suffix(".xls"))
        return book, lambda number: xls_marks(book, number=number)
    if not start.startswith(b"PK"):
        raise BadInput(
            "this is not a workbook that can be read; open it in Excel and save it as .xlsx or CSV"
        )
    check_parts(path)
    with zipfile.ZipFile(path) as parts:
        is_document = "content.xml" in parts.namelist()
    if is_document:
        marks = document_marks(path)
        return path.rename(path.with_suffix(".ods")), marks.__getitem__
    book = path.rename(path.with_suffix(".xlsx"))
    return book, lambda number: sheet_marks(book, number=number)


def _opened(path: Path) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_path(path)
    except PasswordError:
        raise BadInput("the workbook is under a password; save it without one") from None


def _sheet_number(names: Sequence[str], sheet: str | None) -> int:
    if sheet is None:
        return 0
    if sheet not in names:
        raise BadInput(f"there is no sheet '{sheet}'{did_you_mean(sheet, names)}")
    return names.index(sheet)


def _as_text(cell: Cell, mark: Mark | None) -> str:
    if mark in (ERROR, NO_VALUE):
        return str(mark)
    if isinstance(cell, str):
        return cell.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int | float):
        return _number_as_text(cell, mark)
    if isinstance(cell, timedelta):
        return _clock(round(cell.total_seconds()))
    if isinstance(cell, time):
        return _clock(round(cell.hour * 3600 + cell.minute * 60 + cell.second + cell.microsecond / 1e6))
    if isinstance(cell, datetime) and cell.time() != time():
        return cell.isoformat(timespec="seconds")
    return cell.date().isoformat() if isinstance(cell, datetime) else cell.isoformat()


def _number_as_text(number: float, mark: Mark | None) -> str:
    if mark == "percent":
        return percent(number)
    if mark == "scientific" or abs(number) >= _LOST_DIGITS:
        return scientific(number)
    return str(int(number)) if float(number).is_integer() else repr(number)


def _clock(seconds: int) -> str:
    """Seconds as HH:MM:SS; hours go on beyond 24."""
    sign = "-" if seconds < 0 else ""
    hours, rest = divmod(abs(seconds), 3600)
    return f"{sign}{hours:02}:{rest // 60:02}:{rest % 60:02}"
