"""Folders made from a known record: left alone while the record, the code and the files are the same."""

from __future__ import annotations

import hashlib
import json
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
    """Whether a folder was made from this key and still holds just what was made then."""
    try:
        kept = json.loads(note.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(kept == {"key": key, "files": _hashes(folder)})


def note_made(folder: Path, key: str, *, note: Path) -> None:
    """Remember what a folder was made from. Written last: a run stopped before then makes it again."""
    fresh = note.with_suffix(".new")
    fresh.write_text(json.dumps({"key": key, "files": _hashes(folder)}), encoding="utf-8")
    fresh.replace(note)


def _hashes(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
