"""Tables of other people's databases are read, never written, and no secret or value comes out in words."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from halfterm.cycles.errors import BadInput
from halfterm.warehouse.fetch_database import table_name, write_csv
from halfterm.warehouse.place import Database
from tests.postgres import PostgresServer

Fetch = Callable[..., str]
SECRET = "B801200005001"


@pytest.fixture
def fetch(tmp_path: Path) -> Fetch:
    """Fetches a place within `tmp_path` and gives back the CSV."""

    def fetched(
        *, called: str | None = "Aut2", environment: Mapping[str, str] | None = None, **place: Any
    ) -> str:
        copy = tmp_path / "copy.csv"
        copy.unlink(missing_ok=True)
        write_csv(
            Database.model_validate(place), copy, workspace=tmp_path, half_term="autumn-2", called=called,
            environment=environment or {},
        )  # fmt: skip
        return copy.read_text(encoding="utf-8")

    return fetched


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    raw = sqlite3.connect(tmp_path / "mis.sqlite")
    raw.execute("CREATE TABLE marks (upn TEXT, term TEXT, score, born DATE)")
    raw.executemany(
        "INSERT INTO marks VALUES (?, ?, ?, ?)",
        [
            (SECRET, "Aut1", 17, "2015-03-04"),
            (SECRET, "Aut2", 18.5, "2015-03-04"),
            ("0012", "Aut2", None, None),
        ],
    )
    raw.commit()
    raw.close()
    return "sqlite:///mis.sqlite"


@pytest.fixture
def postgres_url(postgres: PostgresServer) -> str:
    url = postgres.new_database()
    name = url.split("@/")[1].split("?")[0]
    postgres.execute(
        name,
        "CREATE TABLE marks (upn text, score numeric(5,2), points double precision, born date, seen timestamp"
        ", fsm boolean, number numeric(12,0), tags text[])",
        f"INSERT INTO marks VALUES ('{SECRET}', 17.50, 3, '2015-03-04', '2026-09-01', true, 12, '{{a,b}}'),"
        " ('line\nbreak, \"quoted\"', NULL, 1e-7, NULL, '2026-09-01 07:06:05', false, 120, NULL)",
    )
    return url


def test_a_table_of_sqlite_is_written_as_text_with_blanks_for_nothing(fetch: Fetch, sqlite_url: str) -> None:
    assert fetch(url=sqlite_url, table="marks") == (
        f"upn,term,score,born\n{SECRET},Aut1,17,2015-03-04\n{SECRET},Aut2,18.5,2015-03-04\n0012,Aut2,,\n"
    )


def test_a_query_is_given_the_half_term_and_its_name_as_values(fetch: Fetch, sqlite_url: str) -> None:
    query = "SELECT upn, :half_term AS half_term FROM marks WHERE term = :called AND score > 0;"
    assert fetch(url=sqlite_url, query=query) == f"upn,half_term\n{SECRET},autumn-2\n"
    assert fetch(url=sqlite_url, query=query, called="' OR 1=1 --") == "upn,half_term\n"


def test_a_query_that_asks_for_a_name_the_half_term_lacks_is_refused(fetch: Fetch, sqlite_url: str) -> None:
    with pytest.raises(BadInput, match=r"database mis\.sqlite: the query asks for :called"):
        fetch(url=sqlite_url, query="SELECT * FROM marks WHERE term = :called", called=None)


def test_a_table_of_postgresql_is_written_as_text_with_iso_dates_and_plain_decimals(
    fetch: Fetch, postgres_url: str
) -> None:
    assert fetch(url=postgres_url, table="public.marks") == (
        "upn,score,points,born,seen,fsm,number,tags\n"
        f'{SECRET},17.50,3,2015-03-04,2026-09-01,true,12,"[""a"", ""b""]"\n'
        '"line\nbreak, ""quoted""",,0.0000001,,2026-09-01T07:06:05,false,120,\n'
    )


def test_a_long_table_arrives_whole(fetch: Fetch, postgres_url: str) -> None:
    text = fetch(url=postgres_url, query="SELECT n, n * 2 AS m FROM generate_series(1, 20000) AS n")
    assert text.splitlines()[1:] == [f"{n},{2 * n}" for n in range(1, 20001)]


@pytest.mark.parametrize(
    "query",
    [
        "WITH gone AS (SELECT setval('counter', 99)) SELECT * FROM gone",
        "SELECT nextval('counter')",
    ],
)
def test_a_query_that_would_write_through_a_function_is_stopped_by_postgresql(
    fetch: Fetch, postgres: PostgresServer, postgres_url: str, query: str
) -> None:
    postgres.execute(postgres_url.split("@/")[1].split("?")[0], "CREATE SEQUENCE counter")
    with pytest.raises(BadInput, match="the query would write, and a source only reads"):
        fetch(url=postgres_url, query=query)


def test_sqlite_is_opened_to_read_only(fetch: Fetch, sqlite_url: str, tmp_path: Path) -> None:
    before = (tmp_path / "mis.sqlite").read_bytes()
    fetch(url=sqlite_url, table="marks")
    assert (tmp_path / "mis.sqlite").read_bytes() == before
    assert {path.name for path in tmp_path.iterdir()} == {"mis.sqlite", "copy.csv"}


