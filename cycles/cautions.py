"""What only the counts behind a study can tell its reader to bear in mind: a sentence for each rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from halfterm.cycles.disclosure import STRICTEST, safe_count
from halfterm.cycles.impact.finding import Finding
from halfterm.cycles.panels import CrossSection, show_cross_section
from halfterm.cycles.record import Coverage

MANY_SWITCHERS: Final = 0.1
"""Switchers are many from this share of the target pupils with both scores."""


def cautions(
    findings: Sequence[Finding], coverage: Coverage, cross: CrossSection | None, *, drawn: bool | None
) -> tuple[str, ...]:
    """The sentences that apply. `drawn`: whether the treated were drawn at random; None without treated.

    Each follows from what the strictest audience may see. A sentence that came and went with a small count
    would give the count away, to the reader who sees it and to the one who does not.
    """
    rules = (
        (
            _many_switched(coverage),
            "Some pupils changed group after the baseline; they count where the baseline put them.",
        ),
        (
            cross is not None and _panels_disagree(cross, findings),
            "Pupils tested both times and all pupils tested each time tell different stories: "
            "who joined and left matters.",
        ),
        (
            drawn is False,
            "Who got the idea was not drawn at random, so treated pupils may have differed from the start.",
        ),
    )
    return tuple(sentence for applies, sentence in rules if applies)


def _many_switched(coverage: Coverage) -> bool:
    both = safe_count(coverage.target_both, STRICTEST)
    switched = [safe_count(n, STRICTEST) or 0 for n in (coverage.switched_out, coverage.switched_in)]
    return both is not None and sum(switched) > MANY_SWITCHERS * both


def _panels_disagree(cross: CrossSection, findings: Sequence[Finding]) -> bool:
    matched = next(finding for finding in findings if finding.statistic == cross.statistic)
    return show_cross_section(cross, matched, audience=STRICTEST).disagrees is True
