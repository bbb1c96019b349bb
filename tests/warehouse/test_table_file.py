"""Foreign tables as schools have them: every row at its number, every refusal by its place."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from halfterm.cycles.errors import BadInput
from halfterm.warehouse.database import memory, sql
from halfterm.warehouse.table_file import staged

Rows = list[tuple[object, ...]]
Read = Callable[..., tuple[tuple[str, ...], Rows]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Writes a file, stages it, and gives its headers and its rows with their numbers."""

    def stage(content: str | bytes, name: str = "table.csv") -> tuple[tuple[str, ...], Rows]:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        with memory() as connection, staged(connection, path) as table:
            return table.columns, connection.execute("FROM staged_file").fetchall()

    return stage


PLAIN = (("pupil", "école"), [(2, "p1", "Saint-Rémy"), (3, "p2", "B")])


@pytest.mark.parametrize(
    "content",
    [
        "pupil,école\np1,Saint-Rémy\np2,B\n".encode(),
        "\ufeffpupil,école\np1,Saint-Rémy\np2,B".encode(),
        "pupil,école\r\np1,Saint-Rémy\r\np2,B\r\n".encode("cp1252"),
        "pupil,école\rp1,Saint-Rémy\rp2,B\r".encode(),
        "pupil,école\np1,Saint-Rémy\np2,B\n".encode("utf-16"),
        "\ufeffpupil,école\r\np1,Saint-Rémy\r\np2,B\r\n".encode("utf-16-be"),
        "pupil;école\np1;Saint-Rémy\np2;B\n".encode(),
        "pupil\técole\np1\tSaint-Rémy\np2\tB\n".encode(),
        "pupil|école\np1|Saint-Rémy\np2|B\n".encode(),
        '"pupil" , "école"\n"p1","Saint-Rémy"\n"p2",B\n'.replace(" , ", ",").encode(),
    ],
    ids=[
        "utf-8",
        "bom",
        "cp1252 crlf",
        "cr",
        "utf-16",
        "utf-16-be crlf",
        "semicolon",
        "tab",
        "bar",
        "quoted",
    ],
)
def test_every_encoding_separator_and_line_end_gives_the_same_table(read: Read, content: bytes) -> None:
    assert read(content) == PLAIN


def test_a_packed_file_is_the_file_that_is_packed(read: Read) -> None:
    assert read(gzip.compress("pupil,école\np1,Saint-Rémy\np2,B\n".encode()), "TABLE.CSV.GZ") == PLAIN


def test_the_separator_is_the_one_that_parts_the_header_most_and_quotation_marks_count(read: Read) -> None:
    columns, rows = read('"Reading, autumn; points";"Maths, autumn; points";pupil\n1;2;p1\n')
    assert columns == ("Reading, autumn; points", "Maths, autumn; points", "pupil")
    assert rows == [(2, "1", "2", "p1")]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a,b\n1,2\n\n3,4\n", [(2, "1", "2"), (4, "3", "4")]),
        ("a,b\n\n\n1,2\n   \n\t\n3,4\n\n\n", [(4, "1", "2"), (7, "3", "4")]),
        ("a,b\n1,2\n,\n3,4\n", [(2, "1", "2"), (4, "3", "4")]),
        ("a,b\n1,2\n , \n3,4\n", [(2, "1", "2"), (4, "3", "4")]),
        ('a,b\n1,"x\n\ny"\n\n3,4\n', [(2, "1", "x\n\ny"), (4, "3", "4")]),
        ('a,b\n1,"say ""x"""\n\n3,4\n', [(2, "1", 'say "x"'), (4, "3", "4")]),
        ('"a\nheader",b\n1,2\n\n3,4\n', [(2, "1", "2"), (4, "3", "4")]),
        ("a\n1\n\n3\n", [(2, "1"), (4, "3")]),
        ("a,b\r\n1,2\r\n\r\n3,4\r\n", [(2, "1", "2"), (4, "3", "4")]),
    ],
)
def test_row_numbers_are_those_excel_shows_and_blank_rows_are_left_out(
    read: Read, text: str, rows: Rows
) -> None:
    assert read(text)[1] == rows


