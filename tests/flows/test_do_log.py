"""Writing the do-log: entries, strikes, releases; and by the sheet, all or nothing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from halfterm.cycles.do_log import releases, standing
from halfterm.cycles.do_log_entries import Session
from halfterm.cycles.do_log_reading import entry_of
from halfterm.cycles.errors import BadInput, NotAllowed
from halfterm.cycles.events import STOPPED
from halfterm.flows.do_log import Desk, add_entry, log_of, release, strike_out
from halfterm.flows.do_log_import import Imported, import_sheet
from halfterm.flows.engine import LocalEngine
from halfterm.flows.plan import plan as plan_stage
from halfterm.flows.run import Run
from halfterm.flows.workspace import Workspace, open_workspace
from halfterm.warehouse.register import Register, register
from tests.flows.small_workspace import make_workspace

TODAY = date(2025, 3, 1)
CYCLE = "ash-beech-1"
TEMPLATE = Path(__file__).parents[2] / "templates" / "do-log.csv"


@pytest.fixture(scope="module")
def locked_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose plans are locked on 20 January 2025. Copied for each test."""
    folder = make_workspace(tmp_path_factory.mktemp("locked") / "small", pupils=12)
    plan_stage(Run(folder, "spring-1", TODAY), LocalEngine())
    return folder


@pytest.fixture
def workspace(locked_once: Path, tmp_path: Path) -> Workspace:
    return open_workspace(shutil.copytree(locked_once, tmp_path / "small"))


@pytest.fixture
def events(workspace: Workspace) -> Iterator[Register]:
    with register(workspace.register) as opened:
        yield opened


def desk(workspace: Workspace, by: str = "nia") -> Desk:
    return Desk(workspace.programme, workspace.plan(CYCLE), by, TODAY)


def add(
    events: Register, workspace: Workspace, kind: str, by: str = "nia", on: str = "2025-01-21", **fields: Any
) -> int:
    return add_entry(events, desk(workspace, by), entry_of(kind, {"on": on} | fields))


def take_in(
    events: Register, workspace: Workspace, content: str, *, by: str = "nia", cycle: str | None = CYCLE
) -> Imported:
    path = workspace.folder / "log.csv"
    path.write_text(content, encoding="utf-8")
    return import_sheet(events, workspace, path, by=by, cycle=cycle, today=TODAY)


def whole_register(events: Register) -> str:
    return repr(events.events())


def test_an_entry_is_an_event_with_its_number_and_writer(events: Register, workspace: Workspace) -> None:
    number = add(events, workspace, "learning", by="head-beech", what="Pairs need a room.")
    (logged,) = log_of(events, CYCLE)
    assert (logged.number, logged.by, logged.written_on) == (number, "head-beech", TODAY)
    assert events.events()[-1].number == number


def test_the_same_entry_is_not_written_twice(events: Register, workspace: Workspace) -> None:
    number = add(events, workspace, "learning", what="One.")
    with pytest.raises(BadInput, match=f"has this already: entry {number}"):
        add(events, workspace, "learning", what=" One. ")
    strike_out(events, desk(workspace), number, reason="said wrongly")
    assert add(events, workspace, "learning", what="One.") > number


def test_a_struck_out_entry_stays_with_its_reason_and_counts_no_more(
    events: Register, workspace: Workspace
) -> None:
    number = add(events, workspace, "learning", what="One.")
    with pytest.raises(BadInput, match="say why"):
        strike_out(events, desk(workspace), number, reason=" ")
    with pytest.raises(NotAllowed, match="Cy Cedar is of none of the schools"):
        strike_out(events, desk(workspace, "head-cedar"), number, reason="mine")
    strike_out(events, desk(workspace), number, reason="said wrongly")
    assert [one.struck_out for one in log_of(events, CYCLE)] == ["said wrongly"]
    assert standing(log_of(events, CYCLE)) == ()
    with pytest.raises(NotAllowed, match="struck out already"):
        strike_out(events, desk(workspace), number, reason="again")
    with pytest.raises(BadInput, match=f"the log of '{CYCLE}' has no entry 999"):
        strike_out(events, desk(workspace), 999, reason="x")


