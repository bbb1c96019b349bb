"""What a load says of a file: counts, and for each rule the rows to mend by number and column, never a value."""

from __future__ import annotations

from dataclasses import dataclass

from halfterm.cycles.load_rules import RULES, Rule, Verdict


@dataclass(frozen=True, slots=True)
class LoadFinding:
    """The rows of one column that one rule names; `rows` ascend and count as a spreadsheet does."""

    rule: str
    column: str
    rows: tuple[int, ...]

    @property
    def meaning(self) -> Rule:
        return RULES[self.rule]


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What one load of one part of a source took in. `fresh` is False when the warehouse held exactly this.

    Of the rows read, `rows_accepted` were, `outside` are of schools that are not in the programme, `elsewhere`
    are of pupils who were at no school or of other half-terms, `rejected` and `held` wait for somebody.
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
