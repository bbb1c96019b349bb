"""The note beside the warehouse: an older copy, a lost log, a lost file are noticed; a kill is forgiven."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from halfterm.cycles.errors import StoreTrouble
from halfterm.warehouse.database import sql, transaction
from halfterm.warehouse.ledger_head import noted_heads
from halfterm.warehouse.store import reading, warehouse
from tests.warehouse.stored import put_groups, put_load


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A warehouse with one load and one frozen cycle, closed."""
    path = tmp_path / "store" / "halfterm.duckdb"
    with warehouse(path) as store:
        put_load(store, "load-1")
        put_groups(store, "pairs-1")
    return path


def test_an_older_copy_put_back_is_noticed(path: Path) -> None:
    older = path.with_name("older")
    shutil.copyfile(path, older)
    with warehouse(path) as store:
        put_load(store, "load-2")
    shutil.copyfile(older, path)
    for door in (warehouse, reading):
        with pytest.raises(StoreTrouble, match=r"holds less than it did \(4 of 7 entries"), door(path):
            pass


def test_another_warehouse_in_its_place_is_noticed(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other" / "halfterm.duckdb"
    with warehouse(other) as store:
        put_load(store, "load-8")
        put_load(store, "load-9")
    shutil.copyfile(other, path)
    for door in (warehouse, reading):
        with pytest.raises(StoreTrouble, match="not the warehouse that was here before"), door(path):
            pass


def test_a_warehouse_that_is_gone_is_not_begun_anew(path: Path) -> None:
    path.unlink()
    for door in (warehouse, reading):
        with pytest.raises(StoreTrouble, match="the warehouse is gone; its ledger had 4 entries"), door(path):
            pass
    assert not path.exists()


def test_an_empty_database_in_its_place_is_noticed(path: Path) -> None:
    path.unlink()
    with duckdb.connect(str(path)):
        pass
    for door in (warehouse, reading):
        with pytest.raises(StoreTrouble, match="the warehouse is empty, and it was not"), door(path):
            pass


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_file_that_was_cut_short_is_noticed(path: Path, share: float) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    for door in (warehouse, reading):
        with pytest.raises(StoreTrouble, match=r"^halfterm\.duckdb: the warehouse"), door(path):
            pass


# Loads and dies after the commit, before anything of it is moved from the log into the file.
DYING = """
import os, signal, sys
from pathlib import Path
from halfterm.warehouse.store import warehouse
from tests.warehouse.stored import put_groups, put_load
with warehouse(Path(sys.argv[1])) as store:
    put_load(store, "load-2")
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def log(path: Path) -> Path:
    """The write-ahead log of a load that was committed by a process that was killed then."""
    child = subprocess.run([sys.executable, "-c", DYING, str(path)], check=False, timeout=60)
    assert child.returncode == -signal.SIGKILL
    log = path.with_name("halfterm.duckdb.wal")
    assert log.exists()
    return log


def test_a_load_that_is_only_in_the_log_is_there_after_a_kill(path: Path, log: Path) -> None:
    for door in (reading, warehouse):
        with door(path) as store:
            assert store.execute("SELECT count(*) FROM load").fetchall() == [(2,)]
    assert not log.exists()


def test_a_log_that_was_deleted_is_noticed(path: Path, log: Path) -> None:
    log.unlink()
    for door in (warehouse, reading):
        with pytest.raises(StoreTrouble, match="holds less than it did"), door(path):
            pass


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.95])
def test_a_flipped_byte_in_the_log_is_noticed(path: Path, log: Path, share: float) -> None:
    content = bytearray(log.read_bytes())
    content[int(len(content) * share)] ^= 0xFF
    log.write_bytes(content)
    with pytest.raises(StoreTrouble, match=r"^halfterm\.duckdb: the warehouse"), reading(path):
        pass


def test_a_note_that_a_kill_left_behind_is_advanced(path: Path) -> None:
    anchor = path.with_suffix(".head")
    before = anchor.read_text()
    with warehouse(path) as store:
        put_load(store, "load-2")
    after = anchor.read_text()
    anchor.write_text(before)
    with reading(path):
        pass
    with warehouse(path):
        pass
    assert anchor.read_text() == after != before


def test_a_ledger_written_anew_in_a_transaction_is_announced_before_its_commit(path: Path) -> None:
    anchor = path.with_suffix(".head")
    before = noted_heads(anchor)

    def write_anew(store: duckdb.DuckDBPyConnection) -> None:
        with transaction(store):
            store.execute("DELETE FROM ledger")
            store.execute("UPDATE attribute SET value = 'no'")
            store.execute(sql("ledger_entry"), {"entries": ["load-1", "pairs-1"]})

    with warehouse(path) as store:
        write_anew(store)
        after = noted_heads(anchor)
    assert len(before) == len(after) == 1
    assert (before[0].number, before[0].hash) != (after[0].number, after[0].hash)
    # A kill between the note and the commit, or between the commit and the last note, leaves both.
    anchor.write_text(f"{before[0]}\n{after[0]}\n")
    with warehouse(path):
        pass
    assert noted_heads(anchor) == after


@pytest.mark.parametrize("content", ["", "4", "4:abc", "x" * 70, "4:" + "0" * 64 + " nonsense"])
def test_a_note_that_is_none_is_refused(path: Path, content: str) -> None:
    path.with_suffix(".head").write_text(content)
    for door in (warehouse, reading):
        with pytest.raises(StoreTrouble, match=r"^halfterm\.head: not the note"), door(path):
            pass
