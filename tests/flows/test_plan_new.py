"""`halfterm plan new`: asked in the terminal or answered by a file, it writes a plan that fits."""

from __future__ import annotations

import contextlib
import os
import pty
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner, Result

from halfterm.cycles.plan import Plan
from halfterm.cycles.programme import HalfTerm
from halfterm.flows.cli import app
from halfterm.flows.plan_new import known_in, plan_from
from halfterm.flows.workspace import open_workspace
from halfterm.warehouse.yaml_file import read_record
from tests.flows.small_workspace import make_workspace

ANSWERS = {
    "engagement": "ash-beech",
    "follows": "no",
    "half_term": "spring-1",
    "focus.route": "needs analysis",
    "focus.why": "The autumn tests: FSM pupils are 4 points behind.",
    "aim.improve": "the reading gap",
    "aim.from": "4 points",
    "aim.to": "2 points",
    "aim.for_whom": "FSM pupils",
    "barriers": "No time to read; no books at home",
    "driver": "Time with an adult",
    "change_idea.name": "paired reading",
    "change_idea.theory": "Who reads aloud more, reads better.",
    "intervention.theme": "3",
    "intervention.strand": "peer tutoring",
    "intervention.group_size": "2",
    "dosage.sessions_per_week": "3",
    "dosage.minutes": "20",
    "dosage.weeks": "5",
    "cost.what": "Books",
    "cost.pounds": "200",
    "cost.funding": "pupil premium",
    "target_group.attributes": "fsm=yes",
    "change_idea.treated": "pairs=in",
    "change_idea.assigned": "random",
    "target.reading": "-2",
    "prediction.reading": "-3",
    "prediction.reading.range": "-5 to -1",
    "prediction.reading.sure": "90",
    "prediction.reading.closing": "70",
    "data_plan.who": "class teachers",
    "risk": "illness",
    "risk.contingency": "pairs are joined",
}

SHORT = [
    *("ash-beech", "no", "spring-1", "", "", "3", "The tests.", "the gap", "4", "2", "FSM pupils", "", ""),
    *("", "pairs", "It helps.", "", "1", "", "", "", "", "", "fsm=yes", "", "", "", "", "reading", ""),
    *("", "-3", "-5 to -1", "", "", "", "", "", ""),
]
"""What somebody in a hurry answers in the terminal, line by line, up to the last question."""


def new(folder: Path, *options: str | Path, said: str = "") -> Result:
    return CliRunner().invoke(app, ["plan", "new", str(folder), *map(str, options)], input=said)


def answered(folder: Path, **changes: str) -> Result:
    path = folder / "answers.yaml"
    path.write_text(
        yaml.safe_dump({"answers": ANSWERS | {k.replace("__", "."): v for k, v in changes.items()}})
    )
    return new(folder, "--answers", path)


def test_a_file_of_answers_becomes_a_plan_that_passes_the_check(tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "small")
    written = answered(folder)
    assert written.exit_code == 0, written.output
    plan = read_record(folder / "cycles" / "ash-beech-2.yaml", Plan)
    assert (plan.baseline, plan.half_term, plan.follow_up) == ("autumn-2", "spring-1", "spring-1")
    assert plan.barriers == ("No time to read", "no books at home")
    assert plan.aim.by_doing == "paired reading"
    assert plan.change_idea.treated == {"pairs": ("in",)}
    assert plan.intervention.theme == "Mentoring, one-to-one or small-group support"
    assert (plan.intervention.planned_sessions, plan.intervention.group_size) == (15, 2)
    assert plan.intervention.planned_cost(pupils=30) == 200
    assert [(measure.id, measure.kind) for measure in plan.measures] == [
        ("reading", "outcome"),
        ("sessions", "process"),
    ]
    (prediction,) = plan.predictions
    assert (prediction.value, prediction.lower, prediction.upper) == (-3, -5, -1)
    assert (prediction.coverage, prediction.closing_probability) == (0.9, 0.7)
    assert plan in open_workspace(folder).plans


def test_a_second_plan_of_the_same_answers_takes_the_next_name(tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "small")
    assert [answered(folder).exit_code, answered(folder).exit_code] == [0, 0]
    names = sorted(path.stem for path in (folder / "cycles").glob("ash-beech-*.yaml"))
    assert names == ["ash-beech-1", "ash-beech-2", "ash-beech-3"]


def test_every_wrong_answer_of_a_file_is_told_at_once_and_nothing_is_written(tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "small")
    refused = answered(
        folder,
        aim__from="",
        target_group__attributes="fms=yes",
        prediction__reading="few",
        half_term="spring",
    )
    problems = str(refused.exception).splitlines()
    assert [problem.split(": ")[1] for problem in problems] == [
        "half_term",
        "aim.from",
        "target_group.attributes",
        "prediction.reading",
    ]
    assert "did you mean 'fsm'?" in problems[2]
    assert len(list((folder / "cycles").iterdir())) == 2