def test_blank_rows_of_tabs_keep_their_place_and_trailing_blank_cells_are_blank(read: Read) -> None:
    assert read("a\tb\tc\n1\t\t\n\t\t\n2\tx\t\n", "t.tsv")[1] == [(2, "1", None, None), (4, "2", "x", None)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b,c\n1,2,3\n4,5\n", "t.csv, row 3: the header has 3 columns, this row has more or fewer"),
        (
            "a,b\n1,2\n\n4,5,6\n7\n",
            "t.csv, rows 4, 5: the header has 2 columns, these rows have more or fewer",
        ),
        (
            'a,b\n1,2\n3,"x\n4,5\n',
            "t.csv, row 3: a quotation mark is not closed, or has text right behind it",
        ),
        ('a,b\n1,2\n3,"x"y\n', "t.csv, row 3: a quotation mark is not closed, or has text right behind it"),
        ("a,b,a\n1,2,3\n", "t.csv, row 1: the header 'a' is there twice"),
        ("a,b, a \n1,2,3\n", "t.csv, row 1: the header 'a' is there twice"),
        ("\na,b\n1,2\n", "t.csv, row 1: this row is blank; it must hold the names of the columns"),
        (",,\n1,2,3\n", "t.csv, row 1: this row is blank; it must hold the names of the columns"),
        ("a,b\n", "t.csv: there is no row below the header"),
    ],
)
def test_a_table_that_does_not_hold_together_is_refused_by_row(read: Read, text: str, said: str) -> None:
    with pytest.raises(BadInput) as refused:
        read(text, "t.csv")
    assert refused.value.problems == (said,)


