"""A run that is killed at any step and run again ends as one that was never stopped."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from halfterm.warehouse.register import register
from tests.flows.small_workspace import make_workspace
from tests.flows.test_half_term import tree

# Runs both half-terms and kills its own process, with no chance to clean up, at the given step: before the
# step ("before"), after it ("after"), or a given time into it (milliseconds).
DRIVER = """
import os, signal, sys, threading
from datetime import date
from pathlib import Path
from halfterm.flows.engine import LocalEngine
from halfterm.flows.half_term import half_term, plain_stages
from halfterm.flows.run import Run

folder, fatal, moment = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]

def die():
    os.kill(os.getpid(), signal.SIGKILL)

class Mortal(LocalEngine):
    steps = 0

    def step(self, name, function, *args, **kwargs):
        Mortal.steps += 1
        doomed = Mortal.steps == fatal
        if doomed and moment == "before":
            die()
        if doomed and moment.isdigit():
            threading.Timer(int(moment) / 1000, die).start()
        result = super().step(name, function, *args, **kwargs)
        if doomed:
            die()
        return result

for name in ("spring-1", "spring-2"):
    half_term(Run(folder, name, date(2026, 1, 5)), plain_stages(Mortal(), rehearse=True))
"""

STEPS = 26  # thirteen a half-term


def attempt(folder: Path, *, fatal: int, moment: str) -> int:
    """Run until the fatal step; the process's return code."""
    command = [sys.executable, "-c", DRIVER, str(folder), str(fatal), moment]
    return subprocess.run(command, check=False, timeout=120).returncode


def contents(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the warehouse and every event of the register."""
    held: dict[str, list[tuple[object, ...]]] = {}
    with duckdb.connect(str(folder / "warehouse" / "halfterm.duckdb"), read_only=True) as connection:
        for (table,) in connection.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall():
            held[table] = connection.execute(f'SELECT * FROM "{table}" ORDER BY ALL').fetchall()
    with register(folder / "warehouse" / "register.sqlite") as events:
        held["events"] = [(e.number, e.on, e.actor, e.kind, e.subject, e.hash) for e in events.events()]
    return held


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace run to its end without a stop, with a key that the others share."""
    folder = make_workspace(tmp_path_factory.mktemp("untouched") / "small")
    (folder / "pupil.key").write_text("5a" * 32 + "\n")
    (folder / "pupil.key").chmod(0o600)
    assert attempt(folder, fatal=STEPS + 1, moment="before") == 0
    return folder


@pytest.mark.parametrize("first", [0, 2])
def test_killed_at_every_step_in_turn_it_ends_as_if_never_stopped(
    tmp_path: Path, untouched: Path, first: int
) -> None:
    folder = make_workspace(tmp_path / "small")
    (folder / "pupil.key").write_text("5a" * 32 + "\n")
    (folder / "pupil.key").chmod(0o600)
    moments = ["before", "20", "after", "80"]
    killed = [attempt(folder, fatal=step, moment=moments[(first + step) % 4]) for step in range(1, STEPS + 1)]
    assert killed.count(-signal.SIGKILL) == STEPS
    assert attempt(folder, fatal=STEPS + 1, moment="before") == 0
    assert contents(folder) == contents(untouched)
    for made in ("site", "drafts", "cycles"):
        assert tree(folder / made) == tree(untouched / made)
