"""Foreign tables as schools have them: every row at its number, every refusal by its place."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from halfterm.cycles.errors import BadInput
from halfterm.warehouse.database import memory, sql, staging_folder
from halfterm.warehouse.table_file import TableFile, staged

Rows = list[tuple[object, ...]]
Read = Callable[..., tuple[tuple[str, ...], Rows]]
Staged = tuple[TableFile, Rows]


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


def staged_as(tmp_path: Path, content: str | bytes, name: str = "t.csv", **asked: object) -> Staged:
    """The file's description, and its rows."""
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with memory() as connection, staged(connection, path, **asked) as table:  # type: ignore[arg-type]
        return table, connection.execute("FROM staged_file").fetchall()


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (b"a,b\n1,x\n", "UTF-8"),
        ("a,b\n1,é\n".encode(), "UTF-8"),
        ("\ufeffa,b\n1,é\n".encode(), "UTF-8 with BOM"),
        ("a,b\n1,é\n".encode("utf-16"), "UTF-16"),
        ("a,b\n1,é\n".encode("cp1252"), "Windows-1252 or Latin-1"),
        ("a,b\n1,é’\n".encode("cp1252"), "Windows-1252"),
        (b"a,b\n1,\xe9\x9d\n", "Latin-1"),
        (b"a,b\n" + b"1,x\n" * 200_000 + b"1,\x80\n", "Windows-1252"),
    ],
)
def test_the_encoding_is_told_as_far_as_it_can_be(tmp_path: Path, content: bytes, encoding: str) -> None:
    table, rows = staged_as(tmp_path, content)
    assert table.encoding == encoding
    assert rows[0][1] == "1"


@pytest.mark.parametrize("wide", ["é", "€", "𝄞"])
def test_a_character_cut_by_the_edge_of_a_block_and_a_line_end_too_are_read_whole(
    tmp_path: Path, wide: str
) -> None:
    edge = 256 * 1024
    for shift in range(5):
        head = "a,b\r\n" + "x" * (edge - 8 - shift) + ",1\r\n"
        _, rows = staged_as(tmp_path, f"{head}{wide}{wide},2\r\n3,{wide}\r\n")
        assert [row[1:] for row in rows[1:]] == [(wide * 2, "2"), ("3", wide)]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xef\xbb\xbfa,b\n1,\xe9\n", "t.csv: the file says it is UTF-8 and is not; save it anew"),
        (b"\xff\xfea\x00,", "t.csv: the file says it is UTF-16 and is not; save it anew"),
        (b"a,b\n1,\x002\n", "t.csv: this is not a text file; save it as CSV, Excel or Parquet"),
        (b"", "t.csv: the file is empty"),
        (b" \n\r\n", "t.csv: the file is empty"),
        (gzip.compress(b"a,b\n1,2\n" * 99, mtime=0)[:-9], "t.csv: the packed file is damaged"),
    ],
)
def test_bytes_that_are_no_text_are_refused(tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(BadInput) as refused:
        staged_as(tmp_path, content)
    assert refused.value.problems == (said,)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b,c\n1,2,3,\n4,5,6\n", "row 2: the header has 3 columns"),
        ("a,b,c\n4,5,6\nSmith,John,3,\n", "row 3: the header has 3 columns"),
        ('"a"x,b\n1,2\n', "row 1: a quotation mark is not closed, or has text right behind it"),
    ],
    ids=["a blank cell too many", "a name that was not quoted", "a broken header"],
)
def test_what_the_engine_would_silently_drop_or_shift_is_refused(
    tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(BadInput, match=said):
        staged_as(tmp_path, text)


def test_quotation_marks_within_a_cell_are_its_own_whether_even_or_odd(tmp_path: Path) -> None:
    _, rows = staged_as(tmp_path, 'a,b\n1,5\'6"\n\n2,a "word"\n3,x\n')
    assert rows == [(2, "1", "5'6\""), (4, "2", 'a "word"'), (5, "3", "x")]


def test_rows_in_their_thousands_keep_their_order_and_numbers_with_line_ends_in_quotes(
    tmp_path: Path,
) -> None:
    text = "n,text\n" + "".join(f'{i},"one,\ntwo ""{i}"""\n' for i in range(2, 60_002))
    path = tmp_path / "t.csv"
    path.write_text(text, encoding="utf-8")
    with memory() as connection, staged(connection, path):
        wrong = """
            SELECT count(*) FROM staged_file
            WHERE row_no <> c0::BIGINT OR c1 <> format('one,{}two "{}"', chr(10), c0)
        """
        assert connection.execute(wrong).fetchall() == [(0,)]
        assert connection.execute("SELECT count(*) FROM staged_file").fetchall() == [(60_000,)]


def test_only_wanted_columns_are_staged_and_all_headers_are_known(tmp_path: Path) -> None:
    table, rows = staged_as(tmp_path, "a,b,c\n1,2,3\n,x,\n,,\n4,5,6\n", wanted=("c", "a", "nowhere"))
    assert table.columns == ("a", "b", "c")
    assert rows == [(2, "1", "3"), (3, None, None), (5, "4", "6")]
    with pytest.raises(BadInput, match="no column 'bb'; did you mean 'b'"):
        table.column("bb")


def test_when_no_wanted_column_is_there_the_near_misses_still_are(tmp_path: Path) -> None:
    table, _ = staged_as(tmp_path, "UPN,Reading\nx,1\n", wanted=("upm",))
    with pytest.raises(BadInput, match="did you mean 'UPN'"):
        table.column("upm")


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Ash School\n\na,b\n1,2\n\n3,4\n", [(4, "1", "2"), (6, "3", "4")]),
        ('"Ash, made on\n1 May"\nSummer,,,\na,b\n1,2\n', [(4, "1", "2")]),
    ],
)
def test_titles_above_the_header_are_skipped_and_rows_keep_their_numbers(
    tmp_path: Path, text: str, rows: Rows
) -> None:
    table, found = staged_as(tmp_path, text, header_row=3)
    assert table.columns == ("a", "b")
    assert found == rows


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n1,2\n", "t.csv: the file ends before row 3, where its header should be"),
        ("t\nt\na,b\n1,2\n3\n", "t.csv, row 5: the header has 2 columns, this row has more or fewer"),
        ("t\nt\na,a\n1,2\n", "t.csv, row 3: the header 'a' is there twice"),
        ("t\nt\na,b\n", "t.csv: there is no row below the header"),
    ],
)
def test_rows_are_counted_from_the_top_of_a_file_with_titles(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BadInput) as refused:
        staged_as(tmp_path, text, header_row=3)
    assert refused.value.problems == (said,)


