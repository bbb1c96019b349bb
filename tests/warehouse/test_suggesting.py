"""Drafts of sources: what is recognised, what is a guess, and that no cell's words are told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from halfterm.cycles.errors import BadInput
from halfterm.cycles.half_term import HalfTerm
from halfterm.warehouse.preset_match import nearest_preset
from halfterm.warehouse.scale_file import built_in_scales
from halfterm.warehouse.source import Source
from halfterm.warehouse.source_draft import draft_text
from halfterm.warehouse.suggesting import Known, suggest_source
from halfterm.warehouse.yaml_file import read_record


def half_term(name: str, starts: str, ends: str) -> HalfTerm:
    return HalfTerm.model_validate({"id": name, "name": name, "starts": starts, "ends": ends})


HALF_TERMS = (
    half_term("autumn-1-202526", "2025-09-03", "2025-10-24"),
    half_term("autumn-1-202627", "2026-09-07", "2026-10-23"),
    half_term("autumn-2-202627", "2026-11-02", "2026-12-18"),
    half_term("spring-1-202627", "2027-01-04", "2027-02-12"),
)
UPNS = ("B801200005001", "P207000016049", "R674123101121")


def known(**changes: object) -> Known:
    whole: dict[str, object] = {
        "scales": built_in_scales(),
        "today": date(2026, 12, 1),
        "half_terms": HALF_TERMS,
        "codes": frozenset({"OAK", "ELM"}),
        "schools": ("oak-primary", "elm-primary"),
    }
    return Known(**whole | changes)  # type: ignore[arg-type]


def drafted(tmp_path: Path, text: str, *, name: str = "marks.csv", **changes: object) -> str:
    """The text of the draft, which is read as a source without a complaint."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    draft = suggest_source(tmp_path / name, known(**changes), name="marks", place=f"inbox/{name}")
    written = draft_text(draft)
    (tmp_path / "draft.yaml").write_text(written, encoding="utf-8")
    read_record(tmp_path / "draft.yaml", Source)
    return written


def table(header: str, *rows: str) -> str:
    """A table whose rows begin with a UPN each, unless they have one."""
    filled = [row if row[:1].isupper() else f"{upn}{row}" for upn, row in zip(UPNS, rows, strict=False)]
    return "\n".join([header, *filled]) + "\n"


WIDE = table(
    "UPN,Surname,School,DOB,Gender,FSM,Year,"
    "Reading Aut1,Reading Aut2,Maths Aut1,Maths Aut2,Maths Target Aut2",
    ",Secretname,OAK,12/03/2016,F,Y,5,3b,3a,3c,3b,4b",
    ",Secretname,OAK,01/09/2015,M,N,5,2a,A,2b,2a,4b",
    ",Secretname,ELM,02/11/2015,F,N,5,3c,3c,3a,4c,4b",
)


def test_a_wide_file_becomes_a_source_with_a_note_beside_each_guess(tmp_path: Path) -> None:
    assert drafted(tmp_path, WIDE) == (
        """\
# Drafted from the headers of marks.csv. Look at every note, then: halfterm check.
# It looks like preset 'sims-marksheet': 8 of its 13 headers are there.
source: marks
file: inbox/marks.csv
identifier: upn
pupil: UPN  # 3 of 3 different cells are UPNs
birth: DOB  # set against the year group, and not kept
columns:
  school: School  # 2 of 2 different cells are codes of the programme's schools
  attributes:
    fsm: {column: FSM, values: {N: no, Y: yes}}
    gender: {column: Gender, values: {F: girl, M: boy}}
    year: {column: Year}
  measures:
    reading: {column: "Reading {called}", scale: nc-levels}  # a guess: the scale reads every cell
    maths: {column: "Maths {called}", scale: nc-levels}  # a guess: the scale reads every cell
half_terms:
  autumn-1-202627: {called: Aut1}  # a guess: several half-terms are called so
  autumn-2-202627: {called: Aut2}
# Names are never taken in: 'Surname'.
# Not used: 'Maths Target Aut2'
"""
    )


def test_no_cell_s_words_are_told_but_those_of_closed_lists(tmp_path: Path) -> None:
    text = table(
        "UPN,School,FSM,Notes,Subject,Term,Result",
        ",OAK,Perhapsnot,Secretnote,Maths,Autumn 2,3b",
        ",OAK,Y,Secretnote,Secretsubject,Autumn 2,3b",
        ",OAK,N,Secretnote,Maths,Secretterm,3b",
    )
    written = drafted(tmp_path, text)
    assert "Secret" not in written + drafted(tmp_path, WIDE)
    assert "Perhapsnot" not in written
    assert "# 1 other word of the column to be mapped too" in written
    assert "# 1 other word of 'Subject' are not shown" in written
    assert not [upn for upn in UPNS if upn in written]


