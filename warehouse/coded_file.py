"""Coded reports of a workspace: `coded/NAME.yaml` says what they are, `coded/NAME.csv` has a row a report.

A column of the CSV is a table of the coding frame; a report's codes there are parted by `;`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, Self

from pydantic import Field, model_validator

from halfterm.cycles.coding.coded import CodedReport, CodedSource, Printed
from halfterm.cycles.coding.frame import TABLES, code_problems
from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.cycles.model import Record, Slug, Words
from halfterm.warehouse.database import memory
from halfterm.warehouse.table_file import TableFile, staged
from halfterm.warehouse.yaml_file import read_record

ID: Final = "id"
MOST_TOLD: Final = 20
"""Wrong rows that are told; more are counted."""


class CodedFile(Record):
    """The whole of a `coded/*.yaml`: `printed` has rows of code, count and percentage by table.

    `reports` is how many the printed tables are made of. `synthetic` reports were made to the printed counts.
    """

    id: Slug
    name: Words
    source: Words
    synthetic: bool = False
    reports: int | None = Field(default=None, gt=0)
    printed: dict[str, tuple[tuple[str, int, float], ...]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _in_the_frame(self) -> Self:
        problems = [
            problem
            for table, rows in self.printed.items()
            for problem in _row_problems(table, [code for code, _, _ in rows])
        ]
        if self.printed and self.reports is None:
            problems.append("say of how many reports the tables are printed (`reports`)")
        if problems:
            raise ValueError("; ".join(problems))
        return self


def _row_problems(table: str, codes: list[str]) -> list[str]:
    """What is wrong with the rows of a printed table: each code is one of the table's, and there once."""
    if table not in TABLES:
        return code_problems(table, codes)
    return [
        *(problem for code in dict.fromkeys(codes) for problem in code_problems(table, [code])),
        *(f"table {table} has two rows '{code}'" for code, times in Counter(codes).items() if times > 1),
    ]


def read_coded(folder: Path) -> tuple[CodedSource, ...]:
    """Every coded source of a workspace's folder `coded`, in the order of their files; none without one.

    Raises:
        BadInput: any of the files is wrong; all problems of all files at once.
    """
    found: list[CodedSource] = []
    problems: list[str] = []
    described = sorted(folder.glob("*.yaml"))
    for path in described:
        try:
            found.append(_read_source(path))
        except BadInput as wrong:
            problems += wrong.problems
    names = {path.stem for path in described}
    problems += [
        f"coded/{path.name}: there is no coded/{path.stem}.yaml to say what it is"
        for path in sorted(folder.glob("*.csv"))
        if path.stem not in names
    ]
    if problems:
        raise BadInput(*problems)
    return tuple(found)


def _read_source(path: Path) -> CodedSource:
    name = f"coded/{path.name}"
    said = read_record(path, CodedFile, shown_as=name)
    if said.id != path.stem:
        raise BadInput(f"{name}: its id is '{said.id}'; file and id have one name")
    table = path.with_suffix(".csv")
    if not table.is_file() and not said.printed:
        raise BadInput(f"{name}: neither printed tables nor reports in coded/{table.name}")
    return CodedSource(
        id=said.id,
        name=said.name,
        reports=_read_reports(table) if table.is_file() else (),
        printed=tuple(Printed(name, *row) for name, rows in said.printed.items() for row in rows),
        printed_reports=said.reports,
        synthetic=said.synthetic,
        source=said.source,
    )


def _read_reports(path: Path) -> tuple[CodedReport, ...]:
    with memory() as connection, staged(connection, path) as table:
        columns = _columns(table)
        cells = ", ".join(f"text_of({column})" for column in columns.values())
        rows = connection.execute(
            f"SELECT row_no, {cells} FROM staged_file ORDER BY row_no"  # noqa: S608 - staged names
        ).fetchall()
    reports = [(int(row_no), dict(zip(columns, texts, strict=True))) for row_no, *texts in rows]
    problems = [f"coded/{table.name}, {problem}" for problem in _problems(reports)]
    if problems:
        more = [f"coded/{table.name}: and {len(problems) - MOST_TOLD} more"]
        raise BadInput(*problems[:MOST_TOLD], *(more if len(problems) > MOST_TOLD else ()))
    return tuple(_report(cells) for _, cells in reports)


def _columns(table: TableFile) -> dict[str, str]:
    """The staged name of each column: the id and tables of the frame."""
    known = (ID, *TABLES)
    headers = [header for header in table.columns if header]
    problems = [
        f"coded/{table.name}, row 1: the coding frame has no table '{header}'{did_you_mean(header, known)}"
        for header in headers
        if header not in known
    ]
    if ID not in headers:
        problems.append(f"coded/{table.name}, row 1: there is no column '{ID}'")
    if problems:
        raise BadInput(*problems)
    return table.staged_names(headers)


def _problems(reports: Iterable[tuple[int, dict[str, str | None]]]) -> Iterator[str]:
    """Rows without an id or with another's, and codes that are not the table's, by row and column."""
    seen: dict[str, int] = {}
    for row, cells in reports:
        name = cells[ID] or ""
        if not name:
            yield f"row {row}: the report has no {ID}"
        elif name in seen:
            yield f"row {row}: the report has the {ID} of row {seen[name]}"
        else:
            seen[name] = row
        for table, text in cells.items():
            if table != ID:
                yield from (f"row {row}, column {table}: {said}" for said in _cell_problems(table, text))


def _cell_problems(table: str, text: str | None) -> Iterator[str]:
    """What is wrong with one cell. A word that is no code is not repeated: who knows what file it is of."""
    codes = _codes(text)
    known = TABLES[table].codes
    for code in codes:
        if code not in known:
            yield f"a code that the table does not have{did_you_mean(code, known)}"
    if all(code in known for code in codes):
        yield from code_problems(table, codes)


def _codes(text: str | None) -> tuple[str, ...]:
    return tuple(code for part in (text or "").split(";") if (code := " ".join(part.split())))


def _report(cells: dict[str, str | None]) -> CodedReport:
    held = {table: _codes(text) for table, text in cells.items() if table != ID}
    return CodedReport(cells[ID] or "", {table: codes for table, codes in held.items() if codes})
