"""Whether plans fit their programme: what one plan alone cannot know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import date

from halfterm.cycles.aims import Target
from halfterm.cycles.errors import did_you_mean
from halfterm.cycles.intervention import FUNDING
from halfterm.cycles.plan import Plan
from halfterm.cycles.programme import Programme


def check_plans(
    plans: Mapping[str, Plan],
    *,
    programme: Programme,
    benchmarks: Collection[str] | None,
    all_read: bool = True,
) -> list[str]:
    """Every problem of every plan, each with the name of its file; empty when all fit.

    Args:
        plans: the plans by the name of their file.
        programme: whose engagements and half-terms they name.
        benchmarks: the ids of the known benchmarks; None where their file could not be read.
        all_read: whether every plan is there. A file that could not be read may hold the cycle that another
            follows.
    """
    ids = Counter(plan.id for plan in plans.values())
    by_id = {plan.id: plan for plan in plans.values()}
    problems = []
    for name, plan in plans.items():
        found = [
            *_names(plan, programme, benchmarks),
            *_withdrawn(plan, programme),
            *_people(plan, programme),
            *_funding(plan),
            *_times(plan, programme),
            *_days(plan, programme),
            *_trajectories(plan, programme),
            *_chain(plan, by_id, programme, all_read=all_read),
        ]
        if ids[plan.id] > 1:
            found.append(f"the cycle '{plan.id}' is there twice")
        problems += [f"{name}: {problem}" for problem in found]
    return problems


def past_targets(plan: Plan, *, today: date) -> list[str]:
    """The targets, and the aim, whose date has passed: such a plan can no longer be locked.

    A plan refuses a date before the day it was planned; whether it has passed since matters only until the
    lock, so the lock asks here.
    """
    past = [
        f"cycle '{plan.id}': a target in the past: {target.measure} by {target.by}, and it is {today}"
        for target in plan.targets
        if target.by < today
    ]
    if plan.aim.by < today:
        past.append(f"cycle '{plan.id}': an aim in the past: by {plan.aim.by}, and it is {today}")
    return past


def _names(plan: Plan, programme: Programme, benchmarks: Collection[str] | None) -> list[str]:
    engagements = [engagement.id for engagement in programme.engagements]
    half_terms = [half_term.id for half_term in programme.half_terms]
    problems = []
    if plan.engagement not in engagements:
        problems.append(f"no engagement '{plan.engagement}'{did_you_mean(plan.engagement, engagements)}")
    problems += [
        f"no half-term '{wanted}'{did_you_mean(wanted, half_terms)}"
        for wanted in dict.fromkeys(_half_terms(plan))
        if wanted not in half_terms
    ]
    wanted_benchmark = plan.comparison.benchmark
    if wanted_benchmark is not None and benchmarks is not None and wanted_benchmark not in benchmarks:
        problems.append(f"no benchmark '{wanted_benchmark}'{did_you_mean(wanted_benchmark, benchmarks)}")
    return problems


def _half_terms(plan: Plan) -> Iterator[str]:
    """Every half-term that a plan names."""
    yield from (plan.half_term, plan.baseline, plan.follow_up)
    yield from (task.when for task in plan.data_plan if task.on is None)
    for target in plan.targets:
        yield from target.trajectory


def _withdrawn(plan: Plan, programme: Programme) -> list[str]:
    """A cycle that would begin when none of its schools takes part any more."""
    engagement = next((e for e in programme.engagements if e.id == plan.engagement), None)
    half_term = next((h for h in programme.half_terms if h.id == plan.half_term), None)
    if engagement is None or half_term is None:
        return []  # reported already
    left = [programme.school(school).withdrawn for school in engagement.pupil_schools]
    if all(gone is not None and gone.on <= half_term.starts for gone in left):
        return [f"every school of '{plan.engagement}' has withdrawn before {plan.half_term} begins"]
    return []


def _people(plan: Plan, programme: Programme) -> list[str]:
    known = [person.id for person in programme.people]
    problems = [
        f"roles.{i}: no person '{duty.person}'{did_you_mean(duty.person, known)}"
        for i, duty in enumerate(plan.roles)
        if duty.person not in known
    ]
    for i, task in enumerate(plan.data_plan):
        if task.person is not None and task.person not in known:
            near = (
                did_you_mean(task.person, known) or "; one lower-case word is a person's id: write more words"
            )
            problems.append(f"data_plan.{i}: no person '{task.person}'{near}")
    return problems


def _funding(plan: Plan) -> list[str]:
    return [
        f"intervention.costs.{i}: no funding '{cost.funding}'"
        + (did_you_mean(cost.funding, FUNDING) or f"; it is one of {', '.join(FUNDING)}")
        for i, cost in enumerate(plan.intervention.costs)
        if cost.funding not in FUNDING
    ]


def _times(plan: Plan, programme: Programme) -> list[str]:
    try:
        baseline, during, follow_up = (
            programme.position(half_term) for half_term in (plan.baseline, plan.half_term, plan.follow_up)
        )
    except KeyError:
        return []  # an unknown half-term is reported already
    if follow_up <= baseline:
        return [f"the follow-up ({plan.follow_up}) is not after the baseline ({plan.baseline})"]
    if not baseline <= during <= follow_up:
        return [f"the cycle runs in {plan.half_term}, outside its baseline and follow-up"]
    return []


def _days(plan: Plan, programme: Programme) -> list[str]:
    """Dates that lie outside the programme or, for what is done in the cycle, outside the cycle."""
    opens, closes = programme.half_terms[0].starts, max(programme.half_terms[-1].ends, plan.planned)
    dated = [("aim.by", plan.aim.by), *((f"targets.{i}.by", t.by) for i, t in enumerate(plan.targets))]
    problems = [
        f"{place}: {day} lies outside the programme ({opens} to {closes})"
        for place, day in dated
        if not opens <= day <= closes
    ]
    try:
        baseline, follow_up = programme.position(plan.baseline), programme.position(plan.follow_up)
    except KeyError:
        return problems  # an unknown half-term is reported already
    begins = min(plan.planned, programme.half_terms[baseline].starts)
    ends = programme.half_terms[follow_up].ends
    done = [(f"milestones.{i}.on", milestone.on) for i, milestone in enumerate(plan.milestones)]
    done += [(f"data_plan.{i}.when", task.on) for i, task in enumerate(plan.data_plan) if task.on is not None]
    return problems + [
        f"{place}: {day} lies outside the cycle ({begins} to {ends})"
        for place, day in done
        if not begins <= day <= ends
    ]


def _trajectories(plan: Plan, programme: Programme) -> list[str]:
    return [
        problem
        for i, target in enumerate(plan.targets)
        for problem in _trajectory(f"targets.{i}.trajectory", target, plan.baseline, programme)
    ]


def _trajectory(place: str, target: Target, baseline: str, programme: Programme) -> list[str]:
    """The steps of one trajectory come in order, after the baseline and by the target's date."""
    try:
        first = programme.position(baseline)
        positions = [programme.position(half_term) for half_term in target.trajectory]
    except KeyError:
        return []  # an unknown half-term is reported already
    problems = [
        f"{place}: {half_term} is not between the baseline ({baseline}) and the target's date ({target.by})"
        for half_term, position in zip(target.trajectory, positions, strict=True)
        if position <= first or programme.half_terms[position].starts > target.by
    ]
    if positions != sorted(positions):
        problems.append(f"{place}: its half-terms are not in order")
    return problems


def _chain(plan: Plan, plans: Mapping[str, Plan], programme: Programme, *, all_read: bool) -> list[str]:
    if plan.follows is None:
        return []
    earlier = plans.get(plan.follows)
    if earlier is None and not all_read:
        return []
    if earlier is None:
        others = [name for name in plans if name != plan.id]
        return [f"it follows cycle '{plan.follows}', which is not there{did_you_mean(plan.follows, others)}"]
    if earlier.engagement != plan.engagement:
        return [f"it follows '{plan.follows}', a cycle of another engagement"]
    try:
        in_order = programme.position(earlier.follow_up) < programme.position(plan.follow_up)
    except KeyError:
        return []  # an unknown half-term is reported already
    # Each link moves on in time, so a chain cannot close into a ring.
    if not in_order:
        return [f"it follows '{plan.follows}', which is followed up no earlier ({earlier.follow_up})"]
    return []
