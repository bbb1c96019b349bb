"""The verdict of `halfterm gap`: what its findings may be said to show, for the person whose file it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from halfterm.cycles.cautions import crowded_ends
from halfterm.cycles.disclosure import Audience, ShownFinding, show_finding
from halfterm.cycles.impact.ends import end_counts
from halfterm.cycles.impact.finding import Finding
from halfterm.cycles.impact.request import GapRequest, Pairs
from halfterm.cycles.impact.statistics import CATALOGUE
from halfterm.cycles.verdict import Line, Verdict, verdict
from halfterm.cycles.verdict_evidence import Evidence, called_after_scores
from halfterm.cycles.verdict_rules import Part
from halfterm.cycles.words import GapFigures, sentence
from halfterm.warehouse.gap_file import GapFile

READER: Final[Audience] = "school"
"""Who runs the command has the file, and so may see all that is in it."""


def gap_verdict(file: GapFile, findings: Iterable[Finding], request: GapRequest) -> Verdict:
    """The verdict on one file; a plan's targets, predictions and design are not known for it."""
    shown = {finding.statistic: _shown(finding) for finding in findings}
    gap = GapFigures(
        measure="scores",
        target="the target group",
        comparison="the whole class" if request.comparison == "whole_class" else "the others",
        when_before=request.baseline,
        when_after=request.follow_up,
        before=shown["gap_baseline"],
        after=shown["gap_followup"],
        change=shown["gap_change"],
        gain_target=shown["gain_target"],
        gain_comparison=shown["gain_comparison"],
    )
    return verdict(
        Evidence(
            gap=gap,
            comparison=request.comparison,
            audience=READER,
            idea=_named(request.treated),
            treated=bool(request.treated),
            impact=shown.get("impact"),
            counted=crowded_ends(end_counts(file.summary), audience=READER),
            picked=called_after_scores(column for column, _ in request.target),
        )
    )


def _named(pairs: Pairs) -> str:
    return " and ".join(f"{column}={value}" for column, value in pairs)


def _shown(finding: Finding) -> ShownFinding:
    decimals = CATALOGUE[finding.statistic].decimals
    return show_finding(finding, audience=READER, decimals=decimals, signed=True)


def paragraphs(said: Verdict) -> tuple[str, ...]:
    """The verdict in sentences: how the gap moved and who moved it; whether the idea did it."""
    parts: tuple[tuple[Part, ...], ...] = (("comparison", "direction", "interval"), ("mover",), ("impact",))
    return tuple(" ".join(_sentences(said.of(*some))) for some in parts if said.of(*some))


def warnings(said: Verdict) -> tuple[str, ...]:
    """What to bear in mind, a sentence each."""
    return tuple(_sentences(said.warnings))


def _sentences(lines: Iterable[Line]) -> list[str]:
    return [sentence(line.words) for line in lines]


def as_parts(said: Verdict) -> dict[str, object]:
    """The verdict for a machine: the claim, and every rule that applies with its sentence."""
    return {
        "claim": said.claim,
        "lines": [
            {"rule": line.rule, "part": line.part, "sentence": sentence(line.words)} for line in said.lines
        ],
    }
