"""Loading: one part of a source's half-term, checked row by row, pseudonymised, taken in whole or not."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

import duckdb

from halfterm.cycles.errors import BadInput, StoreTrouble
from halfterm.cycles.load_report import LoadFinding, LoadReport
from halfterm.warehouse.data_checks import failed_checks
from halfterm.warehouse.database import sql, transaction
from halfterm.warehouse.load_refused import LoadRefused
from halfterm.warehouse.pseudonym import hold_key
from halfterm.warehouse.row_check import CheckRequest, check_rows
from halfterm.warehouse.source import HalfTermColumns
from halfterm.warehouse.table_file import staged

Answers = Mapping[str, frozenset[str]]
"""Rules by the SHA-256 of the file in which somebody has answered for the rows that they hold."""

_CHECKED = ("load_row", "load_cell", "load_blank", "load_pupil", "load_finding")


@dataclass(frozen=True, slots=True)
class PartFile:
    """One table of a source's half-term. `part` tells it from the others; blank when there is only one."""

    path: Path
    name: str
    part: str = ""


def load_part(
    connection: duckdb.DuckDBPyConnection,
    file: PartFile,
    check: CheckRequest,
    *,
    on: date,
    answers: Answers = MappingProxyType({}),
) -> LoadReport:
    """Load one table. Loading what is already there changes nothing; a corrected one replaces the older.

    Args:
        connection: the open warehouse.
        file: the table, and which part of its source's half-term it is.
        check: whose rows it has, what its columns mean, and what they are checked against.
        on: the day of the load.
        answers: the questions that somebody has answered, by the SHA-256 of the file.

    Raises:
        BadInput: the file or a column is missing, or no row is of a school whose scores are awaited.
        LoadRefused: more rows are rejected than the source allows; it carries the report.
    """
    newest = _newest(connection, file.part, check)
    columns = check.source.columns_of(check.half_term)
    source = check.source
    with ThreadPoolExecutor(1) as beside:
        # A first load is not known by its hash: it is taken while the file is parsed.
        hashing = beside.submit(file_digest, file.path)
        if newest is not None and _asked_before(connection, newest, file, check, answers, hashing.result()):
            return newest
        with staged(
            connection,
            file.path,
            wanted=_wanted(check, columns),
            sheet=source.sheet,
            header_row=source.header_row,
        ) as table:
            digest = hashing.result()
            check = replace(check, answered=answers.get(digest, frozenset()))
            check_rows(connection, table, check)
            rows_read = connection.execute("SELECT count(*) FROM staged_file").fetchall()[0][0]
            report = replace(
                _judge(connection, file, check, rows_read=rows_read),
                encoding=table.encoding,
                row_word=table.row_word,
            )
    request = _request(connection, file, check, digest=digest)
    try:
        return _take_in(connection, report, check, digest=digest, request=request, on=on)
    finally:
        for name in _CHECKED:
            connection.execute(f"DROP TABLE IF EXISTS {name}")


def file_digest(path: Path) -> str:
    """The SHA-256 of a file's bytes.

    Raises:
        BadInput: the file cannot be opened.
    """
    try:
        with path.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except OSError:
        raise BadInput(f"{path.name}: the file cannot be opened") from None


def rules_of(connection: duckdb.DuckDBPyConnection, digest: str, half_term: str) -> tuple[str, ...] | None:
    """The rules that rows of a file broke when it was last loaded for a half-term; None if it never was."""
    loads = connection.execute(
        "SELECT load FROM load WHERE file_sha256 = ? AND half_term = ? ORDER BY number DESC LIMIT 1",
        [digest, half_term],
    ).fetchall()
    if not loads:
        return None
    rules = connection.execute(
        "SELECT DISTINCT rule FROM finding WHERE load = ? ORDER BY rule", list(loads[0])
    ).fetchall()
    return tuple(rule for (rule,) in rules)


def _wanted(check: CheckRequest, columns: HalfTermColumns) -> tuple[str, ...]:
    persons = filter(None, (check.source.pupil, check.source.birth))
    return tuple(dict.fromkeys((*persons, *columns.columns, *columns.optional)))


