"""Five million scores through the door, against DuckDB's bare `read_csv` of the same file into a table.

    python -m bench.load_scores [--pupils 500000] [--shape long|wide] [--rounds 3]

Each round times both, one after the other, in processes of their own; a round's ratio is taken within it. The
file is mixed: grades, percentages and status codes of ten subjects, valid UPNs, names and dates of birth that
must not be kept. The load is whole: parsed in its limited process, every rule checked, pseudonyms, ledger,
data checks, checkpoint.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import statistics
import tempfile
import time
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path

import duckdb

from halfterm.cycles.load_report import LoadReport
from halfterm.warehouse.loading import PartFile, load_part
from halfterm.warehouse.pseudonym import PseudonymKey
from halfterm.warehouse.row_check import CheckRequest
from halfterm.warehouse.scale_file import read_scales
from halfterm.warehouse.source import Source
from halfterm.warehouse.store import warehouse

SCHOOLS = {f"{301 + i}{2000 + i}": f"school-{i}" for i in range(12)}
"""Twelve schools, each by its LAESTAB."""

GRADED = ("Reading", "Writing", "Maths", "Science", "Speaking", "Listening", "Spelling", "Reasoning")
PERCENT = ("Attendance", "Homework")
SUBJECTS = GRADED + PERCENT
LIMIT = 2.5
MEMORY = 2 * 1024**3

_PEOPLE = """
    CREATE TEMPORARY TABLE person AS
    WITH body AS (
        SELECT
            p, p % 12 AS place,
            printf('%03d%04d%02d%03d', 301 + place, 2000 + place, p // 12000 % 100, p // 12 % 1000) AS digits
        FROM range($pupils) AS t(p)
    ),
    summed AS (
        SELECT *, list_sum([(i + 1) * CAST(digits[i] AS INTEGER) FOR i IN range(1, 13)]) % 23 AS rest
        FROM body
    )
    SELECT
        p, substr('ABCDEFGHJKLMNPQRTUVWXYZ', CAST(rest + 1 AS INTEGER), 1) || digits AS upn,
        'Surname' || (p * 7919 % 5000) AS surname, 'Forename' || (p * 104729 % 3000) AS forename,
        strftime(DATE '2006-09-01' + CAST(p * 37 % 365 AS INTEGER), '%d/%m/%Y') AS birth,
        digits[1:7] AS school, CASE WHEN p % 4 = 0 THEN 'Y' ELSE 'N' END AS fsm
    FROM summed
"""
_GRADE = "['3c', '3b', '3a', '4c', '4b', '4a', 'A'][1 + CAST(hash(p * 17 + {m}) % 7 AS INTEGER)]"
_SHARE = "CAST(80 + hash(p * 13 + {m}) % 200 / 10.0 AS VARCHAR)"
_WHO = """
    upn AS "UPN", surname AS "Surname", forename AS "Forename", birth AS "DOB", school AS "School",
    fsm AS "FSM"
"""


def _mark(m: str) -> str:
    return f"CASE WHEN {m} >= {len(GRADED)} THEN {_SHARE.format(m=m)} ELSE {_GRADE.format(m=m)} END"


def _rows(shape: str) -> str:
    """The file's rows: a row a score, or a row a pupil."""
    if shape == "long":
        subjects = ", ".join(f"'{subject}'" for subject in SUBJECTS)
        return f"""
            SELECT {_WHO}, [{subjects}][1 + m] AS "Subject", {_mark("m")} AS "Result",
                strftime(DATE '2012-10-10' + CAST(p % 9 AS INTEGER), '%d/%m/%Y') AS "Date"
            FROM person CROSS JOIN range({len(SUBJECTS)}) AS u(m)
        """  # noqa: S608 - our own words
    marks = ", ".join(f'{_mark(str(m))} AS "{subject}"' for m, subject in enumerate(SUBJECTS))
    return f"SELECT {_WHO}, {marks} FROM person"  # noqa: S608 - our own words


def write_file(path: Path, *, pupils: int, shape: str) -> None:
    """Write the file of the bench."""
    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        connection.execute(_PEOPLE, {"pupils": pupils})
        connection.execute(f"COPY ({_rows(shape)}) TO '{path}' (HEADER)")


def mapping(shape: str) -> Source:
    """What the file's columns mean."""
    measures: dict[str, object] = {}
    for subject in SUBJECTS:
        scale = "percent" if subject in PERCENT else "nc-levels"
        if shape == "long":
            measures[subject.lower()] = {"column": "Result", "where": {"Subject": subject}, "scale": scale}
        else:
            measures[subject.lower()] = {"column": subject, "scale": scale}
    columns: dict[str, object] = {
        "school": "School",
        "attributes": {"fsm": {"column": "FSM", "values": {"Y": "yes", "N": "no"}}},
        "measures": measures,
    }
    if shape == "long":
        columns["date"] = {"column": "Date"}
    return Source.model_validate(
        {
            "source": "bench",
            "file": "scores.csv",
            "identifier": "upn",
            "pupil": "UPN",
            "birth": "DOB",
            "columns": columns,
            "half_terms": {"autumn-1": {}},
        }
    )


def bare(path: Path, folder: Path) -> None:
    """What DuckDB does by itself."""
    with duckdb.connect(str(folder / "bare.duckdb")) as connection:
        connection.execute("SET enable_progress_bar = false")
        connection.execute("CREATE TABLE scores AS SELECT * FROM read_csv(?)", [str(path)])
        connection.execute("CHECKPOINT")


def whole(path: Path, folder: Path, shape: str) -> LoadReport:
    """The load as a workspace does it."""
    with warehouse(folder / "halfterm.duckdb") as connection:
        check = CheckRequest(
            source=mapping(shape),
            half_term="autumn-1",
            schools=SCHOOLS,
            part_school=None,
            scales=read_scales(),
            starts=date(2012, 9, 3),
            ends=date(2012, 10, 26),
            year_starts=2012,
            before=None,
            key=PseudonymKey(bytes(range(32))),
            answered=frozenset(),
        )
        return load_part(connection, PartFile(path, path.name), check, on=date(2012, 10, 27))


def _timed(work: str, path: Path, shape: str, answer: Connection) -> None:
    with tempfile.TemporaryDirectory(prefix="halfterm-bench-", dir=path.parent) as folder:
        began = time.perf_counter()
        report = whole(path, Path(folder), shape) if work == "whole" else bare(path, Path(folder))
        took = time.perf_counter() - began
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    used = [1024 * each.ru_maxrss for each in usage]
    busy = sum(each.ru_utime + each.ru_stime for each in usage)
    answer.send((took, max(used), report and report.scores, busy))


def timed(work: str, path: Path, shape: str) -> tuple[float, int, int | None, float]:
    """Seconds, most memory of any process in bytes, how many scores came in, and processor seconds."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_timed, args=(work, path, shape, there))
    process.start()
    there.close()
    answer: tuple[float, int, int | None, float] = here.recv()
    process.join()
    return answer


def main() -> int:
    """Measure, print, and fail when the load takes too long or too much memory."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--pupils", type=int, default=500_000)
    parser.add_argument("--shape", choices=("long", "wide"), default="long")
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    ratios = []
    with tempfile.TemporaryDirectory(prefix="halfterm-bench-") as folder:
        path = Path(folder) / "scores.csv"
        write_file(path, pupils=asked.pupils, shape=asked.shape)
        for number in range(1, asked.rounds + 1):
            alone, _, _, idle = timed("bare", path, asked.shape)
            took, memory, scores, busy = timed("whole", path, asked.shape)
            ratios.append(took / alone)
            print(  # noqa: T201 - a bench speaks
                f"round {number}: bare {alone:.2f} s, load of {scores:,} scores {took:.2f} s, "
                f"ratio {ratios[-1]:.2f} (of processor time {busy / idle:.2f}), {memory / 1024**3:.2f} GiB"
            )
            if memory > MEMORY:
                raise SystemExit("more than 2 GiB")
    middle = statistics.median(ratios)
    print(f"{asked.shape}: median ratio {middle:.2f}, limit {LIMIT}")  # noqa: T201 - a bench speaks
    return int(middle > LIMIT)


if __name__ == "__main__":
    raise SystemExit(main())
