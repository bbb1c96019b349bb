"""Finding gaps in a workspace: what is loaded, what is listed, and how it is told."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

from halfterm.cycles.errors import BadInput, NotAllowed
from halfterm.cycles.gap_finder import Group
from halfterm.flows.find_gaps import Asked, GapReport, scan_workspace
from halfterm.flows.gap_list import gaps_as_json, group_name, print_gaps
from tests.flows.small_workspace import make_workspace

TODAY = date(2025, 5, 1)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Four schools of 40 pupils, every other one with free meals and some 4 points behind."""
    return make_workspace(tmp_path / "small")


def scan(folder: Path, *, load_first: bool = False, **asked: object) -> GapReport:
    return scan_workspace(folder, Asked(**asked), load_first=load_first, today=TODAY)  # type: ignore[arg-type]


def told(report: GapReport, width: int = 110) -> str:
    console = Console(file=io.StringIO(), width=width, force_terminal=False)
    print_gaps(console, report)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def one_line(text: str) -> str:
    return " ".join(text.split())


def test_when_nothing_is_loaded_it_is_said_how(small: Path) -> None:
    with pytest.raises(BadInput) as refused:
        scan(small)
    assert refused.value.problems == (
        "nothing is loaded yet; this takes in a half-term first: "
        f"halfterm find-gaps {small} --half-term autumn-2 --load",
    )
    assert not (small / "warehouse" / "halfterm.duckdb").exists()


def test_a_half_term_is_loaded_and_the_gap_that_is_there_is_found(small: Path) -> None:
    report = scan(small, load_first=True)
    first = report.finds.behind[0]
    assert report.half_term == "autumn-2"
    assert (first.group.terms, first.group.school, first.group.band) == ((("fsm", "yes"),), "", "")
    assert first.lower < -4 < first.upper
    text = told(report)
    assert text.startswith("Groups behind in autumn-2\n")
    assert "fsm" in text
    assert "all schools" in text
    assert "No bands of prior attainment" in one_line(text)
    assert "The list says where, not why" in one_line(text)


def test_with_a_second_half_term_there_are_bands_and_the_length_of_a_gap(small: Path) -> None:
    scan(small, load_first=True, half_term="autumn-2")
    report = scan(small, load_first=True, half_term="spring-2", share=0.9)
    assert report.scan.banded == 160
    fsm = next(i for i, each in enumerate(report.shown) if each.group.terms == (("fsm", "yes"),))
    assert [half_term for half_term, _ in report.series[fsm]] == ["autumn-2", "spring-2"]
    assert "autumn-2 (2)" in one_line(told(report, width=140))


def test_a_scan_changes_nothing_in_the_warehouse(small: Path) -> None:
    scan(small, load_first=True)
    warehouse = small / "warehouse" / "halfterm.duckdb"
    before = warehouse.read_bytes()
    assert scan(small).finds == scan(small, half_term="autumn-2").finds
    assert warehouse.read_bytes() == before


def test_the_follow_up_of_a_plan_that_is_not_locked_is_not_loaded(small: Path) -> None:
    with pytest.raises(NotAllowed, match="spring-1 is the follow-up of a plan that is not locked yet"):
        scan(small, load_first=True, half_term="spring-1")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"half_term": "spring1"}, "no half-term 'spring1'; did you mean 'spring-1'"),
        ({"school": "ahs"}, "no school 'ahs'; did you mean 'ash'?"),
        ({"measure": "reding"}, "no measure 'reding' has scores there; did you mean 'reading'?"),
        ({"half_term": "spring-2"}, "half-term 'spring-2' is not loaded, only autumn-2; --load takes it in"),
        ({"share": 5.0}, "--share: give a share between 0 and 1"),
        ({"smallest": 1}, "--smallest: a group needs 2 pupils or more"),
        ({"top": 0}, "--top: give 1 or more"),
    ],
)
def test_a_wrong_word_is_answered_with_what_there_is(
    small: Path, asked: dict[str, object], said: str
) -> None:
    scan(small, load_first=True)
    with pytest.raises(BadInput) as refused:
        scan(small, **asked)
    assert said in refused.value.problems[0]


def test_one_school_is_compared_within_itself_only(small: Path) -> None:
    report = scan(small, load_first=True, school="ash", share=0.9)
    assert {each.group.school for each in report.finds.behind} == {"ash"}
    assert report.scan.pupils == 40


def test_where_nothing_is_behind_it_is_said_so(small: Path) -> None:
    report = scan(small, load_first=True, school="ash", share=1e-9)
    assert report.shown == ()
    assert "No group is behind at q <= 1e-09" in one_line(told(report))


def test_text_of_a_file_does_nothing_to_the_terminal(small: Path) -> None:
    marks = small / "inbox" / "marks.csv"
    marks.write_text(marks.read_text().replace(",Y,", ",[red]\x1b[2J,").replace(",N,", ",M,"))
    source = small / "sources" / "marks.yaml"
    source.write_text(source.read_text().replace("{column: FSM, values: {Y: yes, N: no}}", "{column: FSM}"))
    plans = small / "cycles"
    for plan in plans.glob("*.yaml"):
        plan.write_text(plan.read_text().replace("{fsm: yes}", "{fsm: M}"))
    text = told(scan(small, load_first=True))
    assert "fsm [red]?[2J" in text
    assert "\x1b" not in text


@pytest.mark.parametrize(
    ("terms", "name"),
    [
        ((), "everybody"),
        ((("fsm", "yes"),), "fsm"),
        ((("fsm", "no"), ("sex", "girl")), "not fsm, sex girl"),
        ((("", "no flag"), ("year", "5")), "no flag, year 5"),
    ],
)
def test_a_group_is_named_as_people_speak(terms: tuple[tuple[str, str], ...], name: str) -> None:
    assert group_name(Group("maths", "points", "ash", "", terms, 1)) == name


def test_a_machine_gets_one_object_with_every_number(small: Path) -> None:
    report = scan(small, load_first=True)
    told_to_machine = json.loads(gaps_as_json(report))
    row = told_to_machine["groups"][0]
    assert (row["group"], row["school"], row["band"]) == ("fsm", None, None)
    assert row["lower"] < row["gap"] < row["upper"] < 0
    assert (row["n"], row["n_others"]) == (80, 80)
    assert row["series"] == [{"half_term": "autumn-2", "gap": pytest.approx(row["gap"])}]
    assert told_to_machine["compared"] == report.finds.compared


def test_the_command_loads_and_prints(small: Path) -> None:
    command = [sys.executable, "-c", "from halfterm.flows.cli import main; main()", "find-gaps", str(small)]
    done = subprocess.run([*command, "--load", "--json"], check=True, capture_output=True, text=True)
    assert json.loads(done.stdout)["groups"][0]["group"] == "fsm"
    refused = subprocess.run([*command, "--top", "0"], check=False, capture_output=True, text=True)
    assert (refused.returncode, refused.stderr) == (2, "error: --top: give 1 or more\n")
