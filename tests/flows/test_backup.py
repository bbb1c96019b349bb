"""A workspace into one file and back: whole, private, checked, never over another."""

from __future__ import annotations

import json
import shutil
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from halfterm.cycles.errors import BadInput, StoreTrouble
from halfterm.flows.backup import back_up, check_backup
from halfterm.flows.loading import Wish, load
from halfterm.flows.restoring import restore
from halfterm.flows.workspace import open_workspace
from halfterm.warehouse.register import register
from halfterm.warehouse.store import reading
from tests.flows.small_workspace import make_workspace

NOW = datetime(2026, 11, 22, 7, 5, tzinfo=UTC)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with loads and an event."""
    folder = make_workspace(tmp_path_factory.mktemp("backup") / "small")
    load(folder, Wish(half_term="autumn-2"), today=date(2026, 1, 5))
    with register(open_workspace(folder).register) as book:
        book.append("comment", "page", actor="nia", on=date(2026, 1, 5), body={"says": "fine"})
    return folder


@pytest.fixture(scope="module")
def written(workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return back_up(workspace, tmp_path_factory.mktemp("kept"), with_key=False, now=NOW).path


def contents(folder: Path) -> list[object]:
    opened = open_workspace(folder)
    with register(opened.register) as book, reading(opened.warehouse) as store:
        tables = [
            store.execute(f"SELECT * FROM {t}").fetchall() for t in ("load", "enrolment", "result", "ledger")
        ]
        return [book.events(), *tables]


def test_a_workspace_comes_back_as_it_was(workspace: Path, written: Path, tmp_path: Path) -> None:
    report = restore(written, tmp_path / "back")
    assert contents(tmp_path / "back") == contents(workspace)
    for name in ("programme.yaml", "halfterm.toml", "sources/marks.yaml", "cycles/ash-beech-1.yaml"):
        assert (tmp_path / "back" / name).read_bytes() == (workspace / name).read_bytes()
    assert not report.has_key
    assert sorted(place.name for place in tmp_path.iterdir()) == ["back"]


def test_a_restored_workspace_takes_the_same_file_as_nothing_new(
    workspace: Path, written: Path, tmp_path: Path
) -> None:
    restore(written, tmp_path / "back")
    shutil.copy(workspace / "inbox" / "marks.csv", tmp_path / "back" / "inbox")
    shutil.copy(workspace / "pupil.key", tmp_path / "back")
    (report,) = load(tmp_path / "back", Wish(half_term="autumn-2"), today=date(2026, 1, 6)).loads
    assert not report.fresh


def test_a_backup_is_its_owners_alone_and_holds_neither_keys_nor_the_inbox(
    workspace: Path, written: Path
) -> None:
    assert written.name == "small-2026-11-22-0705.zip"
    assert written.stat().st_mode & 0o077 == 0
    secret = (workspace / "pupil.key").read_bytes().strip()
    with zipfile.ZipFile(written) as archive:
        names = archive.namelist()
        assert not any("inbox" in name or name.endswith((".key", ".duckdb", ".sqlite")) for name in names)
        assert not any(secret in archive.read(name) or b"A10001" in archive.read(name) for name in names)


def test_the_keys_are_in_it_when_asked_for(workspace: Path, tmp_path: Path) -> None:
    report = back_up(workspace, tmp_path / "all.zip", with_key=True, now=NOW)
    assert report.manifest.with_key
    assert restore(report.path, tmp_path / "back").has_key
    assert (tmp_path / "back" / "pupil.key").stat().st_mode & 0o077 == 0
    assert (tmp_path / "back" / "pupil.key").read_text() == (workspace / "pupil.key").read_text()


def test_nothing_is_written_over(workspace: Path, written: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="is there already"):
        back_up(workspace, written, with_key=False, now=NOW)
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "notes.txt").write_text("mine")
    with pytest.raises(BadInput, match="not empty"):
        restore(written, tmp_path / "used")


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_a_flipped_byte_is_noticed_and_nothing_is_left_behind(
    written: Path, tmp_path: Path, share: float
) -> None:
    damaged = tmp_path / "damaged.zip"
    content = bytearray(written.read_bytes())
    content[int(len(content) * share)] ^= 0x55
    damaged.write_bytes(content)
    with pytest.raises((StoreTrouble, BadInput), match=r"damaged|backup"):
        restore(damaged, tmp_path / "back")
    assert [place.name for place in tmp_path.iterdir()] == ["damaged.zip"]


def test_a_file_that_was_cut_short_is_refused(written: Path, tmp_path: Path) -> None:
    short = tmp_path / "short.zip"
    short.write_bytes(written.read_bytes()[:-2000])
    with pytest.raises(StoreTrouble, match="cannot be read, or is damaged"):
        restore(short, tmp_path / "back")


def rewritten(archive: Path, place: Path, extra: dict[str, str] | None = None, **manifest: object) -> Path:
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(place, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "manifest.json":
                content = json.dumps(json.loads(content) | manifest).encode()
            new.writestr(name, content)
        for name, text in (extra or {}).items():
            new.writestr(name, text)
    return place


def test_a_backup_that_reaches_outside_itself_is_refused(written: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(written) as archive:
        files = json.loads(archive.read("manifest.json"))["files"]
    evil = "files/../../../evil.txt"
    place = rewritten(written, tmp_path / "evil.zip", {evil: "x"}, files=files | {evil: "0" * 64})
    with pytest.raises(StoreTrouble, match="outside itself"):
        restore(place, tmp_path / "back")
    assert not (tmp_path / "evil.txt").exists()


def test_a_file_that_the_manifest_does_not_know_is_refused(written: Path, tmp_path: Path) -> None:
    place = rewritten(written, tmp_path / "more.zip", {"files/more.txt": "x"})
    with pytest.raises(StoreTrouble, match="does not hold the files that it names"):
        restore(place, tmp_path / "back")


def test_a_newer_backup_and_a_file_that_is_none_are_refused(written: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="made by a newer halfterm"):
        check_backup(rewritten(written, tmp_path / "newer.zip", format=2), key=None)
    with zipfile.ZipFile(tmp_path / "none.zip", "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(BadInput, match="is not a backup"):
        restore(tmp_path / "none.zip", tmp_path / "back")
    with pytest.raises(BadInput, match="there is no such file"):
        restore(tmp_path / "nowhere.zip", tmp_path / "back")


def test_a_workspace_with_nothing_loaded_can_be_backed_up(tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "fresh")
    report = back_up(folder, tmp_path / "fresh.zip", with_key=False, now=NOW)
    assert (report.rows, report.events) == (0, 0)
    restore(report.path, tmp_path / "back")
    assert not open_workspace(tmp_path / "back").warehouse.exists()
