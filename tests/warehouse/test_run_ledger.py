"""The run ledger: one process at a time runs a step, and a run that ended without a word is found."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select

from halfterm.cycles.errors import StoreTrouble
from halfterm.warehouse.register import register
from halfterm.warehouse.register_address import register_address
from halfterm.warehouse.register_store import opened_store
from halfterm.warehouse.register_tables import RUN_STEPS
from halfterm.warehouse.run_holder import Holder, is_dead, this_process
from halfterm.warehouse.run_ledger import (
    LEASE,
    AlreadyDone,
    Claim,
    HeldBy,
    Interrupted,
    RunLedger,
    run_ledger,
)
from tests.postgres import PostgresServer, RegisterPlace

NOON = datetime(2025, 5, 1, 12, 0, tzinfo=UTC)
ELSEWHERE = Holder("another-host", "another boot", 4312, "77")
SECOND = timedelta(seconds=1)


class Clock:
    """A clock that stands still until a test moves it, either way."""

    def __init__(self) -> None:
        self.time = NOON

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@contextmanager
def two_hosts(place: RegisterPlace, clock: Clock) -> Iterator[tuple[RunLedger, RunLedger]]:
    """The ledger as this host has it and as another has it."""
    with opened_store(place.address) as store:
        yield RunLedger(store, now=clock), RunLedger(store, now=clock, holder=ELSEWHERE)


def claimed(ledger: RunLedger, step: str = "load") -> Claim:
    claim = ledger.claim("spring-1", step)
    assert isinstance(claim, Claim)
    return claim


def states_and_notes(place: RegisterPlace) -> list[tuple[str, str]]:
    with opened_store(place.address) as store, store.reading() as connection:
        rows = connection.execute(select(RUN_STEPS.c.state, RUN_STEPS.c.note))
        return [(state, note) for state, note in rows]


def wait_for_heartbeat(ledger: RunLedger, *, after: datetime) -> None:
    """Wait until the step's holder has been heard after a time."""
    until = time.monotonic() + 30
    while True:
        held = ledger.claim("spring-1", "load")
        assert isinstance(held, HeldBy)
        if held.heartbeat > after:
            return
        assert time.monotonic() < until
        time.sleep(0.01)


def test_a_step_that_is_claimed_is_held_until_it_is_done(place: RegisterPlace, clock: Clock) -> None:
    with two_hosts(place, clock) as (here, there):
        claim = claimed(there)
        assert claim == Claim("spring-1", "load", 1, NOON)
        held = here.claim("spring-1", "load")
        assert held == HeldBy("spring-1", "load", ELSEWHERE, 1, NOON, NOON, NOON + LEASE)
        assert isinstance(here.claim("spring-1", "study"), Claim)
        assert isinstance(here.claim("spring-2", "load"), Claim)
        assert there.done(claim)
        assert claimed(here).attempt == 2


def test_a_step_that_failed_may_be_claimed_again_and_says_why_it_failed(
    place: RegisterPlace, clock: Clock
) -> None:
    with two_hosts(place, clock) as (here, there):
        assert there.failed(claimed(there), "load: KeyError at loading.py:7")
        assert states_and_notes(place) == [("failed", "load: KeyError at loading.py:7")]
        again = claimed(here)
        assert (again.attempt, again.after) == (2, None)
        assert states_and_notes(place) == [("running", "")]


def test_a_step_done_with_the_same_key_is_done_already_and_with_another_is_not(
    place: RegisterPlace, clock: Clock
) -> None:
    with two_hosts(place, clock) as (here, there):
        first = here.claim("spring-1", "study", "abc")
        assert isinstance(first, Claim)
        clock.time += SECOND
        here.done(first)
        assert there.claim("spring-1", "study", "abc") == AlreadyDone("spring-1", "study", NOON + SECOND)
        assert isinstance(there.claim("spring-1", "study", "abd"), Claim)


def test_a_step_done_without_a_key_is_run_again(place: RegisterPlace, clock: Clock) -> None:
    with two_hosts(place, clock) as (here, _):
        here.done(claimed(here))
        assert isinstance(here.claim("spring-1", "load"), Claim)


def test_a_lease_that_ran_out_is_taken_over_and_its_holder_has_no_more_say(
    place: RegisterPlace, clock: Clock
) -> None:
    with two_hosts(place, clock) as (here, there):
        lost = claimed(there)
        clock.time = NOON + LEASE - SECOND
        assert isinstance(here.claim("spring-1", "load"), HeldBy)
        clock.time = NOON + LEASE
        taken = claimed(here)
        assert taken.attempt == 2
        assert taken.after == Interrupted("spring-1", "load", ELSEWHERE, NOON, NOON)
        assert not there.renew(lost)
        assert not there.done(lost)
        assert not there.failed(lost, "too late")
        assert isinstance(there.claim("spring-1", "load"), HeldBy)
        assert here.done(taken)


def test_a_renewed_lease_lasts_from_the_last_heartbeat(place: RegisterPlace, clock: Clock) -> None:
    with two_hosts(place, clock) as (here, there):
        claim = claimed(there)
        clock.time = NOON + LEASE - SECOND
        assert there.renew(claim)
        clock.time = NOON + LEASE + SECOND
        held = here.claim("spring-1", "load")
        assert isinstance(held, HeldBy)
        assert (held.began, held.heartbeat) == (NOON, NOON + LEASE - SECOND)


def test_a_sweep_finds_lapsed_steps_once_and_leaves_the_others_alone(
    place: RegisterPlace, clock: Clock
) -> None:
    with two_hosts(place, clock) as (here, there):
        claimed(there, "load")
        clock.time = NOON + LEASE
        live = claimed(there, "study")
        done = claimed(there, "draft")
        there.done(done)
        assert here.sweep() == (Interrupted("spring-1", "load", ELSEWHERE, NOON, NOON),)
        assert here.sweep() == ()
        assert claimed(here, "load").after is None
        assert there.done(live)


