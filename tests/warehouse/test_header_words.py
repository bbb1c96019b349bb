"""What headers say: roles, subjects, terms; the tables show what is read and what is left alone."""

from __future__ import annotations

import pytest

from halfterm.warehouse.header_words import (
    ATTRIBUTES,
    CLOSED_LISTS,
    measure_in,
    role_of,
    subject_of,
    term_in,
    without_other_words,
)


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("UPN", "pupil"),
        ("Unique Pupil Number (UPN)", "pupil"),
        ("Admission Number", "local"),
        ("LAESTAB", "school"),
        ("Date_of_Birth", "birth"),
        ("Legal Surname", "name"),
        ("Pupil Premium?", "pupil-premium"),
        ("SEN Status", "sen"),
        ("In Care", "looked-after"),
        ("Yr", "year"),
        ("Reg Group", "class"),
        ("Result Set", "term"),
        ("Former UPN", None),
        ("Reading Aut1", None),
        ("Favourite colour", None),
    ],
)
def test_a_header_has_the_role_that_its_words_say(header: str, role: str | None) -> None:
    assert role_of(header) == role


@pytest.mark.parametrize(
    ("text", "season", "half", "begins", "called"),
    [
        ("Reading Aut1", "autumn", 1, None, "Aut1"),
        ("Autumn 2", "autumn", 2, None, "Autumn 2"),
        ("Maths Autumn Term 1", "autumn", 1, None, "Autumn Term 1"),
        ("A2 Reading", "autumn", 2, None, "A2"),
        ("Sp1", "spring", 1, None, "Sp1"),
        ("RWM Y4 Spring 2", "spring", 2, None, "Spring 2"),
        ("Summer", "summer", None, None, "Summer"),
        ("Writing HT6", "summer", 2, None, "HT6"),
        ("Half Term 3", "spring", 1, None, "Half Term 3"),
        ("2026/27 Aut2", "autumn", 2, 2026, "2026/27 Aut2"),
        ("Aut2 202627 TA", "autumn", 2, 2026, "Aut2 202627"),
        ("autumn-2-202627", "autumn", 2, 2026, "autumn-2-202627"),
        ("Year 4/5 Aut1", "autumn", 1, None, "Aut1"),
    ],
)
def test_a_term_is_told_with_the_academic_year_beside_it(
    text: str, season: str, half: int | None, begins: int | None, called: str
) -> None:
    term = term_in(text)
    assert term is not None
    assert (term.season, term.half, term.begins, term.called) == (season, half, begins, called)


@pytest.mark.parametrize("text", ["Reading", "Assessment", "Spelling", "Support", "Autism", "Year 4", "A"])
def test_words_that_only_begin_like_a_term_are_none(text: str) -> None:
    assert term_in(text) is None


@pytest.mark.parametrize(
    ("header", "name", "pattern"),
    [
        ("Reading Aut1", "reading", "Reading {called}"),
        ("Mathematics TA Spring 2", "maths", "Mathematics TA {called}"),
        ("Summative Assessment$Autumn 2$4$Reading", "reading-4", "Summative Assessment${called}$4$Reading"),
        ("SPaG", "gps", "SPaG"),
        ("Reading Age Sum1", "reading-age", "Reading Age {called}"),
        ("% Attendance Aut2", "attendance", "% Attendance {called}"),
    ],
)
def test_a_score_s_header_has_a_name_and_a_pattern(header: str, name: str, pattern: str) -> None:
    words = measure_in(header)
    assert words is not None
    assert (words.id, words.pattern) == (name, pattern)


@pytest.mark.parametrize("header", ["Reading Target", "KS1 Maths", "Writing Effort Aut1", "Class", "Mats"])
def test_targets_prior_scores_and_other_columns_are_no_scores(header: str) -> None:
    assert measure_in(header) is None


def test_a_subject_with_other_words_beside_it_is_not_told() -> None:
    assert subject_of("Maths TA") == "maths"
    assert subject_of("Reading with Mrs Brown") is None


def test_of_a_column_of_terms_only_known_words_are_kept() -> None:
    assert without_other_words(["Y2627 Aut1 TA", "Autumn 2", "Zoë's Summer 1", "Baseline"]) == [
        "Y2627 Aut1 TA",
        "Autumn 2",
    ]


def test_closed_lists_are_of_attributes_that_are_known() -> None:
    assert set(CLOSED_LISTS) <= set(ATTRIBUTES)
    assert CLOSED_LISTS["fsm"]["true"] == "yes"
