"""Checking: every row of a file that concerns a half-term is accepted, rejected, or held as a question."""

from __future__ import annotations

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
from halfterm.warehouse.row_check_number import has_outside, number_rows, number_texts
from halfterm.warehouse.row_check_pupil import check_identifiers, check_schools, find_missing, find_repeated
from halfterm.warehouse.row_check_score import find_wrong_cells, read_scores
from halfterm.warehouse.table_file import TableFile

__all__ = ["CheckRequest", "check_rows"]

_QUESTIONS = frozenset(rule.id for rule in RULES.values() if rule.verdict == "question")


def check_rows(connection: duckdb.DuckDBPyConnection, table: TableFile, request: CheckRequest) -> None:
    """Fill the temporary tables `load_row`, `load_cell`, `load_blank`, `load_pupil` and `load_finding`.

    `load_row` has every row that concerns the half-term with its verdict: `aside` where it is of a school
    whose rows may not be loaded (nothing else is checked of it), else `rejected`, `question` or `accepted`.
    `load_finding` names every fault of every row but the questions that are answered. `load_cell` has the
    filled cells of the rows that are not aside, `load_blank` the number of blank ones in accepted rows where
    every row has room for the measure, `load_pupil` the pseudonyms of pupils who may be taken in.

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
    there = attributes_there(check)
    answered = sorted(check.request.answered & _QUESTIONS)
    if answered:
        check.run("load_finding_answered", {"answered": answered})
    check.run("check_verdict", {"rejecting": list(REJECTING)})
    check.run(
        "load_row",
        {"own": check.own_school},
        school="$own" if check.school is None else "coalesce(s.school, $own)",
        schools="" if check.school is None else f"LEFT JOIN check_school AS s ON s.no = r.{check.school}",
        attributes="".join(f", {_attribute(i, i in there)}" for i in range(len(check.columns.attributes))),
        texts="\n".join(_meaning(i, check.names[attribute.column]) for i, attribute in there.items()),
    )
    if has_outside(check):
        check.run("load_row_aside")
    rejected = check.holds("SELECT 1 FROM check_verdict WHERE verdict = 'rejected'")
    check.run("load_pupil_kept" if rejected else "load_pupil")
    check.run("load_blank", {"measures": list(check.wide)})


def _attribute(i: int, there: bool) -> str:
    """What a row says of an attribute; nothing where the file is without its column."""
    return f"t{i}.value AS a{i}" if there else f"CAST(NULL AS VARCHAR) AS a{i}"


def _meaning(i: int, column: str) -> str:
    return f"LEFT JOIN check_attribute AS t{i} ON t{i}.attribute = {i} AND t{i}.no = r.{column}"


def _forget(check: FileCheck) -> None:
    """Drop everything that was put down while checking: pupils' identifiers are in it."""
    for name, kind in check.connection.execute(sql("check_left")).fetchall():
        check.connection.execute(f"DROP {kind} {name}")
