"""A folder replaced as a whole: at any moment readers find the old one or the new one, never a mixture."""

from __future__ import annotations

import ctypes
import filecmp
import os
import shutil
import sys
from pathlib import Path
from typing import Final

AT_FDCWD: Final = -100
RENAME_EXCHANGE: Final = 2


def fresh_folder(target: Path) -> Path:
    """An empty folder beside the target to write in; what an earlier run left behind is cleared first."""
    target.parent.mkdir(parents=True, exist_ok=True)
    recover(target)
    fresh = _beside(target, "new")
    fresh.mkdir()
    return fresh


def recover(target: Path) -> None:
    """Clears what a killed run left. A target caught between two renames gets its old content back."""
    old, new = _beside(target, "old"), _beside(target, "new")
    if old.exists() and not target.exists():
        old.rename(target)
    for leftover in (old, new):
        if leftover.exists():
            shutil.rmtree(leftover)


def swap_in(fresh: Path, target: Path) -> bool:
    """Puts a finished folder in the target's place. False, and nothing replaced, when both are the same."""
    if target.exists() and same_tree(fresh, target):
        shutil.rmtree(fresh)
        return False
    sync_tree(fresh)
    if not target.exists():
        fresh.rename(target)
    elif _exchange(fresh, target):
        shutil.rmtree(fresh)
    else:
        # No exchange on this system: for an instant there is no target, and `recover` heals that.
        old = _beside(target, "old")
        target.rename(old)
        fresh.rename(target)
        shutil.rmtree(old)
    _sync(target.parent)
    return True


def same_tree(one: Path, other: Path) -> bool:
    """Whether two folders hold the same files with the same bytes."""
    files = [sorted(p.relative_to(root) for p in root.rglob("*") if p.is_file()) for root in (one, other)]
    if files[0] != files[1]:
        return False
    return all(_same_file(one / path, other / path) for path in files[0])


def _same_file(one: Path, other: Path) -> bool:
    """Whether two files are one under two names, or say the same."""
    return one.samefile(other) or filecmp.cmp(one, other, shallow=False)


def write_whole(path: Path, content: str | bytes) -> bool:
    """Writes a file by way of a neighbour; False, and nothing replaced, when it says the same already."""
    encoded = content if isinstance(content, bytes) else content.encode()
    if path.exists() and path.read_bytes() == encoded:
        return False
    neighbour = path.with_name(f".{path.name}.new")
    neighbour.write_bytes(encoded)
    _sync(neighbour)
    neighbour.replace(path)
    _sync(path.parent)
    return True


def sync_tree(root: Path) -> None:
    """Has the disk keep a folder and all in it before its name is given away."""
    for path in sorted(root.rglob("*"), reverse=True):
        _sync(path)
    _sync(root)


def _beside(target: Path, what: str) -> Path:
    return target.with_name(f".{target.name}.{what}")


def _sync(path: Path) -> None:
    if path.is_dir() and sys.platform == "win32":
        return  # Windows opens no folder to be synced
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _exchange(one: Path, other: Path) -> bool:
    """Exchanges two folders in one step, where the system can (Linux)."""
    rename = getattr(ctypes.CDLL(None), "renameat2", None) if sys.platform == "linux" else None
    if rename is None:
        return False
    done = rename(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE)
    return bool(done == 0)
