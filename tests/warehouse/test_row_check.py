"""Every row accounted for: accepted, rejected, held as a question, or set aside; every fault of it named."""

from __future__ import annotations

import hashlib
import hmac

import duckdb
import pytest

from halfterm.cycles.errors import BadInput, StoreTrouble
from halfterm.cycles.load_rules import RULES
from halfterm.warehouse.database import sql
from halfterm.warehouse.row_check import checked_rows
from halfterm.warehouse.table_file import TableFile
from tests.warehouse.row_checking import ADA, BEN, CY, KEY, checked, request, row, upn, wide_source


def test_every_fault_of_a_row_is_named_and_not_only_the_first() -> None:
    found = checked(
        row(
            UPN="A801200005001",
            School="",
            DOB="soon",
            FSM="maybe",
            Date="yesterday",
            Reading="3x",
            Maths="Zaphod",
        ),
        row(UPN=BEN),
    )
    assert found.findings == [
        (2, "DOB", "birth-unreadable"),
        (2, "Date", "date-unreadable"),
        (2, "FSM", "value-unmapped"),
        (2, "Maths", "not-a-number"),
        (2, "Reading", "unknown-grade"),
        (2, "School", "school-missing"),
        (2, "UPN", "upn-check-letter"),
    ]
    assert found.verdicts == {2: "rejected", 3: "accepted"}


def test_a_row_without_fault_has_pupil_school_and_attributes() -> None:
    assert checked(row(UPN=ADA.lower())).rows == [
        {"row_no": 2, "pupil": ADA, "school": "ash", "verdict": "accepted", "a0": "yes", "a1": "5"}
    ]


def test_a_rejection_beats_a_question_and_a_question_beats_acceptance() -> None:
    stranger = upn("999200005001")
    found = checked(row(UPN=stranger), row(UPN=upn("999200005002"), Maths="Zaphod"), row())
    assert found.verdicts == {2: "question", 3: "rejected", 4: "accepted"}


def test_an_answered_question_holds_no_row_and_another_one_still_does() -> None:
    stranger, answered = upn("999200005001"), frozenset({"upn-authority"})
    lines = [row(UPN=stranger), row(UPN=upn("999200005002"), Year="9")]
    found = checked(*lines, answered=answered)
    assert found.verdicts == {2: "accepted", 3: "question"}
    assert found.findings == [(3, "DOB", "age-year")]


def test_a_rejection_cannot_be_answered() -> None:
    found = checked(row(Maths="Zaphod"), answered=frozenset({"not-a-number"}))
    assert found.verdicts == {2: "rejected"}
    assert found.rules == {2: ["not-a-number"]}


def test_pseudonyms_are_made_of_the_upn_as_it_is_compared_for_rows_that_may_be_taken_in() -> None:
    found = checked(row(UPN=f" {ADA.lower()}"), row(UPN=BEN, Maths="Zaphod"), row(UPN=CY, School="X9"))
    assert found.pseudonyms == {ADA: hmac.new(KEY.secret, ADA.encode(), hashlib.sha256).hexdigest()}


def test_rows_that_the_half_term_does_not_ask_for_are_not_in_it() -> None:
    columns = wide_source().columns.model_dump() | {"where": {"Year": ["5", "6"]}}
    found = checked(row(Year="5"), row(UPN=BEN, Year="4"), row(UPN=CY), source=wide_source(columns=columns))
    assert found.verdicts == {2: "accepted", 4: "accepted"}


def test_missing_columns_are_named_with_the_source_and_near_misses() -> None:
    with pytest.raises(BadInput) as refused:
        checked("x", header="UPNs")
    assert refused.value.problems[0] == "source 'marks': marks.csv: no column 'UPN'; did you mean 'UPNs'?"
    assert refused.value.problems[-1] == "source 'marks': marks.csv: no column 'Maths'"


def test_findings_are_of_known_rules_and_name_headers_of_the_file() -> None:
    found = checked(*(row(UPN=u, School=s) for u in ("", "x", ADA) for s in ("", "A1", "Z")))
    assert {rule for _, _, rule in found.findings} <= set(RULES)
    assert {column for _, column, _ in found.findings} == {"UPN", "School"}


def test_nothing_is_left_behind_but_the_staged_file() -> None:
    connection = duckdb.connect(":memory:")
    checked(row(), row(School="X9"), connection=connection)
    left = connection.execute(
        "SELECT table_name FROM duckdb_tables() "
        "UNION ALL SELECT view_name FROM duckdb_views() WHERE temporary AND NOT internal"
    ).fetchall()
    assert left == [("staged_file",)]


def test_no_word_of_the_engine_and_no_identifier_comes_out_when_it_gives_up() -> None:
    connection = duckdb.connect(":memory:")
    connection.execute(sql("cells"))
    # A row number that is none makes the engine stumble over a row, and it would print it.
    connection.execute("CREATE TEMP TABLE staged_file AS SELECT 'Zaphod' AS row_no, 'A1' AS c0, '3' AS c1")
    columns = {"school": "School", "measures": {"mood": {"column": "Mood", "scale": "points"}}}
    source = wide_source(identifier="anonymous", pupil="", birth=None, columns=columns)
    with (
        pytest.raises(StoreTrouble) as trouble,
        checked_rows(connection, TableFile("marks.csv", ("School", "Mood")), request(source)),
    ):
        raise AssertionError("nothing was checked")
    assert "Zaphod" not in str(trouble.value)
    assert trouble.value.__cause__ is None
    assert trouble.value.__suppress_context__
