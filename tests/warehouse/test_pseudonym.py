"""Pseudonyms: HMAC-SHA256 through a chain of keys, in SQL as in Python, and a warehouse that knows it."""

from __future__ import annotations

import hashlib
import hmac
from datetime import date

import duckdb
import pytest

from halfterm.cycles.errors import BadInput
from halfterm.warehouse.database import memory, sql
from halfterm.warehouse.pseudonym import PseudonymKey, hold_key, identifier_of, key_held
from tests.warehouse.loads_factory import put_load, row

FIRST, SECOND, THIRD = bytes(range(32)), b"\x07" * 32, b"\xff" * 32
KEY = PseudonymKey(FIRST)
CHAIN = KEY.followed_by(SECOND).followed_by(THIRD)
TODAY = date(2025, 5, 1)


def by_hand(identifier: str, *secrets: bytes) -> str:
    for secret in secrets:
        identifier = hmac.new(secret, identifier.encode(), hashlib.sha256).hexdigest()
    return identifier


def in_sql(expression: str, key: PseudonymKey, **given: str) -> str:
    with memory() as connection:
        connection.execute(sql("cells"))
        query = f"SELECT {key.pseudonym(expression)}"
        return str(connection.execute(query, key.parameters | given).fetchall()[0][0])


def test_a_key_shows_only_its_fingerprint() -> None:
    assert repr(CHAIN) == f"PseudonymKey({CHAIN.fingerprint})"
    assert not any(secret.hex() in repr(CHAIN) for secret in CHAIN.secrets)
    assert len({KEY.fingerprint, PseudonymKey(SECOND).fingerprint, CHAIN.fingerprint}) == 3
    assert CHAIN.fingerprint != PseudonymKey(FIRST, (SECOND, THIRD)).fingerprint, "the order counts"


@pytest.mark.parametrize("identifier", ["B801200005001", "", "é 漢", "x" * 300])
def test_a_pseudonym_goes_through_every_key_of_the_chain_oldest_first(identifier: str) -> None:
    assert in_sql("$id", KEY, id=identifier) == by_hand(identifier, FIRST)
    assert in_sql("$id", CHAIN, id=identifier) == by_hand(identifier, FIRST, SECOND, THIRD)


def test_the_newest_key_takes_old_pseudonyms_to_those_of_the_whole_chain() -> None:
    before = by_hand("B801200005001", FIRST, SECOND)
    assert in_sql("$old", CHAIN.newest, old=before) == in_sql("$id", CHAIN, id="B801200005001")


def test_a_chain_knows_its_first_key_and_what_it_grew_out_of() -> None:
    assert CHAIN.first == KEY
    assert CHAIN.begins_with(KEY)
    assert CHAIN.begins_with(KEY.followed_by(SECOND))
    assert not KEY.begins_with(CHAIN)
    assert not CHAIN.begins_with(KEY.followed_by(THIRD))


@pytest.mark.parametrize(
    ("kind", "cell", "identifier"),
    [
        ("local", " 0012 ", "0012"),
        ("local", "   ", None),
        ("local", "1.2E+11", None),
        ("upn", " b801200005001 ", "B801200005001"),
        ("upn", "B801 2000 05001", "B801200005001"),
        ("upn", "801200005001", None),
    ],
)
def test_a_cell_gives_the_identifier_that_loading_takes(kind: str, cell: str, identifier: str | None) -> None:
    with memory() as connection:
        connection.execute(sql("cells") + sql("upn"))
        expression = identifier_of("$cell", upn=kind == "upn")
        assert connection.execute(f"SELECT {expression}", {"cell": cell}).fetchall() == [(identifier,)]


def test_the_first_load_notes_its_key_and_the_next_must_have_the_same(
    store: duckdb.DuckDBPyConnection,
) -> None:
    hold_key(store, PseudonymKey(SECOND), on=TODAY)
    hold_key(store, KEY, on=TODAY)
    assert key_held(store) == KEY.fingerprint, "before anything is loaded, any key will do"
    put_load(store, [row("a", "ash", 3)], load="one", half_term="autumn")
    hold_key(store, KEY, on=TODAY)
    with pytest.raises(BadInput) as refused:
        hold_key(store, CHAIN, on=TODAY)
    assert KEY.fingerprint in str(refused.value)
    assert CHAIN.fingerprint in str(refused.value)
    assert store.execute("SELECT number, fingerprint FROM pseudonym_key").fetchall() == [(1, KEY.fingerprint)]


def test_a_warehouse_of_before_keys_were_noted_takes_the_key_of_its_next_load(
    store: duckdb.DuckDBPyConnection,
) -> None:
    put_load(store, [row("a", "ash", 3)], load="one", half_term="autumn")
    assert key_held(store) is None
    hold_key(store, KEY, on=TODAY)
    assert key_held(store) == KEY.fingerprint
