"""Tidy data: one row for each figure that is shown, for those who want to compute on."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Final

from halfterm.cycles.disclosure import Shown, ShownFinding
from halfterm.site.shown import ShownStudy

COLUMNS: Final = (
    *("cycle", "measure", "level", "place", "statistic", "value", "lower", "upper", "p"),
    *("n_target", "n_comparison", "method", "loads", "code_version"),
)

FORMULA: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""What a spreadsheet would run: a cell that begins so gets an apostrophe, full-width forms too."""


def findings_csv(studies: Iterable[ShownStudy]) -> str:
    """All figures of some studies as CSV with a header; hidden ones show their symbol.

    Numbers have a point and an ASCII minus. `loads` are joined by a space.
    """
    return rows_csv(COLUMNS, (_row(study, f) for study in studies for f in _findings(study)))


def _findings(study: ShownStudy) -> Iterable[ShownFinding]:
    """A study's findings, and how far each of its targets was reached."""
    return (*study.findings.values(), *(target.percent for target in study.targets))


def rows_csv(columns: Iterable[str], rows: Iterable[Iterable[str | Shown]]) -> str:
    """A table as CSV: figures as numbers, words made harmless to spreadsheets."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([number(cell) if isinstance(cell, Shown) else words(cell) for cell in row])
    return out.getvalue()


def _row(study: ShownStudy, finding: ShownFinding) -> tuple[str | Shown, ...]:
    return (
        *(study.cycle, study.measure.id, study.level, study.place, finding.statistic),
        *(finding.value, finding.lower, finding.upper, finding.p, finding.n_target, finding.n_comparison),
        *(finding.method, " ".join(study.loads), study.code_version),
    )


def number(figure: Shown) -> str:
    """A figure as a program reads it, or its symbol.

    >>> from halfterm.cycles.disclosure import hidden, show_number, show_p
    >>> number(show_number(-1204.5, decimals=2)), number(hidden("c")), number(show_p(0.0001))
    ('-1204.50', 'c', '<0.001')
    """
    return figure.text.replace("−", "-").replace(",", "").removeprefix("+")


def words(text: str) -> str:
    """A text that no spreadsheet takes for a formula.

    >>> words(" =1+1"), words("plain")
    ("' =1+1", 'plain')
    """
    risky = text.lstrip(" \u00a0").startswith(FORMULA) or text.startswith(("\t", "\r", "\n"))
    return f"'{text}" if risky else text
