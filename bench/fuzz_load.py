"""What the fuzz loads its broken files into: a warehouse that must hold each of them whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import duckdb

from halfterm.cycles.errors import BadInput
from halfterm.warehouse.database import staging_folder
from halfterm.warehouse.loading import PartFile, load_part
from halfterm.warehouse.pseudonym import PseudonymKey
from halfterm.warehouse.row_check import CheckRequest
from halfterm.warehouse.scale_file import read_scales
from halfterm.warehouse.source import Source
from halfterm.warehouse.store import warehouse

_HELD = """
    SELECT (SELECT count(*) FROM load), (SELECT count(*) FROM enrolment), (SELECT count(*) FROM result),
        (SELECT count(*) FROM finding), (SELECT count(*) FROM ledger)
"""
_STRAY = "SELECT count(*) FROM enrolment WHERE load NOT IN (SELECT load FROM load)"
_LEFT = "SELECT count(*) FROM duckdb_tables() WHERE temporary AND table_name LIKE 'load%'"


class FuzzStore:
    """A warehouse of its own, and how many of the files it took in."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path) -> None:
        self.connection = connection
        self.path = path
        self.taken = 0

    def load(self, path: Path) -> None:
        """Load one file under its own name.

        Raises:
            BadInput: it is refused; the warehouse then holds what it held.
            AssertionError: it holds something else, or something was left behind.
        """
        before = self._held()
        try:
            load_part(
                self.connection, PartFile(path, path.name, path.name), _check(path), on=date(2026, 1, 5)
            )
            self.taken += 1
        except BadInput:
            if self._held() != before:
                raise AssertionError(f"{path.name}: half of it was loaded") from None
            raise
        finally:
            self._see_clean(path)

    def _held(self) -> list[tuple[int, ...]]:
        return self.connection.execute(_HELD).fetchall()

    def _see_clean(self, path: Path) -> None:
        for query in (_STRAY, _LEFT):
            if self.connection.execute(query).fetchall()[0][0]:
                raise AssertionError(f"{path.name}: something was left in the warehouse")
        if list(staging_folder(self.connection).iterdir()):
            raise AssertionError(f"{path.name}: a file was left behind")


@contextmanager
def fuzz_store(folder: Path, secrets: tuple[str, ...]) -> Iterator[FuzzStore]:
    """A warehouse for a run; at its end, no pupil's word may be in any of its files.

    Raises:
        AssertionError: one is.
    """
    path = folder / "halfterm.duckdb"
    with warehouse(path) as connection:
        yield FuzzStore(connection, path)
    words = [secret.encode() for secret in secrets]
    for file in (each for each in folder.rglob("*") if each.is_file()):
        content = file.read_bytes()
        if any(word in content for word in words):
            raise AssertionError(f"{file.name}: a pupil's word is in the warehouse")


def _check(path: Path) -> CheckRequest:
    transfer = path.suffix == ".xml"
    measure = {"column": "Result" if transfer else "Reading", "scale": "points"}
    source = Source.model_validate(
        {
            "source": "fuzz",
            "file": "any.csv",
            "identifier": "upn",
            "pupil": "UPN",
            "birth": "DOB",
            "most_rejected": 0.5,
            "columns": {"school": "School", "measures": {"reading": measure}},
            "half_terms": {"autumn-1": {}},
        }
    )
    return CheckRequest(
        source=source,
        half_term="autumn-1",
        schools={"3012000": "ash"},
        part_school=None,
        scales=read_scales(),
        starts=date(2025, 9, 1),
        ends=date(2025, 10, 24),
        year_starts=2025,
        before=None,
        key=PseudonymKey(bytes(range(32))),
        answered=frozenset(),
    )
