"""A table fetched from elsewhere, written down as CSV so that it goes through the same door as a file."""

from __future__ import annotations

import csv
import json
import math
import os
from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

from halfterm.cycles.errors import BadInput

_MOST_DIGITS = 40  # before or behind the point; 1e999999999 would be a gigabyte of zeros


def write_table(copy: Path, columns: Iterable[str], rows: Iterable[Iterable[object]]) -> int:
    """Write a table as CSV in UTF-8 that only its owner can read; every value as `as_text` gives it.

    Returns:
        The number of rows below the header.

    Raises:
        BadInput: a value is not text, a number, a date or the like; the message does not name the place.
    """
    number = 0
    descriptor = os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace", newline="") as text:
        table = csv.writer(text, lineterminator="\n")
        table.writerow(columns)
        for row in rows:
            table.writerow([as_text(value) for value in row])
            number += 1
    return number


def as_text(value: object) -> str:
    """A value as a person would type it: ISO dates, plain decimals, blank for nothing.

    >>> [as_text(value) for value in (None, True, 12.0, Decimal("3.50"), datetime(2026, 9, 1))]
    ['', 'true', '12', '3.50', '2026-09-01']

    Raises:
        BadInput: the value is binary.
    """
    match value:
        case None:
            return ""
        case str():
            return value.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
        case bool():
            return "true" if value else "false"
        case float():
            return as_text(Decimal(repr(value))) if math.isfinite(value) else str(value)
        case Decimal():
            return _plain(value)
        case datetime() if value.time() == time() and value.tzinfo is None:
            return value.date().isoformat()
        case datetime() | date() | time():
            return value.isoformat()
        case bytes() | bytearray() | memoryview():
            raise BadInput("a column holds binary data, which is no table of pupils; leave it out")
        case list() | tuple() | dict():
            return json.dumps(value, default=as_text, ensure_ascii=False)
    return str(value)


def _plain(number: Decimal) -> str:
    """Whole numbers lose their `.0`: an identifier kept as a decimal number must stay the identifier."""
    if not number.is_finite() or abs(number.adjusted()) > _MOST_DIGITS:
        return str(number)
    text = format(number, "f")
    whole, _, fraction = text.partition(".")
    return whole if not fraction.strip("0") else text