def test_an_answer_to_no_question_is_told_with_its_near_miss(tmp_path: Path) -> None:
    refused = answered(make_workspace(tmp_path / "small"), focus__whi="Tests.")
    assert "no question is called 'focus.whi'; did you mean 'focus.why'" in str(refused.exception)


def test_in_the_terminal_a_bad_answer_is_asked_again_with_the_reason(tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "small")
    said = [
        *("ash-beach", "ash-beech", "no", "spring-1", "", ""),  # whose and when
        *("3", "The autumn tests.", "the reading gap", "4 points", "2 points", "FSM pupils"),
        *("", "No time to read", "", "paired reading", "It helps.", ""),  # by when ... doing what
        *("Reading aloud", "", "", "", "", ""),  # theme, strand, who, group, dosage, cost
        *("fms=yes", "fsm=yes", "", "", "", ""),  # target group, treated, comparison
        *("reading", "", "", "-3", "-2 to 0", "-5 to -1", "", "70", ""),  # measures, prediction
        *("", "", "", "y"),  # data plan, risk, title
    ]
    done = new(folder, said="\n".join(said) + "\n")
    assert done.exit_code == 0, done.output
    for told in (
        "'ash-beach' is not one of them; did you mean 'ash-beech'?",
        "no source maps 'fms'; did you mean 'fsm'?",
        "-3, your best guess, does not lie between -2 and 0",
        "by_doing: paired reading",
        "improve the reading gap from 4 points to 2 points for FSM pupils by paired reading.",
        "What would make it better:",
    ):
        assert told in done.output
    plan = read_record(folder / "cycles" / "ash-beech-2.yaml", Plan)
    assert (plan.title, plan.intervention.theme, plan.targets) == ("Paired reading", "Reading aloud", ())
    assert plan in open_workspace(folder).plans


def in_a_terminal(*words: str, said: str) -> tuple[int, str]:
    """Run a command with a real terminal as its input and output."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", "from halfterm.flows.cli import main; main()", *words]
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True)
    os.close(theirs)
    os.write(ours, said.encode())
    shown = b""
    # The terminal goes away with its last user: reading then fails, and that is the end.
    with contextlib.suppress(OSError):
        while block := os.read(ours, 4096):
            shown += block
    os.close(ours)
    return process.wait(timeout=60), shown.decode()


def test_a_person_at_a_terminal_writes_a_plan(tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "small")
    code, shown = in_a_terminal("plan", "new", str(folder), said="\n".join([*SHORT, "y"]) + "\n")
    assert (code, "wrote" in shown) == (0, True), shown
    assert read_record(folder / "cycles" / "ash-beech-2.yaml", Plan) in open_workspace(folder).plans


@pytest.mark.parametrize(("last", "code"), [("n\n", 0), ("", 1)])
def test_who_says_no_or_leaves_has_written_nothing(tmp_path: Path, last: str, code: int) -> None:
    folder = make_workspace(tmp_path / "small")
    done = new(folder, said="\n".join(SHORT) + "\n" + last)
    assert "Write it to cycles/ash-beech-2.yaml?" in done.output
    assert done.exit_code == code
    assert len(list((folder / "cycles").iterdir())) == 2


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2024-09-01", "spring-1"),  # before the programme: the first half-term has no baseline before it
        ("2025-01-20", "spring-1"),
        ("2025-02-20", "spring-2"),  # in the holiday: the next one
        ("2030-01-01", "spring-2"),
    ],
)
def test_the_half_term_of_a_plan_is_the_current_or_the_next_one(
    tmp_path: Path, today: str, expected: str
) -> None:
    workspace = open_workspace(make_workspace(tmp_path / "small"))
    current: HalfTerm = known_in(workspace, today=date.fromisoformat(today)).current()
    assert current.id == expected


def test_a_plan_that_follows_says_what_differs(tmp_path: Path) -> None:
    workspace = open_workspace(make_workspace(tmp_path / "small"))
    given = ANSWERS | {
        "follows": "ash-beech-1",
        "half_term": "spring-2",
        "change_idea.adapts": "Three sessions, since two were too few.",
    }
    plan = plan_from(given, workspace, name="answers.yaml", today=date(2025, 2, 17))
    assert (plan.id, plan.follows, plan.baseline) == ("ash-beech-2", "ash-beech-1", "spring-1")
    assert plan.change_idea.adapts == "Three sessions, since two were too few."
    assert (plan.planned, plan.aim.by) == (date(2025, 2, 17), date(2025, 4, 4))
