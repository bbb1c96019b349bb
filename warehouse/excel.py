"""Excel workbooks: checked before they are opened, then written out as delimited text."""

from __future__ import annotations

import csv
import re
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from halfterm.cycles.errors import BadInput

_LARGEST_TOTAL = 50 * 1024**2  # bytes of all parts together, unpacked
_LARGEST_RATIO = 100  # unpacked to packed, of one part
_MOST_PARTS = 200
_MOST_CELLS = 20_000_000  # a small workbook can claim a cell at the far corner of the sheet

_CELL = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"')

_Cell = int | float | str | bool | time | date | datetime | timedelta


def copy_as_csv(path: Path, copy: Path) -> None:
    """Write the first sheet of a workbook as CSV in UTF-8; whole numbers lose their `.0`.

    Raises:
        BadInput: not a workbook, too large when unpacked, or an empty sheet.
    """
    if path.stat().st_size == 0:
        raise BadInput(f"{path.name}: the file is empty")
    if path.suffix.casefold() != ".xls":
        _check_parts(path)
    try:
        rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    except CalamineError:
        raise BadInput(f"{path.name}: this is not a workbook that can be read") from None
    if not rows:
        raise BadInput(f"{path.name}: the first sheet is empty")
    with copy.open("w", encoding="utf-8", newline="") as text:
        csv.writer(text, lineterminator="\n").writerows([_as_text(cell) for cell in row] for row in rows)


def _check_parts(path: Path) -> None:
    """Refuse what would exhaust memory or abort the reader, before the reader sees it."""
    try:
        with zipfile.ZipFile(path) as workbook:
            parts = workbook.infolist()
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _LARGEST_TOTAL:
                raise BadInput(f"{path.name}: the workbook is too large when unpacked; save the sheet as CSV")
            if any(part.file_size > _LARGEST_RATIO * max(part.compress_size, 1) for part in parts):
                raise BadInput(
                    f"{path.name}: the workbook is packed more tightly than a spreadsheet is; save it as CSV"
                )
            for part in parts:
                if part.filename.endswith(".xml"):
                    _check_part(workbook.read(part), name=path.name)
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError):
        raise BadInput(f"{path.name}: this is not a workbook that can be read") from None


def _check_part(xml: bytes, *, name: str) -> None:
    if b"<!DOCTYPE" in xml[:4096]:
        raise BadInput(f"{name}: the workbook declares a document type, which no spreadsheet needs")
    cells = [(_column_number(letters), int(row)) for letters, row in _CELL.findall(xml)]
    if cells and max(c for c, _ in cells) * max(r for _, r in cells) > _MOST_CELLS:
        raise BadInput(
            f"{name}: a sheet has cells too far apart to be a table of pupils; save the table as CSV"
        )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number


def _as_text(cell: _Cell) -> str:
    match cell:
        case bool():
            return "true" if cell else "false"
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime() | date() | time():
            return cell.isoformat()
        case _:
            return str(cell)
