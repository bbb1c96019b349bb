"""`halfterm audit` and the settings of the register, as a person meets them, in both stores."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from halfterm.cycles.errors import BadInput
from halfterm.cycles.events import DECISION, LOCKED, MEETING_HELD, STARTED
from halfterm.flows.cli import main
from halfterm.flows.locking import plan_hash
from halfterm.flows.workspace import open_workspace
from halfterm.warehouse.register import register
from halfterm.warehouse.register_address import register_address
from tests.flows.small_workspace import make_workspace
from tests.postgres import PostgresServer, RegisterPlace

MAY, JUNE = date(2025, 5, 1), date(2025, 6, 1)


@dataclass(frozen=True)
class Said:
    """How a command ended, and what it said where."""

    returncode: int
    stdout: str
    stderr: str


Command = Callable[..., Said]


@pytest.fixture
def halfterm(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs the command line in this process: a new one imports for seconds."""

    def run(*words: str | Path) -> Said:
        monkeypatch.setattr(sys, "argv", ["halfterm", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        return Said(int(str(ended.value.code)), *capsys.readouterr())

    return run


@pytest.fixture
def folder(place: RegisterPlace, tmp_path: Path) -> Path:
    """A small workspace whose settings name the register of the test."""
    made = make_workspace(tmp_path / "small")
    if place.server is not None:
        (made / "halfterm.toml").write_text(f'register = "{place.where}"\n')
    return made


def lock(folder: Path, cycle: str = "ash-beech-1") -> None:
    """Lock a cycle as a run would, but for its groups."""
    workspace = open_workspace(folder)
    plan = workspace.plan(cycle)
    body = {"plan": plan.model_dump(mode="json"), "plan_hash": plan_hash(plan), "groups": "0"}
    with register(workspace.register) as book:
        book.append(LOCKED, cycle, actor="nia", on=MAY, body=body)


def write(folder: Path, kind: str, subject: str, **body: object) -> None:
    with register(open_workspace(folder).register) as book:
        book.append(kind, subject, actor="nia", on=JUNE, body=body)


def raw(folder: Path, place: RegisterPlace) -> RegisterPlace:
    """The way behind halfterm's back into the register of a workspace."""
    address = open_workspace(folder).register
    return RegisterPlace(address.file or place.where, address, place.server)


def test_an_audit_counts_the_events_and_prints_the_head_to_write_down(
    halfterm: Command, folder: Path
) -> None:
    lock(folder)
    write(folder, STARTED, "ash-beech-1")
    write(folder, MEETING_HELD, "north/spring-1")
    said = halfterm("audit", folder)
    assert (said.returncode, said.stderr) == (0, "")
    assert "3 events, 2025-05-01 to 2025-06-01" in said.stdout
    assert "Every event is as it was written, and none is missing." in said.stdout
    assert "ash-beech-1  under way" in said.stdout
    head = said.stdout.splitlines()[-1]
    assert head.startswith("3:")
    write(folder, MEETING_HELD, "north/spring-2")
    for expected in (head, head[: len("3:") + 16]):
        assert halfterm("audit", folder, "--expect", expected).returncode == 0
    assert (folder / "warehouse" / "register.head").read_text().startswith("4:")


def test_an_audit_in_json_is_one_object(halfterm: Command, folder: Path) -> None:
    lock(folder)
    said = halfterm("audit", folder, "--json")
    found = json.loads(said.stdout)
    with register(open_workspace(folder).register) as book:
        head = str(book.head())
    assert found["contents"] == {
        "events": 1,
        "first": "2025-05-01",
        "last": "2025-05-01",
        "kinds": {"plan locked": 1},
    }
    assert (found["head"], found["cycles"], found["problems"]) == (head, {"ash-beech-1": "locked"}, [])


def test_a_head_that_is_not_there_is_told(halfterm: Command, folder: Path) -> None:
    lock(folder)
    for expected, why in (
        (f"1:{'0' * 64}", "event 1 is not the one that was written down"),
        (f"2:{'0' * 64}", "missing"),
    ):
        refused = halfterm("audit", folder, "--expect", expected)
        assert refused.returncode == 2
        assert why in refused.stderr
    unreadable = halfterm("audit", folder, "--expect", "yesterday's")
    assert (unreadable.returncode, "NUMBER:HASH" in unreadable.stderr) == (2, True)


def test_a_changed_event_is_named_with_its_kind_subject_and_day(
    halfterm: Command, folder: Path, place: RegisterPlace
) -> None:
    lock(folder)
    write(folder, STARTED, "ash-beech-1")
    behind = raw(folder, place)
    behind.drop_guards()
    behind.execute("UPDATE event SET actor = 'ben' WHERE number = 2")
    refused = halfterm("audit", folder, "--json")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "event 2 (cycle started, ash-beech-1, 2025-06-01) is not as it was written" in refused.stderr


def test_a_cut_off_tail_is_told(halfterm: Command, folder: Path, place: RegisterPlace) -> None:
    lock(folder)
    write(folder, STARTED, "ash-beech-1")
    behind = raw(folder, place)
    behind.drop_guards()
    behind.execute("DELETE FROM event WHERE number = 2")
    refused = halfterm("audit", folder)
    assert (refused.returncode, "events after 1 are missing; 2 were noted" in refused.stderr) == (2, True)


def test_guards_that_were_taken_away_are_told_once(
    halfterm: Command, folder: Path, place: RegisterPlace
) -> None:
    lock(folder)
    raw(folder, place).drop_guards()
    told = halfterm("audit", folder)
    assert (told.returncode, "refusal of changes (event_no_update) was taken away" in told.stderr) == (
        2,
        True,
    )
    assert halfterm("audit", folder).returncode == 0


def test_impossible_lives_and_untrue_locks_are_told_all_at_once(halfterm: Command, folder: Path) -> None:
    lock(folder)
    write(folder, DECISION, "ash-beech-1")
    write(folder, LOCKED, "cedar-dogwood-1", plan={"id": "cedar-dogwood-1"}, plan_hash="0")
    told = halfterm("audit", folder, "--json")
    assert told.returncode == 2
    assert json.loads(told.stdout)["problems"] == [
        "event 2 (decision, ash-beech-1, 2025-06-01): 'decide' is not open when locked; "
        "open is 'start' or 'stop'",
        "event 3 (plan locked, cedar-dogwood-1, 2025-06-01): its plan cannot be read",
    ]
    assert told.stderr.count("error: ") == 2
    assert "Traceback" not in told.stderr


def test_a_workspace_without_a_register_is_told_so_and_gets_none(halfterm: Command, tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "small")
    refused = halfterm("audit", folder)
    assert (refused.returncode, "there is no register yet" in refused.stderr) == (2, True)
    assert not (folder / "warehouse").exists()


def test_a_register_file_that_was_taken_away_is_not_a_new_workspace(
    halfterm: Command, tmp_path: Path
) -> None:
    folder = make_workspace(tmp_path / "small")
    lock(folder)
    (folder / "warehouse" / "register.sqlite").unlink()
    refused = halfterm("audit", folder)
    assert (refused.returncode, "events after 0 are missing" in refused.stderr) == (2, True)


def test_a_password_is_taken_from_the_environment(
    halfterm: Command, tmp_path: Path, postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_workspace(tmp_path / "small")
    url = postgres.new_database()
    (folder / "halfterm.toml").write_text('register = "' + url.replace("@", ":${SCHOOL_WORD}@") + '"\n')
    assert halfterm("check", folder).returncode == 0
    refused = halfterm("audit", folder)
    assert (refused.returncode, refused.stderr) == (
        2,
        "error: register: the environment has no SCHOOL_WORD, which its address names\n",
    )
    monkeypatch.setenv("SCHOOL_WORD", "any/thing@all")
    assert halfterm("audit", folder).returncode == 0
    database = register_address(url).url.database
    assert database is not None
    postgres.execute(database, "SELECT 1 FROM event")


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ('register = "postgresql://nia:s3cret@school/halfterm"', "a password does not belong into this file"),
        ('register = "s3cret"', "not the address of a database"),
        ('registr = "s3cret"', "did you mean 'register'?"),
    ],
)
def test_a_register_setting_that_cannot_be_is_refused_without_being_repeated(
    tmp_path: Path, setting: str, said: str
) -> None:
    folder = make_workspace(tmp_path / "small")
    (folder / "halfterm.toml").write_text(f"{setting}\n")
    with pytest.raises(BadInput) as refused:
        open_workspace(folder)
    assert said in str(refused.value)
    assert "s3cret" not in str(refused.value)