def test_a_refused_entry_leaves_no_event(events: Register, workspace: Workspace) -> None:
    before = events.events()
    with pytest.raises(BadInput, match=r"on: 2025-03-02 is after today"):
        add(events, workspace, "learning", on="2025-03-02", what="x")
    with pytest.raises(BadInput, match=r"no person 'nya'.*did you mean 'nia'"):
        add(events, workspace, "learning", by="nya", what="x")
    with pytest.raises(NotAllowed, match="none of the schools"):
        add(events, workspace, "learning", by="head-cedar", what="x")
    assert events.events() == before


def test_a_stopped_cycle_takes_only_late_entries(events: Register, workspace: Workspace) -> None:
    events.append(STOPPED, CYCLE, actor="nia", on=TODAY, body={"reason": "No room."})
    with pytest.raises(NotAllowed, match="is stopped: only context"):
        add(events, workspace, "obstacle", what="x")
    assert add(events, workspace, "learning", what="Rooms first.")


def test_before_the_lock_there_is_no_log(tmp_path: Path) -> None:
    fresh = open_workspace(make_workspace(tmp_path / "small", pupils=4))
    with register(fresh.register) as events:
        with pytest.raises(NotAllowed, match="no do-log before"):
            add(events, fresh, "context", what="x")
        events.append(STOPPED, CYCLE, actor="nia", on=TODAY, body={"reason": "No room."})
        with pytest.raises(NotAllowed, match="no do-log before"):
            add(events, fresh, "context", what="x")


def test_a_quotation_is_released_by_the_head_of_its_school_and_by_nobody_else(
    events: Register, workspace: Workspace
) -> None:
    number = add(events, workspace, "quotation", who="pupil", words="I read more.", school="ash")
    for stranger in ("nia", "head-beech", "fay"):
        with pytest.raises(NotAllowed, match="released by the headteacher of 'ash'"):
            release(events, desk(workspace, stranger), number)
    assert releases(log_of(events, CYCLE)) == {number: "not asked"}
    release(events, desk(workspace, "head-ash"), number)
    assert releases(log_of(events, CYCLE)) == {number: "released"}
    with pytest.raises(NotAllowed, match="is released already"):
        release(events, desk(workspace, "head-ash"), number)
    release(events, desk(workspace, "head-ash"), number, refuse=True)
    assert releases(log_of(events, CYCLE)) == {number: "refused"}


def test_other_words_are_released_in_the_same_way(events: Register, workspace: Workspace) -> None:
    number = add(events, workspace, "obstacle", what="No room.", school="beech")
    with pytest.raises(NotAllowed, match="these words are released by the headteacher of 'beech'"):
        release(events, desk(workspace, "head-ash"), number)
    release(events, desk(workspace, "head-beech"), number)
    assert releases(log_of(events, CYCLE)) == {number: "released"}


def test_what_no_page_shows_is_not_released(events: Register, workspace: Workspace) -> None:
    number = add(events, workspace, "cost", what="Books", pounds=10)
    with pytest.raises(BadInput, match="of the kind 'cost': no page shows its words"):
        release(events, desk(workspace, "head-ash"), number)


def test_a_head_writes_and_releases_a_quotation_at_once_and_in_nobodys_name(
    events: Register, workspace: Workspace
) -> None:
    said = {"who": "staff", "words": "It works.", "release": "released", "released_by": "head-ash"}
    with pytest.raises(BadInput, match="released_by: write it as not asked"):
        add(events, workspace, "quotation", by="nia", **said)
    with pytest.raises(BadInput, match="released by the headteacher"):
        add(events, workspace, "quotation", by="nia", **(said | {"released_by": "nia"}))
    add(events, workspace, "quotation", by="head-ash", **said)
    assert list(releases(log_of(events, CYCLE)).values()) == ["released"]


def test_the_example_sheet_is_taken_in_once(events: Register, workspace: Workspace) -> None:
    rows = len(TEMPLATE.read_text(encoding="utf-8").splitlines()) - 1
    taken = import_sheet(events, workspace, TEMPLATE, by="nia", cycle=CYCLE, today=TODAY)
    assert taken == Imported(added=rows, held=0, british_days=False)
    again = import_sheet(events, workspace, TEMPLATE, by="nia", cycle=CYCLE, today=TODAY)
    assert again == Imported(added=0, held=rows, british_days=False)
    assert {one.entry.entry for one in log_of(events, CYCLE)} == {
        *("session", "fidelity", "adaptation", "obstacle", "observation", "learning walk", "cost"),
        *("quotation", "leadership", "evidence", "context", "learning"),
    }


