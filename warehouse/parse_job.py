"""What the parent asks of a parser, and what comes back: plain values that travel as one line of JSON."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

Trouble = Literal["late", "memory", "unreadable", "no room", "closed", "broken"]
"""Why nothing came back: too long, too much memory, a file that cannot be opened or whose copy finds no room,
a parser that has gone, or what its library or engine says, which can quote a cell and stays where it is."""

STAGED = "staged.parquet"
"""The file in a job's private folder that holds what was parsed."""

EXCEL = (".xlsx", ".xlsm", ".xls", ".ods")
PARQUET = (".parquet", ".pq")
XML = (".xml",)
TABBED = (".tsv", ".tsv.gz")
DELIMITED = (".csv", ".txt", ".csv.gz", ".txt.gz", *TABBED)


def literal(path: Path) -> str:
    """A path as SQL writes it where it takes no parameter."""
    return "'" + str(path).replace("'", "''") + "'"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost: bytes of memory and of a file written, seconds of processor and clock."""

    memory: int = 3 * 1024**3
    file: int = 4 * 1024**3
    processor: int = 400
    wall: float = 300.0


@dataclass(frozen=True, slots=True)
class Job:
    """One file to be parsed into a table in a private folder. `name` is what people call the file.

    `wanted` are the headers to stage, None all of them; `sheet` and `header_row` are as for `staged`.
    """

    path: str
    name: str
    private: str
    wanted: tuple[str, ...] | None = None
    sheet: str | None = None
    header_row: int = 1
    limits: Limits = Limits()

    def has_kind(self, endings: Collection[str]) -> bool:
        """Whether the file's name has one of these endings, in whatever capitals."""
        return self.name.casefold().endswith(tuple(endings))

    def line(self) -> bytes:
        return json.dumps(asdict(self)).encode() + b"\n"

    @classmethod
    def from_line(cls, line: bytes) -> Job:
        whole: dict[str, Any] = json.loads(line)
        wanted = whole["wanted"]
        limits = Limits(**whole["limits"])
        return cls(**(whole | {"wanted": wanted if wanted is None else tuple(wanted), "limits": limits}))

    @property
    def folder(self) -> Path:
        return Path(self.private)


@dataclass(frozen=True, slots=True)
class Parsed:
    """What lies in the table `STAGED`: a column c0, c1, ... for each place in `places` among `columns`.

    `first_row` is the number of its first row where no row is left out; None: it has a column `row_no`.
    """

    columns: tuple[str, ...]
    places: tuple[int, ...]
    first_row: int | None
    encoding: str = ""
    row_word: str = "row"


@dataclass(frozen=True, slots=True)
class Answer:
    """One of three: what was parsed, the problems in our own words, or the trouble."""

    parsed: Parsed | None = None
    problems: tuple[str, ...] = ()
    trouble: Trouble | None = None

    def line(self) -> bytes:
        return json.dumps(asdict(self)).encode()

    @classmethod
    def from_line(cls, line: bytes) -> Answer:
        whole: dict[str, Any] = json.loads(line)
        parsed = whole["parsed"]
        if parsed is not None:
            columns, places = (tuple(parsed[name]) for name in ("columns", "places"))
            parsed = Parsed(
                **(parsed | {"columns": columns, "places": tuple(int(place) for place in places)})
            )
        return cls(parsed, tuple(whole["problems"]), whole["trouble"])
