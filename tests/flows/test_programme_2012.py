"""The 2012 programme, scheduled from files in one command and lived day by day under a fake clock."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar
from typer.testing import CliRunner

from halfterm.cycles.cycle_book import CycleBook
from halfterm.cycles.events import FOLLOWED_UP, PUBLISHED, STOPPED, STUDIED, Event
from halfterm.cycles.life import ENDED
from halfterm.cycles.revisions import publications, revisions
from halfterm.flows.cli import app
from halfterm.flows.meetings import meetings_of
from halfterm.flows.workspace import open_workspace
from halfterm.warehouse.register import register
from halfterm.warehouse.store import reading
from tests.flows.people_2012 import CONVERTS, GO_ON, LATE, LEAVES, OFF, People
from tests.flows.programme_2012 import ENGAGEMENTS, HALF_TERMS, make_programme, slug

pytestmark = pytest.mark.timeout(900)


def halfterm(*words: str) -> str:
    ran = CliRunner().invoke(app, list(words), catch_exceptions=False)
    assert ran.exit_code == 0, ran.output
    return ran.output


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programme after its last day. Tests only read it."""
    folder = make_programme(tmp_path_factory.mktemp("lived") / "closing-the-gap")
    People(folder).live()
    return folder


def told(folder: Path) -> tuple[Event, ...]:
    with register(open_workspace(folder).register) as events:
        return events.events()


def late_schools(folder: Path) -> tuple[str, ...]:
    return open_workspace(folder).programme.engagement(LATE[0]).schools


def first(folder: Path, kind: str, cycle: str) -> date:
    return next(event.on for event in told(folder) if (event.kind, event.subject) == (kind, cycle))


def test_one_command_schedules_it_from_files(tmp_path: Path) -> None:
    folder = make_programme(tmp_path / "programme")
    ical = tmp_path / "programme.ics"
    listed = json.loads(halfterm("schedule", str(folder), "--ics", str(ical), "--json"))
    kinds = Counter(occasion["kind"] for occasion in listed)
    assert kinds["meeting"] == 5 * len(HALF_TERMS)
    for kind in ("lock by", "study day", "review deadline", "publication"):
        assert kinds[kind] == len(ENGAGEMENTS) == 16
    assert kinds["baseline window"] == kinds["follow-up window"] == sum(len(e[3]) + 1 for e in ENGAGEMENTS)
    events = [part for part in Calendar.from_ical(ical.read_bytes()).walk() if part.name == "VEVENT"]
    assert len({str(event["UID"]) for event in events}) == len(listed)


def test_every_cycle_ends_decided_but_for_the_one_whose_partner_left(lived: Path) -> None:
    states = CycleBook(told(lived))
    ended = Counter(cycle.state for cycle in states.locked.values())
    assert set(ended) <= ENDED
    assert [cycle for cycle, held in states.locked.items() if held.state == "stopped"] == ["gaddesby-5"]
    assert {held.plan.engagement for held in states.locked.values()} == {slug(e[1]) for e in ENGAGEMENTS}
    # Half-terms one to seven: those that went on turned seven times, each turn linked to the one before.
    for engagement in set(GO_ON) - {"gaddesby"}:
        chain = [held.plan for held in states.locked.values() if held.plan.engagement == engagement]
        assert [plan.follow_up for plan in chain] == list(HALF_TERMS[1:])
        assert [plan.follows for plan in chain[1:]] == [plan.id for plan in chain[:-1]]


def test_no_prediction_was_locked_after_its_follow_up_and_no_cycle_decided_before_its_study(
    lived: Path,
) -> None:
    order = ("plan locked", "cycle started", "followed up", "studied", "put to review", "decision")
    book = CycleBook(told(lived))
    for cycle, held in book.locked.items():
        if held.state == "decided":
            firsts = [next(e for e in book.events(cycle) if e.kind == kind) for kind in order]
            assert [e.number for e in firsts] == sorted(e.number for e in firsts)
            assert [e.on for e in firsts] == sorted(e.on for e in firsts)


