"""The register: events in one chain, from however many processes, and no change goes unnoticed."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from halfterm.cycles.errors import BadInput, StoreTrouble
from halfterm.warehouse.register import NewEvent, Register, register
from halfterm.warehouse.register_address import register_address
from halfterm.warehouse.register_head import EMPTY, Head
from tests.postgres import PostgresServer, RegisterPlace

MAY, JUNE = date(2025, 5, 1), date(2025, 6, 1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a place?with=marks" / "register.sqlite"


def fill(place: RegisterPlace, events: int) -> None:
    with register(place.address) as book:
        for number in range(events):
            book.append("noted", f"cycle-{number % 2}", actor="nia", on=MAY, body={"line": number})


def refused(place: RegisterPlace) -> str:
    """What is said when the register is opened."""
    with pytest.raises(StoreTrouble) as trouble, register(place.address):
        pass
    return str(trouble.value)


def test_events_come_back_in_order_and_by_kind_and_subject(place: RegisterPlace) -> None:
    with register(place.address) as book:
        first = book.append("locked", "cycle-1", actor="nia", on=MAY, body={"hash": "x", "n": [1, 2]})
        second = book.append("studied", "cycle-1", actor="halfterm", on=JUNE, body={})
        third = book.append("locked", "cycle-2", actor="nia", on=JUNE, body={"word": "né 'x' %s \u0000"})
    with register(place.address) as book:
        assert book.events() == (first, second, third)
        assert book.events("locked") == (first, third)
        assert book.events(subject="cycle-1") == (first, second)
        assert book.events("locked", subject="cycle-2") == (third,)
        assert book.events("opened") == ()
    assert [event.number for event in (first, second, third)] == [1, 2, 3]
    assert (first.on, first.actor, first.body) == (MAY, "nia", {"hash": "x", "n": [1, 2]})
    assert len({event.hash for event in (first, second, third)}) == 3


def test_an_event_that_says_what_the_last_one_said_is_not_written_again(place: RegisterPlace) -> None:
    with register(place.address) as book:

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


def test_the_same_events_have_the_same_hashes_in_both_stores(place: RegisterPlace) -> None:
    with register(place.address) as book:
        event = book.append("locked", "cycle-1", actor="nia", on=MAY, body={"b": "né", "a": 0.1})
    assert event.hash == "f52028c196d732a599660d9a81220514024ba14d10b73844d1c9ce05a18b9b2a"


def test_several_events_are_written_together_or_not_at_all(place: RegisterPlace) -> None:
    pair = [NewEvent("noted", f"cycle-{n}", "nia", MAY, {"n": n}) for n in (1, 2)]
    with register(place.address) as book:
        assert [event.number for event in book.append_all(pair)] == [1, 2]
        assert book.append_all([]) == ()
        with pytest.raises(TypeError):
            book.append_all([pair[0], NewEvent("noted", "cycle-3", "nia", MAY, {"n": object()})])
        assert [event.number for event in book.events()] == [1, 2]
        assert book.append("noted", "cycle-3", actor="nia", on=MAY, body={}).number == 3
        assert book.broken_event() is None


def test_the_head_is_the_last_event(place: RegisterPlace) -> None:
    with register(place.address) as book:
        assert book.head() == EMPTY
        last = book.append("noted", "cycle-1", actor="nia", on=MAY, body={})
        assert book.head() == Head(1, last.hash)
    assert place.anchor.read_text() == f"1:{last.hash}\n"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET actor = 'ben' WHERE number = 1",
        "DELETE FROM event WHERE number = 3",
        "DELETE FROM event",
    ],
)
def test_the_database_itself_refuses_a_change(place: RegisterPlace, statement: str) -> None:
    fill(place, 3)
    with pytest.raises(Exception, match="events are only ever added"):
        place.execute(statement)
    with register(place.address) as book:
        assert len(book.events()) == 3
        assert book.put_guards_back() == ()


def test_sqlite_refuses_to_replace_an_event(path: Path) -> None:
    place = RegisterPlace(path, register_address(path))
    fill(place, 3)
    with pytest.raises(Exception, match="events are only ever added"):
        place.execute(
            "INSERT OR REPLACE INTO event SELECT number, on_day, 'ben', kind, subject, body, previous, hash"
            " FROM event WHERE number = 2"
        )


def test_postgresql_refuses_to_empty_the_table_and_tells_of_a_guard_that_is_off(
    postgres: PostgresServer,
) -> None:
    url = postgres.new_database()
    place = RegisterPlace(url, register_address(url), postgres)
    fill(place, 3)
    with pytest.raises(Exception, match="events are only ever added"):
        place.execute("TRUNCATE event")
    place.execute("ALTER TABLE event DISABLE TRIGGER event_no_update")
    with register(url) as book:
        assert book.put_guards_back() == ("event_no_update",)


def test_guards_that_were_taken_away_are_told_and_put_back(place: RegisterPlace) -> None:
    fill(place, 1)
    place.drop_guards()
    with register(place.address) as book:
        assert "event_no_update" in book.put_guards_back()
        assert book.put_guards_back() == ()
    with pytest.raises(Exception, match="events are only ever added"):
        place.execute("DELETE FROM event")


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
            " FROM event WHERE number = 1",
            7,
        ),
    ],
)
def test_whatever_is_changed_afterwards_is_named_by_its_event(
    place: RegisterPlace, statement: str, number: int
) -> None:
    fill(place, 6)
    place.drop_guards()
    place.execute(statement)
    day = "2024-01-01" if number == 5 and "2024" in statement else "2025-05-01"
    about = f"noted, cycle-{(number - 1) % 2}, {day}"
    assert refused(place) == (
        f"{place.address.name}: event {number} ({about}) is not as it was written; restore the register"
    )


def test_bytes_in_place_of_words_are_noticed(path: Path) -> None:
    place = RegisterPlace(path, register_address(path))
    fill(place, 3)
    place.drop_guards()
    place.execute("UPDATE event SET body = x'00ff' WHERE number = 2")
    assert "event 2 (noted, cycle-1, 2025-05-01) is not as it was written" in refused(place)


def test_a_changed_event_cannot_write_on_the_terminal(place: RegisterPlace) -> None:
    fill(place, 1)
    place.drop_guards()
    place.execute("UPDATE event SET kind = '\x1b[2Jnothing\n'")
    assert "event 1 (?[2Jnothing?, cycle-0, 2025-05-01)" in refused(place)


@pytest.mark.parametrize(("cut", "left"), [("number > 4", 4), ("number > 0", 0)])
def test_a_tail_that_was_cut_off_is_noticed(place: RegisterPlace, cut: str, left: int) -> None:
    fill(place, 6)
    place.drop_guards()
    place.execute(f"DELETE FROM event WHERE {cut}")
    assert f"events after {left} are missing; 6 were noted; restore the register" in refused(place)


def test_a_register_that_was_taken_away_is_noticed(path: Path) -> None:
    place = RegisterPlace(path, register_address(path))
    fill(place, 2)
    path.unlink()
    assert "events after 0 are missing; 2 were noted" in refused(place)


def test_a_chain_that_was_written_anew_is_noticed(place: RegisterPlace) -> None:
    fill(place, 3)
    noted = place.anchor.read_text()
    place.drop_guards()
    place.execute("DELETE FROM event")
    place.anchor.unlink()
    with register(place.address) as book:
        for number in range(4):
            book.append("noted", "cycle-1", actor="ben", on=MAY, body={"line": number})
    place.anchor.write_text(noted)
    assert "event 3 is not the one that was noted: the register was written anew" in refused(place)


def test_a_note_that_is_behind_is_brought_forward(place: RegisterPlace) -> None:
    fill(place, 2)
    behind = place.anchor.read_text()
    fill(place, 2)
    ahead = place.anchor.read_text()
    place.anchor.write_text(behind)
    with register(place.address) as book:
        assert place.anchor.read_text() == ahead == f"{book.head()}\n"


def test_a_register_without_a_note_gets_one(place: RegisterPlace) -> None:
    fill(place, 2)
    place.anchor.unlink()
    with register(place.address) as book:
        assert place.anchor.read_text() == f"{book.head()}\n"


@pytest.mark.parametrize("content", [b"", b"2", b"2:abc\n", b"\xff\xfe"])
def test_a_note_that_is_none_is_refused_by_name(place: RegisterPlace, content: bytes) -> None:
    fill(place, 2)
    place.anchor.write_bytes(content)
    assert refused(place).startswith("register.head: not the number and hash of an event")


def test_a_register_of_a_newer_halfterm_is_refused(place: RegisterPlace) -> None:
    fill(place, 1)
    place.execute("UPDATE register_version SET version = 2")
    assert (
        refused(place) == f"{place.address.name}: the register was made by a newer halfterm; update this one"
    )


def test_a_register_of_the_first_halfterm_is_taken_over_as_it_is(path: Path) -> None:
    place = RegisterPlace(path, register_address(path))
    fill(place, 3)
    place.drop_guards()
    place.execute("DROP TABLE register_version", "DROP TABLE run_step")
    place.anchor.unlink()
    with register(path) as book:
        assert len(book.events()) == 3
        assert book.put_guards_back() == ()


def test_a_whole_chain_has_no_broken_event(place: RegisterPlace) -> None:
    fill(place, 3)
    with register(place.address) as book:
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
    fill(RegisterPlace(path, register_address(path)), 200)
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 4096] = os.urandom(4096)
    path.write_bytes(content)
    with pytest.raises(StoreTrouble, match=r"register\.sqlite"), register(path):
        pass


def test_a_database_of_something_else_is_refused_and_left_as_it_was(place: RegisterPlace) -> None:
    place.execute("CREATE TABLE event (number INTEGER)")
    assert "cannot be read or written" in refused(place)
    with pytest.raises(Exception, match="register_version"):
        place.execute("SELECT * FROM register_version")


WRITER = """
import sys
from datetime import date
from pathlib import Path
from halfterm.warehouse.register import register
from halfterm.warehouse.register_address import register_address

