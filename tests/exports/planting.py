"""Faults put into an export at known places, each with the finding that a load must make of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from math import ceil
from typing import NamedTuple

from tests.exports.export import Marks, Roles
from tests.exports.pupils import upn
from tests.exports.sheets import Sheet


class Finding(NamedTuple):
    """A rule that a row breaks in a column, by the row's place in the sheet."""

    rule: str
    column: str
    place: int


Planter = Callable[["_Plot"], Iterator[Finding]]


@dataclass(slots=True)
class _Plot:
    """A sheet to plant in: each fault takes rows of its own, of pupils whom the half-term before knows.

    `before` are the pupils of the half-term before, with the columns that must not seem to have changed.
    """

    sheet: Sheet
    roles: Roles
    before: frozenset[str]
    left: list[int] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.left = list(self.sheet.mine)

    def pupil(self, row: int) -> str:
        return self.sheet.cell(row, self.roles.pupil)

    def row(self, marks: Marks | None = None) -> int:
        """The next row, of a pupil without a fault yet, that has a score where one is needed."""
        for row in self.left:
            if self.pupil(row) in self.before - self.taken and (marks is None or self.has(row, marks)):
                self.taken.add(self.pupil(row))
                self.left.remove(row)
                return row
        raise LookupError("the export is too small for so many faults")

    def has(self, row: int, marks: Marks) -> bool:
        """Whether a row holds a score of these marks, and no code in its place."""
        if marks.where is not None and self.sheet.cell(row, marks.where[0]) != marks.where[1]:
            return False
        return self.sheet.cell(row, marks.column) not in ("", "A", "N")

    def put(self, row: int, column: str, text: str, rule: str, *, found: str = "") -> Iterator[Finding]:
        """A fault in a cell; in every row of the pupil where the export keeps the column but once a pupil."""
        pupil = self.pupil(row)
        alike = [each for each in self.sheet.mine if self.pupil(each) == pupil]
        for each in alike if column in self.roles.of_pupil else [row]:
            self.sheet.put(each, column, text)
            yield Finding(rule, found or column, each)


def plant(sheet: Sheet, roles: Roles, *, before: Iterable[str]) -> list[Finding]:
    """Plant every fault that can occur in an export, each once; returns what a load must find.

    `before` names the pupils whom the half-term before knows too.
    """
    plot = _Plot(sheet, roles, frozenset(before))
    return [finding for planter in _PLANTERS for finding in planter(plot)]


def _no_pupil(plot: _Plot) -> Iterator[Finding]:
    yield from plot.put(plot.row(), plot.roles.pupil, "", "upn-missing")


def _wrong_identifiers(plot: _Plot) -> Iterator[Finding]:
    column = plot.roles.pupil
    if not plot.roles.upn:
        yield from plot.put(plot.row(), column, "8.012E+11", "excel-identifier")
        return
    row = plot.row()
    letter = "A" if plot.pupil(row)[0] != "A" else "B"
    yield from plot.put(row, column, letter + plot.pupil(row)[1:], "upn-check-letter")
    yield from plot.put(plot.row(), column, upn("998", "2000", 20, 7), "upn-authority")
    row = plot.row()
    yield from plot.put(row, column, f"{plot.pupil(row)[:6]}-{plot.pupil(row)[7:]}", "upn-format")
    row = plot.row()
    yield from plot.put(row, column, plot.pupil(row)[1:13].replace("J", "1"), "excel-identifier")
    yield from plot.put(plot.row(), column, "8.01200E+11", "excel-identifier")


def _twice(plot: _Plot) -> Iterator[Finding]:
    """The second row stands at the end, so that the others keep their places."""
    row = plot.row()
    again = len(plot.sheet.rows)
    plot.sheet.rows.append(list(plot.sheet.rows[row]))
    plot.sheet.mine.append(again)
    yield Finding("duplicate", plot.roles.pupil, row)
    yield Finding("duplicate", plot.roles.pupil, again)


def _wrong_schools(plot: _Plot) -> Iterator[Finding]:
    column = plot.roles.school
    if not column:
        return
    yield from plot.put(plot.row(), column, "", "school-missing")
    yield from plot.put(plot.row(), column, "9999999", "school-unknown")
    if plot.roles.long and column not in plot.roles.of_pupil:
        yield from _two_schools(plot)


def _two_schools(plot: _Plot) -> Iterator[Finding]:
    """One of a pupil's results at another school of the programme, so that all of them are asked about."""
    column, sheet = plot.roles.school, plot.sheet
    counts = [plot.pupil(row) for row in sheet.mine]
    row = next(
        row
        for row in plot.left
        if plot.pupil(row) in plot.before - plot.taken and counts.count(plot.pupil(row)) > 1
    )
    pupil = plot.pupil(row)
    plot.taken.add(pupil)
    free = (sheet.cell(each, column) for each in plot.left if plot.pupil(each) not in plot.taken)
    sheet.put(row, column, next(code for code in free if code != sheet.cell(row, column)))
    for each in (each for each in sheet.mine if plot.pupil(each) == pupil):
        yield Finding("two-schools", column, each)


def _wrong_marks(plot: _Plot) -> Iterator[Finding]:
    for marks in plot.roles.marks:
        for rule, text in marks.wrong.items():
            yield from plot.put(plot.row(marks), marks.column, text, rule)
        if marks.far:
            yield from plot.put(plot.row(marks), marks.column, marks.far, "impossible-change")
        if marks.mixed:
            yield from _other_system(plot, marks)


def _other_system(plot: _Plot, marks: Marks) -> Iterator[Finding]:
    """More than one cell in twenty of another system."""
    filled = sum(plot.has(row, marks) for row in plot.sheet.mine)
    for i in range(max(3, ceil(filled * 0.06))):
        yield from plot.put(plot.row(marks), marks.column, marks.mixed[i % len(marks.mixed)], "mixed-grades")


def _wrong_attributes(plot: _Plot) -> Iterator[Finding]:
    roles = plot.roles
    if roles.mapped:
        yield from plot.put(plot.row(), roles.mapped, "Perhaps", "value-unmapped")
    if roles.steady:
        row = plot.row()
        text = plot.sheet.cell(row, roles.steady)
        words = sorted({cell for each in plot.sheet.mine if (cell := plot.sheet.cell(each, roles.steady))})
        other = next(word for word in words if word not in (text, "Perhaps"))
        yield from plot.put(row, roles.steady, other, "changed-status")


def _wrong_dates(plot: _Plot) -> Iterator[Finding]:
    roles = plot.roles
    if roles.date:
        yield from plot.put(plot.row(), roles.date, "last week", "date-unreadable")
        yield from plot.put(plot.row(), roles.date, "2026-07-01", "date-outside")
    if roles.birth:
        yield from plot.put(plot.row(), roles.birth, "31/02/2017", "birth-unreadable")
    if roles.birth and roles.year:
        row = plot.row()
        text = plot.sheet.cell(row, roles.year)
        year = int("".join(sign for sign in text if sign.isdigit()))
        other = text.replace(str(year), str(year % 6 + 1))
        yield from plot.put(row, roles.year, other, "age-year", found=roles.birth)


_PLANTERS: tuple[Planter, ...] = (
    *(_no_pupil, _wrong_identifiers, _twice, _wrong_schools, _wrong_marks, _wrong_attributes, _wrong_dates),
)
