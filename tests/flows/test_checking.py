"""`halfterm check`: everything wrong in every file at once, then advice."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from halfterm.flows.checking import to_mend
from halfterm.flows.cli import app
from tests.flows.small_workspace import make_workspace


def check(folder: Path) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["check", str(folder)])
    return done.exit_code, done.stdout, done.stderr


def test_what_is_wrong_in_any_file_is_told_at_once_and_counted(tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "small")
    (folder / "halfterm.toml").write_text('audiance = "public"\n')
    (folder / "programme.yaml").write_text(
        (folder / "programme.yaml").read_text().replace("facilitator: fay", "facilitator: fey")
    )
    (folder / "benchmarks.yaml").write_text("benchmark: []\n")
    (folder / "sources" / "marks.yaml").write_text("source: marks\nfil: inbox/marks.csv\n")
    plan = folder / "cycles" / "ash-beech-1.yaml"
    plan.write_text(plan.read_text().replace("title:", "titel:"))
    code, out, said = check(folder)
    assert (code, out) == (2, "")
    for part in (
        "halfterm.toml: 'audiance': Extra inputs are not permitted; did you mean 'audience'?",
        "programme.yaml, line 1: cluster 'north': no person 'fey'; did you mean 'fay'?",
        "benchmarks.yaml, line 1: unknown key 'benchmark'; did you mean 'benchmarks'?",
        "sources/marks.yaml, line 2: unknown key 'fil'; did you mean 'file'?",
        "cycles/ash-beech-1.yaml, line 2: unknown key 'titel'; did you mean 'title'?",
    ):
        assert part in said
    lines = said.splitlines()
    assert lines[-1] == to_mend(line.removeprefix("error: ") for line in lines[:-1])
    assert lines[-1].endswith(" things to mend in 5 files")


def test_plans_are_held_against_what_could_be_read(tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "small")
    (folder / "halfterm.toml").write_text("one_person = perhaps\n")
    plan = folder / "cycles" / "ash-beech-1.yaml"
    plan.write_text(plan.read_text().replace("measure: reading", "measure: reading").replace("fsm:", "fms:"))
    _, _, said = check(folder)
    assert "cycles/ash-beech-1.yaml: no source maps attribute 'fms' for autumn-2; did you mean 'fsm'?" in said
    assert "halfterm.toml: " in said
    assert said.splitlines()[-1] == "2 things to mend in 2 files"


def test_settings_that_are_no_text_are_refused_without_a_traceback(tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "small")
    (folder / "halfterm.toml").write_bytes(b'audience = "\xff"\n')
    assert check(folder) == (
        2,
        "",
        "error: halfterm.toml: not saved as UTF-8 text\n1 thing to mend in 1 file\n",
    )


def test_a_folder_without_settings_is_told_once_how_to_begin(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    code, _, said = check(tmp_path / "empty")
    assert code == 2
    assert said.splitlines()[:-1] == [
        "error: empty: not a workspace: there is no halfterm.toml in it; `halfterm init` makes one"
    ]


def test_advice_is_grouped_by_file_and_what_goes_for_all_is_told_once(tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "small")
    plan = folder / "cycles" / "ash-beech-1.yaml"
    plan.write_text(plan.read_text() + "risks:\n- {risk: illness}\n")
    code, said, _ = check(folder)
    assert code == 0
    assert "Nothing is wrong." in said
    whole, own = said.split("Every plan:\n")[1].split("cycles/ash-beech-1.yaml:\n")
    assert "  no barrier: say what keeps these pupils behind" in whole
    assert own.startswith("  no contingency for the risk 'illness'\n")
    assert said.count("no barrier") == 1


def test_a_measure_from_the_do_log_needs_no_source(tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "small")
    plan = folder / "cycles" / "ash-beech-1.yaml"
    reading = "- {id: reading, name: Reading, scale: points}\n"
    held = "- {id: held, name: Held, scale: count, kind: process, from_log: sessions}\n"
    assert reading in plan.read_text()
    plan.write_text(plan.read_text().replace(reading, reading + held))
    assert check(folder)[0] == 0
    plan.write_text(plan.read_text().replace(", kind: process, from_log: sessions", ""))
    assert "no source maps measure 'held' for autumn-2" in check(folder)[2]
