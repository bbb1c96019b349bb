"""Whether plans fit their programme: what one plan alone cannot know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date

from halfterm.cycles.errors import did_you_mean
from halfterm.cycles.plan import Plan
from halfterm.cycles.programme import Programme


def check_plans(plans: Mapping[str, Plan], *, programme: Programme, benchmarks: Collection[str]) -> list[str]:
    """Every problem of every plan, each with the name of its file; empty when all fit.

    Args:
        plans: the plans by the name of their file.
        programme: whose engagements and half-terms they name.
        benchmarks: the ids of the known benchmarks.
    """
    ids = Counter(plan.id for plan in plans.values())
    by_id = {plan.id: plan for plan in plans.values()}
    problems = []
    for name, plan in plans.items():
        found = [
            *_names(plan, programme, benchmarks),
            *_times(plan, programme),
            *_chain(plan, by_id, programme),
        ]
        if ids[plan.id] > 1:
            found.append(f"the cycle '{plan.id}' is there twice")
        problems += [f"{name}: {problem}" for problem in found]
    return problems


def past_targets(plan: Plan, *, today: date) -> list[str]:
    """The targets whose date has passed: such a plan can no longer be locked.

    A plan refuses a target before the day it was planned; whether the date has passed since matters only
    until the lock, so the lock asks here.
    """
    return [
        f"cycle '{plan.id}': a target in the past: {target.measure} by {target.by}, and it is {today}"
        for target in plan.targets
        if target.by < today
    ]


def _names(plan: Plan, programme: Programme, benchmarks: Collection[str]) -> list[str]:
    engagements = [engagement.id for engagement in programme.engagements]
    half_terms = [half_term.id for half_term in programme.half_terms]
    problems = []
    if plan.engagement not in engagements:
        problems.append(f"no engagement '{plan.engagement}'{did_you_mean(plan.engagement, engagements)}")
    problems += [
        f"no half-term '{wanted}'{did_you_mean(wanted, half_terms)}"
        for wanted in dict.fromkeys((plan.half_term, plan.baseline, plan.follow_up))
        if wanted not in half_terms
    ]
    wanted_benchmark = plan.comparison.benchmark
    if wanted_benchmark is not None and wanted_benchmark not in benchmarks:
        problems.append(f"no benchmark '{wanted_benchmark}'{did_you_mean(wanted_benchmark, benchmarks)}")
    return problems


def _times(plan: Plan, programme: Programme) -> list[str]:
    try:
        baseline, during, follow_up = (
            programme.position(half_term) for half_term in (plan.baseline, plan.half_term, plan.follow_up)
        )
    except ValueError:
        return []  # an unknown half-term is reported already
    if follow_up <= baseline:
        return [f"the follow-up ({plan.follow_up}) is not after the baseline ({plan.baseline})"]
    if not baseline <= during <= follow_up:
        return [f"the cycle runs in {plan.half_term}, outside its baseline and follow-up"]
    return []


def _chain(plan: Plan, plans: Mapping[str, Plan], programme: Programme) -> list[str]:
    if plan.follows is None:
        return []
    earlier = plans.get(plan.follows)
    if earlier is None:
        others = [name for name in plans if name != plan.id]
        return [f"it follows cycle '{plan.follows}', which is not there{did_you_mean(plan.follows, others)}"]
    if earlier.engagement != plan.engagement:
        return [f"it follows '{plan.follows}', a cycle of another engagement"]
    try:
        in_order = programme.position(earlier.follow_up) < programme.position(plan.follow_up)
    except ValueError:
        return []  # an unknown half-term is reported already
    # Each link moves on in time, so a chain cannot close into a ring.
    if not in_order:
        return [f"it follows '{plan.follows}', which is followed up no earlier ({earlier.follow_up})"]
    return []
