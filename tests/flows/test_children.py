"""The processes of `up`: one `up` a workspace, none of its processes outlives it, and no other is touched."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from halfterm.cycles.errors import NotAllowed
from halfterm.flows.children import only_up
from halfterm.warehouse.run_holder import is_dead, process_of, this_process

NOW = datetime(2026, 11, 2, 6, tzinfo=UTC)
SLEEP = (sys.executable, "-c", "import time; time.sleep(60)")
STUBBORN = (
    sys.executable,
    "-c",
    "import signal, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
    "print('deaf', flush=True); time.sleep(60)",
)
PARENT = (
    sys.executable,
    "-c",
    "import subprocess; p = subprocess.Popen(['sleep', '60']); print(p.pid, flush=True); p.wait()",
)
# Is an `up` that starts a child, says its number and is then killed.
KILLED = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from halfterm.flows.children import only_up
home = Path(sys.argv[1])
with only_up(home, now=datetime(2026, 11, 2, 6, tzinfo=UTC)) as children:
    child = children.start("server", ("sleep", "60"), environment={}, log=home / "server.log")
    print(child.pid, flush=True)
    time.sleep(60)
"""


def test_children_and_what_they_started_have_ended_on_the_way_out(tmp_path: Path) -> None:
    log = tmp_path / "parent.log"
    with only_up(tmp_path, now=NOW) as children:
        children.start("parent", PARENT, environment={}, log=log)
        grandchild = process_of(number_in(log))
        assert grandchild.started
    assert ended(grandchild.pid, grandchild.started)
    assert not (tmp_path / "up.json").exists()


def test_a_child_that_does_not_listen_is_ended_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("halfterm.flows.children._PATIENCE", 0.2)
    with only_up(tmp_path, now=NOW) as children:
        child = children.start("deaf", STUBBORN, environment={}, log=tmp_path / "deaf.log")
        until(lambda: (tmp_path / "deaf.log").read_text() == "deaf\n")
        children.end("deaf")
        assert child.returncode == -signal.SIGKILL


def test_a_second_up_is_refused_and_told_of_the_first(tmp_path: Path) -> None:
    with only_up(tmp_path, now=NOW) as children:
        children.address = "http://127.0.0.1:4200"
        children.note()
        with pytest.raises(NotAllowed) as refused, only_up(tmp_path, now=NOW):
            pytest.fail("two at once")
    assert str(refused.value) == (
        f"`halfterm up` is running for this workspace already: process {os.getpid()} "
        "since 02 Nov 2026, 06:00, at http://127.0.0.1:4200; end that one first"
    )
    with only_up(tmp_path, now=NOW):
        pass  # once the first has ended, the next may


def test_what_a_killed_up_left_running_is_ended_by_the_next(tmp_path: Path) -> None:
    killed = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    with killed:
        assert killed.stdout is not None
        orphan = process_of(int(killed.stdout.readline()))
        killed.kill()
    assert not is_dead(orphan)
    with only_up(tmp_path, now=NOW):
        assert ended(orphan.pid, orphan.started)


def test_a_process_that_only_has_the_number_of_a_noted_one_is_left_alone(tmp_path: Path) -> None:
    with subprocess.Popen(SLEEP, start_new_session=True) as other:
        noted = json.loads(process_of(other.pid).as_text())
        for changed in ({"started": "1"}, {"boot": "another boot"}, {"host": "elsewhere"}, {"started": ""}):
            note = {
                "up": this_process().as_text(),
                "since": NOW.isoformat(),
                "address": "",
                "children": {"server": json.dumps(noted | changed)},
            }
            (tmp_path / "up.json").write_text(json.dumps(note))
            with only_up(tmp_path, now=NOW):
                assert other.poll() is None
        other.kill()


def test_a_note_that_was_never_finished_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / "up.json").write_text('{"up": ')
    with only_up(tmp_path, now=NOW):
        assert json.loads((tmp_path / "up.json").read_text())["children"] == {}


def number_in(log: Path) -> int:
    until(lambda: log.exists() and log.read_text().endswith("\n"))
    return int(log.read_text())


def ended(pid: int, started: str) -> bool:
    try:
        until(lambda: process_of(pid).started != started)
    except AssertionError:
        return False
    return True


def until(holds: object, seconds: float = 20) -> None:
    """Wait until something holds."""
    assert callable(holds)
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)
