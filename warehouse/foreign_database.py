"""Somebody else's database: its address with secrets filled in, its driver, what keeps it from writing."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, make_url, text
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.warehouse.place import Database
from halfterm.warehouse.variables import filled, is_variable, missing

_CONNECT = 15  # seconds
_DRIVERS = {
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
    "mysql": "mysql+pymysql",
    "mysql+pymysql": "mysql+pymysql",
    "mariadb": "mariadb+pymysql",
    "mariadb+pymysql": "mariadb+pymysql",
    "mssql": "mssql+pymssql",
    "mssql+pymssql": "mssql+pymssql",
    "sqlite": "sqlite",
    "sqlite+pysqlite": "sqlite",
}
_EXTRAS = {"postgresql": "postgres", "mysql": "mysql", "mariadb": "mysql", "mssql": "mssql"}


def resolved(text_: str, *, name: str, environment: Mapping[str, str]) -> URL:
    """The URL with every `${NAME}` replaced, part by part: a password may hold what ends a part of a URL.

    Raises:
        BadInput: the environment lacks an entry, or it is no database that is read. Never repeats the URL.
    """
    lacking = missing([text_], environment)
    if lacking:
        raise BadInput(*(f"{name}: the environment has no {entry}, which its url names" for entry in lacking))
    url = _parsed(filled(text_, environment) if is_variable(text_) else text_, name=name)
    if is_variable(text_):
        return url

    def fill(part: str | None) -> str | None:
        return filled(part, environment) if part else None

    return url.set(
        username=fill(url.username),
        password=fill(url.password),
        host=fill(url.host),
        database=fill(url.database),
        query={key: fill(part) or "" for key, part in url.query.items() if isinstance(part, str)},
    )


def _parsed(text_: str, *, name: str) -> URL:
    try:
        url = make_url(text_)
    except (ArgumentError, ValueError):
        raise BadInput(f"{name}: its url is not the address of a database") from None
    if url.drivername not in _DRIVERS:
        known = [driver for driver in _DRIVERS if "+" not in driver]
        near = did_you_mean(url.drivername, known)
        raise BadInput(f"{name}: only these databases are read: {', '.join(known)}{near}")
    return url.set(drivername=_DRIVERS[url.drivername])


def engine_of(url: URL, database: Database, *, name: str, workspace: Path) -> Engine:
    """An engine for one fetch; nothing is connected to yet.

    Raises:
        BadInput: its driver is not installed, or a SQLite file is not in the workspace.
    """
    kind = url.get_backend_name()
    try:
        if kind == "sqlite":
            return create_engine(
                "sqlite://", creator=_sqlite(url, database, name, workspace), poolclass=NullPool
            )
        # NullPool: a connection that is closed is closed, and nothing is kept for later.
        return create_engine(
            url, poolclass=NullPool, hide_parameters=True, connect_args=_patience(kind, database.seconds)
        )
    except (ModuleNotFoundError, NoSuchModuleError):
        extra = _EXTRAS[kind]
        raise BadInput(
            f"{name}: the driver for {kind} is not installed; run: pip install 'halfterm[{extra}]'"
        ) from None
    except (ArgumentError, TypeError, ValueError):
        raise BadInput(f"{name}: its url has an option that its driver does not know") from None


def _patience(kind: str, seconds: float) -> dict[str, object]:
    """The driver's own words for how long to wait for the server, and where it can, for an answer."""
    whole = max(1, round(seconds))
    if kind == "postgresql":
        return {"connect_timeout": _CONNECT}
    if kind == "mssql":
        return {"login_timeout": _CONNECT, "timeout": whole}
    return {"connect_timeout": _CONNECT, "read_timeout": whole}


def _sqlite(url: URL, database: Database, name: str, workspace: Path) -> Callable[[], sqlite3.Connection]:
    path = (workspace / (url.database or "")).resolve()
    if not path.is_relative_to(workspace.resolve()):
        raise BadInput(f"{name}: its file lies outside the workspace")
    if not path.is_file():
        raise BadInput(f"{name}: there is no such file in the workspace")

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, check_same_thread=False)
        until = time.monotonic() + database.seconds
        connection.set_progress_handler(lambda: time.monotonic() > until, 100_000)
        connection.execute("PRAGMA query_only = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        return connection

    return connect


def only_read(connection: Connection, seconds: float) -> None:
    """Have the database itself refuse to write and stop a slow statement, where it can."""
    match connection.dialect.name:
        case "postgresql":
            connection.execute(text("SET TRANSACTION READ ONLY"))
            connection.execute(
                text("SELECT set_config('statement_timeout', :most, true)"),
                {"most": f"{int(seconds * 1000)}ms"},
            )
        case "mysql" | "mariadb":
            connection.execute(text("SET SESSION TRANSACTION READ ONLY"))
            connection.rollback()  # it holds from the next transaction on
