"""The one place that touches the DuckDB engine: connections, their limits, and SQL from files.

No connection reaches further than its own database. As soon as the file is open, external access is
switched off, the configuration is locked, and only one folder stays open to SQL: the connection's
`staging_folder`, private (0700) and gone with it. So `read_csv('/etc/passwd')`, a COPY or ATTACH to another
place, and any SET fail, while a file that was put into the staging folder can be read, a database there
attached, and a table copied out into it. Both DuckDB 2.0.0 and 1.5.5 resolve `..` and links before
they compare with `allowed_directories`; it must be set after the file is open and before access is
switched off, since neither takes the three together in the configuration of a new connection.
"""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final
from weakref import WeakKeyDictionary

import duckdb

from halfterm.cycles.errors import StoreTrouble
from halfterm.warehouse.encryption import attach_encrypted, load_cipher
from halfterm.warehouse.engine_settings import STAGING, engine_settings, private_folder, shut_in, sweep
from halfterm.warehouse.engine_trouble import engine_named
from halfterm.warehouse.warehouse_address import USUAL_LIMITS, Limits, WarehouseAddress, address_of
from halfterm.warehouse.write_queue import Wait, see_no_writer, turn

_BUSY: Final = ("set lock on file", "different configuration")
_ATTACHED: Final = "warehouse"  # the name of an encrypted database, which has to be attached by one


@cache
def sql(name: str) -> str:
    """The text of `warehouse/sql/NAME.sql`."""
    return files("halfterm.warehouse").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")


@contextmanager
def memory(limits: Limits = USUAL_LIMITS) -> Iterator[duckdb.DuckDBPyConnection]:
    """A private database in memory, for a study of one file; shut in like any other."""
    with tempfile.TemporaryDirectory(prefix="halfterm-") as private:
        connection = duckdb.connect(":memory:", config=engine_settings(limits, private=Path(private)))
        try:
            shut_in(connection, private=Path(private))
            yield connection
        finally:
            connection.close()


def staging_folder(connection: duckdb.DuckDBPyConnection) -> Path:
    """The one folder whose files this connection may read, attach and write: private, gone when it closes.

    Readers of one process share it: put files into a folder of your own in it.
    """
    allowed: list[str] = connection.execute("SELECT current_setting('allowed_directories')").fetchall()[0][0]
    return next(Path(folder) for folder in allowed if Path(folder).name == STAGING)


