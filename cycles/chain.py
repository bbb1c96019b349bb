"""The next cycle of a chain, drafted from the decision on the last: a plan for a person to finish."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date
from itertools import count
from typing import Final

from halfterm.cycles.disclosure import Shown
from halfterm.cycles.model import LONGEST_SLUG
from halfterm.cycles.plan import Plan, Prediction, Target
from halfterm.cycles.programme import Programme
from halfterm.cycles.record import DecisionKind
from halfterm.cycles.rounding import half_away

GOES_ON: Final[frozenset[DecisionKind]] = frozenset({"adopt", "adapt", "extend"})
"""The decisions after which there is a next cycle."""

BECAUSE: Final = "Drafted from the last cycle: the gap as it was found, give or take what was allowed then."
DECIMALS: Final = 6
"""Of a drafted bound: enough for any scale, too few to print what binary fractions add."""


def next_id(cycle: str, *, taken: Collection[str] = ()) -> str:
    """The name of the cycle that follows: the next free number of the chain.

    >>> next_id("district-4-1"), next_id("phonics"), next_id("phonics", taken={"phonics-2"})
    ('district-4-2', 'phonics-2', 'phonics-3')
    """
    numbered = re.fullmatch(r"(.+)-([0-9]+)", cycle)
    stem, number = (numbered[1], int(numbered[2])) if numbered else (cycle, 1)
    names = (_numbered(stem, n) for n in count(number + 1))
    return next(name for name in names if name not in taken)


def _numbered(stem: str, number: int) -> str:
    return f"{stem[: LONGEST_SLUG - len(str(number)) - 1].rstrip('-')}-{number}"


def next_plan(
    plan: Plan,
    *,
    programme: Programme,
    planned: date,
    found: Mapping[str, Shown],
    taken: Collection[str] = (),
) -> Plan | None:
    """The plan that follows: its baseline is this cycle's follow-up, its half-term the one after.

    Args:
        plan: the cycle that was decided on.
        programme: whose half-terms it moves along.
        planned: the day of the decision. Targets are due by the end of the half-term, or on this day when
            it is later: a plan with a target in the past could not be read.
        found: each measure's gap at follow-up in points, as pages show it: a plan has the same readers, so a
            hidden gap must not come back as a prediction. Without one, the prediction stays as it was.
        taken: the names of cycles that are there already.

    Returns:
        None when the programme has no half-term left.
    """
    here = programme.position(plan.follow_up)
    if here + 1 >= len(programme.half_terms):
        return None
    following = programme.half_terms[here + 1]
    due = max(following.ends, planned)
    return plan.model_copy(
        update={
            "id": next_id(plan.id, taken=taken),
            "follows": plan.id,
            "planned": planned,
            "half_term": following.id,
            "baseline": plan.follow_up,
            "follow_up": following.id,
            "targets": tuple(_aimed(target, found.get(target.measure), due) for target in plan.targets),
            "predictions": tuple(
                _moved(prediction, found.get(prediction.measure)) for prediction in plan.predictions
            ),
        }
    )


def _aimed(target: Target, gap: Shown | None, by: date) -> Target:
    """The same goal by the new date; where the gap as shown is within it already, half of that gap."""
    if target.statistic != "gap" or gap is None or gap.value is None or abs(gap.value) > abs(target.goal):
        return target.model_copy(update={"by": by})
    return target.model_copy(update={"by": by, "goal": half_away(gap.value / 2, 1)})


def _moved(prediction: Prediction, gap: Shown | None) -> Prediction:
    """A predicted gap moved to where the gap was found, with bounds as far from it as before."""
    if gap is None or gap.value is None or prediction.statistic != "gap":
        return prediction
    if prediction.value is None or prediction.lower is None or prediction.upper is None:
        return prediction
    move = gap.value - prediction.value
    return prediction.model_copy(
        update={
            "value": gap.value,
            "lower": half_away(prediction.lower + move, DECIMALS),
            "upper": half_away(prediction.upper + move, DECIMALS),
            "because": BECAUSE,
        }
    )
