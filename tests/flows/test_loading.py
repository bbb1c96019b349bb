"""`halfterm load` and `answer` by command: what comes in, what is refused, what waits for somebody's word."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from halfterm.cycles.errors import BadInput, NotAllowed, UserError
from halfterm.cycles.events import QUESTION_ANSWERED
from halfterm.flows.cli import app
from halfterm.flows.workspace import open_workspace
from halfterm.warehouse.register import register
from halfterm.warehouse.store import reading
from tests.flows.small_workspace import make_workspace

SOURCE = """\
source: marks
file: inbox/{half_term}/{school}.csv
pupil: UPN
most_rejected: 0.5
columns:
  attributes: {fsm: {column: FSM, values: {Y: yes, N: no}, steady: yes}}
  measures: {reading: {column: Reading, scale: points}}
half_terms: {autumn-2: {}, spring-1: {}}
"""

SURVEY = """\
source: survey
file: inbox/survey-{half_term}.csv
identifier: anonymous
columns:
  school: School
  measures: {enjoy: {column: I enjoy reading, scale: likert-5}}
half_terms: {autumn-2: {}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Cedar's autumn and spring: a pupil whose meals have changed, and one whose score is no number."""
    folder = tmp_path / "work"
    make_workspace(folder)
    for old in (*(folder / "sources").iterdir(), *(folder / "cycles").glob("ash*")):
        old.unlink()
    plan = folder / "cycles" / "cedar-dogwood-1.yaml"
    plan.write_text(
        plan.read_text(encoding="utf-8").replace("  treated: {pairs: in}\n", ""), encoding="utf-8"
    )
    (folder / "sources" / "marks.yaml").write_text(SOURCE, encoding="utf-8")
    put(folder, "autumn-2", "cedar", "U1,Y,10", "U2,N,12", "U3,N,13")
    return folder


def put(folder: Path, half_term: str, school: str, *rows: str) -> Path:
    path = folder / "inbox" / half_term / f"{school}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(("UPN,FSM,Reading", *rows)) + "\n", encoding="utf-8")
    return path


def say(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def refused(*words: object) -> UserError:
    done = say(*words)
    assert isinstance(done.exception, UserError), done.output
    return done.exception


def loads(folder: Path, *words: str) -> list[dict[str, object]]:
    done = say("load", folder, "--json", *words)
    assert done.exit_code == 0, done.output
    found: list[dict[str, object]] = json.loads(done.stdout)["loads"]
    return found


def enrolled(folder: Path) -> list[tuple[str, str, int]]:
    query = """
        SELECT half_term, part, count(*) FROM enrolment JOIN load USING (load) GROUP BY ALL ORDER BY ALL
    """
    with reading(open_workspace(folder).warehouse) as connection:
        return connection.execute(query).fetchall()


def test_each_school_s_file_is_a_load_of_its_own_and_a_wrong_one_holds_up_no_other(folder: Path) -> None:
    put(folder, "autumn-2", "dogwood", "U7,Y,oops", "U8,Q,9")
    done = say("load", folder, "--half-term", "autumn-2")
    assert isinstance(done.exception, BadInput)
    assert "dogwood.csv" in done.output
    assert enrolled(folder) == [("autumn-2", "cedar", 3)]
    put(folder, "autumn-2", "dogwood", "U7,Y,9", "U8,N,11")
    assert [load["fresh"] for load in loads(folder, "--half-term", "autumn-2")] == [False, True]
    assert enrolled(folder) == [("autumn-2", "cedar", 3), ("autumn-2", "dogwood", 2)]


def test_a_follow_up_of_a_plan_that_is_not_locked_stays_outside(folder: Path) -> None:
    put(folder, "spring-1", "cedar", "U1,Y,14", "U2,N,15")
    loads(folder)
    assert enrolled(folder) == [("autumn-2", "cedar", 3)]


def test_an_answer_takes_in_the_rows_that_a_question_held_and_leaves_an_event(folder: Path) -> None:
    (folder / "cycles" / "cedar-dogwood-1.yaml").write_text(
        (folder / "cycles" / "cedar-dogwood-1.yaml")
        .read_text(encoding="utf-8")
        .replace("follow_up: spring-1", "follow_up: spring-2")
        .replace("half_term: spring-1", "half_term: spring-2"),
        encoding="utf-8",
    )
    loads_yaml = folder / "sources" / "marks.yaml"
    loads_yaml.write_text(SOURCE.replace("spring-1: {}}", "spring-1: {}, spring-2: {}}"), encoding="utf-8")
    put(folder, "spring-1", "cedar", "U1,N,14", "U2,N,15", "U3,N,oops")
    (held,) = [load for load in loads(folder) if load["half_term"] == "spring-1"]
    assert (held["held"], held["rejected"], held["rows_accepted"]) == (1, 1, 1)
    about = ("marks", "spring-1", "changed-status", "--part", "cedar", "--by", "head-cedar")
    assert isinstance(refused("answer", folder, *about, "--reason", " "), BadInput)
    done = say("answer", folder, *about, "--reason", "Their meals ended in January.")
    assert done.exit_code == 0, done.output
    with register(open_workspace(folder).register) as events:
        (event,) = events.events(QUESTION_ANSWERED)
    assert (event.actor, event.subject) == ("head-cedar", "marks/spring-1/cedar")
    (taken,) = [load for load in loads(folder) if load["half_term"] == "spring-1"]
    assert (taken["held"], taken["rejected"], taken["rows_accepted"], taken["fresh"]) == (0, 1, 2, True)
    # The answer was about that very file.
    put(folder, "spring-1", "cedar", "U1,N,14", "U2,N,16")
    (anew,) = [load for load in loads(folder) if load["half_term"] == "spring-1"]
    assert (anew["held"], anew["rows_accepted"]) == (1, 1)


@pytest.mark.parametrize(
    ("rule", "part", "kind", "said"),
    [
        ("changed-staus", "cedar", BadInput, "did you mean 'changed-status'"),
        ("duplicate", "cedar", NotAllowed, "'duplicate' is not a question"),
        ("changed-status", "ceder", BadInput, "no part 'ceder'; did you mean 'cedar'?"),
        ("changed-status", "", BadInput, "it comes in 1 parts; say which with --part: cedar"),
        ("changed-status", "cedar", BadInput, "no row of that file waits for 'changed-status'"),
    ],
)
def test_an_answer_that_nobody_asked_for_is_refused(
    folder: Path, rule: str, part: str, kind: type[UserError], said: str
) -> None:
    loads(folder, "--half-term", "autumn-2")
    words = ("marks", "autumn-2", rule, "--part", part, "--by", "head-cedar", "--reason", "So it is.")
    wrong = refused("answer", folder, *words)
    assert isinstance(wrong, kind)
    assert said in str(wrong)


def test_one_file_is_loaded_from_wherever_it_lies(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "new export.csv"
    path.write_text("UPN,FSM,Reading\nU9,Y,9\n", encoding="utf-8")
    words = ("--source", "marks", "--half-term", "autumn-2", "--school", "dogwood")
    (load,) = loads(folder, str(path), *words)
    assert (load["part"], load["pupils"]) == ("dogwood", 1)
    assert "no source 'mark'; did you mean 'marks'?" in str(
        refused("load", folder, path, "--source", "mark", "--half-term", "autumn-2")
    )
    assert "--source and --half-term" in str(refused("load", folder, path))
    assert "no school 'dogwod'; did you mean 'dogwood'?" in str(
        refused("load", folder, path, *words[:-1], "dogwod")
    )


def test_reports_are_written_beside_the_terminal_and_hold_no_value(folder: Path, tmp_path: Path) -> None:
    put(folder, "autumn-2", "cedar", "U1,Y,ZAPHOD", "U2,N,12", "U3,N,13")
    page, sheet = tmp_path / "report.html", tmp_path / "report.csv"
    done = say("load", folder, "--html", page, "--csv", sheet)
    assert done.exit_code == 0, done.output
    for text in (done.output, page.read_text(encoding="utf-8"), sheet.read_text(encoding="utf-8")):
        assert "not-a-number" in text
        assert "ZAPHOD" not in text


def test_an_anonymous_survey_is_kept_apart_from_pupils_and_shown_by_wave(folder: Path) -> None:
    (folder / "sources" / "survey.yaml").write_text(SURVEY, encoding="utf-8")
    answers = "".join(f"C3,{1 + i % 5}\n" for i in range(30)) + "D4,5\n"
    (folder / "inbox" / "survey-autumn-2.csv").write_text(
        f"School,I enjoy reading\n{answers}", encoding="utf-8"
    )
    loads(folder)
    assert enrolled(folder) == [("autumn-2", "cedar", 3)]
    (wave,) = json.loads(say("survey", folder, "--json").stdout)
    assert (wave["item"], wave["wave"], wave["respondents"]) == ("enjoy", "autumn-2", 31)
    by_school = json.loads(say("survey", folder, "--json", "--by-school").stdout)
    assert [(one["place"], one["respondents"]) for one in by_school] == [("cedar", 30), ("dogwood", None)]
    assert "Above the middle" in say("survey", folder).output
    assert loads(folder, "--source", "survey")[0]["fresh"] is False
