"""Disputes made safe: a doubt names a figure and never says what the figure is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from halfterm.cycles.disclosure import ShownFinding
from halfterm.cycles.plan import Plan
from halfterm.cycles.record import Dispute
from halfterm.site.shown import ShownDispute, ShownStudy

MOST_WORDS: Final = 300
"""Characters of a reason or an outcome that a page prints; the register keeps the whole."""

NO_NUMBER: Final = ("z", "x")


def show_disputes(
    disputes: Sequence[Dispute], plan: Plan, studies: Sequence[ShownStudy]
) -> tuple[ShownDispute, ...]:
    """The disputes about a cycle for the audience that these studies are shown to.

    The words of one raised where a figure is hidden stay in the register: they could say what it is.
    """
    return tuple(_show_dispute(dispute, plan, studies) for dispute in disputes)


def _show_dispute(dispute: Dispute, plan: Plan, studies: Sequence[ShownStudy]) -> ShownDispute:
    of_measure = [study for study in studies if study.measure.id == dispute.measure]
    schools = [s for s in of_measure if s.level == "school" and dispute.page in _summaries(s.place, plan)]
    shared = [s for s in of_measure if s.level == "engagement"]
    known = [s for s in (*schools, *shared) if _figure(s, dispute.statistic)]
    seen = [s for s in known if (found := _figure(s, dispute.statistic)) and found.visible]
    # What the page shows is what is doubted: the school's own figure, where that may be seen. Where it may
    # not, the words could tell it, though they are then about the figure of all schools.
    study = next(iter((*seen, *known)), None)
    visible = bool(seen) and seen[0] == known[0]
    return ShownDispute(
        number=dispute.number,
        cycle=plan.id,
        measure=study.measure.name if study else dispute.measure,
        figure=figure_key(study, dispute.statistic) if study else "",
        level=study.level if study else "engagement",
        place=study.place if study else plan.engagement,
        statistic=dispute.statistic,
        by=dispute.by,
        on=dispute.on,
        reason=capped(dispute.reason) if visible else "",
        outcome=capped(dispute.outcome) if visible else "",
        settled_by=dispute.settled_by,
        settled_on=dispute.settled_on,
    )


def _summaries(school: str, plan: Plan) -> tuple[str, str]:
    """What a school's summary may be called: a school of several engagements has several."""
    return f"schools/{school}", f"schools/{school}-in-{plan.engagement}"


def _figure(study: ShownStudy, statistic: str) -> ShownFinding | None:
    """The figure of this name, hidden or not; None where nothing was computed."""
    found = study.findings.get(statistic)
    if found is None and statistic == "percent_of_goal" and study.targets:
        found = study.targets[0].percent
    return None if found is None or found.value.symbol in NO_NUMBER else found


def figure_key(study: ShownStudy, statistic: str) -> str:
    """What names one figure of an edition."""
    return f"{study.cycle}/{study.measure.id}/{study.level}/{study.place}/{statistic}"


def capped(words: str) -> str:
    """Words that people wrote, cut at a space where they are too many for a page.

    >>> capped("No. " * 100)[-8:]
    'No. No.…'
    """
    words = " ".join(words.split())
    return words if len(words) <= MOST_WORDS else words[:MOST_WORDS].rpartition(" ")[0] + "…"
