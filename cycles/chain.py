"""The next cycle of a chain, drafted from the decision on the last: a plan for a person to finish."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from halfterm.cycles.plan import Plan, Prediction
from halfterm.cycles.programme import Programme
from halfterm.cycles.record import DecisionKind
from halfterm.cycles.rounding import half_away

GOES_ON: frozenset[DecisionKind] = frozenset({"adopt", "adapt", "extend"})
BECAUSE = "Drafted from the last cycle: the gap as it was found, give or take what was allowed then."


def next_id(cycle: str) -> str:
    """The name of the cycle that follows.

    >>> next_id("district-4-1"), next_id("phonics")
    ('district-4-2', 'phonics-2')
    """
    numbered = re.fullmatch(r"(.+)-([0-9]+)", cycle)
    return f"{numbered[1]}-{int(numbered[2]) + 1}" if numbered else f"{cycle}-2"


def next_plan(
    plan: Plan, *, programme: Programme, planned: date, found: Mapping[str, float | None]
) -> Plan | None:
    """The plan that follows: its baseline is this cycle's follow-up, its half-term the one after.

    Args:
        plan: the cycle that was decided on.
        programme: whose half-terms it moves along.
        planned: the day of the decision.
        found: each measure's gap at follow-up in points, None where pages may not show it: a plan is shown
            to the same readers, so a hidden gap must not come back as a prediction.

    Returns:
        None when the programme has no half-term left.
    """
    here = programme.position(plan.follow_up)
    if here + 1 >= len(programme.half_terms):
        return None
    following = programme.half_terms[here + 1]
    return plan.model_copy(
        update={
            "id": next_id(plan.id),
            "follows": plan.id,
            "planned": planned,
            "half_term": following.id,
            "baseline": plan.follow_up,
            "follow_up": following.id,
            "targets": tuple(target.model_copy(update={"by": following.ends}) for target in plan.targets),
            "predictions": tuple(
                _moved(prediction, found.get(prediction.measure)) for prediction in plan.predictions
            ),
        }
    )


def _moved(prediction: Prediction, gap: float | None) -> Prediction:
    if gap is None or prediction.statistic != "gap" or prediction.value is None:
        return prediction
    assert prediction.lower is not None
    assert prediction.upper is not None
    value = half_away(gap)
    return prediction.model_copy(
        update={
            "value": value,
            "lower": value - (prediction.value - prediction.lower),
            "upper": value + (prediction.upper - prediction.value),
            "because": BECAUSE,
        }
    )
