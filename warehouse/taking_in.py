"""Taking in: the accepted rows of one file under pseudonyms, in one transaction with record and checks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import duckdb

from halfterm.cycles.errors import StoreTrouble
from halfterm.cycles.load_report import LoadReport
from halfterm.warehouse.data_checks import failed_checks
from halfterm.warehouse.database import sql, transaction
from halfterm.warehouse.pseudonym import hold_key
from halfterm.warehouse.row_check import CheckRequest
from halfterm.warehouse.source import HalfTermColumns


class _NothingNew(Exception):
    """What was put into the warehouse is what it held already."""


def take_in(
    connection: duckdb.DuckDBPyConnection,
    report: LoadReport,
    check: CheckRequest,
    *,
    newest: LoadReport | None,
    digest: str,
    request: str,
    on: date,
) -> LoadReport:
    """Put the accepted rows into the warehouse, unless the newest load of this part holds just the same.

    Args:
        connection: the open warehouse, with the rows checked.
        report: what the check counted; it has no id yet.
        check: whose rows they are.
        newest: the newest load of this part, if there is one.
        digest: the SHA-256 of the file.
        request: the hash of everything that decides what the load holds.
        on: the day of the load.

    Raises:
        StoreTrouble: a data check does not hold, or memory or disk ran out; nothing is taken in.
        BadInput: the warehouse's pseudonyms are under another key.
    """
    report = replace(report, load=_fresh_id(connection, request))
    try:
        with transaction(connection):
            hold_key(connection, check.key, on=on)
            columns = check.source.columns_of(check.half_term)
            _insert(connection, report, columns, anonymous=check.source.identifier == "anonymous")
            _refuse_same(connection, report, newest)
            _record(connection, report, digest=digest, on=on)
            connection.execute("INSERT INTO load_request VALUES (?, ?)", [report.load, request])
            _check_data(connection, report, check)
    except _NothingNew:
        assert newest is not None
        report = replace(report, load=newest.load, fresh=False)
        connection.execute("INSERT INTO load_request VALUES (?, ?)", [report.load, request])
    connection.execute("CHECKPOINT")
    return report


def _fresh_id(connection: duckdb.DuckDBPyConnection, request: str) -> str:
    """The request's id; numbered when the same is taken in again after another has replaced it."""
    times = connection.execute(
        "SELECT count(*) FROM load WHERE split_part(load, '-', 1) = ?", [request]
    ).fetchall()[0][0]
    return f"{request}-{times + 1}" if times else request


def _insert(
    connection: duckdb.DuckDBPyConnection, report: LoadReport, columns: HalfTermColumns, *, anonymous: bool
) -> None:
    """The accepted rows under pseudonyms; the identifiers stay behind."""
    for measure, mapped in columns.measures.items():
        connection.execute("INSERT INTO measure_scale VALUES (?, ?, ?)", [report.load, measure, mapped.scale])
    connection.execute(sql("load_finding_kept"), {"load": report.load})
    put_in = _insert_answers if anonymous else _insert_pupils
    put_in(connection, report, columns)


def _insert_answers(
    connection: duckdb.DuckDBPyConnection, report: LoadReport, columns: HalfTermColumns
) -> None:
    """The answers of an anonymous survey: a respondent is a row, and nobody's pupil."""
    load = {"load": report.load}
    connection.execute(sql("load_answer"), load | {"measures": list(columns.measures)})
    for i, attribute in enumerate(columns.attributes):
        query = f"""
            INSERT INTO survey_attribute SELECT $load, row_no, $name, a{i} FROM load_row
            WHERE verdict = 'accepted' AND a{i} IS NOT NULL
        """  # noqa: S608 - a counted name of ours
        connection.execute(query, load | {"name": attribute})


def _insert_pupils(
    connection: duckdb.DuckDBPyConnection, report: LoadReport, columns: HalfTermColumns
) -> None:
    load = {"load": report.load}
    connection.execute(sql("load_accepted"))
    connection.execute("INSERT INTO enrolment SELECT $load, pupil, school FROM accepted_pupil", load)
    for i, attribute in enumerate(columns.attributes):
        query = f"""
            INSERT INTO attribute SELECT $load, pupil, $name, a{i} FROM accepted_pupil WHERE a{i} IS NOT NULL
        """  # noqa: S608 - a counted name of ours
        connection.execute(query, load | {"name": attribute})
    connection.execute(sql("load_result"), load | {"measures": list(columns.measures)})
    connection.execute("DROP TABLE accepted_pupil")


def _refuse_same(
    connection: duckdb.DuckDBPyConnection, report: LoadReport, newest: LoadReport | None
) -> None:
    """Leave when the newest load of the part holds just the same.

    An export that has only grown columns of other half-terms, or rows of other schools, holds nothing new.
    """
    if newest is None or _waiting(newest) != _waiting(report):
        return
    connection.execute(sql("ledger_rows"))
    both = {"load": report.load, "newest": newest.load}
    if connection.execute(sql("load_same"), both).fetchall()[0][0]:
        raise _NothingNew


def _waiting(report: LoadReport) -> tuple[int, int, int]:
    """What pages tell of a load besides its scores."""
    return report.rejected, report.held, report.scores_missing


def _record(connection: duckdb.DuckDBPyConnection, report: LoadReport, *, digest: str, on: date) -> None:
    connection.execute(
        sql("load_record"),
        {
            "load": report.load,
            "source": report.source,
            "half_term": report.half_term,
            "file_name": report.file_name,
            "digest": digest,
            "loaded_on": on,
            "rows_read": report.rows_read,
            "pupils": report.pupils,
            "outside": report.outside,
            "elsewhere": report.elsewhere,
            "rejected": report.rejected,
            "scores": report.scores,
            "scores_missing": report.scores_missing,
            "part": report.part,
            "rows_accepted": report.rows_accepted,
            "held": report.held,
            "encoding": report.encoding,
            "row_word": report.row_word,
        },
    )
    connection.execute(sql("ledger_entry"), {"entries": [report.load]})


def _check_data(connection: duckdb.DuckDBPyConnection, report: LoadReport, check: CheckRequest) -> None:
    """Run the data checks over what was put in, before it counts.

    Raises:
        StoreTrouble: one of them does not hold.
    """
    ends = {scale.id: scale.ends for scale in check.scales.values()}
    schools = {*check.schools.values(), *filter(None, [check.part_school])}
    failed = failed_checks(connection, report.load, scale_ends=ends, schools=schools)
    if failed:
        raise StoreTrouble(
            *(f"{report.file_name}, {report.half_term}: nothing was loaded; {check}" for check in failed)
        )
