"""Make this example: programme.yaml, the made-up pupils of data/, and what people do, in rehearsal/.

    python examples/closing-the-gap-2012/make_example.py

Plans, sources and scales are written by hand. Every pupil is synthetic; the same seed makes
the same files.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from generator import halterworth, mentored, secondary, tollgate, unpublished
from generator.logs import LOGS
from generator.programme import programme
from generator.progress import write_rehearsal
from generator.scores import LEVELS
from generator.tables import Row, write_rows

HERE = Path(__file__).parent
SEED = "closing the gap 2012"

PUPILS: dict[str, Callable[[random.Random], list[dict[str, object]]]] = {
    "tollgate": tollgate.tollgate,
    "chestnut-grove": secondary.chestnut_grove,
    "gilmorton-chandler": unpublished.gilmorton_chandler,
    "meadow": unpublished.meadow,
    "halterworth": halterworth.halterworth,
    "st-eanswythes": unpublished.st_eanswythes,
    "broadoak": unpublished.broadoak,
    "michael-faraday": unpublished.michael_faraday,
    "little-ilford": secondary.little_ilford,
    "dunraven": mentored.dunraven,
    "blessed-thomas-holford": secondary.blessed_thomas_holford,
    "heath": secondary.heath,
    "kibworth": mentored.kibworth,
    "victoria": unpublished.victoria,
    "yesoiday-hatorah": mentored.yesoiday_hatorah,
    "forest-way": secondary.forest_way,
    "danehill": lambda _: mentored.danehill(),
}


def main(folder: Path = HERE) -> None:
    """Write everything that is made and not written by hand."""
    content = yaml.safe_dump(programme(), sort_keys=False, allow_unicode=True, width=110)
    (folder / "programme.yaml").write_text(content, encoding="utf-8")
    for case, pupils in PUPILS.items():
        # A seed of its own: a change to one case leaves the others as they are.
        rows = pupils(random.Random(f"{SEED} {case}"))  # noqa: S311 - made-up scores
        write_rows(folder / "data" / f"{case}.csv", rows)
        _write_parts(folder, case, rows)
    for cycle, entries in LOGS.items():
        write_rows(folder / "rehearsal" / "logs" / f"{cycle}.csv", _filled(entries))
    write_rehearsal(folder)


def _write_parts(folder: Path, case: str, rows: list[dict[str, object]]) -> None:
    """Files of a class each, where the published figures are about classes; and the list of a chosen group."""
    if case in ("tollgate", "halterworth"):
        classes = dict.fromkeys((row["School"], row["Class"]) for row in rows)
        for school, name in classes:
            own: list[Row] = [
                _in_points(row) for row in rows if (row["School"], row["Class"]) == (school, name)
            ]
            write_rows(folder / "data" / "classes" / f"{school}-{name}.csv".lower(), own)
    if case == "dunraven":
        chosen = [{key: row[key] for key in list(row)[:1]} for row in rows if row["Mentor"] == "Y"]
        write_rows(folder / "data" / "dunraven-mentored.csv", chosen)


def _in_points(row: Row) -> Row:
    """Levels as points: a command on one file knows no scales."""
    return {name: LEVELS.get(str(value), value) for name, value in row.items()}


def _filled(entries: list[dict[str, Any]]) -> list[Row]:
    """Entries with every column that any of them has."""
    columns = dict.fromkeys(column for entry in entries for column in entry)
    return [{column: entry.get(column, "") for column in columns} for entry in entries]


if __name__ == "__main__":
    main()
