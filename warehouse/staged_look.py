"""A look at a foreign file for a draft: its headers, and what kinds of texts its columns hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb

from halfterm.cycles.errors import BadInput
from halfterm.cycles.upn import UPN, check_letter, normalised
from halfterm.warehouse.database import sql
from halfterm.warehouse.header_words import measure_in, role_of
from halfterm.warehouse.table_file import TableFile, staged

_DEEPEST_HEADER: Final = 12  # rows of titles that are looked through
_ENOUGH_KNOWN: Final = 3  # headers that make a row the one of the headers
_MOST_TEXTS: Final = 2000
_DAY: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}.*|[0-9]{1,2}[/.-]([0-9]{1,2}|[A-Za-z]{3})[/.-][0-9]{2,4}"
)


@dataclass(frozen=True)
class StagedLook:
    """The staged file, to be asked about its columns."""

    connection: duckdb.DuckDBPyConnection
    table: TableFile
    header_row: int

    def texts(self, header: str, *, among: tuple[str, Sequence[str]] | None = None) -> list[str]:
        """The different texts of a column, `among` the rows that have these words in another one."""
        parameters: dict[str, object] = {"most": _MOST_TEXTS}
        wanted = "TRUE"
        if among is not None:
            wanted = f"list_contains($words, text_of({self.table.column(among[0])}))"
            parameters["words"] = list(among[1])
        query = sql("suggest_texts").format(column=self.table.column(header), wanted=wanted)
        return [row[0] for row in self.connection.execute(query, parameters).fetchall()]

    def upns(self, header: str) -> tuple[int, int]:
        """How many of a column's different texts are UPNs, and how many there are."""
        texts = [normalised(text) for text in self.texts(header)]
        return sum(bool(UPN.fullmatch(t)) and t[0] == check_letter(t) for t in texts), len(texts)

    def is_dates(self, header: str) -> bool:
        """Whether most of a column's texts are days."""
        texts = self.texts(header)
        return bool(texts) and sum(bool(_DAY.fullmatch(text)) for text in texts) >= 0.8 * len(texts)


def header_row_of(connection: duckdb.DuckDBPyConnection, path: Path, *, sheet: str | None) -> int:
    """The row whose cells are known as headers: the first with enough of them, else the one with most.

    Raises:
        BadInput: the file cannot be read, or none of its first rows holds headers that are known.
    """
    known: dict[int, int] = {}
    trouble: BadInput | None = None
    for row in range(1, _DEEPEST_HEADER + 1):
        try:
            with staged(connection, path, wanted=(), sheet=sheet, header_row=row) as table:
                known[row] = sum(is_known(header) for header in table.columns)
        except BadInput as unreadable:
            trouble = trouble or unreadable
            continue
        if known[row] >= _ENOUGH_KNOWN:
            return row
    best = max(known, key=lambda row: known[row], default=0)
    if best and known[best]:
        return best
    if trouble is not None and not known:
        raise trouble
    raise BadInput(
        f"{path.name}: none of the first {_DEEPEST_HEADER} rows has headers that are known, such as UPN, "
        "School or Reading Aut1; write the source by hand (halfterm source presets)"
    )


def is_known(header: str) -> bool:
    """Whether a header is of a known kind."""
    return bool(header) and (role_of(header) is not None or measure_in(header) is not None)
