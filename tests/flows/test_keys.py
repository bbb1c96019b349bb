"""The pupil key through the command line: made, shown, rotated, killed on the way, used to trace."""

from __future__ import annotations

import csv
import json
import random
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from halfterm.cycles.cycle_book import CycleBook
from halfterm.cycles.errors import BadInput, NotAllowed, StoreTrouble
from halfterm.cycles.events import KEY_ROTATED, TRACED, Event
from halfterm.flows.audit import audit
from halfterm.flows.cli import app
from halfterm.flows.keys import rotate
from halfterm.flows.workspace import open_workspace
from halfterm.warehouse.key_file import read_key
from halfterm.warehouse.pseudonym import key_held
from halfterm.warehouse.register import register
from halfterm.warehouse.rekeying import group_hashes
from halfterm.warehouse.store import reading, warehouse
from halfterm.warehouse.study_files import read_studies
from tests.flows.small_workspace import make_workspace

TODAY = date(2025, 3, 1)
RUN = ("run", "--half-term", "spring-1", "--engine", "local")


def said(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [*map(str, words)])


def run(folder: Path) -> str:
    done = said(RUN[0], folder, *RUN[1:])
    assert done.exception is None, (done.exception, done.output)
    return done.output


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace run once: one cycle matched, with many equal scores at baseline and decimals afterwards."""
    folder = make_workspace(tmp_path_factory.mktemp("ran") / "small")
    plan = folder / "cycles" / "ash-beech-1.yaml"
    plan.write_text(plan.read_text().replace("kind: others, name: the other", "kind: matched, name: matched"))
    marks, chance = folder / "inbox" / "marks.csv", random.Random(3)
    head, *rows = csv.reader(marks.read_text().splitlines())
    for row in rows:
        row[6] = f"{float(row[6]) + chance.random():.3f}"
    with marks.open("w", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    run(folder)
    return folder


@pytest.fixture
def folder(ran: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(ran, tmp_path / "small"))


def rotations(folder: Path) -> tuple[Event, ...]:
    with register(open_workspace(folder).register) as events:
        return events.events(KEY_ROTATED)


def keys(folder: Path) -> int:
    key = read_key(open_workspace(folder).key_place)
    assert key is not None
    return len(key.secrets)


def test_a_key_is_made_once_and_shown_by_its_fingerprint(tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "small")
    with pytest.raises(BadInput, match="there is no pupil key yet"):
        raise said("key", "show", folder).exception or AssertionError
    made = said("key", "new", folder).output
    secret = (folder / "pupil.key").read_text().strip()
    shown = said("key", "show", folder).output
    assert stat.S_IMODE((folder / "pupil.key").stat().st_mode) == 0o600
    assert shown.splitlines()[1] == "No pupil is loaded yet."
    assert shown.split()[2] in made
    assert secret not in made + shown
    assert isinstance(said("key", "new", folder).exception, NotAllowed)


def test_a_lost_key_is_never_made_anew_once_pupils_are_loaded(folder: Path) -> None:
    (folder / "pupil.key").unlink()
    for words in (("key", "new", folder), ("key", "show", folder), (RUN[0], folder, *RUN[1:])):
        done = said(*words)
        assert "the pupil key is missing" in str(done.exception), words
    assert not (folder / "pupil.key").exists()


def test_scores_are_not_loaded_under_another_key(folder: Path) -> None:
    (folder / "pupil.key").write_text("5a" * 32 + "\n")
    done = said(RUN[0], folder, *RUN[1:])
    assert "is another" in str(done.exception)
    assert json.loads(said("key", "show", folder, "--json").output)["fits"] is False


def test_the_environment_may_hold_the_key_and_the_settings_name_its_entry(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (folder / "halfterm.toml").open("a") as settings:
        settings.write('key_env = "SCHOOLS_KEY"\n')
    monkeypatch.setenv("SCHOOLS_KEY", (folder / "pupil.key").read_text())
    (folder / "pupil.key").unlink()
    shown = said("key", "show", folder).output
    assert shown.startswith("SCHOOLS_KEY: fingerprint ")
    assert "The warehouse's pseudonyms are under it." in shown
    with pytest.raises(NotAllowed, match="comes from the environment"):
        rotate(open_workspace(folder), by="fay", reason="Stolen.", today=TODAY)


def test_a_rotation_changes_no_number_of_a_study_by_one_bit(folder: Path) -> None:
    studies = folder / "warehouse" / "studies" / "spring-1"
    before = read_studies(studies)
    done = said("key", "rotate", folder, "--by", "fay", "--reason", "A laptop was stolen.")
    assert done.exception is None, done.exception
    assert done.output.splitlines()[1:] == [
        "pupil.key now holds 2 keys, oldest first: keep a copy of all of them.",
        "The frozen groups of 2 cycles are the same; the register knows their new hashes.",
    ]
    shutil.rmtree(studies)
    assert "loaded before" in run(folder)
    assert read_studies(studies) == before
    assert len(before) > 2


def test_a_rotation_is_told_in_the_register_and_shown_by_the_audit(folder: Path) -> None:
    done = rotate(open_workspace(folder), by="fay", reason=" A laptop was stolen. ", today=TODAY)
    (event,) = rotations(folder)
    assert (event.actor, event.on, event.body["from"], event.body["to"]) == (
        "fay",
        TODAY,
        done.before,
        done.after,
    )
    workspace = open_workspace(folder)
    with register(workspace.register) as events, reading(workspace.warehouse) as connection:
        held = {cycle: locked.groups_hash for cycle, locked in CycleBook(events.events()).locked.items()}
        assert held == group_hashes(connection) == event.body["groups"]
    shown = said("audit", folder)
    assert shown.exception is None
    assert f"{TODAY}: {done.before} to {done.after}, by fay: A laptop was stolen." in shown.output


@pytest.mark.parametrize(
    ("by", "reason", "refused"),
    [("head-ash", "Stolen.", NotAllowed), ("fai", "Stolen.", BadInput), ("fay", "  ", BadInput)],
)
def test_a_rotation_needs_a_keeper_and_a_reason(
    folder: Path, by: str, reason: str, refused: type[Exception]
) -> None:
    with pytest.raises(refused):
        rotate(open_workspace(folder), by=by, reason=reason, today=TODAY)
    assert keys(folder) == 1


def test_groups_that_are_not_those_of_the_lock_are_not_vouched_for_by_a_rotation(folder: Path) -> None:
    with warehouse(open_workspace(folder).warehouse) as connection:
        connection.execute("UPDATE frozen_group SET side = 'target' WHERE side = 'comparison'")
        connection.execute("DELETE FROM ledger WHERE table_name = 'frozen_group'")
        connection.execute(
            "INSERT INTO ledger SELECT *, version() FROM ledger_rows WHERE table_name = 'frozen_group'"
        )
    (folder / "warehouse" / "halfterm.head").unlink()
    with pytest.raises(StoreTrouble, match="not those that were locked"):
        rotate(open_workspace(folder), by="fay", reason="Stolen.", today=TODAY)
    assert keys(folder) == 1


def test_a_warehouse_from_before_the_rotation_is_taken_to_the_newest_key(folder: Path) -> None:
    copy = Path(shutil.copytree(folder / "warehouse", folder.parent / "backup"))
    rotate(open_workspace(folder), by="fay", reason="Stolen.", today=TODAY)
    for name in ("halfterm.duckdb", "halfterm.head"):
        shutil.copy(copy / name, folder / "warehouse" / name)
    assert "older than the last rotation" in str(said(RUN[0], folder, *RUN[1:]).exception)
    done = rotate(open_workspace(folder), by="fay", reason="Restored.", today=TODAY)
    assert done.finished
    check_sound(folder, rotated=True)


# One process that forks for each moment: a rotation in each child, which kills itself there.
KILLER = """
import os, signal, sys
from datetime import date
from pathlib import Path
from halfterm.flows import keys
from halfterm.flows.workspace import open_workspace
from halfterm.warehouse import rekeying

