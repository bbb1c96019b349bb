"""The processes that `halfterm up` starts: noted, so that none outlives it unseen, and ended in good time."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from halfterm.cycles.errors import NotAllowed
from halfterm.warehouse.run_holder import Holder, is_dead, process_of, this_process

_PATIENCE = 4.0  # seconds that a process is given to end by itself
_PAUSE = 0.05
_LOCK, _NOTE = "up.lock", "up.json"


@dataclass(slots=True)
class Children:
    """The processes started so far. The note on disk is for the next `up`, should this one be killed."""

    home: Path
    since: datetime
    address: str = ""
    _running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(
        self, name: str, command: Sequence[str], *, environment: Mapping[str, str], log: Path
    ) -> subprocess.Popen[bytes]:
        """Start a process in a group of its own, so that Ctrl-C reaches it through us alone.

        What it says goes to `log`, what it complains of to a file of that name in `.err`.
        """
        with log.open("wb") as told, log.with_suffix(".err").open("wb") as complaints:
            child = subprocess.Popen(  # noqa: S603 - our own words
                list(command),
                env={**os.environ, **environment},
                stdin=subprocess.DEVNULL,
                stdout=told,
                stderr=complaints,
                start_new_session=True,
            )
        self._running[name] = child
        self.note()
        return child

    def end(self, name: str) -> None:
        """End a process and all that it started, if it runs."""
        child = self._running.pop(name, None)
        if child is None:
            return
        _signal_group(child.pid, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):  # it had its time: what is left is ended below
            child.wait(_PATIENCE)
        _signal_group(child.pid, signal.SIGKILL)
        child.wait()
        self.note()

    def end_all(self) -> None:
        """End every process, the latest first."""
        for name in reversed(list(self._running)):
            self.end(name)

    def note(self) -> None:
        """Write down who runs here; whole or not at all."""
        noted = {
            "up": this_process().as_text(),
            "since": self.since.isoformat(timespec="seconds"),
            "address": self.address,
            "children": {name: process_of(c.pid).as_text() for name, c in self._running.items()},
        }
        fresh = self.home / f".{_NOTE}.new"
        fresh.write_text(json.dumps(noted), encoding="utf-8")
        fresh.replace(self.home / _NOTE)


@contextmanager
def only_up(home: Path, *, now: datetime) -> Iterator[Children]:
    """Be the only `up` of a workspace, whose home (mode 0700) this is; every child has ended on the way out.

    What an `up` that was killed left running is ended first: the processes of its note, and no other.

    Raises:
        NotAllowed: another one is running; the message names it.
    """
    with (home / _LOCK).open("a") as lock:
        try:
            # The system lets go of it when its process ends, however it ends.
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NotAllowed(_running_already(home)) from None
        _end_orphans(home)
        children = Children(home, now)
        children.note()
        try:
            yield children
        finally:
            children.end_all()
            (home / _NOTE).unlink(missing_ok=True)


def _running_already(home: Path) -> str:
    noted = _noted(home)
    if not noted:
        return "`halfterm up` is running for this workspace already"
    at = f", at {noted['address']}" if noted["address"] else ""
    since = f"{datetime.fromisoformat(noted['since']):%d %b %Y, %H:%M}"
    pid = Holder.of_text(noted["up"]).pid
    return (
        f"`halfterm up` is running for this workspace already: process {pid} since {since}{at}; "
        "end that one first"
    )


def _noted(home: Path) -> dict[str, Any]:
    try:
        noted: dict[str, Any] = json.loads((home / _NOTE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}  # no note, or one that its writer never finished: it started nothing yet
    return noted


def _end_orphans(home: Path) -> None:
    """End what a killed `up` started: only while the process is the very one that was noted."""
    for text in _noted(home).get("children", {}).values():
        orphan = Holder.of_text(text)
        for last_word in (signal.SIGTERM, signal.SIGKILL):
            if _is_same(orphan):
                _signal_group(orphan.pid, last_word)
                _wait_for(orphan)


def _is_same(noted: Holder) -> bool:
    """Whether the process lives: its number may have passed to another, which began at another time."""
    return bool(noted.started) and process_of(noted.pid) == noted and not is_dead(noted)


def _wait_for(orphan: Holder) -> None:
    until = time.monotonic() + _PATIENCE
    while _is_same(orphan) and time.monotonic() < until:
        time.sleep(_PAUSE)


def _signal_group(leader: int, word: signal.Signals) -> None:
    with suppress(ProcessLookupError):  # all of it has ended
        os.killpg(leader, word)
