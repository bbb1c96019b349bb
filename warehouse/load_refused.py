"""A load that was refused whole: what the command line prints, with the whole report behind it."""

from __future__ import annotations

from halfterm.cycles.errors import BadInput
from halfterm.cycles.load_report import LoadFinding, LoadReport
from halfterm.warehouse.counting import row_runs


class LoadRefused(BadInput):
    """More rows are rejected than the source allows; `report` has every finding."""

    def __init__(self, report: LoadReport) -> None:
        checked = report.rows_accepted + report.held + report.rejected
        super().__init__(
            f"{report.file_name}, {report.half_term}: nothing was loaded; {report.rejected:,} of {checked:,} "
            f"rows are rejected{' (row 1 is the header)' if report.row_word == 'row' else ''}",
            *(_line(report, finding) for finding in report.found("rejected")),
        )
        self.report = report


def _line(report: LoadReport, finding: LoadFinding) -> str:
    rule = finding.meaning
    census = f" [{rule.census}]" if rule.census else ""
    rows = row_runs(finding.rows)
    if report.row_word != "row":
        rows = rows.replace("row", report.row_word, 1)
    return f"{report.file_name}, {rows}, column '{finding.column}': {rule.words}{census}"
