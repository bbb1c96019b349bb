"""The files of made-up pupils: a row a pupil; the first header says that they are synthetic."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

PUPIL = "Synthetic pupil"

Row = Mapping[str, object]


def named(prefix: str, number: int) -> str:
    """A made-up identifier."""
    return f"{prefix}-{number:03}"


def write_rows(path: Path, rows: Sequence[Row]) -> None:
    """Write a file with the columns of its first row; a cell that is not there is blank."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
