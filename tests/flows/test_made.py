"""Folders made from a known record: left alone while nothing in them is other than it was."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from halfterm.flows.made import is_made, note_made


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A folder with a page in it and one below, noted under the key `k`."""
    folder = tmp_path / "site"
    (folder / "cases").mkdir(parents=True)
    (folder / "index.html").write_text("one")
    (folder / "cases" / "ash.html").write_text("two")
    note_made(folder, "k", note=tmp_path / "note.json")
    return folder


def holds(folder: Path, key: str = "k") -> bool:
    return is_made(folder, key, note=folder.parent / "note.json")


def test_a_folder_is_as_it_was_made_also_when_its_files_were_only_copied(made: Path) -> None:
    assert holds(made)
    os.utime(made / "index.html", (1, 1))
    assert holds(made)
    assert not holds(made, "another key")


def test_a_file_changed_gone_or_new_is_seen(made: Path) -> None:
    (made / "index.html").write_text("uno")
    assert not holds(made)
    (made / "index.html").write_text("one")
    assert holds(made)
    (made / "cases" / "ash.html").rename(made / "cases" / "elm.html")
    assert not holds(made)
    (made / "cases" / "elm.html").rename(made / "cases" / "ash.html")
    (made / "more.html").write_text("")
    assert not holds(made)


@pytest.mark.parametrize("note", ["", "[]", '{"key": "k"}', '{"key": "k", "files": {"index.html": "9f2c"}}'])
def test_a_note_that_says_nothing_means_that_it_is_made_anew(made: Path, note: str) -> None:
    (made.parent / "note.json").write_text(note)
    assert not holds(made)
