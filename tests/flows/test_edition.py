"""What an edition is gathered of, and that nothing which comes after the reading is in what was approved."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from halfterm.cycles.do_log_reading import entry_of
from halfterm.cycles.record import Decision, EditionRecord
from halfterm.flows.deciding import decide
from halfterm.flows.do_log import Desk, add_entry, release
from halfterm.flows.edition import drafts_of, edition_record, undecided
from halfterm.flows.engine import LocalEngine
from halfterm.flows.half_term import half_term, plain_stages
from halfterm.flows.meetings import meetings_shown, record_held
from halfterm.flows.quality import judge
from halfterm.flows.run import Run
from halfterm.flows.terms import record_step
from halfterm.flows.workspace import Workspace, open_workspace
from halfterm.site.safe import show_edition
from halfterm.site.shown import ShownCycle
from halfterm.warehouse.register import Register, register
from tests.flows.small_workspace import make_workspace

TODAY = date(2025, 3, 1)
CYCLE, ENGAGEMENT = "ash-beech-1", "ash-beech"


@pytest.fixture(scope="module")
def drafted_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first half-term is studied and its pages are drafted. Copied for each test."""
    folder = make_workspace(tmp_path_factory.mktemp("drafted") / "small")
    stages = plain_stages(LocalEngine(), rehearse=False)
    half_term(Run(folder, "spring-1", TODAY), stages, only=("plan", "do", "study"))
    half_term(Run(folder, "spring-1", TODAY), stages, only=("act",))
    return folder


@pytest.fixture
def workspace(drafted_once: Path, tmp_path: Path) -> Workspace:
    return open_workspace(shutil.copytree(drafted_once, tmp_path / "small"))


@pytest.fixture
def events(workspace: Workspace) -> Iterator[Register]:
    with register(workspace.register) as opened:
        yield opened


def desk(workspace: Workspace, by: str = "nia") -> Desk:
    return Desk(workspace.programme, workspace.plan(CYCLE), by, TODAY)


def gathered(workspace: Workspace, events: Register) -> EditionRecord:
    return edition_record(Run(workspace.folder, "spring-1", TODAY), workspace, events)


def to_approve(workspace: Workspace, events: Register) -> dict[str, str]:
    """The content hash of every page that people approve, as it would be drafted now."""
    drafts = drafts_of(workspace, undecided(gathered(workspace, events)))
    return {draft.path: draft.content_hash for draft in drafts if draft.kind in ("school", "case")}


def shown(workspace: Workspace, events: Register, *, drafted: bool = False) -> ShownCycle:
    record = gathered(workspace, events)
    edition = show_edition(undecided(record) if drafted else record, "cluster")
    return next(cycle for cycle in edition.cycles if cycle.plan.id == CYCLE)


def test_the_record_has_what_was_done_the_steps_and_the_meetings(
    workspace: Workspace, events: Register
) -> None:
    add_entry(events, desk(workspace), entry_of("obstacle", {"on": "2025-01-21", "what": "No room."}))
    record = gathered(workspace, events)
    cycle = next(c for c in record.cycles if c.plan.id == CYCLE)
    assert cycle.carried_out is not None
    assert cycle.story is not None
    assert [note.words for note in cycle.carried_out.notes] == ["No room."]
    assert record.checklists.keys() == {e.id for e in workspace.programme.engagements}
    assert [one.meeting for one in record.meetings] == [m.meeting for m in meetings_shown(events, workspace)]
    assert {one.half_term for one in record.occasions} <= {"spring-2"}
    assert shown(workspace, events).quality is not None


def test_nothing_that_comes_after_the_reading_changes_what_was_approved(
    workspace: Workspace, events: Register
) -> None:
    before = to_approve(workspace, events)
    judge(events, desk(workspace), 2.5, reason="Staff doubt it.")
    first = next(one.meeting for one in meetings_shown(events, workspace))
    keeper = workspace.programme.cluster(first.cluster).facilitator
    record_held(
        events,
        workspace,
        cluster=first.cluster,
        half_term=first.half_term,
        present=9,
        by=keeper,
        today=first.on,
    )
    engagement = workspace.programme.engagement(ENGAGEMENT)
    record_step(
        events, workspace.programme, engagement, step="b", evidence="Figures.", by="nia", on=date(2025, 6, 1)
    )
    decision = Decision(CYCLE, "adopt", "nia", "head-ash", TODAY, "It helped.")
    decide(events, workspace.programme, engagement, decision, one_person=False)
    assert to_approve(workspace, events) == before


def test_the_published_quality_knows_of_decision_and_judgement_and_the_drafted_does_not(
    workspace: Workspace, events: Register
) -> None:
    judge(events, desk(workspace), 2.5, reason="Staff doubt it.")
    published, drafted = shown(workspace, events).quality, shown(workspace, events, drafted=True).quality
    assert published is not None
    assert drafted is not None
    assert published.judged is not None
    assert drafted.judged is None
    assert published.progress == drafted.progress


def test_words_that_are_released_make_another_page_and_go_as_soon_as_they_are_taken_back(
    workspace: Workspace, events: Register
) -> None:
    said = {"on": "2025-01-21", "who": "pupil", "words": "I dare to read.", "school": "ash"}
    number = add_entry(events, desk(workspace), entry_of("quotation", said))
    told = shown(workspace, events).carried_out
    assert told is not None
    assert (told.notes, told.unreleased) == ((), {"quotation": 1})
    release(events, desk(workspace, "head-ash"), number)
    told = shown(workspace, events).carried_out
    assert told is not None
    assert [note.words for note in told.notes] == ["I dare to read."]
    release(events, desk(workspace, "head-ash"), number, refuse=True)
    told = shown(workspace, events).carried_out
    assert told is not None
    assert told.notes == ()
