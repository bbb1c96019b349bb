"""Exports with a row a pupil and a column a subject and half-term."""

from __future__ import annotations

from functools import partial

from tests.exports.export import (
    OTHER_SYSTEM,
    Export,
    Marks,
    Roles,
    Row,
    british,
    grade_of,
    judgement_of,
    levels,
    score_of,
    scores,
    yes,
)
from tests.exports.pupils import SUBJECTS, MadeSchool, Pupil
from tests.exports.sheets import write_csv, write_parquet, write_xlsx

SHORT = ("Aut1", "Aut2")
LONG_NAMES = ("Autumn 1", "Autumn 2")
HALF_TERMS_CALLED = "half_terms: {{autumn-1-202627: {{called: {}}}, autumn-2-202627: {{called: {}}}}}\n"


def _sims_header(half: int) -> tuple[str, ...]:
    return (
        *("UPN", "Surname", "Forename", "DOB", "Gender", "Reg", "Year", "FSM", "Pupil Premium", "SEN"),
        *(f"{subject.title()} {SHORT[half]}" for subject in SUBJECTS),
    )


def _sims_row(pupil: Pupil, school: MadeSchool, half: int) -> list[Row]:
    return [
        [
            *(pupil.upn, pupil.surname, pupil.forename, pupil.birth.isoformat(), pupil.sex),
            *(f"{pupil.year}{school.id[0].upper()}", str(pupil.year), yes(pupil.fsm, "TF")),
            *(yes(pupil.premium, "TF"), pupil.sen),
            *(grade_of(pupil, subject, half) for subject in SUBJECTS),
        ]
    ]


SIMS_MARKSHEET = Export(
    name="sims-marksheet",
    source="""\
preset: sims-marksheet
file: "inbox/sims-marksheet/{half_term}/{school}.xlsx"
sheet: Marks
most_rejected: 1
columns: {attributes: {gender: {steady: yes}}}
"""
    + HALF_TERMS_CALLED.format(*SHORT),
    place="inbox/sims-marksheet/{half_term}/{school}.xlsx",
    roles=Roles(
        pupil="UPN",
        birth="DOB",
        year="Year",
        mapped="FSM",
        steady="Gender",
        marks=(levels("Reading Aut2"), Marks("Writing Aut2", mixed=OTHER_SYSTEM)),
    ),
    header=_sims_header,
    rows=_sims_row,
    write=write_xlsx,
    titles=("Marksheet: Teacher assessment", "Printed on 18/12/2026", ""),
    numeric=lambda half: (f"Reading {SHORT[half]}",),
    dates=("DOB",),
)


def _insight_header(half: int) -> tuple[str, ...]:
    return (
        *("UPN", "Surname", "First Name", "School", "Date of Birth", "Year Group", "Class", "Gender"),
        *("Pupil Premium", "SEN", "EAL"),
        *(f"{subject.title()} {LONG_NAMES[half]}" for subject in SUBJECTS),
    )


def _insight_row(pupil: Pupil, school: MadeSchool, half: int) -> list[Row]:
    words = {True: "Yes", False: "No"}
    return [
        [
            *(pupil.upn, pupil.surname, pupil.forename, school.code, pupil.birth.isoformat()),
            *(f"Year {pupil.year}", f"{pupil.year}A", "Female" if pupil.sex == "F" else "Male"),
            *(words[pupil.premium], pupil.sen, words[pupil.eal]),
            *(score_of(pupil, "reading", half), judgement_of(pupil, "writing", half)),
            score_of(pupil, "maths", half),
        ]
    ]


INSIGHT = Export(
    name="insight",
    source="""\
preset: insight-tracking
file: inbox/insight-{half_term}.xlsx
most_rejected: 1
columns: {school: School, attributes: {gender: {steady: yes}}}
"""
    + HALF_TERMS_CALLED.format(*LONG_NAMES),
    place="inbox/insight-{half_term}.xlsx",
    roles=Roles(
        pupil="UPN",
        school="School",
        birth="Date of Birth",
        year="Year Group",
        mapped="EAL",
        steady="Gender",
        marks=(
            scores("Reading Autumn 2"),
            Marks("Writing Autumn 2", wrong={"unknown-grade": "Expected"}),
        ),
    ),
    header=_insight_header,
    rows=_insight_row,
    write=write_xlsx,
    numeric=lambda half: (f"Reading {LONG_NAMES[half]}", f"Maths {LONG_NAMES[half]}"),
    dates=("Date of Birth",),
)


