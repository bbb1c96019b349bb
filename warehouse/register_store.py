"""The database under a register: transactions in SQLite or PostgreSQL, one writer at a time."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError

from halfterm.cycles.errors import BadInput, StoreTrouble
from halfterm.warehouse.register_address import RegisterAddress
from halfterm.warehouse.register_tables import is_settled, settle

_PATIENCE = 60  # seconds that a process waits for its turn to write
_CONNECT_PATIENCE = 10  # seconds that it waits for a server to answer
_PAUSE = 0.02  # seconds between two tries
_TURN = 0x68616C66_7465726D  # the advisory lock of PostgreSQL that a writer holds: 'halfterm' in ASCII
_BUSY = ("database is locked", "lock timeout")
_NO_PRIVILEGE = "42501"  # an SQLSTATE


class Store:
    """Transactions on one database. What goes wrong in the engine comes out as `StoreTrouble`."""

    def __init__(self, engine: Engine, *, name: str) -> None:
        self.name = name
        self._reading = engine
        self._writing = engine.execution_options(takes_turn=True)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees the database as it was at its first statement."""
        with self._named(), self._reading.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that holds the writers' turn: what it reads stays the last word until it ends."""
        with self._named(), self._writing.begin() as connection:
            yield connection

    @contextmanager
    def _named(self) -> Iterator[None]:
        try:
            yield
        except (DBAPIError, sqlite3.DatabaseError) as trouble:
            raise StoreTrouble(f"{self.name}: {_said(trouble)}") from None


def _said(trouble: DBAPIError | sqlite3.DatabaseError) -> str:
    """What to do about it; the engine's own words may hold a person's words or an address."""
    if any(words in str(trouble) for words in _BUSY):
        return "another halfterm process is using the register; try again later"
    if isinstance(trouble, DBAPIError) and not isinstance(trouble.orig, sqlite3.Error):
        if trouble.statement is None or trouble.connection_invalidated:
            return "the server cannot be reached, or it does not let this user in"
        if getattr(trouble.orig, "sqlstate", None) == _NO_PRIVILEGE:
            return "this user may not read or write the register's tables; ask who looks after the database"
    return "the register cannot be read or written; restore it"


@contextmanager
def opened_store(address: RegisterAddress) -> Iterator[Store]:
    """The database at an address, its tables made when they are missing; closed on the way out.

    Raises:
        BadInput: PostgreSQL's driver is not installed.
        StoreTrouble: damaged, unreachable, busy, somebody else's, or made by a newer halfterm.
    """
    if address.file is not None:
        address.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = _engine(address)
    store = Store(engine, name=address.name)
    try:
        with store.reading() as connection:
            settled = is_settled(connection, name=store.name)
        if not settled:
            with store.writing() as connection:
                settle(connection)
        yield store
    finally:
        engine.dispose()


def _engine(address: RegisterAddress) -> Engine:
    if address.file is not None:
        engine = create_engine(address.url, connect_args={"timeout": _PATIENCE})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    try:
        # A snapshot taken before the turn is one's own would not show the last event.
        engine = create_engine(
            address.url,
            isolation_level="READ COMMITTED",
            connect_args={"connect_timeout": _CONNECT_PATIENCE, "application_name": "halfterm"},
        )
    except ImportError:
        raise BadInput(
            "the register is kept in PostgreSQL, whose driver is not installed; install halfterm[postgres]"
        ) from None
    event.listen(engine, "connect", _prepare_postgresql)
    event.listen(engine, "begin", _begin_postgresql)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _: Any) -> None:
    connection.isolation_level = None  # SQLAlchemy's begin below, not the driver's
    until = time.monotonic() + _PATIENCE
    while connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        # The one statement that does not wait by itself when several processes open a new file at once.
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(_PAUSE)
    connection.execute("PRAGMA synchronous=FULL")


def _begin_sqlite(connection: Connection) -> None:
    takes_turn = connection.get_execution_options().get("takes_turn")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if takes_turn else "BEGIN")


def _prepare_postgresql(connection: Any, _: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{_PATIENCE}s'")
        cursor.execute("SET synchronous_commit = on")  # what was acknowledged outlives a power cut
    connection.commit()


def _begin_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get("takes_turn"):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_TURN})")
