"""The warehouse at open: whole, known, ours alone to write, or refused in words."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from halfterm.cycles.errors import StoreTrouble
from halfterm.warehouse.database import opened, sql, transaction
from halfterm.warehouse.store import migrate, reading, warehouse
from tests.warehouse.stored import put_groups, put_load

SQL = Path(__file__).parents[2] / "warehouse" / "sql"
OPENINGS = (
    "-- One row",
    "-- Fills",
    "-- Freezes",
    "-- Sets",
    "-- Macros",
    "-- Takes away",
    "-- What the plans",
    "-- The warehouse",
)
NO_LONGER = "does not hold what was loaded or frozen|holds less than it did|not the warehouse that was here"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A warehouse with one load and one frozen cycle, closed."""
    path = tmp_path / "store" / "halfterm.duckdb"
    with warehouse(path) as store:
        put_load(store, "load-1")
        put_groups(store, "pairs-1")
    return path


def test_a_whole_warehouse_opens_for_writing_and_for_reading(path: Path) -> None:
    for door in (warehouse, reading):
        with door(path) as store:
            assert store.execute("SELECT count(*) FROM enrolment").fetchall() == [(500,)]
    assert not path.with_name("halfterm.duckdb.wal").exists()


@pytest.mark.parametrize(
    "tampering",
    [
        "DELETE FROM result WHERE score = 7",
        "UPDATE result SET score = 8 WHERE score = 7",
        "DELETE FROM attribute",
        "UPDATE attribute SET value = 'no'",  # in an even number of rows
        "UPDATE enrolment SET school = 'beech' WHERE rowid = 3",
        "INSERT INTO enrolment SELECT 'unknown', pupil, school FROM enrolment LIMIT 1",
        "UPDATE frozen_group SET side = 'target' WHERE side = 'comparison' AND rowid < 9",
        "DELETE FROM frozen_group",
        "DELETE FROM ledger WHERE table_name = 'result'",
    ],
)
def test_rows_that_are_not_as_the_ledger_says_are_noticed_at_open(path: Path, tampering: str) -> None:
    with duckdb.connect(str(path)) as raw:
        raw.execute(tampering)
    for door in (warehouse, reading):
        with pytest.raises(StoreTrouble, match=NO_LONGER), door(path):
            pass


def test_a_hash_of_another_engine_version_is_not_compared_but_counts_are(path: Path) -> None:
    with duckdb.connect(str(path)) as raw:
        raw.execute("UPDATE ledger SET rows_hash = '1', engine = 'v0.0.1'")
    path.with_suffix(".head").unlink()
    with reading(path) as store:
        assert store.execute("SELECT count(*) FROM load").fetchall() == [(1,)]
    with duckdb.connect(str(path)) as raw:
        raw.execute("DELETE FROM result WHERE score = 7")
    with pytest.raises(StoreTrouble, match="does not hold what was loaded or frozen"), reading(path):
        pass


