"""When a large warehouse was last compared with its ledger in full, told by how its file lay there then.

To compare every row takes 1 to 1.5 s at 5 million results on two cores, and a half-term opens the warehouse
ten times. So a file that is larger than `SMALL` is compared in full when its size, its time of change, its
log or the note of its head differ from those of the last comparison: after every write, and after anything
that another program did to it. Otherwise the rows are only counted (0.2 s). What changes bytes of a disk and
not the file's time is left to the engine's checksums of blocks, and to `halfterm doctor`, which compares all
each time.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Final

from halfterm.warehouse.warehouse_address import WarehouseAddress

SMALL: Final = 30_000_000
"""Bytes: up to this size a full comparison takes some 0.1 s, and is never left out."""


def was_checked(address: WarehouseAddress, *, small: int = SMALL) -> bool:
    """Whether an open warehouse lies there just as it did when it was last compared in full, and is large."""
    if address.file.stat().st_size <= small:
        return False
    with suppress(OSError):
        return _note_of(address).read_text(encoding="ascii") == _state(address)
    return False


def note_check(address: WarehouseAddress, *, small: int = SMALL) -> None:
    """Note that an open warehouse was compared in full as it lies there; where that may be written."""
    if address.file.stat().st_size > small:
        with suppress(OSError):  # a workspace that may only be read is compared each time
            _note_of(address).write_text(_state(address), encoding="ascii")


def _note_of(address: WarehouseAddress) -> Path:
    return address.file.with_suffix(".checked")


def _state(address: WarehouseAddress) -> str:
    told = []
    for path in (address.file, address.file.with_name(f"{address.file.name}.wal")):
        if path.exists():
            found = path.stat()
            told.append(f"{found.st_size} {found.st_mtime_ns}")
    head = address.anchor.read_text(encoding="ascii") if address.anchor.exists() else ""
    return "\n".join((*told, head))