def test_a_statement_that_takes_too_long_is_stopped(fetch: Fetch, postgres_url: str, sqlite_url: str) -> None:
    with pytest.raises(BadInput, match="takes too long"):
        fetch(url=postgres_url, query="SELECT pg_sleep(20)", seconds=0.2)
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    with pytest.raises(BadInput, match="takes too long"):
        fetch(url=sqlite_url, query=endless, seconds=0.2)


def test_a_table_longer_than_the_source_allows_is_refused(fetch: Fetch, sqlite_url: str) -> None:
    assert fetch(url=sqlite_url, table="marks", most_rows=3).count("\n") == 4
    with pytest.raises(BadInput, match="database marks: more than 2 rows"):
        fetch(url=sqlite_url, table="marks", most_rows=2)


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ({"table": "mraks"}, "database mraks: the database has no such table"),
        ({"query": "SELECT upm FROM marks"}, "a column that the database does not have"),
        ({"query": "SELECT FROM WHERE"}, "does not understand the query"),
        ({"query": f"SELECT CAST('{SECRET}' AS integer)"}, "does not give the table"),
        ({"query": "SELECT 'x'::bytea AS upn"}, "binary data"),
    ],
)
def test_what_postgresql_refuses_is_said_in_our_words(
    fetch: Fetch, postgres_url: str, place: dict[str, str], said: str
) -> None:
    with pytest.raises(BadInput, match=said) as refused:
        fetch(url=postgres_url, **place)
    assert SECRET not in str(refused.value)
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ({"table": "mraks"}, "no such table"),
        ({"query": "SELECT upm FROM marks"}, "a column that the database does not have"),
        ({"query": "SELECT upn FROM marks, WHERE"}, "does not understand the query"),
    ],
)
def test_what_sqlite_refuses_is_said_in_our_words(
    fetch: Fetch, sqlite_url: str, place: dict[str, str], said: str
) -> None:
    with pytest.raises(BadInput, match=said):
        fetch(url=sqlite_url, **place)


def test_a_sqlite_file_must_lie_in_the_workspace_and_be_one(fetch: Fetch, tmp_path: Path) -> None:
    (tmp_path / "notes.sqlite").write_text(f"upn,score\n{SECRET},12\n" * 100)
    (tmp_path / "out.sqlite").symlink_to("/etc/hosts")
    for url, said in (
        ("sqlite:////etc/hosts", "outside the workspace"),
        ("sqlite:///../mis.sqlite", "outside the workspace"),
        ("sqlite:///out.sqlite", "outside the workspace"),
        ("sqlite:///none.sqlite", "there is no such file"),
        ("sqlite:///notes.sqlite", "not a SQLite database"),
    ):
        with pytest.raises(BadInput, match=said):
            fetch(url=url, table="marks")


def test_a_password_comes_from_the_environment_and_is_in_no_message(fetch: Fetch) -> None:
    url = "postgresql://nia:${MIS_WORD}@127.0.0.1:1/mis"
    with pytest.raises(BadInput, match="the environment has no MIS_WORD, which its url names"):
        fetch(url=url, table="marks")
    with pytest.raises(BadInput, match="the database cannot be reached") as refused:
        fetch(url=url, table="marks", environment={"MIS_WORD": "s3cret@/x"})
    assert "s3cret" not in repr(refused.value)
    whole = {"ALL": "postgresql://nia:s3cret@127.0.0.1:1/mis"}
    with pytest.raises(BadInput, match="database query: the database cannot be reached") as refused:
        fetch(url="${ALL}", query="SELECT 1", environment=whole)
    assert "s3cret" not in repr(refused.value)


@pytest.mark.parametrize(
    ("driver", "said"),
    [
        ("mysql", r"the driver for mysql is not installed; run: pip install 'halfterm\[mysql\]'"),
        ("mariadb+pymysql", r"'halfterm\[mysql\]'"),
        ("mssql", r"'halfterm\[mssql\]'"),
        ("oracle", "only these databases are read: postgresql, mysql, mariadb, mssql, sqlite"),
        ("postgres", "did you mean 'postgresql'"),
        ("postgresql+psycopg2", "only these databases are read"),
    ],
)
def test_a_driver_that_is_missing_or_unknown_is_named_with_what_to_install(
    fetch: Fetch, monkeypatch: pytest.MonkeyPatch, driver: str, said: str
) -> None:
    for module in ("pymysql", "pymssql"):
        monkeypatch.setitem(__import__("sys").modules, module, None)
    with pytest.raises(BadInput, match=said) as refused:
        fetch(url=driver + "://nia:${WORD}@mis/marks", table="marks", environment={"WORD": "s3cret"})
    assert "s3cret" not in str(refused.value)


def test_a_place_is_called_by_what_a_person_recognises() -> None:
    def called(**place: str) -> str:
        return table_name(Database.model_validate(place))

    assert called(url="postgresql://nia:${W}@mis/school", table="dbo.marks") == "database dbo.marks"
    assert called(url="postgresql://nia:${W}@mis/school", query="SELECT 1") == "database school"
    assert called(url="sqlite:///inbox/mis.sqlite", query="SELECT 1") == "database mis.sqlite"
    assert called(url="${ALL}", query="SELECT 1") == "database query"
