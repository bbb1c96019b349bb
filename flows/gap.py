"""`halfterm gap`: the study of one file, printed as a table or as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from halfterm.cycles.errors import BadInput
from halfterm.cycles.impact.finding import Finding
from halfterm.cycles.impact.request import GapRequest
from halfterm.cycles.impact.statistics import CATALOGUE
from halfterm.cycles.impact.study import study_panel
from halfterm.cycles.rounding import half_away
from halfterm.warehouse.gap_file import GapFile, read_gap_file

_FIELDS = ("statistic", "value", "lower", "upper", "p", "n_target", "n_comparison", "method")


def study_file(path: Path, request: GapRequest) -> tuple[GapFile, tuple[Finding, ...]]:
    """Read one file and compute every statistic of its panel.

    Raises:
        BadInput: the file cannot be used as asked.
    """
    file = read_gap_file(path, request)
    return file, study_panel(file.summary, comparison=request.comparison, with_treated=bool(request.treated))


def as_json(file: GapFile, findings: tuple[Finding, ...], request: GapRequest) -> str:
    """One object: counts, findings (null where not defined), warnings."""
    whole = findings[0]
    counts = asdict(file.counts)
    report: dict[str, Any] = {
        "n": {
            "rows": counts["rows"],
            "target": whole.n_target,
            "comparison": whole.n_comparison,
            "schools": counts["schools"],
            "missing_baseline": counts["missing_baseline"],
            "missing_follow_up": counts["missing_follow_up"],
        },
        "findings": [{field: getattr(finding, field) for field in _FIELDS} for finding in findings],
        "warnings": list(file.warnings),
    }
    return json.dumps(report, indent=2, ensure_ascii=False, allow_nan=False)


def print_table(console: Console, file: GapFile, findings: tuple[Finding, ...], *, title: str) -> None:
    """The findings for a person: what each is called, its interval, and on how many pupils it rests."""
    table = Table(
        title=title, title_justify="left", box=None, pad_edge=False, header_style="bold", show_edge=False
    )
    table.add_column("Statistic")
    table.add_column("Value", justify="right")
    table.add_column("95 % interval", justify="right")
    table.add_column("p", justify="right")
    table.add_column("Pupils", justify="right")
    for finding in findings:
        if finding.defined:
            table.add_row(*_row(finding))
    console.print(table)
    left_out = [finding for finding in findings if not finding.defined]
    if left_out:
        console.print()
        for finding in left_out:
            console.print(
                f"[dim]{CATALOGUE[finding.statistic].label}: {finding.method}[/dim]", highlight=False
            )
    console.print()
    counts = file.counts
    console.print(
        f"{counts.rows:,} rows, {counts.schools:,} schools; {counts.missing_baseline:,} pupils without a baseline, "
        f"{counts.missing_follow_up:,} without a follow-up.",
        highlight=False,
    )
    for warning in file.warnings:
        console.print(f"[yellow]Note:[/yellow] {warning}", highlight=False)


def _row(finding: Finding) -> tuple[str, str, str, str, str]:
    entry = CATALOGUE[finding.statistic]
    interval = ""
    if finding.lower is not None and finding.upper is not None:
        interval = f"{_number(finding.lower, entry.decimals)} to {_number(finding.upper, entry.decimals)}"
    p = "" if finding.p is None else "<0.001" if finding.p < 0.001 else f"{finding.p:.3f}"
    assert finding.value is not None
    pupils = f"{finding.n_target:,}" + (f" v {finding.n_comparison:,}" if finding.n_comparison else "")
    return entry.label, _number(finding.value, entry.decimals), interval, p, pupils


def _number(number: float, decimals: int) -> str:
    return f"{half_away(number, decimals):,.{decimals}f}".replace("-", "−")


def parse_pairs(option: str, text: str) -> tuple[tuple[str, str], ...]:
    """`COL=VALUE[,COL=VALUE...]` as pairs.

    >>> parse_pairs("--target", "fsm=yes,sex=M")
    (('fsm', 'yes'), ('sex', 'M'))

    Raises:
        BadInput: a part has no equals sign, no column or no value.
    """
    pairs = []
    for part in text.split(","):
        column, equals, value = part.partition("=")
        if not (equals and column.strip() and value.strip()):
            raise BadInput(f"{option}: '{part}' is not COL=VALUE")
        pairs.append((column.strip(), value.strip()))
    return tuple(pairs)
