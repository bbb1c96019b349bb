"""Connections: shut in to a folder of their own, limited, and their errors told in words without values."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import duckdb
import pytest

from halfterm.cycles.errors import StoreTrouble
from halfterm.warehouse.database import memory, opened, staging_folder, transaction
from halfterm.warehouse.warehouse_address import Limits, WarehouseAddress


@contextmanager
def in_memory(_: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with memory() as connection:
        yield connection


@contextmanager
def writing(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with opened(path, read_only=False) as connection:
        yield connection


@contextmanager
def reading(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(path)) as raw:
        raw.execute("CREATE TABLE t AS SELECT 1 AS x")
    with opened(path, read_only=True) as connection:
        yield connection


DOORS = (in_memory, writing, reading)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "halfterm.duckdb"


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM glob('/etc/*')",
        "COPY (SELECT 1) TO '{outside}/out.csv'",
        "EXPORT DATABASE '{outside}/out'",
        "ATTACH '{outside}/other.duckdb' AS other",
        "ATTACH '{outside}/other.duckdb' AS other (READ_ONLY)",
        "ATTACH '{staging}/../../other.duckdb' AS other (READ_ONLY)",
        "SELECT * FROM read_csv('{staging}/link.csv')",
        "SET memory_limit = '1TB'",
        "SET enable_external_access = true",
        "SET allowed_directories = ['/']",
        "RESET lock_configuration",
        "SET temp_directory = '{outside}'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SELECT * FROM 'https://example.invalid/a.csv'",
        "SELECT * FROM marks",
    ],
)
def test_sql_reaches_nothing_outside_its_own_folder(door: object, statement: str, path: Path) -> None:
    marks = [("a pupil",)]
    assert marks
    with duckdb.connect(str(path.parent / "other.duckdb")) as other:
        other.execute("CREATE TABLE t AS SELECT 1 AS x")
    with door(path) as connection:  # type: ignore[operator]
        (staging_folder(connection) / "link.csv").symlink_to("/etc/passwd")
        query = statement.format(outside=path.parent, staging=staging_folder(connection))
        with pytest.raises(duckdb.Error):
            connection.execute(query).fetchall()


@pytest.mark.parametrize("door", DOORS)
def test_the_staging_folder_is_private_and_can_be_read_attached_and_written(door: object, path: Path) -> None:
    with door(path) as connection:  # type: ignore[operator]
        folder = staging_folder(connection)
        assert folder.stat().st_mode & 0o077 == 0
        assert folder.parent.stat().st_mode & 0o077 == 0
        with duckdb.connect(str(folder / "staged.duckdb")) as child:
            child.execute("CREATE TABLE staged AS SELECT 7 AS x")
        connection.execute(f"ATTACH '{folder}/staged.duckdb' AS child (READ_ONLY)")
        assert connection.execute("SELECT x FROM child.staged").fetchall() == [(7,)]
        connection.execute("DETACH child")
        connection.execute(f"COPY (SELECT 8 AS x) TO '{folder}/out.parquet' (FORMAT parquet)")
        query = f"SELECT x FROM read_parquet('{folder}/out.parquet')"
        assert connection.execute(query).fetchall() == [(8,)]
    assert not folder.exists()


def test_limits_are_set_on_the_engine(path: Path) -> None:
    address = WarehouseAddress(path, Limits(memory="300MB", threads=1))
    with opened(address, read_only=False) as connection:
        query = "SELECT current_setting('memory_limit'), current_setting('threads')"
        assert connection.execute(query).fetchall() == [("286.1 MiB", 1)]


@pytest.mark.parametrize("wrong", ["a lot", "0GB", "10", "-1GB", "1 GB"])
def test_a_limit_that_is_none_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="memory"):
        Limits(memory=wrong)


def test_what_spills_stays_in_a_private_folder_and_is_gone_afterwards(path: Path) -> None:
    address = WarehouseAddress(path, Limits(memory="60MB", threads=1))
    with opened(address, read_only=False) as connection:
        connection.execute(
            "CREATE TABLE t AS SELECT range AS x, sha256(range::VARCHAR) AS y FROM range(600000)"
        )
        spilled = staging_folder(connection).with_name("spill")
        rows = connection.execute("SELECT x, y FROM t ORDER BY y")
        assert rows.fetchone() is not None
        assert list(spilled.iterdir())
        assert spilled.stat().st_mode & 0o077 == 0
    assert not address.private.exists()


def overfill(connection: duckdb.DuckDBPyConnection) -> None:
    with transaction(connection):
        connection.execute("INSERT INTO t VALUES ('first')")
        connection.execute("SELECT list(sha256(range::VARCHAR)) FROM range(5000000)").fetchall()


def test_memory_that_runs_out_ends_in_a_sentence_and_nothing_is_taken_in(path: Path) -> None:
    with opened(path, read_only=False) as connection:
        connection.execute("CREATE TABLE t (x VARCHAR)")
    address = WarehouseAddress(path, Limits(memory="20MB", threads=1))
    with opened(address, read_only=False) as connection:
        with pytest.raises(StoreTrouble) as told:
            overfill(connection)
        assert "not got enough memory" in str(told.value)
        assert "nothing was taken in" in str(told.value)
        assert told.value.__cause__ is None
        assert connection.execute("SELECT count(*) FROM t").fetchall() == [(0,)]


def test_an_error_about_data_names_its_kind_and_not_the_data(path: Path) -> None:
    with opened(path, read_only=False) as connection:
        with pytest.raises(StoreTrouble) as told, transaction(connection):
            connection.execute("SELECT CAST('SECRET-UPN' AS INTEGER)").fetchall()
        assert "ConversionException" in str(told.value)
        assert "SECRET" not in str(told.value)
        assert told.value.__suppress_context__


def test_a_mistake_in_our_own_sql_stays_what_it_is(path: Path) -> None:
    with (
        opened(path, read_only=False) as connection,
        pytest.raises(duckdb.BinderException),
        transaction(connection),
    ):
        connection.execute("SELECT nonsense FROM range(1)")


def test_readers_of_one_process_share_the_file(path: Path) -> None:
    with duckdb.connect(str(path)) as raw:
        raw.execute("CREATE TABLE t AS SELECT 1 AS x")
    with ExitStack() as stack:
        first = stack.enter_context(opened(path, read_only=True))
        with opened(path, read_only=True) as second:
            assert second.execute("SELECT x FROM t").fetchall() == [(1,)]
        assert first.execute("SELECT x FROM t").fetchall() == [(1,)]
        with pytest.raises(StoreTrouble, match="using the warehouse"):
            stack.enter_context(opened(path, read_only=False, patience=0.2))
    with opened(path, read_only=False) as writer:
        assert writer.execute("SELECT x FROM t").fetchall() == [(1,)]


def test_threads_that_read_and_write_at_once_all_come_to_their_turn(path: Path) -> None:
    with opened(path, read_only=False) as connection:
        connection.execute("CREATE TABLE t (x INTEGER)")
    troubles: list[Exception] = []

    def work(number: int) -> None:
        try:
            for _ in range(5):
                with opened(path, read_only=number % 2 == 1) as connection:
                    if number % 2 == 0:
                        connection.execute("INSERT INTO t VALUES (1)")
                    connection.execute("SELECT count(*) FROM t").fetchall()
        except Exception as trouble:
            troubles.append(trouble)

    threads = [threading.Thread(target=work, args=(i,)) for i in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not troubles
    with opened(path, read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM t").fetchall() == [(15,)]
