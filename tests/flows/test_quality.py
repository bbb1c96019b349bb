"""The quality of cycles gathered from a workspace that has run: register, studies and do-log together."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from halfterm.cycles.do_log_reading import entry_of
from halfterm.cycles.errors import BadInput, NotAllowed
from halfterm.cycles.quality import CycleQuality
from halfterm.cycles.quality_point import Point
from halfterm.flows.do_log import Desk, add_entry
from halfterm.flows.engine import LocalEngine
from halfterm.flows.half_term import half_term, plain_stages
from halfterm.flows.quality import judge, qualities, shown_cycles
from halfterm.flows.run import Run
from halfterm.flows.workspace import Workspace, open_workspace
from halfterm.warehouse.register import register
from tests.flows.small_workspace import make_workspace

TODAY = date(2026, 1, 5)
FIRST, SECOND = "ash-beech-1", "ash-beech-2"


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two half-terms have been run, rehearsed. Copied by tests that write."""
    folder = make_workspace(tmp_path_factory.mktemp("finished") / "small")
    half_term(Run(folder, "spring-1", TODAY), plain_stages(LocalEngine(), rehearse=True))
    half_term(Run(folder, "spring-2", TODAY), plain_stages(LocalEngine(), rehearse=True))
    return folder


@pytest.fixture
def workspace(finished: Path, tmp_path: Path) -> Workspace:
    return open_workspace(shutil.copytree(finished, tmp_path / "small"))


def quality(workspace: Workspace, cycle: str) -> CycleQuality:
    with register(workspace.register) as events:
        (asked,) = qualities(workspace, events, cycle=cycle, today=TODAY)
    return asked


def point(asked: CycleQuality, name: str) -> Point:
    return next(point for point in asked.points if point.name == name)


def test_a_plan_that_nothing_happened_to_is_an_intent(tmp_path: Path) -> None:
    fresh = open_workspace(make_workspace(tmp_path / "small", pupils=4))
    asked = quality(fresh, FIRST)
    assert asked.progress.level == 0.5
    assert [line.place for line in asked.progress.proof] == [f"cycles/{FIRST}.yaml: aim"]
    assert asked.evidence.answer == "description"


def test_every_cycle_is_asked_and_each_proof_is_in_the_register_or_a_file(workspace: Workspace) -> None:
    with register(workspace.register) as events:
        asked = qualities(workspace, events, today=TODAY)
        known = {event.number: event for event in events.events()}
    assert [one.cycle for one in asked] == [plan.id for plan in workspace.plans]
    for one in asked:
        chain = {one.cycle, one.cycle.replace("-1", "-2"), one.cycle.replace("-2", "-1")}
        for line in (line for point in one.points for line in point.proof):
            if line.event is None:
                assert (workspace.folder / line.place.partition(": ")[0]).is_file()
            else:
                assert known[line.event].subject in chain
                assert known[line.event].on == line.on


def test_a_chain_of_two_is_predicted_and_has_data_over_time(workspace: Workspace) -> None:
    asked = quality(workspace, SECOND)
    answers = {point.name: point.met for point in asked.pdsa}
    assert answers["prediction-based"]
    assert answers["data over time"]
    assert not answers["documented"]  # nobody logged a session
    assert point(asked, "all of these").missing.endswith("documented")
    assert asked.evidence.answer == "monitoring"
    assert asked.progress.level is not None
    assert asked.progress.level >= 2.5


def test_the_next_plan_is_informed_by_the_decision_before_it(workspace: Workspace) -> None:
    asked = point(quality(workspace, FIRST), "iterative")
    assert asked.met, asked.missing
    with register(workspace.register) as events:
        told = {event.number: event.kind for event in events.events()}
    assert [told[line.event] for line in asked.proof if line.event] == ["decision", "plan locked"]


def test_what_is_logged_late_counts_from_then_on(workspace: Workspace) -> None:
    evidence = {
        "on": "2025-02-01",
        "kind": "student perceptions",
        "source": "survey",
        "project_specific": "yes",
        "when": "after",
        "about": "learners",
    }
    with register(workspace.register) as events:
        desk = Desk(workspace.programme, workspace.plan(FIRST), "nia", TODAY)
        add_entry(events, desk, entry_of("evidence", evidence))
        add_entry(events, desk, entry_of("evidence", evidence | {"source": "notes", "about": "leaders"}))
    assert quality(workspace, FIRST).evidence.answer == "evaluation"


def test_security_rests_on_what_this_audience_may_see(workspace: Workspace) -> None:
    # Some 40 target pupils, chosen: design 2 at most, and so few cannot tell a small effect.
    asked = quality(workspace, FIRST).security
    assert asked.level == 0
    assert "minimum detectable effect" in asked.because
    (workspace.folder / "halfterm.toml").write_text('audience = "school"\n')
    seen = quality(open_workspace(workspace.folder), FIRST).security
    assert seen.level == 0


def test_a_hidden_study_moves_no_level(tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "small", pupils=8)  # 8 target pupils: hidden from the public
    half_term(Run(folder, "spring-1", TODAY), plain_stages(LocalEngine(), rehearse=True))
    opened = open_workspace(folder)
    with register(opened.register) as events:
        shown = shown_cycles(opened, events, today=TODAY)[FIRST]
    assert not shown.at("engagement", "ash-beech")[0].findings["gap_followup"].visible
    asked = quality(opened, FIRST)
    assert asked.progress.level == 2.5
    assert asked.security.level is None


def test_a_judgement_stands_beside_the_computed_level(workspace: Workspace) -> None:
    computed = quality(workspace, FIRST).progress
    desk = Desk(workspace.programme, workspace.plan(FIRST), "nia", TODAY)
    head = Desk(workspace.programme, workspace.plan(FIRST), "head-ash", TODAY)
    with register(workspace.register) as events:
        judge(events, desk, 2.5, reason="Staff doubt it.")
        with pytest.raises(BadInput, match="in halves"):
            judge(events, desk, 2.7, reason="x")
        with pytest.raises(BadInput, match="say why"):
            judge(events, desk, 2.5, reason="  ")
        with pytest.raises(NotAllowed, match="neither the NLE"):
            judge(events, head, 2.5, reason="x")
    asked = quality(workspace, FIRST)
    assert asked.judged is not None
    assert (asked.judged.level, asked.judged.reason) == (2.5, "Staff doubt it.")
    assert asked.progress == computed


def test_an_unknown_cycle_is_answered_with_the_nearest(workspace: Workspace) -> None:
    with pytest.raises(BadInput, match="did you mean 'ash-beech-1'"):
        quality(workspace, "ash-beach-1")