def test_a_machine_that_only_slept_goes_on_after_a_sweep(place: RegisterPlace, clock: Clock) -> None:
    with two_hosts(place, clock) as (here, there):
        claim = claimed(there)
        clock.time = NOON + 2 * LEASE
        assert len(here.sweep()) == 1
        assert there.renew(claim)
        assert isinstance(here.claim("spring-1", "load"), HeldBy)


def test_a_clock_that_goes_backwards_frees_nothing_and_is_followed_by_the_next_heartbeat(
    place: RegisterPlace, clock: Clock
) -> None:
    with two_hosts(place, clock) as (here, there):
        claim = claimed(there)
        clock.time = NOON - timedelta(hours=1)
        assert isinstance(here.claim("spring-1", "load"), HeldBy)
        assert here.sweep() == ()
        assert there.renew(claim)
        clock.time += LEASE
        assert claimed(here).after is not None


def test_a_heartbeat_that_was_watched_standing_still_is_taken_over_whatever_the_clocks_say(
    place: RegisterPlace, clock: Clock
) -> None:
    with two_hosts(place, clock) as (here, there):
        claim = claimed(there)
        clock.time = NOON - timedelta(hours=1)
        held = here.claim("spring-1", "load")
        assert isinstance(held, HeldBy)
        there.renew(claim)
        moved = here.claim("spring-1", "load", stood_still=held)
        assert isinstance(moved, HeldBy)
        assert isinstance(here.claim("spring-1", "load", stood_still=moved), Claim)


def test_times_of_any_zone_are_compared_as_times(place: RegisterPlace, clock: Clock) -> None:
    with two_hosts(place, clock) as (here, there):
        clock.time = NOON.astimezone(timezone(timedelta(hours=9)))
        assert claimed(there).began == NOON
        clock.time = (NOON + LEASE).astimezone(timezone(timedelta(hours=-5)))
        assert claimed(here).attempt == 2


def test_a_heartbeat_keeps_a_claim_for_as_long_as_the_block_lasts(place: RegisterPlace, clock: Clock) -> None:
    with two_hosts(place, clock) as (here, there):
        claim = claimed(there)
        with there.kept_alive(claim, every=0.02):
            for beat in (1, 2):
                clock.time = NOON + beat * SECOND
                wait_for_heartbeat(here, after=NOON + (beat - 1) * SECOND)
        assert "halfterm heartbeat" not in [thread.name for thread in threading.enumerate()]


def test_a_heartbeat_that_does_not_get_through_is_tried_again(postgres: PostgresServer) -> None:
    url = postgres.new_database()
    database = register_address(url).url.database
    ends = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'"
    with run_ledger(url, now=lambda: datetime.now(UTC)) as ledger:
        claim = claimed(ledger)
        with ledger.kept_alive(claim, every=0.01):
            postgres.execute("postgres", f"ALTER DATABASE {database} ALLOW_CONNECTIONS false", ends)
            with pytest.raises(StoreTrouble, match="cannot be reached"):
                ledger.renew(claim)
            time.sleep(0.1)  # some beats that fail
            postgres.execute("postgres", f"ALTER DATABASE {database} ALLOW_CONNECTIONS true")
            wait_for_heartbeat(ledger, after=datetime.now(UTC))
        assert ledger.done(claim)


def test_the_ledger_is_no_part_of_the_chain(place: RegisterPlace, clock: Clock) -> None:
    with two_hosts(place, clock) as (here, _):
        here.done(claimed(here))
    with register(place.address) as book:
        assert book.events() == ()
        assert book.broken_event() is None


HOLDER = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from halfterm.warehouse.run_ledger import run_ledger

where = Path(sys.argv[1]) if sys.argv[1].endswith(".sqlite") else sys.argv[1]
with run_ledger(where, now=lambda: datetime.now(UTC)) as ledger:
    with ledger.kept_alive(ledger.claim("spring-1", "load")):
        print("claimed", flush=True)
        time.sleep(300)
"""


@contextmanager
def holding_process(place: RegisterPlace) -> Iterator[subprocess.Popen[str]]:
    """A process that has claimed the step and runs it."""
    command = [sys.executable, "-c", HOLDER, str(place.where)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "claimed\n"
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("how", ["sweep", "claim"])
def test_a_process_that_was_killed_is_found_at_once_by_the_next_of_its_host(
    place: RegisterPlace, how: str
) -> None:
    with (
        run_ledger(place.where, now=lambda: datetime.now(UTC)) as ledger,
        holding_process(place) as process,
    ):
        held = ledger.claim("spring-1", "load")
        assert isinstance(held, HeldBy)
        assert held.holder.pid == process.pid
        assert ledger.sweep() == ()
        process.send_signal(signal.SIGKILL)
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)  # dead, and not yet asked how
        if how == "sweep":
            assert [found.holder for found in ledger.sweep()] == [held.holder]
        claim = claimed(ledger)
        assert (claim.after is None) == (how == "sweep")
        assert claim.attempt == 2


def test_a_process_is_known_by_when_it_began_and_not_by_its_number_alone() -> None:
    me = this_process()
    assert not is_dead(me)
    assert is_dead(replace(me, started="1"))
    assert is_dead(replace(me, pid=2**22 + 1))
    assert not is_dead(replace(me, host="another", started="1"))
    assert not is_dead(replace(me, boot="another", started="1"))
    assert Holder.of_text(me.as_text()) == me
    assert str(ELSEWHERE) == "process 4312 on another-host"
