"""A table of stage assessments as the common transfer file: XML, one line an element."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

from tests.exports.sheets import Sheet

COLUMNS = (
    *(
        "UPN",
        "Surname",
        "Forename",
        "DOB",
        "Gender",
        "School",
        "NCYear",
        "Stage",
        "Year",
        "Locale",
        "Subject",
    ),
    *("Method", "Component", "ResultStatus", "Result", "ResultDate"),
)
_PUPIL = COLUMNS[:7]
_ASSESSMENT = COLUMNS[8:]


def write_ctf(sheet: Sheet, path: Path, *, encoding: str) -> list[int]:
    """Write the file; returns the line on which each row's assessment begins, in the order of the rows."""
    lines: list[str] = []
    places: list[int] = []
    school = next(row[sheet.place("School")] for row in sheet.rows if row[sheet.place("School")])
    lines += _head(school, encoding)
    for pupil, rows in groupby(sheet.rows, key=lambda row: row[: len(_PUPIL)]):
        lines += ["  <Pupil>", *_elements(zip(_PUPIL[:5], pupil[:5], strict=True), "    ")]
        lines += [
            "    <BasicDetails>",
            f"      <NCyearActual>{pupil[6]}</NCyearActual>",
            "    </BasicDetails>",
        ]
        lines.append("    <StageAssessments>")
        lines += ["      <KeyStage>", f"        <Stage>{_stage(pupil[6])}</Stage>"]
        for row in rows:
            places.append(len(lines) + 1)
            lines.append("        <StageAssessment>")
            lines += _elements(zip(_ASSESSMENT, row[8:], strict=True), "          ")
            lines.append("        </StageAssessment>")
        lines += ["      </KeyStage>", "    </StageAssessments>", "  </Pupil>"]
    lines += [" </CTFpupilData>", "</CTfile>"]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(("\n".join(lines) + "\n").encode(encoding))
    return places


def _head(school: str, encoding: str) -> list[str]:
    return [
        f'<?xml version="1.0" encoding="{encoding}"?>',
        "<CTfile>",
        " <Header>",
        "  <DocumentName>Common Transfer File</DocumentName>",
        "  <CTFversion>24.0</CTFversion>",
        "  <DateTime>2026-12-18T15:00:00</DateTime>",
        "  <DocumentQualifier>partial</DocumentQualifier>",
        "  <SupplierID>Made-up System</SupplierID>",
        f"  <SourceSchool><LEA>{school[:3]}</LEA><Estab>{school[3:]}</Estab><AcademicYear>2026</AcademicYear>"
        "</SourceSchool>",
        " </Header>",
        " <CTFpupilData>",
    ]


def _elements(pairs: Iterator[tuple[str, str]], indent: str) -> Iterator[str]:
    for name, text in pairs:
        if text:
            yield f"{indent}<{name}>{escape(text)}</{name}>"


def _stage(year: str) -> str:
    return "KS1" if year in ("1", "2") else "KS2"
