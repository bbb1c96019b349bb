"""What the reader of an Excel 97 sheet (.xls) hides: errors, and how numbers are shown ([MS-XLS])."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

from halfterm.cycles.errors import BadInput
from halfterm.warehouse.cell_mark import ERROR, Mark, Marks, format_mark
from halfterm.warehouse.compound_file import stream_of

_FORMULA, _END, _SHEET, _MULTIPLE, _XF = 0x0006, 0x000A, 0x0085, 0x00BD, 0x00E0
_NUMBER, _ERROR, _SHORT_NUMBER, _FORMAT, _START = 0x0203, 0x0205, 0x027E, 0x041E, 0x0809


def xls_marks(path: Path, *, number: int) -> Marks:
    """The marks of a sheet, the first of which has number 0.

    Raises:
        BadInput: the records of the workbook do not hang together.
    """
    content = stream_of(path.read_bytes(), "Workbook", "Book")
    try:
        sheets, formats = _workbook(content)
        return dict(_marks(content, sheets[number], formats))
    except (struct.error, IndexError):
        raise BadInput("the workbook is damaged") from None


def _records(content: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The records of one part of the stream: kind and content."""
    depth = 0  # a chart within a sheet has a start and an end of its own
    while True:
        kind, length = struct.unpack_from("<HH", content, start)
        start += 4
        yield kind, content[start : start + length]
        start += length
        depth += (kind == _START) - (kind == _END)
        if depth <= 0:
            return


def _workbook(content: bytes) -> tuple[list[int], dict[int, Mark]]:
    """Where each sheet starts, and the marks that a cell's style asks for."""
    sheets: list[int] = []
    styles: list[int] = []
    own: dict[int, str] = {}
    for kind, record in _records(content, 0):
        if kind == _SHEET:
            sheets.append(struct.unpack_from("<I", record)[0])
        elif kind == _XF:
            styles.append(struct.unpack_from("<H", record, 2)[0])
        elif kind == _FORMAT:
            # The signs that are looked for are single bytes in each of the ways a text is kept.
            own[struct.unpack_from("<H", record)[0]] = record[4:].replace(b"\0", b"").decode("latin-1")
    found = ((style, format_mark(number, own)) for style, number in enumerate(styles))
    return sheets, {style: mark for style, mark in found if mark is not None}


def _marks(content: bytes, start: int, formats: dict[int, Mark]) -> Iterator[tuple[tuple[int, int], Mark]]:
    for kind, record in _records(content, start):
        if kind in (_NUMBER, _SHORT_NUMBER, _FORMULA, _ERROR):
            row, column, style = struct.unpack_from("<HHH", record)
            if _is_error(kind, record):
                yield (row, column), ERROR
            elif style in formats:
                yield (row, column), formats[style]
        elif kind == _MULTIPLE:
            row, first = struct.unpack_from("<HH", record)
            for i in range((len(record) - 6) // 6):
                if mark := formats.get(struct.unpack_from("<H", record, 4 + 6 * i)[0]):
                    yield (row, first + i), mark


def _is_error(kind: int, record: bytes) -> bool:
    if kind == _ERROR:
        return record[7] == 1
    return kind == _FORMULA and record[12:14] == b"\xff\xff" and record[6] == 2
