"""The register: what people did to cycles, as append-only events, each with the hash of the one before."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
    select,
)
from sqlalchemy.exc import DBAPIError

from halfterm.cycles.errors import StoreTrouble
from halfterm.cycles.events import Event

_FIRST = "0" * 64
_PATIENCE = 30  # seconds that a process waits for its turn

_metadata = MetaData()
_events = Table(
    "event",
    _metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("on_day", String(10), nullable=False),
    Column("actor", String(64), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("body", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)


class Register:
    """An open register. Reading gives events in order; writing appends one, or nothing if it is there."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def events(self, kind: str | None = None, *, subject: str | None = None) -> tuple[Event, ...]:
        """The events in the order they were written; of one kind or subject when asked."""
        query = select(_events).order_by(_events.c.number)
        if kind is not None:
            query = query.where(_events.c.kind == kind)
        if subject is not None:
            query = query.where(_events.c.subject == subject)
        with self._engine.connect() as connection:
            return tuple(_event(row) for row in connection.execute(query))

    def append(self, kind: str, subject: str, *, actor: str, on: date, body: Mapping[str, Any]) -> Event:
        """Write one event behind the last."""
        with self._engine.begin() as connection:
            return _write(connection, kind, subject, actor=actor, on=on, body=_text(body))

    def append_once(
        self, kind: str, subject: str, *, actor: str, on: date, body: Mapping[str, Any]
    ) -> tuple[Event, bool]:
        """Write an event unless the last one of this kind about this subject says the same.

        Returns:
            The event, and whether it is fresh.
        """
        # In one turn: two processes that say the same at once must not both find it unsaid.
        with self._engine.begin() as connection:
            about = select(_events).where(_events.c.kind == kind, _events.c.subject == subject)
            last = connection.execute(about.order_by(_events.c.number.desc()).limit(1)).one_or_none()
            if last is not None and (last.actor, last.body) == (actor, _text(body)):
                return _event(last), False
            return _write(connection, kind, subject, actor=actor, on=on, body=_text(body)), True

    def broken_event(self) -> int | None:
        """The first event whose hash, number or link to the one before does not hold; None if all do."""
        with self._engine.connect() as connection:
            previous, expected = _FIRST, 1
            for row in connection.execute(select(_events).order_by(_events.c.number)):
                links = row.number == expected and row.previous == previous
                if not links or row.hash != _hash(row._asdict()):
                    return int(row.number)
                previous, expected = row.hash, expected + 1
        return None


@contextmanager
def register(path: Path) -> Iterator[Register]:
    """The register of a workspace in SQLite, checked at open.

    Raises:
        StoreTrouble: the file is damaged, or an event was changed after it was written.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Not a URL in text: a question mark in the path would begin its options.
    address = URL.create("sqlite", database=str(path))
    engine = create_engine(address, connect_args={"timeout": _PATIENCE})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _take_turn)
    try:
        _metadata.create_all(engine)
        kept = Register(engine)
        broken = kept.broken_event()
        if broken is not None:
            raise StoreTrouble(f"{path.name}: event {broken} is not as it was written; restore the register")
        yield kept
    except (DBAPIError, sqlite3.DatabaseError):
        raise StoreTrouble(f"{path.name}: the register cannot be read or written; restore it") from None
    finally:
        engine.dispose()


def _prepare(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # SQLAlchemy's begin below, not the driver's
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")


def _take_turn(connection: Connection) -> None:
    # The number and the hash come from the last event, so a writer must hold the turn before it reads.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _write(connection: Connection, kind: str, subject: str, *, actor: str, on: date, body: str) -> Event:
    last = connection.execute(select(_events).order_by(_events.c.number.desc()).limit(1)).one_or_none()
    number, previous = (1, _FIRST) if last is None else (last.number + 1, last.hash)
    row: dict[str, str | int] = {
        "number": number,
        "on_day": on.isoformat(),
        "actor": actor,
        "kind": kind,
        "subject": subject,
        "body": body,
        "previous": previous,
    }
    own = _hash(row)
    connection.execute(_events.insert().values(row | {"hash": own}))
    return Event(number, on, actor, kind, subject, json.loads(body), own)


def _text(body: Mapping[str, Any]) -> str:
    return json.dumps(body, sort_keys=True, ensure_ascii=False)


def _hash(row: Mapping[str, Any]) -> str:
    keys = ("number", "on_day", "actor", "kind", "subject", "body", "previous")
    return hashlib.sha256(json.dumps([row[key] for key in keys], ensure_ascii=False).encode()).hexdigest()


def _event(row: Any) -> Event:
    return Event(
        row.number,
        date.fromisoformat(row.on_day),
        row.actor,
        row.kind,
        row.subject,
        json.loads(row.body),
        row.hash,
    )
