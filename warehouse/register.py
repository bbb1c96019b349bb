"""The register: what people did to cycles, as append-only events, each with the hash of the one before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from halfterm.cycles.errors import StoreTrouble
from halfterm.cycles.events import Event
from halfterm.warehouse.register_address import RegisterAddress, register_address
from halfterm.warehouse.register_head import EMPTY, NOTHING_BEFORE, Head, note_head, noted_head
from halfterm.warehouse.register_store import Store, opened_store
from halfterm.warehouse.register_tables import EVENTS, missing_guards, set_guards

_IN_ORDER = select(EVENTS).order_by(EVENTS.c.number)
_COLUMNS = tuple(column.name for column in EVENTS.columns)
_LAST_FIRST = select(EVENTS).order_by(EVENTS.c.number.desc())


@dataclass(frozen=True, slots=True)
class NewEvent:
    """One event of several that are written together."""

    kind: str
    subject: str
    actor: str
    on: date
    body: Mapping[str, Any]


class Register:
    """An open register. Reading gives events in order; writing appends, or nothing if it is there."""

    def __init__(self, store: Store, *, anchor: Path | None) -> None:
        self._store = store
        self._anchor = anchor

    def events(self, kind: str | None = None, *, subject: str | None = None) -> tuple[Event, ...]:
        """The events in the order they were written; of one kind or subject when asked."""
        query = _IN_ORDER
        if kind is not None:
            query = query.where(EVENTS.c.kind == kind)
        if subject is not None:
            query = query.where(EVENTS.c.subject == subject)
        with self._store.reading() as connection:
            return tuple(_event(row) for row in connection.execute(query))

    def head(self) -> Head:
        """The number and hash of the last event: all that somebody has to keep to notice a change."""
        with self._store.reading() as connection:
            return _head(connection)

    def append(self, kind: str, subject: str, *, actor: str, on: date, body: Mapping[str, Any]) -> Event:
        """Write one event behind the last."""
        return self.append_all([NewEvent(kind, subject, actor, on, body)])[0]

    def append_all(self, events: Iterable[NewEvent]) -> tuple[Event, ...]:
        """Write several events behind the last, all of them or none, with no other's between them."""
        with self._store.writing() as connection:
            written = _write(connection, events)
        self._note(written)
        return written

    def append_once(
        self, kind: str, subject: str, *, actor: str, on: date, body: Mapping[str, Any]
    ) -> tuple[Event, bool]:
        """Write an event unless the last one of this kind about this subject says the same.

        Returns:
            The event, and whether it is fresh.
        """
        # In one turn: two processes that say the same at once must not both find it unsaid.
        with self._store.writing() as connection:
            about = _LAST_FIRST.where(EVENTS.c.kind == kind, EVENTS.c.subject == subject)
            last = connection.execute(about.limit(1)).one_or_none()
            if last is not None and (last.actor, last.body) == (actor, _text(body)):
                return _event(last), False
            written = _write(connection, [NewEvent(kind, subject, actor, on, body)])
        self._note(written)
        return written[0], True

    def broken_event(self) -> int | None:
        """The first event whose hash, number or link to the one before does not hold; None if all do."""
        with self._store.reading() as connection:
            broken = _walk(connection, 0).broken
        return None if broken is None else int(broken.number)

    def put_guards_back(self) -> tuple[str, ...]:
        """Put back the triggers by which the database itself refuses a change; those that were missing."""
        with self._store.reading() as connection:
            missing = missing_guards(connection)
        if missing:
            with self._store.writing() as connection:
                set_guards(connection)
        return missing

    def check(self) -> None:
        """See that every event is as it was written, and that none is missing behind the noted head.

        Raises:
            StoreTrouble: one is not; it is named.
        """
        # The note first: events that others write meanwhile may only make it look old.
        noted = EMPTY if self._anchor is None else noted_head(self._anchor) or EMPTY
        with self._store.reading() as connection:
            walk = _walk(connection, noted.number)
        for problem in _problems(walk, noted):
            raise StoreTrouble(f"{self._store.name}: {problem}; restore the register")
        if self._anchor is not None:
            note_head(self._anchor, walk.last)

    def _note(self, written: tuple[Event, ...]) -> None:
        for last in written[-1:]:
            if self._anchor is not None:
                note_head(self._anchor, Head(last.number, last.hash))


@contextmanager
def register(where: RegisterAddress | Path | str) -> Iterator[Register]:
    """The register at an address, every event and the noted head checked at open.

    A path is a SQLite file, a text the URL of a PostgreSQL database.

    Raises:
        BadInput: the URL is none, or PostgreSQL's driver is not installed.
        StoreTrouble: damaged, unreachable, busy, made by a newer halfterm, or an event was changed or lost.
    """
    address = where if isinstance(where, RegisterAddress) else register_address(where)
    with opened_store(address) as store:
        kept = Register(store, anchor=address.anchor)
        kept.check()
        yield kept


def _head(connection: Connection) -> Head:
    last = connection.execute(_LAST_FIRST.limit(1)).one_or_none()
    return EMPTY if last is None else Head(last.number, last.hash)


@dataclass(frozen=True, slots=True)
class _Walk:
    """The chain from its beginning, as far as it holds: its last event, and the hash of the noted one."""

    last: Head
    at_note: str
    broken: Any  # the row of the first event that does not hold; None if all do


def _walk(connection: Connection, noted: int) -> _Walk:
    previous, number, at_note = NOTHING_BEFORE, 0, NOTHING_BEFORE
    with connection.execute(_IN_ORDER, execution_options={"yield_per": 1000}) as rows:
        for row in rows:
            *content, own = row
            if row.number != number + 1 or row.previous != previous or own != _hash(content):
                return _Walk(Head(number, previous), at_note, row)
            previous, number = own, number + 1
            if number == noted:
                at_note = own
    return _Walk(Head(number, previous), at_note, None)


def _problems(walk: _Walk, noted: Head) -> Iterator[str]:
    if walk.broken is not None:
        yield f"{_named(walk.broken)} is not as it was written"
    elif noted.number > walk.last.number:
        yield f"events after {walk.last.number} are missing; {noted.number} were noted"
    elif noted.hash != walk.at_note:
        yield f"event {noted.number} is not the one that was noted: the register was written anew"


def _named(row: Any) -> str:
    """An event in a message, with what it now says of itself: that may be anything."""
    about = ", ".join(str(part) for part in (row.kind, row.subject, row.on_day))
    return f"event {row.number} ({''.join(c if c.isprintable() else '?' for c in about)[:200]})"


def _write(connection: Connection, events: Iterable[NewEvent]) -> tuple[Event, ...]:
    last, rows, written = _head(connection), [], []
    for event in events:
        number, body = last.number + 1, _text(event.body)
        content = (number, event.on.isoformat(), event.actor, event.kind, event.subject, body, last.hash)
        last = Head(number, _hash(content))
        rows.append(dict(zip(_COLUMNS, (*content, last.hash), strict=True)))
        written.append(
            Event(number, event.on, event.actor, event.kind, event.subject, json.loads(body), last.hash)
        )
    if rows:
        connection.execute(EVENTS.insert(), rows)
    return tuple(written)


def _text(body: Mapping[str, Any]) -> str:
    return json.dumps(body, sort_keys=True, ensure_ascii=False)


def _hash(content: Iterable[Any]) -> str:
    """Of number, day, actor, kind, subject, body and the hash before, in this order."""
    # What is no text or number was never written by us: it only has to give another hash.
    written = json.dumps(list(content), ensure_ascii=False, default=repr)
    return hashlib.sha256(written.encode()).hexdigest()


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
