"""Re-keying: every pseudonym of the warehouse taken under one more key, in one transaction.

The rows keep their places, so that nothing that was settled by their order is settled anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

import duckdb

from halfterm.cycles.errors import StoreTrouble
from halfterm.warehouse.database import sql, transaction
from halfterm.warehouse.freezing import frozen_hash
from halfterm.warehouse.pseudonym import PseudonymKey

PUPIL_TABLES: Final = ("enrolment", "attribute", "result", "frozen_group", "drawn_pupil")
"""Every table with a column `pupil` of pseudonyms: a test compares them with the schema."""

_MOST_PASSES: Final = 3


@dataclass(frozen=True, slots=True)
class Rotation:
    """A rotation as the warehouse remembers it: the fingerprints before and after, when, by whom and why."""

    before: str
    after: str
    on: date
    by: str
    reason: str


def rekey(
    connection: duckdb.DuckDBPyConnection, key: PseudonymKey, *, by: str, reason: str, on: date
) -> None:
    """Take every pseudonym from under the chain before its newest key to under the whole chain.

    Args:
        connection: the open warehouse, whose pseudonyms are under all keys of the chain but the newest.
        key: the longer chain.
        by: who rotates the key.
        reason: why.
        on: the day.

    Raises:
        StoreTrouble: the warehouse does not hold what its ledger says, before or after; nothing is changed.
    """
    connection.execute(sql("cells"))
    with transaction(connection):
        _check_ledger(connection)
        before = _counts(connection)
        for table in PUPIL_TABLES:
            query = sql("rekeyed").format(table=table, pseudonym=key.newest.pseudonym("pupil"))
            connection.execute(query, key.newest.parameters)
            # Whole rows: of a column alone, the old blocks would stay in use by its neighbours.
            connection.execute(f"DELETE FROM {table}; INSERT INTO {table} SELECT * FROM rekeyed")  # noqa: S608
            connection.execute("DROP TABLE rekeyed")
        _remake_ledger(connection)
        if _counts(connection) != before:
            raise StoreTrouble(
                "the warehouse does not hold as many pupils under the new key; nothing is changed"
            )
        connection.execute(
            "INSERT INTO pseudonym_key SELECT max(number) + 1, ?, ?, ?, ? FROM pseudonym_key",
            [key.fingerprint, on, by, reason],
        )
    connection.execute("CHECKPOINT")


def overwrite_freed(connection: duckdb.DuckDBPyConnection) -> None:
    """Write noise over the space that the old pseudonyms took: the engine frees it, and leaves it as it was.

    It may be done again, and must be when it was stopped. No transaction may be around it.
    """
    for _ in range(_MOST_PASSES):
        connection.execute("DROP TABLE IF EXISTS freed_space")
        connection.execute("CHECKPOINT")
        free, block = connection.execute(
            "SELECT free_blocks, block_size FROM pragma_database_size()"
        ).fetchall()[0]
        noise = "CREATE TABLE freed_space AS SELECT random() AS noise FROM range(?)"
        connection.execute(noise, [(free + 1) * block // 8 * 5 // 4])
        connection.execute("CHECKPOINT")
        left = connection.execute("SELECT free_blocks FROM pragma_database_size()").fetchall()[0][0]
        if not left:
            break
    connection.execute("DROP TABLE IF EXISTS freed_space")
    connection.execute("CHECKPOINT")


def rotations(connection: duckdb.DuckDBPyConnection) -> tuple[Rotation, ...]:
    """Every rotation that the warehouse has been through, oldest first."""
    rows = connection.execute(
        "SELECT fingerprint, since, rotated_by, reason FROM pseudonym_key ORDER BY number"
    ).fetchall()
    return tuple(Rotation(earlier[0], *row) for earlier, row in pairwise(rows))


def group_hashes(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The hash over the frozen rows of every cycle whose groups are frozen, as they are now."""
    cycles = connection.execute("SELECT DISTINCT cycle FROM frozen_group ORDER BY cycle").fetchall()
    return {cycle: frozen_hash(connection, cycle) for (cycle,) in cycles}


def _check_ledger(connection: duckdb.DuckDBPyConnection) -> None:
    """A ledger that is made anew would vouch for whatever lies there."""
    connection.execute(sql("ledger_rows"))
    wrong = connection.execute(sql("ledger_check")).fetchall()
    if wrong:
        entries = ", ".join(dict.fromkeys(str(row[0]) for row in wrong))
        raise StoreTrouble(
            f"the warehouse does not hold what was loaded or frozen ({entries}); restore it first"
        )


def _counts(connection: duckdb.DuckDBPyConnection) -> list[object]:
    """What no key changes: the rows of every ledger entry, and the pupils of every table."""
    entries = connection.execute("SELECT entry, table_name, row_count FROM ledger ORDER BY ALL").fetchall()
    pupils = [
        connection.execute(f"SELECT count(DISTINCT pupil) FROM {table}").fetchall()  # noqa: S608 - named above
        for table in PUPIL_TABLES
    ]
    return [entries, pupils]


def _remake_ledger(connection: duckdb.DuckDBPyConnection) -> None:
    entries = [row[0] for row in connection.execute("SELECT DISTINCT entry FROM ledger").fetchall()]
    connection.execute("DELETE FROM ledger")
    connection.execute(sql("ledger_entry"), {"entries": entries})
