"""The parts of a case study that are told once: context, problem, rationale, aims, measures, ethics, next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from halfterm.cycles.measure import FromLog
from halfterm.cycles.plan import ComparedWith, Plan
from halfterm.cycles.programme import Engagement
from halfterm.cycles.words import (
    OTHER_REASONS,
    OTHER_REASONS_ALONE,
    disclosure_note,
    listed,
    sentence,
    standing,
)
from halfterm.site.decided import next_cycle, person
from halfterm.site.figures import figure
from halfterm.site.impact_lines import ASSIGNED
from halfterm.site.marks import told
from halfterm.site.pieces import dated
from halfterm.site.shown import ShownCycle, ShownEdition

RELEASED: Final = "What pupils, parents and staff said is shown only where the school has released the words."
_COMPARED: Final = {
    "whole_class": "everyone, the target group included",
    "matched": "other pupils who began with like scores",
    "national": "published figures",
}
_FROM_LOG: Final[dict[FromLog, str]] = {
    "attendance": "attendance, from the do-log",
    "fidelity": "done as planned, from the do-log",
    "sessions": "sessions held, from the do-log",
    "minutes": "minutes held, from the do-log",
    "lessons_good": "lessons good or better, from the do-log",
}


def context(edition: ShownEdition, engagement: Engagement) -> tuple[str, ...]:
    """Who works with whom, led by whom, and in what kind of schools."""
    programme = edition.programme
    lead = programme.school(engagement.lead).name
    names = [programme.school(s).name for s in engagement.supported]
    said = (
        f"{lead} leads; it works with {listed(names)} ({engagement.model}), "
        f"led by {person(programme, engagement.nle)}."
    )
    checklist = edition.checklists.get(engagement.id)
    stage = checklist.stage if checklist is not None else None
    reached = (f"Stage {stage.number} of 4 is reached: {sentence(_lower(stage.name))}",) if stage else ()
    return (said, *((sentence(engagement.context),) if engagement.context else ()), *reached)


def _lower(text: str) -> str:
    """Words as they are within a sentence; an abbreviation keeps its capitals."""
    return text if text[1:2].isupper() or text[1:2].isdigit() else text[:1].lower() + text[1:]


def problem(edition: ShownEdition, chain: Sequence[ShownCycle], engagement: Engagement) -> tuple[str, ...]:
    """Why this focus, where the target group stood when the chain began, and what stands in the way."""
    whys = dict.fromkeys(
        f"Chosen by {cycle.plan.focus.route}: {sentence(cycle.plan.focus.why)}"
        for cycle in chain
        if cycle.plan.focus is not None
    )
    barriers = dict.fromkeys(barrier for cycle in chain for barrier in cycle.plan.barriers)
    in_the_way = (f"Named as barriers: {'; '.join(b.rstrip('.') for b in barriers)}.",) if barriers else ()
    return (*whys, *_stood(edition, chain[0], engagement), *in_the_way)


def _stood(edition: ShownEdition, first: ShownCycle, engagement: Engagement) -> Iterable[str]:
    plan = first.plan
    if plan.comparison.kind == "none":
        yield f"Nobody is set beside {plan.target_group.name}, so no gap is known at the start."
        return
    when = edition.programme.half_term(plan.baseline).name
    for study in first.at("engagement", engagement.id):
        gap = figure(study, "gap_baseline").value
        if gap.visible:
            stood = (
                f"{study.measure.name}: in {when}, {plan.target_group.name} were "
                f"{standing(gap, plan.comparison.name)}."
            )
            yield told(stood, study, "gap_baseline")


def rationale(chain: Sequence[ShownCycle]) -> tuple[str, ...]:
    """Why the idea should work and why that was predicted, each reason once."""
    said: dict[str, None] = {}
    for plan in (cycle.plan for cycle in chain):
        said[f"{plan.change_idea.name}: {sentence(plan.change_idea.theory)}"] = None
        if plan.driver:
            said[f"What should move the aim: {sentence(plan.driver)}"] = None
        if plan.intervention.strand:
            said[f"Evidence on such ideas is found under “{plan.intervention.strand}”."] = None
        said |= dict.fromkeys(_becauses(plan))
    return tuple(sentence(line) for line in said)


def _becauses(plan: Plan) -> Iterable[str]:
    """Why its predictions were made, measures with the same reason together."""
    reasons: dict[str, list[str]] = {}
    for prediction in plan.predictions:
        if prediction.because:
            reasons.setdefault(prediction.because, []).append(plan.measure(prediction.measure).name)
    for reason, named in reasons.items():
        names = tuple(dict.fromkeys(named))
        yield f"{listed(names)} {'was' if len(names) == 1 else 'were'} predicted because: {sentence(reason)}"


def aims(chain: Sequence[ShownCycle]) -> tuple[str, ...]:
    """The aim of every cycle, named by its number where there are several."""
    return tuple(
        f"Cycle {number}: {cycle.plan.aim.sentence}" if len(chain) > 1 else cycle.plan.aim.sentence
        for number, cycle in enumerate(chain, start=1)
    )


def measures(chain: Sequence[ShownCycle], scales: Mapping[str, str]) -> tuple[str, ...]:
    """Every measure of the chain: its kind, its scale by name, where it comes from."""
    said: dict[str, None] = {}
    for measure in (measure for cycle in chain for measure in cycle.plan.measures):
        threshold = "" if measure.threshold is None else f", threshold {measure.threshold:g}"
        how = (
            _FROM_LOG[measure.from_log]
            if measure.from_log
            else f"scores on the scale “{scales.get(measure.scale, measure.scale)}”{threshold}"
        )
        said[f"{measure.name} ({measure.kind}): {how}."] = None
    return tuple(said)


def studied(chain: Sequence[ShownCycle]) -> tuple[str, ...]:
    """How it can be known whether gaps close, and whether the idea did it."""
    last = chain[-1].plan
    return (
        f"{sentence(last.target_group.name).rstrip('.')} are compared with {_compared(last.comparison)}.",
        _with_and_without(last),
        "Only pupils with both scores are followed. The methods page says what each figure is.",
    )


def _compared(comparison: ComparedWith) -> str:
    if comparison.kind == "none":
        return "nobody"
    kind = _COMPARED.get(comparison.kind)
    return f"{comparison.name} ({kind})" if kind else comparison.name


def _with_and_without(plan: Plan) -> str:
    if not plan.names_treated:
        return "Nobody is compared with and without the idea, so nothing can be said of what the idea did."
    return (
        "Pupils with the idea are compared with pupils of the same kind without it. "
        f"{ASSIGNED[plan.change_idea.assigned]}"
    )


def limits(chain: Sequence[ShownCycle]) -> tuple[str, ...]:
    """What a case study can never show, however its figures come out."""
    compared = chain[-1].plan.comparison.kind != "none"
    what, others = ("gap", OTHER_REASONS) if compared else ("mean", OTHER_REASONS_ALONE)
    said = ["Scores are one sign among several: they say nothing of what else changed for these pupils."]
    if len(chain) > 1:
        said.insert(
            0,
            f"Each cycle follows the pupils who have both of its scores: the {what} after one cycle and the "
            f"{what} before the next may be about different pupils.",
        )
    if chain[-1].plan.names_treated:
        said.insert(0, f"Only the comparison with and without the idea is about the idea. {others}")
    return tuple(said)


def ethics(edition: ShownEdition, engagement: Engagement) -> tuple[str, ...]:
    """How pupils are protected, and what the schools agreed."""
    terms = engagement.terms
    agreed = (
        "Terms of engagement are not told."
        if terms is None
        else (
            f"Terms were agreed on {dated(terms.agreed)}; of data, the schools share "
            f"{'; '.join(_lower(point.rstrip('.')) for point in terms.data_shared)}."
        )
    )
    return (disclosure_note(edition.audience), RELEASED, agreed)


def next_steps(edition: ShownEdition, chain: Sequence[ShownCycle]) -> tuple[str, ...]:
    """What the last decision says comes next, or that there is none."""
    decision = chain[-1].decision
    if decision is None:
        return ("There is no decision yet.",)
    said = [f"{decision.kind.capitalize()}, decided on {dated(decision.on)}."]
    if decision.sustain:
        said.append(f"To keep what was gained: {sentence(decision.sustain)}")
    if decision.extend_to:
        said.append(f"Extended to: {sentence(decision.extend_to)}")
    if after := next_cycle(edition, decision):
        said.append(sentence(f"Next cycle: {after}"))
    return tuple(said)
