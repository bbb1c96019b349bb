"""How secure a claim about a change idea is, from what an audience may see of its studies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from halfterm.cycles.disclosure import POLICIES, Audience
from halfterm.cycles.impact.detectable import detectable_between_pupils
from halfterm.cycles.impact.treated import CLUSTERED
from halfterm.cycles.plan import Plan
from halfterm.cycles.quality import NO_CLAIM, Claim
from halfterm.cycles.quality_point import Point
from halfterm.cycles.quality_security import DESIGN_LEVELS, design_of, security
from halfterm.site.shown import ShownStudy


def rated(studies: Sequence[ShownStudy], plans: Sequence[Plan], *, audience: Audience) -> Point:
    """The security of what these studies, of one or several cycles, say of the change idea: the weakest."""
    claim = claim_of(studies, correlation=min(plan.assumes.correlation for plan in plans), audience=audience)
    design = min((design_of(plan) for plan in plans), key=lambda each: DESIGN_LEVELS[each])
    return security(design=design, detectable=claim.detectable, attrition=claim.attrition)


def claim_of(studies: Sequence[ShownStudy], *, correlation: float, audience: Audience) -> Claim:
    """The weakest of the measures: their largest detectable effect, their largest loss of pupils."""
    if not studies:
        return NO_CLAIM
    return Claim(
        detectable=_largest(_detectable(study, correlation=correlation) for study in studies),
        attrition=_largest(_attrition(study, audience=audience) for study in studies),
    )


def _largest(numbers: Iterable[float | None]) -> float | None:
    """The largest; None when one of them is not known."""
    known = list(numbers)
    return None if None in known else max((number for number in known if number is not None), default=None)


def _detectable(study: ShownStudy, *, correlation: float) -> float | None:
    """From the treated and untreated target pupils, as the audience sees their numbers.

    None where whole schools were treated: the effect then rests on schools, and pupils do not tell it.
    """
    impact = study.findings.get("impact")
    if impact is None or CLUSTERED in impact.method:
        return None
    treated, untreated = impact.n_target.value, impact.n_comparison.value
    if treated is None or untreated is None:
        return None
    return detectable_between_pupils((int(treated), int(untreated)), correlation=correlation).value


def _attrition(study: ShownStudy, *, audience: Audience) -> float | None:
    """The share of target pupils with a baseline who have no follow-up.

    A hidden number of lost pupils is taken for the largest that is hidden, so that the share gives none away.
    """
    lost, kept = study.coverage.target_missing.value, study.coverage.target_both.value
    if kept is None:
        return None
    if lost is None:
        lost = POLICIES[audience].least - 1
    return lost / (lost + kept) if lost + kept else None
