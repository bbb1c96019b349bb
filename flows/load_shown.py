"""What loads took in, on a terminal and for machines: counts, then by rule the rows to mend; no value."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from halfterm.cycles.load_report import VERDICTS, WHY_NO_VALUES, LoadFinding, LoadReport
from halfterm.cycles.load_rules import Rule

_COUNTS = {
    "Rows": "rows_read",
    "Accepted": "rows_accepted",
    "Rejected": "rejected",
    "Held": "held",
    "Aside": "outside",
    "Elsewhere": "elsewhere",
    "Scores": "scores",
    "Blank": "scores_missing",
}
_LEGEND = {
    "Aside": "Aside: of schools whose scores are not awaited.",
    "Elsewhere": "Elsewhere: of other half-terms, or of pupils who were at no school.",
    "Blank": "Blank: cells without a score in accepted rows.",
}
"""The columns that are there only where a file has something to count in them, and what they count."""

_WIDE = 100  # columns of a terminal that has room for the scores too
_MOST_RUNS = 20  # of the rows of one finding; the CSV and the page name every row


def print_report(console: Console, reports: Sequence[LoadReport]) -> None:
    """A table of what came in, then for each file what its rows break and how that is mended."""
    for half_term in dict.fromkeys(report.half_term for report in reports):
        console.print(Text(f"What came in for {half_term}", style="bold"))
        console.print()
        _print_counts(console, [report for report in reports if report.half_term == half_term])
        console.print()
    found = [report for report in reports if report.findings]
    for report in found:
        _print_findings(console, report)
    if found:
        console.print(Text(WHY_NO_VALUES, style="dim"))


def _print_counts(console: Console, reports: Sequence[LoadReport]) -> None:
    """A row a file; columns that would say nothing are left out."""
    heads = [head for head in _COUNTS if console.width >= _WIDE or head not in ("Scores", "Blank")]
    heads = [h for h in heads if h not in _LEGEND or any(getattr(r, _COUNTS[h]) for r in reports)]
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("File", overflow="fold")
    for head in heads:
        table.add_column(head, justify="right", no_wrap=True)
    for report in reports:
        name = Text.assemble(_plain(report.name), (f"\n{_state(report)}", "dim"))
        table.add_row(name, *(Text(f"{getattr(report, _COUNTS[head]):,}") for head in heads))
    console.print(table)
    for words in (words for head, words in _LEGEND.items() if head in heads):
        console.print(Text(words, style="dim"))


def _state(report: LoadReport) -> str:
    taken = "nothing loaded" if report.refused else "loaded" if report.fresh else "loaded before"
    return ", ".join(part for part in (taken, report.source, report.encoding) if part)


def _print_findings(console: Console, report: LoadReport) -> None:
    refused = ": nothing was loaded" if report.refused else ""
    console.print(Text(f"{_plain(report.name)}, {report.half_term}{refused}", style="bold"))
    console.print()
    for verdict, words in VERDICTS.items():
        found = report.found(verdict)
        if not found:
            continue
        console.print(Text(words, style="dim" if verdict == "aside" else "yellow"))
        for rule, findings in groupby(found, key=lambda finding: finding.meaning):
            console.print(_indented(_said(rule), 2))
            for line in _places(findings, row_word=report.row_word):
                console.print(_indented(line, 4))
            console.print(_indented(Text(f"To do: {rule.mend}", style="dim"), 4))
        if verdict == "question":
            console.print(_indented(Text(f"To answer one: {report.answer_command}", style="dim"), 2))
        console.print()


def _said(rule: Rule) -> Text:
    """What is wrong, by which rule, and the code that people know from the school census."""
    code = f"{rule.id}, census {rule.census}" if rule.census else rule.id
    return Text.assemble(rule.words[0].upper() + rule.words[1:], (f" ({code})", "dim"))


def _places(findings: Iterable[LoadFinding], *, row_word: str) -> Iterator[Text]:
    """Where a rule is broken: a line a column."""
    for finding in findings:
        word = row_word if len(finding.rows) == 1 else f"{row_word}s"
        column = f"{_plain(finding.column)}: " if finding.column else ""
        yield Text.assemble((column, "bold"), f"{word} {finding.numbers(_MOST_RUNS)}")


def _indented(text: Text, by: int) -> Padding:
    return Padding(text, (0, 0, 0, by))


def _plain(text: str) -> str:
    """A name or header of a file without anything that a terminal would act upon."""
    return "".join(sign if sign.isprintable() else "?" for sign in text)


def as_json(reports: Iterable[LoadReport]) -> str:
    """All loads as one JSON object, with every row of every finding by its number."""
    return json.dumps({"loads": [_report_json(report) for report in reports]}, indent=2, ensure_ascii=False)


def _report_json(report: LoadReport) -> dict[str, Any]:
    counts = ("rows_read", "rows_accepted", "rejected", "held", "outside", "elsewhere", "pupils")
    return {
        "source": report.source,
        "half_term": report.half_term,
        "part": report.part,
        "file": report.file_name,
        "encoding": report.encoding,
        "load": report.load or None,
        "fresh": report.fresh,
        **{count: getattr(report, count) for count in (*counts, "scores", "scores_missing")},
        "findings": [_finding_json(found) for verdict in VERDICTS for found in report.found(verdict)],
    }


def _finding_json(finding: LoadFinding) -> dict[str, Any]:
    rule = finding.meaning
    return {
        "rule": rule.id,
        "census": rule.census,
        "verdict": rule.verdict,
        "column": finding.column,
        "rows": list(finding.rows),
        "what": rule.words,
        "mend": rule.mend,
    }
