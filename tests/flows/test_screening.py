"""`halfterm screen`: any open-data file, its faults by check, row and column."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from halfterm.cycles.errors import BadInput
from halfterm.flows import screening
from halfterm.flows.cli import app
from halfterm.flows.screening import screen_files

DATA = """\
time_period,time_identifier,geographic_level,country_code,country_name,sex,pupils
201213,Academic year,National,E92000001,England,Total,120
201213,Academic year,National,E92000001,England,Girls,sixty
"""
META = """\
col_name,col_type,label,indicator_grouping,indicator_unit,indicator_dp,filter_hint,filter_grouping_column
sex,Filter,Sex,,,,,
pupils,Indicator,Pupils,,,,,
"""


def files(folder: Path, data: str = DATA, meta: str | None = META) -> Path:
    (folder / "sizes.csv").write_text(data, encoding="utf-8")
    if meta is not None:
        (folder / "sizes.meta.csv").write_text(meta, encoding="utf-8")
    return folder / "sizes.csv"


def test_faults_are_told_by_check_row_and_column(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["screen", str(files(tmp_path))])
    assert done.exit_code == 2
    told = done.output
    assert "failed  ind_invalid_entry: Indicators are plain numbers or symbols" in told
    assert "  column pupils: neither a plain number nor c, z, x or low (row 3)" in told
    assert "warning  meta_ind_dp_set" in told
    assert "not fit to publish: mend what failed." in told
    assert "sixty" not in told


def test_a_file_without_faults_ends_well(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["screen", str(files(tmp_path, DATA.replace("sixty", "60")))])
    assert done.exit_code == 0
    assert "1 warning" in done.output
    assert done.output.endswith("fit to publish.\n")


def test_machines_get_every_check(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["screen", str(files(tmp_path)), "--json"])
    said = json.loads(done.output)
    assert (said["passed"], said["rows"], said["columns"]) == (False, 2, 7)
    (entry,) = [check for check in said["checks"] if check["name"] == "ind_invalid_entry"]
    assert (entry["result"], entry["faults"]) == ("fail", 1)
    assert entry["first"][0] | {"words": ""} == {
        "file": "sizes.csv",
        "row": 3,
        "column": "pupils",
        "words": "",
    }


def test_metadata_may_be_elsewhere_and_is_missed_where_it_is_nowhere(tmp_path: Path) -> None:
    data = files(tmp_path, DATA.replace("sixty", "60"), None)
    assert [check.name for check in screen_files(data).of("fail")] == ["filenames_match", "readable"]
    (tmp_path / "meta").mkdir()
    files(tmp_path / "meta")
    assert screen_files(data, tmp_path / "meta" / "sizes.meta.csv").passed


@pytest.mark.parametrize("name", ["nowhere.csv", "folder"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(BadInput, match=f"{name}: it cannot be read"):
        screen_files(tmp_path / name)


def test_the_metadata_itself_is_no_data_file(tmp_path: Path) -> None:
    files(tmp_path)
    with pytest.raises(BadInput, match="name the data file beside it"):
        screen_files(tmp_path / "sizes.meta.csv")


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screening, "MOST_BYTES", 10)
    with pytest.raises(BadInput, match="larger than 0 MB"):
        screen_files(files(tmp_path))
