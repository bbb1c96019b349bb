"""Drawing lots by command: before the lock, told to the register, done again from it, listed for a school."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from halfterm.cycles.events import DRAWN, TRACED
from halfterm.flows.cli import app
from halfterm.warehouse.register import Register, register
from halfterm.warehouse.store import warehouse
from halfterm.warehouse.warehouse_address import address_of
from tests.flows.small_workspace import make_workspace

CYCLE, OTHER = "ash-beech-1", "cedar-dogwood-1"


def halfterm(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [*map(str, words)])


def wrong(*words: str | Path) -> str:
    """What a refused command says; it must be a refusal in words."""
    done = halfterm(*words)
    assert type(done.exception).__name__ in ("BadInput", "NotAllowed"), (done.exception, done.output)
    return str(done.exception)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small workspace whose plans leave it to lots who is treated."""
    made = make_workspace(tmp_path / "small", pupils=12)
    for plan in (made / "cycles").glob("*.yaml"):
        plan.write_text(plan.read_text().replace("  treated: {pairs: in}\n", "  assigned: random\n"))
    return made


def events(folder: Path, kind: str) -> list[dict[str, object]]:
    with register(folder / "warehouse" / "register.sqlite") as kept:
        return [dict(event.body) for event in kept.events(kind)]


def test_a_draw_is_recorded_repeated_and_found_again_by_the_schools_own_file(
    folder: Path, tmp_path: Path
) -> None:
    said = halfterm("randomise", folder, CYCLE, "--by", "nia", "--block", "school", "--seed", "3 14 15")
    assert said.exception is None, said.exception
    assert "12 pupils drawn" in said.output
    (body,) = events(folder, DRAWN)
    assert (body["seed"], body["block"], body["pupils"], body["starts"]) == (
        "3 14 15",
        ["school"],
        [6, 6],
        ["spring-1", None],
    )
    assert "A10001" not in json.dumps(body) + said.output
    checked = json.loads(halfterm("randomise", folder, CYCLE, "--check", "--json").output)
    assert (checked["holds"], checked["list_compared"]) == (True, True)

    listed = tmp_path / "list.csv"
    asked = ("--source", "marks", "--cycle", CYCLE, "--by", "head-ash", "--out", listed)
    told = halfterm("drawn", folder, folder / "inbox" / "marks.csv", *asked)
    assert told.exception is None, told.exception
    lines = listed.read_text().splitlines()
    assert lines[0] == "row,UPN,gets the idea"
    assert (
        sorted(line.split(",")[2] for line in lines[1:])
        == ["not while the cycle lasts"] * 3 + ["spring-1"] * 3
    )
    assert all(line.split(",")[1].startswith("A1") for line in lines[1:])
    assert "A10001" not in told.output
    assert stat.S_IMODE(listed.stat().st_mode) == 0o600
    assert [body["draw"] for body in events(folder, TRACED)] == [1]
    assert "is there already" in wrong("drawn", folder, folder / "inbox" / "marks.csv", *asked)


def test_nobody_draws_twice_without_a_reason_and_nobody_after_the_lock(folder: Path) -> None:
    draw = ("randomise", folder, CYCLE, "--by", "nia")
    assert halfterm(*draw, "--seed", "1").exception is None
    assert "it was drawn already" in wrong(*draw, "--seed", "2")
    assert (
        halfterm(*draw, "--seed", "2", "--reason", "Two have left.", "--waiting", "spring-2").exception
        is None
    )
    bodies = events(folder, DRAWN)
    assert [(body["number"], body["reason"]) for body in bodies] == [(1, None), (2, "Two have left.")]
    assert bodies[1]["starts"] == ["spring-1", "spring-2"]
    assert halfterm("plan", "lock", folder, CYCLE, "--by", "nia").exception is None
    assert "is locked: lots are drawn before the lock" in wrong(*draw, "--reason", "Again.")
    assert (
        json.loads(halfterm("randomise", folder, CYCLE, "--check", "--json").output)["record"]["number"] == 2
    )


def test_until_lots_are_drawn_there_is_no_look_and_no_lock(folder: Path) -> None:
    assert "nobody looks at the baseline before" in wrong("plan", "look", folder, CYCLE)
    assert halfterm("find-gaps", folder, "--half-term", "autumn-2", "--load").exception is None
    assert "nobody looks at the baseline before" in wrong("plan", "look", folder, CYCLE)
    assert "has not been; draw lots with" in wrong("plan", "lock", folder, CYCLE, "--by", "nia")
    assert halfterm("randomise", folder, CYCLE, "--by", "nia").exception is None
    assert "Treated: start apart" in halfterm("plan", "look", folder, CYCLE).output


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--by", "head-beech"), "neither leads"),
        ((), "say who draws"),
        (("--by", "nia", "--stepped", "--unit", "pupil"), "say in which half-terms each pupil may start"),
        (("--by", "nia", "--stepped", "--starts", "spring-2,spring-1"), "start one after another"),
        (("--by", "nia", "--stepped", "--starts", "spring-1,sprin-2"), "did you mean 'spring-2'"),
        (("--by", "nia", "--starts", "spring-1,spring-2"), "goes with --stepped"),
        (("--by", "nia", "--waiting", "autumn-2"), "start one after another"),
        (("--by", "nia", "--seed", " "), "needs a seed"),
        (("--check",), "nothing was drawn for it"),
    ],
)
def test_what_cannot_be_asked_for_is_refused_in_words(folder: Path, words: tuple[str, ...], why: str) -> None:
    assert why in wrong("randomise", folder, CYCLE, *words)
    assert events(folder, DRAWN) == []


