"""`halfterm survey --compare`: two waves by command, of known respondents and of anonymous ones."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from halfterm.cycles.errors import BadInput
from halfterm.flows.cli import app
from tests.flows.small_workspace import make_workspace

KNOWN = """\
source: pupil-survey
file: inbox/pupil-survey-{half_term}.csv
pupil: Code
columns:
  school: School
  attributes: {fsm: {column: FSM, values: {Y: yes, N: no}}}
  measures:
    enjoy: {column: I enjoy reading, scale: likert-5}
    worry: {column: I worry about reading, scale: likert-worry}
    always: {column: I can read, scale: likert-5}
half_terms: {autumn-2: {}, spring-2: {}}
"""
WORRY = """\
id: likert-worry
name: How much somebody worries
about: From never to always.
kind: ordered
direction: lower
subtract: yes
grades: {1: 1, 2: 2, 3: 3, 4: 4, 5: 5}
numbers: none
"""
ANONYMOUS = """\
source: parents
file: inbox/parents-{half_term}.csv
identifier: anonymous
columns:
  school: School
  measures: {welcome: {column: We feel welcome, scale: likert-5}}
half_terms: {autumn-2: {}, spring-2: {}}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """40 pupils of Cedar and 4 of Dogwood asked twice: joy rises, worry falls, all can read throughout."""
    folder = make_workspace(tmp_path_factory.mktemp("survey") / "work")
    for old in (*(folder / "sources").iterdir(), *(folder / "cycles").glob("ash*")):
        old.unlink()
    plan = folder / "cycles" / "cedar-dogwood-1.yaml"
    plan.write_text(
        plan.read_text(encoding="utf-8")
        .replace("  treated: {pairs: in}\n", "")
        .replace("id: reading", "id: enjoy")
        .replace("measure: reading", "measure: enjoy")
        .replace("scale: points", "scale: likert-5")
        .replace("follow_up: spring-1", "follow_up: spring-2"),
        encoding="utf-8",
    )
    (folder / "scales").mkdir()
    (folder / "scales" / "likert-worry.yaml").write_text(WORRY, encoding="utf-8")
    (folder / "sources" / "pupils.yaml").write_text(KNOWN, encoding="utf-8")
    (folder / "sources" / "parents.yaml").write_text(ANONYMOUS, encoding="utf-8")
    chance = random.Random(4)
    for rise, half_term in enumerate(("autumn-2", "spring-2")):
        lines = ["Code,School,FSM,I enjoy reading,I worry about reading,I can read"]
        for number in range(44):
            joy = min(5, 1 + number % 4 + rise * (number % 3 > 0))
            worry = max(1, 5 - number % 4 - rise * (number % 5 > 0))
            lines.append(f"P{number},{'D4' if number >= 40 else 'C3'},{'NY'[number % 2]},{joy},{worry},5")
        put(folder, f"pupil-survey-{half_term}", lines)
        answers = [f"C3,{min(5, max(1, round(chance.gauss(3 + 0.2 * rise, 1))))}" for _ in range(50)]
        put(folder, f"parents-{half_term}", ["School,We feel welcome", *answers])
    for words in (
        ("load", folder, "--half-term", "autumn-2"),
        ("plan", "lock", folder, "cedar-dogwood-1", "--by", "nia"),
        ("load", folder),
    ):
        assert say(*words).exit_code == 0, words
    return folder


def put(folder: Path, name: str, lines: list[str]) -> None:
    (folder / "inbox" / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def say(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def compare(folder: Path, *words: str) -> dict[str, Any]:
    done = say("survey", folder, "--compare", "autumn-2", "spring-2", "--json", *words)
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_known_respondents_are_paired_and_anonymous_ones_are_not(folder: Path) -> None:
    found = compare(folder)
    items = {(one["kind"], one["item"]): one for one in found["items"]}
    enjoy, worry = items["same respondents", "enjoy"], items["same respondents", "worry"]
    assert (enjoy["respondents_after"], enjoy["moved"], enjoy["beyond_chance"]) == (44, "better", True)
    assert (worry["change"] < 0, worry["moved"], worry["lower_is_better"]) == (True, "better", True)
    assert worry["p_holm"] == pytest.approx(2 * worry["p"])  # the smaller of two
    welcome = items["anonymous", "welcome"]
    assert (welcome["better"], welcome["respondents_before"]) == (None, 50)
    assert [(one["kind"], one["items"], one["better"], one["withheld"]) for one in found["summaries"]] == [
        ("anonymous", 1, 1, 0),
        ("same respondents", 2, 2, 1),
    ]


def test_answers_all_alike_and_few_respondents_are_withheld(folder: Path) -> None:
    always = next(one for one in compare(folder)["items"] if one["item"] == "always")
    assert (always["respondents_after"], always["before"], always["p"]) == (44, None, None)
    dogwood = [one for one in compare(folder, "--by-school")["items"] if one["place"] == "dogwood"]
    assert len(dogwood) == 3
    assert {one[part] for one in dogwood for part in ("respondents_after", "before", "p", "moved")} == {None}


def test_a_person_reads_a_table_and_what_it_comes_to(folder: Path) -> None:
    done = say("survey", folder, "--compare", "autumn-2", "spring-2")
    text = " ".join(done.output.split())
    assert "autumn-2 to spring-2: the same respondents, known by pseudonym" in text
    assert "worry \u2193" in text
    assert "2 items: 2 better, 2 of them beyond chance; 0 worse, 0 of them beyond chance; 0 the same." in text
    assert "1 item withheld." in text
    assert "c: withheld" in text
    assert "Nobody else was asked" in text
    assert max(map(len, done.output.splitlines())) <= 80


def test_where_nothing_was_asked_twice_it_says_so(folder: Path) -> None:
    done = say("survey", folder, "--compare", "autumn-2", "spring-1")
    assert done.exit_code == 0
    assert "No survey item was answered in both" in done.output
    assert (
        json.loads(say("survey", folder, "--compare", "autumn-2", "spring-1", "--json").stdout)["items"] == []
    )


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("autum-2", "spring-2", "no half-term 'autum-2'; did you mean 'autumn-2'"),
        ("spring-2", "autumn-2", "spring-2 does not come before autumn-2"),
        ("autumn-2", "autumn-2", "autumn-2 does not come before autumn-2"),
    ],
)
def test_a_wrong_half_term_is_refused(folder: Path, before: str, after: str, said: str) -> None:
    refused = say("survey", folder, "--compare", before, after).exception
    assert isinstance(refused, BadInput)
    assert said in str(refused)
