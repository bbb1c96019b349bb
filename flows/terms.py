"""How engagements come on: their steps and stages, read from and written to the register."""

from __future__ import annotations

from datetime import date

from halfterm.cycles.engagement_terms import Checklist, check_stage, check_step, checklist
from halfterm.cycles.errors import BadInput, did_you_mean
from halfterm.cycles.events import STAGE_REACHED, STEP_CHECKED
from halfterm.cycles.keeper_rules import check_terms_keeper
from halfterm.cycles.programme import Engagement, Programme
from halfterm.flows.review import person_of
from halfterm.warehouse.register import Register


def engagement_of(programme: Programme, engagement: str) -> Engagement:
    """An engagement of the programme.

    Raises:
        BadInput: there is none of this id; the near misses are offered.
    """
    known = {e.id: e for e in programme.engagements}
    if engagement not in known:
        raise BadInput(f"no engagement '{engagement}' in programme.yaml{did_you_mean(engagement, known)}")
    return known[engagement]


def progress_of(events: Register, engagement: Engagement) -> Checklist:
    """The steps and stages of an engagement as they stand."""
    return checklist(engagement.terms, events.events(subject=engagement.id))


def record_step(
    events: Register,
    programme: Programme,
    engagement: Engagement,
    *,
    step: str,
    evidence: str,
    by: str,
    on: date,
) -> bool:
    """Record that a strategic step was taken, and by what one can see it; once if it is said twice.

    Returns:
        Whether it is new.

    Raises:
        BadInput: there is no such step or person, or no evidence.
        NotAllowed: the step is proved otherwise, or the person has no part in the engagement.
    """
    check_step(step, evidence)
    check_terms_keeper(person_of(programme, by), engagement=engagement, programme=programme)
    body = {"step": step, "evidence": " ".join(evidence.split())}
    return events.append_once(STEP_CHECKED, engagement.id, actor=by, on=on, body=body)[1]


def record_stage(
    events: Register,
    programme: Programme,
    engagement: Engagement,
    *,
    stage: int,
    evidence: str,
    by: str,
    on: date,
) -> None:
    """Record that an engagement has reached the next stage, and by what one can see it.

    Raises:
        BadInput: there is no such stage or person, or no evidence.
        NotAllowed: it is not the next stage, or the person has no part in the engagement.
    """
    check_stage(stage, evidence, so_far=progress_of(events, engagement))
    check_terms_keeper(person_of(programme, by), engagement=engagement, programme=programme)
    body = {"stage": stage, "evidence": " ".join(evidence.split())}
    events.append(STAGE_REACHED, engagement.id, actor=by, on=on, body=body)
