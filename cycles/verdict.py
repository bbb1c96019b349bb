"""The verdict on one measure in words: what the rules say of its figures, in the table's one order."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from halfterm.cycles.verdict_evidence import Evidence
from halfterm.cycles.verdict_rules import RULES, Part, Rule
from halfterm.cycles.words import Claim, claim, listed, sentence


@dataclass(frozen=True, slots=True)
class Line:
    """What one rule says. `words` begin small, to be said after "Reading: "."""

    rule: str
    part: Part
    words: str
    of_plan: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said of one measure: the claim in a word or two, and the lines of the rules that apply."""

    measure: str
    claim: Claim
    lines: tuple[Line, ...]

    def of(self, *parts: Part) -> tuple[Line, ...]:
        """The lines of these parts, in the table's order."""
        return tuple(line for line in self.lines if line.part in parts)

    def words(self, *parts: Part) -> str:
        """The lines of these parts in sentences that begin with the measure; empty where there are none."""
        lines = [line.words for line in self.of(*parts)]
        return (
            f"{self.measure}: " + " ".join([lines[0].rstrip(".") + ".", *map(sentence, lines[1:])])
            if lines
            else ""
        )

    def only(self, rules: Container[str]) -> Verdict:
        """What some of the rules say."""
        return replace(self, lines=tuple(line for line in self.lines if line.rule in rules))

    @property
    def warnings(self) -> tuple[Line, ...]:
        """What the reader is to bear in mind."""
        return self.of("caution")


def verdict(evidence: Evidence) -> Verdict:
    """What may be said about one measure, from figures that its audience may see and from nothing else.

    Where the figures are hidden, only what the plan alone tells is said, and that they are hidden.
    """
    applying = (rule for rule in RULES if _may_speak(rule, evidence) and rule.applies(evidence))
    return Verdict(
        measure=evidence.gap.measure,
        claim=claim(evidence.gap),
        lines=tuple(Line(r.name, r.part, r.sentence(evidence), r.of_plan) for r in applying),
    )


def _may_speak(rule: Rule, evidence: Evidence) -> bool:
    return rule.of_plan or rule.part in ("direction", "impact") or not evidence.gap.hidden


def said(verdicts: Sequence[Verdict], *parts: Part, of: str = "") -> tuple[str, ...]:
    """The sentences of these parts for several measures: like sentences once, with the measures named.

    In the table's order; what holds of the plan as a whole is said without a measure. `of` says whose figures
    they are, where that is not plain.
    """
    measures: dict[Line, list[str]] = {}
    for each in verdicts:
        for line in each.of(*parts):
            measures.setdefault(line, []).append(each.measure)
    order = {rule.name: place for place, rule in enumerate(RULES)}
    where = f", {of}" if of else ""
    return tuple(
        sentence(line.words if line.of_plan else f"{listed(measures[line])}{where}: {line.words}")
        for line in sorted(measures, key=lambda line: order[line.rule])
    )
