"""Delimited text as schools have it: encodings, separators, blank lines, headers."""

from __future__ import annotations

import csv
import gzip
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from halfterm.cycles.errors import BadInput

_LARGEST = 4 * 1024**3  # bytes after unpacking


@dataclass(frozen=True, slots=True)
class Header:
    """The first record of a file: its column names, how many lines it takes, and the separator."""

    columns: tuple[str, ...]
    lines: int
    delimiter: str


def copy_as_utf8(path: Path, copy: Path) -> None:
    """Write a file's text as UTF-8 without a BOM, whatever it was: UTF-8, UTF-16 or Windows-1252.

    A blank line is given back its place as an empty record, so that row numbers stay those of Excel.

    Raises:
        BadInput: empty, binary, not unpackable, or too large.
    """
    content = _bytes(path)
    if not content.strip():
        raise BadInput(f"{path.name}: the file is empty")
    text = _decoded(content)
    if "\0" in text:
        raise BadInput(f"{path.name}: this is not a text file; save it as CSV, Excel or Parquet")
    copy.write_text(text.replace("\r\n", "\n").replace("\r", "\n"), encoding="utf-8", newline="")


def _bytes(path: Path) -> bytes:
    if path.suffix != ".gz":
        return path.read_bytes()
    try:
        with gzip.open(path) as packed:
            content = packed.read(_LARGEST + 1)
    except (OSError, EOFError):
        raise BadInput(f"{path.name}: the packed file is damaged") from None
    if len(content) > _LARGEST:
        raise BadInput(f"{path.name}: the file is larger than {_LARGEST // 1024**3} GiB when unpacked")
    return content


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Windows-1252 leaves five bytes without a meaning; they cannot be part of a name or a number.
        return content.decode("cp1252", errors="replace")


def read_header(copy: Path, *, name: str, delimiter: str | None) -> Header:
    """The header of a copied file; the separator is the likeliest of comma, semicolon, tab and bar.

    Raises:
        BadInput: a header is there twice, or there is no row below the header.
    """
    with copy.open(encoding="utf-8", newline="") as text:
        first = text.readline()
        separator = delimiter or max(",;\t|", key=first.count)
        text.seek(0)
        reader = csv.reader(text, delimiter=separator)
        try:
            columns = [column.strip() for column in next(reader)]
        except csv.Error:
            raise BadInput(f"{name}, line 1: the header cannot be read") from None
        lines = reader.line_num
    twice = sorted(column for column, times in Counter(columns).items() if times > 1 and column)
    if twice:
        raise BadInput(*(f"{name}: the header '{column}' is there twice" for column in twice))
    _keep_blank_lines(copy, columns=len(columns), separator=separator)
    return Header(tuple(columns), lines, separator)


def _keep_blank_lines(copy: Path, *, columns: int, separator: str) -> None:
    text = copy.read_text(encoding="utf-8").rstrip("\n") + "\n"
    if "\n\n" in text and columns > 1:
        text = re.sub(r"(?<=\n)(?=\n)", separator * (columns - 1), text)
    copy.write_text(text, encoding="utf-8", newline="")
