"""A Common Transfer File (XML, as schools in England send pupils on) written as CSV: a row for each result.

Elements are those of the Department for Education's CTF specifications, versions 12 to 23.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from xml.parsers import expat  # refuses what is dangerous in XML below, before it is read

from halfterm.cycles.errors import BadInput

COLUMNS: Final = (
    "#row", "UPN", "FormerUPN", "Surname", "Forename", "DOB", "Gender", "School", "NCYear", "FSM", "SEN",
    "Ethnicity", "Language", "InCare", "Stage", "Year", "Locale", "Subject", "Method", "Component",
    "ResultStatus", "ResultQualifier", "Result", "ResultDate",
)  # fmt: skip
"""The columns of the CSV. `#row` is the line of the result, or of a pupil without any.

FSM is Y or N where the file tells of free school meals: Y while an entry has no end, or one after the day the
file was made. School is LA and establishment, seven digits: the school that the pupil has not left, or
else the school that made the file.
"""

_Path = tuple[str, ...]
_Texts = dict[str, str]

_LARGEST: Final = 300 * 1024**2  # bytes
_DEEPEST: Final = 30  # elements in each other
_LONGEST: Final = 2000  # letters of one element that is read
_MOST_RESULTS: Final = 20_000  # of one pupil

_PUPIL: Final[Mapping[_Path, str]] = {
    ("UPN",): "UPN",
    ("Surname",): "Surname",
    ("Forename",): "Forename",
    ("DOB",): "DOB",
    ("Gender",): "Gender",
    ("Sex",): "Gender",  # its name since CTF 22
    ("FormerUPN",): "FormerUPN",
    ("BasicDetails", "FormerUPN"): "FormerUPN",
    ("BasicDetails", "NCyearActual"): "NCYear",
    ("BasicDetails", "Ethnicity"): "Ethnicity",
    ("BasicDetails", "Languages", "Type", "Language"): "Language",
    ("LookedAfter", "InCare"): "InCare",
}
_RESULT: Final = frozenset(
    ("Year", "Locale", "Subject", "Method", "Component", "ResultStatus", "ResultQualifier", "Result")
) | {"ResultDate"}
_STAGE: Final[_Path] = ("StageAssessments", "KeyStage")
_HISTORIES: Final[Mapping[_Path, _Path]] = {
    ("FSMhistory", "FSMinstance"): ("FSMstartDate", "FSMendDate"),
    ("SENhistory", "SEN"): ("StartDate", "EndDate", "SENprovision"),
    ("SchoolHistory", "School"): ("LEA", "LA", "Estab", "EntryDate", "LeavingDate"),
}
_HEADER: Final[Mapping[_Path, str]] = {
    ("DateTime",): "made",
    ("SourceSchool", "LEA"): "authority",
    ("SourceSchool", "LA"): "authority",
    ("SourceSchool", "Estab"): "establishment",
}


def write_csv(path: Path, copy: Path) -> None:
    """Write the results of a CTF as CSV in UTF-8, a row for each, and one for a pupil without any.

    Raises:
        BadInput: not XML, not a CTF, with a document type, too large or too deep, or without a pupil; the
            message does not name the file.
    """
    if path.stat().st_size > _LARGEST:
        raise BadInput(f"larger than {_LARGEST // 1024**2} MB; export fewer pupils at a time")
    with copy.open("w", encoding="utf-8", newline="") as text:
        table = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
        table.writeheader()
        reading = _Reading(table)
        reading.read(path)
    if not reading.last_row:
        raise BadInput("there is no pupil in this file")


@dataclass
class _Pupil:
    """What is known of the pupil being read; histories and results are lists of what their elements say."""

    line: int
    texts: _Texts = field(default_factory=dict)
    histories: dict[_Path, list[_Texts]] = field(default_factory=dict)
    results: list[tuple[int, _Texts]] = field(default_factory=list)
    stage: str = ""


class _Reading:
    """One pass over a file, element by element: nothing of it but the current pupil is kept."""

    def __init__(self, table: csv.DictWriter[str]) -> None:
        self.last_row = 0
        self._table = table
        self._path: list[str] = []
        self._text: list[str] = []
        self._length = 0
        self._header: _Texts = {}
        self._pupil: _Pupil | None = None

    def read(self, path: Path) -> None:
        self._parser = expat.ParserCreate(encoding=None if _is_as_declared(path) else "iso-8859-1")
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = _refuse_document_type
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        try:
            with path.open("rb") as file:
                self._parser.ParseFile(file)
        except expat.ExpatError as broken:
            raise BadInput(f"line {broken.lineno}: not well-formed XML; export the file anew") from None
        except (LookupError, ValueError, TypeError):
            raise BadInput("the XML says it is in letters that are not known; save it as UTF-8") from None

    def _start(self, tag: str, _: Mapping[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if not self._path and name != "CTfile":
            raise BadInput("XML, but not a Common Transfer File: it begins with another element than CTfile")
        self._path.append(name)
        if len(self._path) > _DEEPEST:
            raise BadInput(f"elements lie more than {_DEEPEST} deep in each other; that is no CTF")
        self._text, self._length = [], 0
        line = self._parser.CurrentLineNumber
        if self._path[1:] == ["CTFpupilData", "Pupil"]:
            self._pupil = _Pupil(line)
        elif self._pupil is not None:
            self._begin(self._pupil, tuple(self._path[3:]), line)

    def _begin(self, pupil: _Pupil, place: _Path, line: int) -> None:
        if place == _STAGE:
            pupil.stage = ""
        elif place == (*_STAGE, "StageAssessment"):
            pupil.results.append((line, {}))
            if len(pupil.results) > _MOST_RESULTS:
                raise BadInput(f"line {line}: a pupil has more than {_MOST_RESULTS} results")
        elif place in _HISTORIES:
            pupil.histories.setdefault(place, []).append({})

    def _characters(self, text: str) -> None:
        self._length += len(text)
        if self._length <= _LONGEST:
            self._text.append(text)

    def _end(self, _: str) -> None:
        text = " ".join("".join(self._text).split())
        place = tuple(self._path)
        self._path.pop()
        self._text, self._length = [], 0
        if self._pupil is None:
            if place[1:2] == ("Header",) and place[2:] in _HEADER:
                self._header.setdefault(_HEADER[place[2:]], text)
        elif place[1:] == ("CTFpupilData", "Pupil"):
            self._write(self._pupil)
            self._pupil = None
        else:
            _take(self._pupil, place[3:], text)

    def _write(self, pupil: _Pupil) -> None:
        about = pupil.texts | {
            "School": self._school(pupil),
            "FSM": self._meals(pupil),
            "SEN": next(
                (one.get("SENprovision", "") for one in self._open(pupil, "SENhistory", "EndDate")), ""
            ),
        }
        for line, texts in pupil.results or [(pupil.line, {})]:
            # Results of a file without line breaks share a line; each must still have a number of its own.
            self.last_row = max(line, self.last_row + 1)
            self._table.writerow(about | texts | {"#row": self.last_row})

    def _school(self, pupil: _Pupil) -> str:
        here = next(self._open(pupil, "SchoolHistory", "LeavingDate"), {})
        told = (here.get("LEA") or here.get("LA", ""), here.get("Estab", ""))
        if all(told):
            return "".join(told)
        return self._header.get("authority", "") + self._header.get("establishment", "")

    def _meals(self, pupil: _Pupil) -> str:
        if not any(place[0] == "FSMhistory" for place in pupil.histories):
            return ""
        return "Y" if any(self._open(pupil, "FSMhistory", "FSMendDate")) else "N"

    def _open(self, pupil: _Pupil, history: str, end: str) -> Iterator[_Texts]:
        """Entries that had not ended on the day the file was made, the latest first."""
        made = self._header.get("made", "")[:10]
        entries = [one for place, some in pupil.histories.items() if place[0] == history for one in some]
        for entry in sorted(entries, key=_beginning, reverse=True):
            if not entry.get(end) or (made and entry[end][:10] > made):
                yield entry


def _take(pupil: _Pupil, place: _Path, text: str) -> None:
    """Note the text of an element of a pupil, if it is one that is read."""
    inner = place[len(_STAGE) :]
    if place in _PUPIL:
        if not pupil.texts.get(_PUPIL[place]):
            pupil.texts[_PUPIL[place]] = text
    elif place[:-1] in _HISTORIES and place[-1] in _HISTORIES[place[:-1]]:
        pupil.histories[place[:-1]][-1][place[-1]] = text
    elif place == ("FSMhistory",):
        pupil.histories.setdefault(("FSMhistory", "FSMinstance"), [])
    elif place == (*_STAGE, "Stage"):
        pupil.stage = text
    elif place == (*_STAGE, "StageAssessment"):
        pupil.results[-1][1]["Stage"] = pupil.stage
    elif place[:2] == _STAGE and inner[:1] == ("StageAssessment",) and inner[1:] and inner[1] in _RESULT:
        pupil.results[-1][1][inner[1]] = text


def _beginning(entry: _Texts) -> str:
    return entry.get("EntryDate") or entry.get("StartDate") or entry.get("FSMstartDate") or ""


def _refuse_document_type(*_: Any) -> None:
    raise BadInput("the XML declares a document type, which no CTF needs")


def _is_as_declared(path: Path) -> bool:
    """Whether the letters can be those the file declares; a CTF in Latin-1 often claims to be UTF-8."""
    with path.open("rb") as file:
        first = file.readline(1000)
        if first.startswith((b"\xff\xfe", b"\xfe\xff")) or (
            b"encoding" in first and b"utf-8" not in first.lower()
        ):
            return True
        file.seek(0)
        try:
            with path.open(encoding="utf-8") as text:
                while text.read(1 << 20):
                    pass
        except UnicodeDecodeError:
            return False
    return True
