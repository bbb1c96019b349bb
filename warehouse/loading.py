"""Loading: one half-term of one source, checked row by row, pseudonymised, and taken in whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from halfterm.cycles.errors import BadInput
from halfterm.cycles.status_codes import STATUS_CODES
from halfterm.warehouse.database import sql, transaction
from halfterm.warehouse.pseudonym import PseudonymKey
from halfterm.warehouse.source import HalfTermColumns, Source
from halfterm.warehouse.table_file import TableFile, row_list, staged


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What one load took in. `fresh` is False when the warehouse already held exactly this."""

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
    """Load one half-term of a source. Loading the same content again changes nothing.

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
        raise BadInput(f"source '{source.source}': there is no file {source.file}")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    load = _load_id(digest, source.mapping_digest(half_term), key.fingerprint, sorted(schools.items()))
    if (known := _known_load(connection, load)) is not None:
        return known
    columns = source.half_terms[half_term]
    with staged(connection, path) as table:
        _check_rows(connection, table, source=source, columns=columns, schools=schools)
        rows_read = connection.execute("SELECT count(*) FROM staged_file").fetchall()[0][0]
        report = _judge(
            connection, load=load, source=source, half_term=half_term, rows_read=rows_read, name=path.name
        )
        with transaction(connection):
            _take_in(connection, report, columns=columns, key=key)
            _record(connection, report, file_name=path.name, digest=digest, on=on)
    connection.execute("DROP TABLE load_row")
    connection.execute("DROP TABLE programme_school")
    connection.execute("CHECKPOINT")
    return report


def _load_id(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def _known_load(connection: duckdb.DuckDBPyConnection, load: str) -> LoadReport | None:
    row = connection.execute(
        """
        SELECT load, source, half_term, rows_read, pupils, outside, elsewhere, rejected, scores, scores_missing
        FROM load WHERE load = ?
        """,
        [load],
    ).fetchone()
    return None if row is None else LoadReport(*row, fresh=False)


def _check_rows(
    connection: duckdb.DuckDBPyConnection,
    table: TableFile,
    *,
    source: Source,
    columns: HalfTermColumns,
    schools: Mapping[str, str],
) -> None:
    """Fill `load_row`: every row that concerns the half-term, typed and with the rule that rejects it."""
    connection.execute("CREATE OR REPLACE TEMPORARY TABLE programme_school (code VARCHAR, school VARCHAR)")
    connection.executemany(
        "INSERT INTO programme_school VALUES (?, ?)", [list(pair) for pair in schools.items()]
    )
    connection.execute(sql("score_text"))
    headers = _staged_names(table, source, columns)
    parameters: dict[str, object] = {"school_header": columns.school, "pupil_header": source.pupil}
    cells, rules, rule_columns = [], [], []
    for i, (measure, mapped) in enumerate(columns.measures.items()):
        cell = f"f.{headers[mapped.column]}"
        cells += [
            f"score_of({cell}) AS m{i}",
            f"map($codes, $statuses)[upper(trim({cell}))] AS s{i}",
            f"NOT is_blank({cell}) AS h{i}",
        ]
        rules.append(
            f"WHEN h{i} AND m{i} IS NULL AND s{i} IS NULL THEN 'not a finite number or a known code ({measure})'"
        )
        rule_columns.append(f"WHEN h{i} AND m{i} IS NULL AND s{i} IS NULL THEN $measure_{i}")
        parameters[f"measure_{i}"] = mapped.column
    for i, (attribute, mapped_attribute) in enumerate(columns.attributes.items()):
        cell = f"trim(f.{headers[mapped_attribute.column]})"
        cells.append(f"nullif({cell}, '') AS t{i}")
        if mapped_attribute.values is None:
            cells.append(f"nullif({cell}, '') AS a{i}")
            continue
        cells.append(f"map($written_{i}, $meant_{i})[{cell}] AS a{i}")
        parameters[f"written_{i}"] = list(mapped_attribute.values)
        parameters[f"meant_{i}"] = list(mapped_attribute.values.values())
        rules.append(
            f"WHEN t{i} IS NOT NULL AND a{i} IS NULL THEN 'a value the source does not map ({attribute})'"
        )
        rule_columns.append(f"WHEN t{i} IS NOT NULL AND a{i} IS NULL THEN $attribute_{i}")
        parameters[f"attribute_{i}"] = mapped_attribute.column
    parameters["codes"] = list(STATUS_CODES)
    parameters["statuses"] = [code.status for code in STATUS_CODES.values()]
    scores = " OR ".join(f"NOT is_blank(f.{headers[m.column]})" for m in columns.measures.values())
    query = sql("load_row").format(
        pupil=headers[source.pupil],
        school=headers[columns.school],
        present=f"NOT is_blank(f.{headers[columns.school]}) OR {scores}",
        cells=", ".join(cells),
        rules="\n        ".join(rules),
        columns="\n        ".join(rule_columns),
    )
    connection.execute(query, parameters)


def _staged_names(table: TableFile, source: Source, columns: HalfTermColumns) -> dict[str, str]:
    names, problems = {}, []
    for header in (source.pupil, *columns.columns):
        try:
            names[header] = table.column(header)
        except BadInput as unknown:
            problems += [f"source '{source.source}': {problem}" for problem in unknown.problems]
    if problems:
        raise BadInput(*problems)
    return names


def _judge(
    connection: duckdb.DuckDBPyConnection,
    *,
    load: str,
    source: Source,
    half_term: str,
    rows_read: int,
    name: str,
) -> LoadReport:
    """Count the rows, and refuse the load when more are rejected than the source allows."""
    pupils, outside, rejected = connection.execute(
        """
        SELECT count(*) FILTER (rule IS NULL), count(*) FILTER (rule = 'outside'),
               count(*) FILTER (rule <> 'outside')
        FROM load_row
        """
    ).fetchall()[0]
    by_rule = connection.execute(
        """
        SELECT rule, column_name, list(row_no ORDER BY row_no) FROM load_row
        WHERE rule IS NOT NULL AND rule <> 'outside' GROUP BY ALL ORDER BY ALL
        """
    ).fetchall()
    if rejected > source.most_rejected * (pupils + rejected):
        raise BadInput(
            f"{name}, {half_term}: nothing was loaded; {rejected:,} of {pupils + rejected:,} rows are rejected (row 1 is the header)",
            *(f"{name}, {row_list(rows)}, column '{column}': {rule}" for rule, column, rows in by_rule),
        )
    if not pupils:
        raise BadInput(
            f"{name}, {half_term}: no row is of a school of the programme; compare the schools' codes"
        )
    measures = len(source.half_terms[half_term].measures)
    held = " + ".join(f"count(*) FILTER (m{i} IS NOT NULL)" for i in range(measures))
    blank = " + ".join(f"count(*) FILTER (NOT h{i})" for i in range(measures))
    scores, missing = connection.execute(
        f"SELECT {held}, {blank} FROM load_row WHERE rule IS NULL"  # noqa: S608 - counted names of ours
    ).fetchall()[0]
    elsewhere = rows_read - pupils - outside - rejected
    return LoadReport(
        load,
        source.source,
        half_term,
        rows_read,
        pupils,
        outside,
        elsewhere,
        rejected,
        scores,
        missing,
        fresh=True,
    )


def _take_in(
    connection: duckdb.DuckDBPyConnection, report: LoadReport, *, columns: HalfTermColumns, key: PseudonymKey
) -> None:
    """Move the accepted rows into the warehouse under pseudonyms; the identifiers stay behind."""
    connection.execute(
        """
        CREATE OR REPLACE TEMPORARY TABLE accepted AS
        SELECT * REPLACE (sha256($outer || unhex(sha256($inner || encode(pupil)))) AS pupil)
        FROM load_row WHERE rule IS NULL
        """,
        {"outer": key.outer, "inner": key.inner},
    )
    connection.execute(
        "INSERT INTO enrolment SELECT ?, pupil, school FROM accepted ORDER BY pupil", [report.load]
    )
    for i, attribute in enumerate(columns.attributes):
        connection.execute(
            f"INSERT INTO attribute SELECT ?, pupil, ?, a{i} FROM accepted WHERE a{i} IS NOT NULL ORDER BY pupil",  # noqa: S608
            [report.load, attribute],
        )
    for i, (measure, mapped) in enumerate(columns.measures.items()):
        connection.execute(
            f"INSERT INTO result SELECT ?, pupil, ?, m{i}, s{i} FROM accepted WHERE h{i} ORDER BY pupil",  # noqa: S608
            [report.load, measure],
        )
        connection.execute("INSERT INTO measure_scale VALUES (?, ?, ?)", [report.load, measure, mapped.scale])
    connection.execute(
        """
        INSERT INTO rejection SELECT ?, row_no, column_name, rule FROM load_row
        WHERE rule IS NOT NULL AND rule <> 'outside' ORDER BY row_no
        """,
        [report.load],
    )
    connection.execute("DROP TABLE accepted")


def _record(
    connection: duckdb.DuckDBPyConnection, report: LoadReport, *, file_name: str, digest: str, on: date
) -> None:
    connection.execute(
        """
        INSERT INTO load SELECT ?, 1 + coalesce(max(number), 0), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM load
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
    connection.execute(sql("ledger_entry"), {"load": report.load})
