"""What a source may say of a place: no secrets, each thing once, and queries that only read."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from halfterm.cycles.model import Record
from halfterm.warehouse.place import Database, Http, OneRoster

SERVICE = {
    "url": "https://a.example",
    "token_url": "https://a.example/t",
    "client_id": "${I}",
    "client_secret": "${S}",
}


def refused(model: type[Record], place: dict[str, Any]) -> str:
    with pytest.raises(ValidationError) as wrong:
        model.model_validate(place)
    assert "s3cret" not in str(wrong.value)
    return str(wrong.value)


@pytest.mark.parametrize(
    "url",
    ["postgresql://nia:${WORD}@mis/marks", "postgresql://nia@mis/marks", "sqlite:///mis.sqlite", "${ALL}",
     "mssql://nia:${WORD}@mis:1433/marks", "postgresql://nia@mis/marks?password=${WORD}"],
)  # fmt: skip
def test_a_database_names_its_password_at_most(url: str) -> None:
    assert Database.model_validate({"url": url, "table": "marks"}).url == url


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://nia:s3cret@mis/marks", "a password does not belong into this file"),
        ("postgresql://nia:${WORD}s3cret@mis/marks", "a password does not belong into this file"),
        ("postgresql://nia@mis/marks?Password=s3cret", "a password does not belong into this file"),
        ("nonsense s3cret", "not the address of a database"),
    ],
)
def test_a_password_in_the_url_is_refused_with_what_to_write(url: str, said: str) -> None:
    assert said in refused(Database, {"url": url, "table": "marks"})


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM marks",
        "select upn from marks where term = :called and year = :half_term;",
        "WITH a AS (SELECT 1 AS n) SELECT n::text FROM a -- done; really",
        "SELECT replace(grade, 'x; drop table y', '') AS \"update\", [delete] FROM marks /* insert */",
        r"SELECT '12\:30' AS t FROM marks",
    ],
)
def test_a_query_that_reads_is_taken(query: str) -> None:
    assert Database.model_validate({"url": "${ALL}", "query": query}).query == query


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("DELETE FROM marks", "begins with SELECT or WITH"),
        ("SELECT 1; SELECT 2", "one statement"),
        ("", "one statement"),
        ("WITH a AS (DELETE FROM marks RETURNING *) SELECT * FROM a", "says DELETE"),
        ("WITH a AS (SELECT 1 AS n) UPDATE marks SET score = 1", "says UPDATE"),
        ("SELECT * INTO other FROM marks", "says INTO"),
        ("SELECT upn FROM marks WHERE term = '{called}'", "write :called in a query, without quotes"),
        ("SELECT upn FROM marks WHERE term = :caled", "did you mean 'called'"),
    ],
)
def test_a_query_that_writes_or_asks_for_something_else_is_refused(query: str, said: str) -> None:
    assert said in refused(Database, {"url": "${ALL}", "query": query})


@pytest.mark.parametrize("table", ["marks; drop table x", "a.b.c", "1a", 'a"b', ""])
def test_a_table_is_a_name_with_or_without_its_schema(table: str) -> None:
    refused(Database, {"url": "${ALL}", "table": table})


def test_a_database_has_a_table_or_a_query() -> None:
    assert "either 'table' or 'query'" in refused(Database, {"url": "${ALL}"})
    both = {"url": "${ALL}", "table": "marks", "query": "SELECT 1"}
    assert "either 'table' or 'query'" in refused(Database, both)


@pytest.mark.parametrize(
    "url",
    [
        "https://mis.example/marks?term={called}",
        "http://127.0.0.1:8000/x",
        "http://localhost/x",
        "http://[::1]:1/x",
    ],
)
def test_an_address_is_of_https_or_of_this_machine(url: str) -> None:
    assert Http.model_validate({"url": url}).url == url


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://mis.example/marks", "begins with https://"),
        ("http://127.0.0.1.example/marks", "begins with https://"),
        ("ftp://mis.example/marks", "begins with https://"),
        ("file:///etc/hosts", "not a web address"),
        ("mis.example/marks", "not a web address"),
        ("https://mis.example:port/marks", "not a web address"),
        ("https://mis.example/a b", "not a web address"),
        ("https://nia:s3cret@mis.example/marks", "do not belong into a web address"),
        ("https://mis.example/marks?api_key=s3cret", "a key or password does not belong"),
        ("https://mis.example/marks?token=${TOKEN}", "a key or password does not belong"),
        ("https://${HOST}/marks", "an address is written out"),
    ],
)
def test_an_address_that_is_not_safe_to_ask_is_refused(url: str, said: str) -> None:
    assert said in refused(Http, {"url": url})


@pytest.mark.parametrize(
    ("headers", "said"),
    [
        ({"Authorization": "Bearer ${TOKEN}", "X-Api-Key": "${K}", "Accept-Language": "en"}, None),
        ({"Cookie": "session=${SESSION}"}, None),
        ({"Authorization": "Bearer s3cret"}, "'Authorization' holds a secret"),
        ({"x-api-key": "s3cret${K}"}, "'x-api-key' holds a secret"),
        ({"Cookie": "session=s3cret"}, "'Cookie' holds a secret"),
        ({"X-Auth-Token": "s3cret"}, "holds a secret"),
        ({"A": "b\nc: d"}, "a letter that no header may have"),
        ({"A b": "c"}, "a letter that no header may have"),
    ],
)
def test_headers_name_their_secrets_and_do_not_hold_them(headers: dict[str, str], said: str | None) -> None:
    place = {"url": "https://mis.example", "headers": headers}
    if said is None:
        assert Http.model_validate(place).headers == headers
    else:
        assert said in refused(Http, place)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"next": "a.b", "page": {}}, "one of 'next', 'page' and 'offset'"),
        ({"sign_in": {"user": "nia", "password": "s3cret"}}, "a secret does not belong into this file"),
        (
            {"sign_in": {"user": "nia", "password": "${W}"}, "headers": {"Authorization": "Basic ${B}"}},
            "exclude each other",
        ),
        ({"items": "a..b"}, "items"),
        ({"pages": {}}, "Extra inputs"),
    ],
)  # fmt: skip
def test_a_web_place_says_each_thing_once(more: dict[str, Any], said: str) -> None:
    assert said in refused(Http, {"url": "https://mis.example", **more})


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ({}, "either 'folder' or 'url'"),
        ({"folder": "a", **SERVICE}, "either 'folder' or 'url'"),
        ({"url": "https://a.example"}, "needs 'token_url', 'client_id' and 'client_secret'"),
        ({**SERVICE, "client_secret": "s3cret"}, "a secret does not belong into this file"),
        ({"folder": "a", "client_id": "${A}"}, "belong to a 'url'"),
        ({"folder": "a", "pupil": "userIds:"}, "pupil"),
        ({"folder": "a", "pupil": "name"}, "pupil"),
    ],
)
def test_a_roster_is_an_export_or_a_service(place: dict[str, Any], said: str) -> None:
    assert said in refused(OneRoster, place)
