"""Checking: every row of a file that concerns a half-term is accepted, rejected, or held as a question."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from halfterm.cycles.load_rules import RULES
from halfterm.warehouse.database import sql
from halfterm.warehouse.engine_trouble import engine_named
from halfterm.warehouse.row_check_before import find_changes, name_pupils
from halfterm.warehouse.row_check_fact import (
    attributes_there,
    find_faults,
    find_wrong_ages,
    read_attributes,
    read_days,
)
from halfterm.warehouse.row_check_file import REJECTING, CheckRequest, FileCheck
from halfterm.warehouse.row_check_number import number_rows, number_texts
from halfterm.warehouse.row_check_pupil import check_identifiers, check_schools, find_missing, find_repeated
from halfterm.warehouse.row_check_score import find_wrong_cells, read_scores
from halfterm.warehouse.table_file import TableFile

__all__ = ["CheckRequest", "checked_rows"]

_QUESTIONS = frozenset(rule.id for rule in RULES.values() if rule.verdict == "question")


@contextmanager
def checked_rows(
    connection: duckdb.DuckDBPyConnection, table: TableFile, request: CheckRequest
) -> Iterator[None]:
    """Check a file; for as long as the block runs, `load_row` and its kind tell what was found.

    `load_row` has every row that concerns the half-term with its verdict: `aside` where it is of a school
    whose rows may not be loaded (nothing else is checked of it), else `rejected`, `question` or `accepted`.
    `load_finding` names every fault of every row but the questions that are answered. `load_cell` has the
    filled cells of the rows that are not aside, `load_blank` the number of blank ones in accepted rows where
    every row has room for the measure, `load_pupil` the pseudonyms of pupils who may be taken in, and
    `load_enrolled` the pupils of the accepted rows. All are temporary and go at the end of the block, however
    it ends: pupils' identifiers are in them.

    Args:
        connection: the warehouse, with the file staged.
        table: the staged file.
        request: whose file it is, what its columns mean, and what they are checked against.

    Raises:
        BadInput: columns are not there; all of them are named.
        StoreTrouble: the engine gave up, for want of memory say.
    """
    check = FileCheck.of(connection, table, request)
    try:
        with engine_named(table.name, outcome="; nothing was loaded"):
            _check(check)
        yield
    finally:
        _forget(check)


def _check(check: FileCheck) -> None:
    check.run("load_finding")
    check_identifiers(check)
    number_texts(check)
    check_schools(check)
    number_rows(check)
    read_scores(check)
    find_missing(check)
    find_repeated(check)
    find_wrong_cells(check)
    read_attributes(check)
    read_days(check)
    find_faults(check)
    find_wrong_ages(check)
    name_pupils(check)
    find_changes(check)
    _judge(check)


def _judge(check: FileCheck) -> None:
    """Give every row its verdict: a rejection beats a question, and either beats acceptance."""
    answered = sorted(check.request.answered & _QUESTIONS)
    if answered:
        check.run("load_finding_answered", {"answered": answered})
    check.run("check_verdict", {"rejecting": list(REJECTING)})
    _show_rows(check)
    rejected = check.holds("SELECT 1 FROM check_verdict WHERE verdict = 'rejected'")
    check.run("load_pupil_kept" if rejected else "load_pupil")
    check.run("load_blank", {"measures": list(check.wide)})


def _show_rows(check: FileCheck) -> None:
    """Show the rows, and the pupils of the accepted ones, with their schools and attributes."""
    there = attributes_there(check)
    attributes = [_attribute(i, i in there) for i in range(len(check.columns.attributes))]
    school, listed = _school(check), "".join(f", {attribute}" for attribute in attributes)
    columns = {i: check.names[attribute.column] for i, attribute in there.items()}
    check.run(
        "load_row",
        schools=_school_named(check, f"r.{check.school}"),
        texts="\n".join(_meaning(i, f"r.{column}") for i, column in columns.items()),
        school=school,
        attributes=listed,
    )
    numbers = {f"a{i}": column for i, column in columns.items()}
    if check.school is not None:
        numbers["school"] = check.school
    check.run(
        "load_enrolled",
        numbers="".join(f", arg_max({column}, row_no) AS {name}" for name, column in numbers.items()),
        schools=_school_named(check, "r.school"),
        texts="\n".join(_meaning(i, f"r.a{i}") for i in columns),
        school=school,
        attributes=listed,
    )


def _school(check: FileCheck) -> str:
    """The school of a row; a view takes no parameter, so whose file it is stands in it as a literal."""
    own = check.own_school
    known = "NULL" if own is None else "'" + own.replace("'", "''") + "'"
    return f"CAST({known} AS VARCHAR)" if check.school is None else f"coalesce(s.school, {known})"


def _school_named(check: FileCheck, number: str) -> str:
    return "" if check.school is None else f"LEFT JOIN check_school AS s ON s.no = {number}"


def _attribute(i: int, there: bool) -> str:
    """What a row says of an attribute; nothing where the file is without its column."""
    return f"t{i}.value AS a{i}" if there else f"CAST(NULL AS VARCHAR) AS a{i}"


def _meaning(i: int, number: str) -> str:
    return f"LEFT JOIN check_attribute AS t{i} ON t{i}.attribute = {i} AND t{i}.no = {number}"


def _forget(check: FileCheck) -> None:
    for name, kind in check.connection.execute(sql("check_left")).fetchall():
        check.connection.execute(f"DROP {kind} {name}")
