"""Questions about the change idea: what is done, for whom, at what cost, and who is compared with whom."""

from __future__ import annotations

from typing import Final

from halfterm.cycles.intervention import FUNDING, STRANDS, THEMES
from halfterm.flows.plan_known import Known
from halfterm.flows.question import Answers, Asking, attributes, number, one_of, words

COMPARISONS: Final = {
    "others": "the other pupils of the same schools: is the gap closing?",
    "whole_class": "everybody, the target group too: the gap as class reports print it",
    "matched": "pupils with a like baseline score: did these pupils gain more than others like them?",
    "national": "a published national figure: are we closing in on everybody else?",
    "none": "nobody: did these pupils gain? (it cannot show that a gap closes)",
}
NAMES: Final = {
    "others": "the other pupils of the same schools",
    "whole_class": "the whole class",
    "matched": "pupils with a like baseline score",
    "national": "pupils nationally",
    "none": "nobody",
}
ASSIGNED: Final = {
    "random": "lots were drawn: the strongest ground for saying that the idea did it",
    "waiting list": "everybody gets it, some later; those who wait can be compared",
    "chosen": "staff chose: whatever they chose by may explain the difference",
    "not known": "nobody can say",
}


def idea_questions(start: Answers) -> Asking:
    """What is done differently, why it should work, and what it changes of the cycle before."""
    name = yield words("change_idea.name", "What will be done differently, in a few words?")
    theory = yield words(
        "change_idea.theory",
        "Why should that work?",
        why="If it fails, you will know which thought was wrong.",
    )
    idea = {"name": name, "theory": theory}
    if "follows" in start:
        idea["adapts"] = yield words(
            "change_idea.adapts", f"What differs from {start['follows']}, and because of what?"
        )
    return idea


def intervention_questions(idea: str) -> Asking:
    """What is delivered, by whom, how much and at what cost."""
    theme = yield one_of("intervention.theme", "Which theme does it belong to?", THEMES, own=True)
    given: Answers = {"name": idea, "theme": theme}
    optional = {
        "strand": words(
            "intervention.strand",
            "Under which heading of the evidence toolkit is it found?",
            why=f"Such as {', '.join(STRANDS[16:21])}.",
            optional=True,
        ),
        "delivered_by": words("intervention.delivered_by", "Who delivers it?", optional=True),
        "group_size": number(
            "intervention.group_size", "Pupils taught together, at most?", least=1, most=1000, optional=True
        ),
    }
    for name, question in optional.items():
        answer = yield question
        if answer is not None:
            given[name] = round(answer) if name == "group_size" else answer
    given |= yield from _dosage()
    given |= yield from _cost()
    return given


def _dosage() -> Asking:
    sessions = yield number(
        "dosage.sessions_per_week",
        "Sessions a week, for each pupil?",
        why="The do-log is held against it: was it given as planned?",
        least=0.1,
        most=100,
        optional=True,
    )
    if sessions is None:
        return {}
    minutes = yield number("dosage.minutes", "Minutes a session?", least=1, most=600)
    weeks = yield number("dosage.weeks", "For how many weeks?", least=0.2, most=60)
    return {"dosage": {"sessions_per_week": sessions, "minutes": minutes, "weeks": weeks}}


def _cost() -> Asking:
    what = yield words("cost.what", "What has to be paid for?", why="More can be added later.", optional=True)
    if what is None:
        return {}
    pounds = yield number("cost.pounds", "How many pounds in all?", least=0, most=10_000_000)
    funding = yield one_of("cost.funding", "Out of which funding?", FUNDING)
    return {"costs": [{"what": what, "pounds": pounds, "funding": funding}]}


def comparison_questions(known: Known, start: Answers, for_whom: str) -> Asking:
    """The target group, who gets the idea, and whom they are compared with."""
    group = yield attributes(
        "target_group.attributes",
        "Which pupils are the target group? Write attribute=value, with commas between.",
        known.attributes(start["baseline"]),
        why=_told(known.attributes(start["baseline"])),
    )
    name = yield words("target_group.name", "What are they called on the pages?", default=for_whom)
    treated = yield attributes(
        "change_idea.treated",
        "Who gets the idea, if not everybody?",
        known.attributes(start["follow_up"]),
        why="Only with pupils who go without can anybody say that the idea did it. "
        + _told(known.attributes(start["follow_up"])),
        optional=True,
    )
    given = (yield from _without(treated)) if treated else {}
    compared = yield from _comparison(known)
    return {
        "target_group": {"name": name, "attributes": group},
        "given_to": given,
        "comparison": compared,
    }


def _told(known: dict[str, tuple[str, ...]]) -> str:
    pairs = (f"{name}={'|'.join(values) if values else '...'}" for name, values in known.items())
    return f"Known: {', '.join(pairs)}." if known else ""


def _without(treated: Answers) -> Asking:
    untreated = yield words("change_idea.untreated", "Who goes without, for now?", optional=True)
    assigned = yield one_of("change_idea.assigned", "How is it settled who gets it?", ASSIGNED)
    return {"treated": treated, "assigned": assigned} | ({"untreated": untreated} if untreated else {})


def _comparison(known: Known) -> Asking:
    kinds = {kind: told for kind, told in COMPARISONS.items() if kind != "national" or known.benchmarks}
    kind = yield one_of(
        "comparison.kind",
        "Whom are they compared with?",
        kinds,
        why="Whom you set beside them decides which question the figures can answer.",
        default="others",
    )
    name = yield words("comparison.name", "What are those called on the pages?", default=NAMES[kind])
    compared = {"kind": kind, "name": name}
    if kind == "national":
        compared["benchmark"] = yield one_of(
            "comparison.benchmark", "Which published figures?", dict(known.benchmarks)
        )
    return compared
