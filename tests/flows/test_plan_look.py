"""`halfterm plan look`: a page or JSON of what a baseline can show, that leaves no trace."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from halfterm.cycles.errors import BadInput
from halfterm.flows.cli_plan import plan_app
from halfterm.flows.collecting import collect
from halfterm.flows.plan_look import as_json, look_at_plan, print_look
from halfterm.flows.run import Run
from halfterm.flows.workspace import open_workspace
from halfterm.warehouse.freezing import freeze_groups
from halfterm.warehouse.store import warehouse
from tests.flows.small_workspace import make_workspace

CYCLE = "ash-beech-1"


def load(folder: Path, half_term: str) -> None:
    run = Run(folder, half_term, date(2024, 12, 20))
    assert collect(run, run.workspace(), {half_term}, kept_out={}).loads


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small workspace with its baseline loaded and nothing locked."""
    made = make_workspace(tmp_path / "small")
    load(made, "autumn-2")
    return made


def files(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def page(folder: Path, cycle: str = CYCLE) -> str:
    printed = StringIO()
    print_look(Console(width=90, file=printed), look_at_plan(folder, cycle))
    return "".join(line.rstrip() + "\n" for line in printed.getvalue().splitlines())


def edit_plan(folder: Path, old: str, new: str) -> None:
    path = folder / "cycles" / f"{CYCLE}.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_the_page_shows_the_pupils_the_numbers_and_what_they_mean(folder: Path) -> None:
    text = page(folder)
    assert re.search(r"Ash School +20 +0 +20 +0 +0\n", text)
    assert re.search(r"All +40 +0 +40 +0 +0\n", text)
    assert re.search(r"Gap, points +-4\.9 +-6\.5 to -3\.3", text)
    assert re.search(r"Target: start apart, SD +-1\.33 +-1\.81 to -0\.85 +not comparable", text)
    assert re.search(r"Target: smallest change, SD +0\.42 +1\.8 points within schools", text)
    assert "With 40 in the target group and 40 others, a change smaller than 0.42 SD" in text
    assert "in the baseline data no pupil of the target group is treated yet" in " ".join(text.split())


def test_looking_writes_nothing(folder: Path) -> None:
    before = files(folder)
    look_at_plan(folder, CYCLE)
    assert files(folder) == before


def test_before_the_baseline_is_loaded_it_names_the_half_term_and_the_command(tmp_path: Path) -> None:
    made = make_workspace(tmp_path / "small")
    with pytest.raises(BadInput) as refused:
        look_at_plan(made, CYCLE)
    assert refused.value.problems == (
        f"cycle 'ash-beech-1': its baseline, autumn-2, is not loaded yet; load it with: "
        f"halfterm find-gaps {made} --half-term autumn-2 --load",
    )
    assert not (made / "warehouse").exists()


def test_another_half_term_in_the_warehouse_is_not_the_baseline(tmp_path: Path) -> None:
    made = make_workspace(tmp_path / "small")
    load(made, "spring-2")
    with pytest.raises(BadInput, match="its baseline, autumn-2, is not loaded yet"):
        look_at_plan(made, CYCLE)


def test_an_unknown_cycle_is_answered_with_the_near_one(folder: Path) -> None:
    with pytest.raises(BadInput, match="no cycle 'ash-beech-9'; did you mean 'ash-beech-1'"):
        look_at_plan(folder, "ash-beech-9")


def test_a_locked_plan_is_looked_at_in_its_frozen_groups(folder: Path) -> None:
    workspace = open_workspace(folder)
    with warehouse(workspace.warehouse) as connection:
        plan = workspace.plan(CYCLE)
        freeze_groups(connection, [plan], programme=workspace.programme, listed={})
    before = look_at_plan(folder, CYCLE)
    assert (before.locked, "locked groups" in page(folder)) == (True, True)
    assert look_at_plan(folder, "cedar-dogwood-1").locked is False


def test_a_named_list_of_pupils_is_the_target_group(folder: Path) -> None:
    with (folder / "inbox" / "marks.csv").open() as file:
        ash = [row["UPN"] for row in csv.DictReader(file) if row["School"] == "A1"]
    (folder / "picked.csv").write_text("\n".join(["UPN", *ash[:9]]) + "\n")
    edit_plan(folder, "attributes: {fsm: yes}", "pupils: picked.csv")
    assert re.search(r"Ash School +9 +0 +31 +0 +0\n", page(folder))


def test_words_of_a_plan_are_shown_as_they_are(folder: Path) -> None:
    edit_plan(folder, "name: Reading,", "name: 'Reading [red]aloud[/red] [/]',")
    assert "Reading [red]aloud[/red] [/] (scale: points)" in page(folder)


def test_the_json_has_every_number_verdict_and_sentence(folder: Path) -> None:
    report = json.loads(as_json(look_at_plan(folder, CYCLE)))
    assert (report["cycle"], report["baseline"], report["locked"]) == (CYCLE, "autumn-2", False)
    assert report["assumes"] == {"correlation": 0.7, "icc": 0.15, "reliability": 0.8}
    (reading,) = report["measures"]
    assert reading["gap"]["value"] == pytest.approx(-4.9)
    assert reading["groups"]["verdict"] == "not comparable"
    assert (reading["treated"]["verdict"], reading["treated"]["balance"]["value"]) == (None, None)
    assert len(reading["sentences"]) >= 4


def test_the_command_prints_the_page_or_one_json_object(folder: Path) -> None:
    runner = CliRunner()
    shown = runner.invoke(plan_app, ["look", str(folder), CYCLE])
    assert (shown.exit_code, "Reading (scale: points)" in shown.stdout) == (0, True)
    as_object = runner.invoke(plan_app, ["look", str(folder), CYCLE, "--json"])
    assert json.loads(as_object.stdout)["title"] == "Reading pairs"


def test_no_pupil_is_in_what_is_shown(folder: Path) -> None:
    look = look_at_plan(folder, CYCLE)
    said = page(folder) + as_json(look)
    with (folder / "inbox" / "marks.csv").open() as file:
        assert not [row for row in csv.DictReader(file) if row["UPN"] in said]
