"""A sheet of the do-log as a file: its rows as text, and pupils as pseudonyms before anybody sees them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import duckdb

from halfterm.cycles.do_log_sheet import FIELDS, PUPIL, SheetRow, column_of
from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.warehouse.counting import row_list
from halfterm.warehouse.database import memory
from halfterm.warehouse.delimited import may_be_headers
from halfterm.warehouse.pseudonym import PseudonymKey
from halfterm.warehouse.table_file import TableFile, staged


def read_log_file(path: Path, *, key: Callable[[], PseudonymKey]) -> tuple[SheetRow, ...]:
    """The rows of a CSV file or workbook, in order, cells without the spaces around them.

    `key` is asked for only when the file has a column of pupils; their identifiers never leave the engine.

    Raises:
        BadInput: the file cannot be read, or has a column that no entry has; all of them are named.
    """
    with memory() as connection, staged(connection, path) as table:
        columns = _columns(table)
        _check_nameless(connection, table)
        words = [column for column in columns if column != PUPIL]
        cells = "".join(f", text_of({columns[column]})" for column in words)
        if PUPIL in columns:
            upn, pseudonyms = columns[PUPIL], key()
            pupil = f"""
                is_damaged(text_of({upn})), CASE WHEN NOT is_blank({upn}) AND NOT is_damaged(text_of({upn}))
                THEN {pseudonyms.pseudonym(f"text_of({upn})")} END
            """
            given = pseudonyms.parameters
        else:
            pupil, given = "false, NULL", {}
        query = f"SELECT row_no, {pupil}{cells} FROM staged_file ORDER BY row_no"  # noqa: S608 - staged names
        rows = connection.execute(query, given).fetchall()
    return tuple(
        SheetRow(
            row=row_no,
            cells={column: text for column, text in zip(words, texts, strict=True) if text is not None},
            pupil=pupil,
            damaged=bool(damaged),
        )
        for row_no, damaged, pupil, *texts in rows
    )


def _columns(table: TableFile) -> dict[str, str]:
    """The staged name of each field that the file has."""
    fields = [(header, column_of(header)) for header in table.columns if header]
    known = (*FIELDS, PUPIL)
    where = f"{table.name}, row 1"
    unknown = [header for header, field in fields if field not in known]
    if unknown and not may_be_headers(table.columns):
        raise BadInput(f"{where}: it must hold the names of the columns, and has numbers in it")
    twice = [field for field, times in Counter(field for _, field in fields).items() if times > 1]
    problems = [
        f"{where}: no entry has a field '{header}'{did_you_mean(column_of(header), known)}"
        for header in unknown
    ]
    problems += [f"{where}: the column '{field}' is there twice" for field in twice if field in known]
    if problems:
        raise BadInput(*problems)
    return {field: table.column(header) for header, field in fields}


def _check_nameless(connection: duckdb.DuckDBPyConnection, table: TableFile) -> None:
    """Columns without a header may stand empty, as spreadsheets leave them; what is in one would be lost."""
    nameless = [f"c{i}" for i, header in enumerate(table.columns) if not header]
    if not nameless:
        return
    filled = " OR ".join(f"NOT is_blank({column})" for column in nameless)
    query = f"SELECT row_no FROM staged_file WHERE {filled} ORDER BY row_no"  # noqa: S608 - staged names
    rows = [row[0] for row in connection.execute(query).fetchall()]
    if rows:
        raise BadInput(f"{table.name}, {row_list(rows)}: a cell in a column without a header")
