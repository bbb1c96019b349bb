"""How far the ledger had come, noted in a file beside the warehouse: an older copy of it would look whole.

The note holds the number of the ledger's entries and a hash of them. It is written after the commit of each
transaction that adds to the ledger: the write-ahead log holds it then, so the note never speaks of what is
not there; a log that is deleted or damaged before the next checkpoint is noticed too. A process killed
between the two leaves a note that is behind, which is accepted and advanced: entries are only ever
added. A transaction that writes entries anew (new pseudonyms) notes both heads before its commit and the
new one after it, so that a kill between the two leaves a note with which either state agrees.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable
from pathlib import Path

import duckdb

from halfterm.cycles.errors import StoreTrouble
from halfterm.warehouse.database import sql
from halfterm.warehouse.register_head import Head

_HEAD = re.compile(r"([0-9]+):([0-9a-f]{64})")


def noted_heads(anchor: Path) -> tuple[Head, ...]:
    """What is noted: nothing yet, one head, or two of a transaction that may not have been completed.

    Raises:
        StoreTrouble: the file is not such a note.
    """
    try:
        lines = anchor.read_text(encoding="ascii").split()
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError):
        lines = []
    found = [_HEAD.fullmatch(line) for line in lines]
    heads = tuple(Head(int(each[1]), each[2]) for each in found if each)
    if not heads or len(heads) < len(lines):
        raise StoreTrouble(
            f"{anchor.name}: not the note of how many loads the warehouse had; restore it from a backup, or "
            "delete it if you are sure that the warehouse is the newest"
        )
    return heads


def ledger_head(connection: duckdb.DuckDBPyConnection, *, noted: int = 0) -> tuple[Head, str]:
    """The head of the ledger, and the hash of its first `noted` entries."""
    row = connection.execute(sql("ledger_head"), {"noted": noted}).fetchall()[0]
    return Head(row[0], row[1]), row[2]


def check_head(connection: duckdb.DuckDBPyConnection, anchor: Path, *, name: str) -> None:
    """See that the ledger goes as far as was noted, and began as it did then.

    Raises:
        StoreTrouble: it does not; an older copy, another warehouse, or lost entries.
    """
    heads = noted_heads(anchor)
    if not heads:
        return
    if not _has_ledger(connection):
        raise StoreTrouble(f"{name}: the warehouse is empty, and it was not; {_mend(anchor)}")
    entries = 0
    for head in heads:
        now, at_note = ledger_head(connection, noted=head.number)
        if head.number <= now.number and head.hash == at_note:
            return
        entries = now.number
    least = min(head.number for head in heads)
    if entries < least:
        raise StoreTrouble(
            f"{name}: the warehouse holds less than it did ({entries} of {least} entries in its ledger): an "
            f"older copy, or its last loads were lost; {_mend(anchor)}"
        )
    raise StoreTrouble(f"{name}: this is not the warehouse that was here before; {_mend(anchor)}")


def check_not_lost(file: Path, anchor: Path) -> None:
    """See that a warehouse which is not there has never been there.

    Raises:
        StoreTrouble: it has.
    """
    if heads := noted_heads(anchor):
        raise StoreTrouble(
            f"{file.name}: the warehouse is gone; its ledger had {heads[-1].number} entries; {_mend(anchor)}"
        )


def announce(connection: duckdb.DuckDBPyConnection, anchor: Path) -> Callable[[], None]:
    """Called before a commit; gives what notes the new head after it."""
    if not _has_ledger(connection):
        return _nothing
    heads = noted_heads(anchor)
    noted = heads[-1].number if heads else 0
    now, at_note = ledger_head(connection, noted=noted)
    if heads == (now,) or not (heads or now.number):
        return _nothing
    if heads and (at_note != heads[-1].hash or now.number < noted):
        _note(anchor, *heads, now)
    return lambda: _note(anchor, now)


def note_now(connection: duckdb.DuckDBPyConnection, anchor: Path) -> None:
    """Note the head as it is: after a checked opening, a note that a kill left behind is advanced."""
    announce(connection, anchor)()


def _has_ledger(connection: duckdb.DuckDBPyConnection) -> bool:
    # Asked of the catalogue: a statement that fails would end the transaction on DuckDB 1.5.5.
    there = "SELECT 1 FROM duckdb_tables() WHERE table_name = 'ledger' AND NOT temporary"
    return bool(connection.execute(there).fetchall())


def _mend(anchor: Path) -> str:
    return f"restore it from a backup, or delete {anchor.name} if you mean to go on with what is here"


def _nothing() -> None:
    """Nothing has changed, so nothing is noted."""


def _note(anchor: Path, *heads: Head) -> None:
    """Whole or not at all; only the process that holds the writers' turn comes here."""
    handle, fresh = tempfile.mkstemp(prefix=f".{anchor.name}.", dir=anchor.parent)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.writelines(f"{head}\n" for head in heads)
        file.flush()
        os.fsync(file.fileno())
    Path(fresh).replace(anchor)
