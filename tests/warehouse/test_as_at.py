"""As at: every reader sees the loads that were there, the newest of each source, half-term and part."""

from __future__ import annotations

import doctest
from datetime import date

import duckdb
import pytest

from halfterm.cycles.errors import BadInput
from halfterm.warehouse import data_checks
from halfterm.warehouse.arrivals import arrived
from halfterm.warehouse.as_at import NOW, AsAt, as_at_words, set_as_at, view_loads
from halfterm.warehouse.studying import load_records, loads_of
from tests.warehouse.loads_factory import pseudonym, put_load, row


@pytest.fixture
def three(store: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Ash in March, Beech of another part in April, Ash corrected in May."""
    put_load(
        store,
        [row("U1", "ash", 10, fsm="no")],
        load="aa11",
        half_term="autumn",
        part="ash",
        on=date(2025, 3, 1),
    )
    put_load(
        store, [row("U2", "beech", 12)], load="bb22", half_term="autumn", part="beech", on=date(2025, 4, 1)
    )
    put_load(
        store,
        [row("U1", "ash", 11, fsm="yes")],
        load="cc33",
        half_term="autumn",
        part="ash",
        on=date(2025, 5, 1),
    )
    return store


def current(connection: duckdb.DuckDBPyConnection) -> list[str]:
    view_loads(connection)
    return [row[0] for row in connection.execute("SELECT load FROM current_load ORDER BY number").fetchall()]


def score(connection: duckdb.DuckDBPyConnection) -> float | None:
    view_loads(connection)
    query = "SELECT held.score FROM pupil_result WHERE pupil = ?"
    rows = connection.execute(query, [pseudonym("U1")]).fetchall()
    return rows[0][0] if rows else None


def test_a_part_is_replaced_by_its_own_newer_load_only(three: duckdb.DuckDBPyConnection) -> None:
    assert current(three) == ["bb22", "cc33"]


@pytest.mark.parametrize(
    ("words", "loads", "found"),
    [
        ("2025-03-31", ["aa11"], 10),
        ("2025-04-01", ["aa11", "bb22"], 10),
        ("bb22", ["aa11", "bb22"], 10),
        ("2", ["aa11", "bb22"], 10),
        ("2026-01-01", ["bb22", "cc33"], 11),
        ("cc33", ["bb22", "cc33"], 11),
    ],
)
def test_a_day_a_load_or_its_number_says_what_counts(
    three: duckdb.DuckDBPyConnection, words: str, loads: list[str], found: float
) -> None:
    set_as_at(three, as_at_words(three, words))
    assert (current(three), score(three)) == (loads, found)


def test_the_connection_comes_back_to_now(three: duckdb.DuckDBPyConnection) -> None:
    set_as_at(three, AsAt(1))
    set_as_at(three, NOW)
    assert score(three) == 11


def test_every_reader_of_loads_is_bounded(three: duckdb.DuckDBPyConnection) -> None:
    assert arrived(three, "autumn") == {("ash", "reading"), ("beech", "reading")}
    assert loads_of(three, ["autumn"]) == ("aa11", "bb22", "cc33")
    set_as_at(three, AsAt(1))
    assert arrived(three, "autumn") == {("ash", "reading")}
    assert loads_of(three, ["autumn"]) == ("aa11",)
    assert [record.load for record in load_records(three)] == ["aa11"]


def test_another_connection_is_not_bounded(three: duckdb.DuckDBPyConnection) -> None:
    set_as_at(three, AsAt(1))
    with three.cursor() as other:
        assert score(other) == 11


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("2025-02-28", "--as-at: nothing was loaded by 2025-02-28; the first load is of 2025-03-01"),
        ("cc34", "--as-at: no load 'cc34'; did you mean 'cc33'?"),
        ("4", "--as-at: no load '4'"),
    ],
)
def test_a_moment_that_is_none_is_answered_with_what_there_is(
    three: duckdb.DuckDBPyConnection, words: str, said: str
) -> None:
    with pytest.raises(BadInput) as refused:
        as_at_words(three, words)
    assert said in str(refused.value)


def test_the_examples_in_docstrings_hold() -> None:
    assert doctest.testmod(data_checks).failed == 0
