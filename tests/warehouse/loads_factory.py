"""Loads put straight into a warehouse, row by row, as the loading leaves them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import duckdb

from halfterm.warehouse.database import sql, transaction

MAY = date(2025, 5, 1)


def pseudonym(pupil: str) -> str:
    """64 hexadecimal figures that stand for a pupil of a test."""
    return hashlib.sha256(pupil.encode()).hexdigest()


@dataclass(frozen=True)
class Row:
    """A pupil of a load: a result is a score, or a status in words; None is a cell left blank."""

    pupil: str
    school: str
    results: Mapping[str, float | str | None] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)


def row(pupil: str, school: str, reading: float | str | None = None, **attributes: str) -> Row:
    """A pupil with a result in reading."""
    return Row(pupil, school, {"reading": reading}, attributes)


def put_load(
    connection: duckdb.DuckDBPyConnection,
    rows: Sequence[Row],
    *,
    load: str,
    half_term: str,
    source: str = "marks",
    part: str = "",
    on: date = MAY,
    measures: Mapping[str, str] | None = None,
) -> None:
    """A load of these rows, numbered next, in the ledger; `measures` of its columns are given with scales."""
    scales = measures or {"reading": "points"}
    held = [
        (load, pseudonym(r.pupil), measure, *_cell(result))
        for r in rows
        for measure, result in r.results.items()
        if result is not None
    ]
    known = [(load, pseudonym(r.pupil), name, value) for r in rows for name, value in r.attributes.items()]
    scores = sum(cell[3] is not None for cell in held)
    with transaction(connection):
        _insert(connection, "enrolment", [(load, pseudonym(r.pupil), r.school) for r in rows])
        _insert(connection, "attribute", known)
        _insert(connection, "result", held)
        _insert(connection, "measure_scale", [(load, name, scale) for name, scale in scales.items()])
        connection.execute("INSERT INTO load_request VALUES (?, ?)", [load, f"asked for {load}"])
        connection.execute(
            sql("load_record"),
            {
                "load": load,
                "source": source,
                "half_term": half_term,
                "part": part,
                "loaded_on": on,
                "file_name": "marks.csv",
                "digest": "0" * 64,
                "encoding": "UTF-8",
                "row_word": "row",
                **dict.fromkeys(("rows_read", "rows_accepted", "pupils"), len(rows)),
                **dict.fromkeys(("outside", "elsewhere", "rejected", "held", "scores_missing"), 0),
                "scores": scores,
            },
        )
        connection.execute(sql("ledger_entry"), {"entries": [load]})


def _cell(result: float | str) -> tuple[float | None, str | None]:
    return (None, result) if isinstance(result, str) else (float(result), None)


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[tuple[object, ...]]) -> None:
    if rows:
        query = f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})"
        connection.executemany(query, [list(each) for each in rows])
