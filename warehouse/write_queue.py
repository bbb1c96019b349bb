"""One process writes at a time: the others queue at a lock file and are told whom they wait for.

The lock is the kernel's (`flock`) on a file beside the database, never on the database itself: the
engine's own lock there is dropped when this process closes the file once. A lock dies with its process, so
what a killed one leaves in the file is no trouble. Threads of one process queue like processes.

A second file, `.next`, is held by who is next: a process that writes again and again stands behind it
each time. Readers only look at the lock at their beginning, so that none starts while a writer waits.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from halfterm.cycles.errors import StoreTrouble
from halfterm.warehouse.warehouse_address import Say

_LONDON = ZoneInfo("Europe/London")
_FIRST_PAUSE = 0.1  # seconds between two tries; who has waited long tries more often
_LEAST_PAUSE = 0.01
_GRACE = 0.5  # seconds that nobody needs to be told of


@dataclass(frozen=True, slots=True)
class Holder:
    """The process that writes: its number, what it does, since when (Europe/London)."""

    pid: int
    doing: str
    since: datetime

    def __str__(self) -> str:
        return f"process {self.pid}, since {self.since:%H:%M}, {self.doing}"


class Wait:
    """One wait for a warehouse: says whom for, once each, and ends in words when patience does."""

    def __init__(self, name: str, *, patience: float, say: Say) -> None:
        self._name, self._patience, self._say = name, patience, say
        self._began = time.monotonic()
        self._said = ""

    def go_on(self, holder: str) -> None:
        """Wait a little.

        Raises:
            StoreTrouble: the patience has run out.
        """
        waited = time.monotonic() - self._began
        if waited >= self._patience:
            raise StoreTrouble(
                f"{self._name}: another halfterm process is using the warehouse ({holder}) and was not done "
                f"within {self._patience:g} seconds; try again later"
            )
        if waited >= _GRACE and holder != self._said:
            self._said = holder
            self._say(f"waiting for another halfterm ({holder}) ...")
        pause = max(_LEAST_PAUSE, _FIRST_PAUSE / (1 + waited))
        time.sleep(min(pause, self._patience - waited))


@contextmanager
def turn(lock: Path, wait: Wait, *, doing: str) -> Iterator[None]:
    """Hold the one turn to write; `doing` tells the others what for, in a word.

    Raises:
        StoreTrouble: the turn did not come while the patience lasted.
    """
    with _opened(lock) as held, _opened(lock.with_suffix(".next")) as queue:
        _take(queue, wait, lock)
        _take(held, wait, lock)
        fcntl.flock(queue, fcntl.LOCK_UN)
        _note(held, json.dumps({"pid": os.getpid(), "doing": doing}))
        try:
            yield
        finally:
            _note(held, "")
            # A child that was forked meanwhile has the file open too: closing it here is not enough.
            fcntl.flock(held, fcntl.LOCK_UN)


def see_no_writer(lock: Path, wait: Wait) -> None:
    """Come back when nobody writes or is about to.

    Raises:
        StoreTrouble: somebody did for as long as the patience lasted.
    """
    while not _is_free(lock):
        wait.go_on(str(holder_of(lock) or "writing"))


def holder_of(lock: Path) -> Holder | None:
    """Who holds the turn now; None when nobody does, or has only just begun or ended to."""
    if _is_free(lock):
        return None
    with suppress(OSError, ValueError, KeyError, TypeError):
        told = json.loads(lock.read_text(encoding="utf-8"))
        since = datetime.fromtimestamp(lock.stat().st_mtime, _LONDON)
        return Holder(int(told["pid"]), str(told["doing"]), since)
    return None


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        raise StoreTrouble(f"{path.name}: cannot be made or opened; may this user write there?") from None
    try:
        yield handle
    finally:
        os.close(handle)


def _take(handle: int, wait: Wait, lock: Path) -> None:
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            wait.go_on(str(holder_of(lock) or "writing"))
        else:
            return


def _is_free(lock: Path) -> bool:
    """Whether nobody holds the lock. A workspace that may only be read has perhaps none: nobody writes."""
    try:
        handle = os.open(lock, os.O_RDONLY)
    except FileNotFoundError:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(handle)
    return True


def _note(handle: int, text: str) -> None:
    os.ftruncate(handle, 0)
    os.pwrite(handle, text.encode(), 0)
