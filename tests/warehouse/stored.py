"""Loads put straight into a warehouse, for tests of the store that no source has to be read for."""

from __future__ import annotations

from datetime import date

import duckdb

from halfterm.warehouse.database import sql, transaction

# What the columns of `load` hold here, whichever there are.
_LOAD = {"source": "marks", "half_term": "autumn", "file_name": "marks.csv", "loaded_on": date(2025, 5, 1)}
_BLANK = {"VARCHAR": "", "INTEGER": 0, "BIGINT": 0, "DATE": date(2025, 5, 1)}


def put_load(connection: duckdb.DuckDBPyConnection, load: str, *, pupils: int = 500) -> None:
    """One load with its ledger entry, in one transaction: a pupil has an attribute and two results.

    Nothing is moved from the write-ahead log into the file before the warehouse is closed.
    """
    number = connection.execute("SELECT count(*) + 1 FROM load").fetchall()[0][0]
    columns = connection.execute("SELECT column_name, column_type FROM (DESCRIBE load)").fetchall()
    told = _LOAD | {"load": load, "number": number, "pupils": pupils, "rows_read": pupils}
    values = [told.get(name, _BLANK[kind]) for name, kind in columns]
    with transaction(connection):
        connection.execute(sql("ledger_rows"))
        marks = ", ".join("?" * len(values))
        connection.execute(f"INSERT INTO load VALUES ({marks})", values)
        given = {"load": load, "pupils": pupils}
        connection.execute(
            "INSERT INTO enrolment SELECT $load, sha256($load || i), 'ash' FROM range($pupils) AS t(i)", given
        )
        connection.execute(
            "INSERT INTO attribute SELECT load, pupil, 'fsm', 'yes' FROM enrolment WHERE load = ?", [load]
        )
        for measure in ("reading", "maths"):
            connection.execute(
                """
                INSERT INTO result SELECT load, pupil, ?, hash(pupil) % 40, NULL FROM enrolment WHERE load = ?
                """,
                [measure, load],
            )
        connection.execute(sql("ledger_entry"), {"entries": [load]})


def put_groups(connection: duckdb.DuckDBPyConnection, cycle: str) -> None:
    """The frozen groups of one cycle with their ledger entry, in one transaction."""
    with transaction(connection):
        connection.execute(sql("ledger_rows"))
        connection.execute(
            """
            INSERT INTO frozen_group
            SELECT ?, 'reading', pupil, school, if(rowid % 2 = 0, 'target', 'comparison'), load FROM enrolment
            """,
            [cycle],
        )
        connection.execute(sql("ledger_entry"), {"entries": [cycle]})
