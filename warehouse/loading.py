"""Loading: one half-term of one source, checked row by row, pseudonymised, taken in whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import duckdb

from halfterm.cycles.errors import BadInput
from halfterm.warehouse.counting import row_runs
from halfterm.warehouse.database import sql, transaction
from halfterm.warehouse.pseudonym import PseudonymKey
from halfterm.warehouse.row_check import check_rows
from halfterm.warehouse.source import HalfTermColumns, Source
from halfterm.warehouse.table_file import staged


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What one load took in. `fresh` is False when the warehouse already held exactly this.

    Of the rows read, `pupils` were accepted, `outside` are of schools that are not in the programme,
    `elsewhere` of pupils who were at no school in this half-term. `scores_missing` counts blank cells.
    """

    load: str
    source: str
    half_term: str
    rows_read: int
    pupils: int
    outside: int
    elsewhere: int
    rejected: int
    scores: int
    scores_missing: int
    fresh: bool


def load_half_term(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    half_term: str,
    *,
    path: Path,
    key: PseudonymKey,
    schools: Mapping[str, str],
    on: date,
) -> LoadReport:
    """Load one half-term of a source. Loading what is already there changes nothing.

    Args:
        connection: the open warehouse.
        source: where the data come from and what its columns mean.
        half_term: which of the source's half-terms.
        path: the file.
        key: the pseudonym key.
        schools: the programme's schools: code in the file -> school id.
        on: the day of the load.

    Raises:
        BadInput: the file or a column is missing, or more rows are rejected than the source allows.
    """
    if not path.is_file():
        raise BadInput(f"source '{source.source}': there is no file {source.file_of(half_term)}")
    digest = _file_digest(path)
    request = _id_of(digest, source.mapping_digest(half_term), key.fingerprint, sorted(schools.items()))
    if (held := _asked_before(connection, source, half_term, request=request)) is not None:
        return held
    columns = source.half_terms[half_term]
    with staged(connection, path) as table:
        check_rows(connection, table, source=source, columns=columns, schools=schools)
        report = _judge(connection, source, half_term, name=path.name)
        with transaction(connection):
            _accept(connection, key=key)
            report = _named(connection, source, report, key=key)
            if report.fresh:
                _take_in(connection, report, columns=columns)
                _record(connection, report, file_name=path.name, digest=digest, on=on)
            connection.execute("INSERT INTO load_request VALUES (?, ?)", [report.load, request])
            connection.execute("DROP TABLE accepted")
    connection.execute("DROP TABLE load_row; DROP TABLE programme_school")
    connection.execute("CHECKPOINT")
    return report


