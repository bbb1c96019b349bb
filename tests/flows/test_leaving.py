"""Every write leaves an event: by the decorator, by the source, and by each command that writes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

import halfterm.flows
from halfterm.flows.cli import app
from halfterm.flows.leaving import LeftNoEvent, leaves_event
from halfterm.warehouse.register import Register, register
from tests.flows.small_workspace import make_workspace

SPRING = ("--half-term", "spring-1")
BY_NIA, BY_FAY = ("--by", "nia"), ("--by", "fay")

# What people write by, in an order in which each has something to do. {dispute} and {entry} are the numbers
# that the last dispute and do-log entry were given; {sheet} is a do-log sheet of one line, {marks} the export
# that was loaded.
STORY: tuple[tuple[str, ...], ...] = (
    ("plan lock", "ash-beech-1", *BY_NIA),
    ("log add", "ash-beech-1", "obstacle", "what=The hall was taken.", *BY_NIA),
    ("log import", "{sheet}", *BY_NIA),
    ("log strike", "ash-beech-1", "{entry}", "--reason", "Another hall.", *BY_NIA),
    ("log add", "ash-beech-1", "quotation", "who=pupil", "words=I read more.", "school=ash", *BY_NIA),
    ("log release", "ash-beech-1", "{entry}", "--by", "head-ash"),
    ("plan amend", "ash-beech-1", "--reason", "Fewer weeks.", *BY_NIA),
    ("go-without", "ash-beech-1", "beech", "--reason", "It is late.", *BY_NIA),
    ("stop", "ash-beech-1", "--reason", "The mentor has left.", *BY_NIA),
    ("terms check", "ash-beech", "b", "--evidence", "The tables of October.", *BY_NIA),
    ("terms stage", "ash-beech", "1", "--evidence", "The first meeting.", *BY_NIA),
    ("meeting swap", "north", "spring-2", "--host", "beech", "--reason", "Decorators.", *BY_FAY),
    ("meeting held", "north", "spring-1", "--present", "9", *BY_FAY),
    ("run", *SPRING, "--engine", "local"),
    ("review submit", "all", *SPRING, *BY_NIA),
    ("review comment", "schools/cedar", *SPRING, "--words", "Reads well.", *BY_FAY),
    (
        *("review dispute", "schools/cedar", *SPRING, "--measure", "reading", "--figure", "gap_change"),
        *("--reason", "Two sat it late.", "--by", "head-cedar"),
    ),
    ("review settle", "{dispute}", "--outcome", "It stands.", *BY_NIA),
    ("review request-changes", "schools/dogwood", *SPRING, "--comment", "The name is wrong.", *BY_FAY),
    ("review submit", "schools/dogwood", *SPRING, *BY_NIA),
    ("review approve", "all", *SPRING, *BY_FAY),
    ("judge", "cedar-dogwood-1", "2.0", "--reason", "Tests have begun.", *BY_NIA),
    (
        *("decide", "cedar-dogwood-1", "extend", "--extend-to", "Year 4", "--sustain", "A weekly slot."),
        *("--reason", "It helped.", "--approved-by", "fay", *BY_NIA),
    ),
    ("run", *SPRING, "--engine", "local"),
    ("key rotate", "--reason", "A laptop was stolen.", *BY_FAY),
    ("trace", "{marks}", "--source", "marks", "--cycle", "cedar-dogwood-1", "--by", "head-cedar"),
    ("review withdraw", "schools/cedar", *SPRING, "--reason", "A wrong paper.", *BY_FAY),
)

AS_RUN = {"demo", "up", "publish"}
"""Commands that write by what `run` does."""

REMINDS = {"remind"}
"""Writes only where somebody is to be reminded, and to an address that the workspace names."""

WRITES_FILES_ONLY = {
    *("init", "plan new", "key new", "source suggest", "benchmark add", "backup", "restore"),
    *("open-data", "export"),
}

LOADS = {"load", "schools load"}
"""Takes data in; the warehouse keeps each load with its day."""

ELSEWHERE = {"answer", "randomise", "drawn", "words take", "words restore"}
"""Leave their events in test_loading.py (where something is asked), test_randomise.py and test_words.py."""

READS = {
    *("two-way", "before-after", "stepped"),
    *("exceptions", "transitions", "progress"),
    *("gap", "check", "find-gaps", "schedule", "status", "audit", "chain", "quality", "plan look"),
    *("review list", "review show", "calendar show", "meeting list", "terms show", "log show", "log fields"),
    *("key show", "follow", "source presets", "scale list", "scale show", "scale convert", "doctor"),
    *("series", "profile", "movers", "repeat", "survey", "schools check", "benchmark list", "pool"),
    "synthesis",
    *("screen", "words show", "words list", "preview"),
}

# Functions that write to a register without the mark, each with the command by which a person sets them off.
UNMARKED = {
    "act._put_to_review": "run",
    "act.open_next_cycles": "run",
    "do.start_cycles": "run",
    "do._follow_up": "run",
    "do_log.release_said": "log release",
    "do_log_import.import_sheet": "log import",
    "keys._tell": "key rotate",
    "locking._stop_left_behind": "run",
    "locking._lock": "plan lock",
    "locking.amend": "plan amend",
    "meetings.record_swap": "meeting swap",
    "meetings.record_held": "meeting held",
    "publish._record_publication": "run",
    "rehearsal_record._write": "run",
    "reminders.remind": "remind",
    "review.Reviews._move": "review submit",
    "study._note_studied": "run",
    "terms.record_step": "terms check",
    "terms.record_stage": "terms stage",
}


def commands(command: object, words: str = "") -> Iterator[str]:
    """Every command of the command line by its words."""
    below: dict[str, object] = getattr(command, "commands", {})
    for name, one in below.items():
        yield from commands(one, f"{words} {name}".lstrip())
    if not below:
        yield words


def writers(tree: ast.Module) -> Iterator[tuple[str, bool]]:
    """Each function that appends to a register, and whether it is marked with `leaves_event`.

    An event has an actor: that tells a register from a list.
    """

    def visit(node: ast.AST, within: tuple[str, ...], *, marked: bool) -> Iterator[tuple[str, bool]]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef):
                marks = {ast.unparse(decorator) for decorator in child.decorator_list}
                yield from visit(child, (*within, child.name), marked="leaves_event" in marks)
            elif isinstance(child, ast.ClassDef):
                yield from visit(child, (*within, child.name), marked=marked)
            else:
                if isinstance(child, ast.Call) and appends(child):
                    yield ".".join(within), marked
                yield from visit(child, within, marked=marked)

    yield from visit(tree, (), marked=False)


def appends(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute):
        return False
    named = {keyword.arg for keyword in call.keywords}
    return call.func.attr in ("append_once", "append_all") or (
        call.func.attr == "append" and "actor" in named
    )


def test_every_function_that_writes_is_marked_or_known_by_its_command() -> None:
    folder = Path(next(iter(halfterm.flows.__path__)))
    found = {
        f"{path.stem}.{name}": marked
        for path in sorted(folder.glob("*.py"))
        for name, marked in writers(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert {name for name, marked in found.items() if not marked} == set(UNMARKED)
    assert {"deciding.decide", "disputes.dispute", "life.stop"} <= {name for name in found if found[name]}
    assert set(UNMARKED.values()) <= {words[0] for words in STORY} | REMINDS


def test_every_command_is_known_to_read_or_to_write() -> None:
    told = {words[0] for words in STORY}
    known = [*told, *AS_RUN, *REMINDS, *WRITES_FILES_ONLY, *LOADS, *ELSEWHERE, *READS]
    assert sorted(known) == sorted(commands(typer.main.get_command(app))), (
        "say of a new command what it does, in one of the tables"
    )


def test_every_command_by_which_people_write_leaves_an_event(tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "small")
    sheet = tmp_path / "log.csv"
    sheet.write_text("cycle,entry,on,what\nash-beech-1,obstacle,2025-01-21,No room.\n")
    store, plan = folder / "warehouse" / "register.sqlite", folder / "cycles" / "ash-beech-1.yaml"
    marks = str(folder / "inbox" / "marks.csv")
    given = {"sheet": str(sheet), "marks": marks, "dispute": "", "entry": ""}
    for name, *words in STORY:
        if name == "plan amend":
            plan.write_text(plan.read_text().replace("value: -3", "value: -2"))
        before = count(store)
        arguments = [word.format(**given) for word in words]
        done = CliRunner().invoke(app, [*name.split(), str(folder), *arguments])
        assert done.exception is None, (name, done.exception, done.output)
        assert count(store) > before, name
        numbered = {"review dispute": "dispute", "log add": "entry"}.get(name)
        given |= (
            {numbered: re.findall(r"\d+", done.output.removeprefix("ash-beech-1"))[0]} if numbered else {}
        )


def test_a_command_that_reads_leaves_none(tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "small")
    store = folder / "warehouse" / "register.sqlite"
    CliRunner().invoke(app, ["run", str(folder), *SPRING, "--engine", "local"])
    before = count(store)
    for words in (
        ("review", "list", folder, *SPRING),
        ("review", "list", folder, *SPRING, "--json"),
        ("review", "show", folder, "schools/ash", *SPRING),
        ("review", "show", folder, "cases/ash-beech", *SPRING, "--json"),
    ):
        assert CliRunner().invoke(app, [*map(str, words)]).exception is None, words
    assert count(store) == before > 0


def count(store: Path) -> int:
    """How many events a register holds; none before it is there."""
    if not store.exists():
        return 0
    with register(store) as events:
        return len(events.events())


@leaves_event
def write(events: Register, *, says: bool) -> str:
    if says:
        events.append("comment", "page", actor="ana", on=date(2026, 1, 7), body={})
    return "done"


class Keeper:
    def __init__(self, events: Register) -> None:
        self.register = events

    @leaves_event
    def write(self, *, says: bool) -> str:
        return write(self.register, says=says)


def test_a_write_that_leaves_no_event_is_a_fault(tmp_path: Path) -> None:
    with register(tmp_path / "register.sqlite") as events:
        for _ in range(2):
            assert write(events, says=True) == "done"
            with pytest.raises(LeftNoEvent, match="write left no event"):
                write(events, says=False)
        with pytest.raises(LeftNoEvent):
            Keeper(events).write(says=False)
        assert Keeper(events).write(says=True) == "done"
        assert len(events.events()) == 3
