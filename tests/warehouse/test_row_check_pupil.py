"""Whose row it is: identifiers, schools, and pupils who are there more than once."""

from __future__ import annotations

import re

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from halfterm.cycles.upn import ALPHABET, check_letter, normalised, upn_problems
from halfterm.warehouse.authorities import authorities
from halfterm.warehouse.database import sql
from halfterm.warehouse.source import Source
from tests.warehouse.row_checking import (
    ADA,
    BEN,
    CY,
    LONG,
    checked,
    line,
    long_source,
    row,
    upn,
    wide_source,
)

LOCAL = wide_source(identifier="local")


def test_a_upn_is_checked_for_form_letter_and_authority() -> None:
    expected = {
        ADA: [],
        BEN.lower(): [],
        " R674 123101121\u00a0": [],
        upn("67412310112A"): [],
        upn("838200005001"): [],
        upn("943200005001"): [],
        " \u00a0": ["upn-missing"],
        "A801200005001": ["upn-check-letter"],
        upn("999200005001"): ["upn-authority"],
        "801200005001": ["excel-identifier"],
        "8.012E+11": ["excel-identifier"],
        "B801200005001.0": ["excel-identifier"],
        "B80120000500": ["excel-identifier"],
        "B8012000050011": ["upn-format"],
        "Zaphod": ["upn-format"],
    }
    found = checked(*(row(UPN=identifier) for identifier in expected))
    assert {cell: found.rules.get(at, []) for at, cell in enumerate(expected, start=2)} == expected
    assert {column for _, column, _ in found.findings} == {"UPN"}


def test_a_upn_is_rejected_but_for_an_authority_that_is_not_known() -> None:
    found = checked(row(UPN=upn("999200005001")), row(UPN="A801200005001"), row(UPN=""), row(UPN=BEN))
    assert found.verdicts == {2: "question", 3: "rejected", 4: "rejected", 5: "accepted"}


def test_another_identifier_is_only_checked_for_being_there_and_whole() -> None:
    expected = {
        "U-17": [],
        "801200005001": [],
        "12E3": [],
        "": ["upn-missing"],
        " \u00a0": ["upn-missing"],
        "8.01E+12": ["excel-identifier"],
    }
    found = checked(*(row(UPN=identifier) for identifier in expected), source=LOCAL)
    assert {cell: found.rules.get(at, []) for at, cell in enumerate(expected, start=2)} == expected
    alone = {
        cell: checked(row(UPN=cell), source=LOCAL).rules.get(2, []) for cell in (" ", " U1 ", "8.01E+12")
    }
    assert alone == {" ": ["upn-missing"], " U1 ": [], "8.01E+12": ["excel-identifier"]}


texts = st.text("0123456789", min_size=12, max_size=12) | st.text(
    "0123456789" + ALPHABET + "iosE+. \u00a0", max_size=14
)
several = settings(max_examples=6, deadline=None)
"""Each example is a file of many pupils: the engine takes longer to begin than to check them."""


@several
@given(st.lists(texts, min_size=30, max_size=300))
def test_the_engine_finds_the_same_faults_as_the_pure_rules(cells: list[str]) -> None:
    # Twelve characters get their check letter, so that many are UPNs.
    named = [upn(cell) if re.fullmatch("[0-9]{12}", cell) else cell for cell in cells]
    upns = list({normalised(cell): cell for cell in named}.values())
    expected = {
        at: sorted(rules)
        for at, cell in enumerate(upns, start=2)
        if (rules := upn_problems(cell, authorities=authorities()))
    }
    assert checked(*(row(UPN=cell) for cell in upns)).rules == expected


@several
@given(
    st.lists(
        st.tuples(st.text("0123456789", min_size=11, max_size=11), st.sampled_from("0123456789" + ALPHABET)),
        min_size=50,
        max_size=500,
    )
)
def test_the_engine_computes_the_same_check_letters(twelves: list[tuple[str, str]]) -> None:
    connection = duckdb.connect(":memory:")
    connection.execute(sql("upn"))
    figures, lasts = [int(eleven) for eleven, _ in twelves], [last for _, last in twelves]
    letters = connection.execute(
        "SELECT upn_letter(f, l) FROM (SELECT unnest($figures) AS f, unnest($lasts) AS l)",
        {"figures": figures, "lasts": lasts},
    ).fetchall()
    assert letters == [(check_letter(f"?{eleven}{last}"),) for eleven, last in twelves]


def test_the_same_pupil_twice_is_a_fault_of_every_one_of_the_rows() -> None:
    found = checked(row(), row(UPN=BEN), row(UPN=ADA.lower(), School="B2"))
    assert found.findings == [(2, "UPN", "duplicate"), (4, "UPN", "duplicate")]
    assert found.verdicts == {2: "rejected", 3: "accepted", 4: "rejected"}


def test_damaged_and_missing_identifiers_are_nobody_twice() -> None:
    found = checked(*(row(UPN=identifier) for identifier in ("8.01E+11", "8.01E+11", "", "", "x", "x")))
    assert "duplicate" not in {rule for _, _, rule in found.findings}


