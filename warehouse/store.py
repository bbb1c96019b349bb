"""The warehouse of a workspace: opened, migrated and checked before anything else happens."""

from __future__ import annotations

import re
import shutil
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
        StoreTrouble: busy, damaged, made by a newer halfterm, or rows are not as the ledger says.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with opened(path, read_only=False) as connection:
        # What a killed process spilled is plain text; the database is ours alone now, so it goes.
        shutil.rmtree(path.with_name(f"{path.name}.tmp"), ignore_errors=True)
        with _damage_named(path):
            _migrate(connection, name=path.name)
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
        with _damage_named(path):
            _check_ledger(connection, name=path.name)
        yield connection


@contextmanager
def _damage_named(path: Path) -> Iterator[None]:
    """A read that fails before any work is begun means a damaged file; the engine's words stay here."""
    try:
        yield
    except duckdb.Error:
        raise StoreTrouble(f"{path.name}: the warehouse is damaged; restore it or load again") from None


def _migrate(connection: duckdb.DuckDBPyConnection, *, name: str) -> None:
    connection.execute("CREATE TABLE IF NOT EXISTS migration (number INTEGER NOT NULL)")
    done = {row[0] for row in connection.execute("SELECT number FROM migration").fetchall()}
    steps = _migrations()
    if done - steps.keys():
        raise StoreTrouble(f"{name}: the warehouse was made by a newer halfterm; update this one")
    for number in sorted(steps.keys() - done):
        with transaction(connection):
            connection.execute(steps[number])
            connection.execute("INSERT INTO migration VALUES (?)", [number])


def _migrations() -> dict[int, str]:
    """The SQL of each numbered step."""
    folder = files("halfterm.warehouse").joinpath("sql", "migrations")
    numbered = ((re.fullmatch(r"([0-9]{3})_\w+\.sql", step.name), step) for step in folder.iterdir())
    return {int(name[1]): step.read_text(encoding="utf-8") for name, step in numbered if name}


def _check_ledger(connection: duckdb.DuckDBPyConnection, *, name: str) -> None:
    connection.execute(sql("ledger_rows"))
    wrong = connection.execute(sql("ledger_check")).fetchall()
    if wrong:
        entries = ", ".join(dict.fromkeys(entry for entry, _ in wrong))
        raise StoreTrouble(
            f"{name}: the warehouse does not hold what was loaded or frozen ({entries}); "
            "restore it or load again"
        )
