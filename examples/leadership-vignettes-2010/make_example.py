"""Make this example's made-up pupils (data/) and what was logged of its cycles (rehearsal/logs/).

    python examples/leadership-vignettes-2010/make_example.py [FOLDER]

Programme, plans, sources, scales and the rest of the rehearsal are written by hand. Every pupil is synthetic; the
same seed makes the same files.
"""

from __future__ import annotations

import csv
import random
import sys
from collections.abc import Sequence
from pathlib import Path

from vignettes.logs import LOGS
from vignettes.pupils import PUPILS, Row

HERE = Path(__file__).parent
SEED = "vignettes of 2008-10"


def main(folder: Path = HERE) -> None:
    """Write everything that is made and not written by hand."""
    for case, pupils in PUPILS.items():
        # A seed of its own: a change to one case leaves the others as they are.
        _write(folder / "data" / f"{case}.csv", pupils(random.Random(f"{SEED} {case}")))  # noqa: S311 - made-up scores
    for cycle, entries in LOGS.items():
        columns = dict.fromkeys(column for entry in entries for column in entry)
        filled = [{column: entry.get(column, "") for column in columns} for entry in entries]
        _write(folder / "rehearsal" / "logs" / f"{cycle}.csv", filled)


def _write(path: Path, rows: Sequence[Row]) -> None:
    """A file with the columns of its first row."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
