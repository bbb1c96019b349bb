"""The national register of schools: GIAS's own files, whole, dated, and told from other files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest

from halfterm.cycles.errors import BadInput, StoreTrouble
from halfterm.warehouse.school_register import load_register, read_register

HEADER = (
    "URN,LA (code),LA (name),EstablishmentNumber,EstablishmentName,TypeOfEstablishment (name),"
    "EstablishmentStatus (name),OpenDate,CloseDate,PhaseOfEducation (name),StatutoryLowAge,StatutoryHighAge,"
    "NumberOfPupils,PercentageFSM,GOR (name),HeadLastName"
)
ASH = "100001,301,Barking,2001,Ash Primary School,Community school,Closed,,31-08-2012,Primary,3,11,,,London,X"
ACADEMY = (
    "137001,301,Barking,2001,Académie Ash,Academy converter,Open,01-09-2012,,Primary,3,11,412,33.7,London,Y"
)
LINKS = "URN,LinkURN,LinkName,LinkType,LinkEstablishedDate\n137001,100001,Ash,Predecessor,01-09-2012\n"
FIRST, SECOND = date(2012, 10, 1), date(2013, 10, 1)


def extract(folder: Path, *rows: str, header: str = HEADER) -> Path:
    path = folder / "edubasealldata.csv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="cp1252")
    return path


def links(folder: Path) -> Path:
    path = folder / "links.csv"
    path.write_text(LINKS, encoding="cp1252")
    return path


def test_an_extract_is_read_as_it_is_downloaded(store: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    got = load_register(store, extract(tmp_path, ASH, ACADEMY), links=links(tmp_path), dated=FIRST)
    assert (got.number, got.establishments, got.links, got.fresh) == (1, 2, 1, True)
    register = read_register(store)
    academy = register.by_urn["137001"]
    assert (academy.name, academy.laestab, academy.opened) == ("Académie Ash", "3012001", date(2012, 9, 1))
    assert (academy.pupils, academy.fsm_percent, academy.closed) == (412, 33.7, None)
    assert [one.urn for one in register.predecessors("137001")] == ["100001"]
    assert register.by_urn["100001"].closed == date(2012, 8, 31)


def test_each_extract_keeps_its_date_and_the_same_files_are_known(
    store: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    load_register(store, extract(tmp_path, ASH), links=None, dated=FIRST)
    load_register(store, extract(tmp_path, ASH, ACADEMY), links=links(tmp_path), dated=SECOND)
    again = load_register(store, extract(tmp_path, ASH, ACADEMY), links=links(tmp_path), dated=SECOND)
    assert (again.number, again.fresh) == (2, False)
    assert set(read_register(store, as_at=date(2013, 9, 30)).by_urn) == {"100001"}
    assert set(read_register(store).by_urn) == {"100001", "137001"}
    with pytest.raises(StoreTrouble, match="no extract of the register of schools is loaded"):
        read_register(store, as_at=date(2012, 9, 30))


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ((ASH, ASH), "1 rows have no URN of six digits, or one that another row has"),
        ((ASH, ACADEMY.replace("137001", "13701")), "1 rows have no URN of six digits"),
        ((ASH, ACADEMY.replace("137001", "")), "1 rows have no URN of six digits"),
    ],
)
def test_an_extract_whose_urns_are_damaged_is_refused_whole(
    store: duckdb.DuckDBPyConnection, tmp_path: Path, rows: tuple[str, ...], said: str
) -> None:
    with pytest.raises(BadInput, match=said):
        load_register(store, extract(tmp_path, *rows), links=None, dated=FIRST)
    assert store.execute("SELECT count(*) FROM register_extract").fetchall() == [(0,)]
    assert store.execute("SELECT count(*) FROM establishment").fetchall() == [(0,)]


def test_a_file_that_is_no_extract_is_told_by_its_columns(
    store: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    wrong = HEADER.replace("EstablishmentNumber", "EstablishmentNo")
    with pytest.raises(BadInput, match=r"no column 'EstablishmentNumber'; did you mean .*'EstablishmentNo'"):
        load_register(store, extract(tmp_path, ASH, header=wrong), links=None, dated=FIRST)