@contextmanager
def opened(
    where: WarehouseAddress | Path, *, read_only: bool, doing: str = "writing", patience: float | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to a database file, closed on the way out.

    Args:
        where: the file; it is made when there is none and `read_only` is off.
        read_only: several readers may be there at once, a writer only alone.
        doing: what those who wait for this writer are told.
        patience: how long to wait for another process that holds the file, in seconds; by default as long
            as the limits say.

    Raises:
        StoreTrouble: the file is not a database, or another process holds it.
    """
    address = address_of(where)
    patience = address.limits.patience if patience is None else patience
    wait = Wait(address.name, patience=patience, say=address.say)
    door = _read(address, wait) if read_only else _written(address, wait, doing=doing)
    with door as connection:
        yield connection


@dataclass(slots=True)
class _Readers:
    """The readers of one file in this process: they share an instance of the engine, and its file handle."""

    instance: duckdb.DuckDBPyConnection
    until_last: ExitStack
    count: int = 0


# By file: its readers in this process, or None while this process writes it. Two instances of the engine
# with one file open in one process would take each other's lock away.
_open_here: dict[Path, _Readers | None] = {}
_one_at_a_time = threading.Lock()


@contextmanager
def _written(address: WarehouseAddress, wait: Wait, *, doing: str) -> Iterator[duckdb.DuckDBPyConnection]:
    file = address.file.resolve()
    with turn(address.lock, wait, doing=doing), private_folder(address.private) as private:
        while True:
            with _one_at_a_time:
                free = file not in _open_here
                connection = _tried(address, private=private, read_only=False) if free else None
                if connection is not None:
                    _open_here[file] = None
                    break
            wait.go_on("reading")
        try:
            # Nobody else has the file open now, so no folder here but ours is anybody's.
            sweep(address.private, but=private)
            address.file.chmod(0o600)
            yield connection
        finally:
            with _one_at_a_time:
                connection.close()
                del _open_here[file]


@contextmanager
def _read(address: WarehouseAddress, wait: Wait) -> Iterator[duckdb.DuckDBPyConnection]:
    file = address.file.resolve()
    see_no_writer(address.lock, wait)
    while (readers := _joined(address, file)) is None:
        wait.go_on("it has the file open and does not queue")
        see_no_writer(address.lock, wait)
    connection = readers.instance.cursor()
    try:
        if address.key is not None:
            connection.execute(f"USE {_ATTACHED}")
        yield connection
    finally:
        connection.close()
        with _one_at_a_time:
            readers.count -= 1
            if not readers.count:
                del _open_here[file]
                readers.until_last.close()


def _joined(address: WarehouseAddress, file: Path) -> _Readers | None:
    """The readers of a file in this process, one more now; None while somebody writes it."""
    with _one_at_a_time:
        readers = _open_here[file] if file in _open_here else _first_reader(address)
        if readers is not None:
            _open_here[file] = readers
            readers.count += 1
        return readers


def _first_reader(address: WarehouseAddress) -> _Readers | None:
    with ExitStack() as stack:
        private = stack.enter_context(private_folder(address.private))
        instance = _tried(address, private=private, read_only=True)
        if instance is None:
            return None
        stack.callback(instance.close)
        return _Readers(instance, stack.pop_all())


def _tried(address: WarehouseAddress, *, private: Path, read_only: bool) -> duckdb.DuckDBPyConnection | None:
    """A connection of its own instance of the engine; None while another process holds the file."""
    try:
        return _connect(address, private=private, read_only=read_only)
    except duckdb.Error as trouble:
        if any(words in str(trouble) for words in _BUSY):
            return None
    raise StoreTrouble(
        f"{address.name}: the warehouse cannot be opened; damaged, of another kind, or not readable"
    )


def _connect(address: WarehouseAddress, *, private: Path, read_only: bool) -> duckdb.DuckDBPyConnection:
    settings = engine_settings(address.limits, private=private)
    if address.key is None:
        connection = duckdb.connect(str(address.file), read_only=read_only, config=settings)
    else:
        secret = address.key().secret
        connection = duckdb.connect(":memory:", config=settings)
    try:
        if address.key is not None:
            load_cipher(connection)
            attach_encrypted(connection, address.file, secret, name=_ATTACHED, read_only=read_only)
        shut_in(connection, private=private)
    except BaseException:
        connection.close()
        raise
    return connection


_Settle = Callable[[], None]
_Announce = Callable[[duckdb.DuckDBPyConnection], _Settle]
_before_commit: WeakKeyDictionary[duckdb.DuckDBPyConnection, _Announce] = WeakKeyDictionary()


def note_commits(connection: duckdb.DuckDBPyConnection, before: _Announce) -> None:
    """Have `before` called before each commit of this connection, and what it returns after the commit.

    It must not hold the connection itself, which would then never be let go.
    """
    _before_commit[connection] = before


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All or nothing: commits on the way out, rolls back on any error.

    Raises:
        StoreTrouble: memory or disk ran out, or the engine refused a statement; nothing was taken in.
    """
    before = _before_commit.get(connection)
    with engine_named("the warehouse", outcome="; nothing was taken in"):
        connection.execute("BEGIN TRANSACTION")
        try:
            yield
            settle = before(connection) if before is not None else None
            connection.execute("COMMIT")
        except BaseException:
            with suppress(duckdb.Error):  # the engine has rolled back by itself after a fault of its own
                connection.execute("ROLLBACK")
            raise
    if settle is not None:
        settle()
