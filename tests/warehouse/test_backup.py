"""Tables and events to files and back: whole, in order, or refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest

from halfterm.cycles.errors import StoreTrouble
from halfterm.warehouse.backup import WarehouseNote, check_tables, export_tables, restore_tables, sha256_of
from halfterm.warehouse.database import staging_folder
from halfterm.warehouse.register import register
from halfterm.warehouse.register_address import register_address
from halfterm.warehouse.register_backup import check_events, export_events, restore_events
from halfterm.warehouse.store import reading, warehouse
from halfterm.warehouse.warehouse_address import WarehouseAddress
from tests.postgres import PostgresServer
from tests.warehouse.stored import put_load

Exported = tuple[WarehouseNote, dict[str, Path]]


def rows(connection: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[object, ...]]]:
    tables = connection.execute(
        "SELECT table_name FROM duckdb_tables() WHERE NOT temporary ORDER BY table_name"
    ).fetchall()
    return {table: connection.execute(f'SELECT * FROM "{table}"').fetchall() for (table,) in tables}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "store" / "halfterm.duckdb"
    with warehouse(path) as store:
        put_load(store, "load-1")
        put_load(store, "load-2", pupils=70)
    return path


@pytest.fixture
def exported(path: Path, tmp_path: Path) -> Exported:
    folder = tmp_path / "exported"
    folder.mkdir()
    with warehouse(path) as store:
        note = export_tables(store, staging_folder(store), key=None)
        for file in staging_folder(store).iterdir():
            file.rename(folder / file.name)
    return note, {name: folder / f"{name}.parquet" for name in note.tables}


def test_a_warehouse_comes_back_row_by_row_in_its_order(
    path: Path, exported: Exported, tmp_path: Path
) -> None:
    fresh = WarehouseAddress(tmp_path / "fresh" / "warehouse" / "halfterm.duckdb")
    restore_tables(fresh, *exported)
    with reading(path) as old, reading(fresh) as new:
        assert rows(old) == rows(new)
    assert fresh.anchor.read_text() == path.with_suffix(".head").read_text()
    with warehouse(fresh) as store:
        put_load(store, "load-3")


def test_what_was_exported_can_be_read_back(exported: Exported) -> None:
    check_tables(*exported, key=None)
    assert exported[0].tables["enrolment"].rows == 570


@pytest.mark.parametrize("share", [0.02, 0.5, 0.98])
def test_a_flipped_byte_is_noticed(exported: Exported, share: float) -> None:
    file = exported[1]["result"]
    content = bytearray(file.read_bytes())
    content[int(len(content) * share)] ^= 1
    file.write_bytes(content)
    with pytest.raises(StoreTrouble, match="table 'result' is missing or damaged"):
        check_tables(*exported, key=None)


def test_a_table_of_another_backup_is_noticed_by_the_ledger(exported: Exported, tmp_path: Path) -> None:
    note, files = exported
    other = tmp_path / "other.parquet"
    with duckdb.connect() as raw:
        raw.execute(f"COPY (SELECT * REPLACE ('no' AS value) FROM '{files['attribute']}') TO '{other}'")
    other.rename(files["attribute"])
    forged = note.tables["attribute"].model_copy(update={"sha256": sha256_of(files["attribute"])})
    note = note.model_copy(update={"tables": note.tables | {"attribute": forged}})
    with pytest.raises(StoreTrouble, match=r"does not hold what was loaded or frozen \(load-1, load-2\)"):
        check_tables(note, files, key=None)


def test_a_table_that_is_missing_or_strange_is_refused(exported: Exported) -> None:
    note, files = exported
    with pytest.raises(StoreTrouble, match="'load' is missing or damaged"):
        check_tables(note, {name: file for name, file in files.items() if name != "load"}, key=None)
    strange = note.model_copy(update={"tables": note.tables | {"evil": note.tables["load"]}})
    with pytest.raises(StoreTrouble, match="tables that this halfterm does not know: evil"):
        check_tables(strange, files, key=None)
    newer = note.model_copy(update={"migrations": (*note.migrations, 900)})
    with pytest.raises(StoreTrouble, match="made by a newer halfterm"):
        check_tables(newer, files, key=None)


def test_a_warehouse_is_never_restored_over_another(exported: Exported, path: Path) -> None:
    with pytest.raises(StoreTrouble, match="there is a warehouse already"):
        restore_tables(WarehouseAddress(path), *exported)


@pytest.fixture
def events(tmp_path: Path) -> Path:
    """A register of three events."""
    path = tmp_path / "register.sqlite"
    with register(path) as book:
        for number in range(3):
            book.append("comment", f"page-{number}", actor="nia", on=date(2026, 1, 5), body={"says": "hé"})
    return path


def test_a_register_comes_back_event_by_event(events: Path, tmp_path: Path) -> None:
    lines = tmp_path / "register.jsonl"
    head = export_events(register_address(events), lines)
    check_events(lines, scratch=tmp_path / "scratch", head=head)
    fresh = tmp_path / "fresh" / "register.sqlite"
    restore_events(register_address(fresh), lines, head=head)
    with register(events) as old, register(fresh) as new:
        assert old.events() == new.events()
    restore_events(register_address(fresh), lines, head=head)  # once more changes nothing
    with register(fresh) as book:
        book.append("comment", "page-9", actor="nia", on=date(2026, 1, 5), body={})
    with pytest.raises(StoreTrouble, match="holds other events"):
        restore_events(register_address(fresh), lines, head=head)


def test_a_register_moves_between_sqlite_and_postgresql(
    events: Path, tmp_path: Path, postgres: PostgresServer
) -> None:
    lines, back = tmp_path / "register.jsonl", tmp_path / "back.jsonl"
    head = export_events(register_address(events), lines)
    address = register_address(postgres.new_database(), anchor=tmp_path / "postgresql.head")
    restore_events(address, lines, head=head)
    assert export_events(address, back) == head
    assert back.read_bytes() == lines.read_bytes()


@pytest.mark.parametrize("change", [("page-1", "page-7"), ("nia", "ann"), ('"number": 2', '"number": 5')])
def test_a_changed_event_is_noticed(events: Path, tmp_path: Path, change: tuple[str, str]) -> None:
    lines = tmp_path / "register.jsonl"
    head = export_events(register_address(events), lines)
    lines.write_text(lines.read_text(encoding="utf-8").replace(*change), encoding="utf-8")
    with pytest.raises(StoreTrouble, match="not as it was written"):
        check_events(lines, scratch=tmp_path / "scratch", head=head)


@pytest.mark.parametrize("kept", [0, 2])
def test_a_missing_event_is_noticed(events: Path, tmp_path: Path, kept: int) -> None:
    lines = tmp_path / "register.jsonl"
    head = export_events(register_address(events), lines)
    lines.write_text("".join(lines.read_text(encoding="utf-8").splitlines(keepends=True)[:kept]))
    with pytest.raises(StoreTrouble, match="does not hold the register that it was made with"):
        check_events(lines, scratch=tmp_path / "scratch", head=head)


def test_events_that_are_no_lines_of_json_are_refused(tmp_path: Path) -> None:
    lines = tmp_path / "register.jsonl"
    lines.write_text('{"number": 1}\nnonsense\n')
    with pytest.raises(StoreTrouble, match="damaged or missing"):
        check_events(lines, scratch=tmp_path / "scratch", head="1:0")
