"""The events of a register as lines of text and back, from SQLite or PostgreSQL into either."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from sqlalchemy import select

from halfterm.cycles.errors import StoreTrouble
from halfterm.warehouse.register import register
from halfterm.warehouse.register_address import RegisterAddress, register_address
from halfterm.warehouse.register_store import opened_store
from halfterm.warehouse.register_tables import EVENTS

_COLUMNS = tuple(column.name for column in EVENTS.columns)


def export_events(address: RegisterAddress, path: Path) -> str:
    """Write every event as a line of JSON; returns the register's head, as NUMBER:HASH.

    Raises:
        StoreTrouble: the register is not as it was written.
    """
    with register(address):  # every event checked
        pass
    head = "0:"
    in_order = select(EVENTS).order_by(EVENTS.c.number)
    with opened_store(address) as store, store.reading() as events, path.open("w", encoding="utf-8") as file:
        for row in events.execute(in_order):
            file.write(json.dumps(dict(zip(_COLUMNS, row, strict=True)), ensure_ascii=False) + "\n")
            head = f"{row.number}:{row.hash}"
    return head


def check_events(path: Path, *, scratch: Path, head: str) -> None:
    """Put the events of a backup into a register of their own in the folder `scratch`, which checks them.

    Raises:
        StoreTrouble: an event is damaged or missing.
    """
    restore_events(register_address(scratch / "register.sqlite"), path, head=head)


def restore_events(address: RegisterAddress, path: Path, *, head: str) -> None:
    """Write the events of a backup into an empty register and check their chain.

    A register that holds just these events, in a database that outlived the workspace, is left as it is.

    Raises:
        StoreTrouble: an event is damaged or missing, or the register holds others.
    """
    rows = list(_rows(path))
    told = f"{rows[-1]['number']}:{rows[-1]['hash']}" if rows else "0:"
    if told != head:
        raise StoreTrouble("the backup does not hold the register that it was made with")
    with opened_store(address) as store, store.writing() as connection:
        there = connection.execute(select(EVENTS).order_by(EVENTS.c.number)).all()
        if there and f"{there[-1].number}:{there[-1].hash}" != head:
            raise StoreTrouble(f"{address.name}: holds other events; a backup is restored into an empty one")
        if rows and not there:
            connection.execute(EVENTS.insert(), rows)
    with register(address):  # the chain, from its first event to its head
        pass


def _rows(path: Path) -> Iterator[dict[str, object]]:
    try:
        with path.open(encoding="utf-8") as file:
            yield from _parsed(file)
    except (OSError, ValueError, KeyError, TypeError):
        raise StoreTrouble("the backup's events are damaged or missing") from None


def _parsed(lines: Iterable[str]) -> Iterator[dict[str, object]]:
    for line in lines:
        told = json.loads(line)
        yield {name: told[name] for name in _COLUMNS}
