"""Results as a OneRoster 1.2 export: a zip of CSV files that name each other's records."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable
from pathlib import Path

from tests.exports.sheets import Sheet

COLUMNS = (
    *("pupil", "school", "school_name", "line_item", "category", "session", "score", "text_score"),
    *("score_status", "date", "birth", "sex", "grade"),
)
_FILES = (
    *("academicSessions", "categories", "classes", "courses", "demographics", "enrollments", "lineItems"),
    *("orgs", "results", "roles", "userProfiles", "users"),
)
_ABSENT = ("categories", "classes", "courses", "enrollments", "userProfiles")
_STAMP = ("active", "2026-12-18T15:00:00.000Z")

Rows = list[tuple[str, ...]]


def write_oneroster(sheet: Sheet, path: Path) -> None:
    """Write the zip; a pupil is a user, each row a result."""
    at = {column: sheet.place(column) for column in COLUMNS}
    users = {row[at["pupil"]]: row for row in sheet.rows}
    files: dict[str, tuple[str, Rows]] = {
        "manifest": ("propertyName,value", _manifest()),
        "orgs": ("name,type,identifier,parentSourcedId", _orgs(sheet, at)),
        "academicSessions": ("title,type,startDate,endDate,parentSourcedId,schoolYear", _sessions(sheet, at)),
        "users": (
            "enabledUser,username,userIds,givenName,familyName,middleName,identifier,grades,primaryOrgSourcedId",
            [_user(upn, row, at) for upn, row in users.items()],
        ),
        "roles": ("userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId", []),
        "demographics": (
            "birthDate,sex",
            [(f"u-{upn}", *_STAMP, row[at["birth"]], row[at["sex"]]) for upn, row in users.items()],
        ),
        "lineItems": (
            "title,description,assignDate,dueDate,classSourcedId,categorySourcedId,gradingPeriodSourcedId,"
            "academicSessionSourcedId,schoolSourcedId,resultValueMin,resultValueMax",
            _line_items(sheet, at),
        ),
        "results": (
            "lineItemSourcedId,studentSourcedId,scoreStatus,score,textScore,scoreDate,comment",
            [_result(i, row, at) for i, row in enumerate(sheet.rows)],
        ),
    }
    files["roles"][1].extend(
        (f"r-{upn}", *_STAMP, f"u-{upn}", "primary", "student", "", "", _org(row[at["school"]]), "")
        for upn, row in users.items()
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, (columns, rows) in files.items():
            stamp = "" if name == "manifest" else "sourcedId,status,dateLastModified,"
            packed.writestr(f"{name}.csv", _csv([(stamp + columns).split(","), *rows]))


def _manifest() -> Rows:
    return [
        ("manifest.version", "1.0"),
        ("oneroster.version", "1.2"),
        *((f"file.{name}", "absent" if name in _ABSENT else "bulk") for name in _FILES),
        ("source.systemName", "Made-up System"),
        ("source.systemCode", "made-up"),
    ]


def _orgs(sheet: Sheet, at: dict[str, int]) -> Rows:
    named = {row[at["school"]]: row[at["school_name"]] for row in sheet.rows}
    return [(_org(code), *_STAMP, name, "school", code, "") for code, name in named.items() if code]


def _org(code: str) -> str:
    """The record of a school; a pupil at no school names none."""
    return f"o-{code}" if code else ""


def _sessions(sheet: Sheet, at: dict[str, int]) -> Rows:
    titles = dict.fromkeys(row[at["session"]] for row in sheet.rows)
    return [
        (_slug("s", title), *_STAMP, title, "gradingPeriod", "2026-09-01", "2026-12-18", "", "2027")
        for title in titles
    ]


def _user(upn: str, row: list[str], at: dict[str, int]) -> tuple[str, ...]:
    school = _org(row[at["school"]])
    return (
        f"u-{upn}",
        *_STAMP,
        "true",
        f"pupil-{upn[-4:]}",
        "",
        "Given",
        "Family",
        "",
        upn,
        row[at["grade"]],
        school,
    )


def _line_items(sheet: Sheet, at: dict[str, int]) -> Rows:
    pairs = dict.fromkeys((row[at["line_item"]], row[at["session"]], row[at["school"]]) for row in sheet.rows)
    return [
        (
            *(_slug("l", *pair), *_STAMP, pair[0], "", "2026-09-01", "2026-12-18", "", ""),
            *(_slug("s", pair[1]), _slug("s", pair[1]), _org(pair[2]), "40", "160"),
        )
        for pair in pairs
    ]


def _result(number: int, row: list[str], at: dict[str, int]) -> tuple[str, ...]:
    item = _slug("l", row[at["line_item"]], row[at["session"]], row[at["school"]])
    status = row[at["score_status"]]
    return (
        *(f"x-{number:05}", *_STAMP, item, f"u-{row[at['pupil']]}", status, row[at["score"]]),
        *(row[at["text_score"]], row[at["date"]], ""),
    )


def _slug(kind: str, *words: str) -> str:
    return "-".join((kind, *words)).replace(" ", "-").lower()


def _csv(rows: Iterable[Iterable[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue()
