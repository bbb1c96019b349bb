"""Ending a cycle before its time, or letting it go on without a school that is late or has left."""

from __future__ import annotations

from datetime import date

from halfterm.cycles.errors import BadInput, NotAllowed, did_you_mean
from halfterm.cycles.events import GONE_WITHOUT, STOPPED
from halfterm.cycles.life import CYCLE_MOVES, cycle_state
from halfterm.cycles.plan import Plan
from halfterm.cycles.programme import Programme
from halfterm.cycles.review_rules import check_goer_without, check_stopper
from halfterm.flows.leaving import leaves_event
from halfterm.flows.people import person_of, said
from halfterm.warehouse.register import Register


@leaves_event
def stop(events: Register, programme: Programme, plan: Plan, *, by: str, on: date, reason: str) -> None:
    """Stop a cycle that will not be studied.

    Raises:
        BadInput: no reason is given, or there is no such person.
        NotAllowed: the cycle is past stopping, or the person neither leads nor answers for it.
    """
    said("say why the cycle is stopped", reason)
    state = cycle_state(events.events(subject=plan.id))
    if "stop" not in CYCLE_MOVES[state]:
        raise NotAllowed(f"cycle '{plan.id}' is {state}; a cycle is stopped only before it is studied")
    engagement = programme.engagement(plan.engagement)
    check_stopper(person_of(programme, by), engagement=engagement, programme=programme)
    body = {"reason": reason.strip(), "half_term": plan.half_term}
    events.append(STOPPED, plan.id, actor=by, on=on, body=body)


@leaves_event
def go_without(
    events: Register, programme: Programme, plan: Plan, *, school: str, by: str, on: date, reason: str
) -> None:
    """Let a cycle go on without one school's follow-up; its pupils then count as missing.

    Raises:
        BadInput: no reason is given, or there is no such person or school in the engagement.
        NotAllowed: the cycle is not under way, the school is gone already or the last one left, or the
            person neither answers for the engagement nor for its cluster.
    """
    said("say why the cycle goes on without the school", reason)
    engagement = programme.engagement(plan.engagement)
    if school not in engagement.pupil_schools:
        near = did_you_mean(school, engagement.pupil_schools)
        raise BadInput(f"no school '{school}' in the engagement '{engagement.id}'{near}")
    check_goer_without(person_of(programme, by), engagement=engagement, programme=programme)
    about = events.events(subject=plan.id)
    state = cycle_state(about)
    if state not in ("locked", "under way"):
        raise NotAllowed(f"cycle '{plan.id}' is {state}; only one that is under way goes on without a school")
    gone = {event.body["school"] for event in about if event.kind == GONE_WITHOUT}
    if school in gone:
        raise NotAllowed(f"cycle '{plan.id}' goes on without '{school}' already")
    if gone | {school} >= set(engagement.pupil_schools):
        raise NotAllowed(f"'{school}' is the last school of cycle '{plan.id}'; stop the cycle instead")
    body = {"school": school, "reason": reason.strip()}
    events.append(GONE_WITHOUT, plan.id, actor=by, on=on, body=body)
