"""`halfterm two-way`: a group and the others by what became of them, from one file."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.text import Text

from halfterm.cycles.disclosure import Audience, show_number, show_p
from halfterm.cycles.errors import BadInput
from halfterm.cycles.impact.finding import Finding
from halfterm.cycles.impact.statistics import CATALOGUE
from halfterm.cycles.impact.threshold import pupils_equivalent
from halfterm.cycles.two_way_shown import Counted, safe_counted, shown_ordered, shown_two_way
from halfterm.flows.gap import parse_pairs
from halfterm.flows.plain_table import plain_table
from halfterm.warehouse.two_way_file import Outcome, TwoWayFile, read_two_way

FIELDS: Final = ("statistic", "value", "lower", "upper", "p", "n_target", "n_comparison", "method")
SURE: Final = 0.05
NOT_BY_LOT: Final = (
    "Who is in the group may not be a matter of chance: the two may differ in other ways as well."
)
SIGNED: Final = ("percentage points", "effect size")


@dataclass(frozen=True, slots=True)
class TwoWayReport:
    """What one file says to an audience. `counts` is None where the table is withheld."""

    group: str
    outcome: str
    counts: Counted | None
    names: dict[float, str]
    findings: tuple[Finding, ...]
    any_p: float | None
    any_test: str
    notes: tuple[str, ...]

    @property
    def of_yes(self) -> bool:
        """Whether the outcome is a yes or no."""
        return "=" in self.outcome


def two_way_of(
    path: Path, group: str, outcome: str, *, order: str | None, audience: Audience
) -> TwoWayReport:
    """Read one file, and compute the table's figures from counts as the audience may know them.

    Raises:
        BadInput: the file cannot be used as asked.
    """
    wanted = parse_outcome(outcome, order)
    file = read_two_way(path, parse_pairs("--group", group), wanted)
    safe = safe_counted(file.counts, audience)
    notes = file.left_out if audience == "school" else _unnumbered(file)
    if safe is None:
        return TwoWayReport(group, outcome, None, file.names, (), None, "", notes)
    if wanted.pairs:
        made = shown_two_way(safe, audience)
        findings = (made.difference, made.odds_ratio)
        return TwoWayReport(group, outcome, safe, file.names, findings, None, "", notes)
    found = shown_ordered(safe, audience)
    return TwoWayReport(group, outcome, safe, file.names, (found.lead,), found.any_p, found.any_test, notes)


def _unnumbered(file: TwoWayFile) -> tuple[str, ...]:
    """Outside the school nobody learns how many rows, or which, were left out."""
    return ("rows without a group or an outcome are left out",) if file.left_out else ()


def parse_outcome(text: str, order: str | None) -> Outcome:
    """`COL=VALUE[,...]`, or `COL` of numbers, or with an order of words, lowest first.

    >>> parse_outcome("engagement", "weak,strong")
    Outcome(pairs=(), column='engagement', order=('weak', 'strong'))

    Raises:
        BadInput: a part is malformed, or there is an order of something that is a yes or no.
    """
    if "=" in text:
        if order is not None:
            raise BadInput(
                "--order: give the outcome as a column alone, without '=', to put its words in order"
            )
        return Outcome(pairs=parse_pairs("--outcome", text))
    if order is None:
        return Outcome(column=text.strip())
    words = tuple(word.strip() for word in next(csv.reader([order], skipinitialspace=True), []))
    if len(words) < 2 or not all(words) or len(set(words)) < len(words):
        raise BadInput("--order: name two words or more, lowest first, with commas between, each once")
    return Outcome(column=text.strip(), order=words)


def two_way_as_json(report: TwoWayReport) -> str:
    """One object: the counts (null: withheld), the findings, and what was left out."""
    names, counts = report.names, report.counts
    content = {
        "group": report.group,
        "outcome": report.outcome,
        "counts": None
        if counts is None
        else {
            side: {names[level]: n for level, n in row.items()}
            for side, row in (("group", counts.group), ("others", counts.others))
        },
        "findings": [{field: getattr(finding, field) for field in FIELDS} for finding in report.findings],
        "any_difference": None if report.any_p is None else {"p": report.any_p, "test": report.any_test},
        "notes": list(report.notes),
    }
    return json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False)


def print_two_way(console: Console, report: TwoWayReport, *, name: str) -> None:
    """The table, its figures with their intervals, and what they can and cannot say."""
    console.print(Text(f"{name}: {report.group} against the others, {report.outcome}", style="bold"))
    console.print()
    if report.counts is None:
        console.print("Withheld: a cell of the table holds so few pupils that it would tell of them.")
    else:
        _print_counts(console, report, report.counts)
        console.print()
        for finding in report.findings:
            console.print(Text(finding_line(finding)), soft_wrap=True)
        if report.any_p is not None:
            console.print(Text(f"Any difference at all: {p_words(report.any_p)} ({report.any_test})"))
        _print_meaning(console, report, report.counts)
    for note in report.notes:
        console.print(Text.assemble(("Note: ", "yellow"), note))


def _print_counts(console: Console, report: TwoWayReport, counts: Counted) -> None:
    levels = counts.levels[::-1] if report.of_yes else counts.levels
    heads = ["", *(report.names[level] for level in levels), "all", *(["share"] if report.of_yes else [])]
    rows = []
    for label, row in ((report.group, counts.group), ("the others", counts.others)):
        n = sum(row.values())
        share = [f"{show_number(100 * row[1] / n, decimals=1).text} %"] if report.of_yes else []
        rows.append([label, *(f"{row[level]:,}" for level in levels), f"{n:,}", *share])
    console.print(plain_table(heads, rows, numbers=heads[1:]))


def _print_meaning(console: Console, report: TwoWayReport, counts: Counted) -> None:
    first = report.findings[0]
    if first.statistic == "risk_difference" and first.value is not None:
        n = sum(counts.group.values())
        equal = show_number(pupils_equivalent(abs(first.value), n), decimals=0).text
        console.print(f"That is as many as {equal} of the {n:,} in the group.", highlight=False)
    chance = "" if first.p is None else f"{chance_words(first.p)} "
    console.print(Text(chance + NOT_BY_LOT))


def finding_line(finding: Finding) -> str:
    """One finding in words: what it is called, its number, its 95 % interval and p; or why there is none."""
    statistic = CATALOGUE[finding.statistic]
    if finding.value is None:
        return f"{statistic.label}: {finding.method}"
    signed = statistic.unit in SIGNED
    numbers = [
        None if number is None else show_number(number, decimals=statistic.decimals, signed=signed).text
        for number in (finding.value, finding.lower, finding.upper)
    ]
    unit = f" {statistic.unit}" if statistic.unit == "percentage points" else ""
    interval = "" if numbers[1] is None else f", 95 % interval {numbers[1]} to {numbers[2]}"
    p = "" if finding.p is None else f", {p_words(finding.p)}"
    return f"{statistic.label}: {numbers[0]}{unit}{interval}{p}"


def chance_words(p: float) -> str:
    """Whether chance is an explanation, in a sentence."""
    return "Chance alone rarely does as much." if p < SURE else "Chance alone may do as much."


def p_words(p: float) -> str:
    """A p in words, never as nought.

    >>> p_words(0.0001), p_words(0.25)
    ('p < 0.001', 'p 0.250')
    """
    text = show_p(p).text
    return f"p < {text[1:]}" if text.startswith("<") else f"p {text}"