def _bromcom_header(half: int) -> tuple[str, ...]:
    carried = (f"Summative Assessment${LONG_NAMES[half]}$4${subject}" for subject in SUBJECT_NAMES)
    return (
        *("UPN", "Last Name", "First Name", "Admission Number", "Date of Birth", "Gender", "Year Group"),
        *("Tutor Group", *carried),
    )


SUBJECT_NAMES = ("Reading", "Writing", "Mathematics")


def _bromcom_row(pupil: Pupil, school: MadeSchool, half: int) -> list[Row]:
    return [
        [
            *(pupil.upn, pupil.surname, pupil.forename, pupil.upn[-5:], british(pupil)),
            *("Female" if pupil.sex == "F" else "Male", f"{pupil.year}", f"{pupil.year}B"),
            *(judgement_of(pupil, subject, half) for subject in SUBJECTS),
        ]
    ]


BROMCOM = Export(
    name="bromcom",
    source="""\
preset: bromcom-assessments
file: "inbox/bromcom/{half_term}/{school}.csv"
most_rejected: 1
columns: {attributes: {gender: {steady: yes}}}
"""
    + HALF_TERMS_CALLED.format("Autumn 1$4", "Autumn 2$4"),
    place="inbox/bromcom/{half_term}/{school}.csv",
    roles=Roles(
        pupil="UPN",
        birth="Date of Birth",
        year="Year Group",
        mapped="Gender",
        steady="Gender",
        marks=(
            Marks(
                "Summative Assessment$Autumn 2$4$Reading",
                wrong={"unknown-grade": "EX5", "excel-date": "4-Mar"},
            ),
            Marks("Summative Assessment$Autumn 2$4$Mathematics", mixed=("3b", "4c")),
        ),
    ),
    header=_bromcom_header,
    rows=_bromcom_row,
    write=partial(write_csv, encoding="utf-8-sig"),
)


def _plain_header(half: int) -> tuple[str, ...]:
    return (
        *("UPN", "School", "DOB", "Year", "FSM", "LAC", "Gender", f"Reading {SHORT[half]}"),
        f"Maths {SHORT[half]}",
    )


def _plain_row(pupil: Pupil, school: MadeSchool, half: int) -> list[Row]:
    return [
        [
            *(pupil.upn, school.code, british(pupil), str(pupil.year), yes(pupil.fsm)),
            *(yes(pupil.looked_after), pupil.sex),
            *(score_of(pupil, subject, half) for subject in ("reading", "maths")),
        ]
    ]


_PLAIN_COLUMNS = """\
identifier: upn
pupil: UPN
birth: DOB
most_rejected: 1
columns:
  school: School
  attributes:
    fsm: {column: FSM, values: {Y: yes, N: no}, steady: yes}
    looked-after: {column: LAC, values: {Y: yes, N: no}}
    year: {column: Year}
  measures:
    reading: {column: "Reading {called}", scale: standardised-score}
    maths: {column: "Maths {called}", scale: standardised-score}
""" + HALF_TERMS_CALLED.format(*SHORT)

_PLAIN_ROLES = Roles(
    pupil="UPN",
    school="School",
    birth="DOB",
    year="Year",
    mapped="LAC",
    steady="FSM",
    marks=(scores("Reading Aut2"),),
)

PARQUET = Export(
    name="parquet",
    source="file: inbox/frame-{half_term}.parquet\n" + _PLAIN_COLUMNS,
    place="inbox/frame-{half_term}.parquet",
    roles=_PLAIN_ROLES,
    header=_plain_header,
    rows=_plain_row,
    write=write_parquet,
)

SEMICOLONS = Export(
    name="semicolons",
    source="file: inbox/semicolons-{half_term}.csv\n" + _PLAIN_COLUMNS,
    place="inbox/semicolons-{half_term}.csv",
    roles=_PLAIN_ROLES,
    header=_plain_header,
    rows=_plain_row,
    write=partial(write_csv, encoding="utf-16", delimiter=";"),
)


def _attendance_row(pupil: Pupil, school: MadeSchool, half: int) -> list[Row]:
    percent = 100 - (int(pupil.upn[-4:-1]) * 7 + half) % 15
    return [[pupil.upn, pupil.surname, str(pupil.year), school.code, f"{percent}%"]]


