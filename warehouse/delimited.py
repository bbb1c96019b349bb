"""Delimited text as schools have it: encodings, separators, blank lines, headers, ragged rows."""

from __future__ import annotations

import csv
import gzip
import io
import re
import zlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from halfterm.cycles.errors import BadInput
from halfterm.warehouse.counting import row_list

_LARGEST = 1024**3  # bytes after unpacking
_MOST_COLUMNS = 4_000
_BLANK_LINE = re.compile(r"^[ \t]*$", re.MULTILINE)
_NUMBER = re.compile(r"[+-]?([0-9]+([.,][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?%?")


@dataclass(frozen=True, slots=True)
class Header:
    """The first record of a file: its column names, and the separator that parts them."""

    columns: tuple[str, ...]
    delimiter: str


def text_of(path: Path) -> str:
    """The text of a delimited file, whatever its encoding: UTF-8, UTF-16 or Windows-1252; lines end in LF.

    Raises:
        BadInput: empty, binary, not unpackable, or too large.
    """
    content = _bytes(path)
    if not content.strip():
        raise BadInput(f"{path.name}: the file is empty")
    text = _decoded(content)
    if "\0" in text:
        raise BadInput(f"{path.name}: this is not a text file; save it as CSV, Excel or Parquet")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _bytes(path: Path) -> bytes:
    try:
        if path.suffix.casefold() == ".gz":
            with gzip.open(path) as packed:
                content = packed.read(_LARGEST + 1)
        else:
            with path.open("rb") as plain:
                content = plain.read(_LARGEST + 1)
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise BadInput(f"{path.name}: the packed file is damaged") from None
    if len(content) > _LARGEST:
        raise BadInput(f"{path.name}: larger than {_LARGEST // 1024**3} GiB of text; save it as Parquet")
    return content


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Windows-1252 leaves five bytes without a meaning; they cannot be part of a name or a number.
        return content.decode("cp1252", errors="replace")


def header_of(lines: Iterable[str], *, name: str, delimiter: str | None = None) -> Header:
    """The header of a file; without a delimiter, the one of comma, semicolon, tab and bar that parts most.

    Raises:
        BadInput: the first row is blank, is not delimited text, or has a header twice.
    """
    start = "".join(line for _, line in zip(range(100), lines, strict=False))
    made = [_first_record(start, separator) for separator in ([delimiter] if delimiter else ",;\t|")]
    header = max((one for one in made if one is not None), key=lambda one: len(one.columns), default=None)
    if header is None:
        raise BadInput(f"{name}, row 1: the header cannot be read")
    if not any(header.columns):
        raise BadInput(f"{name}, row 1: this row is blank; it must hold the names of the columns")
    if len(header.columns) > _MOST_COLUMNS:
        raise BadInput(f"{name}, row 1: more than {_MOST_COLUMNS:,} columns")
    check_headers(header.columns, name=name)
    return header


def _first_record(start: str, separator: str) -> Header | None:
    reader = csv.reader(io.StringIO(start, newline=""), delimiter=separator)
    try:
        columns = tuple(column.strip() for column in next(reader, []))
    except csv.Error:
        return None
    return Header(columns, separator)


def check_headers(columns: Iterable[str], *, name: str) -> None:
    """See that no header is there twice; blank ones may be.

    Raises:
        BadInput: some are; each is named, unless the first row may hold a pupil instead of headers.
    """
    columns = tuple(columns)
    twice = [column for column, times in Counter(columns).items() if times > 1 and column]
    if twice and not may_be_headers(columns):
        raise BadInput(f"{name}, row 1: some cells are alike and some are numbers; is the header missing?")
    if twice:
        raise BadInput(*(f"{name}, row 1: the header '{column}' is there twice" for column in twice))


def may_be_headers(columns: Iterable[str]) -> bool:
    """Whether a first row may be quoted in a message: one with numbers in it may be a pupil's."""
    return not any(_NUMBER.fullmatch(column) for column in columns)


def keep_blank_lines(text: str, header: Header) -> str:
    """Give each blank line the separators of an empty row, so that row numbers stay those Excel shows.

    A blank line inside quotation marks is part of a cell and stays as it is.
    """
    if not any(start in text for start in ("\n\n", "\n ", "\n\t")):
        return text
    empty_row = header.delimiter * (len(header.columns) - 1) or '""'
    if '"' not in text:
        return _BLANK_LINE.sub(empty_row, text.rstrip("\n")) + "\n"
    lines, quoted = [], False
    for line in text.rstrip("\n").split("\n"):
        lines.append(line if quoted or not _BLANK_LINE.fullmatch(line) else empty_row)
        quoted ^= line.count('"') % 2 == 1
    return "\n".join(lines) + "\n"


def unreadable(copy: Path, header: Header, *, name: str) -> str:
    """Why the rows of a file do not follow its header, by row number; a cell's words are never in it."""
    ragged: list[int] = []
    row = 1
    with copy.open(encoding="utf-8", newline="") as text:
        reader = csv.reader(text, delimiter=header.delimiter, strict=True)
        try:
            for row, cells in enumerate(reader, start=1):
                if len(cells) != len(header.columns):
                    ragged.append(row)
        except csv.Error:
            place = f"{name}, row {row + 1}"
            return f"{place}: a quotation mark is not closed, or has text right behind it"
    if not ragged:
        return f"{name}: this file cannot be read as delimited text"
    has = "this row has" if len(ragged) == 1 else "these rows have"
    return f"{name}, {row_list(ragged)}: the header has {len(header.columns)} columns, {has} more or fewer"
