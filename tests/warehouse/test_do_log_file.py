"""A sheet of the do-log as schools save it: separators, encodings, headers, and pupils at the door."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from halfterm.cycles.do_log_sheet import SheetRow
from halfterm.cycles.errors import BadInput
from halfterm.warehouse.database import memory, sql
from halfterm.warehouse.do_log_file import read_log_file
from halfterm.warehouse.pseudonym import PseudonymKey

KEY = PseudonymKey(bytes(range(32)))
UPN = "B801200005001"


def no_key() -> PseudonymKey:
    raise AssertionError("a sheet without pupils needs no key")


def written(folder: Path, content: bytes, name: str = "log.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def pseudonym(upn: str) -> str:
    """As the warehouse makes it when it loads scores."""
    with memory() as connection:
        connection.execute(sql("cells"))
        query = f"SELECT {KEY.pseudonym('text_of($upn)')}"
        return str(connection.execute(query, KEY.parameters | {"upn": upn}).fetchall()[0][0])


@pytest.mark.parametrize(
    "content",
    [
        "entry,on,what\nlearning,21/01/2025,Café first\n".encode(),
        "\ufeffEntry;On;What\r\nlearning;21/01/2025;Café first\r\n".encode(),
        "Entry;On;What\r\nlearning;21/01/2025;Café first\r\n".encode("cp1252"),
        "Entry\tOn\tWhat\r\n learning \t21/01/2025\tCafé first \r\n".encode("utf-16"),
    ],
)
def test_a_sheet_is_read_however_a_spreadsheet_saved_it(tmp_path: Path, content: bytes) -> None:
    rows = read_log_file(written(tmp_path, content), key=no_key)
    assert rows == (SheetRow(2, {"entry": "learning", "on": "21/01/2025", "what": "Café first"}),)


def test_a_workbook_is_read_with_its_dates(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["Entry", "On", "Led by", "Planned"])
    book.active.append(["session", date(2025, 1, 21), "Pat", 8])
    book.save(tmp_path / "log.xlsx")
    (row,) = read_log_file(tmp_path / "log.xlsx", key=no_key)
    assert row.cells == {"entry": "session", "on": "2025-01-21", "led_by": "Pat", "planned": "8"}


def test_a_pupil_is_a_pseudonym_before_anybody_sees_the_row(tmp_path: Path) -> None:
    path = written(tmp_path, f"UPN,on,present\n{UPN},21/01/2025,yes\n,21/01/2025,no\n".encode())
    rows = read_log_file(path, key=lambda: KEY)
    assert [row.pupil for row in rows] == [pseudonym(UPN), None]
    assert UPN not in repr(rows)
    assert "upn" not in rows[0].cells


def test_an_identifier_cut_short_by_a_spreadsheet_is_noticed(tmp_path: Path) -> None:
    path = written(tmp_path, b"upn,on\n8.01E+11,2025-01-21\n")
    (row,) = read_log_file(path, key=lambda: KEY)
    assert (row.pupil, row.damaged) == (None, True)


def test_unknown_columns_are_named_all_at_once_with_the_nearest(tmp_path: Path) -> None:
    path = written(tmp_path, b"entry,ledby,presnt\nsession,pat,yes\n")
    with pytest.raises(BadInput) as refused:
        read_log_file(path, key=no_key)
    first, second = refused.value.problems
    assert first.startswith("log.csv, row 1: no entry has a field 'ledby'; did you mean 'led_by'")
    assert second.startswith("log.csv, row 1: no entry has a field 'presnt'; did you mean 'present'")


def test_a_sheet_without_headers_does_not_quote_its_first_row(tmp_path: Path) -> None:
    path = written(tmp_path, b"session,Jo Bloggs,12\nsession,Al Smith,14\n")
    with pytest.raises(BadInput, match="row 1: it must hold the names of the columns") as refused:
        read_log_file(path, key=no_key)
    assert "Bloggs" not in str(refused.value)


def test_two_headers_that_mean_one_field_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path, b"entry,Led by,led_by\nsession,pat,pam\n")
    with pytest.raises(BadInput, match="the column 'led_by' is there twice"):
        read_log_file(path, key=no_key)


def test_a_column_without_a_header_may_stand_empty_and_nothing_in_it_is_lost(tmp_path: Path) -> None:
    assert read_log_file(written(tmp_path, b"entry,,\nlearning,,\n"), key=no_key)
    path = written(tmp_path, b"entry,,\nlearning,,\nlearning,,x\n")
    with pytest.raises(BadInput, match=r"log\.csv, row 3: a cell in a column without a header"):
        read_log_file(path, key=no_key)
