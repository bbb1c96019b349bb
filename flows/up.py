"""`halfterm up`: keeps a workspace running. Does what is due, what was missed first, until it is told to end.

The clock is our own and not a Prefect runner: Prefect makes no runs for times that have passed, so whoever
was off on the day would miss it for good; the register knows what is due whenever it is asked. Each run is
a process of its own, through Prefect while its server answers and without it when not, so neither a broken
run nor a broken server stops the clock.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

from halfterm.cycles.errors import StoreTrouble, UserError
from halfterm.cycles.schedule import DUE_AT, Occasion, due_days
from halfterm.flows.children import Children, only_up
from halfterm.flows.prefect_home import prepare
from halfterm.flows.prefect_server import prefect_server, server_named
from halfterm.flows.schedule import schedule_of
from halfterm.flows.standings import status_of
from halfterm.flows.up_prefect import PrefectSide
from halfterm.flows.watching import Quiet, Watch, news_files, written_files
from halfterm.flows.workspace import Workspace, open_workspace
from halfterm.warehouse.register import register

TICK: Final = 1.0
"""Seconds between two looks at the clock, so that a computer that slept is noticed."""

QUIET: Final = 30.0
"""Seconds without a change after which new data and new events are taken up."""

AGAIN: Final = 3600.0
"""Seconds after which a run that broke is tried again."""

_ASK_EVERY: Final = 10.0  # seconds between two questions to Prefect, whether somebody wants a run
_ALONE: Final = (sys.executable, "-m", "halfterm.flows.due_process")


class _Stopped(Exception):
    """It was told to end while a run was on."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run of what is due ended, and the lines that it left."""

    well: bool
    lines: tuple[str, ...]


def up(
    folder: Path,
    *,
    port: int | None,
    with_prefect: bool,
    environment: Mapping[str, str],
    say: Callable[[str], None],
    now: Callable[[], datetime],
) -> None:
    """Keep a workspace running until SIGINT, SIGTERM or SIGHUP; every process it started has then ended.

    Raises:
        BadInput: anything is wrong in the workspace, or the port is taken.
        NotAllowed: another `up` runs for this workspace.
    """
    workspace = open_workspace(folder)
    home = _home(folder)
    with _told_to_end() as stop, only_up(home, now=now()) as children:
        named = server_named(environment)
        server = prefect_server(folder, port=port) if with_prefect and named is None else None
        if with_prefect:
            prepare(folder)
        children.address = server.page if server else named or ""
        prefect = None
        if with_prefect:
            prefect = PrefectSide(
                folder, workspace.programme.id, server=server, children=children, clock=time.monotonic
            )
        _Up(workspace, children, prefect, environment, say=say, now=now, stop=stop).run()
    say("halfterm has ended; nothing of it runs any more.")


def _home(folder: Path) -> Path:
    """Where the processes of a workspace keep their notes: for its owner's eyes."""
    home = folder.resolve() / ".prefect"
    home.mkdir(mode=0o700, exist_ok=True)
    home.chmod(0o700)
    return home


@contextmanager
def _told_to_end() -> Iterator[threading.Event]:
    """An event that the signals to end set, instead of breaking off whatever is going on."""
    stop = threading.Event()
    words = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {word: signal.signal(word, lambda *_: stop.set()) for word in words}
    try:
        yield stop
    finally:
        for word, handler in before.items():
            signal.signal(word, handler)


class _Up:
    """The clock of one workspace."""

    def __init__(
        self,
        workspace: Workspace,
        children: Children,
        prefect: PrefectSide | None,
        environment: Mapping[str, str],
        *,
        say: Callable[[str], None],
        now: Callable[[], datetime],
        stop: threading.Event,
    ) -> None:
        self._workspace, self._children, self._prefect = workspace, children, prefect
        self._environment, self._say, self._now, self._stop = environment, say, now, stop
        self._written = Watch(lambda: written_files(workspace.folder))
        self._news = Quiet(
            Watch(lambda: news_files(self._workspace)), seconds=QUIET, clock=time.monotonic
        )
        self._done_on: date | None = None
        self._again_at: float | None = None
        self._asked_at = 0.0

    def run(self) -> None:
        """Go on until told to end."""
        self._say(f"{self._workspace.programme.name}: halfterm is up. Ctrl-C ends it.")
        try:
            self._begin()
            while not self._stop.wait(TICK):
                self._look()
        except _Stopped:
            pass  # what a run had begun is rolled back or kept whole, and the next one goes on from there

    def _begin(self) -> None:
        if self._prefect is not None:
            self._prefect.keep()
            self._wait_for_server(self._prefect)
        self._do_what_is_due("what is due now, and what was missed")

    def _wait_for_server(self, prefect: PrefectSide) -> None:
        """Give a new server its time to start; without it, things are done without it."""
        until = time.monotonic() + START_PATIENCE
        while not prefect.ready() and time.monotonic() < until:
            if self._stop.wait(TICK):
                raise _Stopped
        if prefect.ready():
            where = self._children.address
            self._say(f"Prefect is at {where}; user and password are in .prefect/auth of the workspace.")
        self._deploy()

    def _look(self) -> None:
        """One look at clock, files and server."""
        if self._prefect is not None and self._prefect.keep():
            self._say("Prefect's server had ended; it is started again.")
        if self._written.changed():
            self._read_again()
        now, today = self._now(), self._now().date()
        if self._done_on != today and now.timetz().replace(tzinfo=None) >= DUE_AT:
            self._do_what_is_due("what is due today")
        elif self._again_at is not None and time.monotonic() >= self._again_at:
            self._do_what_is_due("what broke before, once more")
        elif self._news.settled():
            self._do_what_is_due("what new data or decisions have made possible")
        elif self._prefect is not None and time.monotonic() - self._asked_at > _ASK_EVERY:
            self._asked_at = time.monotonic()
            self._do_what_is_asked(self._prefect)
