"""Steps under the run ledger: two runs take turns, a killed one is told and taken over, none is skipped."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from halfterm.cycles.errors import BadInput, NotAllowed
from halfterm.flows.engine import LocalEngine, StepFailed
from halfterm.flows.half_term import half_term, plain_stages
from halfterm.flows.ledger_engine import LedgerEngine, under_ledger
from halfterm.flows.run import Run
from halfterm.flows.workspace import open_workspace
from halfterm.warehouse.register_store import opened_store
from halfterm.warehouse.register_tables import RUN_STEPS
from halfterm.warehouse.run_holder import Holder
from halfterm.warehouse.run_ledger import RunLedger, run_ledger
from tests.flows.small_workspace import make_workspace
from tests.postgres import RegisterPlace

# Runs one step that writes a line when it begins and, as soon as it may, one when it ends.
RUNNER = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from halfterm.flows.engine import LocalEngine
from halfterm.flows.ledger_engine import under_ledger
from halfterm.warehouse.register_address import register_address

where, log, name, may_end = sys.argv[1:]
where = Path(where) if where.endswith(".sqlite") else where

def note(word):
    with open(log, "a") as file:
        file.write(f"{word} {name}\\n")

def work():
    note("begins")
    while not Path(may_end).exists():
        time.sleep(0.01)
    note("ends")

now = lambda: datetime.now(UTC)
say = lambda line: print(line, flush=True)
with under_ledger(LocalEngine(), register_address(where), scope="spring-1", now=now, say=say) as engine:
    engine.step("load baselines", work)
"""


def now() -> datetime:
    return datetime.now(UTC)


def runner(place: RegisterPlace, log: Path, name: str, *, may_end: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", RUNNER, str(place.where), str(log), name, str(may_end)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def rows(place: RegisterPlace) -> list[tuple[str, str, str]]:
    """Step, state and note of every row."""
    with opened_store(place.address) as store, store.reading() as connection:
        columns = select(RUN_STEPS.c.step, RUN_STEPS.c.state, RUN_STEPS.c.note)
        return [(step, state, note) for step, state, note in connection.execute(columns)]


def wait_until_written(log: Path, process: subprocess.Popen[str]) -> None:
    while not log.exists():
        assert process.poll() is None
        time.sleep(0.01)


def test_two_processes_that_run_the_same_step_take_turns(place: RegisterPlace, tmp_path: Path) -> None:
    log, may_end = tmp_path / "log", tmp_path / "may end"
    first = runner(place, log, "first", may_end=may_end)
    wait_until_written(log, first)
    second = runner(place, log, "second", may_end=may_end)
    assert second.stdout is not None
    waits = second.stdout.readline()
    may_end.touch()
    said = waits + second.communicate(timeout=100)[0]
    assert first.communicate(timeout=100)[0] == ""
    assert (first.returncode, second.returncode) == (0, 0)
    assert log.read_text().splitlines() == ["begins first", "ends first", "begins second", "ends second"]
    assert said.startswith("waiting: spring-1: 'load baselines' has been run since ")
    assert f"by process {first.pid} on " in said
    assert said.count("\n") == 1


def test_a_killed_run_is_told_at_once_and_taken_over(place: RegisterPlace, tmp_path: Path) -> None:
    log, said = tmp_path / "log", list[str]()
    killed = runner(place, log, "killed", may_end=tmp_path / "never")
    wait_until_written(log, killed)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    with under_ledger(LocalEngine(), place.address, scope="spring-1", now=now, say=said.append) as engine:
        assert rows(place) == [("load baselines", "interrupted", "")]
        assert engine.step("load baselines", lambda: 7) == 7
    assert rows(place) == [("load baselines", "done", "")]
    assert len(said) == 1
    assert said[0].startswith("spring-1: 'load baselines' was interrupted (begun ")
    assert f"by process {killed.pid} on " in said[0]


def test_who_waits_too_long_is_told_since_when_and_by_which_process(place: RegisterPlace) -> None:
    began = datetime(2025, 5, 1, 12, 0, tzinfo=UTC)
    with opened_store(place.address) as store:
        RunLedger(store, now=lambda: began, holder=Holder("ada", "b", 4312, "7")).claim("spring-1", "load")
        engine = LedgerEngine(
            LocalEngine(),
            RunLedger(store, now=lambda: began),
            scope="spring-1",
            say=lambda line: None,
            patience=0.1,
        )
        with pytest.raises(NotAllowed) as refused:
            engine.step("load", lambda: pytest.fail("it is held"))
    # In London it is summer.
    assert str(refused.value) == (
        "spring-1: 'load' has been run since 1 May 2025, 13:00:00 by process 4312 on ada; "
        "try again when it has ended"
    )


def test_steps_get_their_arguments_and_a_step_that_was_done_is_run_again(place: RegisterPlace) -> None:
    with run_ledger(place.address, now=now) as ledger:
        engine = LedgerEngine(LocalEngine(), ledger, scope="spring-1", say=pytest.fail)
        for _ in range(2):
            assert engine.step("sort", sorted, [3, 1, 2], reverse=True) == [3, 2, 1]
    assert rows(place) == [("sort", "done", "")]


def test_a_failure_is_noted_without_data_and_the_step_is_free(place: RegisterPlace) -> None:
    def broken() -> None:
        raise RuntimeError("pupil B801200005001 scored 17")

    def refused() -> None:
        raise BadInput("marks.csv, row 7: not a number")

    def stopped() -> None:
        raise KeyboardInterrupt

    with run_ledger(place.address, now=now) as ledger:
        engine = LedgerEngine(LocalEngine(), ledger, scope="spring-1", say=pytest.fail)
        for name, function, error in (
            ("a", broken, StepFailed),
            ("b", refused, BadInput),
            ("c", stopped, KeyboardInterrupt),
        ):
            with pytest.raises(error):
                engine.step(name, function)
        assert engine.step("b", lambda: 1) == 1
    (_, state, note), *others = sorted(rows(place))
    assert state == "failed"
    assert note.startswith("a: RuntimeError at test_ledger_engine.py:")
    assert others == [("b", "done", ""), ("c", "failed", "KeyboardInterrupt")]


def test_a_half_term_runs_to_its_end_under_the_ledger(tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "small")
    where = open_workspace(folder).register
    run = Run(folder, "spring-1", datetime(2026, 1, 5, tzinfo=UTC).date())
    with under_ledger(LocalEngine(), where, scope="spring-1", now=now, say=pytest.fail) as engine:
        assert half_term(run, plain_stages(engine, rehearse=True)).changed
        assert not half_term(run, plain_stages(engine, rehearse=True)).changed
    noted = rows(RegisterPlace(folder, where))
    assert {state for _, state, _ in noted} == {"done"}
    assert "lock plans" in [step for step, _, _ in noted]
