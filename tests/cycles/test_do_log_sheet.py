"""A sheet of the do-log row by row: what becomes of each, and everything that is wrong at once."""

from __future__ import annotations

from halfterm.cycles.do_log_entries import Learning, Session
from halfterm.cycles.do_log_sheet import SheetEntry, SheetRow, entries_of, has_british_days

ANN, BOB, CAZ = (letter * 64 for letter in "cab")
CYCLES = ("ash-1", "ash-2")
SESSION = {"on": "2025-01-21", "led_by": "pat", "role": "TA"}


def read(*rows: SheetRow, cycle: str | None = "ash-1") -> tuple[tuple[SheetEntry, ...], tuple[str, ...]]:
    return entries_of(rows, name="log.csv", cycle=cycle, cycles=CYCLES)


def test_a_row_is_an_entry_of_the_cycle_that_it_names_or_else_of_the_one_given() -> None:
    words = {"entry": "learning", "on": "2025-01-21", "what": "one"}
    entries, problems = read(SheetRow(2, words), SheetRow(3, words | {"cycle": "ash-2"}))
    assert problems == ()
    assert [(one.cycle, one.rows) for one in entries] == [("ash-1", (2,)), ("ash-2", (3,))]
    assert isinstance(entries[0].entry, Learning)


def test_the_rows_of_a_register_are_one_session_for_each_day_and_group() -> None:
    rows = [
        SheetRow(2, SESSION | {"present": "yes"}, pupil=ANN),
        SheetRow(3, SESSION | {"present": "/"}, pupil=BOB),
        SheetRow(4, SESSION | {"present": "N"}, pupil=CAZ),
        SheetRow(5, SESSION | {"present": "1", "on": "2025-01-22", "entry": "session"}, pupil=ANN),
    ]
    entries, problems = read(*rows)
    assert problems == ()
    assert [one.rows for one in entries] == [(2, 3, 4), (5,)]
    first = entries[0].entry
    assert isinstance(first, Session)
    # Sorted by pseudonym: the order of the file says nothing.
    assert (first.pupils, first.absent) == ((BOB, ANN), (CAZ,))
    assert (first.came, first.awaited) == (2, 3)


def test_everything_wrong_is_said_at_once_by_row_and_no_cell_is_quoted() -> None:
    rows = [
        SheetRow(2, SESSION | {"present": "yes", "cycle": "ash-3"}, pupil=ANN),
        SheetRow(3, SESSION | {"present": "maybe Jo", "cycle": "ash-3"}, pupil=BOB),
        SheetRow(4, SESSION | {"present": "no", "cycle": "ash-3"}, pupil=ANN),
        SheetRow(5, SESSION | {"present": "no", "cycle": "ash-3"}, damaged=True),
        SheetRow(6, {"entry": "Jo Bloggs"}),
        SheetRow(7, {"what": "Jo Bloggs"}),
        SheetRow(8, {"entry": "cost", "on": "Jo", "what": "books", "pounds": "Jo"}),
        SheetRow(9, {"entry": "learning", "on": "2025-01-21", "what": "x", "present": "yes"}, pupil=ANN),
    ]
    entries, problems = read(*rows)
    assert entries == ()
    assert "Jo" not in "".join(problems)
    assert [problem.partition(": ")[0] for problem in problems] == [
        *("log.csv, row 2", "log.csv, row 3", "log.csv, row 4", "log.csv, row 5", "log.csv, row 6"),
        *("log.csv, row 7", "log.csv, row 8", "log.csv, row 8", "log.csv, row 9"),
    ]
    said = [problem.partition(": ")[2] for problem in problems]
    assert said[0] == "cycle: there is no such cycle; did you mean 'ash-2' or 'ash-1'?"
    assert said[1].startswith("present: write yes or no")
    assert said[2] == "upn: the same pupil more than once in this session"
    assert said[3] == "upn: in scientific notation: a spreadsheet has cut it short"
    assert said[4].startswith("not a kind of entry")
    assert said[5].startswith("'entry' is missing")
    assert said[6].startswith("on: not a date")
    assert said[7].startswith("pounds: input should be a valid number")
    assert said[8] == "a row with a pupil is of a session"


def test_a_row_without_a_cycle_is_refused_where_none_is_given() -> None:
    row = SheetRow(2, {"entry": "learning", "on": "2025-01-21", "what": "one"})
    assert read(row, cycle=None) == ((), ("log.csv, row 2: 'cycle' is missing",))


def test_two_rows_that_say_the_same_have_to_be_told_apart() -> None:
    words = {"entry": "learning", "on": "2025-01-21", "what": "one"}
    _, problems = read(SheetRow(2, words), SheetRow(3, words), SheetRow(4, words | {"cycle": "ash-2"}))
    assert problems == ("log.csv, row 3: says the same as row 2; if both happened, say how they differ",)


def test_counts_beside_pupils_are_refused() -> None:
    _, problems = read(SheetRow(2, SESSION | {"present": "yes", "planned": "9"}, pupil=ANN))
    (problem,) = problems
    assert "give counts of pupils or the pupils themselves" in problem


def test_days_with_slashes_are_noticed() -> None:
    assert has_british_days([SheetRow(2, {"on": "2025-01-21"}), SheetRow(3, {"until": "1/2/2025"})])
    assert not has_british_days([SheetRow(2, {"on": "2025-01-21", "what": "1/2/2025"})])
