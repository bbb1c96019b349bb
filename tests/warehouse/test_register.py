"""The register: events in one chain, from however many processes, and no change goes unnoticed."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from halfterm.cycles.errors import StoreTrouble
from halfterm.warehouse.register import Register, register

MAY, JUNE = date(2025, 5, 1), date(2025, 6, 1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a place?with=marks" / "register.sqlite"


def fill(path: Path, events: int) -> None:
    with register(path) as book:
        for number in range(events):
            book.append("noted", f"cycle-{number % 2}", actor="nia", on=MAY, body={"line": number})


def change(path: Path, statement: str) -> None:
    with sqlite3.connect(path) as raw:
        raw.execute(statement)
    raw.close()


def test_events_come_back_in_order_and_by_kind_and_subject(path: Path) -> None:
    with register(path) as book:
        first = book.append("locked", "cycle-1", actor="nia", on=MAY, body={"hash": "x", "n": [1, 2]})
        second = book.append("studied", "cycle-1", actor="halfterm", on=JUNE, body={})
        third = book.append("locked", "cycle-2", actor="nia", on=JUNE, body={"word": "né"})
    with register(path) as book:
        assert book.events() == (first, second, third)
        assert book.events("locked") == (first, third)
        assert book.events(subject="cycle-1") == (first, second)
        assert book.events("locked", subject="cycle-2") == (third,)
        assert book.events("opened") == ()
    assert [event.number for event in (first, second, third)] == [1, 2, 3]
    assert (first.on, first.actor, first.body) == (MAY, "nia", {"hash": "x", "n": [1, 2]})
    assert len({event.hash for event in (first, second, third)}) == 3


def test_an_event_that_says_what_the_last_one_said_is_not_written_again(path: Path) -> None:
    with register(path) as book:

        def note(body: dict[str, object], *, actor: str = "nia", on: date = MAY) -> bool:
            return book.append_once("noted", "cycle-1", actor=actor, on=on, body=body)[1]

        assert note({"a": 1, "b": 2})
        assert not note({"b": 2, "a": 1})
        assert not note({"a": 1, "b": 2}, on=JUNE)
        assert note({"a": 2})
        assert note({"a": 1, "b": 2})
        assert note({"a": 1, "b": 2}, actor="ben")
        assert book.append_once("noted", "cycle-2", actor="ben", on=MAY, body={"a": 1, "b": 2})[1]
        assert len(book.events()) == 5


@pytest.mark.parametrize(
    ("statement", "number"),
    [
        ("UPDATE event SET body = '{\"line\": 9}' WHERE number = 3", 3),
        ("UPDATE event SET actor = 'ben' WHERE number = 1", 1),
        ("UPDATE event SET on_day = '2024-01-01' WHERE number = 5", 5),
        ("UPDATE event SET hash = previous WHERE number = 2", 2),
        ("DELETE FROM event WHERE number = 4", 5),
        ("DELETE FROM event WHERE number = 1", 2),
        ("UPDATE event SET number = 60 WHERE number = 5", 6),
        (
            "INSERT INTO event SELECT 7, on_day, actor, kind, subject, body, previous, hash"
            " FROM event LIMIT 1",
            7,
        ),
    ],
)
def test_whatever_is_changed_afterwards_is_named_by_its_event(
    path: Path, statement: str, number: int
) -> None:
    fill(path, 6)
    change(path, statement)
    said = f"register.sqlite: event {number} is not as it was written; restore the register"
    with pytest.raises(StoreTrouble) as refused, register(path):
        pass
    assert refused.value.problems == (said,)


def test_a_whole_chain_has_no_broken_event(path: Path) -> None:
    fill(path, 3)
    with register(path) as book:
        assert book.broken_event() is None


@pytest.mark.parametrize("content", [b"no database at all" * 400, b"SQLite format 3\x00" + b"\xff" * 8000])
def test_a_file_that_is_no_register_is_refused_by_name(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with (
        pytest.raises(StoreTrouble, match=r"register\.sqlite: the register cannot be read or written"),
        register(path),
    ):
        pass


def test_a_damaged_page_is_noticed(path: Path) -> None:
    fill(path, 200)
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 4096] = os.urandom(4096)
    path.write_bytes(content)
    with pytest.raises(StoreTrouble, match=r"register\.sqlite"), register(path):
        pass


def test_a_database_of_something_else_is_refused(path: Path) -> None:
    path.parent.mkdir()
    change(path, "CREATE TABLE event (number INTEGER)")
    with pytest.raises(StoreTrouble, match="cannot be read or written"), register(path):
        pass


WRITER = """
import sys
from datetime import date
from pathlib import Path
from halfterm.warehouse.register import register

with register(Path(sys.argv[1])) as book:
    for line in range(100):
        book.append("noted", sys.argv[2], actor="nia", on=date(2025, 5, 1), body={"line": line})
        book.append_once("said", "both", actor="nia", on=date(2025, 5, 1), body={"the": "same"})
"""


def test_two_processes_of_a_hundred_events_lose_none_and_say_a_thing_once(path: Path) -> None:
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(path), name], stderr=subprocess.PIPE)
        for name in ("one", "two")
    ]
    assert [writer.communicate(timeout=120)[1] for writer in writers] == [b"", b""]
    assert [writer.returncode for writer in writers] == [0, 0]
    with register(path) as book:
        assert [event.number for event in book.events()] == list(range(1, 202))
        for name in ("one", "two"):
            lines = [event.body["line"] for event in book.events("noted", subject=name)]
            assert lines == list(range(100))
        assert len(book.events("said")) == 1


def test_an_error_of_the_caller_passes_through_and_what_was_written_stays(path: Path) -> None:
    def stumble(book: Register) -> None:
        book.append("noted", "cycle-1", actor="nia", on=MAY, body={})
        raise LookupError

    with pytest.raises(LookupError), register(path) as book:
        stumble(book)
    with register(path) as book:
        assert len(book.events()) == 1
