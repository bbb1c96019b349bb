"""The tables of a warehouse as Parquet files and back: through SQL only, never by a copy of the live file.

A copy or a second opening of the file inside the writing process would drop its lock. The files are
written by the process that holds the writers' turn, in one transaction, into its staging folder. Those of
an encrypted warehouse are encrypted with a key made from the warehouse's own.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import duckdb

from halfterm.cycles.errors import StoreTrouble
from halfterm.cycles.model import Record
from halfterm.warehouse.database import memory, opened, staging_folder, transaction
from halfterm.warehouse.encryption import DatabaseKey
from halfterm.warehouse.ledger_head import ledger_head, note_now
from halfterm.warehouse.store import check_ledger, migrate
from halfterm.warehouse.warehouse_address import WarehouseAddress

_KEY_NAME: Final = "backup"
_MIGRATION: Final = "migration"  # filled by the migrations themselves


class TableNote(Record):
    """One table of a backup: how many rows, and the SHA-256 of its Parquet file."""

    rows: int
    sha256: str


class WarehouseNote(Record):
    """What a backup holds of a warehouse. `head` is its ledger's; `engine` wrote it."""

    engine: str
    encrypted: bool
    head: str
    migrations: tuple[int, ...]
    tables: dict[str, TableNote]


def export_tables(
    connection: duckdb.DuckDBPyConnection, folder: Path, *, key: DatabaseKey | None
) -> WarehouseNote:
    """Write every table as a Parquet file into a folder within the staging folder of the connection.

    The connection must hold the writers' turn. Rows keep their order.
    """
    options = "FORMAT parquet, COMPRESSION zstd" + _encryption(connection, key)
    tables = {}
    with transaction(connection):
        for name in _tables(connection):
            file = folder / f"{name}.parquet"
            connection.execute(f'COPY "{name}" TO ? ({options})', [str(file)])
            rows = connection.execute(f'SELECT count(*) FROM "{name}"').fetchall()[0][0]  # noqa: S608 - of ours
            tables[name] = TableNote(rows=rows, sha256=sha256_of(file))
        steps = connection.execute("SELECT number FROM migration ORDER BY number").fetchall()
        head, _ = ledger_head(connection)
    return WarehouseNote(
        engine=duckdb.__version__,
        encrypted=key is not None,
        head=str(head),
        migrations=tuple(step[0] for step in steps),
        tables=tables,
    )


def check_tables(note: WarehouseNote, files: Mapping[str, Path], *, key: DatabaseKey | None) -> None:
    """Read every table of a backup back, and compare rows and ledger with what it says of itself.

    Raises:
        StoreTrouble: a table is damaged or missing, or does not hold what the ledger says.
    """
    with memory() as connection, _damage_named():
        _fill(connection, note, files, key=key)


def restore_tables(address: WarehouseAddress, note: WarehouseNote, files: Mapping[str, Path]) -> None:
    """Make a new warehouse of a backup's tables, and note its head beside it.

    Raises:
        StoreTrouble: there is one already, or the backup is not whole; then none is left behind.
    """
    if address.exists():
        raise StoreTrouble(f"{address.name}: there is a warehouse already")
    address.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = None if address.key is None else address.key()
    with opened(address, read_only=False, doing="restoring") as connection, _damage_named():
        _fill(connection, note, files, key=key if note.encrypted else None)
        connection.execute("CHECKPOINT")
        note_now(connection, address.anchor)


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal characters."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _fill(
    connection: duckdb.DuckDBPyConnection,
    note: WarehouseNote,
    files: Mapping[str, Path],
    *,
    key: DatabaseKey | None,
) -> None:
    """Fill an empty database. Its tables are made by our own steps: nothing in a backup is run as SQL."""
    if note.encrypted and key is None:
        raise StoreTrouble("the backup is encrypted; it needs the key of the warehouse that it was made of")
    migrate(connection, name="the backup", only=note.migrations)
    if strange := sorted(note.tables.keys() - set(_tables(connection))):
        raise StoreTrouble(f"the backup holds tables that this halfterm does not know: {', '.join(strange)}")
    options = _encryption(connection, key)
    with transaction(connection):
        for name, told in note.tables.items():
            if files.keys().isdisjoint({name}) or sha256_of(files[name]) != told.sha256:
                raise StoreTrouble(f"the backup's table '{name}' is missing or damaged")
            if name != _MIGRATION:
                _take_in(connection, name, files[name], options=options)
            rows = connection.execute(f'SELECT count(*) FROM "{name}"').fetchall()[0][0]  # noqa: S608 - of ours
            if rows != told.rows:
                raise StoreTrouble(f"the backup's table '{name}' does not hold as many rows as it should")
        check_ledger(connection, name="the backup")
        head, _ = ledger_head(connection)
        if str(head) != note.head:
            raise StoreTrouble("the backup's ledger is not the one that it was made with")


def _take_in(connection: duckdb.DuckDBPyConnection, name: str, file: Path, *, options: str) -> None:
    """One table, in the order of its file; a step may have put rows of its own there."""
    # A name of its own: DuckDB 1.5.5 remembers what it read of a file by the file's name.
    copy = staging_folder(connection) / f"in-{name}.parquet"
    shutil.copyfile(file, copy)
    connection.execute(f'DELETE FROM "{name}"')  # noqa: S608 - a table of ours
    source = f"read_parquet(?{options.replace('ENCRYPTION_CONFIG', 'encryption_config =')})"
    with _damage_named():
        connection.execute(f'INSERT INTO "{name}" BY NAME SELECT * FROM {source}', [str(copy)])  # noqa: S608 - ours
    copy.unlink()


def _tables(connection: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """The tables of the warehouse itself, by name."""
    query = """
        SELECT table_name FROM duckdb_tables()
        WHERE database_name = current_database() AND NOT temporary AND NOT internal ORDER BY table_name
    """
    return tuple(row[0] for row in connection.execute(query).fetchall())


def _encryption(connection: duckdb.DuckDBPyConnection, key: DatabaseKey | None) -> str:
    """The option by which Parquet files are encrypted and read, its key made known to the connection."""
    if key is None:
        return ""
    # Another key than the database's: a key has one use.
    derived = hashlib.sha256(b"halfterm backup " + key.secret.encode()).hexdigest()[:32]
    try:
        connection.execute(f"PRAGMA add_parquet_key('{_KEY_NAME}', '{derived}')")
    except duckdb.Error:
        raise StoreTrouble("the engine does not take the key of the backup") from None
    return f", ENCRYPTION_CONFIG {{footer_key: '{_KEY_NAME}'}}"


@contextmanager
def _damage_named() -> Iterator[None]:
    """A backup that the engine cannot read is damaged, or encrypted with another key."""
    try:
        yield
    except duckdb.Error:
        raise StoreTrouble("the backup is damaged, or was encrypted with another key") from None
