"""The warehouse of a workspace: opened, migrated and checked before anything else happens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import duckdb

from halfterm.cycles.errors import StoreTrouble
from halfterm.warehouse.database import opened, sql, transaction


@contextmanager
def warehouse(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse, ready to be written: migrated, its ledger compared, checkpointed on the way out.

    Raises:
        StoreTrouble: busy, damaged, or rows are missing that the ledger says were loaded.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with opened(path, read_only=False) as connection:
        _migrate(connection)
        _check_ledger(connection, name=path.name)
        yield connection
        connection.execute("CHECKPOINT")


@contextmanager
def reading(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse, read-only.

    Raises:
        StoreTrouble: there is no warehouse yet, or it is busy or damaged.
    """
    if not path.exists():
        raise StoreTrouble(f"{path.name}: there is no warehouse yet; nothing has been loaded")
    with opened(path, read_only=True) as connection:
        _check_ledger(connection, name=path.name)
        yield connection


def _migrate(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("CREATE TABLE IF NOT EXISTS migration (number INTEGER NOT NULL)")
    done = {row[0] for row in connection.execute("SELECT number FROM migration").fetchall()}
    folder = files("halfterm.warehouse").joinpath("sql", "migrations")
    for step in sorted(folder.iterdir(), key=lambda file: file.name):
        numbered = re.fullmatch(r"([0-9]{3})_\w+\.sql", step.name)
        if numbered and int(numbered[1]) not in done:
            with transaction(connection):
                connection.execute(step.read_text(encoding="utf-8"))
                connection.execute("INSERT INTO migration VALUES (?)", [int(numbered[1])])


def _check_ledger(connection: duckdb.DuckDBPyConnection, *, name: str) -> None:
    short = connection.execute(sql("ledger_check")).fetchall()
    if short:
        loads = ", ".join(sorted({load for load, _ in short}))
        raise StoreTrouble(
            f"{name}: the warehouse does not hold what was loaded (load {loads}); restore it or load again"
        )