def test_a_damaged_file_is_refused_without_the_engines_words(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for page in range(3 * 4096, len(content), 64 * 1024):
        content[page : page + 512] = b"\xa5" * 512
    path.write_bytes(content)
    for door in (warehouse, reading):
        with pytest.raises(StoreTrouble, match=r"^halfterm\.duckdb: the warehouse"), door(path):
            pass


@pytest.mark.parametrize("content", [b"", b"no database", b"\x00" * 20_000])
def test_a_file_that_is_no_database_is_refused_for_reading(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "halfterm.duckdb"
    path.write_bytes(content)
    with pytest.raises(StoreTrouble, match=r"^halfterm\.duckdb: the warehouse"), reading(path):
        pass


def test_without_a_warehouse_there_is_nothing_to_read(tmp_path: Path) -> None:
    with pytest.raises(StoreTrouble, match="nothing has been loaded"), reading(tmp_path / "halfterm.duckdb"):
        pass


def test_a_warehouse_of_a_newer_halfterm_is_left_alone(path: Path) -> None:
    with duckdb.connect(str(path)) as raw:
        raw.execute("INSERT INTO migration VALUES (900)")
    for door in (warehouse, reading):
        with pytest.raises(StoreTrouble, match="made by a newer halfterm"), door(path):
            pass


@pytest.mark.parametrize("steps", [0, 1, 3])
def test_a_warehouse_that_was_killed_while_its_tables_were_made_can_be_read(
    tmp_path: Path, steps: int
) -> None:
    path = tmp_path / "halfterm.duckdb"
    with opened(path, read_only=False) as store:
        if steps:
            migrate(store, name="halfterm.duckdb", only=range(1, steps + 1))
    with reading(path) as store:
        assert store.execute("SELECT count(*) FROM load").fetchall() == [(0,)]


# Lets no file grow beyond what it is told, as a full disk would.
FILLING = """
import resource, sys
from pathlib import Path
from halfterm.cycles.errors import StoreTrouble
from halfterm.warehouse.store import warehouse
from tests.warehouse.stored import put_groups, put_load
most = int(sys.argv[2])
try:
    with warehouse(Path(sys.argv[1])) as store:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        put_load(store, "load-2", pupils=20_000)
except StoreTrouble as told:
    print(told)
"""


@pytest.mark.parametrize("more", [4_096, 200_000, 1_500_000])
def test_a_disk_that_is_full_ends_in_a_sentence_and_the_next_run_makes_it_good(path: Path, more: int) -> None:
    most = path.stat().st_size + more if more > 10_000 else more
    command = [sys.executable, "-c", FILLING, str(path), str(most)]
    told = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert "no room left on the disk" in told.stdout, told.stderr
    assert told.returncode == 0
    with reading(path) as store:
        loads = store.execute("SELECT load FROM load ORDER BY number").fetchall()
    with warehouse(path) as store:
        if loads == [("load-1",)]:
            put_load(store, "load-2", pupils=20_000)
        assert store.execute(
            "SELECT load, count(*) FROM enrolment GROUP BY load ORDER BY load"
        ).fetchall() == [
            ("load-1", 500),
            ("load-2", 20_000),
        ]
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY


def test_what_a_killed_process_spilled_is_swept_at_open(path: Path) -> None:
    spilled = path.with_name("halfterm.duckdb.tmp")
    spilled.mkdir()
    (spilled / "duckdb_temp_storage-0.tmp").write_text("plain text", encoding="utf-8")
    with warehouse(path):
        assert not (spilled / "duckdb_temp_storage-0.tmp").exists()
    assert not spilled.exists()


def test_a_transaction_is_all_or_nothing(path: Path) -> None:
    def stumble(store: duckdb.DuckDBPyConnection) -> None:
        with transaction(store):
            store.execute("DELETE FROM enrolment")
            raise LookupError

    with warehouse(path) as store:
        with pytest.raises(LookupError):
            stumble(store)
        assert store.execute("SELECT count(*) FROM enrolment").fetchall() == [(500,)]


@pytest.mark.parametrize("file", sorted(SQL.rglob("*.sql")), ids=lambda file: file.name)
def test_every_sql_file_opens_by_saying_what_it_gives(file: Path) -> None:
    first = file.read_text(encoding="utf-8").splitlines()[0]
    # A step makes several tables, and says so of each.
    assert first.startswith(OPENINGS) or (file.parent.name == "migrations" and "One row per" in first)
    assert all(len(line) <= 110 for line in file.read_text(encoding="utf-8").splitlines())


def test_sql_comes_from_its_file() -> None:
    assert sql("cycle_panel") == (SQL / "cycle_panel.sql").read_text(encoding="utf-8")


def test_one_module_connects_to_the_engine_and_one_parses_with_it() -> None:
    modules = [
        file
        for room in ("warehouse", "flows", "site", "cycles")
        for file in (SQL.parents[1] / room).rglob("*.py")
    ]
    connecting = {file.name for file in modules if "duckdb.connect" in file.read_text(encoding="utf-8")}
    # Foreign files are parsed by an engine of their own, in a process of its own.
    assert connecting == {"database.py", "staging.py"}
