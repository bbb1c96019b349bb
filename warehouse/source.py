"""A source: where pupil data come from, and which columns mean what in which half-term."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from halfterm.cycles.errors import BadInput
from halfterm.cycles.model import Record, Slug, Words
from halfterm.warehouse.yaml_file import read_record


class AttributeColumn(Record):
    """A pupil attribute. `values` maps what the file says to what plans say; without it, text stays."""

    column: str
    values: dict[str, str] | None = None


class MeasureColumn(Record):
    """A score, and the scale it is on."""

    column: str
    scale: Slug


class HalfTermColumns(Record):
    """The columns that hold one half-term's state of things in a wide file; `file` when it has its own."""

    file: str | None = None
    school: str
    attributes: dict[Slug, AttributeColumn] = Field(default_factory=dict)
    measures: dict[Slug, MeasureColumn] = Field(min_length=1)

    @property
    def columns(self) -> tuple[str, ...]:
        """The headers of the file that hold this half-term."""
        attributes = tuple(attribute.column for attribute in self.attributes.values())
        return (self.school, *attributes, *(measure.column for measure in self.measures.values()))


class Source(Record):
    """One file of `sources/`: one export for all half-terms (`file`), or one for each.

    `most_rejected` is the share of rows that may be rejected before the whole load is refused; by
    default one wrong row refuses it, and the report names every one.
    """

    source: Slug
    about: Words | None = None
    file: str | None = None
    pupil: str
    most_rejected: float = Field(default=0.0, ge=0, le=1)
    half_terms: dict[Slug, HalfTermColumns] = Field(min_length=1)

    @model_validator(mode="after")
    def _a_file_each(self) -> Self:
        without = [name for name, columns in self.half_terms.items() if not (columns.file or self.file)]
        if without:
            raise ValueError(f"half-term '{without[0]}' has no file, and neither has the source")
        return self

    @model_validator(mode="after")
    def _a_column_once(self) -> Self:
        for half_term, columns in self.half_terms.items():
            used = (self.pupil, *columns.columns)
            twice = [column for column in dict.fromkeys(used) if used.count(column) > 1]
            if twice:
                raise ValueError(f"half-term '{half_term}' uses column '{twice[0]}' twice")
        return self

    def file_of(self, half_term: str) -> str:
        """The file that holds a half-term, as the source names it."""
        return self.half_terms[half_term].file or self.file or ""

    def path(self, workspace: Path, half_term: str) -> Path:
        """The file that holds a half-term, which must lie in the workspace.

        Raises:
            BadInput: the path leads out of the workspace.
        """
        path = (workspace / self.file_of(half_term)).resolve()
        if not path.is_relative_to(workspace.resolve()):
            raise BadInput(f"source '{self.source}': its file lies outside the workspace")
        return path

    def mapping_digest(self, half_term: str) -> str:
        """A hash of everything in this file that decides what a load of a half-term holds."""
        columns = self.half_terms[half_term].model_dump_json(exclude={"file"})
        return hashlib.sha256(f"{self.source}|{self.pupil}|{half_term}|{columns}".encode()).hexdigest()


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
