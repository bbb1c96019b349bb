"""Writers queue at the lock file, are told whom they wait for, and none starves."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from halfterm.cycles.errors import StoreTrouble
from halfterm.warehouse.database import opened
from halfterm.warehouse.store import reading, warehouse
from halfterm.warehouse.warehouse_address import Limits, WarehouseAddress
from halfterm.warehouse.write_queue import Wait, holder_of, turn

HOLDER = """
import sys, time
from pathlib import Path
from halfterm.warehouse.store import warehouse
with warehouse(Path(sys.argv[1]), doing="loading"):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""

WRITER = """
import sys
from pathlib import Path
from halfterm.warehouse.store import warehouse
from halfterm.warehouse.warehouse_address import Limits, WarehouseAddress
for i in range(10):
    with warehouse(WarehouseAddress(Path(sys.argv[1]), Limits(threads=1)), doing="loading") as store:
        store.execute("INSERT INTO load_request VALUES (?, ?)", [sys.argv[2], str(i)])
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "halfterm.duckdb"
    with warehouse(path):
        pass
    return path


@pytest.fixture
def holder(path: Path) -> Callable[[float], subprocess.Popen[str]]:
    """Starts another process that holds the warehouse for so many seconds."""

    def start(seconds: float) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", HOLDER, str(path), str(seconds)]
        child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        assert child.stdout.readline() == "held\n"
        return child

    return start


def test_who_waits_is_told_for_whom_once_and_then_has_its_turn(
    path: Path, holder: Callable[[float], subprocess.Popen[str]]
) -> None:
    said: list[str] = []
    child = holder(1.2)
    with warehouse(WarehouseAddress(path, say=said.append)) as store:
        assert store.execute("SELECT count(*) FROM load").fetchall() == [(0,)]
    assert len(said) == 1
    assert said[0].startswith(f"waiting for another halfterm (process {child.pid}, since ")
    assert said[0].endswith(", loading) ...")
    child.communicate(timeout=30)


@pytest.mark.parametrize("door", [warehouse, reading])
def test_patience_that_runs_out_names_the_holder(
    path: Path, holder: Callable[[float], subprocess.Popen[str]], door: Callable[..., object]
) -> None:
    child = holder(60)
    with (
        pytest.raises(StoreTrouble, match=f"process {child.pid}, since .*, loading.* within 0.3 seconds"),
        door(WarehouseAddress(path, Limits(patience=0.3))),  # type: ignore[attr-defined]
    ):
        pass
    child.kill()
    child.communicate(timeout=30)


def test_the_lock_of_a_killed_process_is_no_trouble(
    path: Path, holder: Callable[[float], subprocess.Popen[str]]
) -> None:
    lock = WarehouseAddress(path).lock
    child = holder(60)
    held = holder_of(lock)
    assert held is not None
    assert (held.pid, held.doing) == (child.pid, "loading")
    child.kill()
    child.communicate(timeout=30)
    assert json.loads(lock.read_text())["pid"] == child.pid  # left behind
    assert holder_of(lock) is None
    began = time.monotonic()
    with warehouse(path):
        pass
    assert time.monotonic() - began < 5


def test_a_reader_waits_while_somebody_writes(
    path: Path, holder: Callable[[float], subprocess.Popen[str]]
) -> None:
    child = holder(1.0)
    with reading(path) as store:
        assert store.execute("SELECT count(*) FROM load").fetchall() == [(0,)]
    child.communicate(timeout=30)


def test_four_processes_that_write_ten_times_each_all_succeed(path: Path) -> None:
    children = [subprocess.Popen([sys.executable, "-c", WRITER, str(path), f"w{i}"]) for i in range(4)]
    assert [child.wait(timeout=120) for child in children] == [0, 0, 0, 0]
    with reading(path) as store:
        counts = store.execute(
            "SELECT load, count(*) FROM load_request GROUP BY load ORDER BY load"
        ).fetchall()
    assert counts == [("w0", 10), ("w1", 10), ("w2", 10), ("w3", 10)]


def test_the_lock_file_is_its_owners_alone_and_empty_when_nobody_writes(path: Path) -> None:
    lock = WarehouseAddress(path).lock
    with turn(lock, Wait("halfterm.duckdb", patience=1, say=print), doing="loading"):
        assert json.loads(lock.read_text())["doing"] == "loading"
    assert lock.stat().st_size == 0
    assert lock.stat().st_mode & 0o077 == 0


def test_a_program_of_another_kind_that_holds_the_file_is_waited_for_too(path: Path) -> None:
    foreign = (
        "import duckdb, sys, time; c = duckdb.connect(sys.argv[1]); print('held', flush=True); time.sleep(60)"
    )
    child = subprocess.Popen([sys.executable, "-c", foreign, str(path)], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "held\n"
    for read_only in (True, False):
        with (
            pytest.raises(StoreTrouble, match="another halfterm process is using the warehouse"),
            opened(path, read_only=read_only, patience=0.3),
        ):
            pass
    child.kill()
    child.communicate(timeout=30)
    with duckdb.connect(str(path)):
        pass
