"""Advice on a plan that may be locked as it is, but lacks what a good plan has."""

from __future__ import annotations

from collections.abc import Iterator

from halfterm.cycles.errors import did_you_mean
from halfterm.cycles.intervention import STRANDS
from halfterm.cycles.plan import Plan


def advice(plan: Plan) -> tuple[str, ...]:
    """What would make this plan better, a sentence each; empty for a plan that lacks nothing."""
    return (*_on_the_problem(plan), *_on_the_idea(plan), *_on_measures(plan), *_on_work(plan))


def _on_the_problem(plan: Plan) -> Iterator[str]:
    if plan.focus is None:
        yield "no focus: say how the focus was chosen, and how you know who is behind"
    if not plan.barriers:
        yield "no barrier: say what keeps these pupils behind; ask them and their teachers"
    if plan.driver is None:
        yield "no driver: say what in the school's working has to change to move the aim"


def _on_the_idea(plan: Plan) -> Iterator[str]:
    idea, intervention = plan.change_idea, plan.intervention
    if plan.follows is None and not plan.names_treated:
        yield "the idea goes to everyone at once: a first cycle starts small, with one class or one group"
    if plan.names_treated and idea.assigned == "not known":
        yield "not said how it was settled who gets the idea: drawing lots tells most"
    if intervention.planned_sessions is None:
        yield "no dosage in numbers: sessions_per_week, minutes and weeks let the do-log be held against it"
    if intervention.delivered_by is None:
        yield "not said who delivers the intervention"
    strand = intervention.strand
    if strand is not None and strand.casefold() not in STRANDS and (near := did_you_mean(strand, STRANDS)):
        yield f"the strand '{strand}' is not one of the evidence toolkit's{near}"


def _on_measures(plan: Plan) -> Iterator[str]:
    kinds = {measure.kind for measure in plan.measures}
    if "process" not in kinds:
        yield "no process measure: without one, nobody knows whether the idea was carried out as planned"
    if "balancing" not in kinds:
        yield "no balancing measure: watch one thing that the change could harm"
    collected = {task.measure for task in plan.data_plan}
    for measure in plan.measures:
        if measure.id not in collected:
            yield f"no data plan for measure '{measure.id}': say who collects it, when and how"
    if not plan.targets:
        yield "no target: say how far the gap should have closed, and by when"
    if all(p.closing_probability is None for p in plan.predictions) and plan.comparison.kind != "none":
        yield "no probability in any prediction: say how likely it is that the gap closes"


def _on_work(plan: Plan) -> Iterator[str]:
    if not plan.roles:
        yield "no roles: say who does what"
    if not plan.risks:
        yield "no risks: say what could go wrong, and what you do then"
    for risk in plan.risks:
        if risk.contingency is None:
            yield f"no contingency for the risk '{risk.risk}'"
