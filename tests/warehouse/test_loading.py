"""Loading: every row accounted for, nothing taken in twice or by halves, no identifier kept."""

from __future__ import annotations

import hashlib
import hmac
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import duckdb
import pytest

from halfterm.cycles.errors import BadInput
from halfterm.warehouse.loading import PartFile, load_part
from halfterm.warehouse.pseudonym import PseudonymKey
from halfterm.warehouse.store import reading, warehouse
from halfterm.warehouse.studying import load_records, loads_of
from tests.warehouse.conftest import MAY, Load, load_file, make_check, make_source, table

CLASS = table(
    "U1,A1,Y,5,10,11",
    "U2,A1,N,5,12,A",
    "U3,B2,,6,14,",
    "U4,X9,Y,5,9,9",
    "U5,,,,,",
    "U6,B2,N,5,L,8.5",
)


def rows(store: duckdb.DuckDBPyConnection, query: str) -> list[tuple[object, ...]]:
    return store.execute(query).fetchall()


def test_every_row_and_score_of_a_file_is_counted(load: Load) -> None:
    report = load(CLASS)
    assert (report.rows_read, report.pupils, report.outside, report.elsewhere, report.rejected) == (
        6,
        4,
        1,
        1,
        0,
    )
    # Eight cells: five numbers, two codes, one blank.
    assert (report.scores, report.scores_missing) == (5, 1)
    assert report.fresh


def test_blank_lines_are_no_rows(load: Load) -> None:
    assert load(CLASS.replace("\nU2", "\n\n,,,,,\nU2") + "\n\n").rows_read == 6


def test_codes_are_kept_as_statuses_and_scores_as_numbers(
    load: Load, store: duckdb.DuckDBPyConnection
) -> None:
    load(CLASS)
    assert rows(store, "SELECT measure, score, status FROM result ORDER BY ALL") == [
        ("maths", 8.5, None),
        ("maths", 11.0, None),
        ("maths", None, "absent"),
        ("reading", 10.0, None),
        ("reading", 12.0, None),
        ("reading", 14.0, None),
        ("reading", None, "left"),
    ]


def test_attributes_are_translated_and_unknown_ones_left_out(
    load: Load, store: duckdb.DuckDBPyConnection
) -> None:
    load(CLASS)
    assert rows(store, "SELECT name, value, count(*) FROM attribute GROUP BY ALL ORDER BY ALL") == [
        ("fsm", "no", 2),
        ("fsm", "yes", 1),
        ("year", "5", 3),
        ("year", "6", 1),
    ]


def test_whole_numbers_that_a_data_frame_wrote_with_a_point_are_the_same_school_and_year(
    load: Load, store: duckdb.DuckDBPyConnection
) -> None:
    load(table("U1, A1 ,Y,5.0,10.0,11.0"))
    assert rows(store, "SELECT school FROM enrolment") == [("ash",)]
    assert rows(store, "SELECT value FROM attribute WHERE name = 'year'") == [("5",)]


def test_the_same_content_is_taken_in_once(load: Load, store: duckdb.DuckDBPyConnection) -> None:
    first, again = load(CLASS), load(CLASS)
    assert (first.fresh, again.fresh) == (True, False)
    assert again == type(again)(**{f: getattr(first, f) for f in first.__slots__} | {"fresh": False})
    assert rows(store, "SELECT count(*) FROM load") == [(1,)]
    assert rows(store, "SELECT count(*) FROM enrolment") == [(4,)]


def test_a_corrected_file_is_a_new_load_and_the_old_one_stays(
    load: Load, store: duckdb.DuckDBPyConnection
) -> None:
    first, second = load(CLASS), load(CLASS.replace("U1,A1,Y,5,10", "U1,A1,Y,5,11"))
    assert first.load != second.load
    assert [record.load for record in load_records(store)] == [first.load, second.load]
    assert set(loads_of(store, ["autumn"])) == {first.load, second.load}
    assert rows(store, f"SELECT score FROM result WHERE load = '{first.load}' AND score = 10") == [(10.0,)]


def test_a_file_put_back_after_a_correction_is_the_current_state_again(
    load: Load, store: duckdb.DuckDBPyConnection
) -> None:
    corrected = CLASS.replace("U1,A1,Y,5,10", "U1,A1,Y,5,11")
    loads = [load(text).load for text in (CLASS, corrected, CLASS, CLASS)]
    assert loads == [loads[0], loads[1], f"{loads[0]}-2", f"{loads[0]}-2"]
    newest = rows(store, "SELECT arg_max(load, number) FROM load")[0][0]
    assert rows(store, f"SELECT max(score) FROM result WHERE load = '{newest}' AND measure = 'reading'") == [
        (14.0,)
    ]
    assert rows(store, f"SELECT count(*) FROM result WHERE load = '{newest}' AND score = 10") == [(1,)]


