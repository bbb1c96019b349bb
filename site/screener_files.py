"""A pair of open-data files as they lie there: read whatever they hold, so that the screener can name it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from halfterm.cycles.disclosure import Policy

META_ENDING: Final = ".meta.csv"


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file as it came: its name without folder, its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and where. `row` as a spreadsheet counts (the header is 1).

    The words never repeat what a cell holds: the file may not be fit to be read aloud.
    """

    words: str
    row: int | None = None
    column: str = ""
    meta: bool = False


class Sheet:
    """One CSV file as read. Rows are made as wide as the header; blank and ragged ones are kept apart.

    `broken` says where reading had to stop; the rows until there are in `rows`.
    """

    def __init__(
        self, name: str, records: Iterable[list[str]], *, utf8: bool = True, broken: str = ""
    ) -> None:
        numbered = list(enumerate(records, start=1))
        self.name, self.utf8, self.broken = name, utf8, broken
        self._values: dict[str, frozenset[str]] = {}
        self.header = tuple(numbered[0][1]) if numbered else ()
        wide = len(self.header)
        body = numbered[1:]
        self.blank = tuple(row for row, cells in body if not any(cell.strip() for cell in cells))
        blank = set(self.blank)
        self.ragged = tuple(row for row, cells in body if row not in blank and len(cells) != wide)
        self.rows = tuple((row, _as_wide(cells, wide)) for row, cells in body if row not in blank)

    @cached_property
    def _by_name(self) -> Mapping[str, tuple[str, ...]]:
        if not self.rows:
            return dict.fromkeys(self.header, ())
        columns = list(zip(*(cells for _, cells in self.rows), strict=True))
        # The first of two columns of one name counts; a check of its own names the second.
        return dict(reversed(list(zip(self.header, columns, strict=True))))

    def has(self, *columns: str) -> bool:
        """Whether all of these columns are there."""
        return all(column in self.header for column in columns)

    def cells(self, column: str) -> Iterator[tuple[int, str]]:
        """Each row's number with its cell; nothing for a column that is not there."""
        for (row, _), cell in zip(self.rows, self._by_name.get(column, ()), strict=False):
            yield row, cell

    def values(self, column: str) -> frozenset[str]:
        """What a column holds, each once."""
        if column not in self._values:
            self._values[column] = frozenset(self._by_name.get(column, ()))
        return self._values[column]

    def where(self, column: str, wrong: Callable[[str], bool]) -> Iterator[int]:
        """The rows whose cell of a column is wrong; what is there often is looked at once."""
        bad = frozenset(filter(wrong, self.values(column)))
        return (row for row, cell in self.cells(column) if cell in bad) if bad else iter(())

    def records(self, columns: Iterable[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Each row's number with its cells of some columns that are there."""
        wanted = [self._by_name.get(column, ()) for column in columns]
        for (row, _), cells in zip(self.rows, zip(*wanted, strict=True), strict=False):
            yield row, cells


def _as_wide(cells: list[str], wide: int) -> tuple[str, ...]:
    return tuple(cells) if len(cells) == wide else (*cells, *[""] * wide)[:wide]


def read_sheet(file: NamedFile) -> Sheet:
    """A CSV file, however damaged: what cannot be read is said, never raised."""
    try:
        text, utf8 = file.content.decode("utf-8-sig"), True
    except UnicodeDecodeError:
        text, utf8 = file.content.decode("cp1252", errors="replace"), False
    if "\0" in text:
        return Sheet(file.name, (), utf8=utf8, broken="it holds null bytes: this is no CSV file")
    records: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        records.extend(reader)
    except csv.Error:
        broken = f"it cannot be read on from line {reader.line_num}: look for a quotation mark too many"
        return Sheet(file.name, records, utf8=utf8, broken=broken)
    return Sheet(file.name, records, utf8=utf8, broken="" if records else "it is empty")


class Files:
    """The data file with its metadata, and what the metadata says of the columns.

    `policy` is the audience's, where the numbers of pupils are to be checked too.
    """

    def __init__(self, data: Sheet, meta: Sheet, *, policy: Policy | None = None) -> None:
        self.data, self.meta, self.policy = data, meta, policy

    @property
    def sheets(self) -> tuple[tuple[Sheet, bool], ...]:
        """Both files; the second of each pair says whether it is the metadata."""
        return (self.data, False), (self.meta, True)

    @cached_property
    def meta_rows(self) -> tuple[tuple[int, Mapping[str, str]], ...]:
        """The rows of the metadata by column name; a column that is not there is blank."""
        return tuple((row, dict(zip(self.meta.header, cells, strict=True))) for row, cells in self.meta.rows)

    def described(self, kind: str) -> tuple[str, ...]:
        """The columns that the metadata calls a `Filter` or an `Indicator`, those of the data file only."""
        names = [line.get("col_name", "") for _, line in self.meta_rows if line.get("col_type") == kind]
        return tuple(dict.fromkeys(name for name in names if self.data.has(name)))

    @cached_property
    def filters(self) -> tuple[str, ...]:
        return self.described("Filter")

    @cached_property
    def indicators(self) -> tuple[str, ...]:
        return self.described("Indicator")

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """The columns by which filters are grouped, those of the data file only."""
        names = [line.get("filter_grouping_column", "") for _, line in self.meta_rows]
        return tuple(dict.fromkeys(name for name in names if name and self.data.has(name)))
