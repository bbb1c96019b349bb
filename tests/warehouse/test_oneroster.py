"""A OneRoster export becomes one long table, and what is not whole is refused by file and row."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from halfterm.cycles.errors import BadInput
from halfterm.warehouse.oneroster import table_name, write_csv
from halfterm.warehouse.place import OneRoster

Rows = list[dict[str, str]]
Read = Callable[..., Rows]
UPN = "B801200005001"

FILES = {
    "manifest.csv": """propertyName,value
manifest.version,1.0
oneroster.version,1.2
file.users,bulk
file.results,bulk
file.enrollments,absent
""",
    "orgs.csv": """sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId
o-trust,,,Trust,district,T1,
o-ash,,,Ash Primary,school,8232001,o-trust
o-oak,,,Oak,school,,o-trust
""",
    "users.csv": f"""sourcedId,status,userIds,familyName,identifier,grades,primaryOrgSourcedId,metadata.fsm
u1,,"{{UPN:{UPN}}},{{SIS:77}}",Secretname,77,06,o-ash,Y
u2,active,{{ UPN : A2 }},Secretname,78,05,,N
u3,tobedeleted,{{UPN:A3}},Secretname,79,05,o-ash,N
t1,,,Teacher,80,,o-ash,
""",
    "roles.csv": """sourcedId,status,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId
r1,,u1,primary,student,,,o-ash
r2,,u2,primary,student,,,o-oak
r3,,u3,primary,student,,,o-ash
r4,,t1,primary,teacher,,,o-ash
""",
    "demographics.csv": "sourcedId,status,dateLastModified,birthDate,sex\nu1,,,2015-03-04,female\n",
    "academicSessions.csv": "sourcedId,status,dateLastModified,title,type\ns1,,,Autumn 2,gradingPeriod\n",
    "categories.csv": "sourcedId,status,dateLastModified,title,weight\nc1,,,Reading,1\n",
    "lineItems.csv": """sourcedId,status,title,categorySourcedId,academicSessionSourcedId,schoolSourcedId
l1,,NGRT,c1,s1,o-ash
l2,tobedeleted,Old test,c1,s1,o-ash
""",
    "results.csv": """\
