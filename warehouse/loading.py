"""Loading: one part of a source's half-term, checked row by row, pseudonymised, taken in whole or not."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

import duckdb

from halfterm.cycles.errors import BadInput
from halfterm.cycles.load_report import LoadFinding, LoadReport
from halfterm.warehouse.database import sql
from halfterm.warehouse.load_refused import LoadRefused
from halfterm.warehouse.row_check import CheckRequest, checked_rows
from halfterm.warehouse.source import HalfTermColumns
from halfterm.warehouse.table_file import TableFile, staged
from halfterm.warehouse.taking_in import take_in

Answers = Mapping[str, frozenset[str]]
"""Rules by the SHA-256 of the file in which somebody has answered for the rows that they hold."""


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
    with ThreadPoolExecutor(1) as beside:
        # A first load is not known by its hash: it is taken while the file is parsed.
        hashing = beside.submit(file_digest, file.path)
        if newest and _asked_before(connection, newest, file, check, answers, hashing.result()):
            return newest
        with _staged_part(connection, file, check) as table:
            digest = hashing.result()
            check = replace(check, answered=answers.get(digest, frozenset()))
            with checked_rows(connection, table, check):
                report = _judged(connection, table, file, check)
                request = _request(connection, file, check, digest=digest)
                return take_in(
                    connection, report, check, newest=newest, digest=digest, request=request, on=on
                )


def _staged_part(
    connection: duckdb.DuckDBPyConnection, file: PartFile, check: CheckRequest
) -> AbstractContextManager[TableFile]:
    source = check.source
    wanted = _wanted(check, source.columns_of(check.half_term))
    return staged(connection, file.path, wanted=wanted, sheet=source.sheet, header_row=source.header_row)


def _judged(
    connection: duckdb.DuckDBPyConnection, table: TableFile, file: PartFile, check: CheckRequest
) -> LoadReport:
    rows_read = connection.execute("SELECT count(*) FROM staged_file").fetchall()[0][0]
    report = _judge(connection, file, check, rows_read=rows_read)
    return replace(report, encoding=table.encoding, row_word=table.row_word)


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
