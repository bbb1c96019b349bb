"""The one place that touches the DuckDB engine: connections, their limits, and SQL from files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path

import duckdb

from halfterm.cycles.errors import StoreTrouble

# Nothing may need the network: no extension is fetched or loaded behind our back.
_ENGINE_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "preserve_insertion_order": True,
}


@cache
def sql(name: str) -> str:
    """The text of `warehouse/sql/NAME.sql`."""
    return files("halfterm.warehouse").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")


def memory() -> duckdb.DuckDBPyConnection:
    """A private database in memory, for a study of one file."""
    return duckdb.connect(":memory:", config=_ENGINE_SETTINGS)


@contextmanager
def opened(path: Path, *, read_only: bool) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to a database file, closed on the way out.

    Raises:
        StoreTrouble: the file is not a database, or another process holds it.
    """
    try:
        connection = duckdb.connect(str(path), read_only=read_only, config=_ENGINE_SETTINGS)
    except duckdb.IOException as trouble:
        if "lock" in str(trouble).casefold():
            raise StoreTrouble(f"{path.name}: another halfterm process is writing to the warehouse") from None
        raise StoreTrouble(f"{path.name}: the warehouse cannot be opened; is the file damaged?") from None
    except (duckdb.InvalidInputException, duckdb.SerializationException, duckdb.InternalException):
        raise StoreTrouble(f"{path.name}: this is not a database that halfterm can read") from None
    try:
        yield connection
    finally:
        connection.close()


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
