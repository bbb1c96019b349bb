"""A workbook's first sheet written as CSV. Run as a process of its own, under limits (see `excel.py`)."""

from __future__ import annotations

import csv
import re
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import CalamineWorkbook

from halfterm.cycles.errors import BadInput

REFUSED = 3
"""The exit code that says: the reason stands on standard output."""

_LARGEST_TOTAL = 50 * 1024**2  # bytes of all parts together, unpacked
_LARGEST_RATIO = 100  # unpacked to packed, of one part
_SMALL_PART = 1024**2  # bytes unpacked: such a part may be packed as tightly as it likes
_MOST_PARTS = 200
_MOST_CELLS = 20_000_000  # a small workbook can claim a cell at the far corner of the sheet
_MEMORY = 3 * 1024**3  # bytes
_SECONDS = 100  # of processor time

_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*)>")
_CELLS_END = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"')
_PLACE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_ERROR = re.compile(rb'\bt="e"')
_NO_VALUE = re.compile(
    rb"<(?:\w+:)?c\s([^>]*)><(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>"
)

Cell = int | float | str | bool | time | date | datetime | timedelta
Marks = dict[tuple[int, int], str]
"""(row, column), both from 0, of cells that hold no value though they look filled: what to write there."""


def write_csv(path: Path, copy: Path) -> None:
    """Write the first sheet as CSV; whole numbers lose their `.0`, and errors (`#N/A`) stay visible.

    Raises:
        BadInput: too large when unpacked, or an empty sheet; the message does not name the file.
    """
    marks = {} if path.suffix.casefold() == ".xls" else check_parts(path)
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    if not rows:
        raise BadInput("the first sheet is empty")
    texts = [[_as_text(cell) for cell in row] for row in rows]
    for (row, column), mark in marks.items():
        if row < len(texts) and column < len(texts[row]):
            texts[row][column] = mark
    with copy.open("w", encoding="utf-8", newline="") as text:
        csv.writer(text, lineterminator="\n").writerows(texts)


def check_parts(path: Path) -> Marks:
    """Refuse what would exhaust memory or abort the reader, before the reader sees it.

    Returns:
        The cells of the first sheet that the reader would give as blank though they hold an error.
    """
    with zipfile.ZipFile(path) as workbook:
        parts = workbook.infolist()
        if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _LARGEST_TOTAL:
            raise BadInput("the workbook is too large when unpacked; save the sheet as CSV")
        if any(_is_bomb(part) for part in parts):
            raise BadInput("the workbook is packed more tightly than a spreadsheet is; save it as CSV")
        for part in parts:
            _check_part(workbook.read(part))
        sheet = _first_sheet(workbook)
        return {} if sheet is None else dict(_marks(workbook.read(sheet)))


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    return part.file_size > max(_SMALL_PART, _LARGEST_RATIO * part.compress_size)


def _check_part(content: bytes) -> None:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise BadInput("the workbook has a part in UTF-16, which cannot be checked; save the sheet as CSV")
    if b"<!DOCTYPE" in content:
        raise BadInput("the workbook declares a document type, which no spreadsheet needs")
    furthest_column = furthest_row = 0
    for letters, row in _CELLS_END.findall(content):
        furthest_column = max(furthest_column, _column_number(letters))
        furthest_row = max(furthest_row, int(row))
    if furthest_column * furthest_row > _MOST_CELLS:
        raise BadInput("a sheet has cells too far apart to be a table of pupils; save the table as CSV")


def _first_sheet(workbook: zipfile.ZipFile) -> str | None:
    """The part that holds the first sheet; None in a workbook that is not of Excel's own kind."""
    names = set(workbook.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return None
    sheet = re.search(rb'<(?:\w+:)?sheet\s[^>]*?\br:id="([^"]+)"', workbook.read("xl/workbook.xml"))
    relations = workbook.read("xl/_rels/workbook.xml.rels")
    for relation in re.findall(rb"<(?:\w+:)?Relationship\s[^>]*>", relations):
        target = re.search(rb'\bTarget="([^"]+)"', relation)
        if sheet and target and b'Id="' + sheet[1] + b'"' in relation:
            name = target[1].decode()
            part = name.lstrip("/") if name.startswith("/") else f"xl/{name}"
            return part if part in names else None
    return None


def _marks(xml: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    if _ERROR.search(xml):
        for attributes in _CELL.findall(xml):
            if _ERROR.search(attributes):
                yield _place(attributes), "#error"
    for attributes in _NO_VALUE.findall(xml):
        if b't="str"' not in attributes:
            yield _place(attributes), "#formula without a saved value"


def _place(attributes: bytes) -> tuple[int, int]:
    found = _PLACE.search(attributes)
    if found is None:
        raise BadInput("the sheet has an error value at a place that cannot be told; save it as CSV")
    return int(found[2]) - 1, _column_number(found[1]) - 1


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number


def _as_text(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    return str(cell)


def _limit() -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _main() -> int:
    _limit()
    path, copy = sys.argv[1:]
    try:
        write_csv(Path(path), Path(copy))
    except BadInput as refused:
        sys.stdout.write(str(refused))
        return REFUSED
    return 0


if __name__ == "__main__":
    sys.exit(_main())
