"""The questions behind a plan, in the order in which a leader of education thinks.

Each part is a generator: it yields questions, is sent what was answered, and returns what a plan says.
"""

from __future__ import annotations

from typing import Final

from halfterm.cycles.errors import BadInput
from halfterm.flows.idea_questions import comparison_questions, idea_questions, intervention_questions
from halfterm.flows.measure_questions import measure_questions, work_questions
from halfterm.flows.plan_known import Known
from halfterm.flows.question import Answers, Asking, day, one_of, several, words

ROUTES: Final = {
    "school improvement": "it is a priority of the school's improvement plan",
    "what worked": "something worked elsewhere, and you want to try it here",
    "needs analysis": "you looked at the data and asked people, and found a need",
}


def plan_questions(known: Known) -> Asking:
    """Every question about a new plan; returns the content of its file."""
    start = yield from _start(known)
    focus = yield from _focus()
    aim = yield from _aim(known, start)
    problem = yield from _problem()
    idea = yield from idea_questions(start)
    aim["by_doing"] = yield words(
        "aim.by_doing",
        f"The aim so far: by {aim['by']}, improve {aim['improve']} from {aim['from']} to {aim['to']} "
        f"for {aim['for_whom']} by ... doing what?",
        default=idea["name"],
    )
    intervention = yield from intervention_questions(idea["name"])
    who = yield from comparison_questions(known, start, aim["for_whom"])
    idea |= who.pop("given_to")
    measured = yield from measure_questions(known, start, who["comparison"]["kind"])
    work = yield from work_questions(known, measured["measures"], start["follow_up"])
    named = yield from _named(known, start, idea["name"])
    return {
        **named,
        **start,
        "focus": focus,
        "aim": aim,
        **problem,
        "change_idea": idea,
        "intervention": intervention,
        **who,
        **measured,
        **work,
    }


def _start(known: Known) -> Asking:
    """Whose cycle it is, what it follows, and its three half-terms."""
    programme = known.programme
    engagements = {engagement.id: engagement.name for engagement in programme.engagements}
    first = next(iter(engagements)) if len(engagements) == 1 else ""
    engagement = yield one_of("engagement", "Which engagement is it for?", engagements, default=first)
    start: Answers = {"engagement": engagement, "planned": known.today.isoformat()}
    earlier = {plan.id: plan.title for plan in known.earlier_cycles(engagement)}
    if earlier:
        follows = yield one_of(
            "follows",
            "Does it follow an earlier cycle?",
            earlier | {"no": "it is the first of its chain"},
            why="A chain of cycles shows what was learned on the way.",
            default="no",
        )
        start |= {"follows": follows} if follows != "no" else {}
    start |= yield from _half_terms(known)
    return start


def _half_terms(known: Known) -> Asking:
    """When it is run, and from which half-term's scores to which."""
    names = {half_term.id: half_term.name for half_term in known.half_terms}
    order = list(names)
    if len(order) < 2:
        raise BadInput("programme.yaml: a cycle needs a half-term before and one after; there is only one")
    later = {half_term: names[half_term] for half_term in order[1:]}
    run = yield one_of("half_term", "In which half-term is it run?", later, default=known.current().id)
    place = order.index(run)
    until = {half_term: names[half_term] for half_term in order[: min(place + 1, len(order) - 1)]}
    baseline = yield one_of(
        "baseline",
        "Where did pupils stand before: which half-term's scores are the baseline?",
        until,
        default=order[place - 1],
    )
    after = order[max(place, order.index(baseline) + 1) :]
    mapped = {half_term: names[half_term] for half_term in after if known.measures((baseline, half_term))}
    if not mapped:
        raise BadInput(
            f"sources/: no measure is mapped in {baseline} and again in {' or '.join(after)}; "
            "map one there first, then plan with it"
        )
    follow_up = yield one_of(
        "follow_up",
        "And after: which half-term's scores are the follow-up?",
        mapped,
        default=next(iter(mapped)),
    )
    return {"half_term": run, "baseline": baseline, "follow_up": follow_up}


def _focus() -> Asking:
    route = yield one_of("focus.route", "How did you come to this focus?", ROUTES)
    why = yield words(
        "focus.why", "Who is behind, and how do you know?", why="Name the data, and who said it."
    )
    return {"route": route, "why": why}


def _aim(known: Known, start: Answers) -> Asking:
    """Everything of the aim but what is done."""
    first, last = known.today, max(known.half_terms[-1].ends, known.today)
    due = max(known.programme.half_term(start["follow_up"]).ends, known.today)
    improve = yield words(
        "aim.improve", "What should get better?", why="One thing that you can measure: the reading gap."
    )
    was = yield words("aim.from", "From where?", why="As it stands at the baseline: 4 points.")
    to = yield words("aim.to", "To where?", why="As you want it to stand: 2 points.")
    whom = yield words("aim.for_whom", "For whom?")
    by = yield day("aim.by", "By when?", first=first, last=last, default=due.isoformat())
    return {"by": by, "improve": improve, "from": was, "to": to, "for_whom": whom}


def _problem() -> Asking:
    barriers = yield several(
        "barriers",
        "What keeps these pupils behind? Put ; between several.",
        why="Ask them and their teachers: an idea that meets no barrier moves nothing.",
        optional=True,
    )
    driver = yield words(
        "driver", "What in the school's working has to change to move the aim?", optional=True
    )
    return {"barriers": barriers or []} | ({"driver": driver} if driver else {})


def _named(known: Known, start: Answers, idea: str) -> Asking:
    title = yield words("title", "What is the cycle called?", default=idea[:1].upper() + idea[1:])
    free = known.free_id(start["engagement"], start.get("follows"))
    return {"id": free, "title": title}
