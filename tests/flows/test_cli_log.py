"""`halfterm log`, `quality` and `judge` as a person meets them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from halfterm.cycles.errors import UserError
from halfterm.flows.cli import app
from halfterm.flows.engine import LocalEngine
from halfterm.flows.plan import plan as plan_stage
from halfterm.flows.run import Run
from tests.flows.small_workspace import make_workspace

CYCLE = "ash-beech-1"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose plans are locked on 20 January 2025; the tests below log into it."""
    place = make_workspace(tmp_path_factory.mktemp("cli") / "small", pupils=6)
    plan_stage(Run(place, "spring-1", date(2025, 3, 1)), LocalEngine())
    return place


def halfterm(*words: str | Path) -> str:
    """What a command prints; what a user can mend is raised as it is."""
    said = CliRunner(env={"COLUMNS": "100"}).invoke(app, [str(word) for word in words])
    if isinstance(said.exception, UserError):
        raise said.exception
    assert said.exit_code == 0, said.output
    return said.output


def add(folder: Path, *words: str, by: str = "nia") -> int:
    said = halfterm("log", "add", folder, CYCLE, *words, "--by", by)
    return int(said.partition("entry ")[2].partition(",")[0])


def shown(folder: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(halfterm("log", "show", folder, CYCLE, "--json"))
    return content


def test_an_entry_is_added_shown_struck_out_and_shown_no_more(folder: Path) -> None:
    number = add(folder, "session", "on=2025-01-21", "led-by=Pat", "role=TA", "planned=9", "present=8")
    assert "Pat (teaching assistant), 8 of 9 pupils" in halfterm("log", "show", folder, CYCLE)
    assert "struck out" in halfterm(
        *("log", "strike", folder, CYCLE, str(number), "--by", "nia", "--reason", "another day")
    )
    assert "8 of 9 pupils" not in halfterm("log", "show", folder, CYCLE)
    assert "STRUCK OUT, another day: Pat" in halfterm("log", "show", folder, CYCLE, "--all")


def test_a_day_that_is_not_given_is_todays(folder: Path) -> None:
    from halfterm.flows.clock import today_in_london

    add(folder, "learning", "what=Rooms first.")
    assert shown(folder)["entries"][-1]["on"] == today_in_london().isoformat()


def test_markup_in_an_entry_is_only_text(folder: Path) -> None:
    add(folder, "obstacle", "on=2025-01-21", "what=[red]no[/red] hall")
    assert "[red]no[/red] hall" in halfterm("log", "show", folder, CYCLE)


def test_json_keeps_back_pseudonyms_and_quotations_that_are_not_released(folder: Path) -> None:
    number = add(folder, "quotation", "on=2025-01-21", "who=pupil", "words=I dare to.", "school=ash")
    sheet = folder / "register.csv"
    sheet.write_text(
        "UPN,on,led_by,role,present\nA10000,22/01/2025,Pat,TA,yes\nA10001,22/01/2025,Pat,TA,no\n"
    )
    said = halfterm("log", "import", folder, sheet, "--by", "nia", "--cycle", CYCLE)
    assert said == "register.csv: 1 entry added\nDays with slashes were read as day/month/year.\n"
    told = halfterm("log", "show", folder, CYCLE, "--json")
    assert "I dare to." not in told
    assert "pupils" not in json.loads(told)["entries"][-1]
    assert (json.loads(told)["entries"][-1]["planned"], json.loads(told)["entries"][-1]["present"]) == (2, 1)
    halfterm("log", "release", folder, CYCLE, str(number), "--by", "head-ash")
    assert "I dare to." in halfterm("log", "show", folder, CYCLE, "--json")
    halfterm("log", "release", folder, CYCLE, str(number), "--by", "head-ash", "--refuse")
    assert "I dare to." not in halfterm("log", "show", folder, CYCLE, "--json")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("sesion",), "did you mean 'session'"),
        (("learning", "what"), "word 1 after the entry is not FIELD=VALUE"),
        (("learning", "what=a", "what=b"), "the field 'what' is there twice"),
        (("learning", "wat=a"), "unknown field 'wat'; did you mean 'what'"),
    ],
)
def test_a_wrong_word_is_answered_with_the_rule(folder: Path, words: tuple[str, ...], said: str) -> None:
    with pytest.raises(UserError, match=said.replace("?", r"\?")):
        halfterm("log", "add", folder, CYCLE, *words, "--by", "nia")


def test_the_fields_of_every_kind_can_be_listed() -> None:
    kinds = halfterm("log", "fields")
    for kind in ("session", "learning walk", "context"):
        assert kind in kinds
    session = halfterm("log", "fields", "session")
    assert "teacher, teaching assistant, mentor, other" in session
    assert "pupils  " not in session.partition("Field")[2].partition("A sheet")[0]
    with pytest.raises(UserError, match="did you mean 'evidence'"):
        halfterm("log", "fields", "evidense")


def test_quality_prints_each_point_with_what_proves_it(folder: Path) -> None:
    told = halfterm("quality", folder, CYCLE)
    assert "proved by event 1 (2025-01-20) and cycles/ash-beech-1.yaml:" in told
    assert "missing: a cycle that follows it" in told
    halfterm("judge", folder, CYCLE, "1.5", "--by", "nia", "--reason", "One [bold]school[/bold] began.")
    told = halfterm("quality", folder, CYCLE)
    assert "nia: One [bold]school[/bold] began." in told
    content = json.loads(halfterm("quality", folder, "--json"))
    assert [cycle["cycle"] for cycle in content["cycles"]] == [CYCLE, "cedar-dogwood-1"]
    assert content["cycles"][0]["judged"]["level"] == 1.5
    locked = next(p for p in content["cycles"][0]["points"] if p["name"] == "prediction-based")
    assert locked["proof"][0] == {"event": 1, "on": "2025-01-20"}