def test_a_pupil_with_a_wrong_check_letter_twice_has_both_faults() -> None:
    wrong = "A801200005001"
    assert checked(row(UPN=wrong), row(UPN=wrong)).rules[2] == ["duplicate", "upn-check-letter"]


def test_a_pupil_of_a_long_file_is_there_twice_when_a_measure_is() -> None:
    found = checked(
        line("Reading", "3b"),
        line("Maths", "20"),
        line("Mathematics", "21"),
        line("Reading", "3b", pupil=BEN),
        line("History", "1"),
        line("History", "2"),
        source=long_source(),
        header=LONG,
    )
    assert found.findings == [(3, "UPN", "duplicate"), (4, "UPN", "duplicate")]


def test_the_same_measure_of_another_term_is_no_duplicate() -> None:
    found = checked(
        line("Reading", "3b"), line("Reading", "3a", term="Aut2"), source=long_source(), header=LONG
    )
    assert found.findings == []
    assert found.verdicts == {2: "accepted"}


def test_a_row_that_holds_two_measures_is_no_duplicate_of_itself() -> None:
    measures = {
        "reading": {"column": "Result", "where": {"Subject": ["Reading", "English"]}, "scale": "points"},
        "literacy": {"column": "Result", "where": {"Subject": ["Reading", "Writing"]}, "scale": "points"},
    }
    found = checked(line("Reading", "7"), source=long_source(measures=measures), header=LONG)
    assert found.findings == []
    assert found.cells == [(2, 0, 7.0, None), (2, 1, 7.0, None)]


def test_a_long_file_with_many_measures_finds_its_duplicates() -> None:
    measures = {
        f"m{i}": {"column": "Result", "where": {"Subject": f"S{i}"}, "scale": "points"} for i in range(70)
    }
    lines = [line(f"S{i}", "5") for i in range(70)]
    source = long_source(measures=measures)
    assert checked(*lines, source=source, header=LONG).findings == []
    twice = checked(*lines, line("S69", "6"), source=source, header=LONG)
    assert twice.findings == [(71, "UPN", "duplicate"), (72, "UPN", "duplicate")]


def test_a_pupil_at_two_schools_of_a_long_file_is_a_question() -> None:
    found = checked(
        line("Reading", "3b"),
        line("Maths", "20", school="B2"),
        line("Reading", "3b", pupil=BEN),
        line("Maths", "20", pupil=BEN),
        source=long_source(),
        header=LONG,
    )
    assert found.findings == [(2, "School", "two-schools"), (3, "School", "two-schools")]
    assert found.verdicts == {2: "question", 3: "question", 4: "accepted", 5: "accepted"}


def test_two_codes_of_one_school_are_one_school() -> None:
    found = checked(
        line("Reading", "3b"),
        line("Maths", "20", school="3012000"),
        source=long_source(),
        header=LONG,
        schools={"A1": "ash", "3012000": "ash"},
    )
    assert found.findings == []


def test_rows_of_other_schools_are_set_aside_and_nothing_else_is_asked_of_them() -> None:
    found = checked(row(School="X9", UPN="", Reading="zaphod"), row(), row(School="X9"))
    assert found.findings == [(2, "School", "school-unknown"), (4, "School", "school-unknown")]
    assert found.verdicts == {2: "aside", 3: "accepted", 4: "aside"}
    assert found.pseudonyms.keys() == {ADA}


def test_a_score_without_a_school_is_rejected_and_neither_of_them_is_not_of_the_half_term() -> None:
    nobody = row(School="", Reading="", Maths="", UPN=BEN)
    found = checked(row(School=" "), nobody, row(UPN=CY, School="A1.0"))
    assert found.findings == [(2, "School", "school-missing"), (4, "School", "school-unknown")]
    assert found.verdicts == {2: "rejected", 4: "aside"}


def test_a_whole_number_with_a_point_is_the_same_school() -> None:
    assert checked(row(School="3012000.0"), schools={"3012000": "ash"}).rows[0]["school"] == "ash"


def test_a_file_of_one_school_needs_no_school_in_its_rows_and_takes_no_other() -> None:
    found = checked(row(School=""), row(UPN=BEN), row(UPN=CY, School="B2"), part_school="ash")
    assert [one["school"] for one in found.rows] == ["ash", "ash", None]
    assert found.findings == [(4, "School", "school-unknown")]


def test_a_file_of_a_school_that_may_not_be_loaded_is_set_aside_whole() -> None:
    assert checked(row(), row(UPN=BEN), part_school="cedar").verdicts == {2: "aside", 3: "aside"}


def test_nobody_in_an_anonymous_survey_is_there_twice_or_found_again() -> None:
    columns = {"school": "School", "measures": {"mood": {"column": "Mood", "scale": "points"}}}
    survey = {"source": "mood", "file": "mood.csv", "identifier": "anonymous", "columns": columns}
    source = Source.model_validate(survey | {"half_terms": {"autumn": {}, "spring": {}}})
    autumn, spring = (
        checked("A1,4", "A1,4", source=source, header="School,Mood", half_term=half_term)
        for half_term in ("autumn", "spring")
    )
    assert autumn.verdicts == {2: "accepted", 3: "accepted"}
    assert autumn.findings == []
    assert len({*autumn.pseudonyms.values(), *spring.pseudonyms.values()}) == 4
