"""Re-keying: other pseudonyms, the same pupils; all of the warehouse or nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest

from halfterm.cycles.errors import StoreTrouble
from halfterm.warehouse.database import sql
from halfterm.warehouse.pseudonym import PseudonymKey, hold_key, key_held
from halfterm.warehouse.rekeying import (
    PUPIL_TABLES,
    Rotation,
    group_hashes,
    overwrite_freed,
    rekey,
    rotations,
)
from halfterm.warehouse.store import reading, warehouse
from tests.warehouse.loads_factory import pseudonym, put_load, row

KEY = PseudonymKey(bytes(range(32)))
LONGER = KEY.followed_by(b"\x07" * 32)
TODAY = date(2025, 5, 1)
NEXT_DAY = date(2025, 5, 2)


def fill(connection: duckdb.DuckDBPyConnection) -> None:
    """Two loads, and the groups of one cycle."""
    hold_key(connection, KEY, on=TODAY)
    pupils = [
        row(f"p{i}", "ash" if i % 2 else "beech", i % 7, fsm="yes" if i % 3 else "no") for i in range(50)
    ]
    put_load(connection, pupils, load="one", half_term="autumn")
    put_load(connection, pupils[:40], load="two", half_term="spring")
    connection.executemany(
        "INSERT INTO frozen_group VALUES ('pairs-1', 'reading', ?, 'ash', ?, 'one')",
        [[pseudonym(f"p{i}"), "target" if i % 3 else "comparison"] for i in range(1, 50, 2)],
    )
    connection.execute(sql("ledger_entry"), {"entries": ["pairs-1"]})


def without_pupils(connection: duckdb.DuckDBPyConnection) -> list[object]:
    """Every row that names a pupil, in its place, but for who it is."""
    return [
        connection.execute(f"SELECT * EXCLUDE (pupil) FROM {table} ORDER BY rowid").fetchall()
        for table in PUPIL_TABLES
    ]


def test_every_table_with_pupils_is_listed(store: duckdb.DuckDBPyConnection) -> None:
    found = store.execute(
        "SELECT table_name FROM duckdb_columns() "
        "WHERE column_name = 'pupil' AND data_type = 'VARCHAR' AND database_name = current_database()"
    ).fetchall()
    assert sorted(PUPIL_TABLES) == sorted(name for (name,) in found)


def test_every_pseudonym_is_another_and_stands_for_the_same_pupil(store: duckdb.DuckDBPyConnection) -> None:
    fill(store)
    before = {
        table: store.execute(f"SELECT pupil FROM {table} ORDER BY rowid").fetchall() for table in PUPIL_TABLES
    }
    rest = without_pupils(store)
    rekey(store, LONGER, by="fay", reason="A laptop was stolen.", on=NEXT_DAY)
    told = dict[str, str]()
    for table in PUPIL_TABLES:
        after = store.execute(f"SELECT pupil FROM {table} ORDER BY rowid").fetchall()
        for (old,), (new,) in zip(before[table], after, strict=True):
            assert told.setdefault(old, new) == new
    assert len(set(told.values())) == len(told) == 50
    assert not set(told) & set(told.values())
    assert without_pupils(store) == rest, "every row keeps its place"


def test_the_ledger_vouches_for_the_same_entries_and_the_file_opens_again(tmp_path: Path) -> None:
    path = tmp_path / "store" / "halfterm.duckdb"
    query = "SELECT entry, table_name, row_count FROM ledger ORDER BY ALL"
    with warehouse(path) as connection:
        fill(connection)
    with warehouse(path) as connection:
        before = connection.execute(query).fetchall()
        rekey(connection, LONGER, by="fay", reason="Stolen.", on=NEXT_DAY)
    with reading(path) as connection:
        assert connection.execute(query).fetchall() == before
        assert key_held(connection) == LONGER.fingerprint
        assert rotations(connection) == (
            Rotation(KEY.fingerprint, LONGER.fingerprint, NEXT_DAY, "fay", "Stolen."),
        )


def test_no_byte_of_an_old_pseudonym_is_left_in_the_file(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    with warehouse(folder / "halfterm.duckdb") as connection:
        fill(connection)

    def held() -> set[str]:
        content = b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())
        return {name for i in range(50) if (name := pseudonym(f"p{i}")).encode() in content}

    assert len(held()) == 50, "else this proves nothing"
    with warehouse(folder / "halfterm.duckdb") as connection:
        tables = connection.execute("SHOW TABLES").fetchall()
        rekey(connection, LONGER, by="fay", reason="Stolen.", on=NEXT_DAY)
        overwrite_freed(connection)
        assert connection.execute("SHOW TABLES").fetchall() == tables
    assert not held()


def test_the_hash_of_frozen_groups_is_another_and_depends_on_the_keys_alone(
    store: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    fill(store)
    before = group_hashes(store)
    rekey(store, LONGER, by="fay", reason="Stolen.", on=NEXT_DAY)
    after = group_hashes(store)
    assert before.keys() == after.keys() == {"pairs-1"}
    assert before != after
    with warehouse(tmp_path / "other" / "halfterm.duckdb") as other:
        fill(other)
        rekey(other, LONGER, by="nia", reason="Again.", on=TODAY)
        assert group_hashes(other) == after, "a restored copy comes to the same"


@pytest.mark.parametrize(
    "harm",
    [
        "DELETE FROM result WHERE rowid = 3",
        "UPDATE enrolment SET school = 'cedar' WHERE rowid = 3",
        "INSERT INTO attribute VALUES ('one', 'somebody', 'fsm', 'yes')",
    ],
)
def test_what_the_ledger_does_not_vouch_for_is_not_re_keyed(
    store: duckdb.DuckDBPyConnection, harm: str
) -> None:
    fill(store)
    store.execute(harm)
    held = {table: store.execute(f"SELECT * FROM {table} ORDER BY ALL").fetchall() for table in PUPIL_TABLES}
    with pytest.raises(StoreTrouble, match="does not hold what was loaded or frozen"):
        rekey(store, LONGER, by="fay", reason="Stolen.", on=NEXT_DAY)
    assert held == {
        table: store.execute(f"SELECT * FROM {table} ORDER BY ALL").fetchall() for table in PUPIL_TABLES
    }
    assert key_held(store) == KEY.fingerprint


def test_what_was_loaded_twice_alike_is_still_alike(store: duckdb.DuckDBPyConnection) -> None:
    hold_key(store, KEY, on=TODAY)
    pupils = [row(f"p{i}", "ash", i % 7) for i in range(30)]
    for load in ("one", "two"):
        put_load(store, pupils, load=load, half_term="autumn")
    rekey(store, LONGER, by="fay", reason="Stolen.", on=NEXT_DAY)
    assert store.execute(sql("load_same"), {"load": "two", "newest": "one"}).fetchall() == [(True,)]


@pytest.mark.parametrize("rows", [100_000])
def test_a_hundred_thousand_rows_take_seconds(store: duckdb.DuckDBPyConnection, rows: int) -> None:
    hold_key(store, KEY, on=TODAY)
    put_load(store, [row("a", "ash", 1)], load="one", half_term="autumn")
    store.execute("DELETE FROM ledger; DELETE FROM result")
    store.execute(
        "INSERT INTO result "
        "SELECT 'one', sha256(CAST(i AS VARCHAR)), 'reading', i % 40, NULL FROM range(?) AS t(i)",
        [rows],
    )
    store.execute(sql("ledger_entry"), {"entries": ["one"]})
    rekey(store, LONGER, by="fay", reason="Stolen.", on=NEXT_DAY)
    assert store.execute("SELECT count(DISTINCT pupil) FROM result").fetchall() == [(rows,)]
