"""Where the key is kept: made once, for its owner's eyes only, and told from others by the warehouse."""

from __future__ import annotations

import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pytest

from halfterm.cycles.errors import BadInput, NotAllowed
from halfterm.warehouse.key_file import (
    KeyPlace,
    check_can_rotate,
    key_apart,
    make_key,
    read_key,
    warehouse_key,
    write_next,
)
from halfterm.warehouse.pseudonym import PseudonymKey, hold_key
from tests.warehouse.loads_factory import put_load, row

KEY = PseudonymKey(bytes(range(32)))
LONGER = KEY.followed_by(b"\x07" * 32)
OTHER = PseudonymKey(b"\x01" * 32)
TODAY = date(2025, 5, 1)


@pytest.fixture
def place(tmp_path: Path) -> KeyPlace:
    return KeyPlace(tmp_path / "pupil.key", "HALFTERM_PUPIL_KEY", {})


def put(path: Path, key: PseudonymKey) -> None:
    path.touch(0o600)
    path.write_text("".join(f"{secret.hex()}\n" for secret in key.secrets))


@pytest.fixture
def loaded(store: duckdb.DuckDBPyConnection) -> Callable[[PseudonymKey], duckdb.DuckDBPyConnection]:
    """A warehouse with a pupil in it, under a key."""

    def load(key: PseudonymKey) -> duckdb.DuckDBPyConnection:
        hold_key(store, key, on=TODAY)
        put_load(store, [row("a", "ash", 3)], load="one", half_term="autumn")
        return store

    return load


def test_a_key_is_made_for_its_owner_alone_and_stays(place: KeyPlace) -> None:
    assert read_key(place) is None
    made = make_key(place)
    assert len(made.secret) == 32
    assert read_key(place) == make_key(place) == made
    assert stat.S_IMODE(place.file.stat().st_mode) == 0o600
    assert [file.name for file in place.file.parent.iterdir()] == ["pupil.key"]


def test_processes_that_need_a_key_at_once_agree_on_one(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from halfterm.warehouse.key_file import KeyPlace, make_key;"
        "print(make_key(KeyPlace(Path(sys.argv[1]), 'X', {})).fingerprint)"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "pupil.key")]
    children = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    assert len({child.communicate(timeout=60)[0] for child in children}) == 1


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_a_key_that_others_may_read_is_refused_with_how_to_mend_it(place: KeyPlace, mode: int) -> None:
    put(place.file, KEY)
    place.file.chmod(mode)
    with pytest.raises(BadInput, match=r"chmod 600 pupil\.key"):
        read_key(place)
    place.file.chmod(0o600)
    assert read_key(place) == KEY


@pytest.mark.parametrize(
    "text", ["", "ab" * 31, "ab" * 33, "zz" * 32, "ab " * 21 + "a", "é" * 64, "ab" * 32 + "\n" + "cd" * 31]
)
def test_what_is_no_key_is_refused_without_its_content(tmp_path: Path, text: str) -> None:
    path = tmp_path / "pupil.key"
    path.touch(0o600)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        read_key(KeyPlace(path, "X", {}))
    assert str(refused.value).startswith("pupil.key: not a pseudonym key of 64 hexadecimal characters")
    assert not any(line in str(refused.value) for line in text.splitlines() if line)


@pytest.mark.parametrize("between", ["\n", " ", ",", ", "])
def test_the_environment_may_hold_the_key_or_a_chain(tmp_path: Path, between: str) -> None:
    text = between.join(secret.hex() for secret in LONGER.secrets)
    place = KeyPlace(tmp_path / "pupil.key", "SCHOOLS_KEY", {"SCHOOLS_KEY": text})
    assert read_key(place) == LONGER
    assert place.name == "SCHOOLS_KEY"
    with pytest.raises(NotAllowed, match="comes from the environment"):
        check_can_rotate(place)


def test_two_keys_at_two_places_are_refused_and_the_same_key_at_both_is_not(tmp_path: Path) -> None:
    place = KeyPlace(tmp_path / "pupil.key", "X", {"X": KEY.secret.hex()})
    put(place.file, KEY)
    assert read_key(place) == KEY
    put(place.file, OTHER)
    with pytest.raises(BadInput, match="hold two keys"):
        read_key(place)


def test_a_missing_key_is_made_for_an_empty_warehouse_only(
    place: KeyPlace, store: duckdb.DuckDBPyConnection
) -> None:
    made = warehouse_key(store, place)
    hold_key(store, made, on=TODAY)
    put_load(store, [row("a", "ash", 3)], load="one", half_term="autumn")
    place.file.unlink()
    with pytest.raises(BadInput) as refused:
        warehouse_key(store, place)
    assert "pupil.key: the pupil key is missing" in str(refused.value)
    assert made.fingerprint in str(refused.value)
    assert not place.file.exists()


def test_without_the_warehouse_a_missing_key_is_made_only_while_there_is_none(place: KeyPlace) -> None:
    with pytest.raises(BadInput, match="is missing"):
        key_apart(place, may_make=False)
    assert key_apart(place, may_make=True) == key_apart(place, may_make=False)


def test_a_key_that_is_not_the_warehouses_is_refused(
    place: KeyPlace, loaded: Callable[[PseudonymKey], duckdb.DuckDBPyConnection]
) -> None:
    connection = loaded(KEY)
    put(place.file, OTHER)
    with pytest.raises(BadInput, match="is another"):
        warehouse_key(connection, place)
    put(place.file, LONGER)
    with pytest.raises(BadInput, match="older than the last rotation: `halfterm key rotate` takes it there"):
        warehouse_key(connection, place)


def test_a_longer_chain_beside_the_key_is_adopted_when_the_warehouse_is_under_it(
    place: KeyPlace, loaded: Callable[[PseudonymKey], duckdb.DuckDBPyConnection]
) -> None:
    put(place.file, KEY)
    write_next(place, LONGER)
    assert stat.S_IMODE(place.next.stat().st_mode) == 0o600
    assert warehouse_key(loaded(LONGER), place) == LONGER
    assert read_key(place) == LONGER
    assert not place.next.exists()


@pytest.mark.parametrize("torn", [False, True])
def test_a_longer_chain_beside_the_key_is_dropped_when_the_warehouse_never_came_to_it(
    place: KeyPlace, loaded: Callable[[PseudonymKey], duckdb.DuckDBPyConnection], torn: bool
) -> None:
    put(place.file, KEY)
    write_next(place, LONGER)
    if torn:
        place.next.write_text(KEY.secret.hex() + "\n" + LONGER.secret.hex()[:9])
    assert warehouse_key(loaded(KEY), place) == KEY
    assert not place.next.exists()


def test_a_chain_beside_the_key_stays_while_the_warehouse_is_under_neither(
    place: KeyPlace, loaded: Callable[[PseudonymKey], duckdb.DuckDBPyConnection]
) -> None:
    put(place.file, KEY)
    write_next(place, LONGER)
    with pytest.raises(BadInput, match="is another"):
        warehouse_key(loaded(OTHER), place)
    assert place.next.exists()
