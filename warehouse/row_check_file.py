"""What a check works on: the request, the staged file, and what the columns mean in the half-term."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

import duckdb

from halfterm.cycles.errors import BadInput
from halfterm.cycles.load_rules import RULES
from halfterm.cycles.scale import Scale
from halfterm.warehouse.database import sql
from halfterm.warehouse.pseudonym import PseudonymKey
from halfterm.warehouse.source import HalfTermColumns, MeasureColumn, Source, Where
from halfterm.warehouse.table_file import TableFile

_WHOLE: Final = re.compile(r"^([+-]?[0-9]+)[.]0+$")

REJECTING: Final = tuple(rule.id for rule in RULES.values() if rule.verdict == "rejected")
"""The rules that reject a row."""


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """What the rows of one file are checked against.

    `schools` are those whose rows may be loaded, by their codes in files; `part_school` is whose file it is,
    when the path or the source says so. `starts` and `ends` are the half-term's days, `year_starts` the
    calendar year in which its academic year begins, `before` the half-term before it. `answered` are the
    questions that somebody has answered for this very file: they hold no row.
    """

    source: Source
    half_term: str
    schools: Mapping[str, str]
    part_school: str | None
    scales: Mapping[str, Scale]
    starts: date
    ends: date
    year_starts: int
    before: str | None
    key: PseudonymKey
    answered: frozenset[str]


@dataclass(frozen=True)
class FileCheck:
    """One file being checked. Headers are as the source writes them; `names` has their staged names."""

    connection: duckdb.DuckDBPyConnection
    request: CheckRequest
    table: TableFile
    names: Mapping[str, str]

    @classmethod
    def of(cls, connection: duckdb.DuckDBPyConnection, table: TableFile, request: CheckRequest) -> FileCheck:
        """The check of a staged file.

        Raises:
            BadInput: columns are not there; all of them are named.
        """
        source, columns = request.source, request.source.columns_of(request.half_term)
        there = [header for header in columns.optional if header in table.columns]
        single = [header for header in (source.pupil, source.birth) if header]
        try:
            names = table.staged_names((*single, *columns.columns, *there))
        except BadInput as unknown:
            raise BadInput(
                *(f"source '{source.source}': {problem}" for problem in unknown.problems)
            ) from None
        return cls(connection, request, table, names)

    @property
    def source(self) -> Source:
        return self.request.source

    @cached_property
    def columns(self) -> HalfTermColumns:
        return self.source.columns_of(self.request.half_term)

    @cached_property
    def measures(self) -> tuple[MeasureColumn, ...]:
        """In the order of the source: the place of a measure is its index."""
        return tuple(self.columns.measures.values())

    @cached_property
    def long(self) -> dict[int, MeasureColumn]:
        """The measures that only some rows hold, by index."""
        return {i: measure for i, measure in enumerate(self.measures) if measure.where}

    @cached_property
    def wide(self) -> dict[int, MeasureColumn]:
        """The measures that every row holds, by index."""
        return {i: measure for i, measure in enumerate(self.measures) if not measure.where}

    @cached_property
    def choosing(self) -> tuple[str, ...]:
        """The staged names of the columns that say which rows hold the long measures."""
        return tuple(dict.fromkeys(self.names[column] for m in self.long.values() for column in m.where))

    @cached_property
    def where(self) -> Where:
        """What rows of the half-term have in common: its own conditions, and those that every measure shares.

        Rows of another term, which no measure could be in, are then not of the half-term.
        """
        return self.columns.where | ({} if self.wide else _shared([m.where for m in self.long.values()]))

    @property
    def school(self) -> str | None:
        """The staged name of the school column."""
        return None if self.columns.school is None else self.names[self.columns.school]

    @property
    def own_school(self) -> str | None:
        """Whose file it is, when that is known."""
        return self.request.part_school or self.source.school_is

    @property
    def closed(self) -> bool:
        """Whether it is known whose file it is, and that school's rows may not be loaded."""
        return self.own_school is not None and self.own_school not in self.request.schools.values()

    def run(self, name: str, parameters: Mapping[str, object] | None = None, **braces: object) -> None:
        """Run the statements of `sql/NAME.sql`, with its braces filled in."""
        self.connection.execute(sql(name).format(**braces), dict(parameters or {}))

    def rows(
        self, name: str, parameters: Mapping[str, object] | None = None, **braces: object
    ) -> list[tuple[Any, ...]]:
        """What the one statement of `sql/NAME.sql` finds."""
        return self.connection.execute(sql(name).format(**braces), dict(parameters or {})).fetchall()

    def holds(self, query: str) -> bool:
        """Whether a query finds anything."""
        return bool(self.connection.execute(f"{query} LIMIT 1").fetchall())


def _shared(wheres: list[Where]) -> Where:
    """The conditions that stand in all of them."""
    first, *others = wheres
    return {
        column: values
        for column, values in first.items()
        if all(set(other.get(column, ())) == set(values) for other in others)
    }


def is_one_of(value: str, wanted: Iterable[str], *, tag: str) -> tuple[str, dict[str, str]]:
    """Whether a value is one of those that a source asks for, in SQL, and its parameters.

    Whole numbers are the same with and without `.0`, and `true` in whatever letters, as in `cells.sql`.

    Args:
        value: the SQL expression of a text as it is compared.
        wanted: what the source says.
        tag: a word that makes the names of the parameters unique in the query.
    """
    asked = [_WHOLE.sub(r"\1", text.strip()) for text in wanted]
    parameters = {f"{tag}_{i}": text for i, text in enumerate(asked)}
    parts = [
        f"lower({value}) = lower(${name})" if text.lower() in ("true", "false") else f"{value} = ${name}"
        for name, text in parameters.items()
    ]
    return f"({' OR '.join(parts)})", parameters


def carried(check: FileCheck) -> str:
    """The join of a row with the long measures that it holds; a row that holds none stays."""
    alike = " AND ".join(f"k.{column} IS NOT DISTINCT FROM r.{column}" for column in check.choosing)
    return f"LEFT JOIN check_carried AS k ON {alike}"
