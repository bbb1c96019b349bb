"""A table as an export has it, and the ways to write it: CSV, Excel, Parquet, JSON, SQL."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
from openpyxl import Workbook

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(slots=True)
class Sheet:
    """Headers and rows of text; `mine` are the places of the rows that are of the half-term at hand.

    A workbook holds cells of `numeric` and `dates` as numbers and dates, where they are such.
    """

    header: tuple[str, ...]
    rows: list[list[str]]
    mine: list[int]
    titles: tuple[str, ...] = ()
    name: str = "Sheet1"
    numeric: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()

    def row_number(self, place: int) -> int:
        """What a spreadsheet shows beside a row."""
        return place + len(self.titles) + 2

    def place(self, column: str) -> int:
        """Where a column stands."""
        return self.header.index(column)

    def cell(self, row: int, column: str) -> str:
        return self.rows[row][self.place(column)]

    def put(self, row: int, column: str, text: str) -> None:
        self.rows[row][self.place(column)] = text


def write_csv(sheet: Sheet, path: Path, *, encoding: str = "utf-8", delimiter: str = ",") -> None:
    """Delimited text with the line ends of Windows, as schools' systems write it."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows([sheet.header, *sheet.rows])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(out.getvalue().encode(encoding))


def write_xlsx(sheet: Sheet, path: Path) -> None:
    """A workbook: titles above the header, numbers as numbers, another sheet behind."""
    book = Workbook(write_only=True)
    page = book.create_sheet(sheet.name)
    for title in sheet.titles:
        page.append([title] if title else [])
    page.append(sheet.header)
    for row in sheet.rows:
        page.append([_excel(sheet, *pair) for pair in zip(sheet.header, row, strict=True)])
    book.create_sheet("Notes").append(["Printed by the office."])
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)


def _excel(sheet: Sheet, column: str, cell: str) -> str | int | date | None:
    if column in sheet.numeric and cell.isdigit():
        return int(cell)
    if column in (*sheet.dates, *sheet.numeric) and _ISO.fullmatch(cell):
        return date.fromisoformat(cell)
    return cell or None


def write_parquet(sheet: Sheet, path: Path) -> None:
    """Text columns, as a data frame of strings is saved."""
    text = path.with_suffix(".txt")
    write_csv(sheet, text)
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (FROM read_csv('{text}', header=true, all_varchar=true)) TO '{path}' (FORMAT parquet)"
        )
    text.unlink()


def json_pages(sheet: Sheet, *, size: int = 100) -> list[bytes]:
    """Pages of records under `data`, each with its pupil nested; blanks are null."""
    records = [dict(zip(sheet.header, (cell or None for cell in row), strict=True)) for row in sheet.rows]
    pages = [records[start : start + size] for start in range(0, len(records), size)]
    return [json.dumps({"data": page, "page": i}).encode() for i, page in enumerate(pages, start=1)]


def write_sqlite(sheet: Sheet, path: Path, *, table: str) -> None:
    """A table of text in a SQLite database; it is made anew."""
    path.parent.mkdir(parents=True, exist_ok=True)
    columns = ", ".join(f'"{column}" TEXT' for column in sheet.header)
    marks = ", ".join("?" for _ in sheet.header)
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(f'DROP TABLE IF EXISTS "{table}"')
        connection.execute(f'CREATE TABLE "{table}" ({columns})')
        filled = [[cell or None for cell in row] for row in sheet.rows]
        connection.executemany(f'INSERT INTO "{table}" VALUES ({marks})', filled)
    connection.close()


def postgres_statements(sheet: Sheet, *, table: str) -> list[str]:
    """The statements that make and fill the same table in PostgreSQL."""
    columns = ", ".join(f'"{column}" text' for column in sheet.header)
    rows = ", ".join(f"({', '.join(_literal(cell) for cell in row)})" for row in sheet.rows)
    return [
        f'DROP TABLE IF EXISTS "{table}"',
        f'CREATE TABLE "{table}" ({columns})',
        f'INSERT INTO "{table}" VALUES {rows}',
    ]


def _literal(cell: str) -> str:
    return "'" + cell.replace("'", "''") + "'" if cell else "NULL"
