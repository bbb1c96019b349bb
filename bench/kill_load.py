"""Loading, killed with SIGKILL at random moments: `python -m bench.kill_load --kills 100 --seed 1`.

Each time an empty workspace is loaded by a process that is killed somewhere between its first statement and
its last. Then the warehouse is opened, which checks its ledger and the note beside it, and every load that is
there must be there whole, as in a workspace that was never disturbed. Then the same command is run again: the
warehouse must hold the same as the undisturbed one, row by row, nothing doubled.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

from duckdb import DuckDBPyConnection

from halfterm.flows.loading import Wish, load
from halfterm.warehouse.store import reading
from tests.flows.small_workspace import make_workspace

DAY = date(2026, 1, 5)
PUPILS = 60  # a school
PARTS = ("load", "enrolment", "attribute", "result")

Contents = dict[str, list[str]]


def main() -> None:
    """Kill as often as asked; print how far the killed loads had come, and fail when anything is lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="halfterm-bench-") as folder:
        print(json.dumps(kill_often(Path(folder), asked.kills, seed=asked.seed)))  # noqa: T201 - its output


def kill_often(folder: Path, kills: int, *, seed: int) -> dict[str, int]:
    """How many killed loads had left how many whole loads behind; seconds of an undisturbed load."""
    chance = random.Random(seed)  # noqa: S311 - moments, not secrets
    untouched = make_workspace(folder / "untouched", pupils=PUPILS)
    (untouched / "pupil.key").write_text("5a" * 32 + "\n")
    (untouched / "pupil.key").chmod(0o600)
    workspace = folder / "killed"
    shutil.copytree(untouched, workspace)
    began = time.monotonic()
    in_child(lambda: load_all(untouched))
    took = time.monotonic() - began
    (whole,) = seen_by_child(untouched, lambda: [_contents(untouched)])
    outcomes: Counter[str] = Counter()
    for _ in range(kills):
        kill_once(workspace, after=chance.uniform(0, took))
        left, after = seen_by_child(workspace, lambda: [_contents(workspace), run_again(workspace)])
        for part, rows in left.items():
            held = {row.split("|")[0] for row in left["load"]}
            if rows != [row for row in whole[part] if row.split("|")[0] in held]:
                raise SystemExit(f"{part}: not whole after a kill")
        outcomes[f"{len(left['load'])} loads left"] += 1
        if after != whole:
            raise SystemExit("not the same after the second run")
        shutil.rmtree(workspace / "warehouse")
    return {"kills": kills, "milliseconds": round(took * 1000), **dict(sorted(outcomes.items()))}


def load_all(workspace: Path) -> None:
    """Load every half-term that may be loaded."""
    load(workspace, Wish(), today=DAY)


def kill_once(workspace: Path, *, after: float) -> None:
    """Load in a process of its own and kill it after so many seconds, with no chance to clean up."""
    child = forked(lambda: load_all(workspace))
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def run_again(workspace: Path) -> Contents:
    """What the warehouse holds after the same command once more."""
    load_all(workspace)
    return _contents(workspace)


def seen_by_child(workspace: Path, look: Callable[[], list[Contents]]) -> list[Contents]:
    """What a process of its own sees of the warehouse."""
    place = workspace / "contents.json"
    in_child(lambda: place.write_text(json.dumps(look()), encoding="utf-8"))
    found: list[Contents] = json.loads(place.read_text(encoding="utf-8"))
    place.unlink()
    return found


def _contents(workspace: Path) -> Contents:
    """The rows of the warehouse as texts that begin with their load."""
    file = workspace / "warehouse" / "halfterm.duckdb"
    if not file.exists():
        return {part: [] for part in PARTS}
    with reading(file) as connection:
        there = {row[0] for row in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
        return {part: _rows(connection, part) if part in there else [] for part in PARTS}


def _rows(connection: DuckDBPyConnection, part: str) -> list[str]:
    rows = connection.execute(f"SELECT * FROM {part}").fetchall()  # noqa: S608 - named above
    return sorted("|".join(map(str, row)) for row in rows)


def in_child(work: Callable[[], object]) -> None:
    """Do something in a process of its own: the engine must never have been opened in this one."""
    _, status = os.waitpid(forked(work), 0)
    if status:
        raise SystemExit("a process that was not killed has failed")


def forked(work: Callable[[], object]) -> int:
    """The number of a fresh process that does this and ends."""
    sys.stdout.flush()
    child = os.fork()
    if child:
        return child
    try:
        work()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    main()
