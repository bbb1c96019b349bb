"""One foreign file parsed into a table of text. Runs in a fork under limits (see `parser_process.py`).

The folder it runs in is private, and every file there has a name of our own: DuckDB treats the name of a file
as a pattern, so a name with a star could read another school's file.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import duckdb
import python_calamine  # noqa: F401 - imported before the forks, not in each

from halfterm.cycles.errors import BadInput
from halfterm.warehouse.database import sql
from halfterm.warehouse.delimited import (
    Header,
    check_headers,
    header_of,
    marks_outside_quotes,
    without_titles,
    write_strictly,
)
from halfterm.warehouse.engine_settings import STAGING, engine_settings, shut_in
from halfterm.warehouse.engine_table import (
    EngineTable,
    delimited_table,
    filled,
    parquet_table,
    refuse_nested,
    wanted_places,
)
from halfterm.warehouse.parse_job import (
    DELIMITED,
    EXCEL,
    PARQUET,
    STAGED,
    TABBED,
    XML,
    Job,
    Parsed,
    literal,
)
from halfterm.warehouse.text_copy import copy_text
from halfterm.warehouse.warehouse_address import Limits as EngineLimits
from halfterm.warehouse.workbook import write_csv

_SOURCE = Path("source")  # the file as it came
_TABLE = Path("table")  # as delimited text in UTF-8
_FRESH = Path("fresh")
_PARQUET = Path("table.parquet")
_PARSED = Path("parsed.parquet")
_BLANK = Path("blank.parquet")
_MEMORY = "800MB"  # that the engine holds before it spills; it takes some 300 MB beside it
_MOST_THREADS = 4
_SMALL = 256 * 1024  # bytes of a file that is parsed before more threads would have started


def warm_up() -> duckdb.DuckDBPyConnection | None:
    """An engine that a process without threads can hand down to its forks; None where it would start threads.

    Making an engine takes longer than parsing a small file.
    """
    for name in ("delimited", "parquet", "blank", "blank_count", "numbered"):
        sql(f"staged_{name}")
    try:
        engine = _engine(threads=1, async_threads=0)
    except duckdb.Error:  # DuckDB 1.5 knows no asynchronous threads, and starts one
        return None
    if _is_alone():
        # What the first statements of an engine set up is set up once, and not in every fork.
        engine.execute("SELECT count(*) FROM (VALUES ('a')) AS t(c0) WHERE is_blank(c0)").fetchall()
        return engine
    engine.close()
    return None


def _engine(**settings: int) -> duckdb.DuckDBPyConnection:
    """An engine in memory that does not yet touch any file."""
    usual = engine_settings(EngineLimits(memory=_MEMORY), private=Path())
    engine = duckdb.connect(":memory:", config=usual | {"temp_directory": ""} | settings)
    engine.execute("SET enable_progress_bar = false")
    engine.execute(sql("cells"))
    return engine


def _is_alone() -> bool:
    """Whether this process is known to have no thread but this one."""
    threads = Path("/proc/self/task")
    return threads.is_dir() and len(list(threads.iterdir())) == 1


def stage(job: Job, engine: duckdb.DuckDBPyConnection | None = None) -> Parsed:
    """Parse a file into the table `STAGED` in the job's private folder.

    Args:
        job: which file, and what of it.
        engine: one handed down from `warm_up`, to be used up.

    Raises:
        BadInput: missing, empty, damaged or ragged file, repeated headers, no row, unknown kind.
    """
    if not job.has_kind((*PARQUET, *EXCEL, *XML, *DELIMITED)):
        raise BadInput(f"{job.name}: this kind of file is not known; save it as CSV, Excel or Parquet")
    engine = engine or _engine()
    if Path(job.path).stat().st_size > _SMALL:
        engine.execute(f"SET threads = {min(_MOST_THREADS, os.cpu_count() or 1)}")
    _shut_in(engine, job.folder)
    return _stage(engine, job)


def _shut_in(engine: duckdb.DuckDBPyConnection, private: Path) -> None:
    """Let the engine reach no other file but those of its staging folder."""
    engine.execute(f"SET temp_directory = {literal(private / 'spill')}")
    shut_in(engine, private=private)
    os.chdir(private / STAGING)  # every name of a file is then one of ours, and no pattern


def _stage(engine: duckdb.DuckDBPyConnection, job: Job) -> Parsed:
    if job.has_kind(PARQUET):
        return _stage_parquet(engine, job)
    if job.has_kind(EXCEL):
        return _stage_workbook(engine, job)
    if job.has_kind(XML):
        return _stage_xml(engine, job)
    return _stage_text(engine, job)


def _stage_workbook(engine: duckdb.DuckDBPyConnection, job: Job) -> Parsed:
    shutil.copyfile(job.path, _SOURCE)
    try:
        write_csv(_SOURCE, _TABLE, sheet=job.sheet, header_row=job.header_row)
    except BadInput as refused:
        raise BadInput(*(f"{job.name}: {problem}" for problem in refused.problems)) from None
    return _stage_delimited(engine, job, delimiter=",", row=job.header_row)


def _stage_xml(engine: duckdb.DuckDBPyConnection, job: Job) -> Parsed:
    from halfterm.warehouse.ctf import write_csv as write_ctf_csv

    shutil.copyfile(job.path, _SOURCE)
    try:
        write_ctf_csv(_SOURCE, _TABLE)
    except BadInput as refused:
        raise BadInput(*(f"{job.name}: {problem}" for problem in refused.problems)) from None
    return replace(_stage_delimited(engine, job, delimiter=",", row=1), row_word="line")


def _stage_text(engine: duckdb.DuckDBPyConnection, job: Job) -> Parsed:
    encoding = copy_text(Path(job.path), _TABLE, name=job.name)
    if job.header_row > 1:
        without_titles(_TABLE, _FRESH, header_row=job.header_row, name=job.name)
        _FRESH.replace(_TABLE)
    delimiter = "\t" if job.has_kind(TABBED) else None
    return replace(_stage_delimited(engine, job, delimiter=delimiter, row=job.header_row), encoding=encoding)


def _stage_delimited(
    engine: duckdb.DuckDBPyConnection, job: Job, *, delimiter: str | None, row: int
) -> Parsed:
    with _TABLE.open(encoding="utf-8", newline="") as lines:
        header = header_of(lines, name=job.name, delimiter=delimiter, row=row)
    table = delimited_table(_TABLE, header, numbered=job.has_kind(XML))
    places = wanted_places(table, job)
    if not _read_quickly(engine, table, places, header):
        _read_strictly(engine, table, places, header, name=job.name)
    return _numbered(engine, table, places, name=job.name)


def _read_quickly(
    engine: duckdb.DuckDBPyConnection, table: EngineTable, places: Sequence[int], header: Header
) -> bool:
    """Whether the engine could read the text as it is, with nothing left out.

    Even in its strict mode the engine skips blank lines, drops blank cells beyond the header's width (a row
    with a stray separator has its cells in wrong columns) and can lose rows behind a broken header. So the
    ends of lines and the separators are counted apart from it, while it reads.
    """
    with ThreadPoolExecutor(1) as beside:
        counting = beside.submit(marks_outside_quotes, _TABLE, header.delimiter)
        try:
            rows = _read(engine, table, places)
        except duckdb.Error:
            return False
        lines, separators = counting.result()
    return rows == lines - 1 and separators == lines * (len(header.columns) - 1)


def _read_strictly(
    engine: duckdb.DuckDBPyConnection, table: EngineTable, places: Sequence[int], header: Header, *, name: str
) -> None:
    """Read the text row by row in Python, as slowly as that is, to name the rows or to mend blank lines."""
    rows = write_strictly(_TABLE, _FRESH, header, name=name)
    _FRESH.replace(_TABLE)
    try:
        read = _read(engine, table, places)
    except duckdb.Error:
        read = -1
    if read != rows:
        raise BadInput(f"{name}: this file cannot be read as delimited text")


def _read(engine: duckdb.DuckDBPyConnection, table: EngineTable, places: Sequence[int]) -> int:
    """Write the rows to `_PARSED`, in a format that takes far less time than a database; their number."""
    also = () if table.row_no is None else (f"{table.row_no} AS row_no",)
    try:
        made = engine.execute(_written(table.rows(places, *also), _PARSED)).fetchall()
    except duckdb.OutOfMemoryException:
        raise MemoryError from None  # no fault of the file's: it is not to be read in another way
    return int(made[0][0])


def _stage_parquet(engine: duckdb.DuckDBPyConnection, job: Job) -> Parsed:
    shutil.copyfile(job.path, _PARQUET)
    try:
        table = parquet_table(engine, _PARQUET)
        check_headers(table.columns, name=job.name)
        places = wanted_places(table, job)
        refuse_nested(table, places, job)
        rows = _read(engine, table, places)
        metadata = f"SELECT num_rows FROM parquet_file_metadata('{_PARQUET}')"  # noqa: S608 - a name of ours
        said = engine.execute(metadata).fetchall()
    except duckdb.Error:
        said, rows = [], -1
    if said != [(rows,)]:
        raise BadInput(f"{job.name}: this is not a Parquet file that can be read")
    return _numbered(engine, table, places, name=job.name)


def _numbered(
    engine: duckdb.DuckDBPyConnection, table: EngineTable, places: tuple[int, ...], *, name: str
) -> Parsed:
    """Make `STAGED` of `_PARSED`, without the rows that are blank all over.

    Where none is, the file stays as it is and its row numbers are counted on: few files have blank rows, and
    writing millions of rows twice takes as long as reading them.
    """
    rows = f"read_parquet('{_PARSED}', file_row_number = true)"
    unseen = " AND ".join(f"(c{i} IS NULL OR c{i} < '!' OR c{i} > '~')" for i in places)
    count = sql("staged_blank_count").format(rows=rows, unseen=unseen)
    maybe_blank = engine.execute(count).fetchall()[0][0]
    staged = Path("..") / STAGED
    counted_on = None if maybe_blank or table.row_no is not None else table.first_row
    if counted_on is None:
        whole = range(len(table.columns))
        # The whole row counts, and not only the columns that are wanted.
        blank = sql("staged_blank").format(rows=table.rows(whole), filled=filled(whole))
        engine.execute(_written(blank, _BLANK))
        row_no = f"file_row_number + {table.first_row}" if table.row_no is None else "CAST(row_no AS BIGINT)"
        cells = ", ".join(f"c{i}" for i in places)
        numbered = sql("staged_numbered").format(row_no=row_no, cells=cells, rows=rows, blank=_BLANK)
        kept = engine.execute(_written(numbered, _FRESH)).fetchall()[0][0]
        _FRESH.replace(staged)
    else:
        kept = engine.execute(f"SELECT count(*) FROM {rows}").fetchall()[0][0]  # noqa: S608 - a name of ours
        _PARSED.replace(staged)
    if not kept:
        raise BadInput(f"{name}: there is no row below the header")
    return Parsed(table.columns, places, counted_on)


def _written(query: str, file: Path) -> str:
    """The statement that writes a query's rows to a file of our own name, in their order; it counts them."""
    return f"COPY ({query}) TO '{file}' (FORMAT parquet, COMPRESSION lz4_raw)"
