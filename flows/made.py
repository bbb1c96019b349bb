"""Folders made from a known record: left alone while the record, the code and the files are the same."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from halfterm.cycles.record import EditionRecord
from halfterm.flows.fingerprint import fingerprint
from halfterm.flows.workspace import Workspace

_MAKERS = ("halfterm.cycles", "halfterm.site", "halfterm.templates")
_LIBRARIES = ("jinja2", "markdown", "markupsafe", "nh3", "numpy", "scipy")


def key_of(record: EditionRecord, workspace: Workspace) -> str:
    """What decides every byte of an edition's pages: the record, the audience, the templates, the code."""
    digest = hashlib.sha256(fingerprint((record, workspace.settings)).encode())
    digest.update(_makers_hash().encode())
    for template in sorted(workspace.templates.rglob("*")) if workspace.templates.is_dir() else ():
        if template.is_file():
            digest.update(str(template.relative_to(workspace.templates)).encode() + template.read_bytes())
    return digest.hexdigest()


@cache
def _makers_hash() -> str:
    """A hash of the code, templates and libraries that make pages: our version would miss an edited file."""
    digest = hashlib.sha256(" ".join(f"{name} {version(name)}" for name in _LIBRARIES).encode())
    for package in _MAKERS:
        for name, content in sorted(_contents(files(package), package)):
            digest.update(name.encode() + content)
    return digest.hexdigest()


def _contents(folder: Traversable, path: str) -> list[tuple[str, bytes]]:
    found = []
    for entry in folder.iterdir():
        if entry.is_dir() and entry.name != "__pycache__":
            found += _contents(entry, f"{path}/{entry.name}")
        elif entry.is_file():
            found.append((f"{path}/{entry.name}", entry.read_bytes()))
    return found


def is_made(folder: Path, key: str, *, note: Path) -> bool:
    """Whether a folder was made from this key and still holds just what was made then.

    A file of the size that was noted which nobody has touched since the note is taken for the same; any other
    is read.
    """
    try:
        kept, written = json.loads(note.read_text(encoding="utf-8")), note.stat().st_mtime_ns
        return bool(kept["key"] == key and _holds(folder, kept["files"], written))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def note_made(folder: Path, key: str, *, note: Path) -> None:
    """Remember what a folder was made from. Written last: a run stopped before then makes it again."""
    fresh = note.with_suffix(".new")
    held = {path: [entry.stat().st_size, _hash(entry)] for path, entry in sorted(_files(folder))}
    fresh.write_text(json.dumps({"key": key, "files": held}), encoding="utf-8")
    fresh.replace(note)


def _holds(folder: Path, noted: dict[str, list[int | str]], written: int) -> bool:
    """Whether a folder has these files and no other, each as it was when the note was written."""
    found = list(_files(folder))
    return len(found) == len(noted) and all(
        path in noted and _is_as(entry, *noted[path], written=written) for path, entry in found
    )


def _is_as(entry: os.DirEntry[str], size: int | str, digest: int | str, *, written: int) -> bool:
    held = entry.stat()
    # The time of the last change of any kind, which nobody can set; one tick of the clock tells nothing.
    return held.st_size == size and (held.st_ctime_ns < written or _hash(entry) == digest)


def _files(folder: Path | str, within: str = "") -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Every file below a folder, with its path there."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _files(entry.path, f"{within}{entry.name}/")
            elif entry.is_file():
                yield within + entry.name, entry


def _hash(entry: os.DirEntry[str]) -> str:
    return hashlib.sha256(Path(entry.path).read_bytes()).hexdigest()
