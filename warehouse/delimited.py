"""Delimited text as schools have it: separators, headers, quotation marks, blank lines, ragged rows."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from halfterm.cycles.errors import BadInput
from halfterm.warehouse.counting import row_list

_MOST_COLUMNS = 4_000
_LONGEST_LINE = 4_000_000  # characters, as `staged_delimited.sql` has it in bytes
_START = 100  # lines among which the header must end
_BLOCK = 256 * 1024  # bytes
_QUOTED = re.compile(rb'"[^"]*"')
_NUMBER = re.compile(r"[+-]?([0-9]+([.,][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?%?")
_OF_A_PUPIL = re.compile(
    r"[A-Za-z][0-9]{11}[0-9A-Za-z]|[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}.*"
)  # UPN, date

csv.field_size_limit(_LONGEST_LINE)


@dataclass(frozen=True, slots=True)
class Header:
    """The record that names the columns, the separator that parts them, and its row in the whole file."""

    columns: tuple[str, ...]
    delimiter: str
    row: int = 1


def header_of(lines: Iterable[str], *, name: str, delimiter: str | None = None, row: int = 1) -> Header:
    """The header of a file; without a delimiter, the one of comma, semicolon, tab and bar that parts most.

    Args:
        lines: the file's lines from the header on.
        name: what the file is called in a message.
        delimiter: the separator, where the kind of file says it.
        row: the header's row in the whole file.

    Raises:
        BadInput: the row is blank, is not delimited text, or has a header twice.
    """
    start = "".join(islice(lines, _START))
    made = [_first_record(start, separator, row) for separator in ([delimiter] if delimiter else ",;\t|")]
    header = max((one for one in made if one is not None), key=lambda one: len(one.columns), default=None)
    if header is None:
        raise BadInput(f"{name}, row {row}: the header cannot be read")
    if not any(header.columns):
        raise BadInput(f"{name}, row {row}: this row is blank; it must hold the names of the columns")
    if len(header.columns) > _MOST_COLUMNS:
        raise BadInput(f"{name}, row {row}: more than {_MOST_COLUMNS:,} columns")
    check_headers(header.columns, name=name, row=row)
    return header


def _first_record(start: str, separator: str, row: int) -> Header | None:
    reader = csv.reader(io.StringIO(start, newline=""), delimiter=separator)
    try:
        columns = tuple(column.strip() for column in next(reader, []))
    except csv.Error:
        return None
    return Header(columns, separator, row)


def check_headers(columns: Iterable[str], *, name: str, row: int = 1) -> None:
    """See that no header is there twice; blank ones may be.

    Raises:
        BadInput: some are; each is named, unless the row may hold a pupil instead of headers.
    """
    columns = tuple(columns)
    twice = [column for column, times in Counter(columns).items() if times > 1 and column]
    place = f"{name}, row {row}"
    if twice and not may_be_headers(columns):
        raise BadInput(f"{place}: some cells are alike and some are numbers; is the header missing?")
    if twice:
        raise BadInput(*(f"{place}: the header '{column}' is there twice" for column in twice))


def may_be_headers(columns: Iterable[str]) -> bool:
    """Whether a first row may be quoted in a message: one with numbers, dates or UPNs may be a pupil's."""
    return not any(_NUMBER.fullmatch(column) or _OF_A_PUPIL.fullmatch(column) for column in columns)


def without_titles(copy: Path, fresh: Path, *, header_row: int, name: str) -> None:
    """Write the file anew from its header on, without the rows of titles above.

    Raises:
        BadInput: the file ends before the header.
    """
    with copy.open(encoding="utf-8", newline="") as text:
        reader = csv.reader(text)
        try:
            titles = sum(1 for _ in islice(reader, header_row - 1))
        except csv.Error:
            raise BadInput(f"{name}: the rows above row {header_row} cannot be read") from None
        lines = reader.line_num
    with copy.open("rb") as whole, fresh.open("wb") as rest:
        for _ in range(lines):
            whole.readline()
        first = whole.read(_BLOCK)
        if titles < header_row - 1 or not first:
            raise BadInput(f"{name}: the file ends before row {header_row}, where its header should be")
        rest.write(first)
        while block := whole.read(_BLOCK):
            rest.write(block)


def marks_outside_quotes(copy: Path, delimiter: str) -> tuple[int, int]:
    """How many lines end, and how many separators stand, outside quotation marks.

    A mark inside quoted text ends up between two quotation marks when all else is left out and each pair of
    marks that touch (a quote within a quote, an empty cell) is taken away.
    """
    lines = separators = 0
    separator = delimiter.encode()
    others = bytes(set(range(256)) - set(b'"\n' + separator))
    quoted = False
    with copy.open("rb") as text:
        while block := text.read(_BLOCK):
            if quoted or b'"' in block:
                marks = (b'"' if quoted else b"") + block.translate(None, others)
                block = _QUOTED.sub(b"", marks.replace(b'""', b""))
                quoted = b'"' in block
                block = block.partition(b'"')[0]
            lines += block.count(b"\n")
            separators += block.count(separator)
    return lines, separators


def write_strictly(copy: Path, fresh: Path, header: Header, *, name: str) -> int:
    """Write the file anew, row by row: each quoted alike, a blank line as an empty row at its place.

    Returns:
        The number of rows below the header.

    Raises:
        BadInput: rows of another width than the header, or a quotation mark that is out of place; the rows
            are named, and a cell's words are never in it.
    """
    ragged: list[int] = []
    with (
        copy.open(encoding="utf-8", newline="") as text,
        fresh.open("w", encoding="utf-8", newline="") as clean,
    ):
        writer = csv.writer(clean, delimiter=header.delimiter, lineterminator="\n")
        row = header.row - 1
        for row, cells in _strict_rows(text, header, name=name):
            if len(cells) == len(header.columns):
                writer.writerow(cells)
            else:
                ragged.append(row)
    if ragged:
        has = "this row has" if len(ragged) == 1 else "these rows have"
        width = len(header.columns)
        raise BadInput(f"{name}, {row_list(ragged)}: the header has {width} columns, {has} more or fewer")
    return row - header.row


def _strict_rows(lines: Iterable[str], header: Header, *, name: str) -> Iterator[tuple[int, list[str]]]:
    """Every row with its number."""
    empty = [""] * len(header.columns)
    row = header.row - 1
    try:
        for row, cells in enumerate(
            csv.reader(lines, delimiter=header.delimiter, strict=True), start=header.row
        ):
            blank = not cells or (len(cells) == 1 and not cells[0].strip(" \t"))
            yield row, empty if blank else cells
    except csv.Error:
        raise BadInput(
            f"{name}, row {row + 1}: a quotation mark is not closed, or has text right behind it"
        ) from None