def test_another_mapping_of_the_same_file_is_another_load(load: Load) -> None:
    scaled = make_source().model_dump()
    scaled["half_terms"]["autumn"]["measures"]["reading"]["scale"] = "points-2"
    assert load(CLASS).load != load(CLASS, source=make_source(**scaled)).load


@pytest.mark.parametrize(
    ("row", "column", "rule"),
    [
        ("U9,,Y,5,10,11", "school", "a row with no school"),
        (",A1,Y,5,10,11", "upn", "no pupil identifier [1500]"),
        ("  ,A1,Y,5,10,11", "upn", "no pupil identifier [1500]"),
        ("U1,A1,Y,5,10,11", "upn", "the same pupil more than once [1520]"),
        (" U1 ,B2,Y,5,10,11", "upn", "the same pupil more than once [1520]"),
        (
            "8.01E+12,A1,Y,5,10,11",
            "upn",
            "an identifier that a spreadsheet has damaged: figures or letters are lost",
        ),
        ("U9,A1,Y,5,Zaphod,11", "reading", "not a number and not a known code"),
        ("U9,A1,Y,5,10,nan", "maths", "not a number and not a known code"),
        ("U9,A1,Y,5,10,inf", "maths", "not a number and not a known code"),
        ("U9,A1,Zaphod,5,10,11", "fsm", "a value that the source does not map"),
    ],
)
def test_one_wrong_row_refuses_the_whole_load_by_row_column_and_rule(
    load: Load, store: duckdb.DuckDBPyConnection, row: str, column: str, rule: str
) -> None:
    with pytest.raises(BadInput) as refused:
        load(table("U1,A1,Y,5,10,11", "U2,A1,N,5,12,13", row))
    first, *others = refused.value.problems
    assert first.startswith("marks.csv, autumn: nothing was loaded; ")
    assert len(others) == 1
    where = "rows 2, 4" if "more than once" in rule else "row 4"
    assert others[0] == f"marks.csv, {where}, column '{column}': {rule}"
    assert "Zaphod" not in str(refused.value)
    assert rows(store, "SELECT count(*) FROM load") == [(0,)]
    assert rows(store, "SELECT count(*) FROM enrolment") == [(0,)]


def test_every_wrong_row_is_named_at_once_and_the_next_load_is_free(load: Load) -> None:
    with pytest.raises(BadInput) as refused:
        load(table("U1,A1,Y,5,oops,11", "U2,A1,Q,5,12,13", "U3,A1,Y,5,so,so"))
    assert refused.value.problems[1:] == (
        "marks.csv, row 4, column 'maths': not a number and not a known code",
        "marks.csv, rows 2, 4, column 'reading': not a number and not a known code",
        "marks.csv, row 3, column 'fsm': a value that the source does not map",
    )
    assert load(CLASS).fresh


def test_rejected_rows_up_to_the_agreed_share_are_listed_and_the_rest_is_loaded(
    load: Load, store: duckdb.DuckDBPyConnection
) -> None:
    wrong = table("U1,A1,Y,5,10,11", "U2,A1,N,5,oops,13", "U3,A1,N,5,12,13", "U4,A1,N,5,12,13")
    with pytest.raises(BadInput):
        load(wrong, source=make_source(most_rejected=0.2))
    report = load(wrong, source=make_source(most_rejected=0.25))
    assert (report.pupils, report.rejected) == (3, 1)
    assert rows(store, "SELECT row_no, column_name, rule FROM finding") == [(3, "reading", "not-a-number")]


def test_a_refused_file_leaves_nothing_of_its_pupils_on_the_connection(
    load: Load, store: duckdb.DuckDBPyConnection
) -> None:
    with pytest.raises(BadInput):
        load(table("U1,A1,Y,5,oops,11"))
    left = (
        "SELECT table_name FROM duckdb_tables() WHERE temporary AND table_name SIMILAR TO '(load|check)_.*'"
    )
    assert rows(store, left) == []


