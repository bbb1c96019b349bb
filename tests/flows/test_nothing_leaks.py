"""Names, dates of birth and UPNs: in the inbox, and in no other file, table or line that a run leaves."""

from __future__ import annotations

import csv
import os
import random
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from halfterm.cycles.upn import check_letter
from halfterm.flows.cli import app
from tests.flows.small_workspace import SOURCE, make_workspace

SURNAME, FORENAME, BORN, CELL = "Zyxqvornik", "Quandlebert", "17/03/2014", "Plantedscore"
ISO_BORN = "2014-03-17"
SHARED = "380812314"
"""What every UPN here has behind its letter: authority, establishment, year."""

PLANTED = (SHARED, SURNAME, FORENAME, BORN, ISO_BORN, CELL)
MAIN = "import sys; from halfterm.flows.cli import main; sys.argv[0] = 'halfterm'; main()"


def upn(number: int) -> str:
    rest = f"{SHARED}{number:03}"
    return check_letter(f"?{rest}") + rest


def plant(folder: Path) -> None:
    """Put unmistakable values into every row, in some of them such that the row is refused."""
    marks, chance = folder / "inbox" / "marks.csv", random.Random(1)
    head, *rows = csv.reader(marks.read_text().splitlines())
    numbers = [upn(number) for number in range(len(rows))]
    rows = [
        [number, f"{SURNAME}{i}", f"{FORENAME}{i}", BORN, *row[1:]]
        for i, (number, row) in enumerate(zip(numbers, rows, strict=True))
    ]
    rows[3][7] = CELL
    rows[4][0] = rows[5][0]
    rows[6][0] = rows[6][0][1:]
    rows[7][0] = ("A" if rows[7][0][0] != "A" else "B") + rows[7][0][1:]
    rows[8][5] = f"{CELL}2"
    rows[9][4] = f"{CELL}3"
    chance.shuffle(rows)
    with marks.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["UPN", "Surname", "Forename", "DOB", *head[1:]], *rows])


def set_up(folder: Path, *, most_rejected: float) -> None:
    source = SOURCE.replace("pupil: UPN", f"pupil: UPN\nidentifier: upn\nmost_rejected: {most_rejected}")
    (folder / "sources" / "marks.yaml").write_text(source.replace("pupil: UPN", "pupil: UPN\nbirth: DOB", 1))


def in_process(*words: str) -> str:
    """What a command prints, and every error that it met on its way, with the lines of each."""
    done = CliRunner().invoke(app, words)
    met = "" if done.exception is None else "".join(traceback.format_exception(done.exception))
    return done.output + met


def by_itself(*words: str, temporary: Path) -> str:
    """What a command prints in a process of its own, as a person starts it."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    environment["TMPDIR"] = str(temporary)
    done = subprocess.run(
        [sys.executable, "-c", MAIN, *words],
        env=environment,
        capture_output=True,
        text=True,
        timeout=240,
        cwd=temporary,
        check=False,
    )
    assert done.returncode in (0, 2), done.stderr
    return done.stdout + done.stderr


def forms(text: str) -> Iterator[bytes]:
    """A text as files may hold it, in lower case."""
    small = text.lower()
    yield small.encode()
    yield small.encode("utf-16-le")
    yield small.encode("utf-16-be")
    yield small.encode().hex().encode()
    yield text.encode().hex().encode()


def tables(path: Path) -> Iterator[str]:
    """Every row of a database or Parquet file as text: what is compressed shows in no byte."""
    with duckdb.connect() as connection:
        if path.suffix == ".parquet":
            rows = connection.execute("SELECT * FROM read_parquet(?)", [str(path)]).fetchall()
            yield repr(rows)
            return
        connection.execute(f"ATTACH '{path}' AS held (READ_ONLY)")
        named = "SELECT table_name FROM duckdb_tables() WHERE database_name = 'held'"
        for (name,) in connection.execute(named).fetchall():
            yield repr(connection.execute(f'SELECT * FROM held."{name}"').fetchall())


def found_in(content: bytes) -> set[str]:
    small = content.lower()
    return {text for text in PLANTED if any(form in small for form in forms(text))}


def leaks(folder: Path, temporary: Path) -> dict[str, set[str]]:
    """By file or table, what of the planted values is in it; the inbox is left out."""
    held = {}
    for path in (*folder.rglob("*"), *temporary.rglob("*")):
        if not path.is_file() or (folder / "inbox") in path.parents:
            continue
        content = path.read_bytes()
        if path.suffix in (".duckdb", ".parquet"):
            content += "\n".join(tables(path)).encode()
        if there := found_in(content):
            held[path.name] = there
    return held


def test_the_search_finds_what_is_there(tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "small", pupils=10)
    plant(folder)
    assert found_in((folder / "inbox" / "marks.csv").read_bytes()) == set(PLANTED) - {ISO_BORN}
    for text in (SURNAME.upper(), SURNAME.encode("utf-16-le").decode("latin-1"), SURNAME.encode().hex()):
        (folder / "somewhere.log").write_text(text, encoding="latin-1")
        assert leaks(folder, tmp_path / "none") == {"somewhere.log": {SURNAME}}
    (folder / "somewhere.log").unlink()
    with duckdb.connect(str(folder / "x.duckdb")) as connection:
        connection.execute("CREATE TABLE t AS SELECT ? || i AS name FROM range(100000) r(i)", [SURNAME])
    assert leaks(folder, tmp_path / "none") == {"x.duckdb": {SURNAME}}


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files go."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_nothing_planted_leaves_the_inbox_without_prefect(tmp_path: Path, temporary: Path) -> None:
    folder = make_workspace(tmp_path / "small", pupils=20)
    asked = ("run", str(folder), "--half-term", "spring-1", "--engine", "local")
    plant(folder)
    set_up(folder, most_rejected=0.0)
    output = in_process(*asked)
    assert "rejected" in output, "the whole file is refused"
    set_up(folder, most_rejected=0.2)
    output += in_process(*asked)
    assert (folder / "warehouse" / "studies" / "spring-1" / "studies.parquet").exists(), output
    output += in_process("audit", str(folder)) + in_process("status", str(folder))
    output += in_process("key", "rotate", str(folder), "--by", "fay", "--reason", "Stolen.")
    assert found_in(output.encode()) == set()
    assert leaks(folder, temporary) == {}


def test_nothing_planted_leaves_the_inbox_with_prefect(tmp_path: Path, temporary: Path) -> None:
    folder = make_workspace(tmp_path / "small", pupils=20)
    plant(folder)
    set_up(folder, most_rejected=0.2)
    output = by_itself("run", str(folder), "--half-term", "spring-1", temporary=temporary)
    assert (folder / "warehouse" / "studies" / "spring-1" / "studies.parquet").exists(), output
    assert (folder / ".prefect" / "prefect.db").exists()
    assert found_in(output.encode()) == set()
    assert leaks(folder, temporary) == {}
