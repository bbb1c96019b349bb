"""Foreign tables (CSV, Excel, Parquet) read as text, with the row numbers a person sees in Excel.

A file is first copied under a name of our own: DuckDB treats the name of a file as a pattern, so a
name with a star could read another school's file. Engine errors carry the line they stumbled on,
pupil included, so none of their words leaves this module.
"""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.warehouse.database import sql
from halfterm.warehouse.delimited import (
    Header,
    check_headers,
    header_of,
    keep_blank_lines,
    may_be_headers,
    text_of,
    unreadable,
)
from halfterm.warehouse.excel import copy_as_csv

_EXCEL = (".xlsx", ".xlsm", ".xls", ".ods")
_PARQUET = (".parquet", ".pq")
_TABBED = (".tsv", ".tsv.gz")
_DELIMITED = (".csv", ".txt", ".csv.gz", ".txt.gz", *_TABBED)


@dataclass(frozen=True, slots=True)
class TableFile:
    """A foreign table staged in DuckDB as the table `staged_file`: `row_no` and one text column each.

    `columns` are the headers as written; `staged_file` calls them c0, c1, ... in that order. Rows that are
    blank all over are left out.
    """

    name: str
    columns: tuple[str, ...]

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
            near = "; row 1 must hold the names of the columns, and it has numbers in it"
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
def staged(connection: duckdb.DuckDBPyConnection, path: Path) -> Iterator[TableFile]:
    """Stage a file as the table `staged_file` for as long as the block runs.

    Raises:
        BadInput: missing, empty, damaged or ragged file, repeated headers, no row, unknown kind.
    """
    connection.execute(sql("cells"))
    try:
        if not path.is_file():
            raise BadInput(f"{path}: there is no such file{_near_files(path)}")
        with tempfile.TemporaryDirectory(prefix="halfterm-") as private:
            columns = _stage(connection, path, Path(private))
    except OSError:
        raise BadInput(f"{path}: the file cannot be opened") from None
    try:
        if not connection.execute("SELECT 1 FROM staged_file LIMIT 1").fetchall():
            raise BadInput(f"{path.name}: there is no row below the header")
        yield TableFile(path.name, columns)
    finally:
        connection.execute("DROP TABLE staged_file")


def _stage(connection: duckdb.DuckDBPyConnection, path: Path, private: Path) -> tuple[str, ...]:
    name, copy = path.name.casefold(), private / "table"
    if name.endswith(_PARQUET):
        return _stage_parquet(connection, path, copy)
    if name.endswith(_EXCEL):
        copy_as_csv(path, copy)
        with copy.open(encoding="utf-8", newline="") as lines:
            header = header_of(lines, name=path.name, delimiter=",")
    elif name.endswith(_DELIMITED):
        header = _copy_text(path, copy, delimiter="\t" if name.endswith(_TABBED) else None)
    else:
        raise BadInput(f"{path.name}: this kind of file is not known; save it as CSV, Excel or Parquet")
    _stage_delimited(connection, copy, header, name=path.name)
    return header.columns


def _copy_text(path: Path, copy: Path, *, delimiter: str | None) -> Header:
    text = text_of(path)
    header = header_of(io.StringIO(text, newline=""), name=path.name, delimiter=delimiter)
    copy.write_text(keep_blank_lines(text, header), encoding="utf-8", newline="")
    return header


def _stage_delimited(connection: duckdb.DuckDBPyConnection, copy: Path, header: Header, *, name: str) -> None:
    names = [f"c{i}" for i in range(len(header.columns))]
    query = sql("staged_delimited").format(
        types=", ".join(f"'{column}': 'VARCHAR'" for column in names), filled=_filled(names)
    )
    try:
        connection.execute(query, {"file": str(copy), "delimiter": header.delimiter})
    except duckdb.Error:
        raise BadInput(unreadable(copy, header, name=name)) from None


def _stage_parquet(connection: duckdb.DuckDBPyConnection, path: Path, copy: Path) -> tuple[str, ...]:
    shutil.copyfile(path, copy)
    try:
        described = connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(copy)]).fetchall()
        names = [f"c{i}" for i in range(len(described))]
        texts = ", ".join(
            f"{_as_text(_quoted(column), kind)} AS {name}"
            for name, (column, kind, *_) in zip(names, described, strict=True)
        )
        connection.execute(
            sql("staged_parquet").format(texts=texts, filled=_filled(names)), {"file": str(copy)}
        )
    except duckdb.Error:
        raise BadInput(f"{path.name}: this is not a Parquet file that can be read") from None
    columns = tuple(row[0].strip() for row in described)
    check_headers(columns, name=path.name)
    return columns


def _filled(names: Iterable[str]) -> str:
    return " OR ".join(f"NOT is_blank({name})" for name in names)


def _as_text(column: str, kind: str) -> str:
    """Whole numbers lose their `.0`: a data frame makes decimals of whole numbers where one is missing."""
    text = f"CAST({column} AS VARCHAR)"
    decimal = kind.startswith(("DOUBLE", "FLOAT", "DECIMAL"))
    return f"regexp_replace({text}, '[.]0+$', '')" if decimal else text


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _near_files(path: Path) -> str:
    if not path.parent.is_dir():
        return ""
    return did_you_mean(path.name, [sibling.name for sibling in path.parent.iterdir()])