def test_a_long_file_chooses_rows_by_subject_and_term(tmp_path: Path) -> None:
    text = table(
        "UPN,School,Aspect Name,Resultset,Result,Result Date",
        ",OAK,Maths,Y2627 Aut1 TA,3b,12/10/2026",
        ",OAK,Mathematics,Y2627 Aut2 TA,3a,07/12/2026",
        ",OAK,Reading,Y2627 Aut2 TA,EXS,07/12/2026",
    )
    written = drafted(tmp_path, text)
    assert (
        'maths: {column: Result, where: {Aspect Name: [Mathematics, Maths], Resultset: "{called}"}' in written
    )
    assert "scale: ks2-teacher-assessment}" in written
    assert "  date: {column: Result Date}\n" in written
    assert "  autumn-2-202627: {called: Y2627 Aut2 TA}\n" in written


def test_a_slip_in_a_header_is_forgiven_in_telling_the_preset_and_asked_about(tmp_path: Path) -> None:
    columns = ("UPN", "Legal Surname", "Legal Forname", "DOB", "Year", "Aspect Name", "Resultset", "Result")
    match = nearest_preset(columns)
    assert match is not None
    assert (match.name, match.matched, match.of) == ("sims-assessment-export", 8, 9)
    written = drafted(tmp_path, table("UPN,School,Gendr,Reading Aut2", ",OAK,F,3b", ",OAK,M,3a"))
    assert "# Not used: 'Gendr'; is it 'gender'?" in written


def test_few_common_headers_are_no_preset() -> None:
    assert nearest_preset(("UPN", "School", "Shoe size")) is None


def test_titles_above_the_header_are_skipped(tmp_path: Path) -> None:
    text = "Marksheet,,\nPrinted today,,\n" + table("UPN,School,Reading Aut2", ",OAK,3b", ",OAK,3a")
    assert "header_row: 3\n" in drafted(tmp_path, text)


def test_without_a_school_column_the_file_is_named_after_the_school(tmp_path: Path) -> None:
    text = table("UPN,Reading Aut2", ",3b", ",3a")
    assert 'file: "inbox/{school}-marks.csv"' in drafted(tmp_path, text, name="oak-primary-marks.csv")
    written = drafted(tmp_path, text)
    assert "such as oak-primary" in written
    assert 'file: "inbox/{school}.csv"' in written


def test_pupils_are_found_by_their_upns_whatever_the_header_says(tmp_path: Path) -> None:
    written = drafted(tmp_path, table("Number,School,Reading Aut2", ",OAK,3b", ",OAK,3a"))
    assert "pupil: Number  # 2 of 2 different cells are UPNs" in written


def test_pupils_without_upns_are_of_the_school_s_own_numbering(tmp_path: Path) -> None:
    written = drafted(tmp_path, "Pupil ID,School,Reading Aut2\n17,OAK,3b\n18,OAK,3a\n")
    assert "identifier: local\npupil: Pupil ID  # a guess by its header: its cells are no UPNs\n" in written


def test_two_systems_in_one_column_are_named(tmp_path: Path) -> None:
    text = table("UPN,School,Reading Aut2", ",OAK,3b", ",OAK,4c", ",OAK,EXS").replace("EXS\n", "EXS\n")
    text += "B801200005001,OAK,GDS\n"
    assert "cells of several systems" in drafted(tmp_path, text)


def test_a_half_term_with_measures_of_its_own_names_them(tmp_path: Path) -> None:
    text = table("UPN,School,Reading Aut1,Reading Aut2,Maths Aut2", ",OAK,3b,3a,3c", ",OAK,3b,3a,3c")
    written = drafted(tmp_path, text)
    assert (
        "  autumn-2-202627:\n"
        "    called: Aut2\n"
        "    measures:\n"
        "      maths: {column: Maths Aut2, scale: nc-levels}"
    ) in written


def test_the_half_term_asked_for_is_the_only_one(tmp_path: Path) -> None:
    written = drafted(tmp_path, WIDE, half_term="autumn-2-202627")
    assert "autumn-1" not in written
    text = table("UPN,School,Reading", ",OAK,3b", ",OAK,3a")
    assert "  spring-1-202627: {}\n" in drafted(tmp_path, text, half_term="spring-1-202627")


def test_a_term_that_is_in_no_programme_is_said(tmp_path: Path) -> None:
    written = drafted(tmp_path, table("UPN,School,Reading Aut2,Reading Sum2", ",OAK,3b,3a", ",OAK,3b,"))
    assert "# 'Sum2': no half-term of the programme." in written


@pytest.mark.parametrize(
    ("text", "changes", "said"),
    [
        (table("UPN,School,Colour", ",OAK,red"), {}, "no column is headed by a subject that is known"),
        (table("Colour,School,Maths", "Red,OAK,3b"), {}, "no column holds UPNs, and none is headed"),
        (table("Colour,Size", "Red,L"), {}, "none of the first 12 rows has headers that are known"),
        (WIDE, {"half_term": "spring-1-202627"}, "none of the terms in the file is half-term 'spring-1"),
        (WIDE, {"preset": "sims-marksheets"}, "no preset 'sims-marksheets'; did you mean 'sims-marksheet'"),
    ],
)
def test_what_cannot_be_drafted_is_said(
    text: str, changes: dict[str, object], said: str, tmp_path: Path
) -> None:
    with pytest.raises(BadInput, match=said):
        drafted(tmp_path, text, **changes)
