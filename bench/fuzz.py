"""Thousands of broken files, each loaded whole or refused: `python -m bench.fuzz --files 10000 --seed 1`."""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import random
import tempfile
import time
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import duckdb
import openpyxl
from rich.console import Console

from bench.fuzz_load import fuzz_store
from halfterm.cycles.errors import BadInput
from halfterm.cycles.upn import check_letter
from halfterm.warehouse.database import memory, staging_folder
from halfterm.warehouse.parse_job import Limits
from halfterm.warehouse.table_file import TableFile, staged
from tests.warehouse.spreadsheets import XLS, cell, open_document, sheet_row

_DIGITS = [f"80120000{i:04}" for i in range(40)]
_UPNS = [check_letter(f"A{digits}") + digits for digits in _DIGITS]
SECRETS = ("80120000", "Zaphodson")
HEADER = ("UPN", "Surname", "School", "DOB", "Reading", "Note")
ROWS = [(_UPNS[i], "Zaphodson", "3012000", "2015-03-04", str(20 + i), 'a, "b"') for i in range(40)]
LIMITS = Limits(memory=2 * 1024**3, wall=20.0, processor=20)
BLOCK = 64  # bytes that a splice or a deletion moves at most

Load = Callable[[Path], None]
"""What loads a file into a warehouse; it may raise `BadInput` and nothing else."""


def seeds() -> dict[str, bytes]:
    """A sound file of every kind, by its name."""
    text = _delimited(",")
    return {
        "utf-8.csv": text.encode(),
        "bom.csv": ("\ufeff" + text).encode(),
        "windows.csv": text.replace("\n", "\r\n").encode("cp1252"),
        "utf-16.csv": text.encode("utf-16"),
        "tabs.tsv": _delimited("\t").encode(),
        "packed.csv.gz": gzip.compress(_delimited(";").encode(), mtime=0),
        "book.xlsx": _workbook(),
        "book.xls": XLS,
        "book.ods": open_document(
            sheet_row(*(cell("string", name) for name in HEADER)), *map(_document_row, ROWS)
        ),
        "table.parquet": _parquet(),
        "ctf.xml": _transfer_file().encode("latin-1"),
    }


