"""Tracing back: which rows of a school's own file are of pupils in a cycle's groups.

Pseudonyms lead back to pupils only through a file that names them. They are made from it in memory, looked
up, and forgotten; nothing of the file reaches the warehouse.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final

import duckdb

from halfterm.cycles.plan import Plan
from halfterm.warehouse.as_at import view_loads
from halfterm.warehouse.database import sql
from halfterm.warehouse.pseudonym import PseudonymKey, identifier_of
from halfterm.warehouse.source import Source
from halfterm.warehouse.table_file import staged

OUTSIDE: Final = "not in this cycle"
NAMELESS: Final = "no identifier"
GROUPS: Final = {
    "target": "target group",
    "comparison": "comparison",
    "unclassified": "group not known",
    "aside": "not compared",
}
"""What the sides of a lock are called here; a pupil is on the first of them that holds for any measure."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose pupils are looked up, in which cycle, as locked.

    `half_term` is the one by whose columns the file is read, `codes` what the file may call the school.
    """

    plan: Plan
    source: Source
    half_term: str
    school: str
    codes: Collection[str]


@dataclass(frozen=True, slots=True)
class TracedRow:
    """One row of the file: its number, its pupil as written there, a number for that pupil, and the group.

    `scores` says for each measure of the cycle which scores there are; blank outside the cycle.
    """

    row: int
    written: str
    pupil: int | None
    group: str
    scores: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """The rows of one school in a file, in the file's order, and how many rows there are besides."""

    column: str
    measures: tuple[str, ...]
    rows: tuple[TracedRow, ...]
    others: int

    @property
    def pupils(self) -> dict[str, int]:
        """How many pupils are in each group; rows without an identifier count each."""
        groups = {(row.pupil if row.pupil is not None else -row.row): row.group for row in self.rows}
        found = Counter(groups.values())
        return {name: found[name] for name in (*GROUPS.values(), OUTSIDE, NAMELESS) if found[name]}

    def without(self, place: int, word: str) -> int:
        """How many pupils of the two groups lack this score, `baseline` or `follow-up`, of one measure."""
        lacking = {f"no {word} score", "no score"}
        compared = (GROUPS["target"], GROUPS["comparison"])
        return len({r.pupil for r in self.rows if r.group in compared and r.scores[place] in lacking})


def trace_pupils(
    connection: duckdb.DuckDBPyConnection, path: Path, asked: Asked, *, key: PseudonymKey
) -> Trace:
    """Look up the pupils of a school's file in the frozen groups of a cycle; read-only will do.

    A pupil whom the lock found at another school is not in the cycle here: that is not this school's to know.

    Raises:
        BadInput: the file cannot be read, or has not the columns of its source.
    """
    source, measures = asked.source, tuple(measure.id for measure in asked.plan.studied_measures)
    school = source.columns_of(asked.half_term).school
    wanted = (source.pupil, *([school] if school else []))
    view_loads(connection)
    connection.execute(sql("upn"))
    with staged(connection, path, wanted=wanted, sheet=source.sheet, header_row=source.header_row) as table:
        names = table.staged_names(wanted)
        pupil = names[source.pupil]
        query = sql("trace").format(
            pupil=pupil,
            identifier=identifier_of(f"f.{pupil}", upn=source.identifier == "upn"),
            pseudonym=key.pseudonym("identifier"),
            of_school=f"list_contains($codes, value_of(f.{names[school]}))" if school else "len($codes) > 0",
        )
        found = connection.execute(
            query,
            key.parameters
            | {
                "codes": list(asked.codes),
                "measures": list(measures),
                "cycle": asked.plan.id,
                "school": asked.school,
                "follow_up": asked.plan.follow_up,
            },
        ).fetchall()
        read = connection.execute("SELECT count(*) FROM staged_file").fetchall()[0][0]
    rows = tuple(_row(list(each), measures) for _, each in groupby(found, key=lambda row: row[0]))
    return Trace(source.pupil, measures, rows, read - len(rows))


def _row(found: list[tuple[object, ...]], measures: tuple[str, ...]) -> TracedRow:
    """The lines of one row, one a measure, as one."""
    row_no, written, number = found[0][:3]
    by_measure = {line[3]: line[4:] for line in found}
    sides = {side for side, *_ in by_measure.values()}
    group = next((name for side, name in GROUPS.items() if side in sides), OUTSIDE)
    return TracedRow(
        row=int(str(row_no)),
        written=str(written or ""),
        pupil=None if number is None else int(str(number)),
        group=NAMELESS if number is None else group,
        scores=tuple(_scores(*by_measure[measure]) for measure in measures),
    )


def _scores(side: object, baseline: object, follow_up: object) -> str:
    if side is None:
        return ""
    if side == "aside":
        return "not compared"
    if baseline and follow_up:
        return "both scores"
    if not baseline and not follow_up:
        return "no score"
    return "no follow-up score" if baseline else "no baseline score"
