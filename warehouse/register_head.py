"""The head of a register, noted in a file beside it: a tail that was cut off would leave a whole chain."""

from __future__ import annotations

import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from halfterm.cycles.errors import StoreTrouble

NOTHING_BEFORE = "0" * 64
"""What the first event names as the hash of the one before it."""


@dataclass(frozen=True, slots=True, order=True)
class Head:
    """The number and the hash of a register's last event; 0 and zeros when it has none."""

    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"


EMPTY = Head(0, NOTHING_BEFORE)


def noted_head(anchor: Path) -> Head | None:
    """The head as it was last noted; None when none was.

    Raises:
        StoreTrouble: the file is not such a note.
    """
    try:
        text = anchor.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError):
        text = ""
    if not (found := re.fullmatch(r"([0-9]+):([0-9a-f]{64})", text)):
        raise StoreTrouble(
            f"{anchor.name}: not the number and hash of an event; restore it, or compare the register "
            "with a head written down elsewhere and delete the file"
        )
    return Head(int(found[1]), found[2])


def note_head(anchor: Path, head: Head) -> None:
    """Note a head unless a later one is noted, whole or not at all.

    Noted after the event is committed: a process killed in between leaves a note that is behind, never
    one that speaks of an event which is not there.
    """
    if head <= (noted_head(anchor) or EMPTY):
        return
    anchor.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # A name of its own: processes that note at once must not write into each other's file.
    handle, fresh = tempfile.mkstemp(prefix=f".{anchor.name}.", dir=anchor.parent)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(f"{head}\n")
        file.flush()
        os.fsync(file.fileno())
    Path(fresh).replace(anchor)