def test_columns_without_a_name_are_let_be_and_cannot_be_asked_for(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a,,b,\n1,2,3,4\n", encoding="utf-8")
    with memory() as connection, staged(connection, tmp_path / "t.csv") as table:
        assert table.column("b") == "c2"
        with pytest.raises(BadInput):
            table.column("")


def test_near_misses_are_offered_unless_the_first_row_may_be_a_pupil(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("Reading Aut1,UPN\n1,2\n", encoding="utf-8")
    (tmp_path / "u.csv").write_text("Arthur,12,12\nFord,13,14\n", encoding="utf-8")
    (tmp_path / "v.csv").write_text("Arthur,12,12.5\nFord,13,14\n", encoding="utf-8")
    with memory() as connection:
        with staged(connection, tmp_path / "t.csv") as table, pytest.raises(BadInput, match="'Reading Aut1'"):
            table.column("reading aut")
        with pytest.raises(BadInput) as twice, staged(connection, tmp_path / "u.csv"):
            pass
        with staged(connection, tmp_path / "v.csv") as table, pytest.raises(BadInput) as unknown:
            table.column("Artur")
    assert "is the header missing?" in str(twice.value)
    assert "row 1 must hold the names of the columns, and it has numbers in it" in str(unknown.value)
    assert "Arthur" not in str(unknown.value)


def test_every_unknown_column_is_named_at_once(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with memory() as connection, staged(connection, tmp_path / "t.csv") as table:
        assert table.staged_names(["b", "a", "b"]) == {"b": "c1", "a": "c0"}
        with pytest.raises(BadInput) as refused:
            table.staged_names(["x", "a", "y"])
    assert len(refused.value.problems) == 2


@pytest.mark.parametrize("name", ["a*.csv", "a[1].csv", 'it\'s "mine".csv', "a?b.csv", "{x}.csv", "é.csv"])
def test_a_file_name_is_never_a_pattern(tmp_path: Path, name: str) -> None:
    (tmp_path / "a1.csv").write_text("a,b\n1,secret\n", encoding="utf-8")
    (tmp_path / name).write_text("a,b\n1,mine\n", encoding="utf-8")
    with memory() as connection, staged(connection, tmp_path / name):
        assert connection.execute("SELECT c1 FROM staged_file").fetchall() == [("mine",)]


def parquet(path: Path, query: str) -> bytes:
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet)")
    return path.read_bytes()


def test_parquet_gives_text_and_whole_numbers_lose_what_a_data_frame_added(
    read: Read, tmp_path: Path
) -> None:
    made = parquet(
        tmp_path / "made.parquet",
        """
        SELECT * FROM (VALUES
            (5.0::DOUBLE, 'p1', true, DATE '2014-09-01', 5.50::DECIMAL(5, 2), 'nan'::DOUBLE),
            (NULL, NULL, NULL, NULL, NULL, NULL),
            (5.1::DOUBLE, 'p2', false, NULL, 6.00::DECIMAL(5, 2), 1e300::DOUBLE)
        ) AS t(year, " pupil", fsm, "born on", "dec""imal", file_row_number)
        """,
    )
    columns, rows = read(made, "t.parquet")
    assert columns == ("year", "pupil", "fsm", "born on", 'dec"imal', "file_row_number")
    assert rows == [
        (2, "5", "p1", "true", "2014-09-01", "5.50", "nan"),
        (4, "5.1", "p2", "false", None, "6", "1e+300"),
    ]


def test_a_parquet_file_without_rows_is_refused(read: Read, tmp_path: Path) -> None:
    made = parquet(tmp_path / "made.parquet", "SELECT 1 AS a WHERE false")
    with pytest.raises(BadInput, match="there is no row below the header"):
        read(made, "t.parquet")


def test_a_damaged_parquet_file_is_refused_without_a_word_of_its_content(read: Read, tmp_path: Path) -> None:
    made = bytearray(parquet(tmp_path / "made.parquet", "SELECT 'Zaphod' AS a FROM range(2000)"))
    made[20:60] = b"\xff" * 40
    with pytest.raises(BadInput) as refused:
        read(bytes(made), "t.parquet")
    assert str(refused.value) == "t.parquet: this is not a Parquet file that can be read"


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("12", 12.0),
        (" 12.50 ", 12.5),
        ("-.5", -0.5),
        ("+3.", 3.0),
        ("1e2", 100.0),
        ("\u00a07\t", 7.0),
        ("1000000000", 1e9),
        ("1000000001", None),
        ("1e400", None),
        ("nan", None),
        ("inf", None),
        ("-Infinity", None),
        ("1,5", None),
        ("12%", None),
        ("0x10", None),
        ("1_000", None),
        ("", None),
        ("  ", None),
        ("A", None),
    ],
)
def test_a_score_is_a_finite_decimal_number_and_nothing_else(cell: str, number: float | None) -> None:
    with memory() as connection:
        connection.execute(sql("cells"))
        assert connection.execute("SELECT score_of(?)", [cell]).fetchall() == [(number,)]


@pytest.mark.parametrize(
    ("cell", "wanted", "same"),
    [
        ("5", "5", True),
        ("5.0", "5", True),
        ("5", "5.00", True),
        (" yes ", "yes", True),
        ("\u00a0yes", "yes ", True),
        ("Yes", "yes", False),
        ("05", "5", False),
        ("5.5", "5", False),
        ("TRUE", "true", True),
        ("true", "TRUE", True),
        ("T", "true", False),
        ("", "yes", None),
        (None, "yes", None),
    ],
)
def test_a_value_is_matched_as_it_is_written_but_for_spaces_and_what_spreadsheets_add(
    cell: str | None, wanted: str, same: bool | None
) -> None:
    with memory() as connection:
        connection.execute(sql("cells"))
        assert connection.execute("SELECT is_same(?::VARCHAR, ?)", [cell, wanted]).fetchall() == [(same,)]
