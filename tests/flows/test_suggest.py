"""`halfterm source`: drafts are written where a workspace reads them, never over another; presets listed."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from halfterm.cycles.errors import BadInput
from halfterm.flows.cli_source import source
from halfterm.flows.suggest import Suggestion, name_for, suggest, write_draft
from halfterm.warehouse.preset import presets
from halfterm.warehouse.source import read_sources
from tests.exports.folder import EXPORTS, deliver, make_folder

TODAY = date(2026, 12, 1)
FILES = tuple(name for name in EXPORTS if name not in ("oneroster", "sqlite"))


@pytest.mark.parametrize("name", FILES)
def test_every_export_has_a_draft_that_maps_its_scores_and_pupils(name: str, tmp_path: Path) -> None:
    export = EXPORTS[name]
    folder = make_folder(tmp_path / "twelve", [])
    place, sheet = min(export.sheets(1).items())
    deliver(folder, export, {place: sheet})
    _, text = suggest(Suggestion(folder / place, folder, name="drafted"), today=TODAY)
    write_draft(text, folder / "sources" / "drafted.yaml")
    (drafted,) = [one for one in read_sources(folder / "sources") if one.source == "drafted"]
    columns = drafted.columns_of("autumn-2-202627")
    assert drafted.pupil == export.roles.pupil
    assert {marks.column for marks in export.roles.marks} <= set(columns.columns)
    assert (drafted.identifier == "upn") == export.roles.upn
    assert (columns.school or "") in (export.roles.school, "School")
    names = [cell for column in ("Surname", "Forename", "UPN") if column in sheet.header
             for row in range(len(sheet.rows)) if len(cell := sheet.cell(row, column)) > 3]  # fmt: skip
    assert not [cell for cell in names if cell in text]


def test_a_draft_is_written_into_the_workspace_and_not_over_another(tmp_path: Path) -> None:
    export = EXPORTS["insight"]
    folder = make_folder(tmp_path / "twelve", [])
    deliver(folder, export, export.sheets(1))
    words = ["suggest", str(folder / "inbox" / "insight-autumn-2-202627.xlsx"), "--workspace", str(folder)]
    done = CliRunner().invoke(source, words)
    assert done.exit_code == 0, done.output
    written = folder / "sources" / "insight-autumn-2-202627.yaml"
    assert f"wrote {written}" in done.output
    assert "file: inbox/insight-autumn-2-202627.xlsx\n" in written.read_text(encoding="utf-8")
    again = CliRunner().invoke(source, words)
    assert isinstance(again.exception, BadInput)
    assert "is there already" in str(again.exception)


def test_without_a_workspace_the_draft_is_printed(tmp_path: Path) -> None:
    (tmp_path / "Marks (final).csv").write_text("UPN,School,Reading Aut2\nB801200005001,OAK,3b\n")
    done = CliRunner().invoke(source, ["suggest", str(tmp_path / "Marks (final).csv")])
    assert done.exit_code == 0, done.output
    assert "source: marks-final\nfile: inbox/marks-final.csv\n" in done.output
    assert "autumn-2: {called: Aut2}  # write the half-term's id as in programme.yaml" in done.output


def test_a_half_term_that_is_not_the_programme_s_is_refused(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "twelve", [])
    with pytest.raises(BadInput, match="no half-term 'autumn-2'; did you mean"):
        suggest(Suggestion(folder / "x.csv", folder, half_term="autumn-2"), today=TODAY)


@pytest.mark.parametrize(
    ("file", "name"),
    [("Year 4 Marks.XLSX", "year-4-marks"), ("été.csv", "t"), ("???.csv", "marks"), ("a" * 90, "a" * 64)],
)
def test_a_source_is_named_after_its_file(file: str, name: str) -> None:
    assert name_for(Path(file)) == name


def test_presets_are_listed_for_people_and_machines() -> None:
    listed = CliRunner().invoke(source, ["presets"]).output
    assert all(name in listed for name in presets())
    machine = json.loads(CliRunner().invoke(source, ["presets", "--json"]).output)
    assert [one["preset"] for one in machine["presets"]] == list(presets())
