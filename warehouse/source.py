"""A source: where pupil data come from, and which columns mean what in which half-term."""

from __future__ import annotations

import hashlib
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import Field, model_validator

from halfterm.cycles.errors import BadInput
from halfterm.cycles.model import OneOrMore, Record, Slug, Words
from halfterm.warehouse.found_files import found
from halfterm.warehouse.place import Database, Http, OneRoster, Place
from halfterm.warehouse.preset import with_preset
from halfterm.warehouse.yaml_file import read_record

Where = dict[str, OneOrMore]
"""Column -> the values that its cells may have."""

_Column = TypeVar("_Column", "AttributeColumn", "MeasureColumn")


class AttributeColumn(Record):
    """A pupil attribute. `values` maps what the file says to what plans say; without it, text stays.

    `if_there` lets an export be without the column; `steady` holds a pupil's row as a question when the
    value is another than in the half-term before.
    """

    column: str
    values: dict[str, str] | None = None
    if_there: bool = False
    steady: bool = False


class MeasureColumn(Record):
    """A score, and the scale it is on; in a long file, `where` says which rows hold it.

    `most_change` is the largest change since the half-term before that is taken without a question, in the
    scale's points; by default the scale's own.
    """

    column: str
    scale: Slug
    where: Where = Field(default_factory=dict)
    most_change: Annotated[float, Field(gt=0)] | None = None


class DateColumn(Record):
    """The day of an assessment. Up to `days` before or after the half-term are taken for it."""

    column: str
    days: int = Field(default=21, ge=0, le=366)


class Columns(Record):
    """What columns hold, for all half-terms of a source. `{called}` stands for what a half-term is called."""

    school: str | None = None
    attributes: dict[Slug, AttributeColumn] = Field(default_factory=dict)
    measures: dict[Slug, MeasureColumn] = Field(default_factory=dict)
    where: Where = Field(default_factory=dict)
    date: DateColumn | None = None