ATTENDANCE = Export(
    name="attendance",
    source="""\
preset: attendance
file: inbox/attendance-{half_term}.tsv
most_rejected: 1
columns: {school: School}
"""
    + HALF_TERMS_CALLED.format(*SHORT),
    place="inbox/attendance-{half_term}.tsv",
    roles=Roles(
        pupil="UPN",
        school="School",
        marks=(Marks("Attendance Aut2", wrong={"not-a-number": "most", "out-of-range": "104.5"}, far="12"),),
    ),
    header=lambda half: ("UPN", "Surname", "Year", "School", f"Attendance {SHORT[half]}"),
    rows=_attendance_row,
    write=partial(write_csv, delimiter="\t"),
)


def _survey_row(pupil: Pupil, school: MadeSchool, half: int) -> list[Row]:
    answers = [str((int(pupil.upn[-4:-1]) * 3 + half * question) % 5 + 1) for question in (1, 2, 3)]
    return [[pupil.number, school.code, str(pupil.year), *answers]]


SURVEY = Export(
    name="survey",
    source="""\
preset: survey-likert
file: inbox/survey-{half_term}.csv
most_rejected: 1
half_terms: {autumn-1-202627: {}, autumn-2-202627: {}}
""",
    place="inbox/survey-{half_term}.csv",
    roles=Roles(
        pupil="Pupil",
        upn=False,
        school="School",
        marks=(Marks("Q2", wrong={"unknown-grade": "6"}),),
    ),
    header=lambda half: ("Pupil", "School", "Year", "Q1", "Q2", "Q3"),
    rows=_survey_row,
    write=write_csv,
)


def _dfe_row(pupil: Pupil, school: MadeSchool, half: int) -> list[Row]:
    return [
        [
            *(pupil.upn, pupil.surname.upper(), pupil.forename.upper(), british(pupil), pupil.sex),
            *(f"{school.code[:3]}/{school.code[3:]}", str(min(max(pupil.scores["reading"][half], 80), 120))),
            *(str(min(max(pupil.scores["maths"][half], 80), 120)), judgement_of(pupil, "writing", half)),
            yes(pupil.premium, "10"),
        ]
    ]


DFE_KS2 = Export(
    name="dfe-ks2",
    source="""\
preset: dfe-ks2
file: inbox/dfe-ks2-{half_term}.csv
most_rejected: 1
half_terms: {autumn-1-202627: {}, autumn-2-202627: {}}
""",
    place="inbox/dfe-ks2-{half_term}.csv",
    roles=Roles(
        pupil="UPN",
        school="LAESTAB",
        birth="DOB",
        mapped="FSM6CLA1A",
        marks=(
            Marks("READSCORE", wrong={"not-a-number": "S", "out-of-range": "79"}),
            Marks("WRITTAOUTCOME", wrong={"unknown-grade": "EXC"}),
        ),
    ),
    header=lambda half: (
        *("UPN", "SURNAME", "FORENAMES", "DOB", "SEX", "LAESTAB", "READSCORE", "MATSCORE", "WRITTAOUTCOME"),
        "FSM6CLA1A",
    ),
    rows=_dfe_row,
    write=write_csv,
)


def _scholarpack_row(pupil: Pupil, school: MadeSchool, half: int) -> list[Row]:
    points = [str(7 + 2 * pupil.levels[subject][half]) for subject in SUBJECTS]
    return [
        [pupil.upn, pupil.surname, british(pupil), school.code, f"Y{pupil.year}", yes(pupil.fsm), *points]
    ]


SCHOLARPACK = Export(
    name="scholarpack",
    source="""\
preset: scholarpack
file: inbox/scholarpack-{half_term}.csv
most_rejected: 1
columns: {school: School, attributes: {fsm: {steady: yes}}}
"""
    + HALF_TERMS_CALLED.format(*LONG_NAMES),
    place="inbox/scholarpack-{half_term}.csv",
    roles=Roles(
        pupil="UPN",
        school="School",
        birth="DOB",
        year="Year",
        steady="FSM",
        marks=(Marks("Autumn 2 Maths", wrong={"not-a-number": "7 or 9", "excel-date": "12:30:00"}),),
    ),
    header=lambda half: (
        *("UPN", "Surname", "DOB", "School", "Year", "FSM"),
        *(f"{LONG_NAMES[half]} {subject.title()}" for subject in SUBJECTS),
    ),
    rows=_scholarpack_row,
    write=write_csv,
)

WIDE = (*(SIMS_MARKSHEET, INSIGHT, BROMCOM, PARQUET, SEMICOLONS, ATTENDANCE, SURVEY, DFE_KS2, SCHOLARPACK),)
