"""Steps under the run ledger: one process at a time runs a step, and a run that was killed is told."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from halfterm.cycles.errors import NotAllowed, StoreTrouble
from halfterm.flows.engine import Engine, StepFailed
from halfterm.warehouse.register_address import RegisterAddress
from halfterm.warehouse.run_ledger import LEASE, Claim, HeldBy, Interrupted, RunLedger, run_ledger

P = ParamSpec("P")
R = TypeVar("R")

_LONDON = ZoneInfo("Europe/London")
_PATIENCE = 60.0  # seconds that a step waits for another process: longer than a lease
_PAUSE = 0.5  # seconds between two tries


class LedgerEngine:
    """Claims each step in the ledger, runs it by another engine, and notes how it ended.

    A step that was done is run again: steps look for themselves what is missing. The ledger only keeps two
    people who run the same half-term out of each other's way.
    """

    def __init__(
        self,
        inner: Engine,
        ledger: RunLedger,
        *,
        scope: str,
        say: Callable[[str], None],
        patience: float = _PATIENCE,
    ) -> None:
        self._inner = inner
        self._ledger = ledger
        self._scope = scope
        self._say = say
        self._patience = patience

    def step(self, name: str, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run one step, once nobody else is running it.

        Raises:
            NotAllowed: another process was still running it when patience ended.
        """
        claim = self._claimed(name)
        try:
            with self._ledger.kept_alive(claim):
                result = self._inner.step(name, function, *args, **kwargs)
        except BaseException as broken:
            note = str(broken) if isinstance(broken, StepFailed) else type(broken).__name__
            # What went wrong first is what is told; the lease runs out by itself.
            with suppress(StoreTrouble):
                self._ledger.failed(claim, note)
            raise
        self._ledger.done(claim)
        return result

    def _claimed(self, step: str) -> Claim:
        begun = moved = time.monotonic()
        held: HeldBy | None = None
        while True:
            still = time.monotonic() - moved > LEASE.total_seconds()
            answer = self._ledger.claim(self._scope, step, stood_still=held if still else None)
            if isinstance(answer, Claim):
                if answer.after is not None:
                    self._say(told(answer.after))
                return answer
            assert isinstance(answer, HeldBy), "a step without a content key is never done already"
            if held is None:
                self._say(f"waiting: {_running(answer)}")
            if time.monotonic() - begun > self._patience:
                raise NotAllowed(f"{_running(answer)}; try again when it has ended")
            if answer != held:
                held, moved = answer, time.monotonic()
            time.sleep(_PAUSE)


@contextmanager
def under_ledger(
    inner: Engine,
    where: RegisterAddress,
    *,
    scope: str,
    now: Callable[[], datetime],
    say: Callable[[str], None],
) -> Iterator[LedgerEngine]:
    """An engine under the ledger of a register; what was interrupted before is told at once.

    Args:
        inner: runs the steps.
        where: the register.
        scope: the half-term's id.
        now: gives the time, with its zone.
        say: shows a line to whoever waits.
    """
    with run_ledger(where, now=now) as ledger:
        for interrupted in ledger.sweep():
            say(told(interrupted))
        yield LedgerEngine(inner, ledger, scope=scope, say=say)


def told(interrupted: Interrupted) -> str:
    """What to say of a step whose process ended without a word."""
    begun = f"begun {_shown(interrupted.began)} by {interrupted.holder}"
    return (
        f"{interrupted.scope}: '{interrupted.step}' was interrupted ({begun}); nothing half-done is kept, "
        "and running it again goes on from there"
    )


def _running(held: HeldBy) -> str:
    return f"{held.scope}: '{held.step}' has been run since {_shown(held.began)} by {held.holder}"


def _shown(time: datetime) -> str:
    return f"{time.astimezone(_LONDON):%d %B %Y, %H:%M:%S}".lstrip("0")