def _id_of(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def _request(
    connection: duckdb.DuckDBPyConnection, file: PartFile, check: CheckRequest, *, digest: str
) -> str:
    """Everything that decides what a load of this file holds, in one hash."""
    columns = check.source.columns_of(check.half_term)
    scales = [check.scales[m.scale].model_dump_json() for m in columns.measures.values()]
    earlier = connection.execute(
        "SELECT load FROM load WHERE half_term = ? ORDER BY number", [check.before or ""]
    ).fetchall()
    return _id_of(
        digest,
        check.source.mapping_digest(check.half_term),
        check.key.fingerprint,
        sorted(check.schools.items()),
        (file.part, check.part_school, check.starts, check.ends, check.year_starts),
        (scales, sorted(check.answered), earlier),
    )


def _asked_before(
    connection: duckdb.DuckDBPyConnection,
    newest: LoadReport,
    file: PartFile,
    check: CheckRequest,
    answers: Answers,
    digest: str,
) -> bool:
    """Whether the newest load of this part was asked for in the same way."""
    check = replace(check, answered=answers.get(digest, frozenset()))
    request = _request(connection, file, check, digest=digest)
    asked = "SELECT count(*) FROM load_request WHERE load = ? AND request = ?"
    return bool(connection.execute(asked, [newest.load, request]).fetchall()[0][0])


def _newest(connection: duckdb.DuckDBPyConnection, part: str, check: CheckRequest) -> LoadReport | None:
    row = connection.execute(
        """
        SELECT load, source, half_term, rows_read, pupils, outside, elsewhere, rejected, scores,
               scores_missing, false, rows_accepted, held, part, file_name, encoding, row_word
        FROM load WHERE source = ? AND half_term = ? AND part = ? ORDER BY number DESC LIMIT 1
        """,
        [check.source.source, check.half_term, part],
    ).fetchone()
    if row is None:
        return None
    findings = connection.execute(sql("finding_rows"), [row[0]]).fetchall()
    return replace(LoadReport(*row), findings=_findings(findings))


def _findings(rows: list[tuple[str, str, list[int]]]) -> tuple[LoadFinding, ...]:
    return tuple(LoadFinding(rule, column, tuple(numbers)) for rule, column, numbers in rows)


def _judge(
    connection: duckdb.DuckDBPyConnection, file: PartFile, check: CheckRequest, *, rows_read: int
) -> LoadReport:
    """Count the rows, and refuse the load when more are rejected than the source allows. It has no id yet."""
    accepted, pupils, outside, rejected, held, scores, missing = connection.execute(
        sql("load_row_count")
    ).fetchall()[0]
    findings = connection.execute(sql("load_finding_rows")).fetchall()
    report = LoadReport(
        load="",
        source=check.source.source,
        half_term=check.half_term,
        rows_read=rows_read,
        pupils=pupils,
        outside=outside,
        elsewhere=rows_read - accepted - outside - rejected - held,
        rejected=rejected,
        scores=scores,
        scores_missing=missing,
        fresh=True,
        rows_accepted=accepted,
        held=held,
        part=file.part,
        file_name=file.name,
        findings=_findings(findings),
    )
    nothing = not accepted + held
    if rejected > check.source.most_rejected * (accepted + held + rejected) or (rejected and nothing):
        raise LoadRefused(report)
    if nothing:
        raise BadInput(
            f"{file.name}, {check.half_term}: no row is of a school whose scores are awaited; compare the "
            "schools' codes"
        )
    return report


class _NothingNew(Exception):
    """What was put into the warehouse is what it held already."""


def _take_in(
    connection: duckdb.DuckDBPyConnection,
    report: LoadReport,
    check: CheckRequest,
    *,
    digest: str,
    request: str,
    on: date,
) -> LoadReport:
    """Put the accepted rows into the warehouse, unless the newest load of this part holds just the same."""
    newest = _newest(connection, report.part, check)
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
    named = [f"arg_max(a{i}, row_no) AS a{i}" for i in range(len(columns.attributes))]
    connection.execute(sql("load_accepted").format(attributes="".join(f", {text}" for text in named)))
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
