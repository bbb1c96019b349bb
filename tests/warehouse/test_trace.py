"""Tracing back: only by the school's own file, only its own pupils, and nothing of it stays."""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path
from typing import Any

import duckdb
import pytest

from halfterm.cycles.errors import BadInput
from halfterm.cycles.plan import Plan
from halfterm.warehouse.database import sql
from halfterm.warehouse.pseudonym import PseudonymKey
from halfterm.warehouse.source import Source
from halfterm.warehouse.trace import Asked, trace_pupils

KEY = PseudonymKey(bytes(range(32))).followed_by(b"\x07" * 32)
SOURCE = {
    "source": "marks",
    "file": "marks.csv",
    "pupil": "UPN",
    "half_terms": {
        "autumn": {"school": "School", "measures": {"reading": {"column": "Reading", "scale": "points"}}},
    },
}
PLAN = {
    "id": "pairs-1",
    "title": "Reading pairs",
    "engagement": "ash-beech",
    "planned": "2024-12-16",
    "half_term": "spring",
    "baseline": "autumn",
    "follow_up": "spring",
    "aim": {
        "by": "2025-04-04",
        "improve": "the gap",
        "from": "wide",
        "to": "closed",
        "for_whom": "FSM pupils",
        "by_doing": "pairs",
    },
    "target_group": {"name": "FSM", "attributes": {"fsm": "yes"}},
    "comparison": {"kind": "others", "name": "the others"},
    "change_idea": {"name": "pairs", "theory": "It helps."},
    "intervention": {"name": "Pairs", "theme": "Reading"},
    "measures": [{"id": "reading", "name": "Reading", "scale": "points"}],
    "predictions": [{"measure": "reading", "closing_probability": 0.7}],
}


def pseudonym(upn: str) -> str:
    for secret in KEY.secrets:
        upn = hmac.new(secret, upn.encode(), hashlib.sha256).hexdigest()
    return upn


@pytest.fixture
def frozen(store: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Ann and bob of ash, cal of beech and dan set aside; cal has no baseline, bob no follow-up score."""
    store.execute(
        "INSERT INTO load (load, number, source, half_term, file_name, file_sha256, loaded_on, rows_read, "
        "pupils, outside, elsewhere, rejected, scores, scores_missing) VALUES "
        "('one', 1, 'marks', 'autumn', 'm', 'x', DATE '2025-05-01', 4, 4, 0, 0, 0, 3, 1), "
        "('two', 2, 'marks', 'spring', 'm', 'x', DATE '2025-05-01', 4, 4, 0, 0, 0, 3, 1)"
    )
    for upn, school, side in (
        ("ann", "ash", "target"),
        ("bob", "ash", "comparison"),
        ("cal", "beech", "target"),
        ("dan", "ash", "aside"),
    ):
        store.execute(
            "INSERT INTO frozen_group VALUES ('pairs-1', 'reading', ?, ?, ?, 'one')",
            [pseudonym(upn), school, side],
        )
    for load, upns in (("one", ("ann", "bob", "dan")), ("two", ("ann", "cal", "dan"))):
        for upn in upns:
            store.execute("INSERT INTO result VALUES (?, ?, 'reading', 3, NULL)", [load, pseudonym(upn)])
    store.execute(sql("ledger_rows"))
    return store


def asked(school: str = "ash", **changes: Any) -> Asked:
    source = Source.model_validate(SOURCE | changes)
    codes = ("A1", "ash") if school == "ash" else ("B2", "beech")
    return Asked(Plan.model_validate(PLAN), source, "autumn", school, codes)


def written(folder: Path, text: str) -> Path:
    path = folder / "own.csv"
    path.write_text(text, encoding="utf-8")
    return path


FILE = """\
UPN,Name,School,Reading
ann,Ann,A1,3
 bob ,Bob,ash,3
cal,Cal,B2,3
dan,Dan,A1,3
zoe,Zoe,A1,3
,Nobody,A1,3
"""


def test_a_school_learns_of_its_own_pupils_row_by_row(
    frozen: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    found = trace_pupils(frozen, written(tmp_path, FILE), asked(), key=KEY)
    assert [(row.row, row.written, row.group, *row.scores) for row in found.rows] == [
        (2, "ann", "target group", "both scores"),
        (3, " bob ", "comparison", "no follow-up score"),
        (5, "dan", "not compared", "not compared"),
        (6, "zoe", "not in this cycle", ""),
        (7, "", "no identifier", ""),
    ]
    assert (found.column, found.measures, found.others) == ("UPN", ("reading",), 1)
    assert found.pupils == {
        "target group": 1,
        "comparison": 1,
        "not compared": 1,
        "not in this cycle": 1,
        "no identifier": 1,
    }
    assert (found.without(0, "baseline"), found.without(0, "follow-up")) == (0, 1)


def test_a_pupil_whom_the_lock_found_at_another_school_is_not_in_the_cycle_here(
    frozen: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    path = written(tmp_path, "UPN,School,Reading\ncal,A1,3\nann,B2,3\n")
    (here,) = trace_pupils(frozen, path, asked(), key=KEY).rows
    assert (here.written, here.group, here.scores) == ("cal", "not in this cycle", ("",))
    (there,) = trace_pupils(frozen, path, asked("beech"), key=KEY).rows
    assert (there.written, there.group) == ("ann", "not in this cycle")


def test_a_long_file_tells_every_row_and_counts_every_pupil_once(
    frozen: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    path = written(tmp_path, "UPN,School,Reading\nann,A1,3\nann,A1,4\nbob,A1,4\n")
    found = trace_pupils(frozen, path, asked(), key=KEY)
    assert [row.group for row in found.rows] == ["target group", "target group", "comparison"]
    assert found.pupils == {"target group": 1, "comparison": 1}


def test_without_a_column_of_schools_every_row_is_the_schools_own(
    frozen: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    half_terms = {"autumn": {"measures": SOURCE["half_terms"]["autumn"]["measures"]}}  # type: ignore[index]
    whole = asked(file="inbox/{school}.csv", half_terms=half_terms)
    found = trace_pupils(frozen, written(tmp_path, "UPN,Reading\nann,3\nzoe,1\n"), whole, key=KEY)
    assert [row.group for row in found.rows] == ["target group", "not in this cycle"]


def test_another_key_finds_nobody(frozen: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    found = trace_pupils(frozen, written(tmp_path, FILE), asked(), key=KEY.first)
    assert {row.group for row in found.rows} == {"not in this cycle", "no identifier"}


def test_a_missing_column_is_named_with_its_near_miss(
    frozen: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    with pytest.raises(BadInput, match="no column 'School'; did you mean 'Schools'"):
        trace_pupils(frozen, written(tmp_path, "UPN,Schools\nann,A1\n"), asked(), key=KEY)


def test_nothing_of_the_file_reaches_the_warehouse(frozen: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    tables = [
        row[0]
        for row in frozen.execute("SELECT table_name FROM duckdb_tables() WHERE NOT temporary").fetchall()
    ]
    before = [frozen.execute(f'SELECT * FROM "{table}" ORDER BY ALL').fetchall() for table in tables]
    trace_pupils(frozen, written(tmp_path, FILE), asked(), key=KEY)
    assert [frozen.execute(f'SELECT * FROM "{table}" ORDER BY ALL').fetchall() for table in tables] == before
