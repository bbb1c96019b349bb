"""`halfterm backup`: a workspace in one file: both stores, plans, sources, editions; never the inbox.

The pupil key and the warehouse's key stay out unless they are asked for: who has both a backup and the pupil
key, and knows a pupil's UPN, can find the pupil.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

from halfterm.cycles.errors import BadInput, StoreTrouble
from halfterm.cycles.model import Record
from halfterm.flows.workspace import Workspace, open_workspace
from halfterm.warehouse.backup import WarehouseNote, check_tables, export_tables, sha256_of
from halfterm.warehouse.database import staging_folder
from halfterm.warehouse.encryption import DatabaseKey
from halfterm.warehouse.register_backup import check_events, export_events
from halfterm.warehouse.store import warehouse

MANIFEST: Final = "manifest.json"
EVENTS: Final = "register.jsonl"
TABLES: Final = "tables/"
FILES: Final = "files/"
KEYS: Final = ("pupil.key", "warehouse.key")

_FORMAT = 1
_LEFT_OUT = ("inbox", ".prefect", ".git", *KEYS)
_KEPT_OF_STORES = "studies"  # of the folder warehouse/, whose databases are written as tables and events
_OWN = 0o600
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL


class Manifest(Record):
    """What a backup holds: the warehouse, the register's head, and the SHA-256 of every file."""

    format: int
    made: str
    halfterm: str
    with_key: bool
    warehouse: WarehouseNote | None
    register_head: str
    files: dict[str, str]


@dataclass(frozen=True, slots=True)
class BackupReport:
    """One backup that was written and read back: where, how large in bytes, and what it holds."""

    path: Path
    size: int
    manifest: Manifest

    @property
    def events(self) -> int:
        return int(self.manifest.register_head.split(":")[0])

    @property
    def rows(self) -> int:
        tables = self.manifest.warehouse.tables if self.manifest.warehouse else {}
        return sum(table.rows for table in tables.values())


def back_up(folder: Path, to: Path, *, with_key: bool, now: datetime) -> BackupReport:
    """Write a workspace into one file (mode 0600), read it back, and only then put it in its place.

    Args:
        folder: the workspace.
        to: a file that ends in `.zip`, or a folder, in which the file gets a name with the time.
        with_key: whether the keys go into it.
        now: the time, for the name and the manifest.

    Raises:
        BadInput: there is a file of that name already.
        StoreTrouble: a store is busy or damaged, or what was written cannot be read back.
    """
    workspace = open_workspace(folder)
    place = _place(to, name=folder.resolve().name, now=now)
    key = None if workspace.warehouse.key is None else workspace.warehouse.key()
    descriptor, draft = tempfile.mkstemp(prefix=f".{place.name}.", dir=place.parent)  # mode 0600
    try:
        with os.fdopen(descriptor, "w+b") as file:
            with zipfile.ZipFile(file, "w", compression=zipfile.ZIP_DEFLATED) as archive:
                _write(archive, workspace, with_key=with_key, key=key, now=now)
            file.flush()
            os.fsync(file.fileno())
        manifest = check_backup(Path(draft), key=key)
        if place.exists():
            raise BadInput(f"{place}: is there already")
        Path(draft).rename(place)
    finally:
        Path(draft).unlink(missing_ok=True)
    return BackupReport(place, place.stat().st_size, manifest)


def _place(to: Path, *, name: str, now: datetime) -> Path:
    folder = to.suffix != ".zip" or to.is_dir()
    place = to / f"{name}-{now:%Y-%m-%d-%H%M}.zip" if folder else to
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if place.exists():
        raise BadInput(f"{place}: is there already")
    return place