where = Path(sys.argv[1]) if sys.argv[1].endswith(".sqlite") else sys.argv[1]
with register(register_address(where, anchor=Path(sys.argv[2]))) as book:
    for line in range(int(sys.argv[4])):
        book.append("noted", sys.argv[3], actor="nia", on=date(2025, 5, 1), body={"line": line})
        book.append_once("said", "all", actor="nia", on=date(2025, 5, 1), body={"the": "same"})
"""
WRITERS, LINES = 8, 60


def test_eight_processes_on_a_new_register_lose_no_event_and_say_a_thing_once(place: RegisterPlace) -> None:
    command = [sys.executable, "-c", WRITER, str(place.where), str(place.anchor)]
    names = [f"writer-{n}" for n in range(WRITERS)]
    writers = [subprocess.Popen([*command, name, str(LINES)], stderr=subprocess.PIPE) for name in names]
    assert [writer.communicate(timeout=240)[1] for writer in writers] == [b""] * WRITERS
    assert [writer.returncode for writer in writers] == [0] * WRITERS
    with register(place.address) as book:
        assert [event.number for event in book.events()] == list(range(1, WRITERS * LINES + 2))
        for name in names:
            lines = [event.body["line"] for event in book.events("noted", subject=name)]
            assert lines == list(range(LINES))
        assert len(book.events("said")) == 1
        assert place.anchor.read_text() == f"{book.head()}\n"


def test_an_error_of_the_caller_passes_through_and_what_was_written_stays(place: RegisterPlace) -> None:
    def stumble(book: Register) -> None:
        book.append("noted", "cycle-1", actor="nia", on=MAY, body={})
        raise LookupError

    with pytest.raises(LookupError), register(place.address) as book:
        stumble(book)
    with register(place.address) as book:
        assert len(book.events()) == 1


def test_another_databases_error_inside_the_block_is_not_called_the_registers(place: RegisterPlace) -> None:
    with pytest.raises(DBAPIError), register(place.address):
        raise DBAPIError("SELECT 1", None, Exception())


def test_a_server_that_is_not_there_is_named_without_its_password() -> None:
    with (
        pytest.raises(StoreTrouble) as trouble,
        register("postgresql://nia:s3cret@127.0.0.1:1/halfterm"),
    ):
        pass
    assert str(trouble.value) == (
        "register 'halfterm' on 127.0.0.1: the server cannot be reached, or it does not let this user in"
    )


def test_a_user_without_rights_is_told_so(postgres: PostgresServer) -> None:
    url = postgres.new_database()
    database = str(register_address(url).url.database)
    fill(RegisterPlace(url, register_address(url), postgres), 1)
    postgres.execute(database, f"CREATE ROLE stranger_{database} LOGIN")
    stranger = postgres.url(database, user=f"stranger_{database}")
    with (
        pytest.raises(StoreTrouble, match="this user may not read or write the register's tables"),
        register(stranger),
    ):
        pass


def test_a_server_that_goes_away_is_told_as_that(postgres: PostgresServer) -> None:
    url = postgres.new_database()
    database = str(register_address(url).url.database)
    with register(url) as book:
        postgres.execute(
            "postgres", f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'"
        )
        with pytest.raises(StoreTrouble, match="the server cannot be reached"):
            book.append("noted", "cycle-1", actor="nia", on=MAY, body={})
        assert book.append("noted", "cycle-1", actor="nia", on=MAY, body={}).number == 1


def test_without_the_driver_the_extra_is_named() -> None:
    code = (
        "import sys; sys.modules['psycopg'] = None\n"
        "from halfterm.cycles.errors import BadInput\n"
        "from halfterm.warehouse.register import register\n"
        "try:\n"
        "    with register('postgresql://nia:s3cret@school/halfterm'): pass\n"
        "except BadInput as wrong: print(wrong)\n"
    )
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert "install halfterm[postgres]" in said
    assert "s3cret" not in said


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(BadInput, match="not the address of a database"), register("nia:s3cret@school"):
        pass
