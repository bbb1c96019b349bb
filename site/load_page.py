"""The report of some loads as one page that can be mailed, printed, read on a phone; no value in it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from markupsafe import Markup

from halfterm.cycles.load_report import VERDICTS, WHY_NO_VALUES, LoadFinding, LoadReport, RowToMend
from halfterm.cycles.load_rules import Verdict
from halfterm.site.rendering import Templates

MOST_ROWS: Final = 500
"""Rows of one file that the page lists one by one; the CSV has all of them."""

_MOST_RUNS = 40  # of the rows of one finding


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One rule broken in one column, and the rows as people write them."""

    rule: str
    census: str
    what: str
    mend: str
    column: str
    rows: str


@dataclass(frozen=True, slots=True)
class VerdictBlock:
    """The findings of one verdict in one file."""

    verdict: Verdict
    words: str
    lines: tuple[FindingLine, ...]


@dataclass(frozen=True, slots=True)
class LoadPart:
    """One file of the page; `left_out` are rows to mend beyond those that are listed."""

    report: LoadReport
    blocks: tuple[VerdictBlock, ...]
    to_mend: tuple[RowToMend, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Totals:
    """All files of the page together, in rows."""

    files: int
    read: int
    accepted: int
    rejected: int
    held: int
    aside: int


def render_report(reports: Sequence[LoadReport], *, overrides: Path | None = None) -> str:
    """One self-contained HTML page: what came in, and for each file what is to be mended and where.

    `overrides` is a folder whose templates go before the house's own of the same name.
    """
    templates = Templates(overrides)
    style = templates.asset("style.css") + templates.asset("load.css")
    return templates.markup(
        "load.html",
        title=f"What came in: {', '.join(dict.fromkeys(report.half_term for report in reports))}",
        style=Markup(style),  # noqa: S704 - our own sheet, which the page's policy names by its hash
        style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        parts=tuple(_part(report) for report in reports),
        totals=_totals(reports),
        why_no_values=WHY_NO_VALUES,
    )


def _part(report: LoadReport) -> LoadPart:
    blocks = [
        VerdictBlock(verdict, words, tuple(_line(finding) for finding in found))
        for verdict, words in VERDICTS.items()
        if (found := report.found(verdict))
    ]
    to_mend = report.rows_to_mend()
    return LoadPart(report, tuple(blocks), to_mend[:MOST_ROWS], len(to_mend[MOST_ROWS:]))


def _line(finding: LoadFinding) -> FindingLine:
    rule = finding.meaning
    return FindingLine(
        rule=rule.id,
        census=str(rule.census or ""),
        what=rule.words[0].upper() + rule.words[1:],
        mend=rule.mend,
        column=finding.column,
        rows=finding.numbers(_MOST_RUNS),
    )


def _totals(reports: Sequence[LoadReport]) -> Totals:
    return Totals(
        files=len(reports),
        read=sum(report.rows_read for report in reports),
        accepted=sum(report.rows_accepted for report in reports),
        rejected=sum(report.rejected for report in reports),
        held=sum(report.held for report in reports),
        aside=sum(report.outside for report in reports),
    )
