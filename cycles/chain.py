"""The next cycle of a chain, drafted from the decision on the last: a plan for a person to finish."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from itertools import count
from typing import Final

from halfterm.cycles.aims import Aim, Prediction, Target
from halfterm.cycles.arrangements import DataTask, Milestone
from halfterm.cycles.disclosure import Shown, show_number
from halfterm.cycles.model import LONGEST_SLUG
from halfterm.cycles.plan import Plan
from halfterm.cycles.programme import HalfTerm, Programme
from halfterm.cycles.record import Decision, DecisionKind
from halfterm.cycles.rounding import half_away
from halfterm.cycles.words import listed, sentence, standing

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
    decision: Decision,
    found: Mapping[str, Shown],
    taken: Collection[str] = (),
) -> Plan | None:
    """The plan that follows: its baseline is this cycle's follow-up, its half-term the one after.

    Everything else is kept, for a person to change before the lock. What is dated moves with the half-terms,
    or is dropped where there is no such day; trajectories are dropped, since they led to the last goal.

    Args:
        plan: the cycle that was decided on.
        programme: whose half-terms it moves along.
        decision: why it goes on. The day of the decision is the day of planning. Targets and aim are due by
            the end of the half-term, or on that day when it is later: a plan with a target in the past could
            not be read. The reason and what was learned become what the new plan adapts; an extension is
            for whom the decision says.
        found: each measure's gap at follow-up in points, as pages show it: a plan has the same readers, so a
            hidden gap must not come back as a prediction. Without one, prediction and aim stay as they were.
        taken: the names of cycles that are there already.

    Returns:
        None when the programme has no half-term left.
    """
    here = programme.position(plan.follow_up)
    if here + 1 >= len(programme.half_terms):
        return None
    following = programme.half_terms[here + 1]
    due = max(following.ends, decision.on)
    step = _Step(plan, programme, following)
    targets = tuple(_aimed(target, found.get(target.measure), due) for target in plan.targets)
    return plan.model_copy(
        update={
            "id": next_id(plan.id, taken=taken),
            "follows": plan.id,
            "planned": decision.on,
            "half_term": following.id,
            "baseline": plan.follow_up,
            "follow_up": following.id,
            "aim": _next_aim(plan, decision, targets, found).model_copy(update={"by": due}),
            "change_idea": plan.change_idea.model_copy(update={"adapts": adapts(decision)}),
            "targets": targets,
            "predictions": tuple(
                _moved(prediction, found.get(prediction.measure)) for prediction in plan.predictions
            ),
            "data_plan": tuple(task for task in map(step.task, plan.data_plan) if task is not None),
            "milestones": tuple(stone for stone in map(step.milestone, plan.milestones) if stone is not None),
        }
    )


def adapts(decision: Decision) -> str | None:
    """What a decision says that the next cycle is to change, and why; None where it goes on as it is."""
    why = [sentence(words) for words in (decision.reason, decision.learning) if words.strip()]
    match decision.kind:
        case "adapt":
            return " ".join(why) or None
        case "extend":
            return " ".join([sentence(f"Extended to {decision.extend_to or 'more pupils'}"), *why])
        case "adopt" | "abandon":
            return None


def to_finish(decision: Decision) -> tuple[str, ...]:
    """What a person has to see to in a drafted plan before it is locked, as sentences."""
    asked = ["The aim, targets and predictions are computed from the last cycle: say them anew."]
    match decision.kind:
        case "adapt":
            asked.insert(0, "Say under change_idea.adapts what differs from the last cycle, and change it.")
        case "extend":
            to = decision.extend_to or "others: say to whom"
            asked.insert(0, f"It is extended to {to}. Let the target group say so.")
        case "adopt" | "abandon":
            pass
    return tuple(asked)


def _next_aim(plan: Plan, decision: Decision, targets: tuple[Target, ...], found: Mapping[str, Shown]) -> Aim:
    """The aim from where the gaps were found to the new goals; as it was where a gap is not shown."""
    changes = {}
    if decision.kind == "extend" and decision.extend_to:
        changes["for_whom"] = decision.extend_to
    gaps = {target.measure: found.get(target.measure) for target in targets if target.statistic == "gap"}
    shown = {measure: gap for measure, gap in gaps.items() if gap is not None and gap.value is not None}
    if shown and len(shown) == len(targets):
        goals = {target.measure: show_number(target.goal, decimals=1, signed=True) for target in targets}
        changes["from_"], changes["to"] = _stand(plan, shown), _stand(plan, goals)
    return plan.aim.model_copy(update=changes)


def _stand(plan: Plan, gaps: Mapping[str, Shown]) -> str:
    return listed([f"{standing(gap)} in {plan.measure(measure).name}" for measure, gap in gaps.items()])


class _Step:
    """The way from one cycle's half-terms to the next one's: its baseline becomes the old follow-up."""

    def __init__(self, plan: Plan, programme: Programme, following: HalfTerm) -> None:
        self._plan = plan
        self._programme = programme
        self._following = following

    def task(self, task: DataTask) -> DataTask | None:
        """The same collection of data one step on; None where there is no such time."""
        when = self._half_term(task.when) if task.on is None else self._day(task.on)
        return None if when is None else task.model_copy(update={"when": str(when)})

    def milestone(self, milestone: Milestone) -> Milestone | None:
        """The same milestone one step on; None where there is no such day."""
        on = self._day(milestone.on)
        return None if on is None else milestone.model_copy(update={"on": on})

    def _half_term(self, half_term: str) -> str | None:
        if half_term == self._plan.baseline:
            return self._plan.follow_up
        if half_term in (self._plan.half_term, self._plan.follow_up):
            return self._following.id
        beyond = self._programme.position(half_term) + 1
        known = self._programme.half_terms
        return known[beyond].id if beyond < len(known) else None

    def _day(self, day: date) -> date | None:
        """The same weekday of the same week in the half-term that its own becomes."""
        held = next((h for h in self._programme.half_terms if h.starts <= day <= h.ends), None)
        to = None if held is None else self._half_term(held.id)
        if held is None or to is None:
            return None
        then = self._programme.half_term(to)
        moved = _monday(then.starts) + (day - _monday(held.starts))
        return moved if then.starts <= moved <= then.ends else None


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _aimed(target: Target, gap: Shown | None, by: date) -> Target:
    """The same goal by the new date; where the gap as shown is within it already, half of that gap."""
    if target.statistic != "gap" or gap is None or gap.value is None or abs(gap.value) > abs(target.goal):
        return target.model_copy(update={"by": by, "trajectory": {}})
    return target.model_copy(update={"by": by, "trajectory": {}, "goal": half_away(gap.value / 2, 1)})


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