def test_a_plan_that_names_the_treated_or_does_not_say_random_is_not_drawn_for(folder: Path) -> None:
    plan = folder / "cycles" / f"{CYCLE}.yaml"
    text = plan.read_text()
    plan.write_text(text.replace("  assigned: random\n", "  assigned: random\n  treated: {pairs: in}\n"))
    assert "names `treated` by attributes" in wrong("randomise", folder, CYCLE, "--by", "nia")
    plan.write_text(text.replace("assigned: random", "assigned: waiting list"))
    assert "say `assigned: random`" in wrong("randomise", folder, CYCLE, "--by", "nia")


def test_what_is_kept_otherwise_than_recorded_is_noticed(folder: Path) -> None:
    assert halfterm("randomise", folder, CYCLE, "--by", "nia", "--seed", "1").exception is None
    with warehouse(address_of(folder / "warehouse" / "halfterm.duckdb")) as store:
        store.execute("UPDATE drawn_pupil SET wave = 1 - wave")
        # Somebody who can do that can make the ledger agree as well, and the note of its head.
        store.execute("DELETE FROM ledger WHERE table_name = 'drawn_pupil'")
        store.execute(
            "INSERT INTO ledger SELECT entry, table_name, row_count, rows_hash, concat(version(), ' sum') "
            "FROM ledger_rows WHERE table_name = 'drawn_pupil'"
        )
    (folder / "warehouse" / "halfterm.head").unlink()
    checked = halfterm("randomise", folder, CYCLE, "--check")
    assert checked.exit_code == 1
    assert "the seed gives another draw than the one kept" in checked.output
    locked = halfterm("plan", "lock", folder, CYCLE, "--by", "nia")
    assert "its draw is not the one recorded" in str(locked.exception)


def test_a_draw_that_was_told_and_not_kept_is_done_again_from_its_seed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    append = Register.append

    def tell_and_die(*given: object, **named: object) -> object:
        append(*given, **named)  # type: ignore[arg-type]
        raise OSError

    monkeypatch.setattr(Register, "append", tell_and_die)
    died = halfterm("randomise", folder, CYCLE, "--by", "nia", "--seed", "11")
    assert isinstance(died.exception, OSError)
    monkeypatch.setattr(Register, "append", append)
    assert halfterm("randomise", folder, CYCLE, "--by", "nia", "--seed", "12").exception is None
    first, second = events(folder, DRAWN)
    assert (first["seed"], second["seed"]) == ("11", "11")
    assert first["waves_hash"] == second["waves_hash"]
    assert json.loads(halfterm("randomise", folder, CYCLE, "--check", "--json").output)["holds"]


def test_after_a_rotation_of_the_key_a_draw_is_still_done_again(folder: Path) -> None:
    assert halfterm("randomise", folder, CYCLE, "--by", "nia", "--unit", "school").exception is None
    assert (
        halfterm("key", "rotate", folder, "--by", "fay", "--reason", "A laptop was stolen.").exception is None
    )
    checked = json.loads(halfterm("randomise", folder, CYCLE, "--check", "--json").output)
    assert (checked["holds"], checked["list_compared"]) == (True, False)


def test_a_drawn_order_is_studied_over_its_half_terms(folder: Path) -> None:
    drawn = halfterm("randomise", folder, OTHER, "--by", "nia", "--stepped", "--json", "--seed", "5")
    assert drawn.exception is None, drawn.exception
    assert sorted(json.loads(drawn.output)["order"].values()) == ["spring-1", "spring-2"]
    assert halfterm("randomise", folder, CYCLE, "--by", "nia", "--waiting", "spring-2").exception is None
    assert halfterm("run", folder, "--half-term", "spring-1", "--engine", "local").exception is None
    schools = halfterm("stepped", folder, OTHER)
    assert "cedar" in schools.output
    assert "this may be chance" in schools.output
    pupils = json.loads(halfterm("stepped", folder, CYCLE, "--json").output)
    assert pupils["half_terms"] == ["autumn-2", "spring-1"]
    assert (pupils["starts"], pupils["schools"]) == ({"spring-1": 6, "spring-2": 6}, {})
    finding = pupils["findings"]["reading"]
    assert finding["lower"] < finding["value"] < finding["upper"]
    assert "exact over 924 orders" in finding["method"]
    assert "nothing was drawn" in wrong("stepped", make_workspace(folder.parent / "plain", pupils=4), CYCLE)
