"""What a load says of a file: counts, and for each rule the rows to mend by number and column; no value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType
from typing import Final

from halfterm.cycles.load_rules import RULES, Rule, Verdict

VERDICTS: Final[Mapping[Verdict, str]] = MappingProxyType(
    {
        "rejected": "Rejected: not taken in until the file is mended",
        "question": "Questions: held back until somebody has answered them",
        "aside": "Set aside: nothing to do, unless a code is mistyped",
    }
)
"""The verdicts in the order of reports, and what each asks of a reader."""

WHY_NO_VALUES: Final = (
    "What stands in the cells is not shown, on purpose: a report may be passed on, a pupil's data may not. "
    "Look the rows up in the file."
)


@dataclass(frozen=True, slots=True)
class LoadFinding:
    """The rows of one column that one rule names; `rows` ascend and count as a spreadsheet does."""

    rule: str
    column: str
    rows: tuple[int, ...]

    @property
    def meaning(self) -> Rule:
        return RULES[self.rule]

    def numbers(self, most: int = 40) -> str:
        """The rows as numbers with neighbours joined; beyond `most` runs the rest is counted.

        >>> LoadFinding("upn-missing", "UPN", (3, 4, 5, 9)).numbers()
        '3-5, 9'
        >>> LoadFinding("upn-missing", "UPN", (3, 4, 9, 12, 13)).numbers(most=1)
        '3-4 and 3 more'
        """
        runs = list(_runs(self.rows))
        words = [str(first) if first == last else f"{first}-{last}" for first, last in runs[:most]]
        beyond = sum(last - first + 1 for first, last in runs[most:])
        return ", ".join(words) + (f" and {beyond:,} more" if beyond else "")


def _runs(rows: tuple[int, ...]) -> Iterator[tuple[int, int]]:
    """First and last of each run of neighbours: within one, a row and its place go up together."""
    for _, run in groupby(enumerate(sorted(rows)), key=lambda placed: placed[1] - placed[0]):
        neighbours = [row for _, row in run]
        yield neighbours[0], neighbours[-1]


@dataclass(frozen=True, slots=True)
class RowToMend:
    """One fault of one row, as somebody who has the file open looks for it."""

    row: int
    column: str
    rule: Rule


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What one load of one part of a source took in. `fresh` is False when the warehouse held exactly this.

    Of the rows read, `rows_accepted` were, `outside` are of schools whose scores are not awaited,
    `elsewhere` are of pupils who were at no school or of other half-terms, `rejected` and `held` wait for
    somebody.
    `pupils` are those that the accepted rows name; `scores_missing` counts blank cells of accepted rows.
    """

    load: str
    source: str
    half_term: str
    rows_read: int
    pupils: int
    outside: int
    elsewhere: int
    rejected: int
    scores: int
    scores_missing: int
    fresh: bool
    rows_accepted: int = 0
    held: int = 0
    part: str = ""
    file_name: str = ""
    encoding: str = ""
    row_word: str = "row"
    findings: tuple[LoadFinding, ...] = ()

    def found(self, verdict: Verdict) -> tuple[LoadFinding, ...]:
        """The findings of one verdict, in the order of the rules."""
        places = {rule: place for place, rule in enumerate(RULES)}
        kept = [finding for finding in self.findings if finding.meaning.verdict == verdict]
        return tuple(sorted(kept, key=lambda finding: (places[finding.rule], finding.column)))

    @property
    def refused(self) -> bool:
        """Whether nothing was taken in because too many rows are rejected: such a load has no id."""
        return not self.load

    @property
    def name(self) -> str:
        """What a person knows the table by."""
        return self.file_name or self.part or self.source

    @property
    def answer_command(self) -> str:
        """What is typed to answer for one of the questions; the capitals are to be filled in."""
        words = ("halfterm answer WORKSPACE", self.source, self.half_term, "RULE --by WHO --reason WHY")
        return " ".join((*words, f"--part {self.part}") if self.part else words)

    def rows_to_mend(self) -> tuple[RowToMend, ...]:
        """Every fault that somebody has to mend or answer, one by one, by row and then as the rules stand."""
        found = (*self.found("rejected"), *self.found("question"))
        faults = [
            RowToMend(row, finding.column, finding.meaning) for finding in found for row in finding.rows
        ]
        return tuple(sorted(faults, key=lambda fault: fault.row))
