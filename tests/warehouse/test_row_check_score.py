"""Cells by their measures' scales, and grades of two systems in one column."""

from __future__ import annotations

import pytest

from halfterm.warehouse import row_check_score
from tests.warehouse.row_checking import (
    ADA,
    BEN,
    LONG,
    checked,
    line,
    long_source,
    row,
    upn,
    wide_source,
)


def pupils(*readings: str) -> list[str]:
    """A pupil a reading, of the wide table."""
    return [row(UPN=upn(f"8012000{i:05}"), Reading=reading) for i, reading in enumerate(readings)]


def test_cells_are_scores_or_statuses_on_their_measures_scale() -> None:
    found = checked(row(Reading="Level 3b", Maths="20.5"), row(UPN=BEN, Reading="A", Maths=" "))
    assert found.cells == [(2, 0, 21.0, None), (2, 1, 20.5, None), (3, 0, None, "absent")]
    assert found.findings == []
    assert found.blank == 1


def test_blank_cells_are_counted_in_accepted_rows_only() -> None:
    found = checked(row(Reading="", Maths=""), row(UPN=BEN, Reading="", Maths="zz"), row(UPN="", Maths=""))
    assert found.verdicts == {2: "accepted", 3: "rejected", 4: "rejected"}
    assert found.blank == 2


def test_a_cell_that_is_not_of_its_scale_is_named_by_column_and_rule() -> None:
    found = checked(
        row(Reading="3x", Maths="Zaphod"),
        row(UPN=BEN, Reading="2012-03-04", Maths="inf"),
        row(UPN=upn("801200005002"), Reading="", Maths=""),
    )
    assert found.findings == [
        (2, "Maths", "not-a-number"),
        (2, "Reading", "unknown-grade"),
        (3, "Maths", "not-a-number"),
        (3, "Reading", "excel-date"),
    ]
    assert found.verdicts == {2: "rejected", 3: "rejected", 4: "accepted"}


def test_a_number_beyond_the_ends_of_the_scale_is_out_of_range_and_its_ends_are_not() -> None:
    measures = {"phonics": {"column": "Maths", "scale": "phonics"}}
    source = wide_source(columns={"school": "School", "measures": measures})
    found = checked(
        row(Maths="0"), row(UPN=BEN, Maths="40"), row(UPN=upn("801200005002"), Maths="41"), source=source
    )
    assert found.findings == [(4, "Maths", "out-of-range")]


def test_long_rows_are_read_on_the_scale_of_the_measure_that_they_hold() -> None:
    found = checked(
        line("Reading", "3b"),
        line("Mathematics", "3b"),
        line("Reading", "102", pupil=BEN),
        line("Maths", "102", pupil=BEN),
        line("History", "102", pupil=BEN),
        line("Reading", "", pupil=upn("801200005002")),
        source=long_source(),
        header=LONG,
    )
    assert found.cells == [(2, 0, 21.0, None), (3, 1, None, None), (4, 0, None, None), (5, 1, 102.0, None)]
    assert found.findings == [(3, "Result", "not-a-number"), (4, "Result", "unknown-grade")]


def test_rows_of_another_term_are_not_of_the_half_term_and_other_subjects_are() -> None:
    lines = [line("Reading", "3b", term="Aut2", pupil=BEN), line("History", "x"), line("Reading", "3b")]
    found = checked(*lines, source=long_source(), header=LONG)
    assert found.verdicts == {3: "accepted", 4: "accepted"}
    assert found.pseudonyms.keys() == {ADA}


def test_values_that_choose_rows_are_the_same_with_and_without_a_point_and_in_small_letters() -> None:
    measures = {
        "reading": {"column": "Result", "where": {"Subject": "7", "Term": "true"}, "scale": "points"},
        "maths": {"column": "Result", "where": {"Subject": "8.0", "Term": "true"}, "scale": "points"},
    }
    found = checked(
        line("7.0", "1", term="TRUE"),
        line(" 8", "2", term="True"),
        line("07", "3", term="true"),
        source=long_source(measures=measures),
        header=LONG,
    )
    assert found.cells == [(2, 0, 1.0, None), (3, 1, 2.0, None)]


def test_grades_of_another_system_are_named_by_their_own_rule() -> None:
    found = checked(*pupils("3b", "4c", "102", "98"))
    assert found.findings == [(4, "Reading", "mixed-grades"), (5, "Reading", "mixed-grades")]


def test_slips_are_unknown_grades_and_not_another_system() -> None:
    assert {rule for _, _, rule in checked(*pupils("3b", "4c", "3x", "qq")).findings} == {"unknown-grade"}


def test_one_grade_of_another_system_is_a_slip() -> None:
    assert {rule for _, _, rule in checked(*pupils("3b", "4c", "102", "102")).findings} == {"unknown-grade"}


def test_two_grades_of_another_system_among_very_many_are_slips() -> None:
    assert {rule for _, _, rule in checked(*pupils(*["3b"] * 50, "102", "98")).findings} == {"unknown-grade"}


def test_fractions_of_counts_are_slips_and_not_another_system() -> None:
    measures = {"books": {"column": "Maths", "scale": "count"}}
    source = wide_source(columns={"school": "School", "measures": measures})
    found = checked(row(Maths="2.5"), row(UPN=BEN, Maths="3.5"), source=source)
    assert {rule for _, _, rule in found.findings} == {"unknown-grade"}


def test_many_different_texts_are_read_by_the_engine_to_the_same_effect(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines = pupils("3b", "Level 4c", "A", "102", "3x", "", "21", "4.0", "2012-03-04")
    here = checked(*lines)
    monkeypatch.setattr(row_check_score, "MOST_HERE", 2)
    assert checked(*lines) == here


def test_numbers_that_are_levels_in_some_cells_and_points_in_others_are_named() -> None:
    assert checked(*pupils("3", "4", "3b")).findings == []
    assert checked(*pupils("21", "23", "3b")).findings == []
    found = checked(*pupils("3", "21", "3b"))
    assert found.findings == [(2, "Reading", "mixed-grades"), (3, "Reading", "mixed-grades")]


@pytest.mark.parametrize(
    ("marks", "named"),
    [
        (["0.85", "1", "0.9"], [2, 3, 4]),
        (["85", "0.9", "100"], []),
        (["1", "0", "1"], []),
        (["0.9%", "1%"], []),
    ],
)
def test_a_column_of_shares_of_one_is_no_column_of_percentages(marks: list[str], named: list[int]) -> None:
    measures = {"attendance": {"column": "Reading", "scale": "attendance"}}
    source = wide_source(columns={"school": "School", "measures": measures})
    found = checked(*pupils(*marks), source=source)
    assert found.findings == [(row_no, "Reading", "share-of-one") for row_no in named]