sourcedId,status,lineItemSourcedId,studentSourcedId,score,scoreDate,scoreStatus,textScore,metadata.a
x1,,l1,u1,104.5,2026-11-20,fully graded,,9
x2,,l1,u1,,2026-11-21,exempt,Ab,
x3,inactive,l1,u2,99,2026-11-20,fully graded,,
x4,,l2,u2,98,2026-11-20,fully graded,,
x5,,l1,u3,97,2026-11-20,fully graded,,
""",
}


ROSTER_ONLY: dict[str, str | None] = {
    "manifest.csv": "propertyName,value\noneroster.version,1.2\n",
    **dict.fromkeys(
        ("demographics.csv", "academicSessions.csv", "categories.csv", "lineItems.csv", "results.csv")
    ),
}


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "workspace"
    folder.mkdir()
    return folder


@pytest.fixture
def read(workspace: Path, tmp_path: Path) -> Read:
    """The table of an export with some of its files replaced, or left out where they are None."""

    def rows(changes: Mapping[str, str | None] | None = None, **place: Any) -> Rows:
        folder = workspace / "roster"
        folder.mkdir(exist_ok=True)
        for name, text in (FILES | dict(changes or {})).items():
            if text is not None:
                (folder / name).write_text(text, encoding="utf-8")
        return table({"folder": "roster"} | place, workspace, tmp_path / "copy.csv")

    return rows


def table(place: dict[str, Any], workspace: Path, copy: Path) -> Rows:
    count = write_csv(OneRoster.model_validate(place), copy, workspace=workspace, environment={})
    rows = list(csv.DictReader(io.StringIO(copy.read_text(encoding="utf-8"))))
    assert len(rows) == count
    return rows


def test_every_result_of_a_pupil_is_a_row_and_a_pupil_without_has_one_and_no_name_comes_along(
    read: Read,
) -> None:
    rows = read(pupil="userIds:UPN")
    assert "Secretname" not in str(rows)
    assert rows[0] == {
        "pupil": UPN, "school": "8232001", "school_name": "Ash Primary", "line_item": "NGRT",
        "category": "Reading", "session": "Autumn 2", "score": "104.5", "text_score": "",
        "score_status": "fully graded", "date": "2026-11-20", "birth": "2015-03-04", "sex": "female",
        "grade": "06", "metadata.fsm": "Y", "results.metadata.a": "9",
    }  # fmt: skip
    assert [(row["pupil"], row["school"], row["line_item"], row["score_status"]) for row in rows] == [
        (UPN, "8232001", "NGRT", "fully graded"),
        (UPN, "8232001", "NGRT", "exempt"),
        ("A2", "o-oak", "", ""),
    ]


@pytest.mark.parametrize(
    ("pupil", "expected"),
    [
        ("sourcedId", ["u1", "u2"]),
        ("identifier", ["77", "78"]),
        ("userIds:sis", ["77", ""]),
    ],
)
def test_the_source_says_where_the_identifier_lies(read: Read, pupil: str, expected: list[str]) -> None:
    assert [row["pupil"] for row in read(ROSTER_ONLY, pupil=pupil)] == expected


def test_a_type_of_identifier_that_no_pupil_has_is_refused_with_those_there(read: Read) -> None:
    with pytest.raises(BadInput, match="no pupil has 'userIds:UPM'; did you mean 'UPN'"):
        read(ROSTER_ONLY, pupil="userIds:UPM")
    with pytest.raises(BadInput, match=r"userIds are of type UPN, SIS"):
        read(ROSTER_ONLY, pupil="userIds:xyzzy")


def test_version_1_1_has_roles_and_schools_in_the_users(read: Read) -> None:
    rows = read(
        {
            "manifest.csv": "propertyName,value\noneroster.version,1.1\n",
            "roles.csv": None,
            "users.csv": "sourcedId,status,orgSourcedIds,role,identifier,grades\n"
            'u1,,o-ash,student,77,06\nu2,,"o-ash,o-oak",student,78,05\n'
            "u3,,o-oak,student,79,\nt1,,o-ash,teacher,80,\n",
            "lineItems.csv": "sourcedId,status,title,classSourcedId,gradingPeriodSourcedId\n"
            "l1,,NGRT,k1,s1\nl2,,Other,k9,\n",
            "classes.csv": "sourcedId,status,schoolSourcedId\nk1,,o-oak\n",
            "results.csv": "sourcedId,lineItemSourcedId,studentSourcedId,scoreStatus,score\n"
            "x1,l1,u1,,1\nx2,l1,u2,,2\nx3,l2,u2,,3\n",
        }
    )
    assert [(row["pupil"], row["school"], row["session"], row["score"]) for row in rows] == [
        ("77", "8232001", "Autumn 2", "1"),
        ("78", "o-oak", "Autumn 2", "2"),
        ("78", "", "", "3"),
        ("79", "o-oak", "", ""),
    ]


def test_without_roles_enrolments_say_who_is_a_pupil(read: Read) -> None:
    rows = read(
        {
            **ROSTER_ONLY,
            "roles.csv": None,
            "enrollments.csv": "schoolSourcedId,userSourcedId,role\no-oak,u2,student\n",
        }
    )
    assert [(row["pupil"], row["school"]) for row in rows] == [("78", "o-oak")]


def test_a_file_with_only_a_header_or_none_holds_nothing(read: Read) -> None:
    rows = read({"results.csv": "sourcedId,lineItemSourcedId,studentSourcedId\n", "demographics.csv": None})
    assert [(row["pupil"], row["score"], row["birth"]) for row in rows] == [("77", "", ""), ("78", "", "")]


def test_a_zip_is_read_like_a_folder_and_leaves_nothing_behind(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    with zipfile.ZipFile(workspace / "roster.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in FILES.items():
            archive.writestr(f"export/{name}", text)
        archive.writestr("../../evil.csv", "x")
        archive.writestr("readme.txt", "x")
    rows = table({"folder": "roster.zip"}, workspace, tmp_path / "copy.csv")
    assert [row["pupil"] for row in rows] == ["77", "77", "78"]
    assert list(temporary.iterdir()) == []
    assert not list(tmp_path.rglob("evil.csv"))


def test_a_zip_that_is_too_large_too_tight_doubled_or_broken_is_refused(
    workspace: Path, tmp_path: Path
) -> None:
    path = workspace / "roster.zip"

    def refused(said: str) -> None:
        with pytest.raises(BadInput, match=said):
            table({"folder": "roster.zip"}, workspace, tmp_path / "copy.csv")

    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("users.csv", b"0" * 5_000_000)
    refused("packed more tightly than tables are")
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(201):
            archive.writestr(f"{number}.csv", "x")
    refused("too large when unpacked")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a/users.csv", "x")
        archive.writestr("b/users.csv", "x")
    refused(r"'users\.csv' is in it twice")
    path.write_bytes(path.read_bytes()[:60])
    refused(r"this is not a \.zip that can be read")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"manifest.csv": None}, ["no manifest.csv"]),
        ({"manifest.csv": "propertyName,value\noneroster.version,1.0\n"}, ["OneRoster 1.0 is not read"]),
        (
            {
                "manifest.csv": "propertyName,value\n"
                "oneroster.version,1.2\nfile.users,delta\nfile.classes,bulk\n"
            },
            ["users.csv holds only changes", "announces classes.csv", "no users.csv"],
        ),
        ({"lineItems.csv": None}, ["results.csv needs lineItems.csv"]),
        ({"orgs.csv": None}, ["there is no orgs.csv"]),
        ({"users.csv": "id,name\nu1,Zoë\n"}, ["users.csv: no column 'sourcedId'"]),
        (
            {
                "orgs.csv": "sourcedId,name,type,identifier\no-ash,Ash,school,1\no-ash,Ash,school,1\n",
                "results.csv": "sourcedId,lineItemSourcedId,studentSourcedId\nx1,l1,u1\nx2,l9,u1\nx3,l9,u9\n",
            },
            [
                "orgs.csv: rows 2 and 3 have the same sourcedId",
                "results.csv: rows with a lineItemSourcedId that lineItems.csv does not have: 2, first row 3",
                "results.csv: rows with a studentSourcedId that users.csv does not have: 1, first row 4",
            ],
        ),
        (
            {**ROSTER_ONLY, "roles.csv": "userSourcedId,role\nu1,teacher\n"},
            ["nobody in it has the role of a student"],
        ),
    ],
)
def test_an_export_that_is_not_whole_is_refused_with_everything_that_is_wrong(
    read: Read, changes: dict[str, str | None], said: list[str]
) -> None:
    with pytest.raises(BadInput) as refused:
        read(changes)
    assert len(refused.value.problems) == len(said)
    for problem, words in zip(refused.value.problems, said, strict=True):
        assert words in problem
    assert UPN not in str(refused.value)


def test_an_export_must_lie_in_the_workspace_and_may_still_be_awaited(
    workspace: Path, tmp_path: Path
) -> None:
    place = OneRoster.model_validate({"folder": "none.zip"})
    assert write_csv(place, tmp_path / "copy.csv", workspace=workspace, environment={}) == 0
    place = OneRoster.model_validate({"folder": "../roster"})
    with pytest.raises(BadInput, match="outside the workspace"):
        write_csv(place, tmp_path / "copy.csv", workspace=workspace, environment={})
    assert table_name(place) == "OneRoster roster"
