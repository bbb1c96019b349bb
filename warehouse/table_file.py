"""Foreign tables (CSV, Excel, Parquet) read as text, with the row numbers a person sees in Excel.

A file is first copied under a name of our own: DuckDB treats the name of a file as a pattern, so a
name with a star could read another school's file. Engine errors carry the line they stumbled on,
pupil included, so none of their words leaves this module: only line numbers do.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.warehouse.delimited import copy_as_utf8, read_header
from halfterm.warehouse.excel import copy_as_csv

_EXCEL = (".xlsx", ".xlsm", ".xls", ".ods")
_DELIMITED = (".csv", ".tsv", ".txt", ".csv.gz", ".tsv.gz", ".txt.gz")


@dataclass(frozen=True, slots=True)
class TableFile:
    """A foreign table staged in DuckDB as the view `staged_file`: `row_no` and one text column each.

    `columns` are the headers as written; `staged_file` calls them c0, c1, ... in that order.
    """

    name: str
    columns: tuple[str, ...]

    def column(self, header: str) -> str:
        """The staged name of a header.

        Raises:
            BadInput: there is no such column; the near misses are offered.
        """
        if header not in self.columns:
            raise BadInput(f"{self.name}: no column '{header}'{did_you_mean(header, self.columns)}")
        return f"c{self.columns.index(header)}"


@contextmanager
def staged(connection: duckdb.DuckDBPyConnection, path: Path) -> Iterator[TableFile]:
    """Stage a file as the view `staged_file` for as long as the block runs.

    Raises:
        BadInput: missing, empty, damaged or ragged file, repeated or blank headers, unknown kind.
    """
    if not path.is_file():
        raise BadInput(f"{path}: there is no such file{_near_files(path)}")
    with tempfile.TemporaryDirectory(prefix="halfterm-") as private:
        if path.suffix.casefold() in {".parquet", ".pq"}:
            columns = _stage_parquet(connection, path, Path(private) / "table.parquet")
        else:
            columns = _stage_delimited(connection, path, Path(private) / "table.csv")
        try:
            yield TableFile(path.name, columns)
        finally:
            connection.execute("DROP TABLE IF EXISTS staged_file")


def _stage_delimited(connection: duckdb.DuckDBPyConnection, path: Path, copy: Path) -> tuple[str, ...]:
    if path.suffix.casefold() in _EXCEL:
        copy_as_csv(path, copy)
        delimiter: str | None = ","
    elif path.name.casefold().endswith(_DELIMITED):
        copy_as_utf8(path, copy)
        delimiter = "\t" if ".tsv" in path.name.casefold() else None
    else:
        raise BadInput(f"{path.name}: this kind of file is not known; save it as CSV, Excel or Parquet")
    header = read_header(copy, name=path.name, delimiter=delimiter)
    types = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(len(header.columns)))
    try:
        connection.execute(
            f"""
            CREATE TEMPORARY TABLE staged_file AS
            SELECT row_number() OVER () + 1 AS row_no, *
            FROM read_csv(?, auto_detect = false, header = false, skip = ?, delim = ?, quote = '"',
                          escape = '"', columns = {{{types}}}, strict_mode = true, null_padding = false,
                          nullstr = '', max_line_size = 4000000)
            """,  # noqa: S608 - the types are made of counted names, never of the file's words
            [str(copy), header.lines, header.delimiter],
        )
    except duckdb.Error as trouble:
        raise BadInput(_csv_problem(path.name, str(trouble))) from None
    return header.columns


def _csv_problem(name: str, engine_words: str) -> str:
    line = re.search(r"CSV Error on Line: (\d+)", engine_words)
    where = f"{name}, line {line.group(1)}" if line else name
    counts = re.search(r"Expected Number of Columns: (\d+) Found: (\d+)", engine_words)
    if counts:
        return f"{where}: the header has {counts.group(1)} columns, this line has {counts.group(2)}"
    if "unterminated quote" in engine_words.casefold():
        return f"{where}: a quotation mark is opened and not closed"
    return f"{where}: this line cannot be read as delimited text"


def _stage_parquet(connection: duckdb.DuckDBPyConnection, path: Path, copy: Path) -> tuple[str, ...]:
    copy.write_bytes(path.read_bytes())
    try:
        columns = tuple(
            row[0]
            for row in connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(copy)]).fetchall()
        )
        texts = ", ".join(f"CAST({_quoted(c)} AS VARCHAR) AS c{i}" for i, c in enumerate(columns))
        connection.execute(
            f"""
            CREATE TEMPORARY TABLE staged_file AS
            SELECT file_row_number + 2 AS row_no, {texts} FROM read_parquet(?, file_row_number = true)
            """,  # noqa: S608 - column names are quoted
            [str(copy)],
        )
    except duckdb.Error:
        raise BadInput(f"{path.name}: this is not a Parquet file that can be read") from None
    return columns


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _near_files(path: Path) -> str:
    if not path.parent.is_dir():
        return ""
    return did_you_mean(path.name, [sibling.name for sibling in path.parent.iterdir()])


def row_list(rows: Sequence[int], *, most: int = 40) -> str:
    """Row numbers as a person writes them: runs joined, the rest counted.

    >>> row_list([3, 4, 5, 9])
    'rows 3-5, 9'
    >>> row_list([7])
    'row 7'
    """
    runs: list[tuple[int, int]] = []
    for row in sorted(rows):
        if runs and row == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    words = [str(a) if a == b else f"{a}-{b}" for a, b in runs[:most]]
    beyond = sum(b - a + 1 for a, b in runs[most:])
    tail = f" and {beyond:,} more" if beyond else ""
    return ("row " if len(rows) == 1 else "rows ") + ", ".join(words) + tail