def test_what_was_struck_out_does_not_come_back_with_its_sheet(
    events: Register, workspace: Workspace
) -> None:
    sheet = "entry,on,what\nlearning,21/1/2025,One.\nlearning,22/1/2025,Two.\n"
    assert take_in(events, workspace, sheet) == Imported(2, 0, british_days=True)
    strike_out(events, desk(workspace), log_of(events, CYCLE)[0].number, reason="wrong")
    assert take_in(events, workspace, sheet).added == 0
    assert len(standing(log_of(events, CYCLE))) == 1


def test_a_sheet_with_anything_wrong_writes_nothing_and_says_all_of_it(
    events: Register, workspace: Workspace
) -> None:
    before = events.events()
    with pytest.raises(BadInput) as refused:
        take_in(
            events,
            workspace,
            "cycle,entry,on,what,school\n"
            ",learning,2025-01-21,Good.,\n"
            ",learning,2025-01-02,Early.,\n"
            "ash-beech-7,learning,2025-01-21,Lost.,\n"
            ",learning,2025-01-21,Elsewhere.,cedar\n"
            "cedar-dogwood-1,lerning,2025-01-21,Odd.,\n",
        )
    assert refused.value.problems == (
        "log.csv, row 4: cycle: there is no such cycle; did you mean 'ash-beech-1'?",
        "log.csv, row 6: not a kind of entry; did you mean 'learning' or 'learning walk'?",
        "log.csv, row 3: on: 2025-01-02 is before the plan was locked (2025-01-20); only evidence, context "
        "and lessons observed before may be older",
        "log.csv, row 5: school: not one of this engagement's",
    )
    assert events.events() == before


def test_a_sheet_over_several_cycles_is_all_or_nothing(events: Register, workspace: Workspace) -> None:
    sheet = (
        "cycle,entry,on,what\nash-beech-1,learning,2025-01-21,A.\ncedar-dogwood-1,learning,2025-01-21,B.\n"
    )
    with pytest.raises(BadInput, match=r"log\.csv: Ben Beech is of none of the schools of 'cedar-dogwood'"):
        take_in(events, workspace, sheet, by="head-beech", cycle=None)
    assert log_of(events, CYCLE) == ()
    assert take_in(events, workspace, sheet, by="nia", cycle=None).added == 2


def test_a_register_becomes_sessions_and_no_upn_reaches_the_register_an_error_or_the_answer(
    events: Register, workspace: Workspace
) -> None:
    upns = [f"A1{number:04}" for number in range(6)]
    rows = "".join(
        f"{upn};{day}/01/2025;Pat;TA;25;{'N' if upn == upns[day % 6] else '/'}\n"
        for day in (21, 22)
        for upn in upns
    )
    sheet = f"UPN;On;Led by;Role;Minutes;Present\n{rows}"
    taken = take_in(events, workspace, sheet)
    assert taken.added == 2
    sessions = [one.entry for one in log_of(events, CYCLE) if isinstance(one.entry, Session)]
    assert [(session.came, session.awaited, session.minutes) for session in sessions] == [(5, 6, 25.0)] * 2
    with pytest.raises(BadInput) as refused:
        take_in(events, workspace, sheet + f"{upns[0]};21/01/2025;Pat;TA;25;/\n")
    for told in (whole_register(events), repr(taken), str(refused.value)):
        assert not any(upn in told for upn in upns)


def test_pseudonyms_of_a_register_are_those_of_the_warehouse(events: Register, workspace: Workspace) -> None:
    from halfterm.warehouse.store import reading

    take_in(events, workspace, "upn,on,led_by,role,present\nA10000,2025-01-21,Pat,TA,yes\n")
    (logged,) = log_of(events, CYCLE)
    assert isinstance(logged.entry, Session)
    with reading(workspace.warehouse) as connection:
        known = connection.execute("SELECT DISTINCT pupil FROM enrolment").fetchall()
    assert logged.entry.pupils[0] in {row[0] for row in known}


def test_released_quotations_of_a_sheet_are_released_once(events: Register, workspace: Workspace) -> None:
    sheet = "entry,on,who,words,release,released_by\nquotation,2025-01-21,staff,It works.,released,head-ash\n"
    for added in (1, 0):
        assert take_in(events, workspace, sheet, by="head-ash").added == added
    assert len(log_of(events, CYCLE)) == 2
    assert list(releases(log_of(events, CYCLE)).values()) == ["released"]
