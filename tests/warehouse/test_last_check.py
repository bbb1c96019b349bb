"""A large warehouse is compared in full after every change, and counted each time."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
import pytest

from halfterm.cycles.errors import StoreTrouble
from halfterm.warehouse import last_check
from halfterm.warehouse.store import reading, warehouse
from halfterm.warehouse.warehouse_address import WarehouseAddress
from tests.warehouse.stored import put_load


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> WarehouseAddress:
    """A warehouse with one load; every one is large here."""
    for check in (last_check.was_checked, last_check.note_check):
        monkeypatch.setitem(check.__kwdefaults__, "small", 0)
    address = WarehouseAddress(tmp_path / "halfterm.duckdb")
    with warehouse(address) as store:
        put_load(store, "load-1")
    return address


def tamper(address: WarehouseAddress, statement: str) -> None:
    """Change rows behind halfterm's back, and the file's time back to what it was."""
    before = address.file.stat()
    with duckdb.connect(str(address.file)) as raw:
        raw.execute(statement)
    os.utime(address.file, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_what_was_compared_and_lies_there_unchanged_is_known(address: WarehouseAddress) -> None:
    assert not last_check.was_checked(address)
    with reading(address):
        assert last_check.was_checked(address)
    with warehouse(address) as store:
        put_load(store, "load-2")
    assert not last_check.was_checked(address)
    with reading(address):
        pass
    address.anchor.write_text(address.anchor.read_text() + "\n")
    assert not last_check.was_checked(address)


def test_a_change_by_another_program_is_noticed(address: WarehouseAddress) -> None:
    with reading(address):
        pass
    with duckdb.connect(str(address.file)) as raw:
        raw.execute("UPDATE result SET score = 41 WHERE rowid = 0")
    for door in (reading, warehouse):
        with pytest.raises(StoreTrouble, match="does not hold what was loaded"), door(address):
            pass


def test_missing_rows_are_noticed_even_when_the_file_seems_unchanged(
    address: WarehouseAddress,
) -> None:
    tamper(address, "DELETE FROM result WHERE rowid = 0")
    last_check.note_check(address)
    assert last_check.was_checked(address)
    for door in (reading, warehouse):
        with (
            pytest.raises(StoreTrouble, match=r"does not hold what was loaded or frozen \(load-1\)"),
            door(address),
        ):
            pass


def test_a_comparison_in_full_trusts_no_note(address: WarehouseAddress) -> None:
    tamper(address, "UPDATE result SET score = 41 WHERE rowid = 0")
    last_check.note_check(address)
    with reading(address):
        pass
    with pytest.raises(StoreTrouble, match="does not hold what was loaded"), reading(address, in_full=True):
        pass


def test_a_small_warehouse_is_always_compared(tmp_path: Path) -> None:
    address = WarehouseAddress(tmp_path / "halfterm.duckdb")
    with warehouse(address) as store:
        put_load(store, "load-1")
    with reading(address):
        pass
    assert not last_check.was_checked(address)
    assert not address.file.with_suffix(".checked").exists()
