"""Where a warehouse is kept, what it may use of the machine, and the names of the files beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Final

from pydantic import Field

from halfterm.cycles.model import Record
from halfterm.warehouse.encryption import DatabaseKey

Say = Callable[[str], None]
"""Where a line goes that a waiting person should see."""


class Limits(Record):
    """The `[warehouse]` part of `halfterm.toml`.

    `patience` is how long a process waits for its turn, in seconds. `memory` ("2GB", "800MB") is what the
    engine holds before it spills to disk, by default half of what the machine or container has; it is a
    soft limit, and the process takes some 300 MB beside it. `threads` is by default one a processor.
    `encrypted` says that the database file is encrypted (extra `lake`).
    """

    patience: Annotated[float, Field(ge=0, le=86_400)] = 120.0
    memory: Annotated[str, Field(pattern=r"^[1-9][0-9]{0,6}(MB|GB)$")] | None = None
    threads: Annotated[int, Field(ge=1, le=256)] | None = None
    encrypted: bool = False


USUAL_LIMITS: Final = Limits()


def say_nothing(_: str) -> None:
    """For those whom nobody watches: waits leave no line in a log."""


@dataclass(frozen=True, slots=True)
class WarehouseAddress:
    """One warehouse.

    `key` gives the key of an encrypted file when it is asked for; None: the file is not encrypted. `say`
    is told whom a process waits for.
    """

    file: Path
    limits: Limits = USUAL_LIMITS
    key: Callable[[], DatabaseKey] | None = field(default=None, repr=False)
    say: Say = field(default=say_nothing, repr=False)

    @property
    def name(self) -> str:
        return self.file.name

    @property
    def lock(self) -> Path:
        """Held by the one process that writes."""
        return self.file.with_name(f"{self.file.name}.lock")

    @property
    def anchor(self) -> Path:
        """Notes how far the ledger had come, outside the database."""
        return self.file.with_suffix(".head")

    @property
    def private(self) -> Path:
        """Holds a folder a connection: what the engine spills, and files staged for it."""
        return self.file.with_name(f"{self.file.name}.tmp")

    def exists(self) -> bool:
        """Whether there is a warehouse, or a note that there was one."""
        return self.file.exists() or self.anchor.exists()


def address_of(where: WarehouseAddress | Path) -> WarehouseAddress:
    """The address; a path is a file that is not encrypted, with the usual limits."""
    return where if isinstance(where, WarehouseAddress) else WarehouseAddress(where)
