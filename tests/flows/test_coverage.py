"""`halfterm profile` and `halfterm movers` on a small workspace: what is told, and what is not."""

from __future__ import annotations

import doctest
import importlib
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console
from typer import Typer
from typer.testing import CliRunner

from halfterm.cycles.errors import BadInput, StoreTrouble
from halfterm.flows.cli_data import movers, profile
from halfterm.flows.coverage import ProfileAsked, profile_of
from halfterm.flows.coverage_shown import print_profile, profile_json
from halfterm.flows.movers import movers_json, movers_of, print_movers
from halfterm.warehouse.store import warehouse
from tests.flows.small_workspace import make_workspace
from tests.warehouse.loads_factory import put_load, row

app = Typer()
for command in (profile, movers):
    app.command()(command)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ash loses eight of 40 pupils; Beech comes with the second half-term."""
    folder = make_workspace(tmp_path_factory.mktemp("profile") / "small")
    ash = [row(f"A{i}", "ash", 10 if i < 30 else None, fsm="no" if i < 20 else "yes") for i in range(40)]
    later = [row(f"A{i}", "ash", "absent" if i == 39 else 12, fsm="no") for i in range(8, 40)]
    beech = [row(f"B{i}", "beech", 9, fsm="yes" if i < 3 else "no") for i in range(12)]
    with warehouse(folder / "warehouse" / "halfterm.duckdb") as connection:
        put_load(connection, ash, load="one", half_term="autumn-2")
        put_load(connection, [*later, *beech], load="two", half_term="spring-1")
    return folder


def told(show: Callable[[Console], None], width: int = 80) -> str:
    console = Console(file=io.StringIO(), width=width)
    show(console)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def one_line(text: str) -> str:
    return " ".join(text.split())


def test_the_picture_shows_what_is_there_and_what_is_missing(filled: Path) -> None:
    text = one_line(told(lambda console: print_profile(console, profile_of(filled, ProfileAsked()))))
    assert "Ash School ▒▒ 75 ▓▓ c" in text
    assert "Beech School – ██ 100" in text
    assert "Cedar School – –" in text
    assert "reading autumn-2 spring-1 22" in text
    assert "reading autumn-2 10" in text


def test_one_half_term_is_told_by_group_too(filled: Path) -> None:
    found = profile_of(filled, ProfileAsked(half_term="autumn-2"))
    text = one_line(told(lambda console: print_profile(console, found)))
    assert "fsm no ██ 100 yes ▒▒ 50" in text


def test_where_there_is_no_room_the_last_half_terms_are_shown(filled: Path) -> None:
    text = told(lambda console: print_profile(console, profile_of(filled, ProfileAsked())), width=24)
    assert "The last 1" in one_line(text)


def test_the_profile_as_it_was_knows_nothing_of_later_loads(filled: Path) -> None:
    found = profile_of(filled, ProfileAsked(as_at="one"))
    assert found.coverage.half_terms == ("autumn-2",)


def test_a_machine_gets_null_where_a_share_is_hidden(filled: Path) -> None:
    whole = json.loads(profile_json(profile_of(filled, ProfileAsked())))
    cells = {(c["school"], c["half_term"]): c for c in whole["cells"]}
    assert cells["ash", "spring-1"]["percent_with_a_score"] is None
    assert cells["ash", "autumn-2"] == {
        "school": "ash",
        "half_term": "autumn-2",
        "measure": "reading",
        "state": "scores",
        "pupils": 40,
        "percent_with_a_score": 75,
    }


def test_movers_are_told_by_school_and_half_term(filled: Path) -> None:
    text = one_line(told(lambda console: print_movers(console, movers_of(filled, attributes=None))))
    assert "Ash School Spring 1 c 8 c c" in text
    assert "not for the public" in text
    rows = json.loads(movers_json(movers_of(filled, attributes=["fsm"])))["movers"]
    assert [(r["school"], r["left"], r["joined"]) for r in rows] == [("ash", 8, None)]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (ProfileAsked(half_term="spring1"), "no half-term 'spring1'; did you mean 'spring-1'"),
        (ProfileAsked(measure="reding"), "no measure 'reding' is loaded; did you mean 'reading'"),
        (ProfileAsked(half_term="spring-2"), "nothing is loaded of spring-2"),
        (ProfileAsked(as_at="tow"), "--as-at: no load 'tow'; did you mean 'two'"),
    ],
)
def test_a_wrong_word_is_answered_with_the_nearest(filled: Path, asked: ProfileAsked, said: str) -> None:
    with pytest.raises(BadInput) as refused:
        profile_of(filled, asked)
    assert said in str(refused.value)


def test_before_anything_is_loaded_it_is_said_so(tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "small")
    with pytest.raises(StoreTrouble, match="nothing has been loaded"):
        profile_of(folder, ProfileAsked())


def test_the_commands_print_an_object_or_write_a_page(filled: Path, tmp_path: Path) -> None:
    said = CliRunner().invoke(app, ["profile", str(filled), "--json"])
    assert json.loads(said.stdout)["measures"] == ["reading"]
    assert (
        json.loads(CliRunner().invoke(app, ["movers", str(filled), "--json"]).stdout)["audience"] == "cluster"
    )
    page = tmp_path / "page.html"
    assert CliRunner().invoke(app, ["profile", str(filled), "--html", str(page)]).exit_code == 0
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize("module", ["coverage_shown", "movers", "repeat_shown"])
def test_the_examples_in_docstrings_hold(module: str) -> None:
    result = doctest.testmod(importlib.import_module(f"halfterm.flows.{module}"))
    assert (result.attempted > 0, result.failed) == (True, 0)
