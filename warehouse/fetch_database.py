"""A table or a query of somebody else's database, read and never written, as CSV.

What a driver says when it breaks can hold the statement, a value or the password, so none of its words
leaves this module.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from sqlalchemy import URL, Connection, Result, make_url, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.sql import Executable, column, select, table

from halfterm.cycles.errors import BadInput
from halfterm.warehouse.fetched import write_table
from halfterm.warehouse.foreign_database import engine_of, only_read, resolved
from halfterm.warehouse.place import Database
from halfterm.warehouse.place_rules import PARAMETERS
from halfterm.warehouse.variables import is_variable

_ROWS_AT_ONCE = 5000


def table_name(database: Database) -> str:
    """What a person calls the place: `database marks`, after its table or, for a query, the database."""
    if database.table:
        return f"database {database.table}"
    if is_variable(database.url):
        return "database query"
    return f"database {Path(make_url(database.url).database or 'query').name}"


def write_csv(
    database: Database,
    copy: Path,
    *,
    workspace: Path,
    half_term: str,
    called: str | None,
    environment: Mapping[str, str],
) -> int:
    """Write the rows of a table or query as CSV.

    Args:
        database: where they are; its `${NAME}`s are looked up here and forgotten again.
        copy: the file to make.
        workspace: the folder that a SQLite file must lie in.
        half_term: the value of `:half_term`.
        called: the value of `:called`.
        environment: the environment, handed over by the one place that reads it.

    Returns:
        The number of rows.

    Raises:
        BadInput: an entry of the environment or a driver is missing, the database cannot be reached or
            refuses the query, the table is too long or the statement too slow.
    """
    name = table_name(database)
    url = resolved(database.url, name=name, environment=environment)
    engine = engine_of(url, database, name=name, workspace=workspace)
    values = _values(database, {"half_term": half_term, "called": called}, name=name)
    try:
        with engine.connect() as connection:
            only_read(connection, database.seconds)
            return _write(connection, database, values, copy=copy, name=name)
    except BadInput as wrong:
        raise BadInput(
            *(problem if name in problem else f"{name}: {problem}" for problem in wrong.problems)
        ) from None
    except (SQLAlchemyError, sqlite3.Error, OSError, ValueError, UnicodeError) as trouble:
        raise BadInput(f"{name}: {_said(trouble, url)}") from None
    finally:
        engine.dispose()


def _values(database: Database, values: Mapping[str, str | None], *, name: str) -> dict[str, str]:
    asked = set(text(database.query).compile().params) if database.query else set()
    given = {key: values[key] for key in PARAMETERS if key in asked}
    lacking = [key for key, value in given.items() if value is None]
    if lacking:
        raise BadInput(f"{name}: the query asks for :{lacking[0]}, which this half-term does not say")
    return {key: value for key, value in given.items() if value is not None}


def _statement(database: Database) -> Executable:
    if database.query:
        return text(database.query.strip().removesuffix(";"))
    schema, _, name = str(database.table).rpartition(".")
    return select(column("*", is_literal=True)).select_from(table(name, schema=schema or None))


def _write(
    connection: Connection, database: Database, values: Mapping[str, str], *, copy: Path, name: str
) -> int:
    streamed = connection.execution_options(stream_results=True, yield_per=_ROWS_AT_ONCE)
    with streamed.execute(_statement(database), values) as result:
        return write_table(copy, result.keys(), _rows(result, database, name=name))


def _rows(result: Result[tuple[object, ...]], database: Database, *, name: str) -> Iterator[Iterable[object]]:
    until = time.monotonic() + database.seconds
    for number, row in enumerate(result):
        if number >= database.most_rows:
            raise BadInput(
                f"{name}: more than {database.most_rows} rows; is a join's condition missing? "
                "A table that really is so long says so under 'most_rows'"
            )
        if number % _ROWS_AT_ONCE == 0 and time.monotonic() > until:
            raise BadInput(_slow(name, database.seconds))
        yield row


def _slow(name: str, seconds: float) -> str:
    return f"{name}: the statement takes longer than {seconds:g} s; 'seconds' says how long it may"


def _said(trouble: Exception, url: URL) -> str:
    """Our own sentence for what happened, by the class or code of the driver's error, never its words."""
    code = getattr(getattr(trouble, "orig", None), "sqlstate", None) or ""
    kind = type(trouble).__name__
    lower = str(trouble).casefold()
    if code == "57014" or "interrupted" in lower or "timed out" in lower:
        return "the statement takes too long; 'seconds' says how long it may"
    if code.startswith("28") or "password authentication" in lower:
        return "the database refuses this user and password"
    if code == "42501":
        return "this user may not read what the source asks for"
    if code == "25006" or "readonly" in lower or "read-only" in lower:
        return "the query would write, and a source only reads"
    if code in ("42P01", "42S02") or "no such table" in lower:
        return "the database has no such table"
    if code == "42703" or "no such column" in lower:
        return "the query names a column that the database does not have"
    if code.startswith("42") or "syntax error" in lower or kind == "ProgrammingError":
        return "the database does not understand the query; try it in the database's own tool"
    if "not a database" in lower or "malformed" in lower:
        return "this is not a SQLite database that can be read"
    if kind == "OperationalError" and url.host is not None and not code:
        return "the database cannot be reached; are host, port and database's name right?"
    return "the database does not give the table; try the query in the database's own tool"
