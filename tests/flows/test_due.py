"""What is due is done once, again when something moves, and from where it was when it was killed."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from halfterm.cycles.cycle_book import CycleBook
from halfterm.flows.due import DueReport, run_due
from halfterm.flows.engine import LocalEngine
from halfterm.flows.workspace import open_workspace
from halfterm.warehouse.register import register
from tests.flows.programme_2012 import deliver, make_programme

AUTUMN, SPRING = "autumn-2-201112", "spring-1-201112"
CODES = {"danehill": "DANEHILL", "an-east-sussex-primary": "AN-EAST-SUSSEX-PRIMARY"}
BEFORE_THE_LOCK, LOCK, WINDOW, STUDY = (
    date(2012, 1, 4),
    date(2012, 1, 10),
    date(2012, 2, 8),
    date(2012, 2, 20),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One engagement with its baseline, which is due to be locked on 10 January 2012."""
    made = make_programme(tmp_path / "one", ("Danehill",))
    deliver(made, "danehill", AUTUMN, codes=CODES)
    return made


def due(folder: Path, today: date) -> DueReport:
    return run_due(folder, today=today, engine=LocalEngine())


def state(folder: Path) -> str:
    with register(open_workspace(folder).register) as events:
        return CycleBook(events.events()).state("danehill-1")


def test_the_baseline_is_loaded_at_once_and_the_plan_locked_on_its_day(folder: Path) -> None:
    (report,) = due(folder, BEFORE_THE_LOCK).half_terms
    assert [load.pupils for load in report.planned.collected.loads] == [56]
    assert state(folder) == "drafted"
    due(folder, LOCK)
    assert state(folder) == "locked"


def test_a_day_on_which_nothing_has_moved_does_nothing(folder: Path) -> None:
    assert due(folder, LOCK).changed
    assert due(folder, LOCK).half_terms == ()
    assert due(folder, date(2012, 1, 11)).half_terms == ()


def test_data_that_arrive_are_taken_up_on_the_same_day_and_waiting_is_no_error(folder: Path) -> None:
    due(folder, LOCK)
    (waiting,) = due(folder, WINDOW).half_terms
    assert waiting.done.followed_up == 0
    assert "there is no file inbox/danehill-spring-1-201112.csv" in waiting.problems[0]
    deliver(folder, "danehill", SPRING, codes=CODES)
    (arrived,) = due(folder, WINDOW).half_terms
    assert (arrived.done.followed_up, arrived.problems) == (1, ())
    assert state(folder) == "followed up"


def test_what_was_missed_while_the_machine_was_off_is_caught_up_in_one_go(folder: Path) -> None:
    deliver(folder, "danehill", SPRING, codes=CODES)
    plan = folder / "cycles" / "danehill-1.yaml"
    # Nobody may write down in June what they expect of February: such a plan stays open, and says why.
    (late,) = due(folder, date(2012, 6, 20)).half_terms
    assert "a target in the past: reading by 2012-02-10, and it is 2012-06-20" in str(late.problems)
    assert state(folder) == "drafted"
    plan.write_text(plan.read_text().replace("2012-02-10", "2012-06-30"))
    due(folder, date(2012, 6, 20))
    assert state(folder) == "in review"


def test_a_corrected_export_is_studied_again(folder: Path) -> None:
    due(folder, LOCK)
    deliver(folder, "danehill", SPRING, codes=CODES)
    due(folder, STUDY)
    assert due(folder, STUDY).half_terms == ()
    export = folder / "inbox" / f"danehill-{SPRING}.csv"
    rows = export.read_text().splitlines()
    export.write_text("\n".join([*rows[:-1], rows[-1].rsplit(",", 1)[0] + ",11"]) + "\n")
    (again,) = due(folder, STUDY).half_terms
    assert again.studied.fresh
    assert state(folder) == "in review"


def test_an_edition_that_somebody_deleted_is_noticed(folder: Path) -> None:
    due(folder, LOCK)
    deliver(folder, "danehill", SPRING, codes=CODES)
    due(folder, STUDY)
    drafts = folder / "drafts" / SPRING
    drafts.rename(folder / "elsewhere")
    assert due(folder, STUDY).changed
    assert drafts.is_dir()


KILLED = """
import os, signal, sys
from datetime import date
from pathlib import Path
from halfterm.flows.due import run_due
from halfterm.flows.engine import LocalEngine

class Mortal(LocalEngine):
    def step(self, name, function, *args, **kwargs):
        result = super().step(name, function, *args, **kwargs)
        if name == "study due cycles":
            os.kill(os.getpid(), signal.SIGKILL)
        return result

run_due(Path(sys.argv[1]), today=date(2012, 2, 20), engine=Mortal())
"""


def test_a_killed_run_is_told_of_and_gone_on_with_at_the_next_start(folder: Path) -> None:
    due(folder, LOCK)
    deliver(folder, "danehill", SPRING, codes=CODES)
    killed = subprocess.run([sys.executable, "-c", KILLED, str(folder)], check=False, timeout=120)
    assert killed.returncode == -signal.SIGKILL
    assert state(folder) == "studied"
    report = due(folder, STUDY)
    assert [line.split(" was interrupted")[0] for line in report.interrupted] == [
        f"{SPRING}: 'what is due'",
        f"{SPRING}: 'study due cycles'",
    ]
    assert state(folder) == "in review"
    assert due(folder, STUDY).interrupted == ()