def _delimited(separator: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\n").writerows([HEADER, *ROWS])
    return text.getvalue().replace("Zaphodson", "Zaphodson é’", 1)


def _workbook() -> bytes:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for cells in (HEADER, *ROWS):
        sheet.append(cells)
    book.save(stream)
    return stream.getvalue()


def _document_row(cells: tuple[str, ...]) -> str:
    texts = [cell("string", text.replace('"', "&quot;")) for text in cells[:4]]
    return sheet_row(*texts, cell("float", cells[4]))


def _parquet() -> bytes:
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as engine:
        names = ", ".join(f'"{name}"' for name in HEADER)
        places = ", ".join(["(?, ?, ?, ?, ?, ?)"] * len(ROWS))
        made = f"SELECT * FROM (VALUES {places}) AS t({names})"  # noqa: S608 - our own names
        cells = [text for row in ROWS for text in row]
        engine.execute(f"COPY ({made}) TO '{folder}/t.parquet' (FORMAT parquet)", cells)
        return (Path(folder) / "t.parquet").read_bytes()


def _transfer_file() -> str:
    pupils = "\n".join(
        f"<Pupil><UPN>{upn}</UPN><Surname>{surname} é</Surname><DOB>{birth}</DOB></Pupil>"
        for upn, surname, _, birth, *_ in ROWS
    )
    school = "<Header><SourceSchool><LEA>301</LEA><Estab>2000</Estab></SourceSchool></Header>"
    declared = '<?xml version="1.0" encoding="ISO-8859-1"?>'
    return f"{declared}\n<CTfile>{school}<CTFpupilData>\n{pupils}\n</CTFpupilData></CTfile>"


def broken(chance: random.Random, content: bytes) -> bytes:
    """The file with one to four faults; half of the faults of a zip lie inside of its parts."""
    for _ in range(chance.choice((1, 1, 2, 4))):
        if content.startswith(b"PK") and chance.random() < 0.5:
            content = _broken_part(chance, content)
        elif content.startswith(b"\x1f\x8b") and chance.random() < 0.5:
            content = gzip.compress(_broken_once(chance, _unpacked(content)), mtime=0)
        else:
            content = _broken_once(chance, content)
    return content


def _unpacked(content: bytes) -> bytes:
    try:
        return gzip.decompress(content)
    except (OSError, EOFError, zlib.error):
        return content


def _broken_once(chance: random.Random, content: bytes) -> bytes:
    if not content:
        return content
    at, size = chance.randrange(len(content)), chance.randint(1, BLOCK)
    match chance.randrange(7):
        case 0:
            return content[:at] + bytes([content[at] ^ (1 << chance.randrange(8))]) + content[at + 1 :]
        case 1:
            return content[:at]
        case 2:
            return content[:at] + content[at + size :]
        case 3:
            start = chance.randrange(len(content))
            return content[:at] + content[start : start + size] + content[at:]
        case 4:
            odd = chance.choice(
                (b"\0", b'"', b"\n", b"\r", b",", b"\xff", b"\x9d", b"\n\n", b"\xc3", b"<!DOCTYPE")
            )
            return content[:at] + odd + content[at:]
        case 5:
            return content[:at] + chance.randbytes(size) + content[at + size :]
    first, _, rest = content.partition(b"\n")
    second, end, rest = rest.partition(b"\n")
    return second + b"\n" + first + end + rest


def _broken_part(chance: random.Random, content: bytes) -> bytes:
    stream = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
            chosen = chance.choice(old.namelist())
            for name in old.namelist():
                part = old.read(name)
                new.writestr(
                    name, _broken_once(chance, part) if name == chosen else part, zipfile.ZIP_DEFLATED
                )
    except Exception:  # already broken beyond unpacking, in whatever way
        return _broken_once(chance, content)
    return stream.getvalue()


def outcome(connection: duckdb.DuckDBPyConnection, path: Path, load: Load | None = None) -> str:
    """What became of one file: "staged", or the refusal without what differs from file to file.

    Raises:
        AssertionError: another error, a pupil's word in a message, a partial table, or something left behind.
    """
    try:
        with staged(connection, path, limits=LIMITS) as table:
            _check_whole(connection, table, path)
            table.column("UPN")
        if load is not None:
            load(path)
        said = "staged"
    except BadInput as refused:
        said = str(refused)
        _see(refused.__cause__ is None, f"{path.name}: a refusal carries the error behind it")
        _see(not any(secret in said for secret in SECRETS), f"{path.name}: a pupil's word in a message")
    left = list(staging_folder(connection).iterdir())
    _see(not left, f"{path.name}: {len(left)} files left behind")
    return "staged" if said == "staged" else _kind_of(said)


def _check_whole(connection: duckdb.DuckDBPyConnection, table: TableFile, path: Path) -> None:
    """Row numbers ascend and no column is missing; of a text file, no row that Python's reader finds."""
    numbers = [row[0] for row in connection.execute("SELECT row_no FROM staged_file").fetchall()]
    _see(table.row_word == "line" or numbers == sorted(set(numbers)), f"{path.name}: rows out of order")
    found = [row[0] for row in connection.execute("DESCRIBE staged_file").fetchall()]
    _see(found == ["row_no", *(f"c{i}" for i in range(len(table.columns)))], f"{path.name}: columns missing")
    if table.encoding and not path.name.endswith(".gz"):
        _see(len(numbers) == _rows_by_python(path.read_bytes(), table), f"{path.name}: rows missing")


def _see(holds: bool, otherwise: str) -> None:
    if not holds:
        raise AssertionError(otherwise)


def _rows_by_python(content: bytes, table: TableFile) -> int:
    codecs = {"UTF-8": "utf-8", "UTF-8 with BOM": "utf-8-sig", "UTF-16": "utf-16", "Windows-1252": "cp1252"}
    text = content.decode(codecs.get(table.encoding, "latin-1")).replace("\r\n", "\n").replace("\r", "\n")
    separator = "\t" if table.name.endswith(".tsv") else max(",;\t|", key=lambda one: len(_first(text, one)))
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))[1:]
    return sum(any(cell.strip(" \t\n\xa0\u200b\ufeff") for cell in cells) for cells in rows)


def _first(text: str, separator: str) -> list[str]:
    return next(csv.reader(io.StringIO(text, newline=""), delimiter=separator))


def _kind_of(said: str) -> str:
    """A refusal's words without names and numbers."""
    words = said.splitlines()[0].partition(": ")[2].split("'")[0]
    return "".join("n" if letter.isdigit() else letter for letter in words).strip()


def run(files: int, seed: int, load: Load | None = None) -> Counter[tuple[str, str]]:
    """Break and stage that many files; how often each kind of file came to each outcome."""
    chance = random.Random(seed)  # noqa: S311 - the same files for the same seed
    sound = seeds()
    found: Counter[tuple[str, str]] = Counter()
    with tempfile.TemporaryDirectory(prefix="halfterm-fuzz-") as folder, memory() as connection:
        for name, content in sound.items():
            (Path(folder) / name).write_bytes(content)
            _see(
                outcome(connection, Path(folder) / name) == "staged", f"{name}: not sound before it is broken"
            )
        for _ in range(files):
            name = chance.choice(list(sound))
            path = Path(folder) / name
            path.write_bytes(broken(chance, sound[name]))
            found[name, outcome(connection, path, load)] += 1
        _see(len(list(Path(folder).iterdir())) == len(sound), "a file was left beside the data")
    return found


def main() -> None:
    """Print how often each kind of file came to each outcome."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--files", type=int, default=10_000)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    began = time.perf_counter()
    with (
        tempfile.TemporaryDirectory(prefix="halfterm-fuzz-") as folder,
        fuzz_store(Path(folder), SECRETS) as store,
    ):
        found = run(given.files, given.seed, store.load)
    console = Console()
    for (name, what), times in sorted(found.items(), key=lambda one: (one[0][0], -one[1])):
        console.print(f"{name:15} {times:6,}  {what}", highlight=False)
    took = time.perf_counter() - began
    whole = sum(times for (_, what), times in found.items() if what == "staged")
    refused = given.files - whole
    console.print(
        f"{given.files:,} files in {took:.0f} s: {whole:,} loaded whole, {refused:,} refused in a sentence"
    )


if __name__ == "__main__":
    main()
