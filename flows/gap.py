"""`halfterm gap`: the study of one file, printed as a table or as JSON."""

from __future__ import annotations

import csv
import json
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from halfterm.cycles.errors import BadInput
from halfterm.cycles.impact.finding import Finding
from halfterm.cycles.impact.request import GapRequest, Pairs
from halfterm.cycles.impact.statistics import CATALOGUE
from halfterm.cycles.impact.study import study_panel
from halfterm.cycles.rounding import half_away
from halfterm.cycles.verdict import Verdict
from halfterm.flows.gap_verdict import as_parts, gap_verdict, paragraphs, warnings
from halfterm.warehouse.counting import counted
from halfterm.warehouse.gap_file import GapFile, read_gap_file

_FIELDS = ("statistic", "value", "lower", "upper", "p", "n_target", "n_comparison", "method")
_SHORT_LABELS = {
    "hedges_g": "Gap after, Hedges' g",
    "effect_size_adjusted": "Effect size, adjusted",
    "multilevel": "Relative progress in schools",
    "icc": "Scatter between schools",
    "months": "Relative progress, months",
    "permutation": "Gain difference, few pupils",
    "impact_effect_size": "Impact, effect size",
    "impact_months": "Impact, months",
    "impact_multilevel": "Impact in schools",
}
"""Labels that leave the table within 80 columns; the others are the catalogue's own."""

_DEEPEST = 2  # decimals of the finest statistic in the table


def study_file(path: Path, request: GapRequest) -> tuple[GapFile, tuple[Finding, ...]]:
    """Read one file and compute every statistic of its panel.

    Raises:
        BadInput: the file cannot be used as asked.
    """
    file = read_gap_file(path, request)
    return file, study_panel(file.summary, comparison=request.comparison, with_treated=bool(request.treated))


def as_json(file: GapFile, findings: tuple[Finding, ...], request: GapRequest) -> str:
    """One object: counts, findings (null where not defined), the verdict, what is wrong with rows."""
    counts = asdict(file.counts)
    report = {
        "n": {
            "rows": counts.pop("rows"),
            "target": findings[0].n_target,
            "comparison": findings[0].n_comparison,
            **counts,
        },
        "findings": [{field: getattr(finding, field) for field in _FIELDS} for finding in findings],
        "verdict": as_parts(gap_verdict(file, findings, request)),
        "warnings": list(file.warnings),
    }
    return json.dumps(report, indent=2, allow_nan=False, ensure_ascii=False)


def print_study(
    console: Console, file: GapFile, findings: tuple[Finding, ...], request: GapRequest, *, title: str
) -> None:
    """The study for a person: the verdict, what to bear in mind, then every figure and on whom it rests."""
    console.print(Text(title, style="bold"), soft_wrap=True)
    console.print()
    _print_verdict(console, gap_verdict(file, findings, request))
    console.print(_table([finding for finding in findings if finding.defined]))
    console.print()
    for why, labels in _left_out(findings).items():
        console.print(Text(f"{', '.join(labels)}: {why}", style="dim"))
    counts = file.counts
    console.print(
        Text(
            f"{counted(counts.rows, 'row')}, {counted(counts.schools, 'school')}; "
            f"{counted(counts.missing_baseline, 'pupil')} without a baseline, "
            f"{counts.missing_follow_up:,} without a follow-up."
        )
    )
    for warning in file.warnings:
        console.print(Text.assemble(("Note: ", "yellow"), warning))


def _print_verdict(console: Console, said: Verdict) -> None:
    for paragraph in paragraphs(said):
        console.print(Text(paragraph))
    for warning in warnings(said):
        console.print(Text.assemble(("Read with care: ", "yellow"), warning))
    console.print()


def _left_out(findings: tuple[Finding, ...]) -> dict[str, list[str]]:
    """What has no value, by the reason why."""
    reasons: dict[str, list[str]] = {}
    for finding in findings:
        if not finding.defined:
            reasons.setdefault(finding.method, []).append(_label(finding))
    return reasons


def _table(findings: list[Finding]) -> Table:
    values, lowers, uppers = (
        _lined_up([(getattr(finding, part), CATALOGUE[finding.statistic].decimals) for finding in findings])
        for part in ("value", "lower", "upper")
    )
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("Statistic")
    # Numbers come padded, their points under each other: set to the right, rich would strip the padding.
    table.add_column("Value".rjust(max(map(len, values), default=0)), no_wrap=True)
    table.add_column("95 % interval", no_wrap=True)
    table.add_column("p", justify="right", no_wrap=True)
    table.add_column("Pupils", justify="right", no_wrap=True)
    for finding, value, lower, upper in zip(findings, values, lowers, uppers, strict=True):
        interval = f"{lower} to {upper}" if finding.lower is not None and finding.upper is not None else ""
        table.add_row(_label(finding), value, interval, _p(finding.p), _pupils(finding))
    return table


def _lined_up(numbers: list[tuple[float | None, int]]) -> list[str]:
    """Rounded as published, padded on both sides so that their decimal points stand in one column.

    >>> _lined_up([(-14.51, 1), (-0.754, 2), (None, 1), (-6.0, 0)])
    ['-14.5 ', ' -0.75', '      ', ' -6   ']
    """
    texts = []
    for number, decimals in numbers:
        text = "" if number is None else f"{half_away(number, decimals):,.{decimals}f}"
        points = decimals + 1 if decimals else 0
        texts.append(text + " " * (_DEEPEST + 1 - points))
    width = max((len(text) for text in texts), default=0)
    return [text.rjust(width) for text in texts]


def _label(finding: Finding) -> str:
    return _SHORT_LABELS.get(finding.statistic) or CATALOGUE[finding.statistic].label


def _p(p: float | None) -> str:
    if p is None:
        return ""
    return "<0.001" if p < 0.001 else f"{half_away(p, 3):.3f}"


def _pupils(finding: Finding) -> str:
    return f"{finding.n_target:,}" + ("" if finding.one_sided else f" v {finding.n_comparison:,}")


def parse_pairs(option: str, text: str) -> Pairs:
    """`COL=VALUE[,COL=VALUE...]` as pairs; a part with a comma of its own stands in quotation marks.

    >>> parse_pairs("--target", 'fsm=yes,"Year, group=5"')
    (('fsm', 'yes'), ('Year, group', '5'))

    Raises:
        BadInput: a part has no equals sign, no column or no value.
    """
    pairs = []
    for part in next(csv.reader([text], skipinitialspace=True)) or [""]:
        column, equals, value = (word.strip() for word in part.partition("="))
        if not (equals and column and value):
            raise BadInput(f"{option}: '{part}' is not COL=VALUE")
        pairs.append((column, value))
    return tuple(pairs)
