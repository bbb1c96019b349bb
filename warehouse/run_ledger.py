"""The run ledger: which process runs which step, kept alive by a heartbeat, so that a killed run is found.

It stands beside the events of the register and is no part of their chain: its rows change.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, and_, select, update

from halfterm.cycles.errors import StoreTrouble
from halfterm.warehouse.register_address import RegisterAddress, register_address
from halfterm.warehouse.register_store import Store, opened_store
from halfterm.warehouse.register_tables import RUN_STEPS
from halfterm.warehouse.run_holder import Holder, is_dead, this_process

LEASE: Final = timedelta(seconds=30)
"""How long a step counts as held after its last heartbeat."""

BEAT: Final = 5.0
"""Seconds between two heartbeats: several may get lost before a lease runs out."""

_RUNNING, _DONE, _FAILED, _INTERRUPTED = "running", "done", "failed", "interrupted"
_columns = RUN_STEPS.c


@dataclass(frozen=True, slots=True)
class Interrupted:
    """A step that was begun and neither done nor failed: its process was killed, or is cut off."""

    scope: str
    step: str
    holder: Holder
    began: datetime
    heartbeat: datetime


@dataclass(frozen=True, slots=True)
class Claim:
    """A step that is this process's to run. `attempt` counts the claims; `after` is the run it takes over."""

    scope: str
    step: str
    attempt: int
    began: datetime
    after: Interrupted | None = None


@dataclass(frozen=True, slots=True)
class AlreadyDone:
    """A step that was done with the same content key."""

    scope: str
    step: str
    ended: datetime


@dataclass(frozen=True, slots=True)
class HeldBy:
    """A step that another process runs, or another thread of this one."""

    scope: str
    step: str
    holder: Holder
    attempt: int
    began: datetime
    heartbeat: datetime
    lease_until: datetime


class RunLedger:
    """The steps of runs, in the register's database. `now` gives the time, with its zone."""

    def __init__(self, store: Store, *, now: Callable[[], datetime], holder: Holder | None = None) -> None:
        self._store = store
        self._now = now
        self._holder = holder or this_process()

    def claim(
        self, scope: str, step: str, key: str = "", *, stood_still: HeldBy | None = None
    ) -> Claim | AlreadyDone | HeldBy:
        """Take a step to run it, unless it is done with this key or somebody else runs it.

        Args:
            scope: what the step is a step of: a half-term's id.
            step: its name.
            key: what the step's outcome depends on; empty: done or not, it is to be run.
            stood_still: a holder whose heartbeat the caller has watched for longer than a lease without a
                move. It is taken over whatever its lease says: its clock, or ours, is wrong.
        """
        with self._store.writing() as connection:
            row = connection.execute(select(RUN_STEPS).where(_of(scope, step))).one_or_none()
            now = self._time()
            if row is None:
                fresh = self._fresh(now, key=key, attempt=1)
                connection.execute(RUN_STEPS.insert().values(scope=scope, step=step, **fresh))
                return Claim(scope, step, 1, now)
            if row.state == _DONE and key and row.content_key == key:
                return AlreadyDone(scope, step, datetime.fromisoformat(row.ended))
            if row.state == _RUNNING and _held(row) != stood_still and not self._is_over(row):
                return _held(row)
            attempt = row.attempt + 1
            _set(connection, _of(scope, step), **self._fresh(now, key=key, attempt=attempt))
            return Claim(scope, step, attempt, now, _interrupted(row) if row.state == _RUNNING else None)

    def renew(self, claim: Claim) -> bool:
        """Tell that the step is still being run; False when somebody else has taken it over."""
        now = self._time()
        # Running again, if a sweep took a machine that was asleep for one that had died.
        return self._change(claim, state=_RUNNING, heartbeat=_text(now), lease_until=_text(now + LEASE))

    @contextmanager
    def kept_alive(self, claim: Claim, *, every: float = BEAT) -> Iterator[None]:
        """Renew a claim every so many seconds, in a thread, for as long as the block lasts."""
        ended = threading.Event()

        def beat() -> None:
            while not ended.wait(every):
                try:
                    if not self.renew(claim):
                        return
                except StoreTrouble:
                    continue  # told by the lease, if it goes on: the step itself must not end for it

        thread = threading.Thread(target=beat, name="halfterm heartbeat", daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()

    def done(self, claim: Claim, *, key: str | None = None) -> bool:
        """Note that the step is done; False when somebody else has taken it over meanwhile.

        `key` is the content key as it is now, for a step that changes what it depends on.
        """
        moved = {} if key is None else {"content_key": key}
        return self._change(claim, state=_DONE, ended=_text(self._time()), **moved)

    def failed(self, claim: Claim, note: str) -> bool:
        """Note that the step failed, in words that hold no data; False as for `done`."""
        return self._change(claim, state=_FAILED, ended=_text(self._time()), note=note)

    def sweep(self) -> tuple[Interrupted, ...]:
        """Find the steps whose run has ended without a word, and mark them interrupted."""
        with self._store.writing() as connection:
            running = connection.execute(select(RUN_STEPS).where(_columns.state == _RUNNING)).all()
            over = [row for row in running if self._is_over(row)]
            for row in over:
                _set(connection, _of(row.scope, row.step), state=_INTERRUPTED, ended=_text(self._time()))
        return tuple(_interrupted(row) for row in over)

    def _time(self) -> datetime:
        return self._now().astimezone(UTC)

    def _fresh(self, now: datetime, *, key: str, attempt: int) -> dict[str, str | int | None]:
        return {
            "content_key": key,
            "attempt": attempt,
            "holder": self._holder.as_text(),
            "state": _RUNNING,
            "began": _text(now),
            "heartbeat": _text(now),
            "lease_until": _text(now + LEASE),
            "ended": None,
            "note": "",
        }

    def _is_over(self, row: Any) -> bool:
        lapsed = datetime.fromisoformat(row.lease_until) <= self._time()
        return lapsed or is_dead(Holder.of_text(row.holder))

    def _change(self, claim: Claim, **values: str) -> bool:
        own = and_(_of(claim.scope, claim.step), _columns.attempt == claim.attempt)
        with self._store.writing() as connection:
            return _set(connection, own, **values) == 1


@contextmanager
def run_ledger(where: RegisterAddress | Path | str, *, now: Callable[[], datetime]) -> Iterator[RunLedger]:
    """The run ledger in the database of a register.

    Raises:
        BadInput, StoreTrouble: as for the register.
    """
    address = where if isinstance(where, RegisterAddress) else register_address(where)
    with opened_store(address) as store:
        yield RunLedger(store, now=now)


def _of(scope: str, step: str) -> ColumnElement[bool]:
    return and_(_columns.scope == scope, _columns.step == step)


def _set(connection: Connection, which: ColumnElement[bool], **values: str | int | None) -> int:
    return connection.execute(update(RUN_STEPS).where(which).values(**values)).rowcount


def _text(time: datetime) -> str:
    return time.isoformat(timespec="microseconds")


def _interrupted(row: Any) -> Interrupted:
    began, heartbeat = (datetime.fromisoformat(text) for text in (row.began, row.heartbeat))
    return Interrupted(row.scope, row.step, Holder.of_text(row.holder), began, heartbeat)


def _held(row: Any) -> HeldBy:
    began, heartbeat, until = (
        datetime.fromisoformat(text) for text in (row.began, row.heartbeat, row.lease_until)
    )
    return HeldBy(row.scope, row.step, Holder.of_text(row.holder), row.attempt, began, heartbeat, until)
