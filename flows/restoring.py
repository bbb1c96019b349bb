"""`halfterm restore`: a workspace made of a backup, whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from halfterm.cycles.errors import BadInput
from halfterm.flows.backup import EVENTS, FILES, Manifest, tables_in, unpack
from halfterm.flows.workspace import open_workspace
from halfterm.warehouse.backup import restore_tables
from halfterm.warehouse.encryption import KEY_FILE, database_key
from halfterm.warehouse.register_backup import restore_events


@dataclass(frozen=True, slots=True)
class RestoreReport:
    """One workspace that was restored; `has_key` tells whether its pupil key is there."""

    folder: Path
    manifest: Manifest
    has_key: bool


def restore(backup: Path, folder: Path, *, warehouse_key: Path | None = None) -> RestoreReport:
    """Make a workspace of a backup. Everything is checked before anything is put in place.

    Args:
        backup: the file that `halfterm backup` wrote.
        folder: where; nothing, or an empty folder.
        warehouse_key: the key file of an encrypted warehouse, if the backup and the environment lack it.

    Raises:
        BadInput: the place is not empty, the file is no backup, or a key is missing.
        StoreTrouble: the backup is damaged, or the register's database holds other events.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadInput(f"{folder}: is there already and is not empty")
    if not backup.is_file():
        raise BadInput(f"{backup}: there is no such file")
    folder.parent.mkdir(parents=True, exist_ok=True)
    private = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        manifest = unpack(backup, private)
        fresh = private / FILES
        fresh.mkdir(mode=0o700, exist_ok=True)
        if warehouse_key is not None:
            _lay_key(warehouse_key, fresh)
        _fill_stores(private, fresh, manifest)
        (fresh / "inbox").mkdir(mode=0o700, exist_ok=True)
        fresh.rename(folder)
    finally:
        shutil.rmtree(private, ignore_errors=True)
    return RestoreReport(folder, manifest, (folder / "pupil.key").exists())


def _fill_stores(private: Path, fresh: Path, manifest: Manifest) -> None:
    workspace = open_workspace(fresh)
    register = workspace.register  # asked for before there is a warehouse, whose register would be missing
    if manifest.warehouse is not None:
        restore_tables(workspace.warehouse, manifest.warehouse, tables_in(private, manifest))
    # Last, since it may be in a database elsewhere: what went wrong before has changed nothing there.
    restore_events(register, private / EVENTS, head=manifest.register_head)


def _lay_key(file: Path, fresh: Path) -> None:
    key = database_key(file, environment={})
    handle = os.open(fresh / KEY_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as laid:
        laid.write(key.secret + "\n")
