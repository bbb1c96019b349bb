"""How complete a case study is by the standard: what is told, what is missing, where to write it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from halfterm.cycles.programme import Engagement
from halfterm.cycles.reporting_case import CaseTold, CycleTold
from halfterm.cycles.reporting_standard import Answer, answers, told_words
from halfterm.cycles.words import listed
from halfterm.site.learned import Learned
from halfterm.site.shown import ShownCycle, ShownEdition


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item of the standard that is not wholly told: what is missing, and where to write it."""

    item: str
    asks: str
    state: str
    missing: str


@dataclass(frozen=True, slots=True)
class Completeness:
    """The score in a sentence, the items that are told by name, and the others with what they lack."""

    score: str
    told: str
    lacking: tuple[ItemLine, ...]


def completeness(
    edition: ShownEdition, engagement: Engagement, chain: Sequence[ShownCycle], learned: Learned
) -> Completeness:
    """The score of a case study and what it still lacks; of several cycles any may tell a thing."""
    said = answers(case_told(edition, engagement, chain, learned))
    return Completeness(
        score=told_words(said),
        told=listed([_name(one) for one in said if not one.missing]),
        lacking=tuple(_line(one, engagement, chain[-1]) for one in said if one.missing),
    )


def case_told(
    edition: ShownEdition, engagement: Engagement, chain: Sequence[ShownCycle], learned: Learned
) -> CaseTold:
    """What the page of this chain tells, as the standard asks for it."""
    seen = [cycle for cycle in chain if _has_figures(cycle, engagement)]
    checklist = edition.checklists.get(engagement.id)
    steps = checklist.steps if checklist is not None else ()
    return CaseTold(
        cycles=tuple(
            CycleTold(c.plan, _has_figures(c, engagement), c.carried_out, c.decision) for c in chain
        ),
        context=bool(engagement.context),
        terms=engagement.terms is not None,
        steps=frozenset(progress.step.letter for progress in steps if progress.proofs),
        learners=bool(learned.learners),
        staff=bool(learned.staff),
        wider=bool(learned.wider),
        half_terms=len(_half_terms(edition, engagement, seen)),
    )


def _half_terms(edition: ShownEdition, engagement: Engagement, seen: Sequence[ShownCycle]) -> set[str]:
    """The half-terms with figures on this page: those of its studies, and those of its run charts."""
    studied = {h for cycle in seen for h in (cycle.plan.baseline, cycle.plan.follow_up)}
    charts = edition.series.get(engagement.id, ())
    return studied | {point.id for chart in charts for point in chart.points if point.value.visible}


def _has_figures(cycle: ShownCycle, engagement: Engagement) -> bool:
    return any(study.visible for study in cycle.at("engagement", engagement.id))


def _line(answer: Answer, engagement: Engagement, cycle: ShownCycle) -> ItemLine:
    ids = {"cycle": cycle.plan.id, "engagement": engagement.id}
    parts = [f"{part.what} ({part.where.format(**ids)})" for part in answer.missing]
    return ItemLine(_name(answer), answer.item.asks, answer.state, "; ".join(parts))


def _name(answer: Answer) -> str:
    return f"{answer.item.number}. {answer.item.name}"
