"""`halfterm up`: keeps a workspace running. Does what is due, what was missed first, until it is told to end.

The clock is our own and not a Prefect runner: Prefect makes no runs for times that have passed, so whoever
was off on the day would miss it for good; the register knows what is due whenever it is asked. Each run is
a process of its own, through Prefect while its server answers and without it when not, so neither a broken
run nor a broken server stops the clock.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Final

from halfterm.cycles.errors import StoreTrouble, UserError
from halfterm.cycles.occasion import DUE_AT, due_days
from halfterm.flows.children import Children, only_up
from halfterm.flows.ending import told_to_end
from halfterm.flows.prefect_home import prepare
from halfterm.flows.prefect_server import prefect_server, server_named
from halfterm.flows.schedule import schedule_of, span_in_words
from halfterm.flows.standings import status_of
from halfterm.flows.up_prefect import PrefectSide
from halfterm.flows.up_runs import Runs, Stopped
from halfterm.flows.watching import Quiet, Watch, news_files, written_files
from halfterm.flows.workspace import Workspace, open_workspace
from halfterm.warehouse.counting import counted
from halfterm.warehouse.register import register

TICK: Final = 1.0
"""Seconds between two looks at the clock, so that a computer that slept is noticed."""

QUIET: Final = 30.0
"""Seconds without a change after which new data and new events are taken up."""

AGAIN: Final = 3600.0
"""Seconds after which a run that broke is tried again."""

START_PATIENCE: Final = 120.0
"""Seconds that a new server is given before things are done without it."""

_ASK_EVERY: Final = 10.0  # seconds between two questions to Prefect, whether somebody wants a run


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
    with told_to_end() as stop, only_up(home, now=now()) as children:
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
        self._news = Quiet(Watch(lambda: news_files(self._workspace)), seconds=QUIET, clock=time.monotonic)
        self._runs = Runs(workspace.folder, children, prefect, stop)
        self._days: tuple[date, ...] | None = None
        self._done_on: date | None = None
        self._again_at: float | None = None
        self._asked_at = time.monotonic()
        self._trouble: tuple[str, ...] = ()

    def run(self) -> None:
        """Go on until told to end."""
        self._say(f"{self._workspace.programme.name}: halfterm is up. Ctrl-C ends it.")
        # What a run had begun when it was stopped is whole or not there; the next one goes on from it.
        with suppress(Stopped):
            self._try(self._begin)
            while not self._stop.wait(TICK):
                self._try(self._look)

    def _try(self, step: Callable[[], None]) -> None:
        """One step; what is wrong in it is said, once while it stays so, and the clock goes on."""
        try:
            step()
        except UserError as trouble:
            if trouble.problems != self._trouble:
                self._say_all(trouble.problems)
            self._trouble = trouble.problems
        else:
            self._trouble = ()

    def _begin(self) -> None:
        if self._prefect is not None:
            self._prefect.keep()
            self._wait_for_server(self._prefect)
        self._do_what_is_due("what is due now, and what was missed")

    def _wait_for_server(self, prefect: PrefectSide) -> None:
        """Give a new server its time to start."""
        until = time.monotonic() + START_PATIENCE
        while not prefect.ready() and time.monotonic() < until:
            if self._stop.wait(TICK):
                raise Stopped
        if prefect.ready():
            keys = ", user and password in .prefect/auth" if prefect.is_ours else ""
            self._say(f"Prefect is at {self._children.address}{keys}.")
            self._deploy(prefect)
        else:
            self._say(f"Prefect's server does not start ({prefect.log.name}): things are done without it.")

    def _look(self) -> None:
        """One look at server, files and clock."""
        if self._prefect is not None and self._prefect.keep():
            self._say("Prefect's server had ended; it is started again.")
        if self._written.changed():
            self._read_again()
        now = self._now()
        if self._done_on != now.date() and now.time() >= DUE_AT:
            self._do_what_is_due("what is due today")
        elif self._again_at is not None and time.monotonic() >= self._again_at:
            self._do_what_is_due("what broke before, once more")
        elif self._news.settled():
            self._do_what_is_due(None)
        elif self._prefect is not None and time.monotonic() - self._asked_at > _ASK_EVERY:
            self._asked_at = time.monotonic()
            self._ask(self._prefect)

    def _do_what_is_due(self, why: str | None) -> None:
        """Do it and say what came of it; for news (no `why`) only if something did."""
        now, began = self._now(), time.monotonic()
        if now.time() >= DUE_AT:
            self._done_on = now.date()
        if why is not None:
            self._say(f"{now:%H:%M} doing {why} ...")
        self._news.forget()  # what comes while it is done is news again
        outcome = self._runs.due(now.date(), now=now)
        self._again_at = None if outcome.well else time.monotonic() + AGAIN
        self._say_all(outcome.lines)
        if not outcome.well:
            self._say("That was not done; it is tried again in an hour, or when something changes.")
        if why is not None or outcome.lines:
            self._say_standing(seconds=time.monotonic() - began, remind=why is not None)

    def _say_standing(self, *, seconds: float, remind: bool) -> None:
        """What waits for people now, and what comes next; once a day those who want it are reminded."""
        with register(self._workspace.register) as events:
            told = status_of(self._workspace, events, today=self._now().date())
            counts = f"{told.count('overdue')} overdue, {told.count('due')} due"
            self._say(f"{self._now():%H:%M} done in {seconds:.0f} s. {counts}: `halfterm status` lists them.")
            if told.next_up is not None:
                comes = span_in_words(told.next_up.starts, told.next_up.ends)
                self._say(f"Next: {told.next_up.kind}, {comes}.")
            if remind and self._workspace.settings.reminders:
                from halfterm.flows.reminders import remind_of

                self._say_all(remind_of(told, self._workspace, events, self._environment))
        if self._prefect is not None:
            self._deploy(self._prefect)

    def _ask(self, prefect: PrefectSide) -> None:
        """Whatever runs Prefect wants: those of the schedule, and those that somebody started by hand."""
        if not prefect.is_deployed:
            if prefect.ready():
                self._deploy(prefect)
            return
        asked = self._runs.asked(prefect, now=self._now())
        if asked is not None:
            flow, outcome = asked
            self._say(f"{self._now():%H:%M} {flow}: {'done' if outcome.well else 'broke'}")
            self._say_all(outcome.lines)

    def _read_again(self) -> None:
        """Take up changed files; while something is wrong in them, the dates stay as they were."""
        try:
            self._workspace = open_workspace(self._workspace.folder)
        except UserError as wrong:
            self._say("Files have changed, and something is wrong in them; the dates stay as they were.")
            self._say_all(wrong.problems)
            return
        self._say("Files have changed.")
        if self._prefect is not None:
            self._deploy(self._prefect)

    def _deploy(self, prefect: PrefectSide) -> None:
        """Put the dates on the server where they are not there yet; it may be well again later."""
        with register(self._workspace.register) as events:
            listed = schedule_of(self._workspace, events)
        now = self._now()
        days = due_days(listed, after=now)
        if prefect.is_deployed and days == self._days:
            return
        try:
            self._days = prefect.deploy(listed, now=now)
        except StoreTrouble as trouble:
            self._say_all(trouble.problems)
            return
        if days:
            first = span_in_words(days[0], days[0])
            self._say(f"Scheduled: {counted(len(days), 'day')} with something to do, the first {first}.")
        else:
            self._say("Scheduled: nothing, every date of the programme has passed.")

    def _say_all(self, lines: Iterable[str]) -> None:
        for line in lines:
            self._say(f"  {line}")
