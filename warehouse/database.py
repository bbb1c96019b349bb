"""The one place that touches the DuckDB engine: connections, their limits, and SQL from files."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path

import duckdb

from halfterm.cycles.errors import StoreTrouble

_Settings = dict[str, str | bool | int | float | list[str]]

# Nothing may need the network: no extension is fetched or loaded behind our back.
_ENGINE_SETTINGS: _Settings = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "preserve_insertion_order": True,
}
# A study of one file must not spill pupils' rows into the folder where it happens to run.
_MEMORY_SETTINGS: _Settings = _ENGINE_SETTINGS | {"temp_directory": ""}

_PATIENCE = 10.0  # seconds that a process waits for another to finish with the database
_PAUSE = 0.1  # seconds between two tries


@cache
def sql(name: str) -> str:
    """The text of `warehouse/sql/NAME.sql`."""
    return files("halfterm.warehouse").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")


def memory() -> duckdb.DuckDBPyConnection:
    """A private database in memory, for a study of one file; use it in a `with` block."""
    return duckdb.connect(":memory:", config=_MEMORY_SETTINGS)


@contextmanager
def opened(
    path: Path, *, read_only: bool, patience: float = _PATIENCE
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to a database file, closed on the way out.

    Args:
        path: the file; it is made when there is none and `read_only` is off.
        read_only: several readers may be there at once, a writer only alone.
        patience: how long to wait for another process that holds the file, in seconds.

    Raises:
        StoreTrouble: the file is not a database, or another process holds it.
    """
    connection = _connect(path, read_only=read_only, until=time.monotonic() + patience)
    try:
        yield connection
    finally:
        connection.close()


def _connect(path: Path, *, read_only: bool, until: float) -> duckdb.DuckDBPyConnection:
    while True:
        try:
            return duckdb.connect(str(path), read_only=read_only, config=_ENGINE_SETTINGS)
        except duckdb.Error as trouble:
            if "set lock on file" not in str(trouble):
                raise StoreTrouble(
                    f"{path.name}: the warehouse cannot be opened; damaged, of another kind, or not readable"
                ) from None
        if time.monotonic() > until:
            raise StoreTrouble(
                f"{path.name}: another halfterm process is using the warehouse; try again later"
            )
        time.sleep(_PAUSE)


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All or nothing: commits on the way out, rolls back on any error."""
    connection.execute("BEGIN TRANSACTION")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
