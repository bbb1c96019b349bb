"""Names, dates of birth and UPNs: in the inbox, and in no other file, table or line that a run leaves behind."""

from __future__ import annotations

import csv
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from halfterm.cycles.upn import check_letter
from tests.flows.small_workspace import SOURCE, make_workspace

SURNAME, FORENAME, BORN, CELL = "Zyxqvornik", "Quandlebert", "17/03/2014", "Plantedscore"
ISO_BORN = "2014-03-17"
AGAIN = (
    "import sys; from halfterm.flows.cli import main; sys.argv[0] = 'halfterm'; main()"  # as a user types it
)


def upn(number: int) -> str:
    rest = f"3808123{number % 100:02}{number:03}"
    return check_letter(f"?{rest}") + rest


def plant(folder: Path, *, wrong: bool) -> list[str]:
    """Put unmistakable values into every row; `wrong`: rows that are refused as well. All that was planted."""
    marks, chance = folder / "inbox" / "marks.csv", random.Random(1)
    head, *rows = csv.reader(marks.read_text().splitlines())
    numbers = [upn(number) for number in range(len(rows))]
    rows = [
        [number, f"{SURNAME}{i}", f"{FORENAME}{i}", BORN, *row[1:]]
        for i, (number, row) in enumerate(zip(numbers, rows, strict=True))
    ]
    if wrong:
        rows[3][7] = CELL
        rows[4][0] = rows[5][0]
        rows[6][0] = rows[6][0][1:]
        rows[7][0] = ("A" if rows[7][0][0] != "A" else "B") + rows[7][0][1:]
        rows[8][5] = f"{CELL}2"
        rows[9][4] = f"{CELL}3"
    chance.shuffle(rows)
    with marks.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["UPN", "Surname", "Forename", "DOB", *head[1:]], *rows])
    return [*numbers, *(row[0] for row in rows), SURNAME, FORENAME, BORN, ISO_BORN, CELL]


def set_up(folder: Path, *, most_rejected: float) -> None:
    source = SOURCE.replace("pupil: UPN", f"pupil: UPN\nidentifier: upn\nmost_rejected: {most_rejected}")
    (folder / "sources" / "marks.yaml").write_text(source.replace("pupil: UPN", "pupil: UPN\nbirth: DOB", 1))


def command(folder: Path, *words: str, temporary: Path) -> str:
    """What a command prints, however it ends."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    environment |= {"TMPDIR": str(temporary)}
    whole = [sys.executable, "-c", AGAIN, words[0], str(folder), *words[1:]]
    done = subprocess.run(
        whole, env=environment, capture_output=True, text=True, timeout=240, cwd=temporary, check=False
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


def found_in(content: bytes, planted: list[str]) -> set[str]:
    small = content.lower()
    return {text for text in set(planted) if any(form in small for form in forms(text))}


def leaks(folder: Path, temporary: Path, planted: list[str]) -> dict[str, set[str]]:
    """By file or table, what of the planted values is in it; the inbox is left out."""
    held = {}
    for path in (*folder.rglob("*"), *temporary.rglob("*")):
        if not path.is_file() or (folder / "inbox") in path.parents:
            continue
        content = path.read_bytes()
        if path.suffix in (".duckdb", ".parquet"):
            content += "\n".join(tables(path)).encode()
        if there := found_in(content, planted):
            held[path.name] = there
    return held


def test_the_search_finds_what_is_there(tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "small", pupils=10)
    planted = plant(folder, wrong=True)
    assert found_in((folder / "inbox" / "marks.csv").read_bytes(), planted) == set(planted) - {ISO_BORN}
    for text in (SURNAME.upper(), SURNAME.encode("utf-16-le").decode("latin-1"), SURNAME.encode().hex()):
        (folder / "somewhere.log").write_text(text, encoding="latin-1")
        assert leaks(folder, tmp_path / "none", planted) == {"somewhere.log": {SURNAME}}
    (folder / "somewhere.log").unlink()
    with duckdb.connect(str(folder / "x.duckdb")) as connection:
        connection.execute("CREATE TABLE t AS SELECT ? || i AS name FROM range(100000) r(i)", [SURNAME])
    assert leaks(folder, tmp_path / "none", planted) == {"x.duckdb": {SURNAME}}


@pytest.mark.parametrize("engine", ["local", "prefect"])
def test_nothing_planted_leaves_the_inbox(tmp_path: Path, engine: str) -> None:
    folder, temporary = make_workspace(tmp_path / "small", pupils=20), tmp_path / "temporary"
    temporary.mkdir()
    asked = ("run", "--half-term", "spring-1", "--engine", engine)
    planted = plant(folder, wrong=True)
    set_up(folder, most_rejected=0.0)
    output = ""
    if engine == "local":  # refused whole
        output += command(folder, *asked, temporary=temporary)
        assert "rejected" in output
    set_up(folder, most_rejected=0.2)
    output += command(folder, *asked, temporary=temporary)
    assert (folder / "warehouse" / "studies" / "spring-1" / "studies.parquet").exists(), output
    if engine == "local":
        output += command(folder, "audit", temporary=temporary)
        output += command(folder, "status", temporary=temporary)
    assert found_in(output.encode(), planted) == set()
    assert leaks(folder, temporary, planted) == {}
