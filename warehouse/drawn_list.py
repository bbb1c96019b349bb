"""Which rows of a school's own file are of pupils who were drawn, and when each of them starts.

As in `trace.py`: pseudonyms are made from the file in memory, looked up, and forgotten.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from halfterm.warehouse.database import sql
from halfterm.warehouse.pseudonym import PseudonymKey, identifier_of
from halfterm.warehouse.table_file import staged
from halfterm.warehouse.trace import Asked


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """One row of the file: its number, its pupil as written there, and the start ('' for never)."""

    row: int
    written: str
    starts: str


@dataclass(frozen=True, slots=True)
class DrawnList:
    """The rows of a file whose pupils were drawn at one school, and how many rows of the school there are."""

    column: str
    rows: tuple[DrawnRow, ...]
    of_school: int


def drawn_rows(
    connection: duckdb.DuckDBPyConnection, path: Path, asked: Asked, *, draw: int, key: PseudonymKey
) -> DrawnList:
    """Look up the pupils of a school's file in a draw of a cycle; read-only will do.

    A pupil who was drawn at another school is not in the list: that is not this school's to know.

    Raises:
        BadInput: the file cannot be read, or has not the columns of its source.
    """
    source = asked.source
    school = source.columns_of(asked.half_term).school
    wanted = (source.pupil, *([school] if school else []))
    connection.execute(sql("upn"))
    with staged(connection, path, wanted=wanted, sheet=source.sheet, header_row=source.header_row) as table:
        names = table.staged_names(wanted)
        pupil = names[source.pupil]
        query = sql("drawn_rows").format(
            pupil=pupil,
            identifier=identifier_of(f"f.{pupil}", upn=source.identifier == "upn"),
            pseudonym=key.pseudonym("identifier"),
            of_school=f"list_contains($codes, value_of(f.{names[school]}))" if school else "len($codes) > 0",
        )
        given = {"codes": list(asked.codes), "cycle": asked.plan.id, "draw": draw, "school": asked.school}
        found = connection.execute(query, key.parameters | given).fetchall()
    rows = tuple(
        DrawnRow(row_no, str(written or ""), starts)
        for row_no, written, wave, starts in found
        if wave is not None
    )
    return DrawnList(source.pupil, rows, len(found))
