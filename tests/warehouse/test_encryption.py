"""An encrypted warehouse: unreadable without its key; without the cipher a sentence says what to install."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from halfterm.cycles.errors import BadInput, StoreTrouble
from halfterm.warehouse.backup import check_tables, export_tables, restore_tables
from halfterm.warehouse.database import staging_folder
from halfterm.warehouse.encryption import (
    KEY_VARIABLE,
    DatabaseKey,
    check_cipher,
    cipher_file,
    database_key,
    make_database_key,
)
from halfterm.warehouse.store import reading, warehouse
from halfterm.warehouse.warehouse_address import Limits, WarehouseAddress
from tests.warehouse.stored import put_load

KEY = DatabaseKey("ab" * 32)
OTHER = DatabaseKey("cd" * 32)

with_cipher = pytest.mark.skipif(cipher_file() is None, reason="needs the extra 'lake' (make test-lake)")
without_cipher = pytest.mark.skipif(cipher_file() is not None, reason="the extra 'lake' is installed")


def locked(path: Path, key: DatabaseKey = KEY) -> WarehouseAddress:
    return WarehouseAddress(path, Limits(encrypted=True), lambda: key)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An encrypted warehouse with one load."""
    path = tmp_path / "halfterm.duckdb"
    with warehouse(locked(path)) as store:
        put_load(store, "load-1")
    return path


@without_cipher
def test_without_the_cipher_a_sentence_says_what_to_install(tmp_path: Path) -> None:
    with (
        pytest.raises(StoreTrouble, match=r"lacks; in an environment of its own, install .*halfterm\[lake\]"),
        warehouse(locked(tmp_path / "halfterm.duckdb")),
    ):
        pass
    with pytest.raises(StoreTrouble, match="needs the engine's cipher"):
        check_cipher()
    assert not (tmp_path / "halfterm.duckdb").exists()


@with_cipher
def test_an_encrypted_warehouse_is_written_and_read_with_its_key(path: Path) -> None:
    with warehouse(locked(path)) as store:
        put_load(store, "load-2")
        assert staging_folder(store).is_dir()
        with pytest.raises(duckdb.Error):
            store.execute("SELECT * FROM read_text('/etc/passwd')").fetchall()
    with reading(locked(path)) as one, reading(locked(path)) as other:
        for connection in (one, other):
            assert connection.execute("SELECT count(*) FROM enrolment").fetchall() == [(1000,)]


@with_cipher
def test_nothing_of_it_can_be_read_in_the_file(path: Path) -> None:
    content = path.read_bytes()
    assert b"load-1" not in content
    assert b"enrolment" not in content
    with pytest.raises(duckdb.Error), duckdb.connect(str(path)):
        pass


@with_cipher
@pytest.mark.parametrize("address", [lambda path: locked(path, OTHER), WarehouseAddress])
def test_another_key_or_none_is_refused_without_being_told(path: Path, address: object) -> None:
    for door in (warehouse, reading):
        with pytest.raises(StoreTrouble) as told, door(address(path)):  # type: ignore[operator]
            pass
        assert "cd" * 8 not in str(told.value)
        assert told.value.__cause__ is None
        assert told.value.__context__ is None or told.value.__suppress_context__


@with_cipher
def test_a_warehouse_that_is_not_encrypted_is_not_taken_for_one(tmp_path: Path) -> None:
    plain = tmp_path / "plain.duckdb"
    with warehouse(plain):
        pass
    with pytest.raises(StoreTrouble, match="say that the warehouse is encrypted"), warehouse(locked(plain)):
        pass


@with_cipher
def test_an_older_copy_of_it_is_noticed_too(path: Path) -> None:
    older = path.read_bytes()
    with warehouse(locked(path)) as store:
        put_load(store, "load-2")
    path.write_bytes(older)
    with pytest.raises(StoreTrouble, match="holds less than it did"), reading(locked(path)):
        pass


@with_cipher
def test_a_second_process_waits_for_it(path: Path) -> None:
    foreign = (
        "import sys, time; from pathlib import Path; from tests.warehouse.test_encryption import *\n"
        "with warehouse(locked(Path(sys.argv[1])), doing='loading'):\n"
        "    print('held', flush=True); time.sleep(60)"
    )
    child = subprocess.Popen([sys.executable, "-c", foreign, str(path)], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "held\n"
    hasty = WarehouseAddress(path, Limits(patience=0.3), lambda: KEY)
    for door in (warehouse, reading):
        with pytest.raises(StoreTrouble, match=f"process {child.pid}"), door(hasty):
            pass
    child.kill()
    child.communicate(timeout=30)


@with_cipher
def test_its_backup_is_encrypted_and_comes_back_with_the_key_only(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "exported"
    folder.mkdir()
    with warehouse(locked(path)) as store:
        note = export_tables(store, staging_folder(store), key=KEY)
        for file in staging_folder(store).iterdir():
            file.rename(folder / file.name)
    files = {name: folder / f"{name}.parquet" for name in note.tables}
    assert note.encrypted
    assert not any(b"load-1" in file.read_bytes() for file in files.values())
    check_tables(note, files, key=KEY)
    for key in (OTHER, None):
        with pytest.raises(StoreTrouble, match=r"another key|needs the key"):
            check_tables(note, files, key=key)
    fresh = locked(tmp_path / "fresh" / "halfterm.duckdb")
    restore_tables(fresh, note, files)
    with reading(fresh) as store:
        assert store.execute("SELECT count(*) FROM enrolment").fetchall() == [(500,)]


def test_a_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "warehouse.key"
    make_database_key(file)
    key = database_key(file, environment={})
    assert file.stat().st_mode & 0o077 == 0
    assert key.secret not in repr(key)
    with pytest.raises(BadInput, match="never written over"):
        make_database_key(file)


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    file = tmp_path / "warehouse.key"
    make_database_key(file)
    assert database_key(file, environment={KEY_VARIABLE: KEY.secret}) == KEY
    with pytest.raises(BadInput, match=r"^HALFTERM_WAREHOUSE_KEY: not a key of 64"):
        database_key(file, environment={KEY_VARIABLE: "secret"})


def test_a_key_that_is_missing_open_to_others_or_none_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "warehouse.key"
    with pytest.raises(BadInput, match="its key is not here"):
        database_key(file, environment={})
    file.write_text("x" * 64)
    file.chmod(0o600)
    with pytest.raises(BadInput, match="not a key of 64") as told:
        database_key(file, environment={})
    assert "xxx" not in str(told.value)
    file.chmod(0o644)
    with pytest.raises(BadInput, match="chmod 600"):
        database_key(file, environment={})
