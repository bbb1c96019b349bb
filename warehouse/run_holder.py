"""Who holds a step of a run: a process, known well enough to tell whether it still lives."""

from __future__ import annotations

import json
import os
import socket
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

_PROCESSES = Path("/proc")
_DEAD = ("Z", "X")  # a zombie has ended; only nobody has asked yet how


@dataclass(frozen=True, slots=True)
class Holder:
    """A process on a host. `boot` tells two hosts of one name apart, `started` two processes of one number.

    `started` is in the kernel's ticks since the boot; both are empty where the system does not tell.
    """

    host: str
    boot: str
    pid: int
    started: str

    def __str__(self) -> str:
        return f"process {self.pid} on {self.host}"

    def as_text(self) -> str:
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def of_text(cls, text: str) -> Holder:
        return cls(**json.loads(text))


def this_process() -> Holder:
    """The process that asks."""
    return process_of(os.getpid())


def process_of(pid: int) -> Holder:
    """A process of this host by its number, one that this process started say."""
    return Holder(socket.gethostname(), _boot(), pid, _started(pid) or "")


def is_dead(holder: Holder) -> bool:
    """Whether a process of this host has surely ended. Of others, and on other systems, nobody can tell."""
    if not _boot() or (holder.host, holder.boot) != (socket.gethostname(), _boot()):
        return False
    return _started(holder.pid) != holder.started


@cache
def _boot() -> str:
    """This boot of the machine and this container's own numbers for processes; empty where untold."""
    try:
        boot = (_PROCESSES / "sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{boot} {(_PROCESSES / 'self/ns/pid').readlink()}"
    except OSError:
        return ""


def _started(pid: int) -> str | None:
    """When a process of this host began; None when there is none of this number."""
    try:
        stat = (_PROCESSES / str(pid) / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    state, *fields = stat.rpartition(")")[2].split()  # the name before may hold spaces and brackets
    return None if state in _DEAD else fields[18]
