"""Checks of small tables: sources of a wide and of a long export, and what is found in a text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import duckdb

from halfterm.cycles.upn import check_letter
from halfterm.warehouse.database import sql
from halfterm.warehouse.pseudonym import PseudonymKey
from halfterm.warehouse.row_check import CheckRequest, checked_rows
from halfterm.warehouse.scale_file import built_in_scales
from halfterm.warehouse.source import Source
from halfterm.warehouse.table_file import TableFile

KEY = PseudonymKey(bytes(range(32)))
ADA, BEN, CY = "B801200005001", "P207000016049", "R674123101121"

WIDE = "UPN,School,DOB,Year,FSM,Date,Reading,Maths"
LONG = "UPN,School,Subject,Term,Result,Date"

ATTRIBUTES = {
    "fsm": {"column": "FSM", "values": {"Y": "yes", "N": "no"}, "steady": True},
    "year": {"column": "Year"},
}


def upn(twelve: str) -> str:
    """A UPN from its twelve characters behind the check letter."""
    return check_letter("?" + twelve) + twelve


def wide_source(**changes: Any) -> Source:
    """A row a pupil: reading in levels, maths in points."""
    columns = {
        "school": "School",
        "attributes": ATTRIBUTES,
        "measures": {
            "reading": {"column": "Reading", "scale": "nc-levels"},
            "maths": {"column": "Maths", "scale": "points", "most_change": 10},
        },
        "date": {"column": "Date", "days": 7},
    }
    whole: dict[str, Any] = {"source": "marks", "file": "marks.csv", "identifier": "upn", "pupil": "UPN"}
    whole |= {"birth": "DOB", "columns": columns, "half_terms": {"autumn": {"called": "Aut1"}}}
    return Source.model_validate(whole | changes)


def long_source(**columns: Any) -> Source:
    """A row a result: reading and maths of the half-term's term."""
    whole = {
        "school": "School",
        "measures": {
            "reading": {
                "column": "Result",
                "where": {"Subject": "Reading", "Term": "{called}"},
                "scale": "nc-levels",
            },
            "maths": {
                "column": "Result",
                "where": {"Subject": ["Maths", "Mathematics"], "Term": "{called}"},
                "scale": "points",
            },
        },
        "date": {"column": "Date"},
    }
    return Source.model_validate(
        {
            "source": "results",
            "file": "results.csv",
            "pupil": "UPN",
            "columns": whole | columns,
            "half_terms": {"autumn": {"called": "Aut1"}},
        }
    )


@dataclass(frozen=True)
class Checked:
    """What a check has found: verdicts by row, findings in order of rows, and the other tables."""

    verdicts: dict[int, str]
    findings: list[tuple[int, str, str]]
    cells: list[tuple[int, int, float | None, str | None]]
    rows: list[dict[str, Any]]
    blank: int
    pseudonyms: dict[str, str]

    @property
    def rules(self) -> dict[int, list[str]]:
        """The rules that each row breaks."""
        return {row: [rule for at, _, rule in self.findings if at == row] for row, _, _ in self.findings}


@cache
def _memory() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:")
    connection.execute(sql("cells"))
    return connection


def checked(
    *lines: str,
    source: Source | None = None,
    header: str = WIDE,
    connection: duckdb.DuckDBPyConnection | None = None,
    **changes: Any,
) -> Checked:
    """Check a table of lines; the first is row 2. The half-term is 1 September to 21 October 2026."""
    connection = connection or _memory()
    connection.execute(sql("cells"))
    table = _stage(connection, lines, header)
    with checked_rows(connection, table, request(source or wide_source(), **changes)):
        return _found(connection)


def request(source: Source, **changes: Any) -> CheckRequest:
    whole: dict[str, Any] = {
        "source": source,
        "half_term": "autumn",
        "schools": {"A1": "ash", "B2": "beech"},
        "part_school": None,
        "scales": built_in_scales(),
        "starts": date(2026, 9, 1),
        "ends": date(2026, 10, 21),
        "year_starts": 2026,
        "before": None,
        "key": KEY,
        "answered": frozenset(),
    }
    return CheckRequest(**(whole | changes))


def _stage(connection: duckdb.DuckDBPyConnection, lines: tuple[str, ...], header: str) -> TableFile:
    columns = tuple(header.split(","))
    cells = zip(*(line.split(",") for line in lines), strict=True)
    staged = {f"c{i}": [cell or None for cell in column] for i, column in enumerate(cells)}
    texts = ", ".join(f"CAST(unnest(${name}) AS VARCHAR) AS {name}" for name in staged)
    numbers = {"row_nos": list(range(2, len(lines) + 2))}
    connection.execute(
        f"CREATE OR REPLACE TEMPORARY TABLE staged_file AS "
        f"SELECT CAST(unnest($row_nos) AS BIGINT) AS row_no, {texts}",
        numbers | staged,
    )
    return TableFile("marks.csv", columns, "UTF-8", "row")


def _found(connection: duckdb.DuckDBPyConnection) -> Checked:
    def everything(query: str) -> list[tuple[Any, ...]]:
        return connection.execute(query).fetchall()

    described = connection.execute(
        "SELECT r.* REPLACE (p.pupil AS pupil) FROM load_row AS r "
        "LEFT JOIN load_pupil AS p ON p.no = r.pupil ORDER BY row_no"
    )
    names = [column[0] for column in described.description or ()]
    rows = [dict(zip(names, row, strict=True)) for row in described.fetchall()]
    return Checked(
        verdicts={row["row_no"]: row["verdict"] for row in rows},
        findings=everything("SELECT row_no, column_name, rule FROM load_finding ORDER BY ALL"),
        cells=everything("SELECT row_no, measure, score, status FROM load_cell ORDER BY ALL"),
        rows=rows,
        blank=everything("SELECT blank FROM load_blank")[0][0],
        pseudonyms=dict(everything("SELECT pupil, pseudonym FROM load_pupil")),
    )


def row(**cells: str) -> str:
    """A line of the wide table: a pupil of Ash in year 5, with any cell replaced."""
    whole: Mapping[str, str] = {
        "UPN": ADA,
        "School": "A1",
        "DOB": "2016-10-05",
        "Year": "5",
        "FSM": "Y",
        "Date": "2026-10-01",
        "Reading": "3b",
        "Maths": "21",
    }
    return ",".join((whole | cells).values())


def line(subject: str, result: str, *, pupil: str = ADA, school: str = "A1", term: str = "Aut1") -> str:
    """A line of the long table."""
    return f"{pupil},{school},{subject},{term},{result},01/10/2026"