class HalfTermColumns(Columns):
    """The columns that hold one half-term's state of things; what is not said here is as in `columns`.

    `file` when the half-term has one of its own; `called` is what the export calls the half-term.
    """

    file: str | None = None
    called: str | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The headers of the file that must hold this half-term, each once."""
        required = [a.column for a in self.attributes.values() if not a.if_there]
        return tuple(dict.fromkeys([*self._single, *required, *self._shared]))

    @property
    def optional(self) -> tuple[str, ...]:
        """The headers that the file may be without."""
        return tuple(a.column for a in self.attributes.values() if a.if_there)

    @property
    def _single(self) -> list[str]:
        return [c for c in (self.school, self.date.column if self.date else None) if c is not None]

    @property
    def _shared(self) -> list[str]:
        """The headers that several measures may share in a long file."""
        choosing = [column for measure in self.measures.values() for column in measure.where]
        return [*(m.column for m in self.measures.values()), *self.where, *choosing]

    def used(self) -> list[str]:
        """Every header, as often as it has a meaning; a column under another `where` is another."""
        read = {(m.column, repr(m.where)): m.column for m in self.measures.values() if m.where}
        wide = [m.column for m in self.measures.values() if not m.where]
        attributes = [attribute.column for attribute in self.attributes.values()]
        return [*self._single, *attributes, *wide, *dict.fromkeys(read.values())]


class Source(Record):
    """One file of `sources/`: where an export lies, for all half-terms or one for each, and what it means.

    `most_rejected` is the share of rows that may be rejected before a file's whole load is refused; by
    default one wrong row refuses it, and the report names every one. `school_is` when every row is of one
    school. `identifier` says whether pupils are known by UPNs or otherwise; in an `anonymous` survey nobody
    is.
    `birth` is the column of the dates of birth: they are set against the year group (`year`, an attribute)
    and not kept.
    """

    source: Slug
    about: Words | None = None
    preset: Slug | None = None
    file: str | None = None
    database: Database | None = None
    http: Http | None = None
    oneroster: OneRoster | None = None
    sheet: str | None = None
    header_row: int = Field(default=1, ge=1, le=100)
    identifier: Literal["upn", "local", "anonymous"] = "local"
    pupil: str = ""
    birth: str | None = None
    school_is: Slug | None = None
    most_rejected: float = Field(default=0.0, ge=0, le=1)
    columns: Columns = Columns()
    half_terms: dict[Slug, HalfTermColumns] = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _preset(cls, content: Any) -> Any:
        return with_preset(content)

    @model_validator(mode="after")
    def _pupil_named(self) -> Self:
        if self.identifier == "anonymous" and (self.pupil or self.birth):
            raise ValueError("an anonymous survey has no column of pupils and none of dates of birth")
        if self.identifier != "anonymous" and not self.pupil:
            raise ValueError("'pupil' is missing: the column that tells one pupil from another")
        return self

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        places = [place for place in (self.file, self.database, self.http, self.oneroster) if place]
        if len(places) > 1:
            raise ValueError("only one of file, database, http and oneroster says where the data come from")
        without = [name for name, columns in self.half_terms.items() if not (columns.file or places)]
        if without:
            raise ValueError(f"half-term '{without[0]}' has no file, and neither has the source")
        return self

    @model_validator(mode="after")
    def _whole(self) -> Self:
        for half_term in self.half_terms:
            columns = self.columns_of(half_term)
            if not columns.measures:
                raise ValueError(f"half-term '{half_term}' has no measure, and neither have the columns")
            if columns.school is None and self.school_is is None and not self._school_in_path(half_term):
                raise ValueError(f"half-term '{half_term}' does not say which column holds the school")
        return self

    @model_validator(mode="after")
    def _a_column_once(self) -> Self:
        for half_term in self.half_terms:
            used = [*filter(None, (self.pupil, self.birth)), *self.columns_of(half_term).used()]
            twice = [column for column in dict.fromkeys(used) if used.count(column) > 1]
            if twice:
                raise ValueError(f"half-term '{half_term}' uses column '{twice[0]}' twice")
        return self

    def columns_of(self, half_term: str) -> HalfTermColumns:
        """What the columns hold in a half-term: its own mapping over the common one."""
        return self._resolved[half_term]

    @cached_property
    def _resolved(self) -> dict[str, HalfTermColumns]:
        return {name: _resolve(self.columns, own) for name, own in self.half_terms.items()}

    def _school_in_path(self, half_term: str) -> bool:
        place = self.place(half_term)
        return isinstance(place, str) and "{school}" in place

    def place(self, half_term: str) -> Place:
        """Where a half-term's tables come from."""
        own = self.half_terms[half_term].file
        return own or self.file or self.database or self.http or self.oneroster or ""

    def files(self, workspace: Path, half_term: str) -> tuple[Path, ...]:
        """The files of the workspace that hold a half-term; none where its tables are fetched.

        Raises:
            BadInput: a path leads out of the workspace.
        """
        place = self.place(half_term)
        if not isinstance(place, str):
            return ()
        values = {"half_term": half_term, "called": self.half_terms[half_term].called}
        return tuple(part.path for part in found(place, workspace=workspace, values=values))

    def place_words(self, half_term: str) -> str:
        """The place of a half-term as a person names it."""
        place = self.place(half_term)
        return f"file {place}" if isinstance(place, str) else type(place).__name__.lower()

    def mapping_digest(self, half_term: str) -> str:
        """A hash of everything in this file that decides what a load of a half-term holds."""
        columns = self.columns_of(half_term).model_dump_json(exclude={"file"})
        read = (self.source, self.identifier, self.pupil, self.birth, self.school_is, self.sheet)
        decides = f"{read}|{self.header_row}|{half_term}|{columns}"
        return hashlib.sha256(decides.encode()).hexdigest()


def _resolve(common: Columns, own: HalfTermColumns) -> HalfTermColumns:
    called = own.called or ""
    attributes = common.attributes | own.attributes
    measures = common.measures | own.measures
    return own.model_copy(
        update={
            "school": _named(own.school or common.school, called),
            "attributes": {name: _called(column, called) for name, column in attributes.items()},
            "measures": {
                name: _called(column, called).model_copy(update={"where": _values(column.where, called)})
                for name, column in measures.items()
            },
            "where": _values(common.where | own.where, called),
            "date": own.date or common.date,
        }
    )


def _named(text: str | None, called: str) -> str | None:
    return None if text is None else text.replace("{called}", called)


def _called(column: _Column, called: str) -> _Column:
    return column.model_copy(update={"column": column.column.replace("{called}", called)})


def _values(where: Where, called: str) -> Where:
    return {
        column.replace("{called}", called): tuple(value.replace("{called}", called) for value in values)
        for column, values in where.items()
    }


def read_sources(folder: Path) -> tuple[Source, ...]:
    """Every source of a workspace, in order of file names.

    Raises:
        BadInput: any of the files is wrong; all problems of all files at once.
    """
    sources: list[Source] = []
    problems: list[str] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            sources.append(read_record(path, Source, shown_as=f"sources/{path.name}"))
        except BadInput as wrong:
            problems += wrong.problems
    if problems:
        raise BadInput(*problems)
    if not sources:
        raise BadInput("sources/: there is no source; a file there says where pupil data come from")
    return tuple(sources)
