"""The list of a half-term's pages and one page with all that was said, as a person meets them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from halfterm.cycles.errors import BadInput, NotAllowed
from halfterm.flows.cli import app
from tests.flows.small_workspace import make_workspace

SPRING = ("--half-term", "spring-1")


def review(folder: Path, command: str, *words: str) -> str:
    done = CliRunner().invoke(app, ["review", command, str(folder), *words], env={"COLUMNS": "120"})
    if done.exception is not None:
        raise done.exception
    return done.output


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose drafts are submitted; one page is approved, one commented on and disputed."""
    folder = make_workspace(tmp_path_factory.mktemp("desk") / "small")
    CliRunner().invoke(app, ["run", str(folder), *SPRING, "--engine", "local"])
    review(folder, "submit", "all", *SPRING, "--by", "nia")
    review(folder, "approve", "schools/ash", *SPRING, "--by", "head-ash", "--comment", "Agreed.")
    review(folder, "comment", "schools/beech", *SPRING, "--by", "head-ash", "--words", "Reads [well].")
    figure = ("--measure", "reading", "--figure", "gap_change", "--reason", "Two sat it late.")
    review(folder, "dispute", "schools/beech", *SPRING, "--by", "head-beech", *figure)
    return folder


def test_the_list_says_of_each_page_where_it_stands_and_whom_it_waits_for(small: Path) -> None:
    lines = [" ".join(line.split()) for line in review(small, "list", *SPRING).splitlines()]
    assert lines[:3] == [
        "State Page Waits for Disputes Comments",
        "approved schools/ash – – –",
        "submitted schools/beech Ben Beech or Fay Facilitator 1 1",
    ]
    assert len(lines) == 7


def test_the_list_of_a_person_has_only_what_waits_for_that_person(small: Path) -> None:
    said = json.loads(review(small, "list", *SPRING, "--waiting-for", "head-beech", "--json"))
    assert [(row["page"], row["next_move"], row["open_disputes"]) for row in said] == [
        ("schools/beech", "approve", 1)
    ]
    assert review(small, "list", *SPRING, "--waiting-for", "head-ash").count("\n") == 2
    assert review(small, "list", *SPRING, "--waiting-for", "nia") == "Nothing waits.\n"
    with pytest.raises(BadInput, match="did you mean 'nia'"):
        review(small, "list", *SPRING, "--waiting-for", "nai")


def test_a_page_is_shown_with_its_figures_and_all_that_was_done_and_said(small: Path) -> None:
    text = review(small, "show", "schools/beech", *SPRING)
    for said in (
        "schools/beech · submitted",
        "FSM pupils were",
        "submitted by Nia Lee (NLE)",
        "Ada Ash (headteacher): “Reads [well].”",
        "open: reading, change of the gap, by Ben Beech (headteacher)",
        "approve: Ben Beech or Fay Facilitator",
        "gap_followup",
    ):
        assert said in text, said
    assert "<" not in text
    assert "submit:" not in text


def test_a_page_as_json_has_the_same(small: Path) -> None:
    said = json.loads(review(small, "show", "schools/ash", *SPRING, "--json"))
    assert [step["move"] for step in said["history"]] == ["submitted", "approved"]
    assert (said["history"][1]["comment"], said["may"]) == ("Agreed.", {})
    assert {figure["statistic"] for figure in said["figures"]} >= {"gap_followup", "gap_change"}


def test_all_pages_are_moved_or_none_and_every_refusal_is_said(small: Path) -> None:
    with pytest.raises(NotAllowed) as refused:
        review(small, "approve", "all", *SPRING, "--by", "head-beech")
    assert [problem.split(":")[0] for problem in refused.value.problems] == [
        "schools/cedar",
        "schools/dogwood",
        "cases/ash-beech",
        "cases/cedar-dogwood",
    ]
    assert review(small, "list", *SPRING, "--waiting-for", "head-beech") != "Nothing waits.\n"
    with pytest.raises(NotAllowed, match="no page is in a state to submit"):
        review(small, "submit", "all", *SPRING, "--by", "nia")
    with pytest.raises(BadInput, match="no page 'schools/ahs' to read; did you mean 'schools/ash'"):
        review(small, "show", "schools/ahs", *SPRING)
