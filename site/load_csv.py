"""What is to be mended in the files of some loads, as CSV: a row a fault; no pupil's value in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from halfterm.cycles.load_report import VERDICTS, LoadReport
from halfterm.site.tidy import rows_csv

COLUMNS: Final = (
    *("rule", "census_code", "verdict", "source", "half_term", "file", "row", "column", "what", "mend"),
)


def report_csv(reports: Iterable[LoadReport]) -> str:
    """Every fault of every row, file by file, by row; headers that a spreadsheet would run are made harmless.

    `census_code` is the school census's own, where there is one. Rows count as a spreadsheet does (row 1 is
    the first of the file), lines of XML as an editor does.
    """
    return rows_csv(COLUMNS, (row for report in reports for row in _rows(report)))


def _rows(report: LoadReport) -> Iterator[tuple[str, ...]]:
    faults = [
        (row, finding) for verdict in VERDICTS for finding in report.found(verdict) for row in finding.rows
    ]
    for row, finding in sorted(faults, key=lambda fault: fault[0]):
        rule = finding.meaning
        yield (
            *(rule.id, str(rule.census or ""), rule.verdict, report.source, report.half_term, report.name),
            *(str(row), finding.column, rule.words, rule.mend),
        )
