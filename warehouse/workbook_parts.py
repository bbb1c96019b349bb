"""The parts of a workbook that is a zip (.xlsx, .xlsm, .ods): what is refused, and what its reader hides."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from halfterm.cycles.errors import BadInput
from halfterm.warehouse.cell_mark import ERROR, NO_VALUE, Mark, Marks, format_mark

_LARGEST_TOTAL = 50 * 1024**2  # bytes of all parts together, unpacked
_LARGEST_RATIO = 100  # unpacked to packed, of one part
_SMALL_PART = 1024**2  # bytes unpacked: such a part may be packed as tightly as it likes
_MOST_PARTS = 200
_MOST_CELLS = 20_000_000  # a small workbook can claim a cell at the far corner of the sheet

_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*)>")
_CELLS_END = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"')
_PLACE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_ERROR = re.compile(rb'\bt="e"')
_STYLE = re.compile(rb'\bs="([0-9]{1,6})"')
_NO_VALUE = re.compile(
    rb"<(?:\w+:)?c\s([^>]*)><(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>"
)
_SHEET = re.compile(rb'<(?:\w+:)?sheet\s[^>]*?\b(?:\w+):id="([^"]+)"')
_OWN_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\s([^>]*)>")
_FORMAT_ID = re.compile(rb'\bnumFmtId="([0-9]{1,6})"')
_FORMAT_CODE = re.compile(rb'\bformatCode="([^"]*)"')
_STYLES = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_XF = re.compile(rb"<(?:\w+:)?xf\s([^>]*)>")


def check_parts(path: Path) -> None:
    """Refuse what would exhaust memory or abort the reader, before the reader sees it.

    Raises:
        BadInput: too large or too tightly packed, a document type, cells too far apart.
    """
    with zipfile.ZipFile(path) as workbook:
        parts = workbook.infolist()
        if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _LARGEST_TOTAL:
            raise BadInput("the workbook is too large when unpacked; save the sheet as CSV")
        if any(_is_bomb(part) for part in parts):
            raise BadInput("the workbook is packed more tightly than a spreadsheet is; save it as CSV")
        for part in parts:
            _check_part(workbook.read(part))


def sheet_marks(path: Path, *, number: int) -> Marks:
    """The marks of an Excel sheet, the first of which has number 0; none of a workbook of another kind."""
    with zipfile.ZipFile(path) as workbook:
        sheet = _sheet_part(workbook, number)
        if sheet is None:
            return {}
        formats = _formats(workbook.read("xl/styles.xml")) if "xl/styles.xml" in workbook.namelist() else {}
        return dict(_marks(workbook.read(sheet), formats))


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


def _sheet_part(workbook: zipfile.ZipFile, number: int) -> str | None:
    """The part that holds a sheet; None in a workbook that is not of Excel's own kind."""
    names = set(workbook.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return None
    sheets = _SHEET.findall(workbook.read("xl/workbook.xml"))
    relations = workbook.read("xl/_rels/workbook.xml.rels")
    for relation in re.findall(rb"<(?:\w+:)?Relationship\s[^>]*>", relations):
        target = re.search(rb'\bTarget="([^"]+)"', relation)
        if number < len(sheets) and target and b'Id="' + sheets[number] + b'"' in relation:
            name = target[1].decode()
            part = name.lstrip("/") if name.startswith("/") else f"xl/{name}"
            if part in names:
                return part
    raise BadInput("it cannot be told which part of the workbook holds the sheet; save the sheet as CSV")


def _formats(styles: bytes) -> dict[int, Mark]:
    """The marks that a cell's style asks for, by the number of the style."""
    own: dict[int, str] = {}
    for attributes in _OWN_FORMAT.findall(styles):
        if (number := _FORMAT_ID.search(attributes)) and (code := _FORMAT_CODE.search(attributes)):
            own[int(number[1])] = code[1].decode(errors="replace")
    whole = _STYLES.search(styles)
    asked = enumerate(_XF.findall(whole[0]) if whole else [])
    marks = ((style, _FORMAT_ID.search(attributes)) for style, attributes in asked)
    found = ((style, format_mark(int(number[1]), own)) for style, number in marks if number)
    return {style: mark for style, mark in found if mark is not None}


def _marks(xml: bytes, formats: dict[int, Mark]) -> Iterator[tuple[tuple[int, int], Mark]]:
    if formats:
        for attributes in _CELL.findall(xml):
            if (style := _STYLE.search(attributes)) and (mark := formats.get(int(style[1]))):
                yield _place(attributes), mark
    if _ERROR.search(xml):
        for attributes in _CELL.findall(xml):
            if _ERROR.search(attributes):
                yield _place(attributes), ERROR
    for attributes in _NO_VALUE.findall(xml):
        if b't="str"' not in attributes:
            yield _place(attributes), NO_VALUE


def _place(attributes: bytes) -> tuple[int, int]:
    found = _PLACE.search(attributes)
    if found is None:
        raise BadInput("the sheet has a cell at a place that cannot be told; save it as CSV")
    return int(found[2]) - 1, _column_number(found[1]) - 1


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number
