"""`halfterm gap` on a file, and a cycle's study of the same pupils: the same numbers to the last digit."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from halfterm.flows.cli import app
from halfterm.flows.engine import LocalEngine
from halfterm.flows.half_term import half_term, plain_stages
from halfterm.flows.run import Run
from halfterm.warehouse.study_files import read_studies
from tests.flows.small_workspace import make_workspace

NUMBERS = ("value", "lower", "upper", "p", "standard_error", "n_target", "n_comparison")
OPTIONS = (
    *("--pupil", "UPN", "--school", "School", "--baseline", "Reading Aut2", "--follow-up", "Reading Spr1"),
    *("--target", "FSM=Y", "--treated", "Pairs Spr1=in"),
)


@pytest.mark.parametrize(("pupils", "schools"), [(40, {"A1", "B2"}), (9, {"C3", "D4"})])
def test_one_file_and_a_workspace_give_the_same_numbers(
    pupils: int, schools: set[str], tmp_path: Path
) -> None:
    folder = make_workspace(tmp_path / "small", pupils=pupils)
    half_term(
        Run(folder, "spring-1", date(2026, 1, 5)),
        plain_stages(LocalEngine(), rehearse=True),
        only={"plan", "do", "study"},
    )
    engagement = "ash-beech" if "A1" in schools else "cedar-dogwood"
    (kept,) = (
        study
        for study in read_studies(folder / "warehouse" / "studies" / "spring-1")
        if (study.level, study.place) == ("engagement", engagement)
    )
    file = tmp_path / "marks.csv"
    with (folder / "inbox" / "marks.csv").open(newline="") as marks, file.open("w", newline="") as own:
        rows = csv.DictReader(marks)
        writer = csv.DictWriter(own, rows.fieldnames or ())
        writer.writeheader()
        writer.writerows(row for row in rows if row["School"] in schools)
    ran = CliRunner().invoke(app, ["gap", str(file), *OPTIONS, "--json"])
    assert ran.exit_code == 0
    shown = {finding["statistic"]: finding for finding in json.loads(ran.stdout)["findings"]}
    studied = {finding.statistic: finding for finding in kept.findings}
    assert shown.keys() == studied.keys()
    assert studied["impact"].defined
    for statistic, finding in studied.items():
        assert {name: shown[statistic][name] for name in NUMBERS if name in shown[statistic]} == {
            name: getattr(finding, name) for name in NUMBERS if name in shown[statistic]
        }
