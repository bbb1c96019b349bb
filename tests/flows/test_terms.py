"""The progress of an engagement, recorded and shown by function and by command."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from halfterm.cycles.errors import BadInput, NotAllowed
from halfterm.flows.cli import app
from halfterm.flows.terms import engagement_of, progress_of, record_stage, record_step
from halfterm.flows.workspace import Workspace, open_workspace
from halfterm.warehouse.register import Register, register
from tests.cycles.factories import day
from tests.flows.small_workspace import make_workspace

TODAY = day("2025-01-20")
TERMS = (
    "nle: nia, terms: {agreed: 2024-10-01, by: [nia, head-beech], aims: 'Halve the gap [by Easter]', "
    "lead_offers: [Two days, A visit], supported_commit: Come, data_shared: Marks, review_on: 2025-04-01, "
    "days_of_support: 2.5}}"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small workspace; ash and beech have agreed terms, cedar and dogwood have not."""
    folder = make_workspace(tmp_path / "small", pupils=1)
    programme = folder / "programme.yaml"
    programme.write_text(programme.read_text().replace("nle: nia}", TERMS, 1))
    return folder


@pytest.fixture
def workspace(folder: Path) -> Workspace:
    return open_workspace(folder)


@pytest.fixture
def events(workspace: Workspace) -> Iterator[Register]:
    with register(workspace.register) as held:
        yield held


def run(folder: Path, command: str, *words: str) -> Result:
    return CliRunner(env={"COLUMNS": "120"}).invoke(app, ["terms", command, str(folder), *words])


def test_a_step_is_recorded_with_its_evidence_and_once_if_said_twice(
    workspace: Workspace, events: Register
) -> None:
    programme, engagement = workspace.programme, workspace.programme.engagement("ash-beech")
    said = {"step": "b", "evidence": " Year 5  analysis ", "by": "head-beech", "on": TODAY}
    assert record_step(events, programme, engagement, **said) is True
    assert record_step(events, programme, engagement, **said) is False
    progress = progress_of(events, engagement)
    assert [proof.evidence for proof in progress.steps[1].proofs] == ["Year 5 analysis"]
    assert progress.done("gather evidence") == 2  # with the terms


def test_stages_are_reached_in_order_each_by_somebody_who_may(workspace: Workspace, events: Register) -> None:
    programme, engagement = workspace.programme, workspace.programme.engagement("ash-beech")
    with pytest.raises(NotAllowed, match="Di Dogwood is neither"):
        record_stage(events, programme, engagement, stage=1, evidence="Launch", by="head-dogwood", on=TODAY)
    record_stage(events, programme, engagement, stage=1, evidence="Launch", by="nia", on=TODAY)
    with pytest.raises(NotAllowed, match="next is 2"):
        record_stage(events, programme, engagement, stage=3, evidence="Plan", by="nia", on=TODAY)
    with pytest.raises(NotAllowed, match="stage 1 was reached on 2025-01-20"):
        record_stage(events, programme, engagement, stage=1, evidence="Again", by="nia", on=TODAY)
    reached = progress_of(events, engagement).stage
    assert reached is not None
    assert reached.number == 1
    assert progress_of(events, programme.engagement("cedar-dogwood")).stage is None


def test_nobody_outside_the_engagement_checks_a_step(workspace: Workspace, events: Register) -> None:
    programme, engagement = workspace.programme, workspace.programme.engagement("ash-beech")
    with pytest.raises(NotAllowed, match="Cy Cedar is neither"):
        record_step(events, programme, engagement, step="b", evidence="Seen", by="head-cedar", on=TODAY)
    with pytest.raises(BadInput, match="no person 'nya'"):
        record_step(events, programme, engagement, step="b", evidence="Seen", by="nya", on=TODAY)
    assert not events.events()


def test_an_unknown_engagement_is_refused_with_its_near_miss(workspace: Workspace) -> None:
    with pytest.raises(BadInput, match=r"no engagement 'ash-beach' in .*; did you mean 'ash-beech'"):
        engagement_of(workspace.programme, "ash-beach")


def test_terms_steps_and_stages_are_shown_with_their_evidence(folder: Path) -> None:
    checked = run(folder, "check", "ash-beech", "e", "--evidence", "Reading [group]", "--by", "nia")
    assert checked.output == "ash-beech: step e is taken\n"
    again = run(folder, "check", "ash-beech", "e", "--evidence", "Reading [group]", "--by", "nia")
    assert again.output == "ash-beech: step e was recorded already\n"
    reached = run(folder, "stage", "ash-beech", "1", "--evidence", "Launch", "--by", "fay")
    assert reached.output == "ash-beech: stage 1 is reached, Getting started\n"
    said = run(folder, "show", "ash-beech").output
    for line in (
        "Agreed on 1 October 2024 by Nia Lee and Ben Beech.",
        "To be reviewed on 1 April 2025.",
        "Days of support: 2.5.",
        "  Halve the gap [by Easter]",
        "Gather evidence: 1 of 4 steps",
        "Make progress: 1 of 4 steps",
        "Reading [group] (Nia Lee)",
        "Stage: Getting started",
        "Launch (Fay Facilitator)",
    ):
        assert line in said


def test_an_engagement_without_terms_says_where_they_are_written(folder: Path) -> None:
    said = run(folder, "show", "cedar-dogwood").output
    assert "No terms are agreed yet: they are written as `terms` of the engagement in programme.yaml." in said
    assert "Stage: not begun" in said


def test_a_machine_reads_the_same_as_json(folder: Path) -> None:
    run(folder, "stage", "ash-beech", "1", "--evidence", "Launch", "--by", "fay")
    said = json.loads(run(folder, "show", "ash-beech", "--json").output)
    assert said["terms"]["agreed"] == "2024-10-01"
    assert said["steps"][0]["proofs"][0]["by"] == ["nia", "head-beech"]
    assert [stage["proof"] and stage["proof"]["evidence"] for stage in said["stages"]] == [
        "Launch",
        None,
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("check", "ash-beech", "a", "--evidence", "Seen", "--by", "nia"), "step a is proved by"),
        (("check", "ash-beech", "z", "--evidence", "Seen", "--by", "nia"), "no step 'z'"),
        (("stage", "ash-beech", "2", "--evidence", "Seen", "--by", "nia"), "stage 2 comes after stage 1"),
        (("stage", "ash-beech", "1", "--evidence", " ", "--by", "nia"), "say by what evidence"),
    ],
)
def test_what_may_not_be_recorded_is_refused(folder: Path, words: tuple[str, ...], problem: str) -> None:
    assert problem in str(run(folder, *words).exception)
