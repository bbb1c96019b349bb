"""`halfterm up` as a person runs it: started, watched, ended, killed and started again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from halfterm.cycles.cycle_book import CycleBook
from halfterm.warehouse.register import register
from halfterm.warehouse.run_holder import Holder, is_dead
from tests.flows.listener import Listener, listening
from tests.flows.small_workspace import PROGRAMME, make_workspace
from tests.flows.test_cli import HALFTERM, halfterm

# As a person's shell has it: no home of Prefect's but the workspace's own.
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}


# An `up` whose clock stands at noon on the 9th of January until there is a file `jump`: then it is six
# o'clock the next morning. News settle at once.
JUMPING = """
import os, sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo
from halfterm.flows import up

folder, london = Path(sys.argv[1]), ZoneInfo("Europe/London")
up.QUIET = 1.0

def now():
    jumped = (folder / "jump").exists()
    return datetime(2025, 1, 10, 6, tzinfo=london) if jumped else datetime(2025, 1, 9, 12, tzinfo=london)

def say(line):
    print(line, flush=True)

up.up(folder, port=None, with_prefect=False, environment=os.environ, say=say, now=now)
"""


@pytest.fixture
def listener() -> Iterator[Listener]:
    with listening() as server:
        yield server


class Running:
    """An `up` in a process of its own, and what it has said."""

    def __init__(self, folder: Path, *words: str, driver: str = "") -> None:
        self.folder, self.said_to = folder, folder / "said.txt"
        with self.said_to.open("w") as said:
            command = [*HALFTERM, "up", str(folder), *words]
            if driver:
                command = [sys.executable, "-c", driver, str(folder)]
            self.process = subprocess.Popen(
                command, stdout=said, stderr=subprocess.STDOUT, env=ENVIRONMENT | {"PYTHONUNBUFFERED": "1"}
            )

    @property
    def said(self) -> str:
        return self.said_to.read_text()

    def until(self, words: str, *, seconds: float = 200) -> None:
        wait(lambda: words in self.said or self.process.poll() is not None, seconds=seconds)
        assert words in self.said

    def end(self, word: signal.Signals) -> int:
        """Send a signal; what it exits with, within ten seconds."""
        self.process.send_signal(word)
        return self.process.wait(10)

    def children(self) -> dict[str, Holder]:
        noted = json.loads((self.folder / ".prefect" / "up.json").read_text())["children"]
        return {name: Holder.of_text(text) for name, text in noted.items()}


@contextmanager
def up(folder: Path, *words: str, driver: str = "") -> Iterator[Running]:
    running = Running(folder, *words, driver=driver)
    try:
        yield running
    finally:
        running.process.kill()
        running.process.wait()


def wait(holds: Callable[[], bool], *, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it takes too long"
        time.sleep(0.1)


def ask(address: str, what: str, auth: tuple[str, str], content: object = None) -> Any:
    """What Prefect's server answers."""
    return httpx.post(f"{address}/api/{what}", json=content or {}, auth=auth).raise_for_status().json()


