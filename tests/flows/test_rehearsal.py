"""A rehearsal: what the people of a replay write down and decide, through the functions that people use."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from halfterm.cycles.do_log import do_log, releases, standing
from halfterm.cycles.errors import BadInput
from halfterm.cycles.events import DECISION, DRAFTED
from halfterm.flows.engine import LocalEngine
from halfterm.flows.half_term import half_term, plain_stages
from halfterm.flows.meetings import meetings_shown
from halfterm.flows.rehearsal import rehearse_record
from halfterm.flows.run import Run
from halfterm.flows.terms import progress_of
from halfterm.flows.workspace import open_workspace
from halfterm.warehouse.register import register
from tests.flows.small_workspace import make_workspace

ENGAGEMENT = """\
engagement: ash-beech
release: yes
steps:
- {step: b, on: 2024-12-10, evidence: Autumn's marks by group}
- {step: d, on: 2025-03-10, evidence: Asked in assembly}
stages:
- {stage: 1, on: 2024-12-16, evidence: Terms were agreed}
decisions:
- {cycle: ash-beech-1, decide: extend, reason: Pairs like it., extend_to: Year 4, ends: yes}
"""
LOG = """\
entry,on,led_by,role,planned,present,minutes,what
session,2025-01-22,Pat Reed,TA,8,7,25,
session,2025-03-05,Pat Reed,TA,8,8,25,
learning,2025-02-06,,,,,,Quiet rooms matter most
"""


@pytest.fixture
def rehearsed(tmp_path: Path) -> Path:
    """A replay with a script for one of its two engagements."""
    folder = make_workspace(tmp_path / "small", pupils=12)
    (folder / "rehearsal" / "logs").mkdir(parents=True)
    (folder / "rehearsal" / "ash-beech.yaml").write_text(ENGAGEMENT)
    (folder / "rehearsal" / "logs" / "ash-beech-1.csv").write_text(LOG)
    held = "meetings:\n- {cluster: north, half_term: spring-1, present: 9}\n"
    with (folder / "rehearsal.yaml").open("a") as file:
        file.write(held)
    return folder


def ran(folder: Path) -> Run:
    """Spring 1 from plan to decision."""
    run = Run(folder, "spring-1", date(2025, 6, 1))
    stages = plain_stages(LocalEngine(), rehearse=True)
    half_term(run, stages, only=("plan", "do", "study", "act"))
    return run


def test_what_is_dated_in_the_half_term_is_written_and_what_comes_later_is_not(rehearsed: Path) -> None:
    workspace = ran(rehearsed).workspace()
    with register(workspace.register) as events:
        log = standing(do_log(events.events(subject="ash-beech-1")))
        steps = progress_of(events, workspace.programme.engagement("ash-beech"))
        held = {
            (m.meeting.cluster, m.meeting.half_term): m.present for m in meetings_shown(events, workspace)
        }
    assert [one.entry.on for one in log if one.entry.entry == "session"] == [date(2025, 1, 22)]
    assert [one.step.letter for one in steps.steps if one.proofs] == ["b"]
    assert [one.stage.number for one in steps.stages if one.proof] == [1]
    assert held["north", "spring-1"] == 9
    assert held["south", "spring-1"] is None


def test_the_head_releases_what_pages_may_show(rehearsed: Path) -> None:
    workspace = ran(rehearsed).workspace()
    with register(workspace.register) as events:
        log = do_log(events.events(subject="ash-beech-1"))
    assert list(releases(log).values()) == ["released"]
    assert {one.by for one in log if one.entry.entry == "release"} == {"head-ash"}


def test_history_decides_where_it_is_known_and_the_rules_elsewhere(rehearsed: Path) -> None:
    workspace = ran(rehearsed).workspace()
    with register(workspace.register) as events:
        decided = {event.subject: event.body for event in events.events(DECISION)}
        drafted = [event.subject for event in events.events(DRAFTED)]
    assert (decided["ash-beech-1"]["kind"], decided["ash-beech-1"]["extend_to"]) == ("extend", "Year 4")
    assert decided["cedar-dogwood-1"]["kind"] in ("adopt", "adapt")
    # A decision that ends the engagement's work opens no next cycle.
    assert drafted == ["cedar-dogwood-2"]
    assert not (rehearsed / "cycles" / "ash-beech-2.yaml").exists()


def test_rehearsing_again_writes_nothing_anew(rehearsed: Path) -> None:
    run = ran(rehearsed)
    with register(run.workspace().register) as events:
        before = len(events.events())
    assert rehearse_record(run) == 0
    with register(run.workspace().register) as events:
        assert len(events.events()) == before


def test_a_cycle_that_is_not_there_is_named_with_the_nearest(rehearsed: Path) -> None:
    path = rehearsed / "rehearsal" / "ash-beech.yaml"
    path.write_text(ENGAGEMENT.replace("ash-beech-1", "ash-beach-1"))
    with pytest.raises(BadInput, match=r"rehearsal/ash-beech.yaml: no cycle 'ash-beach-1'.*ash-beech-1"):
        rehearse_record(Run(rehearsed, "spring-1", date(2025, 6, 1)))


def test_a_workspace_without_such_a_folder_is_rehearsed_by_its_rules_alone(tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "small", pupils=12)
    with register(ran(folder).workspace().register) as events:
        assert len(events.events(DECISION)) == 2
    assert open_workspace(folder).programme.replay