def _file_digest(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _id_of(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def _asked_before(
    connection: duckdb.DuckDBPyConnection, source: Source, half_term: str, *, request: str
) -> LoadReport | None:
    """The newest load of this half-term, if the same was asked for in the same way before."""
    newest = _newest(connection, source, half_term)
    if newest is None:
        return None
    asked = "SELECT count(*) FROM load_request WHERE load = ? AND request = ?"
    return newest if connection.execute(asked, [newest.load, request]).fetchall()[0][0] else None


def _newest(connection: duckdb.DuckDBPyConnection, source: Source, half_term: str) -> LoadReport | None:
    row = connection.execute(
        """
        SELECT load, source, half_term, rows_read, pupils, outside, elsewhere, rejected, scores,
               scores_missing
        FROM load WHERE source = ? AND half_term = ? ORDER BY number DESC LIMIT 1
        """,
        [source.source, half_term],
    ).fetchone()
    return LoadReport(*(*row, False)) if row else None


def _accept(connection: duckdb.DuckDBPyConnection, *, key: PseudonymKey) -> None:
    """The accepted rows under pseudonyms; the identifiers stay behind."""
    connection.execute(
        """
        CREATE OR REPLACE TEMPORARY TABLE accepted AS
        SELECT * EXCLUDE (row_no, school_code, rule, column_name)
               REPLACE (pseudonym_of(pupil, $inner, $outer) AS pupil)
        FROM load_row WHERE rule IS NULL
        """,
        {"outer": key.outer, "inner": key.inner},
    )


def _named(
    connection: duckdb.DuckDBPyConnection, source: Source, report: LoadReport, *, key: PseudonymKey
) -> LoadReport:
    """The report under the id of what it holds; the newest load's own report when that holds the same.

    An export that has only grown columns of other half-terms, or rows of other schools, holds nothing new.
    """
    fingerprint = connection.execute(sql("load_content")).fetchall()[0][0]
    mapping = source.mapping_digest(report.half_term)
    content = _id_of(fingerprint, mapping, key.fingerprint, report.pupils, report.rejected)
    newest = _newest(connection, source, report.half_term)
    if newest is not None and newest.load.split("-")[0] == content:
        return newest
    return replace(report, load=_fresh_id(connection, content))


def _fresh_id(connection: duckdb.DuckDBPyConnection, content: str) -> str:
    """The content's id; numbered when this content is taken in again after another has replaced it."""
    times = connection.execute(
        "SELECT count(*) FROM load WHERE split_part(load, '-', 1) = ?", [content]
    ).fetchall()[0][0]
    return f"{content}-{times + 1}" if times else content


def _judge(connection: duckdb.DuckDBPyConnection, source: Source, half_term: str, *, name: str) -> LoadReport:
    """Count the rows, and refuse the load when more are rejected than the source allows. It has no id yet."""
    measures = range(len(source.half_terms[half_term].measures))
    query = sql("load_row_count").format(
        scores=" + ".join(f"count(*) FILTER (rule IS NULL AND m{i} IS NOT NULL)" for i in measures),
        missing=" + ".join(f"count(*) FILTER (rule IS NULL AND NOT h{i})" for i in measures),
    )
    pupils, outside, rejected, scores, missing = connection.execute(query).fetchall()[0]
    rows_read = connection.execute("SELECT count(*) FROM staged_file").fetchall()[0][0]
    if rejected > source.most_rejected * (pupils + rejected):
        raise BadInput(
            f"{name}, {half_term}: nothing was loaded; {rejected:,} of {pupils + rejected:,} rows are "
            "rejected (row 1 is the header)",
            *_rejections(connection, name=name),
        )
    if not pupils:
        raise BadInput(
            f"{name}, {half_term}: no row is of a school whose scores are awaited; compare the schools' codes"
        )
    return LoadReport(
        load="",
        source=source.source,
        half_term=half_term,
        rows_read=rows_read,
        pupils=pupils,
        outside=outside,
        elsewhere=rows_read - pupils - outside - rejected,
        rejected=rejected,
        scores=scores,
        scores_missing=missing,
        fresh=True,
    )


def _rejections(connection: duckdb.DuckDBPyConnection, *, name: str) -> list[str]:
    return [
        f"{name}, {row_runs(rows)}, column '{column}': {rule}"
        for rule, column, rows in connection.execute(sql("load_row_rejected")).fetchall()
    ]


def _take_in(connection: duckdb.DuckDBPyConnection, report: LoadReport, *, columns: HalfTermColumns) -> None:
    """Move the accepted rows into the warehouse."""
    connection.execute(
        "INSERT INTO enrolment SELECT ?, pupil, school FROM accepted ORDER BY pupil", [report.load]
    )
    for i, attribute in enumerate(columns.attributes):
        query = f"""
            INSERT INTO attribute SELECT ?, pupil, ?, a{i} FROM accepted WHERE a{i} IS NOT NULL ORDER BY pupil
        """  # noqa: S608 - a counted name of ours
        connection.execute(query, [report.load, attribute])
    for i, (measure, mapped) in enumerate(columns.measures.items()):
        query = f"""
            INSERT INTO result SELECT ?, pupil, ?, m{i}, s{i} FROM accepted WHERE h{i} ORDER BY pupil
        """  # noqa: S608 - counted names of ours
        connection.execute(query, [report.load, measure])
        connection.execute("INSERT INTO measure_scale VALUES (?, ?, ?)", [report.load, measure, mapped.scale])
    connection.execute(
        """
        INSERT INTO rejection SELECT ?, row_no, column_name, rule FROM load_row
        WHERE rule <> 'outside' ORDER BY row_no
        """,
        [report.load],
    )


def _record(
    connection: duckdb.DuckDBPyConnection, report: LoadReport, *, file_name: str, digest: str, on: date
) -> None:
    connection.execute(
        """
        INSERT INTO load
        SELECT ?, 1 + coalesce(max(number), 0), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM load
        """,
        [
            report.load,
            report.source,
            report.half_term,
            file_name,
            digest,
            on,
            report.rows_read,
            report.pupils,
            report.outside,
            report.elsewhere,
            report.rejected,
            report.scores,
            report.scores_missing,
        ],
    )
    connection.execute(sql("ledger_entry"), {"entries": [report.load]})
