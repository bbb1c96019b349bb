"""Records of a web service kept as lines of JSON until the last page is in, then written as CSV."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, TextIO

from halfterm.warehouse.fetched import write_table
from halfterm.warehouse.web import WebReader

_DEEPEST: Final = 12  # levels of records in each other
_MOST_COLUMNS: Final = 2000
_LONGEST_PATH: Final = 200  # letters


class Spool:
    """What came so far; `paths` are the fields of all records in the order they were first seen."""

    def __init__(self, lines: TextIO) -> None:
        self.paths: dict[str, None] = {}
        self._lines = lines

    def add(self, flat: Mapping[str, object], reader: WebReader) -> None:
        """Keep a record.

        Raises:
            BadInput: so many different fields that this is no list of like records.
        """
        self.paths.update(dict.fromkeys(flat))
        if len(self.paths) > _MOST_COLUMNS:
            raise reader.refusal(f"more than {_MOST_COLUMNS} different fields; that is no list of records")
        self._lines.write(json.dumps(flat) + "\n")

    def write(self, copy: Path, columns: Mapping[str, str]) -> int:
        """Write the records as CSV; `columns` says which field stands under which header.

        Returns:
            The number of records.
        """
        self._lines.seek(0)
        records = (json.loads(line) for line in self._lines)
        return write_table(
            copy, columns, ([record.get(path) for path in columns.values()] for record in records)
        )


@contextmanager
def spool(copy: Path) -> Iterator[Spool]:
    """A spool in a file beside `copy` that only its owner can read, gone when the block ends."""
    path = copy.with_name(f"{copy.name}.records")
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w+", encoding="utf-8") as lines:
            yield Spool(lines)
    finally:
        path.unlink()


def flattened(record: object, reader: WebReader) -> dict[str, Any]:
    """A record's values by dotted path; a list counts from 0.

    Raises:
        BadInput: not an object with named fields, nested too deep, or two fields of one path.
    """
    if not isinstance(record, dict):
        raise reader.refusal("the list holds something else than records with named fields")
    flat: dict[str, Any] = {}

    def take(path: str, value: object, depth: int) -> None:
        if isinstance(value, dict | list):
            if depth >= _DEEPEST:
                raise reader.refusal(f"a record is nested more than {_DEEPEST} levels deep")
            for key, part in value.items() if isinstance(value, dict) else enumerate(value):
                take(f"{path}.{key}" if path else str(key), part, depth + 1)
        elif path in flat or len(path) > _LONGEST_PATH:
            raise reader.refusal("a record has a field twice, or one with a very long name")
        else:
            flat[path] = value

    take("", record, 0)
    return flat
