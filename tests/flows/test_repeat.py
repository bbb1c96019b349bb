"""Repeating a study: the same to the bit from the loads as they were, and what a correction has changed."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console
from typer import Typer
from typer.testing import CliRunner

from halfterm.cycles.errors import BadInput
from halfterm.cycles.record import Study
from halfterm.flows.cli_data import repeat
from halfterm.flows.collecting import collect
from halfterm.flows.engine import LocalEngine
from halfterm.flows.half_term import half_term, plain_stages
from halfterm.flows.repeat import Repeated, repeat_cycle
from halfterm.flows.repeat_shown import print_repeated, repeated_json, sentences
from halfterm.flows.run import Run
from halfterm.warehouse.study_files import read_studies, studies_key, write_studies
from tests.flows.small_workspace import make_workspace

CYCLE = "ash-beech-1"

app = Typer()
app.command()(repeat)


def run(folder: Path) -> None:
    """Plan, collect and study, without the pages."""
    stages = plain_stages(LocalEngine(), rehearse=False)
    half_term(Run(folder, "spring-1", date(2026, 1, 5)), stages, only=("plan", "do", "study"))


def resubmit(folder: Path, *, school: str = "A1", more: int = 3) -> None:
    """A corrected file: this school's follow-up scores are some points higher."""
    path = folder / "inbox" / "marks.csv"
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["School"] == school:
            row["Reading Spr1"] = str(int(row["Reading Spr1"]) + more * (row["FSM"] == "Y"))
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def studies(folder: Path) -> tuple[Study, ...]:
    return tuple(s for s in read_studies(folder / "warehouse" / "studies" / "spring-1") if s.cycle == CYCLE)


@pytest.fixture(scope="module")
def studied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace studied once. Tests take copies."""
    folder = make_workspace(tmp_path_factory.mktemp("studied") / "small")
    run(folder)
    return folder


@pytest.fixture(scope="module")
def first(studied: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[Study, ...]]:
    """A corrected file loaded and studied after the first; and what the first study said. Only read."""
    folder = tmp_path_factory.mktemp("again") / "small"
    shutil.copytree(studied, folder)
    said = studies(folder)
    resubmit(folder)
    run(folder)
    return folder, said


@pytest.fixture
def once(studied: Path, tmp_path: Path) -> Path:
    """A workspace studied once."""
    return Path(shutil.copytree(studied, tmp_path / "small"))


def told(repeated: Repeated, width: int = 110) -> str:
    console = Console(file=io.StringIO(), width=width)
    print_repeated(console, repeated, names={"ash": "Ash School"}, audience="public")
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_a_study_is_repeated_to_the_bit_after_a_corrected_file_was_studied(
    first: tuple[Path, tuple[Study, ...]],
) -> None:
    folder, said = first
    repeated = repeat_cycle(folder, CYCLE, as_at="2")
    assert tuple(each.then for each in repeated.figures) == said
    assert [repr(each.then) for each in repeated.figures] == [repr(study) for study in said]
    assert tuple(each.now for each in repeated.figures) == studies(folder) != said


def test_without_a_moment_the_newest_record_is_repeated_and_its_inputs_proved(
    first: tuple[Path, tuple[Study, ...]],
) -> None:
    repeated = repeat_cycle(first[0], CYCLE)
    assert (repeated.is_equal, repeated.proved, repeated.moment.number) == (True, True, 3)
    assert sentences(repeated)[0].endswith("are what was recorded, to the last bit.")
    assert repeated.newer == ()
    said = CliRunner().invoke(app, [str(first[0]), CYCLE])
    assert (said.exit_code, "to the last bit" in said.stdout) == (0, True)


def test_what_a_correction_changed_is_shown_as_it_was_and_is(
    first: tuple[Path, tuple[Study, ...]],
) -> None:
    repeated = repeat_cycle(first[0], CYCLE, as_at="2")
    assert not repeated.is_equal
    changed = {each.place: "findings.gap_followup.value" in each.changed_since for each in repeated.figures}
    assert changed == {"ash-beech": True, "ash": True, "beech": False}
    text = told(repeated)
    assert "As at load 2" in text
    assert "Ash School" in text
    assert "Gap after" in text


def test_a_load_that_was_not_studied_yet_is_told_as_what_is_to_come(once: Path) -> None:
    resubmit(once)
    now = Run(once, "spring-1", date(2026, 1, 5))
    collect(now, now.workspace(), {"spring-1"}, kept_out={})
    repeated = repeat_cycle(once, CYCLE)
    assert (repeated.is_equal, repeated.proved, repeated.moment.number) == (True, True, 2)
    assert [load.number for load in repeated.newer] == [3]
    assert any(
        line.startswith("1 load of spring-1 since then, and it changes") for line in sentences(repeated)
    )


def test_a_record_that_was_tampered_with_is_not_what_is_found_again(once: Path) -> None:
    folder = once / "warehouse" / "studies" / "spring-1"
    whole = read_studies(folder)
    key = studies_key(folder)
    assert key is not None
    study = whole[0]
    means = {**study.means, "target_baseline": study.means["target_baseline"] + 2**-40}
    changed = Study(**{**{f: getattr(study, f) for f in study.__dataclass_fields__}, "means": means})
    write_studies(folder, (changed, *whole[1:]), key=key)
    repeated = repeat_cycle(once, CYCLE)
    assert repeated.figures[0].differing == ("means.target_baseline",)
    assert repeated.proved
    assert "1 of" in sentences(repeated)[0]
    assert CliRunner().invoke(app, [str(once), CYCLE]).exit_code == 1


def test_repeating_changes_no_file(once: Path) -> None:
    def tree() -> dict[str, str]:
        return {
            str(path): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(once.rglob("*"))
            if path.is_file()
        }

    before = tree()
    repeat_cycle(once, CYCLE)
    repeat_cycle(once, CYCLE, as_at="2025-05-01")
    assert tree() == before


@pytest.mark.parametrize(
    ("cycle", "as_at", "said"),
    [
        ("ash-beech-2", None, "no cycle 'ash-beech-2' has been locked; did you mean 'ash-beech-1'"),
        (CYCLE, "9", "--as-at: no load '9'; give a day (2026-11-20), a load's id or its number"),
        (CYCLE, "2020-01-01", "--as-at: nothing was loaded by 2020-01-01; the first load is of"),
        (CYCLE, "1", "cycle 'ash-beech-1': no scores of 'reading' are loaded for spring-1"),
    ],
)
def test_what_cannot_be_repeated_is_said_so(
    first: tuple[Path, tuple[Study, ...]], cycle: str, as_at: str | None, said: str
) -> None:
    with pytest.raises(BadInput) as refused:
        repeat_cycle(first[0], cycle, as_at=as_at)
    assert said in str(refused.value)


def test_a_machine_gets_one_object_with_what_differs(first: tuple[Path, tuple[Study, ...]]) -> None:
    told_to_machine = json.loads(repeated_json(repeat_cycle(first[0], CYCLE, as_at="2"), audience="public"))
    assert (told_to_machine["equal"], told_to_machine["as_at"]["number"]) == (False, 2)
    ash = next(study for study in told_to_machine["studies"] if study["place"] == "ash")
    gap = next(finding for finding in ash["findings"] if finding["statistic"] == "gap_followup")
    assert gap["as_at"] < gap["now"] == gap["recorded"]
