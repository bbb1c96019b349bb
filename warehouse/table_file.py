"""Foreign tables (CSV, Excel, Parquet, XML) read as text, with the row numbers a person sees in Excel.

The file is parsed in a child process (see `parsing.py`); what comes back is a table of text, made there.
"""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.warehouse.database import sql, staging_folder
from halfterm.warehouse.delimited import may_be_headers
from halfterm.warehouse.parse_job import STAGED, Job, Limits, Parsed, literal
from halfterm.warehouse.parsing import parse


@dataclass(frozen=True, slots=True)
class TableFile:
    """A foreign table staged in DuckDB as the view `staged_file`: `row_no` and one text column each.

    `columns` are all headers as written; `staged_file` calls them c0, c1, ... in that order and has those
    that were wanted. Rows that are blank all over are left out. `encoding` is that of a text file ("UTF-8",
    "UTF-8 with BOM", "UTF-16", "Windows-1252", "Latin-1", or "Windows-1252 or Latin-1" where both read the
    same), "" of other kinds; `row_word` is what `row_no` counts ("row", or "line" of an XML file).
    """

    name: str
    columns: tuple[str, ...]
    encoding: str = ""
    row_word: str = "row"
    header_row: int = 1

    def column(self, header: str) -> str:
        """The staged name of a header.

        Raises:
            BadInput: there is no such column; the near misses are offered.
        """
        if header and header in self.columns:
            return f"c{self.columns.index(header)}"
        # A first row with numbers in it may be a pupil's, and no message carries a pupil's values.
        near = did_you_mean(header, [name for name in self.columns if name])
        if not may_be_headers(self.columns):
            near = f"; row {self.header_row} must hold the names of the columns, and it has numbers in it"
        raise BadInput(f"{self.name}: no column '{header}'{near}")

    def staged_names(self, headers: Iterable[str]) -> dict[str, str]:
        """The staged names of several headers.

        Raises:
            BadInput: some are not there; all of them are named.
        """
        names: dict[str, str] = {}
        problems: list[str] = []
        for header in dict.fromkeys(headers):
            try:
                names[header] = self.column(header)
            except BadInput as unknown:
                problems += unknown.problems
        if problems:
            raise BadInput(*problems)
        return names


@contextmanager
def staged(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    *,
    wanted: Collection[str] | None = None,
    sheet: str | None = None,
    header_row: int = 1,
    limits: Limits = Limits(),  # noqa: B008 - frozen
) -> Iterator[TableFile]:
    """Stage a file as `staged_file` for as long as the block runs.

    Args:
        connection: where; it gets the macros of `cells.sql` too.
        path: the file.
        wanted: the headers to stage; all of them where it is None. One that is not there is no error here:
            `TableFile.column` tells it with its near misses.
        sheet: the name of a workbook's sheet, of the first where it is None; other kinds of file have none.
        header_row: the row that names the columns, from 1; those above are titles. Of text and workbooks.
        limits: what the file may cost.

    Raises:
        BadInput: missing, empty, damaged or ragged file, repeated headers, no row, unknown kind or sheet.
    """
    connection.execute(sql("cells"))
    _check_there(path)
    with tempfile.TemporaryDirectory(dir=staging_folder(connection)) as private:
        parsed = parse(
            Job(
                path=str(path.absolute()),
                name=path.name,
                private=private,
                wanted=None if wanted is None else tuple(wanted),
                sheet=sheet,
                header_row=header_row,
                limits=limits,
            )
        )
        with _exposed(connection, Path(private) / STAGED, parsed):
            yield TableFile(path.name, parsed.columns, parsed.encoding, parsed.row_word, header_row)


def _check_there(path: Path) -> None:
    try:
        there = path.is_file()
        near = [] if there or not path.parent.is_dir() else [each.name for each in path.parent.iterdir()]
    except OSError:
        raise BadInput(f"{path}: the file cannot be opened") from None
    if not there:
        raise BadInput(f"{path}: there is no such file{did_you_mean(path.name, near)}")


@contextmanager
def _exposed(connection: duckdb.DuckDBPyConnection, table: Path, parsed: Parsed) -> Iterator[None]:
    """Show what the parser made as `staged_file`.

    A view: scans of the file are nearly as fast as of a temporary table, and copying five million rows into
    one takes seconds.
    """
    row_no = "row_no" if parsed.first_row is None else f"file_row_number + {int(parsed.first_row)} AS row_no"
    cells = "".join(f", c{place}" for place in parsed.places)
    rows = f"read_parquet({literal(table)}, file_row_number = true)"
    connection.execute(f"CREATE OR REPLACE TEMPORARY VIEW staged_file AS SELECT {row_no}{cells} FROM {rows}")  # noqa: S608 - names of ours
    try:
        yield
    finally:
        connection.execute("DROP VIEW IF EXISTS staged_file")
