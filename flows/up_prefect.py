"""Prefect's part in `halfterm up`: a server kept running, the schedule on it, and its runs carried out."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from subprocess import Popen
from typing import TYPE_CHECKING, Final
from uuid import UUID

from halfterm.cycles.occasion import Occasion
from halfterm.flows.children import Children
from halfterm.flows.prefect_server import PrefectServer

if TYPE_CHECKING:
    from halfterm.flows.deployments import Deployed

RESTART_AFTER: Final = 60.0
"""Seconds between two starts of a server that does not stay."""

_ENGINE: Final = (sys.executable, "-m", "prefect.engine")  # carries out the run that the environment names


class PrefectSide:
    """The server of one workspace. Without `server` there is one that the environment names.

    Raises, in every method but `keep` and `ready`:
        StoreTrouble: the server does not answer, or refuses.
    """

    def __init__(
        self,
        folder: Path,
        programme: str,
        *,
        server: PrefectServer | None,
        children: Children,
        clock: Callable[[], float],
    ) -> None:
        self._folder, self._programme = folder, programme
        self._server, self._children, self._clock = server, children, clock
        self._process: Popen[bytes] | None = None
        self._started_at = 0.0
        self._deployed: Deployed | None = None
        self._run: UUID | None = None

    @property
    def log(self) -> Path:
        return self._children.home / "server.log"

    @property
    def is_ours(self) -> bool:
        """Whether the server is started here, rather than named by the environment."""
        return self._server is not None

    def keep(self) -> bool:
        """See that the server runs; whether it had to be started, or started again."""
        if self._server is None or (self._process is not None and self._process.poll() is None):
            return False
        if self._process is not None and self._clock() - self._started_at < RESTART_AFTER:
            return False
        self._children.end("server")
        # The client in this process and the processes that it starts take these from the environment.
        os.environ.update(self._server.environment())
        self._process = self._children.start(
            "server", self._server.command, environment=self._server.environment(), log=self.log
        )
        self._started_at = self._clock()
        return True

    def ready(self) -> bool:
        """Whether the server takes requests; one that the environment names is asked when it is used."""
        return self._server is None or self._server.answers()

    def deploy(self, occasions: Iterable[Occasion], *, now: datetime) -> tuple[date, ...]:
        """Write the schedule to the server; the days on which something will be done."""
        from halfterm.flows.deployments import Deployed

        deployed = self._deployed or Deployed(self._folder, self._programme)
        days = deployed.deploy(occasions, now=now)
        self._deployed = deployed
        return days

    @property
    def is_deployed(self) -> bool:
        """Whether the server knows the schedule, and so can be asked for runs."""
        return self._deployed is not None

    def start_due(self, day: date, *, now: datetime, log: Path) -> Popen[bytes]:
        """Start the run of `due` that its schedule has made for now, or one that is made at once.

        Older ones that wait are taken back: this one does their work.
        """
        deployed = self._known()
        waiting = [run for run in deployed.waiting(now=now) if run.is_due]
        run = waiting[-1].run if waiting else deployed.ask_for_due(day)
        child = self._carry_out(run, log)
        for older in waiting[:-1]:
            deployed.drop(older.run)
        return child

    def start_asked(self, *, now: datetime, log: Path) -> tuple[str, Popen[bytes]] | None:
        """Start the oldest run that waits, of whichever flow; its name and process, or None."""
        for asked in self._known().waiting(now=now):
            return asked.flow, self._carry_out(asked.run, log)
        return None

    def ended(self) -> tuple[bool, str]:
        """Whether the run that was started last ended well, and what Prefect says of it."""
        if self._run is None:
            raise RuntimeError("no run was started")
        return self._known().ended(self._run)

    def _known(self) -> Deployed:
        if self._deployed is None:
            raise RuntimeError("deploy first")
        return self._deployed

    def _carry_out(self, run: UUID, log: Path) -> Popen[bytes]:
        self._run = run
        return self._children.start("run", _ENGINE, environment={"PREFECT__FLOW_RUN_ID": str(run)}, log=log)
