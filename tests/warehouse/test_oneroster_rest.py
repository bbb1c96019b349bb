"""A OneRoster service is read whole with a token of its own, and joined like an export."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from halfterm.cycles.errors import BadInput
from halfterm.warehouse.oneroster import table_name, write_csv
from halfterm.warehouse.place import OneRoster
from tests.warehouse.local_server import Answering, Asked, Reply, serving

Rows = list[dict[str, str]]
Read = Callable[..., Rows]
ENVIRONMENT = {"OR_ID": "halfterm", "OR_SECRET": "s3cret"}


def ref(identifier: str) -> dict[str, str]:
    return {"href": f"https://elsewhere.example/{identifier}", "sourcedId": identifier, "type": "any"}


LISTS: dict[str, list[dict[str, Any]]] = {
    "orgs": [{"sourcedId": "o1", "name": "Ash", "type": "school", "identifier": "8232001"}],
    "users": [
        {
            "sourcedId": f"u{n}", "status": "active", "givenName": "Secretname", "grades": ["06", "07"],
            "userIds": [{"type": "UPN", "identifier": f"A{n}"}, {"type": "SIS", "identifier": "9"}],
            "roles": [{"roleType": "primary", "role": "student", "org": ref("o1")}],
            "primaryOrg": ref("o1"), "metadata": {"fsm": n % 2 == 1},
        }
        for n in range(1, 6)
    ],
    "demographics": [{"sourcedId": "u1", "birthDate": "2015-03-04", "sex": "female"}],
    "enrollments": [],
    "classes": [],
    "academicSessions": [{"sourcedId": "s1", "title": "Autumn 2"}],
    "categories": [{"sourcedId": "c1", "title": "Reading"}],
    "lineItems": [
        {
            "sourcedId": "l1", "title": "NGRT", "school": ref("o1"), "category": ref("c1"),
            "academicSession": ref("s1"),
        }
    ],
    "results": [
        {
            "sourcedId": f"x{n}", "lineItem": ref("l1"), "student": ref(f"u{n}"), "score": 100.50,
            "scoreStatus": "fully graded",
        }
        for n in range(1, 4)
    ],
}  # fmt: skip


def service(asked: Asked) -> Reply:
    """As the specification says: pages by limit and offset, a Link to the next one, and the total."""
    if asked.path == "/token":
        return Reply({"access_token": "t0ken", "token_type": "bearer", "expires_in": 3600})
    if asked.headers.get("authorization") != "Bearer t0ken":
        return Reply(status=401)
    name = asked.path.rpartition("/")[2]
    records, start, size = LISTS[name], int(asked.query["offset"]), int(asked.query["limit"])
    headers = {"X-Total-Count": str(len(records))}
    if start + size < len(records):
        headers["Link"] = f'<{asked.path}?limit={size}&offset={start + size}>; rel="next"'
    return Reply({name: records[start : start + size]}, headers=headers)


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def rows(
        answering: Answering = service, *, environment: dict[str, str] | None = None, **place: Any
    ) -> Rows:
        copy = tmp_path / "copy.csv"
        copy.unlink(missing_ok=True)
        with serving(answering) as server:
            whole = {
                "url": server.url + "/", "token_url": server.url + "/token", "client_id": "${OR_ID}",
                "client_secret": "${OR_SECRET}", "pupil": "userIds:UPN", "size": 2,
            }  # fmt: skip
            write_csv(
                OneRoster.model_validate(whole | place), copy, workspace=tmp_path, pause=lambda _: None,
                environment=ENVIRONMENT if environment is None else environment,
            )  # fmt: skip
        text = copy.read_text(encoding="utf-8")
        assert "Secretname" not in text
        return list(csv.DictReader(io.StringIO(text)))

    return rows


def test_every_page_of_every_list_is_read_and_joined(read: Read) -> None:
    rows = read()
    assert rows[0] == {
        "pupil": "A1", "school": "8232001", "school_name": "Ash", "line_item": "NGRT", "category": "Reading",
        "session": "Autumn 2", "score": "100.5", "text_score": "", "score_status": "fully graded", "date": "",
        "birth": "2015-03-04", "sex": "female", "grade": "06,07", "metadata.fsm": "true",
    }  # fmt: skip
    assert [(row["pupil"], row["line_item"]) for row in rows] == [
        ("A1", "NGRT"), ("A2", "NGRT"), ("A3", "NGRT"), ("A4", ""), ("A5", ""),
    ]  # fmt: skip


def test_the_token_is_asked_for_with_the_clients_credentials_and_the_reading_scopes(read: Read) -> None:
    seen: list[Asked] = []

    def answer(asked: Asked) -> Reply:
        seen.append(asked)
        return service(asked)

    read(answer)
    assert seen[0].method == "POST"
    assert seen[0].headers["authorization"] == "Basic aGFsZnRlcm06czNjcmV0"
    assert "grant_type=client_credentials" in seen[0].body
    assert "gradebook.readonly" in seen[0].body
    assert "s3cret" not in seen[0].body + seen[0].path
    assert {asked.method for asked in seen[1:]} == {"GET"}
    assert "/ims/oneroster/rostering/v1p2/users" in {asked.path for asked in seen}
    assert "/ims/oneroster/gradebook/v1p2/results" in {asked.path for asked in seen}


def test_lists_that_a_service_need_not_have_may_be_missing_and_others_not(read: Read) -> None:
    def without(*names: str) -> Answering:
        return lambda asked: Reply(status=404) if asked.path.endswith(names) else service(asked)

    optional = ("demographics", "enrollments", "classes", "academicSessions", "categories")
    assert [row["category"] for row in read(without(*optional))] == [""] * 5
    with pytest.raises(BadInput, match=r"OneRoster 127\.0\.0\.1: there is nothing at this address"):
        read(without("lineItems"))


def test_a_service_without_links_is_read_by_offset_until_the_total_or_an_empty_page(read: Read) -> None:
    def plain(asked: Asked, *, total: bool) -> Reply:
        reply = service(asked)
        kept = {name: value for name, value in reply.headers.items() if total and name != "Link"}
        return Reply(reply.content, reply.status, kept)

    assert len(read(lambda asked: plain(asked, total=True))) == 5
    assert len(read(lambda asked: plain(asked, total=False))) == 5


@pytest.mark.parametrize(
    ("path", "reply", "said"),
    [
        ("users", Reply({"users": LISTS["users"][:2]}, headers={"X-Total-Count": "5"}), "page came twice"),
        ("results", Reply({"results": []}, headers={"X-Total-Count": "5"}), "0 records came, and"),
        ("orgs", Reply({"org": []}), "orgs: the answer is not a list as OneRoster 1.2 has it"),
        ("users", Reply({"users": []}, headers={"Link": "<https://a.example/>; rel=next"}), "another"),
        ("results", Reply(status=403), "refuses the credentials"),
        ("/token", Reply(status=401, content={"error": "s3cret"}), "token: the server refuses the cred"),
        ("/token", Reply({"token": "t0ken"}), "token: the answer holds no access token"),
        ("/token", Reply({"access_token": "a\nb"}), "token: the answer holds no access token"),
        ("/token", Reply(status=302, headers={"Location": "https://a.example"}), "server refuses"),
    ],
)  # fmt: skip
def test_a_list_that_does_not_come_whole_is_refused(read: Read, path: str, reply: Reply, said: str) -> None:
    with pytest.raises(BadInput, match=said) as refused:
        read(lambda asked: reply if asked.path.endswith(path) else service(asked))
    assert "s3cret" not in repr(refused.value)
    assert "t0ken" not in repr(refused.value)


def test_credentials_that_the_environment_lacks_are_named(read: Read) -> None:
    with pytest.raises(BadInput) as refused:
        read(environment={})
    assert refused.value.problems == (
        "OneRoster 127.0.0.1: the environment has no OR_ID, which its source names",
        "OneRoster 127.0.0.1: the environment has no OR_SECRET, which its source names",
    )


def test_a_service_is_called_by_its_host() -> None:
    place = {"url": "https://mis.example/or", "token_url": "https://mis.example/t", "client_id": "${A}"}
    assert table_name(OneRoster.model_validate(place | {"client_secret": "${B}"})) == "OneRoster mis.example"