def test_a_late_school_was_studied_late_and_held_up_nobody(lived: Path) -> None:
    engagement, half_term = LATE
    studied = {
        held.plan.engagement: first(lived, STUDIED, cycle)
        for cycle, held in CycleBook(told(lived)).locked.items()
        if held.plan.follow_up == half_term
    }
    late = studied.pop(engagement)
    assert set(studied.values()) == {min(studied.values())}
    assert late > min(studied.values())


def test_a_missed_run_was_caught_up_on_the_first_day_back(lived: Path) -> None:
    days = {
        first(lived, STUDIED, cycle)
        for cycle, held in CycleBook(told(lived)).locked.items()
        if held.plan.follow_up == "summer-1-201112"
    }
    assert days == {OFF[1] + timedelta(days=1)}


def test_the_hosts_were_swapped_and_every_cluster_met_once_a_half_term(lived: Path, tmp_path: Path) -> None:
    workspace, untouched = open_workspace(lived), open_workspace(make_programme(tmp_path / "untouched"))
    with register(workspace.register) as events:
        held = {(m.cluster, m.half_term): m for m in meetings_of(events, workspace)}
    with register(untouched.register) as events:
        planned = {(m.cluster, m.half_term): m.host for m in meetings_of(events, untouched)}
    one, other = ("midlands-primary", HALF_TERMS[1]), ("midlands-primary", HALF_TERMS[2])
    assert (held[one].host, held[other].host) == (planned[other], planned[one])
    assert [meeting.swapped for meeting in held.values()].count(True) == 2
    assert len(held) == 5 * len(HALF_TERMS)
    for meeting in held.values():
        assert workspace.calendar.is_school_day(meeting.on, school=meeting.host)


def test_the_converted_school_keeps_its_pupils_across_the_two_urns(lived: Path) -> None:
    with reading(open_workspace(lived).warehouse) as connection:
        before, after = (
            connection.execute(
                "SELECT count(DISTINCT pupil) FROM enrolment JOIN load USING (load) "
                "WHERE school = ? AND half_term = ?",
                [CONVERTS, half_term],
            ).fetchall()[0][0]
            for half_term in ("summer-2-201112", "autumn-1-201213")
        )
        loads = connection.execute("SELECT count(*) FROM load WHERE source = ?", [CONVERTS]).fetchall()[0][0]
    assert before == after == 28
    # The conversion itself loaded nothing anew.
    assert loads == len(HALF_TERMS)


def test_the_withdrawn_school_is_waited_for_no_more_and_the_lone_one_takes_its_cycle_with_it(
    lived: Path,
) -> None:
    (stopped,) = [event for event in told(lived) if event.kind == STOPPED]
    assert (stopped.subject, stopped.body["reason"]) == (
        "gaddesby-5",
        "Every supported school has left the programme.",
    )
    last = [event for event in told(lived) if event.kind == FOLLOWED_UP and "halterworth" in event.subject]
    assert [event.body["schools"] for event in last][-2:] == [["halterworth", "awbridge"]] * 2
    site = lived / "site"
    assert (site / "autumn-1-201213" / "schools" / "wellow.html").is_file()
    assert not (site / "autumn-2-201213" / "schools" / "wellow.html").exists()
    assert "It has merged;" in (site / "autumn-2-201213" / "cases" / "halterworth.html").read_text()
    assert LEAVES["wellow"] > open_workspace(lived).programme.half_term("autumn-1-201213").ends


def test_every_half_term_has_its_edition_published_once_for_each_content(lived: Path) -> None:
    editions = [event.subject for event in told(lived) if event.kind == PUBLISHED]
    assert set(editions) == set(HALF_TERMS[1:])
    # The late school's edition came out again when its data were there, and again with its pages in it.
    assert Counter(editions)[LATE[1]] == 3
    assert sorted(Counter(editions).values()) == [1, 1, 1, 1, 1, 1, 3]
    out = publications(told(lived), LATE[1], audience="cluster")
    begun, loaded, whole = revisions(out)
    assert (begun.number, loaded.added, loaded.changed) == (1, (), ("index", "synthesis"))
    assert {"schools/" + school for school in late_schools(lived)} <= set(whole.added)


def test_the_audit_proves_the_chain(lived: Path) -> None:
    said = halfterm("audit", str(lived))
    assert f"{len(told(lived)):,}" in said
    assert "every event is as it was written" in said.lower()
