"""A file as the engine reads it: the columns, and the query that gives some of them as text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from halfterm.cycles.errors import BadInput
from halfterm.warehouse.database import sql
from halfterm.warehouse.delimited import Header
from halfterm.warehouse.parse_job import Job

_ROW = "#row"  # the header over row numbers that a converter gives


@dataclass(frozen=True, slots=True)
class EngineTable:
    """A table that the engine can read: its headers, the expression of each column's text, and the query.

    `nested` are the places of columns that hold lists or records; `row_no` is the column of row numbers,
    where there is one; `first_row` the number of the first row where there is none.
    """

    columns: tuple[str, ...]
    texts: tuple[str, ...]
    query: str
    first_row: int
    nested: frozenset[int] = frozenset()
    row_no: str | None = None

    def rows(self, places: Iterable[int], *also: str) -> str:
        """The query that reads some of the columns under their staged names."""
        return self.query.replace(
            "{cells}", ", ".join((*also, *(f"{self.texts[i]} AS c{i}" for i in places)))
        )


def delimited_table(file: Path, header: Header, *, numbered: bool) -> EngineTable:
    """The text as the engine reads it: f0, f1, ... are its fields, the row's number among them."""
    fields = [f"f{i}" for i in range(len(header.columns))]
    query = sql("staged_delimited").format(
        cells="{cells}",
        file=file,
        delimiter=header.delimiter,
        types=", ".join(f"'{name}': 'VARCHAR'" for name in fields),
    )
    row_no = fields[0] if numbered and header.columns[0] == _ROW else None
    skipped = 0 if row_no is None else 1
    return EngineTable(
        header.columns[skipped:], tuple(fields[skipped:]), query, header.row + 1, row_no=row_no
    )


def parquet_table(engine: duckdb.DuckDBPyConnection, file: Path) -> EngineTable:
    """A Parquet file as the engine reads it; every column as text, rows counted as if a header were row 1."""
    query = sql("staged_parquet").format(cells="{cells}", file=file)
    described = engine.execute(f"DESCRIBE {query.replace('{cells}', '*')}").fetchall()
    names, kinds = [row[0] for row in described], [row[1] for row in described]
    nested = frozenset(
        i for i, kind in enumerate(kinds) if kind.endswith("]") or kind.startswith(("STRUCT", "MAP", "UNION"))
    )
    texts = (_as_text(_quoted(name), kind) for name, kind in zip(names, kinds, strict=True))
    return EngineTable(tuple(name.strip() for name in names), tuple(texts), query, first_row=2, nested=nested)


def refuse_nested(table: EngineTable, places: Sequence[int], job: Job) -> None:
    """See that every staged column holds single values.

    Raises:
        BadInput: some hold lists or records; each is named.
    """
    if nested := [table.columns[i] for i in places if i in table.nested]:
        raise BadInput(
            *(f"{job.name}: column '{column}' holds lists or records, not single values" for column in nested)
        )


def wanted_places(table: EngineTable, job: Job) -> tuple[int, ...]:
    """Which columns are staged: those that are wanted; the first where none is, for a table has columns."""
    if job.wanted is None:
        return tuple(range(len(table.columns)))
    wanted = set(job.wanted)
    return tuple(i for i, column in enumerate(table.columns) if column in wanted) or (0,)


def _as_text(column: str, kind: str) -> str:
    """Whole numbers lose their `.0`: a data frame makes decimals of whole numbers where one is missing."""
    text = f"CAST({column} AS VARCHAR)"
    decimal = kind.startswith(("DOUBLE", "FLOAT", "DECIMAL"))
    return f"regexp_replace({text}, '[.]0+$', '')" if decimal else text


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def filled(places: Iterable[int]) -> str:
    """The condition that a row holds something in one of the staged columns."""
    return " OR ".join(f"NOT is_blank(c{i})" for i in places)