def _write(
    archive: zipfile.ZipFile, workspace: Workspace, *, with_key: bool, key: DatabaseKey | None, now: datetime
) -> None:
    """The tables and events of one moment: nothing is loaded or locked while the turn to write is ours."""
    tables = None
    with ExitStack() as stack:
        if workspace.warehouse.exists():
            connection = stack.enter_context(warehouse(workspace.warehouse, doing="backing up"))
            private = staging_folder(connection)
            tables = export_tables(connection, private, key=key)
        else:
            private = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="halfterm-")))
        head = export_events(workspace.register, private / EVENTS)
        files = {EVENTS: sha256_of(private / EVENTS)}
        archive.write(private / EVENTS, EVENTS)
        for name in tables.tables if tables else ():
            # Compressed already.
            archive.write(private / f"{name}.parquet", f"{TABLES}{name}.parquet", zipfile.ZIP_STORED)
        for path in _own_files(workspace.folder, with_key=with_key):
            name = FILES + path.relative_to(workspace.folder).as_posix()
            files[name] = sha256_of(path)
            archive.write(path, name)
    manifest = Manifest(
        format=_FORMAT,
        made=now.isoformat(timespec="seconds"),
        halfterm=version("halfterm"),
        with_key=with_key,
        warehouse=tables,
        register_head=head,
        files=files,
    )
    archive.writestr(MANIFEST, manifest.model_dump_json(indent=2))


def _own_files(folder: Path, *, with_key: bool) -> Iterator[Path]:
    """The files of a workspace, without the stores themselves, the inbox and what Prefect keeps.

    Links are left out: what they name is not of the workspace.
    """
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_symlink() or not path.is_file():
            continue
        if parts[0] in _LEFT_OUT and not (with_key and parts in [(key,) for key in KEYS]):
            continue
        if parts[0] == "warehouse" and parts[1] != _KEPT_OF_STORES:
            continue
        if parts[0].startswith(KEYS) and parts[0] not in KEYS:  # what a change of keys may have left
            continue
        yield path


def check_backup(path: Path, *, key: DatabaseKey | None) -> Manifest:
    """Read a backup in full: every file as it was written, the ledger right, the chain of events whole.

    Raises:
        BadInput: it is no backup, or one of a newer halfterm.
        StoreTrouble: it is damaged, or encrypted with a key that is not this one.
    """
    with tempfile.TemporaryDirectory(prefix="halfterm-") as private:
        manifest = unpack(path, Path(private))
        if manifest.warehouse is not None:
            check_tables(manifest.warehouse, tables_in(Path(private), manifest), key=key)
        check_events(Path(private) / EVENTS, scratch=Path(private), head=manifest.register_head)
    return manifest


def unpack(path: Path, into: Path) -> Manifest:
    """Write a backup's files into an empty private folder, each compared with what the backup says of it.

    Raises:
        BadInput: it is no backup, or one of a newer halfterm.
        StoreTrouble: a file is damaged, missing, or one too many.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = _manifest(archive, name=path.name)
            told = dict(manifest.files)
            for name, table in (manifest.warehouse.tables if manifest.warehouse else {}).items():
                told[f"{TABLES}{name}.parquet"] = table.sha256
            if sorted(archive.namelist()) != sorted([MANIFEST, *told]):
                raise StoreTrouble(f"{path.name}: does not hold the files that it names; use another backup")
            damaged = [name for name, digest in told.items() if _unpacked(archive, name, into) != digest]
    except (OSError, zipfile.BadZipFile, EOFError, zlib.error):
        raise StoreTrouble(f"{path.name}: cannot be read, or is damaged; use another backup") from None
    if damaged:
        raise StoreTrouble(f"{path.name}: {len(damaged)} of its files are damaged; use another backup")
    return manifest


def tables_in(folder: Path, manifest: Manifest) -> dict[str, Path]:
    """The Parquet files of an unpacked backup, by table."""
    tables = manifest.warehouse.tables if manifest.warehouse else {}
    return {name: folder / TABLES / f"{name}.parquet" for name in tables}


def _manifest(archive: zipfile.ZipFile, *, name: str) -> Manifest:
    try:
        text = archive.read(MANIFEST)
        if json.loads(text).get("format", 0) > _FORMAT:
            raise BadInput(f"{name}: was made by a newer halfterm; update this one")
        return Manifest.model_validate_json(text)
    except (KeyError, ValueError, AttributeError):  # pydantic's errors are ValueErrors
        raise BadInput(f"{name}: is not a backup of a workspace") from None


def _unpacked(archive: zipfile.ZipFile, name: str, into: Path) -> str:
    place = into.joinpath(*name.split("/"))
    if not place.resolve().is_relative_to(into.resolve()) or "\\" in name:
        raise StoreTrouble("the backup names a file outside itself; do not use it")
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with archive.open(name) as packed, os.fdopen(os.open(place, _NEW, _OWN), "wb") as file:
        shutil.copyfileobj(packed, file)
    return sha256_of(place)