def test_missing_columns_are_named_with_the_source_and_near_misses(load: Load) -> None:
    with pytest.raises(BadInput) as refused:
        load(table("U1,A1,Y,5,10", header="UPN,school,fsm,year,readings"))
    assert refused.value.problems == (
        "source 'marks': marks.csv: no column 'upn'; did you mean 'UPN'?",
        "source 'marks': marks.csv: no column 'reading'; did you mean 'readings'?",
        "source 'marks': marks.csv: no column 'maths'",
    )


def test_a_file_of_other_schools_only_is_refused(load: Load) -> None:
    with pytest.raises(
        BadInput, match="no row is of a school whose scores are awaited; compare the schools' codes"
    ):
        load(table("U1,X9,Y,5,10,11"))


def test_a_file_that_is_not_there_is_named(
    store: duckdb.DuckDBPyConnection, tmp_path: Path, key: PseudonymKey
) -> None:
    with pytest.raises(BadInput, match=r"no\.csv: there is no such file"):
        load_file(store, tmp_path / "no.csv", key=key)


def test_pseudonyms_are_pythons_hmac_of_the_trimmed_identifier(
    load: Load, store: duckdb.DuckDBPyConnection, key: PseudonymKey
) -> None:
    load(table(" B801200005001 ,A1,Y,5,10,11", "Zoë-7,A1,N,5,12,13"))
    expected = {
        hmac.new(key.secret, identifier.encode(), hashlib.sha256).hexdigest()
        for identifier in ("B801200005001", "Zoë-7")
    }
    assert {row[0] for row in rows(store, "SELECT pupil FROM enrolment")} == expected


def test_no_identifier_is_anywhere_in_the_database_files(tmp_path: Path, key: PseudonymKey) -> None:
    path = tmp_path / "store" / "halfterm.duckdb"
    marks = tmp_path / "marks.csv"
    marks.write_text(
        table(*(f"ZAPHOD{i:06},A1,Y,5,{i % 40},11" for i in range(5000)), "ZAPHOD-BAD,A1,Y,5,oops,1"),
        encoding="utf-8",
    )
    with warehouse(path) as store:
        source = make_source(most_rejected=0.5)
        check = make_check(source, "autumn", key=key)
        load_part(store, PartFile(marks, marks.name), check, on=MAY)
    files = [file for file in path.parent.rglob("*") if file.is_file()]
    assert path in files
    assert all(b"ZAPHOD" not in file.read_bytes() for file in files)
    assert all(key.secret not in file.read_bytes() for file in files)


KILLED = """
import sys
from pathlib import Path
from halfterm.warehouse import taking_in
from halfterm.warehouse.pseudonym import PseudonymKey
from halfterm.warehouse.store import warehouse
from tests.warehouse.conftest import load_file

def stop(*_, **__):
    print("taken in, not recorded", flush=True)
    sys.stdin.read()

taking_in._record = stop
with warehouse(Path(sys.argv[1])) as store:
    load_file(store, Path(sys.argv[2]), "spring", key=PseudonymKey(bytes(range(32))))
"""


def test_a_kill_in_the_middle_of_a_load_leaves_the_last_complete_one(
    tmp_path: Path, key: PseudonymKey
) -> None:
    path, marks = tmp_path / "store" / "halfterm.duckdb", tmp_path / "marks.csv"
    marks.write_text(CLASS, encoding="utf-8")
    with warehouse(path) as store:
        load_file(store, marks, "autumn", key=key)
    child = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(KILLED), str(path), str(marks)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
        text=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "taken in, not recorded\n"
    os.kill(child.pid, signal.SIGKILL)
    child.communicate()
    with warehouse(path) as store:
        assert rows(store, "SELECT half_term FROM load") == [("autumn",)]
        assert rows(store, "SELECT count(*) FROM enrolment") == [(4,)]
        report = load_file(store, marks, "spring", key=key)
        assert report.fresh
    with reading(path) as store:
        assert rows(store, "SELECT half_term FROM load ORDER BY number") == [("autumn",), ("spring",)]


def test_a_hundred_thousand_rows_load_in_seconds(tmp_path: Path, key: PseudonymKey) -> None:
    marks = tmp_path / "marks.csv"
    marks.write_text(
        table(*(f"U{i},{('A1', 'B2')[i % 2]},{'YN'[i % 3 > 0]},5,{i % 40},{i % 35}" for i in range(100_000))),
        encoding="utf-8",
    )
    began = time.monotonic()
    with warehouse(tmp_path / "store" / "halfterm.duckdb") as store:
        report = load_file(store, marks, "autumn", key=key)
    assert report.scores == 200_000
    assert time.monotonic() - began < 20
