"""Exports with a row a result."""

from __future__ import annotations

from functools import partial

from tests.exports.ctf_xml import COLUMNS as CTF_COLUMNS
from tests.exports.ctf_xml import write_ctf
from tests.exports.export import (
    DAYS,
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
from tests.exports.oneroster_zip import COLUMNS as ONEROSTER_COLUMNS
from tests.exports.oneroster_zip import write_oneroster
from tests.exports.pupils import SUBJECTS, MadeSchool, Pupil
from tests.exports.sheets import write_csv, write_sqlite
from tests.exports.wide import HALF_TERMS_CALLED, LONG_NAMES

RESULT_SETS = ("Y2627 Aut1 TA", "Y2627 Aut2 TA")


def _british_day(half: int) -> str:
    year, month, day = DAYS[half].split("-")
    return f"{day}/{month}/{year}"


def _sims_rows(pupil: Pupil, school: MadeSchool, half: int) -> list[Row]:
    return [
        [
            *(pupil.upn, pupil.surname.replace("'", "’"), pupil.forename, british(pupil), school.code),
            *(str(pupil.year), yes(pupil.fsm, "TF"), subject.title(), RESULT_SETS[half], result),
            _british_day(half),
        ]
        for subject in SUBJECTS
        if (result := grade_of(pupil, subject, half))
    ]


SIMS_EXPORT = Export(
    name="sims-export",
    source="""\
preset: sims-assessment-export
file: inbox/sims-export-{half_term}.csv
most_rejected: 1
columns: {school: School, attributes: {fsm: {steady: yes}}}
"""
    + HALF_TERMS_CALLED.format(*RESULT_SETS),
    place="inbox/sims-export-{half_term}.csv",
    roles=Roles(
        pupil="UPN",
        school="School",
        birth="DOB",
        year="Year",
        date="Result Date",
        mapped="FSM",
        steady="FSM",
        marks=(
            levels("Result", ("Aspect Name", "Reading")),
            Marks("Result", ("Aspect Name", "Writing"), mixed=OTHER_SYSTEM),
        ),
        long=True,
    ),
    header=lambda half: (
        *("UPN", "Legal Surname", "Legal Forename", "DOB", "School", "Year", "FSM", "Aspect Name"),
        *("Resultset", "Result", "Result Date"),
    ),
    rows=_sims_rows,
    write=partial(write_csv, encoding="cp1252"),
    history=True,
)


def _arbor_rows(pupil: Pupil, school: MadeSchool, half: int) -> list[Row]:
    words = {True: "Yes", False: "No"}
    return [
        [
            *(pupil.upn, f"{pupil.forename} {pupil.surname}", british(pupil), f"Year {pupil.year}"),
            *(school.code, subject.title(), LONG_NAMES[half], mark, DAYS[half], words[pupil.fsm]),
            words[pupil.premium],
        ]
        for subject in SUBJECTS
        if (mark := judgement_of(pupil, subject, half))
    ]


ARBOR = Export(
    name="arbor",
    source="""\
preset: arbor-assessment
file: inbox/arbor-{half_term}.csv
most_rejected: 1
columns: {school: School}
"""
    + HALF_TERMS_CALLED.format(*LONG_NAMES),
    place="inbox/arbor-{half_term}.csv",
    roles=Roles(
        pupil="UPN",
        school="School",
        birth="Date of Birth",
        year="Year Group",
        date="Mark Date",
        mapped="FSM",
        marks=(Marks("Mark", ("Assessment", "Maths"), {"unknown-grade": "EXP"}),),
        long=True,
    ),
    header=lambda half: (
        *("UPN", "Student", "Date of Birth", "Year Group", "School", "Assessment", "Assessment Period"),
        *("Mark", "Mark Date", "FSM", "Pupil Premium"),
    ),
    rows=_arbor_rows,
    write=partial(write_csv, encoding="utf-8-sig"),
)

CTF_SUBJECTS = {"reading": "REA", "writing": "WRI", "maths": "MAT"}
COMPONENTS = ("AU1", "AU2")


def _ctf_rows(pupil: Pupil, school: MadeSchool, half: int) -> list[Row]:
    return [
        [
            *(pupil.upn, pupil.surname, pupil.forename, pupil.birth.isoformat(), pupil.sex, school.code),
            *(str(pupil.year), "KS1" if pupil.year < 3 else "KS2", "2027", "ENG", CTF_SUBJECTS[subject]),
            *("TA", COMPONENTS[half], "R", result, DAYS[half]),
        ]
        for subject in SUBJECTS
        if (result := grade_of(pupil, subject, half))
    ]


def _ctf(name: str, encoding: str) -> Export:
    return Export(
        name=name,
        source=f"""\
preset: ctf
file: "inbox/{name}/{{half_term}}"
most_rejected: 1
columns: {{attributes: {{gender: {{steady: yes}}}}}}
"""
        + HALF_TERMS_CALLED.format(*COMPONENTS),
        place=f"inbox/{name}/{{half_term}}/{{school}}.xml",
        roles=Roles(
            pupil="UPN",
            birth="DOB",
            year="NCYear",
            mapped="Gender",
            steady="Gender",
            marks=(levels("Result", ("Subject", "REA")),),
            long=True,
        ),
        header=lambda half: CTF_COLUMNS,
        rows=_ctf_rows,
        write=partial(write_ctf, encoding=encoding),
    )


def _roster_rows(pupil: Pupil, school: MadeSchool, half: int) -> list[Row]:
    return [
        [
            *(pupil.upn, school.code, school.name, subject.title(), "", LONG_NAMES[half], score, ""),
            *("fully graded", DAYS[half], pupil.birth.isoformat(), "female" if pupil.sex == "F" else "male"),
            f"{pupil.year:02}",
        ]
        for subject in ("reading", "maths")
        if (score := score_of(pupil, subject, half)).isdigit()
    ]


ONEROSTER = Export(
    name="oneroster",
    source="""\
preset: oneroster
oneroster: {folder: inbox/oneroster.zip}
most_rejected: 1
"""
    + HALF_TERMS_CALLED.format(*LONG_NAMES),
    place="inbox/oneroster.zip",
    roles=Roles(
        pupil="pupil",
        school="school",
        birth="birth",
        year="grade",
        marks=(scores("score", ("line_item", "Maths")),),
        long=True,
        of_pupil=("pupil", "school", "birth", "grade"),
    ),
    header=lambda half: ONEROSTER_COLUMNS,
    rows=_roster_rows,
    write=write_oneroster,
    history=True,
)


def _database_rows(pupil: Pupil, school: MadeSchool, half: int) -> list[Row]:
    return [
        [
            *(pupil.upn, school.urn, pupil.birth.isoformat(), str(pupil.year), yes(pupil.looked_after)),
            *(subject, LONG_NAMES[half], score, DAYS[half]),
        ]
        for subject in SUBJECTS
        if (score := score_of(pupil, subject, half))
    ]


DATABASE_HEADER = ("upn", "school", "born", "year", "in_care", "subject", "term", "score", "taken")

DATABASE_COLUMNS = """\
identifier: upn
pupil: upn
birth: born
most_rejected: 1
columns:
  school: school
  attributes:
    year: {column: year}
    looked-after: {column: in_care, values: {Y: yes, N: no}}
  measures:
    reading: {column: score, where: {subject: reading, term: "{called}"}, scale: standardised-score}
    maths: {column: score, where: {subject: maths, term: "{called}"}, scale: standardised-score}
  date: {column: taken}
""" + HALF_TERMS_CALLED.format(*LONG_NAMES)

DATABASE_ROLES = Roles(
    pupil="upn",
    school="school",
    birth="born",
    year="year",
    date="taken",
    mapped="in_care",
    marks=(scores("score", ("subject", "reading")),),
    long=True,
)


def over(name: str, place: str) -> Export:
    """The rows of the school's database, by whichever way they come."""
    return Export(
        name=name,
        source=place + DATABASE_COLUMNS,
        place="inbox/marks.db",
        roles=DATABASE_ROLES,
        header=lambda half: DATABASE_HEADER,
        rows=_database_rows,
        write=partial(write_sqlite, table="marks"),
        history=True,
    )


SQLITE = over("sqlite", "database: {url: sqlite:///inbox/marks.db, table: marks}\n")

LONG = (SIMS_EXPORT, ARBOR, _ctf("ctf", "UTF-8"), _ctf("ctf-latin-1", "ISO-8859-1"), ONEROSTER, SQLITE)
