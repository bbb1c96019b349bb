"""The doctor's look at a workspace: its stores in full, keys, locks, what killed processes left, disk."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from halfterm.cycles.cycle_book import CycleBook
from halfterm.cycles.errors import UserError
from halfterm.flows.sign import Sign, broken, look, ok
from halfterm.flows.workspace import Workspace
from halfterm.warehouse.data_checks import failed_checks
from halfterm.warehouse.key_file import KeyPlace, read_key
from halfterm.warehouse.ledger_head import noted_heads
from halfterm.warehouse.pseudonym import has_pupils, key_held
from halfterm.warehouse.register import register
from halfterm.warehouse.store import reading
from halfterm.warehouse.write_queue import holder_of

_LEAST_FREE: Final = 1_000_000_000  # bytes: below, a load may not end
_OLD: Final = 3600  # seconds after which a folder of ours among the temporary files is nobody's
_PRIVATE: Final = ("warehouse", "inbox", ".prefect", "pupil.key", "warehouse.key")


def examine_workspace(workspace: Workspace, *, now: datetime) -> tuple[Sign, ...]:
    """A sign for everything in a workspace that can go wrong by itself. Nothing is changed."""
    return (
        _permissions(workspace.folder),
        *_stores(workspace),
        _lock(workspace),
        _left_behind(workspace, now=now),
        _disk(workspace),
        _prefect(workspace.folder),
    )


def _permissions(folder: Path) -> Sign:
    open_to_others = [
        name for name in _PRIVATE if (place := folder / name).exists() and place.stat().st_mode & 0o077
    ]
    if open_to_others:
        mend = "; ".join(f"chmod go-rwx {folder / name}" for name in open_to_others)
        keys = [name for name in open_to_others if name.endswith(".key")]
        said = f"others on this machine may read {', '.join(open_to_others)}"
        return broken("permissions", said, mend) if keys else look("permissions", said, mend)
    return ok("permissions", "keys, warehouse and inbox are their owner's alone")


def _stores(workspace: Workspace) -> Iterator[Sign]:
    """Both stores, each read in full, then each compared with the other."""
    locked: set[str] | None = None
    try:
        address = workspace.register
        if address.file is not None and not address.file.exists() and not _noted(address.anchor):
            yield ok("register", "there is none yet")
        else:
            with register(address) as book:
                events = book.events()
            locked = set(CycleBook(events).locked)
            yield ok(
                "register", f"{len(events):,} events, the chain whole, none missing behind the noted head"
            )
    except UserError as wrong:
        yield broken("register", " ".join(wrong.problems), "halfterm restore FILE NEW_WORKSPACE")
    yield from _warehouse(workspace, locked=locked)


def _noted(anchor: Path | None) -> bool:
    return anchor is not None and anchor.exists()


def _warehouse(workspace: Workspace, *, locked: set[str] | None) -> Iterator[Sign]:
    address = workspace.warehouse
    if not address.exists():
        yield ok("warehouse", "there is none yet; nothing has been loaded")
        return
    try:
        with reading(address, in_full=True) as connection:
            loads, results = connection.execute(
                "SELECT (SELECT count(*) FROM load), (SELECT count(*) FROM result)"
            ).fetchall()[0]
            kind = "encrypted" if address.key else "not encrypted"
            said = f"{loads:,} loads, {results:,} results, ledger compared in full; {kind}"
            yield ok("warehouse", said)
            ends = {scale.id: scale.ends for scale in workspace.scales.values()}
            schools = [school.id for school in workspace.programme.schools]
            yield _data(failed_checks(connection, None, scale_ends=ends, schools=schools))
            frozen = {
                row[0] for row in connection.execute("SELECT DISTINCT cycle FROM frozen_group").fetchall()
            }
            held = key_held(connection) if has_pupils(connection) else None
    except UserError as wrong:
        yield broken("warehouse", " ".join(wrong.problems), "halfterm restore FILE NEW_WORKSPACE")
        return
    if locked is not None and (adrift := frozen - locked):
        yield look(
            "both stores",
            f"groups are frozen for {', '.join(sorted(adrift))}, and the register knows no lock of them",
            "run the half-term again; if this stays, the register is older than the warehouse: restore both",
        )
    yield _anchor(address.anchor)
    yield _key(workspace.key_place, held)


def _data(failed: tuple[str, ...]) -> Sign:
    if failed:
        return broken(
            "data checks", "; ".join(failed), "restore the warehouse, or load these half-terms again"
        )
    return ok("data checks", "every one holds")


def _anchor(anchor: Path) -> Sign:
    heads = noted_heads(anchor)
    if not heads:
        said = "there is none: an older copy of the warehouse would not be noticed"
        return look("ledger's note", said, "the next command that writes makes it")
    return ok("ledger's note", f"{heads[-1].number:,} entries noted beside the warehouse")


def _key(place: KeyPlace, held: str | None) -> Sign:
    try:
        key = read_key(place)
    except UserError as wrong:
        return broken("pupil key", " ".join(wrong.problems), "put the right key back")
    if place.next.exists():
        return look("pupil key", "a change of keys was not completed", "run `halfterm key rotate` again")
    if key is None:
        if held is None:
            return ok("pupil key", "there is none yet; the first load makes one")
        said = f"is missing; the warehouse was loaded under the key {held}"
        return broken("pupil key", said, f"put it back as {place.file.name}, mode 600")
    if held not in (None, key.fingerprint):
        said = f"is {key.fingerprint}; the warehouse was loaded under {held}"
        return broken("pupil key", said, f"put the right one back as {place.file.name}")
    return ok("pupil key", f"{key.fingerprint}, the one of the loads" if held else key.fingerprint)


def _lock(workspace: Workspace) -> Sign:
    lock = workspace.warehouse.lock
    if (holder := holder_of(lock)) is not None:
        return look("lock", f"another halfterm is writing ({holder})", "let it finish, then look again")
    if lock.exists() and lock.stat().st_size:
        return ok("lock", "free; a process that was killed left its name in it")
    return ok("lock", "free")


def _left_behind(workspace: Workspace, *, now: datetime) -> Sign:
    """What the engine or a parser left when its process was killed: it may hold pupils' rows."""
    private = workspace.warehouse.private
    busy = holder_of(workspace.warehouse.lock) is not None
    left = [] if busy or not private.is_dir() else list(private.iterdir())
    if left:
        return look("left behind", f"{_folders(len(left))} in {private}", "the next load removes them")
    old = [
        folder
        for folder in Path(tempfile.gettempdir()).glob("halfterm-????????")
        if folder.is_dir() and _is_ours(folder) and now.timestamp() - folder.stat().st_mtime > _OLD
    ]
    if old:
        said = f"{_folders(len(old))} of killed processes"
        return look("left behind", said, f"rm -r {' '.join(map(str, old[:3]))}")
    return ok("left behind", "nothing")


def _folders(count: int) -> str:
    return "1 private folder" if count == 1 else f"{count} private folders"


def _is_ours(folder: Path) -> bool:
    return folder.stat().st_uid == os.getuid()


def _disk(workspace: Workspace) -> Sign:
    """The engine needs room for what it spills, and for a second copy while it writes."""
    free = shutil.disk_usage(workspace.folder).free
    file = workspace.warehouse.file
    wanted = max(_LEAST_FREE, 2 * file.stat().st_size if file.exists() else 0)
    said = f"{free / 1e9:,.1f} GB free"
    if free < wanted:
        return look("disk", said, f"make room: a load may need {wanted / 1e9:,.1f} GB")
    return ok("disk", said)


def _prefect(folder: Path) -> Sign:
    home = folder / ".prefect"
    if not home.is_dir():
        return ok("Prefect", "has not run here yet")
    size = sum(file.stat().st_size for file in home.rglob("*") if file.is_file() and not file.is_symlink())
    said = f"its home is {home}, {size / 1e6:,.1f} MB"
    if size > _LEAST_FREE:
        return look("Prefect", said, f"nothing in it is needed: rm -r {home}, while nothing runs")
    return ok("Prefect", said)