def test_a_nested_column_of_a_parquet_file_is_refused_only_if_it_is_wanted(tmp_path: Path) -> None:
    made = parquet(tmp_path / "made.parquet", "SELECT 1 AS a, [1, 2] AS marks, {'x': 1} AS pupil")
    assert staged_as(tmp_path, made, "t.parquet", wanted=("a",))[1] == [(2, "1")]
    with pytest.raises(BadInput) as refused:
        staged_as(tmp_path, made, "t.parquet")
    assert refused.value.problems == (
        "t.parquet: column 'marks' holds lists or records, not single values",
        "t.parquet: column 'pupil' holds lists or records, not single values",
    )


def test_a_parquet_file_that_claims_more_rows_than_it_has_is_refused(tmp_path: Path) -> None:
    made = parquet(tmp_path / "made.parquet", "SELECT 'x' AS a FROM range(77)")
    footer = len(made) - 8 - int.from_bytes(made[-8:-4], "little")
    place = made.index(
        b"\x9a\x01", footer
    )  # 77 as a zigzag number of variable length: first, the file's rows
    lying = made[:place] + b"\xfe\x7f" + made[place + 2 :]
    with pytest.raises(BadInput, match="not a Parquet file that can be read"):
        staged_as(tmp_path, lying, "t.parquet")


def test_an_xml_file_counts_lines(tmp_path: Path) -> None:
    text = """<CTfile>
<Header><SourceSchool><LEA>823</LEA><Estab>2001</Estab></SourceSchool></Header>
<CTFpupilData>
<Pupil><UPN>B801200005001</UPN><Surname>Dent</Surname></Pupil>
</CTFpupilData></CTfile>"""
    table, rows = staged_as(tmp_path, text, "ctf.xml", wanted=("UPN", "Surname"))
    assert table.row_word == "line"
    assert table.columns[0] == "UPN"
    assert rows == [(4, "B801200005001", "Dent")]


def test_the_view_goes_with_the_block_and_nothing_is_left_in_the_folder(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with memory() as connection:
        with pytest.raises(ZeroDivisionError), staged(connection, tmp_path / "t.csv"):
            raise ZeroDivisionError
        assert connection.execute("SELECT count(*) FROM duckdb_views() WHERE NOT internal").fetchall() == [
            (0,)
        ]
        names = [
            row[0] for row in connection.execute("SELECT database_name FROM duckdb_databases()").fetchall()
        ]
        assert not [name for name in names if name.startswith("staged")]
        assert not list(staging_folder(connection).iterdir())