def rotate_and_die(folder, module, name):
    real = getattr(module, name)
    def deadly(*given, **named):
        real(*given, **named)
        os.kill(os.getpid(), signal.SIGKILL)
    setattr(module, name, deadly)
    keys.rotate(open_workspace(Path(folder)), by="fay", reason="Stolen.", today=date(2025, 3, 1))
    os._exit(1)

for place in sys.argv[1:]:
    child = os.fork()
    if not child:
        module, name = Path(place).parent.name.split(".")
        rotate_and_die(place, {"keys": keys, "rekeying": rekeying}[module], name)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""

# Behind what a rotation is killed, and whether what comes after finishes it, or finds it as if never begun.
MOMENTS = {
    "keys.write_next": False,
    "rekeying._remake_ledger": False,  # within the transaction
    "keys.rekey": True,
    "keys.adopt_next": True,
    "keys.overwrite_freed": True,
}


@pytest.fixture(scope="module")
def killed(ran: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """By moment, a workspace whose rotation was killed then."""
    base = tmp_path_factory.mktemp("killed")
    places = {moment: Path(shutil.copytree(ran, base / moment / "small")) for moment in MOMENTS}
    command = [sys.executable, "-c", KILLER, *map(str, places.values())]
    done = subprocess.run(command, timeout=240, check=True, capture_output=True, text=True)
    assert done.stdout.split() == [str(-signal.SIGKILL)] * len(places), done.stderr
    return places


def check_sound(folder: Path, *, rotated: bool) -> None:
    """Key, warehouse and register agree."""
    workspace = open_workspace(folder)
    assert keys(folder) == 1 + rotated
    assert len(rotations(folder)) == int(rotated)
    assert sorted(path.name for path in folder.glob("*pupil.key*")) == ["pupil.key"]
    key = read_key(workspace.key_place)
    with reading(workspace.warehouse) as connection:
        assert key is not None
        assert key_held(connection) == key.fingerprint
        assert "freed_space" not in {row[0] for row in connection.execute("SHOW TABLES").fetchall()}
    assert not audit(workspace).problems


@pytest.mark.parametrize("moment", ["rekeying._remake_ledger", "keys.adopt_next", "keys.overwrite_freed"])
def test_a_killed_rotation_is_finished_or_undone_when_it_is_asked_for_again(
    killed: dict[str, Path], moment: str
) -> None:
    folder = killed[moment]
    done = rotate(open_workspace(folder), by="fay", reason="Stolen.", today=TODAY)
    assert done.finished is MOMENTS[moment]
    check_sound(folder, rotated=True)


@pytest.mark.parametrize("moment", ["keys.write_next", "keys.rekey"])
def test_a_killed_rotation_is_finished_or_undone_by_the_next_run(
    killed: dict[str, Path], moment: str
) -> None:
    assert "Nothing has changed since the last run." in run(killed[moment])
    check_sound(killed[moment], rotated=MOMENTS[moment])


Trace = Callable[..., Result]


@pytest.fixture
def trace(folder: Path) -> Trace:
    def ask(*more: str | Path, by: str = "head-ash", cycle: str = "cedar-dogwood-1") -> Result:
        marks = folder / "inbox" / "marks.csv"
        return said("trace", folder, marks, "--source", "marks", "--cycle", cycle, "--by", by, *more)

    return ask


def test_a_school_traces_its_own_pupils_and_the_register_remembers(folder: Path, trace: Trace) -> None:
    out = folder.parent / "own.csv"
    done = trace("--out", out, by="head-cedar")
    assert done.exception is None, done.exception
    assert "cedar-dogwood-1, cedar: 40 rows of the file; 120 rows of other schools left out" in done.output
    head, *rows = csv.reader(out.read_text().splitlines())
    assert head == ["row", "UPN", "group", "reading"]
    assert len(rows) == 40
    marks = (folder / "inbox" / "marks.csv").read_text().splitlines()
    for number, upn, group, scores in rows:
        pupil = marks[int(number) - 1].split(",")
        assert (pupil[0], pupil[1]) == (upn, "C3")
        assert group == ("target group" if pupil[2] == "Y" else "comparison")
        assert scores == "both scores"
        assert upn not in done.output
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    with register(open_workspace(folder).register) as events:
        (event,) = events.events(TRACED)
    assert (event.actor, event.subject) == ("head-cedar", "cedar-dogwood-1")
    assert event.body == {
        "school": "cedar",
        "source": "marks",
        "rows": 40,
        "pupils": {"target group": 20, "comparison": 20},
    }


def test_a_trace_without_a_file_to_write_shows_counts_alone(trace: Trace, folder: Path) -> None:
    done = trace("--json", by="head-dogwood")
    assert json.loads(done.output)["pupils"] == {"target group": 20, "comparison": 20}
    assert not list(folder.rglob("own*"))


@pytest.mark.parametrize(
    ("by", "cycle", "refused", "words"),
    [
        ("nia", "cedar-dogwood-1", NotAllowed, "neither the headteacher nor the data manager"),
        ("head-ash", "cedar-dogwood-1", NotAllowed, "not in the engagement"),
        ("head-cedr", "cedar-dogwood-1", BadInput, "did you mean 'head-cedar'"),
        ("head-cedar", "cedar-dogwood-2", BadInput, "did you mean 'cedar-dogwood-1'"),
    ],
)
def test_nobody_else_traces(
    folder: Path, trace: Trace, by: str, cycle: str, refused: type[Exception], words: str
) -> None:
    done = trace(by=by, cycle=cycle)
    assert isinstance(done.exception, refused)
    assert words in str(done.exception)
    with register(open_workspace(folder).register) as events:
        assert not events.events(TRACED)


def test_rows_are_not_written_into_the_workspace_or_over_a_file(folder: Path, trace: Trace) -> None:
    assert "outside the workspace" in str(
        trace("--out", folder / "inbox" / "x.csv", by="head-cedar").exception
    )
    (folder.parent / "own.csv").write_text("mine")
    assert "is there already" in str(trace("--out", folder.parent / "own.csv", by="head-cedar").exception)
    assert (folder.parent / "own.csv").read_text() == "mine"


def test_a_group_is_followed_over_half_terms_as_the_public_may_know_it(folder: Path) -> None:
    followed = json.loads(said("follow", folder, "--attribute", "fsm=yes", "--json").output)
    pupils = [
        (row["half_term"], row["side"], row["pupils"]["value"], row["moved"]["symbol"])
        for row in followed["pupils"]
    ]
    assert pupils == [
        ("Autumn 2", "group", 80.0, "z"),
        ("Autumn 2", "others", 80.0, "z"),
        ("Spring 1", "group", 80.0, "c"),
        ("Spring 1", "others", 80.0, "c"),
    ]
    assert all(row["mean"]["symbol"] is None for row in followed["scores"])
    shown = said("follow", folder, "--attribute", "fsm=yes").output
    assert shown.startswith("fsm=yes: pupils\n")
    assert "did you mean 'fsm'" in str(said("follow", folder, "--attribute", "fms=yes").exception)
