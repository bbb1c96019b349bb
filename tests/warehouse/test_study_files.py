"""Studies beside their drafts: what is written is what is read, whatever the folder is called."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from halfterm.cycles.errors import StoreTrouble
from halfterm.cycles.impact.ends import EndCount
from halfterm.cycles.impact.finding import Finding, undefined
from halfterm.cycles.record import Coverage, Study
from halfterm.warehouse.study_files import read_studies, studies_key, write_studies

FOUND = Finding("gap_change", 1.25, 0.5, 2.0, 0.01, 9, 21, "Welch t")


def study(cycle: str) -> Study:
    return Study(
        cycle=cycle,
        measure="reading",
        level="engagement",
        place="ash-beech",
        findings=(FOUND, undefined("impact", "nobody is treated")),
        means={"target_baseline": 10.5},
        coverage=Coverage(9, 21, 9, 21, 0, 0, 0, 0, 0, 0),
        loads=("abc", "def"),
        code_version="1",
        targets=(),
        predictions=(),
        pupil_targets=None,
        threshold_baseline=None,
        threshold_follow_up=None,
        at_ends=(EndCount("baseline", True, 9, 2, 0),),
    )


@pytest.mark.parametrize("name", ["spring-1", "a*b [c] 'd'"])
def test_studies_are_read_as_they_were_written(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name / "studies"
    assert studies_key(folder) is None
    write_studies(folder, [study("one"), study("two")], key="k1")
    assert studies_key(folder) == "k1"
    assert read_studies(folder) == (study("one"), study("two"))
    write_studies(folder, [study("three")], key="k2")
    assert (studies_key(folder), read_studies(folder)) == ("k2", (study("three"),))
    assert [path.name for path in folder.parent.iterdir()] == ["studies"]
    assert sorted(path.name for path in folder.iterdir()) == ["findings.parquet", "key", "studies.parquet"]


def test_the_findings_are_a_tidy_table_with_nulls_where_nothing_is_defined(tmp_path: Path) -> None:
    write_studies(tmp_path / "studies", [study("one")], key="k")
    with duckdb.connect() as connection:
        rows = connection.execute(
            "SELECT cycle, statistic, value, upper, n_target, loads FROM read_parquet(?)",
            [str(tmp_path / "studies" / "findings.parquet")],
        ).fetchall()
    assert rows == [
        ("one", "gap_change", 1.25, 2.0, 9, "abc def"),
        ("one", "impact", None, None, 0, "abc def"),
    ]


def test_no_studies_at_all_are_written_too(tmp_path: Path) -> None:
    write_studies(tmp_path / "studies", [], key="k")
    assert read_studies(tmp_path / "studies") == ()


def test_missing_or_damaged_studies_say_what_to_do(tmp_path: Path) -> None:
    folder = tmp_path / "spring-1"
    with pytest.raises(StoreTrouble, match="studies of spring-1: missing or damaged; delete the folder"):
        read_studies(folder)
    write_studies(folder, [study("one")], key="k")
    (folder / "studies.parquet").write_bytes(b"PAR1 junk PAR1")
    with pytest.raises(StoreTrouble, match="studies of spring-1: missing or damaged; delete the folder"):
        read_studies(folder)
