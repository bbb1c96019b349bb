"""The runs that `halfterm up` carries out: each a process of its own, through Prefect or without it."""

from __future__ import annotations

import sys
import threading
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from subprocess import Popen
from typing import Final

from halfterm.cycles.errors import StoreTrouble
from halfterm.flows.children import Children
from halfterm.flows.up_prefect import PrefectSide

_ALONE: Final = (sys.executable, "-m", "halfterm.flows.due_process")
_LOOK_EVERY: Final = 0.2  # seconds between two looks whether a run has ended


class Stopped(Exception):
    """It was told to end while a run was on; what the run had begun is whole or not there."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended, and what it left to say, a line each."""

    well: bool
    lines: tuple[str, ...]


class Runs:
    """One run at a time. Every method raises `Stopped` as soon as it is told to end."""

    def __init__(
        self, folder: Path, children: Children, prefect: PrefectSide | None, stop: threading.Event
    ) -> None:
        self._folder, self._children, self._prefect, self._stop = folder, children, prefect, stop
        self._log = children.home / "run.log"

    def due(self, day: date, *, now: datetime) -> Outcome:
        """Do what is due on a day: through Prefect where it knows the schedule, else without."""
        if self._prefect is not None and self._prefect.is_deployed:
            try:
                self._wait(self._prefect.start_due(day, now=now, log=self._log))
                return self._outcome_at(self._prefect)
            except StoreTrouble:
                pass  # what is due is not left undone for it: the server is seen to by the clock
        child = self._children.start(
            "run", (*_ALONE, str(self._folder), day.isoformat()), environment={}, log=self._log
        )
        self._wait(child)
        return Outcome(child.returncode == 0, self._said())

    def asked(self, prefect: PrefectSide, *, now: datetime) -> tuple[str, Outcome] | None:
        """Carry out the run that somebody asked Prefect for, or that its schedule has made, if any.

        Raises:
            StoreTrouble: the server does not answer, or refuses.
        """
        started = prefect.start_asked(now=now, log=self._log)
        if started is None:
            return None
        flow, child = started
        self._wait(child)
        return flow, self._outcome_at(prefect)

    def _outcome_at(self, prefect: PrefectSide) -> Outcome:
        well, message = prefect.ended()
        return Outcome(well, self._said() if well else (*self._said(), message))

    def _wait(self, child: Popen[bytes]) -> None:
        while child.poll() is None:
            if self._stop.wait(_LOOK_EVERY):
                self._children.end("run")
                raise Stopped
        self._children.end("run")  # and whatever it left behind

    def _said(self) -> tuple[str, ...]:
        text = self._log.read_text(encoding="utf-8", errors="replace")
        return tuple(line for line in text.splitlines() if line.strip())
