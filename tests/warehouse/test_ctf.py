"""A Common Transfer File becomes a row for each result, and hostile or broken XML becomes a sentence."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from halfterm.cycles.errors import BadInput
from halfterm.warehouse.ctf import COLUMNS, write_csv

Rows = list[dict[str, str]]
Read = Callable[..., Rows]

HEADER = """<Header>
  <DocumentName>Common Transfer File</DocumentName><CTFversion>23.0</CTFversion>
  <DateTime>2026-11-20T10:00:00</DateTime><SupplierID>Any MIS</SupplierID>
  <SourceSchool><LEA>823</LEA><Estab>2001</Estab><SchoolName>Ash</SchoolName><AcademicYear>2026</AcademicYear></SourceSchool>
  <DestSchool><LEA>LLL</LEA><Estab>LLLL</Estab></DestSchool>
</Header>"""
PUPIL = (
    "<UPN>B801200005001</UPN><Surname>Grün</Surname><Forename>Zoë</Forename>"
    "<DOB>2015-03-04</DOB><Gender>F</Gender>"
)


def ctf(
    *pupils: str, header: str = HEADER, declared: str = '<?xml version="1.0" encoding="UTF-8"?>\n'
) -> str:
    inside = "\n".join(f"<Pupil>{pupil}</Pupil>" for pupil in pupils)
    return f"{declared}<CTfile>\n{header}\n<CTFpupilData>\n{inside}\n</CTFpupilData>\n</CTfile>\n"


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def rows(text: str | bytes) -> Rows:
        path, copy = tmp_path / "ctf.xml", tmp_path / "copy.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        write_csv(path, copy)
        with copy.open(encoding="utf-8", newline="") as lines:
            return list(csv.DictReader(lines))

    return rows


def test_a_pupil_has_a_row_for_each_result_at_the_line_where_it_stands(read: Read) -> None:
    stages = """