def descendants(pid: int) -> list[int]:
    """The processes that a process has started and that live, by the system's own list."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
            except OSError:
                continue  # it has just ended
            if int(parent) == pid and state != "Z":
                found += [int(entry.name), *descendants(int(entry.name))]
    return found


def states(folder: Path) -> dict[str, str]:
    with register(folder / "warehouse" / "register.sqlite") as events:
        book = CycleBook(events.events())
        return {cycle: book.state(cycle) for cycle in book.locked}


def test_what_was_missed_is_done_files_are_noticed_and_ctrl_c_ends_it(tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "small")
    with up(folder, "--no-prefect") as running:
        running.until("`halfterm status` lists them.")
        assert "A small programme: halfterm is up. Ctrl-C ends it." in running.said
        assert "  spring-1: something is new\n" in running.said
        assert states(folder) == {"ash-beech-1": "in review", "cedar-dogwood-1": "in review"}
        second = halfterm("up", folder, "--no-prefect")
        assert second.returncode == 2
        assert f"is running for this workspace already: process {running.process.pid} since" in second.stderr
        (folder / "programme.yaml").write_text(PROGRAMME.replace("half_terms:", "half_term:"))
        running.until("the dates stay as they were", seconds=30)
        running.until("unknown key 'half_term'; did you mean 'half_terms'?", seconds=30)
        (folder / "programme.yaml").write_text(PROGRAMME)
        running.until("Files have changed.\n", seconds=30)
        assert running.end(signal.SIGINT) == 0
        assert running.said.endswith("halfterm has ended; nothing of it runs any more.\n")
        assert not (folder / ".prefect" / "up.json").exists()


def test_each_morning_what_is_due_is_done_and_new_data_are_taken_up_when_they_come(
    tmp_path: Path, listener: Listener
) -> None:
    folder = make_workspace(tmp_path / "small")
    (folder / "programme.yaml").write_text(PROGRAMME.replace("replay: yes\n", ""))
    (folder / "halfterm.toml").write_text(f'reminders = ["{listener.url}?token=s3cret"]\n')
    marks = folder / "inbox" / "marks.csv"
    marks.rename(folder / "later.csv")
    with up(folder, driver=JUMPING) as running:
        running.until("`halfterm status` lists them.")
        assert "12:00 doing what is due now, and what was missed ...\n" in running.said
        assert "Next: lock by, Fri 10 Jan 2025." in running.said
        wait(lambda: len(listener.received) == 1)
        (folder / "later.csv").rename(marks)
        wait(lambda: running.said.count("something is new") == 1)
        assert states(folder) == {}  # the baselines are in; the plans are locked by tomorrow
        (folder / "jump").touch()
        running.until("06:00 doing what is due today ...", seconds=30)
        wait(lambda: running.said.count("`halfterm status` lists them.") == 3)
        assert states(folder) == {"ash-beech-1": "locked", "cedar-dogwood-1": "locked"}
        # Locked plans and loaded baselines leave nothing to remind of.
        (digest,) = listener.received
        assert "baseline data from Ash School" in digest["message"]
        assert "s3cret" not in running.said
        assert running.end(signal.SIGINT) == 0


def test_told_to_end_in_the_middle_of_a_run_it_leaves_nothing_running_and_goes_on_from_there(
    tmp_path: Path,
) -> None:
    folder = make_workspace(tmp_path / "small", pupils=400)
    with up(folder, "--no-prefect") as running:
        running.until("doing what is due now")
        wait(lambda: "run" in running.children())
        below = descendants(running.process.pid)
        assert below
        began = time.monotonic()
        assert running.end(signal.SIGTERM) == 0
        assert time.monotonic() - began < 10
        assert [pid for pid in below if (Path("/proc") / str(pid)).exists()] == []
    with up(folder, "--no-prefect") as again:
        again.until("`halfterm status` lists them.")
        assert set(states(folder).values()) == {"in review"}
        assert again.end(signal.SIGHUP) == 0


def test_a_broken_run_is_told_and_does_not_stop_the_clock(tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "small")
    (folder / "warehouse").mkdir()
    (folder / "warehouse" / "halfterm.duckdb").write_text("not a database")
    with up(folder, "--no-prefect") as running:
        running.until("That was not done; it is tried again in an hour, or when something changes.")
        assert "the warehouse cannot be opened" in running.said
        assert running.end(signal.SIGINT) == 0


def test_with_prefect_the_run_is_its_flow_and_a_killed_up_leaves_nothing_to_the_next(tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "small")
    with up(folder) as running:
        running.until("`halfterm status` lists them.")
        address = json.loads((folder / ".prefect" / "up.json").read_text())["address"]
        assert f"Prefect is at {address}, user and password in .prefect/auth." in running.said
        assert set(states(folder).values()) == {"in review"}
        user, password = (folder / ".prefect" / "auth").read_text().strip().split(":")
        with pytest.raises(httpx.HTTPStatusError, match="401"):
            ask(address, "flow_runs/filter", ("halfterm", "guessed"))
        runs = ask(address, "flow_runs/filter", (user, password))
        assert [(run["state_name"], sorted(run["parameters"])) for run in runs] == [
            ("Completed", ["day", "folder"])
        ]
        deployments = ask(address, "deployments/filter", (user, password))
        plan = next(one["id"] for one in deployments if one["entrypoint"].endswith(".plan"))
        by_hand = {"parameters": {"half_term": "spring-1", "day": "2025-03-01"}}
        ask(address, f"deployments/{plan}/create_flow_run", (user, password), by_hand)
        running.until(" plan: done\n")
        server = running.children()["server"]
        running.process.kill()
        running.process.wait()
    assert not is_dead(server)
    with up(folder, "--no-prefect") as following:
        following.until("`halfterm status` lists them.")
        assert is_dead(server)
        assert following.end(signal.SIGINT) == 0


@pytest.mark.parametrize("word", [signal.SIGINT, signal.SIGTERM])
def test_the_server_ends_with_up(tmp_path: Path, word: signal.Signals) -> None:
    folder = make_workspace(tmp_path / "small", pupils=4)
    with up(folder) as running:
        wait(lambda: (folder / ".prefect" / "up.json").exists() and "server" in running.children())
        server = running.children()["server"]
        assert running.end(word) == 0
        assert is_dead(server)


def test_anything_wrong_in_the_workspace_is_told_before_anything_is_started(tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "small", pupils=4)
    (folder / "halfterm.toml").write_text('audience = "publc"\n')
    refused = subprocess.run(
        [*HALFTERM, "up", str(folder)],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
        env=ENVIRONMENT,
    )
    assert (refused.returncode, "halfterm.toml" in refused.stderr) == (2, True)
    assert not (folder / ".prefect").exists()
