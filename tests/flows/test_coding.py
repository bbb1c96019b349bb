"""`halfterm synthesis`: the ten tables of a workspace's cycles, and coded reports with what they printed."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from halfterm.cycles.errors import BadInput
from halfterm.flows.cli import app
from halfterm.flows.coding import synthesis_of
from halfterm.flows.engine import LocalEngine
from halfterm.flows.half_term import half_term, plain_stages
from halfterm.flows.run import Run
from tests.flows.small_workspace import make_workspace

TODAY = date(2026, 1, 5)
SAID = """\
id: old-map
name: An old map
source: A report of old
synthetic: yes
reports: 3
printed:
  7_gap: [[gender, 2, 66.6]]
"""
ROWS = "id,7_gap\none,gender\ntwo,gender; SEN\nthree,\n"


@pytest.fixture(scope="module")
def studied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One half-term studied; a plan says an outcome; three coded reports beside their print. Only read."""
    folder = make_workspace(tmp_path_factory.mktemp("studied") / "small")
    plan = folder / "cycles" / "ash-beech-1.yaml"
    plan.write_text(plan.read_text() + "coding: {8_outcomes: [better use of data]}\n")
    stages = plain_stages(LocalEngine(), rehearse=False)
    half_term(Run(folder, "spring-1", TODAY), stages, only=("plan", "do", "study"))
    (folder / "coded").mkdir()
    (folder / "coded" / "old-map.yaml").write_text(SAID)
    (folder / "coded" / "old-map.csv").write_text(ROWS)
    return folder


def test_it_prints_the_ten_tables_and_what_does_not_follow(studied: Path) -> None:
    done = CliRunner().invoke(app, ["synthesis", str(studied)])
    assert done.exception is None, done.output
    assert "1. Schools in the group" in done.output
    assert "10. Type of project" in done.output
    assert "1 printed percentage does not follow from the count beside it." in done.output
    assert "Table 7, gender: 2 reports are 66.7%; printed is 66.6%, cut off instead of rounded." in (
        " ".join(done.output.split())
    )


def test_for_machines_it_is_one_object_with_the_same_numbers(studied: Path) -> None:
    done = CliRunner().invoke(app, ["synthesis", str(studied), "--json"])
    made = json.loads(done.output)
    cycles = {one["cycle"]: one for one in made["cycles"]}
    assert cycles["ash-beech-1"]["codes"]["8_outcomes"] == ["better use of data"]
    assert cycles["ash-beech-1"]["basis"]["8_outcomes"] == "said"
    assert cycles["ash-beech-1"]["codes"]["7_gap"] == ["FSM or looked after"]
    assert cycles["ash-beech-1"]["codes"]["9_evidence"] == ["test or assessment data"]
    [source] = made["sources"]
    assert source["synthetic"] is True
    [found] = source["discrepancies"]
    assert (found["code"], found["printed"], found["computed"], found["kind"]) == (
        *("gender", 66.6),
        *(66.7, "truncated"),
    )
    outcomes = next(table for table in made["tables"] if table["table"] == "8_outcomes")
    assert {row["code"]: row["n"] for row in outcomes["rows"] if row["n"]} == {"better use of data": 1}
    assert outcomes["reports"] == len(cycles)


def test_coded_reports_need_no_studied_cycle(studied: Path, tmp_path: Path) -> None:
    fresh = make_workspace(tmp_path / "small", pupils=4)
    with pytest.raises(BadInput, match="no cycle has been studied yet, and there are no coded reports"):
        synthesis_of(fresh, today=TODAY)
    shutil.copytree(studied / "coded", fresh / "coded")
    made = synthesis_of(fresh, today=TODAY)
    assert made.edition is None
    assert len(made.sources) == 1
    done = CliRunner().invoke(app, ["synthesis", str(fresh)])
    assert "No cycle has been studied yet." in done.output
    assert "An old map" in done.output


def test_a_wrong_coded_file_is_told_by_check_and_stops_the_synthesis(tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "small", pupils=4)
    (folder / "coded").mkdir()
    (folder / "coded" / "old-map.yaml").write_text(SAID)
    (folder / "coded" / "old-map.csv").write_text(ROWS.replace("one,gender", "one,gendre"))
    wrong = "coded/old-map.csv, row 2, column 7_gap: a code that the table does not have"
    checked = CliRunner().invoke(app, ["check", str(folder)])
    assert checked.exit_code == 2
    assert wrong in checked.output
    with pytest.raises(BadInput, match=wrong):
        synthesis_of(folder, today=TODAY)
