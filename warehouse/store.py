"""The warehouse of a workspace: opened, migrated and checked before anything else happens.

What is checked at every opening: that the ledger goes as far as the note beside the database says
(`ledger_head`), and that the rows of every load and lock are as the ledger says (see `last_check`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from importlib.resources import files
from pathlib import Path

import duckdb

from halfterm.cycles.errors import StoreTrouble
from halfterm.warehouse.database import note_commits, opened, sql, transaction
from halfterm.warehouse.engine_trouble import engine_named, said
from halfterm.warehouse.last_check import note_check, was_checked
from halfterm.warehouse.ledger_head import announce, check_head, check_not_lost, note_now
from halfterm.warehouse.warehouse_address import WarehouseAddress, address_of

_NEWER = "the warehouse was made by a newer halfterm; update this one"


@contextmanager
def warehouse(
    where: WarehouseAddress | Path, *, doing: str = "writing"
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse, ready to be written: migrated, its ledger compared, checkpointed on the way out.

    `doing` is what other processes are told that wait for this one.

    Raises:
        StoreTrouble: busy, damaged, lost, made by a newer halfterm, or rows are not as the ledger says; or
            memory or disk ran out on the way.
    """
    address = address_of(where)
    address.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not address.file.exists():
        check_not_lost(address.file, address.anchor)
    with opened(address, read_only=False, doing=doing) as connection:
        with _damage_named(address.name):
            check_head(connection, address.anchor, name=address.name)
            known = was_checked(address)
            note_commits(connection, partial(announce, anchor=address.anchor))
            migrate(connection, name=address.name)
            check_ledger(connection, name=address.name, in_full=not known)
            note_now(connection, address.anchor)
            if not known:
                note_check(address)
        with engine_named(address.name):
            yield connection
            connection.execute("CHECKPOINT")


@contextmanager
def reading(where: WarehouseAddress | Path, *, in_full: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse, read-only; `in_full` compares every row with the ledger whatever was compared before.

    Raises:
        StoreTrouble: there is no warehouse yet, or it is busy, damaged or lost.
    """
    address = address_of(where)
    if not address.file.exists():
        check_not_lost(address.file, address.anchor)
        raise StoreTrouble(f"{address.name}: there is no warehouse yet; nothing has been loaded")
    with ExitStack() as stack:
        connection = stack.enter_context(opened(address, read_only=True))
        with _damage_named(address.name):
            behind = _is_behind(connection, name=address.name)
        if behind:
            # Made by an older halfterm, or by a process that was killed before it had made every table.
            stack.close()
            with warehouse(address, doing="bringing up to date"):
                pass
            connection = stack.enter_context(opened(address, read_only=True))
        with _damage_named(address.name):
            check_head(connection, address.anchor, name=address.name)
            known = not in_full and was_checked(address)
            check_ledger(connection, name=address.name, in_full=not known)
            if not known:
                note_check(address)
        with engine_named(address.name):
            yield connection


@contextmanager
def _damage_named(name: str) -> Iterator[None]:
    """A read that fails before any work is begun means a damaged file; the engine's words stay here."""
    try:
        yield
    except duckdb.OutOfMemoryException as trouble:
        raise StoreTrouble(f"{name}: {said(trouble)}") from None
    except duckdb.Error:
        raise StoreTrouble(f"{name}: the warehouse is damaged; restore it or load again") from None


def migrate(connection: duckdb.DuckDBPyConnection, *, name: str, only: Collection[int] | None = None) -> None:
    """Bring a database up to this halfterm's tables, or to those of the numbered steps `only`.

    Raises:
        StoreTrouble: a step was taken, or is asked for, that only a newer halfterm knows.
    """
    connection.execute("CREATE TABLE IF NOT EXISTS migration (number INTEGER NOT NULL)")
    done, steps = _done(connection), _migrations()
    if (done | set(only or ())) - steps.keys():
        raise StoreTrouble(f"{name}: {_NEWER}")
    for number in sorted(steps.keys() - done if only is None else set(only) - done):
        with transaction(connection):
            connection.execute(steps[number])
            connection.execute("INSERT INTO migration VALUES (?)", [number])


def _is_behind(connection: duckdb.DuckDBPyConnection, *, name: str) -> bool:
    """Whether steps are missing that this halfterm knows."""
    there = "SELECT 1 FROM duckdb_tables() WHERE table_name = 'migration' AND NOT temporary"
    if not connection.execute(there).fetchall():
        return True
    done, steps = _done(connection), _migrations()
    if done - steps.keys():
        raise StoreTrouble(f"{name}: {_NEWER}")
    return done < steps.keys()


def _done(connection: duckdb.DuckDBPyConnection) -> set[int]:
    return {row[0] for row in connection.execute("SELECT number FROM migration").fetchall()}


def _migrations() -> dict[int, str]:
    """The SQL of each numbered step."""
    folder = files("halfterm.warehouse").joinpath("sql", "migrations")
    numbered = ((re.fullmatch(r"([0-9]{3})_\w+\.sql", step.name), step) for step in folder.iterdir())
    return {int(name[1]): step.read_text(encoding="utf-8") for name, step in numbered if name}


def check_ledger(connection: duckdb.DuckDBPyConnection, *, name: str, in_full: bool = True) -> None:
    """See that the rows of every load and lock are as the ledger says, or at least as many.

    Raises:
        StoreTrouble: they are not; the entries are named.
    """
    connection.execute(sql("ledger_rows"))
    wrong = connection.execute(sql("ledger_check" if in_full else "ledger_count")).fetchall()
    if wrong:
        entries = ", ".join(dict.fromkeys(entry for entry, _ in wrong))
        raise StoreTrouble(
            f"{name}: the warehouse does not hold what was loaded or frozen ({entries}); "
            "restore it or load again"
        )
