"""Which studies must be hidden altogether: too few pupils, or a partner that would give one away.

Subtraction is the plain attack: an engagement's figure less the schools that are shown leaves the one
that is hidden. So one hidden school never stands alone in an engagement whose figure is published, and
a cluster with one hidden engagement hides its own figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from halfterm.cycles.disclosure import Audience, too_few
from halfterm.cycles.plan import Plan
from halfterm.cycles.record import CycleRecord, EditionRecord, Study
from halfterm.site.shown import WhyHidden

Key = tuple[str, str, str, str]
"""Cycle, measure, level, place: what names one study. The cycle of a cluster's study is its half-term."""

FEW: Final[WhyHidden] = "few pupils"
PARTNER: Final[WhyHidden] = "protects another group"


def key(study: Study, half_term: str = "") -> Key:
    """The name of a study; `half_term` names those of clusters, which have no cycle."""
    return (study.cycle or half_term, study.measure, study.level, study.place)


def assessed(study: Study) -> bool:
    """Whether any pupil has a score behind a study: a measure may be taken at some schools only.

    That nobody was assessed at a school is no pupil's secret. Such a school protects no other, so it is left
    out of what is told and of what is hidden.
    """
    held = study.coverage
    scored = (
        *(held.target_both, held.comparison_both),
        *(held.target_missing_follow_up, held.comparison_missing_follow_up),
        *(held.switched_out, held.switched_in, held.joiners, held.leavers),
    )
    return study.level != "school" or any(scored) or study.cross_section is not None


def few_pupils(study: Study, *, plans: Iterable[Plan], audience: Audience) -> bool:
    """Whether either side of a study is too small for this audience.

    With a whole class as comparison, the pupils of the class outside the target group count: their mean
    can be had by subtraction. An empty side of a plan that compares is too small as well, since it says
    that everybody is in the target group.
    """
    kinds = {plan.comparison.kind for plan in plans}
    if too_few(study.coverage.target_both, audience):
        return True
    if kinds <= {"none", "national"}:
        return False
    sides = [study.coverage.comparison_both]
    if "whole_class" in kinds:
        gap = study.finding("gap_baseline")
        sides.append(gap.n_comparison - gap.n_target)
    return any(too_few(n, audience) for n in sides)


def hidden_studies(record: EditionRecord, audience: Audience) -> Mapping[Key, WhyHidden]:
    """Every study of an edition that this audience may not see, and why."""
    why = {
        key(study): FEW
        for cycle in record.cycles
        for study in cycle.studies
        if assessed(study) and few_pupils(study, plans=[cycle.plan], audience=audience)
    }
    while partners := _lone_partners(record.cycles, why):
        why |= dict.fromkeys(partners, PARTNER)
    by_half_term = {**record.earlier_cluster_studies, record.half_term.id: record.cluster_studies}
    for half_term, studies in by_half_term.items():
        for study in studies:
            plans = plans_of_cluster(record, study.place, half_term)
            if few_pupils(study, plans=plans, audience=audience):
                why[key(study, half_term)] = FEW
            elif _one_engagement_hidden(record, study, half_term, why):
                why[key(study, half_term)] = PARTNER
    return why


def plans_of_cluster(record: EditionRecord, cluster: str, half_term: str) -> list[Plan]:
    """The plans that the study of a cluster in one half-term puts together."""
    members = {e.id for e in record.programme.engagements if e.cluster == cluster}
    plans = [cycle.plan for cycle in record.cycles]
    return [p for p in plans if p.engagement in members and p.follow_up == half_term]


def _lone_partners(cycles: Iterable[CycleRecord], why: Mapping[Key, WhyHidden]) -> set[Key]:
    """For each hidden school that stands alone, the smallest school beside it; and its double elsewhere."""
    partners: set[Key] = set()
    withheld = {(cycle, measure, place) for cycle, measure, level, place in why if level == "school"}
    half_terms = {c.plan.id: c.plan.follow_up for c in cycles}
    places = {
        (half_terms[cycle], measure, place) for cycle, measure, place in withheld if cycle in half_terms
    }
    for cycle in cycles:
        for measure in cycle.plan.studied_measures:
            schools = [
                s for s in cycle.studies if s.level == "school" and s.measure == measure.id and assessed(s)
            ]
            seen = [s for s in schools if key(s) not in why]
            # The same school in another engagement of the half-term shows the same pupils.
            doubles = {key(s) for s in seen if (cycle.plan.follow_up, s.measure, s.place) in places}
            partners |= doubles
            if seen and len(schools) - len(seen) == 1:
                partners.add(key(min(seen, key=lambda s: (s.coverage.target_both, s.place))))
    return partners


def _one_engagement_hidden(
    record: EditionRecord, study: Study, half_term: str, why: Mapping[Key, WhyHidden]
) -> bool:
    plans = {p.id for p in plans_of_cluster(record, study.place, half_term)}
    parts = [
        key(s)
        for cycle in record.cycles
        if cycle.plan.id in plans
        for s in cycle.studies
        if s.level == "engagement" and s.measure == study.measure
    ]
    return len(parts) > 1 and sum(part in why for part in parts) == 1
