"""Coded reports counted table by table, and printed figures that do not follow from their counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal

from halfterm.cycles.coding.coded import CodedReport, CodedSource, Printed
from halfterm.cycles.coding.frame import FRAME, TABLES, CodingTable
from halfterm.cycles.rounding import half_away

DECIMALS: Final = 1
"""Decimals of a percentage of reports."""

DiscrepancyKind = Literal["wrong", "truncated", "extra digit", "total", "count"]
"""What does not follow: a percentage; one that was cut off instead of rounded; one cut off at a digit more
than its table prints, which does follow at the table's own; the sum of a table in which each report has one
code; the number of reports with a code, against the reports themselves."""


@dataclass(frozen=True, slots=True)
class CodeCount:
    """How many reports have a code, and what percent of all reports that is; None without reports."""

    code: str
    group: str
    n: int
    percent: float | None


@dataclass(frozen=True, slots=True)
class TableCount:
    """One table counted over all `reports`, of which `coded` have a code of it."""

    table: CodingTable
    rows: tuple[CodeCount, ...]
    reports: int
    coded: int

    @property
    def total(self) -> int:
        """The sum of the rows: more than the reports where a report has several codes."""
        return sum(row.n for row in self.rows)


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """A printed figure that does not follow from its counts; `code` is empty for a table's total.

    `printed` and `computed` are percentages to `decimals`, for kinds total and count numbers of reports.
    """

    table: str
    code: str
    n: int
    printed: float
    computed: float
    decimals: int
    kind: DiscrepancyKind

    @property
    def words(self) -> str:
        """What is wrong, in a sentence.

        >>> Discrepancy("1_group_size", "4-7", 42, 32.5, 32.6, 1, "truncated").words
        'Table 1, 4-7: 42 reports are 32.6%; printed is 32.5%, cut off instead of rounded.'
        """
        where = f"Table {TABLES[self.table].number}" + (f", {self.code}" if self.code else "")
        reports = f"{self.n:,} report{' is' if self.n == 1 else 's are'}"
        computed = f"{self.computed:.{self.decimals}f}%"
        match self.kind:
            case "total":
                return (
                    f"{where}: each report has one code, so the rows should add up to {self.computed:.0f}; "
                    f"they add up to {self.printed:.0f}."
                )
            case "count":
                have = "1 report has" if self.n == 1 else f"{self.n:,} reports have"
                return f"{where}: {have} this code; printed is {self.printed:.0f}."
            case "truncated":
                return (
                    f"{where}: {reports} {computed}; printed is {self.printed:g}%, "
                    "cut off instead of rounded."
                )
            case "extra digit":
                return (
                    f"{where}: {reports} {computed}; printed is {self.printed:g}%, one digit more than the "
                    "rest of the table, and cut off there."
                )
            case "wrong":
                return f"{where}: {reports} {computed}; printed is {self.printed:g}%."


def percent(n: int, reports: int, *, decimals: int = DECIMALS) -> float | None:
    """This many of all reports in percent, rounded half away from zero; None without reports.

    >>> percent(30, 129), percent(1, 16), percent(0, 0)
    (23.3, 6.3, None)
    """
    return half_away(100 * n / reports, decimals) if reports else None


def tabulate(reports: Sequence[CodedReport]) -> tuple[TableCount, ...]:
    """The ten tables of the frame, counted; every code has its row, those of no report too."""
    return tuple(_table(table, reports) for table in FRAME)


def _table(table: CodingTable, reports: Sequence[CodedReport]) -> TableCount:
    held = [frozenset(report.codes.get(table.id, ())) for report in reports]
    counts = Counter(code for codes in held for code in codes)
    rows = tuple(
        CodeCount(code, table.group_of(code), counts[code], percent(counts[code], len(held)))
        for code in table.codes
    )
    return TableCount(table, rows, len(held), sum(bool(codes) for codes in held))


def discrepancies(source: CodedSource) -> tuple[Discrepancy, ...]:
    """Every figure of a source that does not follow from its counts, in the order of tables and rows.

    Percentages are those of `printed_reports`, or of the reports held where the source does not say.
    """
    reports = source.printed_reports or len(source.reports)
    held = {table.table.id: {row.code: row.n for row in table.rows} for table in tabulate(source.reports)}
    found: list[Discrepancy] = []
    for table in FRAME:
        rows = [row for row in source.printed if row.table == table.id]
        usual = _usual_decimals(rows)
        found += [wrong for row in rows if (wrong := _percentage(row, reports, usual)) is not None]
        if source.reports:
            found += [
                _count(row, held[table.id][row.code]) for row in rows if row.n != held[table.id][row.code]
            ]
        total = sum(row.n for row in rows)
        if rows and not table.multiple and total != reports:
            found.append(Discrepancy(table.id, "", total, float(total), float(reports), 0, "total"))
    return tuple(found)


def _count(row: Printed, held: int) -> Discrepancy:
    return Discrepancy(row.table, row.code, held, float(row.n), float(held), 0, "count")


def _usual_decimals(rows: Sequence[Printed]) -> int:
    """The decimals of most rows: a nought at the end is often left out, and a digit too many is rare."""
    counted = Counter(_decimals(row.percent) for row in rows)
    return max(counted, key=lambda places: (counted[places], places)) if counted else DECIMALS


def _decimals(number: float) -> int:
    """Decimals of a number as it is written, without noughts at the end.

    >>> _decimals(24.0), _decimals(0.77)
    (0, 2)
    """
    exponent = Decimal(repr(number)).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _percentage(row: Printed, reports: int, usual: int) -> Discrepancy | None:
    """What is wrong with a row's percentage, judged at the table's decimals and then at its own."""
    if not reports:
        return None
    own = max(usual, _decimals(row.percent))
    for decimals in (usual, own):
        computed = half_away(100 * row.n / reports, decimals)
        if half_away(row.percent, decimals) != computed:
            cut = _cut_off(Fraction(100 * row.n, reports), own) == half_away(row.percent, own)
            kind: DiscrepancyKind = "wrong"
            if cut:
                kind = "truncated" if decimals == usual else "extra digit"
            return Discrepancy(row.table, row.code, row.n, row.percent, computed, decimals, kind)
    return None


def _cut_off(number: Fraction, decimals: int) -> float:
    return half_away(float(Fraction(int(number * 10**decimals), 10**decimals)), decimals)
