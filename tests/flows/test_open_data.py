"""`halfterm open-data`: what was published, and nothing else, as a zip that passes the screener."""

from __future__ import annotations

import csv
import io
import json
import shutil
import zipfile
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from halfterm.cycles.errors import BadInput
from halfterm.flows.cli import app
from halfterm.flows.open_data import Released, release
from halfterm.flows.open_data_shown import print_released
from tests.flows.small_workspace import make_workspace

TODAY = date(2025, 2, 20)


@pytest.fixture(scope="module", name="published")
def published_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both engagements of spring-1 approved and published by rehearsal."""
    folder = make_workspace(tmp_path_factory.mktemp("published") / "w")
    done = CliRunner().invoke(
        app, ["run", str(folder), "--half-term", "spring-1", "--engine", "local", "--rehearse"]
    )
    assert done.exception is None, done.output
    return folder


@pytest.fixture(name="copy")
def own_copy(published: Path, tmp_path: Path) -> Path:
    """The published workspace, to be changed."""
    return shutil.copytree(published, tmp_path / "w")


def made(folder: Path, out: Path, **changes: str | None) -> Released:
    given: dict[str, str | None] = {"half_term": None, "licence": ""} | changes
    return release(folder, half_term=given["half_term"], out=out, licence=given["licence"] or "", today=TODAY)


def rows(out: Path, name: str) -> list[dict[str, str]]:
    with zipfile.ZipFile(out) as archive:
        return list(csv.DictReader(io.StringIO(archive.read(f"data/{name}.csv").decode())))


def test_the_published_figures_leave_as_they_are_on_the_pages(published: Path, tmp_path: Path) -> None:
    out = tmp_path / "small.zip"
    done = made(published, out)
    assert done.half_terms == ("spring-1",)
    page = (published / "site" / "spring-1" / "data" / "school-ash.csv").read_text(encoding="utf-8")
    shown = {r["statistic"]: r for r in csv.DictReader(io.StringIO(page)) if r["place"] == "ash"}
    (ash,) = [r for r in rows(out, "small-schools") if r["school_name"] == "Ash School"]
    change = shown["gap_change"]
    assert [ash["gap_change"], ash["gap_change_lower"], ash["gap_change_upper"]] == [
        *(change["value"], change["lower"], change["upper"]),
    ]
    assert ash["pupils_target"] == change["n_target"] == "20"
    assert (ash["time_period"], ash["half_term"]) == ("202425", "Spring 1")


def test_the_same_workspace_gives_the_same_bytes(published: Path, tmp_path: Path) -> None:
    one, other = tmp_path / "one.zip", tmp_path / "other.zip"
    made(published, one)
    made(published, other, half_term="spring-1")
    assert one.read_bytes() == other.read_bytes()


def test_no_pupil_and_no_key_is_in_it(published: Path, tmp_path: Path) -> None:
    out = tmp_path / "small.zip"
    made(published, out)
    with zipfile.ZipFile(out) as archive:
        text = "".join(archive.read(name).decode() for name in archive.namelist())
    assert not [line for line in (published / "inbox" / "marks.csv").read_text().split() if line[:6] in text]


def test_what_was_withdrawn_since_does_not_leave(copy: Path, tmp_path: Path) -> None:
    words = ["review", "withdraw", str(copy), "schools/ash", "--half-term", "spring-1"]
    done = CliRunner().invoke(app, [*words, "--reason", "A wrong paper.", "--by", "fay"])
    assert done.exception is None, done.output
    out = tmp_path / "small.zip"
    made(copy, out)
    assert {r["engagement"] for r in rows(out, "small-schools")} == {"Cedar and Dogwood"}
    assert {r["cluster"] for r in rows(out, "small-groups")} == {"South"}


def test_figures_that_are_not_the_published_ones_any_more_are_refused(copy: Path, tmp_path: Path) -> None:
    page = copy / "site" / "spring-1" / "data" / "case-ash-beech.csv"
    page.write_text(page.read_text().replace("gap_change", "gap_chance"))
    with pytest.raises(BadInput, match="not those of its published pages any more") as refused:
        made(copy, tmp_path / "small.zip")
    assert "halfterm run --half-term spring-1" in str(refused.value)
    assert not (tmp_path / "small.zip").exists()


def test_before_anything_is_published_nothing_leaves(tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "w", pupils=12)
    with pytest.raises(BadInput, match="no half-term is published yet"):
        made(folder, tmp_path / "small.zip")
    with pytest.raises(BadInput, match="half-term 'spring-2' is not published yet"):
        made(folder, tmp_path / "small.zip", half_term="spring-2")
    with pytest.raises(
        BadInput, match=r"no half-term 'sprong-1' in programme\.yaml; did you mean 'spring-1'"
    ):
        made(folder, tmp_path / "small.zip", half_term="sprong-1")


def test_what_only_schools_may_see_does_not_leave(copy: Path, tmp_path: Path) -> None:
    (copy / "halfterm.toml").write_text('audience = "school"\n')
    with pytest.raises(BadInput, match="audience is 'school'"):
        made(copy, tmp_path / "small.zip")


@pytest.mark.parametrize(
    ("name", "words"),
    [("data.csv", "ends in .zip"), ("no/where.zip", "no such folder"), ("there.zip", "it is a folder")],
)
def test_a_place_where_no_zip_can_be_is_refused_first(
    published: Path, tmp_path: Path, name: str, words: str
) -> None:
    (tmp_path / "there.zip").mkdir()
    with pytest.raises(BadInput, match=words):
        made(published, tmp_path / name)


def test_the_command_says_what_it_wrote(published: Path, tmp_path: Path) -> None:
    out = tmp_path / "small.zip"
    console = Console(file=io.StringIO(), width=90)
    print_released(console, made(published, out))
    assert isinstance(console.file, io.StringIO)
    told = console.file.getvalue()
    assert "data/small-groups.csv      4" in told
    assert f"wrote {out}: 1 half-term (spring-1)" in told


def test_the_command_speaks_to_machines_too(published: Path, tmp_path: Path) -> None:
    out = tmp_path / "small.zip"
    done = CliRunner().invoke(app, ["open-data", str(published), "--out", str(out), "--json"])
    said = json.loads(done.output)
    assert (said["bytes"], said["half_terms"]) == (out.stat().st_size, ["spring-1"])
    assert [(table["file"], table["rows"]) for table in said["tables"]] == [
        ("data/small-groups.csv", 4),
        ("data/small-schools.csv", 4),
    ]


def test_the_zip_passes_the_screener_by_hand(published: Path, tmp_path: Path) -> None:
    out = tmp_path / "small.zip"
    made(published, out)
    with zipfile.ZipFile(out) as archive:
        archive.extractall(tmp_path / "z")
    for name in ("groups", "schools"):
        screened = CliRunner().invoke(app, ["screen", str(tmp_path / "z" / "data" / f"small-{name}.csv")])
        assert (screened.exit_code, "fit to publish." in screened.output) == (0, True)