<BasicDetails><FormerUPN>C123456789012</FormerUPN><NCyearActual>6</NCyearActual><Ethnicity>WBRI</Ethnicity>
<Languages><Type><LanguageType>F</LanguageType><Language>ENG</Language></Type></Languages></BasicDetails>
<FSMhistory><FSMreviewDate>2026-09-01</FSMreviewDate>
<FSMinstance><FSMstartDate>2024-09-01</FSMstartDate><UKcountry>ENG</UKcountry></FSMinstance></FSMhistory>
<SENhistory><SEN><StartDate>2023-01-01</StartDate><EndDate>2024-01-01</EndDate><SENprovision>N</SENprovision></SEN>
<SEN><StartDate>2024-01-01</StartDate><SENprovision>K</SENprovision></SEN></SENhistory>
<LookedAfter><InCare>false</InCare></LookedAfter>
<StageAssessments><KeyStage><Stage>KS2</Stage>
<StageAssessment><Locale>ENG</Locale><Year>2026</Year><Subject>REA</Subject><Method>TT</Method>
<Component>NSL</Component><ResultStatus>R</ResultStatus><ResultQualifier>NS</ResultQualifier>
<Result>104</Result><ResultDate>2026-07-07</ResultDate></StageAssessment>
<StageAssessment><Locale>ENG</Locale><Year>2026</Year><Subject>MAT</Subject><Method>TT</Method>
<Component>NSL</Component><ResultStatus>R</ResultStatus><ResultQualifier>NS</ResultQualifier>
<Result>99</Result></StageAssessment></KeyStage>
<KeyStage><Stage>KS1</Stage><StageAssessment><Year>2022</Year><Subject>ENG</Subject><Result>EXS</Result></StageAssessment>
</KeyStage></StageAssessments>
"""
    rows = read(ctf(PUPIL + stages))
    assert tuple(rows[0]) == COLUMNS
    assert {name: value for name, value in rows[0].items() if name != "#row"} == {
        "UPN": "B801200005001", "FormerUPN": "C123456789012", "Surname": "Grün", "Forename": "Zoë",
        "DOB": "2015-03-04", "Gender": "F", "School": "8232001", "NCYear": "6", "FSM": "Y", "SEN": "K",
        "Ethnicity": "WBRI", "Language": "ENG", "InCare": "false", "Stage": "KS2", "Year": "2026",
        "Locale": "ENG", "Subject": "REA", "Method": "TT", "Component": "NSL", "ResultStatus": "R",
        "ResultQualifier": "NS", "Result": "104", "ResultDate": "2026-07-07",
    }  # fmt: skip
    assert [(row["#row"], row["Stage"], row["Subject"], row["Result"]) for row in rows] == [
        ("19", "KS2", "REA", "104"), ("22", "KS2", "MAT", "99"), ("25", "KS1", "ENG", "EXS"),
    ]  # fmt: skip


def test_a_pupil_without_results_has_one_row(read: Read) -> None:
    rows = read(ctf("<UPN>A1</UPN><Sex>M</Sex>", "<UPN>A2</UPN><StageAssessments/>"))
    assert [(row["#row"], row["UPN"], row["Gender"], row["Result"]) for row in rows] == [
        ("10", "A1", "M", ""),
        ("11", "A2", "", ""),
    ]


def test_results_on_one_line_still_have_numbers_of_their_own(read: Read) -> None:
    result = "<StageAssessment><Result>1</Result></StageAssessment>"
    pupil = f"<UPN>A1</UPN><StageAssessments><KeyStage>{result * 2}</KeyStage></StageAssessments>"
    rows = read(ctf(pupil, pupil).replace("\n", ""))
    assert [row["#row"] for row in rows] == ["1", "2", "3", "4"]


@pytest.mark.parametrize(
    ("history", "school"),
    [
        ("", "8232001"),
        ("<School><LEA>301</LEA><Estab>3456</Estab><EntryDate>2020-09-01</EntryDate></School>", "3013456"),
        (
            "<School><LEA>301</LEA><Estab>3456</Estab><LeavingDate>2026-07-20</LeavingDate></School>",
            "8232001",
        ),
        (
            "<School><LEA>301</LEA><Estab>3456</Estab><LeavingDate>2026-12-18</LeavingDate></School>",
            "3013456",
        ),
        (
            "<School><LEA>301</LEA><Estab>3456</Estab><EntryDate>2020-09-01</EntryDate></School>"
            "<School><LEA>302</LEA><Estab>1111</Estab><EntryDate>2025-09-01</EntryDate></School>"
            "<School><LEA>303</LEA><Estab>2222</Estab><EntryDate>2024-09-01</EntryDate></School>",
            "3021111",
        ),
        ("<School><SchoolName>Abroad</SchoolName></School>", "8232001"),
    ],
)
def test_the_school_is_the_one_the_pupil_has_not_left_or_else_the_files(
    read: Read, history: str, school: str
) -> None:
    (row,) = read(ctf(f"{PUPIL}<SchoolHistory>{history}</SchoolHistory>"))
    assert row["School"] == school


@pytest.mark.parametrize(
    ("meals", "expected"),
    [
        ("", ""),
        ("<FSMhistory><FSMreviewDate>2026-09-01</FSMreviewDate></FSMhistory>", "N"),
        ("<FSMhistory><FSMinstance><FSMstartDate>2024-09-01</FSMstartDate></FSMinstance></FSMhistory>", "Y"),
        ("<FSMhistory><FSMinstance><FSMendDate>2026-07-31</FSMendDate></FSMinstance></FSMhistory>", "N"),
        ("<FSMhistory><FSMinstance><FSMendDate>2027-07-31</FSMendDate></FSMinstance></FSMhistory>", "Y"),
    ],
)
def test_free_school_meals_are_those_on_the_day_the_file_was_made(
    read: Read, meals: str, expected: str
) -> None:
    (row,) = read(ctf(PUPIL + meals))
    assert row["FSM"] == expected


@pytest.mark.parametrize("declared", ["ISO-8859-1", "iso-8859-1", "windows-1252", "UTF-8", None])
def test_latin_1_is_read_whether_the_file_declares_it_or_not(read: Read, declared: str | None) -> None:
    first = f'<?xml version="1.0" encoding="{declared}"?>\n' if declared else ""
    (row,) = read(ctf(PUPIL, declared=first).encode("latin-1"))
    assert (row["Surname"], row["Forename"]) == ("Grün", "Zoë")


def test_utf_16_and_a_prefix_of_a_namespace_are_read(read: Read) -> None:
    text = ctf(PUPIL, declared='<?xml version="1.0" encoding="UTF-16"?>\n')
    assert read(text.encode("utf-16"))[0]["Surname"] == "Grün"
    pupil = "<x:CTFpupilData><x:Pupil><x:UPN>A1</x:UPN></x:Pupil></x:CTFpupilData>"
    assert read(f'<x:CTfile xmlns:x="urn:x">{pupil}</x:CTfile>')[0]["UPN"] == "A1"


def test_elements_of_other_parts_are_not_taken_for_the_pupils_own(read: Read) -> None:
    contact = "<Contacts><Contact><Surname>Other</Surname><UPN>X</UPN></Contact></Contacts>"
    (row,) = read(ctf(contact + PUPIL + contact))
    assert (row["UPN"], row["Surname"]) == ("B801200005001", "Grün")


BOMB = '<!DOCTYPE CTfile [<!ENTITY a "B801200005001"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (ctf(PUPIL, declared=BOMB), "declares a document type"),
        (ctf(PUPIL, declared='<!DOCTYPE CTfile SYSTEM "file:///etc/passwd">'), "declares a document type"),
        (ctf("<UPN>&a;</UPN>"), "line 10: not well-formed XML"),
        (ctf(PUPIL)[:-30], "not well-formed XML"),
        (
            ctf(PUPIL, declared='<?xml version="1.0" encoding="klingon"?>'),
            "letters that are not known|well-formed",
        ),
        ("<Students><UPN>B801200005001</UPN></Students>", "not a Common Transfer File"),
        (ctf(), "there is no pupil"),
        ("", "not well-formed XML"),
        (b"PK\x03\x04 not xml", "not well-formed XML"),
        ("UPN,Score\nB801200005001,12\n", "not well-formed XML"),
        (ctf("<a>" * 40 + "</a>" * 40), "more than 30 deep"),
    ],
)
def test_what_is_no_ctf_is_refused_without_a_word_of_it(read: Read, text: str | bytes, said: str) -> None:
    with pytest.raises(BadInput, match=said) as refused:
        read(text)
    assert "B801200005001" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "ctf.xml"
    with path.open("wb") as file:
        file.truncate(301 * 1024**2)
    with pytest.raises(BadInput, match="larger than 300 MB"):
        write_csv(path, tmp_path / "copy.csv")


def test_a_very_long_text_is_cut_and_not_kept(read: Read) -> None:
    (row,) = read(ctf(f"<UPN>A1</UPN><Surname>{'x' * 5_000_000}</Surname>"))
    assert len(row["Surname"]) <= 2000
